"""Putting tips into an index, and taking them out of all its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.search import allowed, gist, kin, spots, tables, tally, terms
from tipline.search.entry import DIGEST_BYTES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable
    from datetime import datetime

    from tipline.search.entry import Entry

ROOMS = (tables, kin, tally, terms, gist, spots, allowed)  # that have tables


def put(database: sqlite3.Connection, entry: Entry) -> None:
    """Put a tip in place of what was known of it; it keeps its number."""
    number = _take_out(database, entry.tip) or _free(database, entry.arrived)
    said = terms.packed(terms.numbered(database, entry.words))
    party = tally.party(database, entry.desks)
    database.execute(tables.ADD_TIP, (number, *tables.row_of(entry, party)))
    database.execute(tables.ADD_SAID, (number, said))
    database.execute(tables.ADD_WORDS, (number, " ".join(entry.words)))
    database.execute(tables.ADD_MOMENT, (number, *tables.moment_of(entry)))
    kin.put(database, number, entry)
    gist.put(database, number, entry)
    spots.put(database, number, entry)
    allowed.put(database, number, entry)
    for each in entry.files:
        digest = each.digest[:DIGEST_BYTES]
        database.execute(tables.ADD_FILE, (number, each.position, digest, each.likeness))


def take_out(database: sqlite3.Connection, tips: Iterable[bytes]) -> None:
    """Take tips out, as far as they are there; their words stay until ``merge``."""
    for tip in tips:
        _take_out(database, tip)


def merge(database: sqlite3.Connection) -> None:
    """Write the index of words as one: it has grown by a part for each of the last changes.

    Words are looked for in each part by itself: in one, two words are found in half of the time.
    """
    database.execute(tables.MERGE_WORDS)


def _take_out(database: sqlite3.Connection, tip: bytes) -> int | None:
    """Take a tip out, and return the number that it had, if it was there."""
    held = database.execute(tables.HELD, (tip,)).fetchone()
    if held is None:
        return None
    number, packed = held
    said = terms.words_of(database, terms.unpacked(packed))
    database.execute(tables.FORGET_WORDS, (number, " ".join(said)))
    kin.take_out(database, number)
    gist.take_out(database, number)
    spots.take_out(database, number)
    allowed.take_out(database, number)
    for forget in tables.FORGET:
        database.execute(forget, (number,))
    return int(number)


def _free(database: sqlite3.Connection, arrived: datetime) -> int:
    """Return the number behind those of a minute; where they are used up, of a later one."""
    first = tables.first_of(arrived)
    while True:
        end = first + tables.IN_A_MINUTE
        [last] = database.execute(tables.LAST_IN, (first, end)).fetchone()
        if last is None:
            return first
        if last + 1 < end:
            return int(last) + 1
        first = end
