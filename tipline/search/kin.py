"""Which tips of a desk may concern the same as one: by marks, by rare words, by files.

Words that few reports have in common tell most: the rarest of a report's words are looked up, and
what shares several of them is compared as a whole ([decision 19](../docs/decisions)).
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tipline.search.entry import Crowd, Kin
from tipline.search.tables import IN_A_MINUTE, first_of, minute_of

if TYPE_CHECKING:
    from tipline.search.entry import Alike, Entry, Sought

DAY = timedelta(days=1)
RAREST = 12  # words of a report that are looked up
SHARED = 3  # of these that another must have
NEWEST = 400  # tips with a word, or a mark, that are looked at
COMPARED = 60  # of what shares words or marks, the most likely
WORDS_LEAST = 8  # words of a report that has enough to be compared
LIKE_SHARE = 0.75  # of the rarest words, in what is nearly the same text

TABLES = """
CREATE TABLE marked (value INTEGER NOT NULL, tip INTEGER NOT NULL, PRIMARY KEY (value, tip))
WITHOUT ROWID;
CREATE INDEX marked_tip ON marked (tip);
CREATE TABLE trace (
    tip INTEGER PRIMARY KEY, words INTEGER NOT NULL, says INTEGER NOT NULL, stamp INTEGER NOT NULL
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row);
"""
ADD_MARK = "INSERT INTO marked VALUES (?, ?)"
ADD_TRACE = "INSERT INTO trace VALUES (?, ?, ?, ?)"
FORGET = ("DELETE FROM marked WHERE tip = ?", "DELETE FROM trace WHERE tip = ?")
WITH_MARK = """
SELECT tip FROM marked WHERE value = ? AND tip BETWEEN ? AND ? ORDER BY tip DESC LIMIT ?
"""
HOW_MANY = "SELECT doc FROM vocabulary WHERE term = ?"
WITH_WORD = """
SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?
ORDER BY rowid DESC LIMIT ?
"""
ABOUT = """
SELECT id, case_id, category, state, priority, language, trace.words, says, packed
FROM tip JOIN said ON said.tip = number LEFT JOIN trace ON trace.tip = number WHERE number = ?
"""
STAMPS = "SELECT id, stamp FROM tip JOIN trace ON trace.tip = number WHERE case_id = ?"
OWN = "SELECT number FROM tip WHERE id = ?"
FIRST, LAST = 0, 1 << 62


def put(database: sqlite3.Connection, number: int, entry: Entry) -> None:
    """Note what a tip may be known by."""
    trace = entry.trace
    database.executemany(ADD_MARK, [(value, number) for value in sorted(trace.marks)])
    database.execute(ADD_TRACE, (number, trace.words, trace.says, entry.stamp))


def take_out(database: sqlite3.Connection, number: int) -> None:
    """Forget it."""
    for statement in FORGET:
        database.execute(statement, (number,))


def kin(database: sqlite3.Connection, sought: Sought, files: Iterable[Alike]) -> list[Kin]:
    """Return the tips that have something in common with one, in no order.

    ``files`` are those of other tips that are alike.
    """
    own = _own(database, sought.tip)
    marks: dict[int, set[int]] = {}
    for value, number in _marked(database, sought):
        marks.setdefault(number, set()).add(value)
    shared = _rare(database, sought.words, FIRST, LAST)
    alike = {each.tip: each for each in files}
    likely = Counter(dict(shared))
    for number, found in marks.items():
        likely[number] += RAREST * len(found)
    numbers = [number for number, _ in likely.most_common(COMPARED + 1) if number != own]
    numbers += [row[0] for tip in alike for row in database.execute(OWN, (tip,))]
    return [
        _compared(database, sought, number, frozenset(marks.get(number, ())), alike)
        for number in dict.fromkeys(numbers)
    ]


def crowd(
    database: sqlite3.Connection, sought: Sought, subjects: Iterable[int], within: timedelta
) -> Crowd:
    """Return how many tips are like one within a time, and how many on its subject within a day.

    ``subjects`` are its marks of a plate, a number and their like.
    """
    start, end = _around(sought.arrived, within)
    rare = _rarest(database, sought.words)
    shared = _sharing(database, rare, start, end)
    like = {
        number for number, count in shared.items() if count >= max(SHARED, LIKE_SHARE * len(rare))
    }
    start, end = _around(sought.arrived, DAY)
    same = {
        row[0]
        for value in subjects
        for row in database.execute(WITH_MARK, (value, start, end, NEWEST))
    }
    own = _own(database, sought.tip)
    return Crowd(like=len(like - {own}) + 1, subject=len(same - {own}) + 1)


def _marked(database: sqlite3.Connection, sought: Sought) -> Iterator[tuple[int, int]]:
    start, end = _around(sought.arrived, DAY)
    for value in sought.any:
        for (number,) in database.execute(WITH_MARK, (value, FIRST, LAST, NEWEST)):
            yield value, number
    for value in sought.near:
        for (number,) in database.execute(WITH_MARK, (value, start, end, NEWEST)):
            yield value, number


def _rare(
    database: sqlite3.Connection, words: frozenset[str], start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Yield the tips that share several of the rarest words, with how many."""
    found = _sharing(database, _rarest(database, words), start, end)
    return ((number, count) for number, count in found.items() if count >= SHARED)


def _rarest(database: sqlite3.Connection, words: frozenset[str]) -> list[str]:
    """Return the words that the fewest tips have, and more than one does."""
    if len(words) < WORDS_LEAST:
        return []
    counted = []
    for word in sorted(words):
        row = database.execute(HOW_MANY, (word,)).fetchone()
        if row and row[0] > 1:
            counted.append((row[0], word))
    return [word for _, word in sorted(counted)[:RAREST]]


def _sharing(
    database: sqlite3.Connection, words: Iterable[str], start: int, end: int
) -> Counter[int]:
    found: Counter[int] = Counter()
    for word in words:
        asked = (f'"{word}"', start, end, NEWEST)
        found.update(number for (number,) in database.execute(WITH_WORD, asked))
    return found


def _compared(
    database: sqlite3.Connection,
    sought: Sought,
    number: int,
    marks: frozenset[int],
    alike: dict[bytes, Alike],
) -> Kin:
    tip, case, category, state, priority, language, words, says, said = database.execute(
        ABOUT, (number,)
    ).fetchone()
    common = 0
    if len(sought.words) >= WORDS_LEAST:
        common = len(sought.words.intersection(zlib.decompress(said).decode().split()))
    file = alike.get(tip)
    return Kin(
        tip=tip,
        case=case,
        arrived=minute_of(number),
        category=category,
        state=state,
        priority=priority,
        language=language,
        marks=marks,
        common=common,
        words=words or 0,
        says=says or 0,
        same=file is not None and file.same,
        looks=file is not None and not file.same,
    )


def _own(database: sqlite3.Connection, tip: bytes) -> int | None:
    row = database.execute(OWN, (tip,)).fetchone()
    return row[0] if row else None


def _around(moment: datetime, within: timedelta) -> tuple[int, int]:
    return first_of(moment - within), first_of(moment + within) + IN_A_MINUTE - 1
