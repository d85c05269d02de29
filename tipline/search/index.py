"""The index of one desk: an SQLite database in memory.

Source: docs/design.md, 6. It never touches a disk but as one sealed image (``kept``).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import RLock
from typing import Any, Self

VERSION = 1  # of the tables: an image of another is made again
ALIKE_BITS = 40  # of 256: pictures that differ by more are told apart (see showing.likeness)

MINUTE = 60  # seconds
DIGEST_BYTES = 16  # of SHA-256: enough to tell files apart


@dataclass(frozen=True)
class Filed:
    """A file of a tip. ``position``: its place among the tip's files, from 1.

    ``digest`` is the SHA-256 of what was sent, ``likeness`` what a picture looks like, 32 bytes.
    """

    position: int
    digest: bytes
    likeness: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A tip as the index knows it; ``arrived`` is kept to the minute."""

    tip: bytes
    case: bytes
    arrived: datetime
    category: str
    files: tuple[Filed, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A file of another tip that is the same as one that was asked for, or looks like it.

    ``position`` is that of the file that was asked for, ``other`` the other's in its own tip;
    ``bits`` is by how many of 256 their looks differ, 0 for the same.
    """

    position: int
    tip: bytes
    other: int
    arrived: datetime
    category: str
    same: bool
    bits: int = 0


class Index:
    """One desk's index. Safe in threads."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._database = _in_memory()
        self._database.executescript(TABLES)
        self._database.execute(f"PRAGMA user_version = {VERSION}")
        self._guard = RLock()
        self._looks: dict[tuple[int, int], int] | None = None

    @classmethod
    def of(cls, image: bytes) -> Self | None:
        """Return the index of an image that ``image`` gave; None for one of another version."""
        index = cls()
        index._database.deserialize(image)
        if index._one("PRAGMA user_version") != (VERSION,):
            return None
        return index

    def image(self) -> bytes:
        """Return all of it as bytes."""
        with self._guard:
            return self._database.serialize()

    @property
    def mark(self) -> tuple[int, int]:
        """How many changes and how many removals of the casebook it has seen."""
        changes, removals = self._one("SELECT changes, removals FROM mark")
        return changes, removals

    def set_mark(self, changes: int, removals: int) -> None:
        """Note how many it has seen."""
        with self._writing() as database:
            database.execute("UPDATE mark SET changes = ?, removals = ?", (changes, removals))

    def tips(self) -> set[bytes]:
        """Return the ids of the tips in it."""
        with self._guard:
            return {tip for (tip,) in self._database.execute("SELECT id FROM tip")}

    def put(self, case: bytes, entries: Iterable[Entry]) -> None:
        """Put the tips of a case in place of those that it had."""
        with self._writing() as database:
            held = database.execute("SELECT id FROM tip WHERE case_id = ?", (case,)).fetchall()
            self._take_out(tip for (tip,) in held)
            for entry in entries:
                self._take_out([entry.tip])  # it was another case's before
                self._add(entry)

    def remove(self, tips: Collection[bytes]) -> None:
        """Take tips out; their bytes are overwritten."""
        with self._writing():
            self._take_out(tips)

    def alike(self, tip: bytes) -> list[Alike]:
        """Return the files of other tips that are a file of this one, or look like it.

        In the order of this tip's files; for each the same first, then by how much they differ.
        """
        with self._guard:
            own = self._database.execute(OWN, (tip,)).fetchall()
            found = [alike for row in own for alike in (*self._same(*row[:3]), *self._like(*row))]
        best: dict[tuple[int, bytes, int], Alike] = {}
        for each in found:
            best.setdefault((each.position, each.tip, each.other), each)
        return sorted(best.values(), key=lambda each: (each.position, not each.same, each.bits))

    def _same(self, number: int, position: int, digest: bytes) -> Iterator[Alike]:
        for tip, other, arrived, category in self._database.execute(SAME, (digest, number)):
            yield Alike(position=position, tip=tip, other=other, arrived=_time(arrived),
                        category=category, same=True)  # fmt: skip

    def _like(
        self, number: int, position: int, _digest: bytes, likeness: bytes | None
    ) -> Iterator[Alike]:
        if likeness is None:
            return
        look = int.from_bytes(likeness, "big")
        near = [
            (*place, bits)
            for place, other in self._all_looks().items()
            if (bits := (look ^ other).bit_count()) <= ALIKE_BITS and place[0] != number
        ]
        for row, other, bits in near:
            tip, arrived, category = self._one(ABOUT, (row,))
            yield Alike(position=position, tip=tip, other=other, arrived=_time(arrived),
                        category=category, same=False, bits=bits)  # fmt: skip

    def _all_looks(self) -> dict[tuple[int, int], int]:
        """Return what each picture looks like, as a number, by tip and position."""
        if self._looks is None:
            self._looks = {
                (tip, position): int.from_bytes(likeness, "big")
                for tip, position, likeness in self._database.execute(LOOKS)
            }
        return self._looks

    def _add(self, entry: Entry) -> None:
        arrived = int(entry.arrived.timestamp()) // MINUTE
        row = (entry.tip, entry.case, arrived, entry.category)
        number = self._database.execute(ADD_TIP, row).lastrowid
        for each in entry.files:
            digest = each.digest[:DIGEST_BYTES]
            self._database.execute(ADD_FILE, (number, each.position, digest, each.likeness))

    def _take_out(self, tips: Iterable[bytes]) -> None:
        for tip in tips:
            self._database.execute(
                "DELETE FROM file WHERE tip = (SELECT number FROM tip WHERE id = ?)", (tip,)
            )
            self._database.execute("DELETE FROM tip WHERE id = ?", (tip,))

    def _one(self, question: str, values: tuple[object, ...] = ()) -> tuple[Any, ...]:
        with self._guard:
            row: tuple[Any, ...] = self._database.execute(question, values).fetchone()
        return row

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._guard, self._database:
            self._looks = None
            yield self._database


TABLES = """
CREATE TABLE mark (changes INTEGER NOT NULL, removals INTEGER NOT NULL);
INSERT INTO mark VALUES (0, 0);
CREATE TABLE tip (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, case_id BLOB NOT NULL,
    arrived INTEGER NOT NULL, category TEXT NOT NULL
);
CREATE INDEX tip_case ON tip (case_id);
CREATE TABLE file (
    tip INTEGER NOT NULL REFERENCES tip, position INTEGER NOT NULL, digest BLOB NOT NULL,
    likeness BLOB, PRIMARY KEY (tip, position)
) WITHOUT ROWID;
CREATE INDEX file_digest ON file (digest);
"""
OWN = """
SELECT tip.number, position, digest, likeness FROM file JOIN tip ON tip.number = file.tip
WHERE tip.id = ? ORDER BY position
"""
SAME = """
SELECT tip.id, position, arrived, category FROM file JOIN tip ON tip.number = file.tip
WHERE digest = ? AND file.tip != ?
"""
ABOUT = "SELECT id, arrived, category FROM tip WHERE number = ?"
LOOKS = "SELECT tip, position, likeness FROM file WHERE likeness IS NOT NULL"
ADD_TIP = "INSERT INTO tip (id, case_id, arrived, category) VALUES (?, ?, ?, ?)"
DROP_FILES = "DELETE FROM file WHERE tip = (SELECT number FROM tip WHERE id = ?)"
ADD_FILE = "INSERT INTO file VALUES (?, ?, ?, ?)"


def _time(minutes: int) -> datetime:
    return datetime.fromtimestamp(minutes * MINUTE, UTC)


def _in_memory() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute("PRAGMA secure_delete = ON")
    database.execute("PRAGMA temp_store = MEMORY")
    return database
