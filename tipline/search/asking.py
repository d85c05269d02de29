"""What a search asks an index for, in SQL: words, what tips are narrowed down by, an arrival."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tipline.search import tally
from tipline.search.conditions import among, together
from tipline.search.tables import IN_A_MINUTE, first_of

if TYPE_CHECKING:
    from tipline.search.conditions import Condition, Values
    from tipline.search.entry import Question


def asked(question: Question, before: int | None) -> tuple[str, Values]:
    """Return the statement that finds tips, the newest first, and its values.

    Where words are asked for, their index leads and gives them in order; the rest is looked up.
    """
    number, table = "tip.number", "tip"
    conditions: list[Condition] = []
    if question.words:
        number, table = "words.rowid", "words JOIN tip ON tip.number = words.rowid"
        every = " ".join(f'"{word}"' for word in question.words)
        conditions.append(("words MATCH ?", (every,)))
    conditions += [*_bounds(question, number, before), *chosen(question), ("NOT broken", ())]
    wanted, values = together(conditions)
    statement = (
        f"SELECT tip.number, tip.id, tip.case_id FROM {table} WHERE {wanted} ORDER BY {number} DESC"
    )
    return statement, values


def chosen(question: Question) -> Iterator[Condition]:
    """Yield what is asked of a tip beside its words and its arrival."""
    if question.states:
        yield among("state", question.states)
    if question.priorities:
        yield among("priority", question.priorities)
    if question.category:
        yield "(category = ? OR category GLOB ?)", (question.category, f"{question.category}.*")
    if question.area:
        yield "instr(areas, ?)", (f" {question.area} ",)
    if question.language:
        yield "language = ?", (question.language,)
    if question.with_files:
        yield "files > ?", (0,)
    if question.desk:
        yield tally.party_of([question.desk])
    if question.person:
        yield "person = ?", (question.person,)
    elif question.person is not None:
        yield "person IS NULL", ()


def _bounds(question: Question, number: str, before: int | None) -> Iterator[Condition]:
    if before is not None:
        yield f"{number} < ?", (before,)
    if question.since is not None:
        yield f"{number} >= ?", (first_of(question.since),)
    if question.until is not None:
        yield f"{number} < ?", (first_of(question.until) + IN_A_MINUTE,)
