"""Which tips of a desk may concern the same as one: by marks, by rare words, by files.

Words that few reports have in common tell most: the rarest of a report's words are looked up, and
what shares several of them is compared as a whole (docs/decisions/018).
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tipline.places.geodesic import metres
from tipline.search import spots, terms
from tipline.search.found import Crowd, Kin
from tipline.search.tables import IN_A_MINUTE, first_of, minute_of
from tipline.tips.point import Point

if TYPE_CHECKING:
    from tipline.search.entry import Entry, Sought
    from tipline.search.found import Alike

DAY = timedelta(days=1)
RAREST = 12  # words of a report that are looked up
SHARED = 3  # of these that another must have
PROBED = 60  # tips with a word, the newest, by which it is told how rare it is
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
"""
ADD_MARK = "INSERT INTO marked VALUES (?, ?)"
ADD_TRACE = "INSERT INTO trace VALUES (?, ?, ?, ?)"
FORGET = ("DELETE FROM marked WHERE tip = ?", "DELETE FROM trace WHERE tip = ?")
WITH_MARK = """
SELECT tip FROM marked WHERE value = ? AND tip BETWEEN ? AND ? ORDER BY tip DESC LIMIT ?
"""
WITH_WORD = """
SELECT rowid FROM words WHERE words MATCH ? AND rowid BETWEEN ? AND ?
ORDER BY rowid DESC LIMIT ?
"""
ABOUT = """
SELECT id, case_id, category, state, priority, language, trace.words, says, packed,
longitude, latitude FROM tip JOIN said ON said.tip = number LEFT JOIN trace ON trace.tip = number
LEFT JOIN spot ON spot.tip = number WHERE number = ?
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


def kin(
    database: sqlite3.Connection, sought: Sought, files: Iterable[Alike], within: timedelta
) -> tuple[list[Kin], Crowd]:
    """Return the tips that have something in common with one, in no order, and how crowded it is.

    ``files`` are those of other tips that are alike. Tips of nearly the same words are counted
    within a time, those on one subject within a day.
    """
    own, alike = _own(database, sought.tip), {each.tip: each for each in files}
    rare, marks = _rarest(database, sought.words, own), _marked(database, sought)
    numbers = _likely(database, sought, own, rare, marks)
    numbers += [row[0] for tip in alike for row in database.execute(OWN, (tip,))]
    enough = len(sought.words) >= WORDS_LEAST
    own_words = terms.known(database, sought.words) if enough else frozenset()
    found = [
        _compared(database, sought, own_words, number, frozenset(marks.get(number, ())), alike)
        for number in dict.fromkeys(numbers)
    ]
    like = _like(database, rare, _around(sought.arrived, within)) - {own}
    return found, Crowd(like=1 + len(like), subject=1 + len(_on_subject(sought, marks) - {own}))


def _marked(database: sqlite3.Connection, sought: Sought) -> Mapping[int, set[int]]:
    """Return the tips that have marks of the one that is asked for, itself too, with these."""
    found = defaultdict[int, set[int]](set)
    for values, bounds in (
        (sought.any, (FIRST, LAST)),
        (sought.near, _around(sought.arrived, DAY)),
    ):
        for value in values:
            for (number,) in database.execute(WITH_MARK, (value, *bounds, NEWEST)):
                found[number].add(value)
    return found


def _likely(
    database: sqlite3.Connection,
    sought: Sought,
    own: int | None,
    rare: Sequence[str],
    marks: Mapping[int, set[int]],
) -> list[int]:
    """Return the tips that are worth comparing, by how much speaks for each; not the own one.

    A mark counts as much as all rare words together, and so does a place close by.
    """
    shared = _sharing(database, rare, FIRST, LAST)
    likely = Counter({number: count for number, count in shared.items() if count >= SHARED})
    for number, found in marks.items():
        likely[number] += RAREST * len(found)
    for number in spots.close(database, sought.point, *_around(sought.arrived, DAY)):
        likely[number] += RAREST
    del likely[own]  # a counter forgives what is not there
    return [number for number, _ in likely.most_common(COMPARED)]


def _like(
    database: sqlite3.Connection, rare: Sequence[str], bounds: tuple[int, int]
) -> set[int | None]:
    """Return the tips of a time that are of nearly the same words."""
    least = max(SHARED, LIKE_SHARE * len(rare))
    shared = _sharing(database, rare, *bounds)
    return {number for number, count in shared.items() if count >= least}


def _on_subject(sought: Sought, marks: Mapping[int, set[int]]) -> set[int | None]:
    """Return the tips of a day on either side that are on the same subject."""
    start, end = _around(sought.arrived, DAY)
    return {
        number
        for number, found in marks.items()
        if start <= number <= end and not found.isdisjoint(sought.any)
    }


def _rarest(database: sqlite3.Connection, words: frozenset[str], own: int | None) -> list[str]:
    """Return the words that the fewest other tips have, and some have.

    To count the tips with a common word takes long. How far back its newest reach tells as much.
    """
    if len(words) < WORDS_LEAST:
        return []
    ranked = []
    for word in sorted(words):
        asked = (f'"{word}"', FIRST, LAST, PROBED)
        numbers = [row[0] for row in database.execute(WITH_WORD, asked)]
        if others := [number for number in numbers if number != own]:
            oldest = numbers[-1] if len(numbers) == PROBED else FIRST
            ranked.append((oldest, len(others), word))
    return [word for *_, word in sorted(ranked)[:RAREST]]


def _sharing(
    database: sqlite3.Connection, words: Iterable[str], start: int, end: int
) -> Counter[int]:
    found: Counter[int] = Counter()
    for word in words:
        asked = (f'"{word}"', start, end, NEWEST)
        found.update(number for (number,) in database.execute(WITH_WORD, asked))
    return found


def _compared(  # noqa: PLR0913, PLR0917 (what is compared with what)
    database: sqlite3.Connection,
    sought: Sought,
    own_words: frozenset[int],
    number: int,
    marks: frozenset[int],
    alike: dict[bytes, Alike],
) -> Kin:
    row = database.execute(ABOUT, (number,)).fetchone()
    tip, case, category, state, priority, language, words, says, said, east, north = row
    point = Point(longitude=east, latitude=north) if east is not None else None
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
        common=len(own_words.intersection(terms.unpacked(said))),
        words=words or 0,
        says=says or 0,
        same=file is not None and file.same,
        looks=file is not None and not file.same,
        metres=metres(sought.point, point) if sought.point and point else None,
    )


def _own(database: sqlite3.Connection, tip: bytes) -> int | None:
    row = database.execute(OWN, (tip,)).fetchone()
    return row[0] if row else None


def _around(moment: datetime, within: timedelta) -> tuple[int, int]:
    return first_of(moment - within), first_of(moment + within) + IN_A_MINUTE - 1
