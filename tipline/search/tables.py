"""The tables of an index, and its questions in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tipline.search.entry import Entry, Question

VERSION = 3  # an image of another is made again
MINUTE = 60  # seconds
IN_A_MINUTE = 4096  # tips that can be told apart; more of them count as of the next

# Words are told apart by spaces alone (``words.tokens`` has done the rest): a tokenizer that knew
# fewer letters than Python would take one of them for two, which cannot be asked for.
TABLES = """
CREATE TABLE mark (
    changes INTEGER NOT NULL, removals INTEGER NOT NULL, hour INTEGER NOT NULL
);
INSERT INTO mark VALUES (0, 0, 0);
CREATE TABLE tip (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, case_id BLOB, category TEXT NOT NULL,
    state TEXT NOT NULL, priority TEXT NOT NULL, language TEXT NOT NULL, files INTEGER NOT NULL,
    said BLOB NOT NULL
);
CREATE INDEX tip_case ON tip (case_id) WHERE case_id IS NOT NULL;
CREATE TABLE file (
    tip INTEGER NOT NULL, position INTEGER NOT NULL, digest BLOB NOT NULL, likeness BLOB,
    PRIMARY KEY (tip, position)
) WITHOUT ROWID;
CREATE INDEX file_digest ON file (digest);
CREATE VIRTUAL TABLE words USING fts5 (
    said, content = '', detail = none, tokenize = ascii
);
"""

ADD_TIP = "INSERT INTO tip VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_FILE = "INSERT INTO file VALUES (?, ?, ?, ?)"
FORGET_WORDS = "INSERT INTO words (words, rowid, said) VALUES (?, ?, ?)"  # needs what they were
LAST_IN = "SELECT max(number) FROM tip WHERE number >= ? AND number < ?"
OWN = """
SELECT tip.number, position, digest, likeness FROM file JOIN tip ON tip.number = file.tip
WHERE tip.id = ? ORDER BY position
"""
SAME = """
SELECT tip.id, tip.number, position, category FROM file JOIN tip ON tip.number = file.tip
WHERE digest = ? AND file.tip != ?
"""
ABOUT = "SELECT id, category FROM tip WHERE number = ?"
OF_CASE = "SELECT number, id, category, language FROM tip WHERE case_id = ? ORDER BY number"
NAMED = "SELECT id FROM tip WHERE id >= ? AND id <= ? LIMIT 2"
LOOKS = "SELECT tip, position, likeness FROM file WHERE likeness IS NOT NULL"


def first_of(moment: datetime) -> int:
    """Return the first number of a minute."""
    return int(moment.timestamp()) // MINUTE * IN_A_MINUTE


def minute_of(number: int) -> datetime:
    """Return the minute in which the tip of a number arrived."""
    return datetime.fromtimestamp(number // IN_A_MINUTE * MINUTE, UTC)


def row_of(entry: Entry) -> tuple[object, ...]:
    """Return the columns of a tip between its number and its words."""
    return (entry.tip, entry.case, entry.category, entry.state, entry.priority, entry.language,
            len(entry.files))  # fmt: skip


def asked(question: Question, before: int | None) -> tuple[str, list[object]]:
    """Return the statement that finds tips, the newest first, and its values.

    Where words are asked for, their index leads and gives them in order; the rest is looked up.
    """
    number, table = "tip.number", "tip"
    conditions: list[tuple[str, object]] = []
    if question.words:
        number, table = "words.rowid", "words JOIN tip ON tip.number = words.rowid"
        every = " ".join(f'"{word}"' for word in question.words)
        conditions.append(("words MATCH ?", every))
    conditions += _bounds(question, number, before)
    conditions += _chosen(question)
    wanted = " AND ".join(condition for condition, _ in conditions) or "1"
    statement = (
        f"SELECT tip.number, tip.id, tip.case_id FROM {table} WHERE {wanted}"  # noqa: S608 (ours)
        f" ORDER BY {number} DESC"
    )
    return statement, [value for _, values in conditions for value in _each(values)]


def _bounds(question: Question, number: str, before: int | None) -> Iterator[tuple[str, object]]:
    if before is not None:
        yield f"{number} < ?", before
    if question.since is not None:
        yield f"{number} >= ?", first_of(question.since)
    if question.until is not None:
        yield f"{number} < ?", first_of(question.until) + IN_A_MINUTE


def _chosen(question: Question) -> Iterator[tuple[str, object]]:
    if question.states:
        yield _among("state", question.states), question.states
    if question.priorities:
        yield _among("priority", question.priorities), question.priorities
    if question.category:
        yield "(category = ? OR category GLOB ?)", (question.category, f"{question.category}.*")
    if question.language:
        yield "language = ?", question.language
    if question.with_files:
        yield "files > ?", 0


def _among(column: str, codes: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join('?' * len(codes))})"


def _each(values: object) -> tuple[object, ...]:
    return values if isinstance(values, tuple) else (values,)
