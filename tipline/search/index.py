"""The index of one desk: an SQLite database in memory.

Source: docs/design.md, 6. It never touches a disk but as one sealed image. Tips are numbered by the
minute of their arrival: the newest of those that fit are found without sorting the others.
"""

from __future__ import annotations

import math
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import RLock
from typing import Any, Self

from tipline.search import allowed, asking, filling, gist, kin, listing, tables, terms
from tipline.search.beside import Beside
from tipline.search.entry import Entry, Holds, Mark, Question, Sought
from tipline.search.found import Alike, Crowd, Found, Kin, Member
from tipline.search.listing import Facts, Listed, Order, Start, Wanted
from tipline.search.looks import Looks
from tipline.search.tables import minute_of
from tipline.tips.second import Allowed

COUNTED = 1000  # of more results than these, it is not counted how many


class Index:
    """One desk's index, of what it ``holds``. Safe in threads."""

    def __init__(self, holds: Holds = Holds.TIPS) -> None:
        """Begin with nothing."""
        self.holds = holds
        self._database = _in_memory()
        for room in filling.ROOMS:
            self._database.executescript(room.TABLES)
        self._database.execute(f"PRAGMA user_version = {tables.VERSION}")
        self._database.execute(f"PRAGMA application_id = {holds}")
        self._guard = RLock()
        self._looks = Looks(self._database)
        self.beside = Beside()
        self.unsaved = 0  # tips put since it was saved
        self.counted = -math.inf  # on the monotonic clock, when its tips were last counted

    @classmethod
    def of(cls, image: bytes, holds: Holds = Holds.TIPS) -> Self | None:
        """Return the index of an image that ``image`` gave.

        None for one of another version, or that holds something else.
        """
        index = cls(holds)
        try:
            index._database.deserialize(zlib.decompress(image))
            [version] = index._one("PRAGMA user_version")
            [found] = index._one("PRAGMA application_id")
        except (zlib.error, sqlite3.DatabaseError):
            return None
        return index if (version, found) == (tables.VERSION, holds) else None

    def image(self) -> bytes:
        """Return all of it as bytes; it is put in order for searching before."""
        with self._guard:
            with self._database as database:
                filling.merge(database)
            return zlib.compress(self._database.serialize(), 1)

    @property
    def mark(self) -> Mark:
        """How far it has come."""
        changes, removals, hour = self._one("SELECT changes, removals, hour FROM mark")
        return Mark(changes, removals, tables.moment(hour))

    def set_mark(self, mark: Mark) -> None:
        """Note how far it has come."""
        values = (mark.changes, mark.removals, int(mark.hour.timestamp()))
        with self._guard, self._database as database:
            database.execute("UPDATE mark SET changes = ?, removals = ?, hour = ?", values)

    def tips(self) -> set[bytes]:
        """Return the ids of the tips in it."""
        with self._guard:
            return {tip for (tip,) in self._database.execute("SELECT id FROM tip")}

    @property
    def size(self) -> int:
        """How many tips are in it."""
        return int(self._one("SELECT count(*) FROM tip")[0])

    def among(self, tips: Collection[bytes]) -> set[bytes]:
        """Return those of these tips that are in it."""
        with self._guard:
            held = (self._one("SELECT id FROM tip WHERE id = ?", (tip,)) for tip in tips)
            return {row[0] for row in held if row}

    def stamps(self, case: bytes) -> dict[bytes, int]:
        """Return what the tips of a case were made of when they were put."""
        with self._guard:
            return dict(self._database.execute(kin.STAMPS, (case,)).fetchall())

    def put(
        self, case: bytes, entries: Iterable[Entry], *, kept: Collection[bytes] = frozenset()
    ) -> None:
        """Put the tips of a case in place of those that it had; those ``kept`` stay as they are."""
        given = list(entries)
        with self._writing() as database:
            held = database.execute("SELECT id FROM tip WHERE case_id = ?", (case,)).fetchall()
            stay = {entry.tip for entry in given}.union(kept)
            filling.take_out(database, {tip for (tip,) in held} - stay)
            for entry in given:
                filling.put(database, entry)
            self.unsaved += len(given)

    def add(self, entry: Entry) -> None:
        """Put a tip that nobody has opened."""
        with self._writing() as database:
            filling.put(database, entry)
            self.unsaved += 1

    def remove(self, tips: Collection[bytes]) -> None:
        """Take tips out; their bytes are overwritten, and their words' index is written anew.

        Also without any tips: those that ``put`` took out have left their words in it.
        """
        self.beside.forget()
        with self._writing() as database:
            filling.take_out(database, tips)
            filling.merge(database)
            database.execute(terms.FORGET_UNUSED)

    def find(self, question: Question, most: int, before: int | None = None) -> list[Found]:
        """Return the newest ``most`` tips that fit, and are older than number ``before``."""
        asked, values = asking.asked(question, before)
        with self._guard:
            rows = self._database.execute(f"{asked} LIMIT ?", (*values, most)).fetchall()
        return [Found(*row) for row in rows]

    def count(self, question: Question) -> int:
        """Return how many tips fit; COUNTED + 1 for more than COUNTED."""
        asked, values = asking.asked(question, None)
        counting = f"SELECT count(*) FROM ({asked} LIMIT {COUNTED + 1})"
        [count] = self._one(counting, tuple(values))
        return int(count)

    def told(self, cases: Iterable[bytes]) -> dict[bytes, gist.Told]:
        """Return what a list shows of these cases, as far as they are in it."""
        with self._guard:
            return gist.told(self._database, cases)

    def ask(self, question: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that answer a question in SQL, one of this room's own words."""
        with self._guard:
            return self._database.execute(question, values).fetchall()

    def listed(
        self, wanted: Wanted, order: Order, most: int, start: Start, *, few: bool = False
    ) -> list[Listed]:
        """Return the first ``most`` tips that are wanted, in an order, from a place in it.

        What is late by now is so before it is asked for. ``few``: so many of all are wanted; it
        changes nothing but the time.
        """
        self._tick(wanted.now)
        asked, values = listing.listed(wanted, order, start, few=few)
        with self._guard:
            rows = self._database.execute(f"{asked} LIMIT ?", (*values, most)).fetchall()
        found = [Listed(*row) for row in rows]
        return found[::-1] if start.back else found

    def facts(self, tips: Iterable[bytes]) -> dict[bytes, Facts]:
        """Return what rows show of these tips, as far as they are in it."""
        found = {}
        with self._guard:
            for tip in tips:
                if row := self._one(listing.ABOUT, (tip,)):
                    found[tip] = listing.facts(row)
        return found

    def how_many(self, wanted: Wanted) -> int:
        """Return how many tips are wanted."""
        self._tick(wanted.now)
        return sum(int(self._one(*each)[0]) for each in listing.counted(wanted))

    def asked_of_finished(self, since: datetime, most: int) -> list[bytes]:
        """Return the newest ``most`` finished tips that wait for a second officer.

        One who was asked at a time or later, or who has yet to look at what was done at once.
        """
        return [tip for (tip,) in self.ask(listing.OF_FINISHED, (tables.seconds(since), most))]

    def allowed(self, person: bytes, now: datetime) -> dict[bytes, Allowed]:
        """Return, by tips' ids, what somebody may now do; of several, what lapses first."""
        with self._guard:
            return allowed.of_person(self._database, person, now)

    def allowed_of_finished(self, person: bytes, now: datetime, most: int) -> list[bytes]:
        """Return the newest ``most`` finished tips on which somebody may now do something."""
        values = (person, tables.seconds(now), most)
        return [tip for (tip,) in self.ask(allowed.OF_FINISHED, values)]

    def all_of(self, wanted: Wanted) -> set[bytes]:
        """Return the ids of all tips that are wanted."""
        self._tick(wanted.now)
        asked, values = listing.every(wanted)
        with self._guard:
            return {tip for (tip,) in self._database.execute(asked, values)}

    def alike(self, tip: bytes) -> list[Alike]:
        """Return the files of other tips that are a file of this one, or look like it.

        In the order of this tip's files; for each the same first, then by how much they differ. Of
        each other tip one file, the nearest.
        """
        with self._guard:
            return self._looks.alike(tip)

    def kin(self, sought: Sought, within: timedelta) -> tuple[list[Kin], Crowd]:
        """Return the tips that have something in common with one, and how many are like it."""
        with self._guard:
            return kin.kin(self._database, sought, self.alike(sought.tip), within)

    def of_case(self, case: bytes) -> list[Member]:
        """Return what is known of the tips of a case, in the order of their arrival."""
        with self._guard:
            rows = self._database.execute(tables.OF_CASE, (case,)).fetchall()
        return [Member(minute_of(number), *rest) for number, *rest in rows]

    def asks(self, tips: Iterable[bytes]) -> dict[bytes, tuple[str, datetime]]:
        """Return the priority that each of these tips asks for by itself, and when it arrived.

        As far as they are in it, and could be opened.
        """
        with self._guard:
            rows = {tip: self._one(tables.ASKS, (tip,)) for tip in tips}
        return {tip: (row[0], tables.moment(row[1])) for tip, row in rows.items() if row}

    def named(self, beginning: bytes) -> list[bytes]:
        """Return the tips whose ids begin with these bytes, at most two."""
        end = beginning + b"\xff" * 16
        with self._guard:
            rows = self._database.execute(tables.NAMED, (beginning, end)).fetchall()
        return [tip for (tip,) in rows]

    def _tick(self, now: datetime) -> None:
        with self._guard, self._database as database:
            database.execute(tables.TICK, (int(now.timestamp()),))

    def _one(self, question: str, values: tuple[object, ...] = ()) -> tuple[Any, ...]:
        with self._guard:
            row: tuple[Any, ...] = self._database.execute(question, values).fetchone() or ()
        return row

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._guard, self._database:
            self._looks.forget()
            yield self._database


def _in_memory() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute("PRAGMA secure_delete = ON")
    database.execute("PRAGMA temp_store = MEMORY")
    return database
