"""Which files are alike: the same bytes, or pictures that look alike, in the tips of one index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.search import tables
from tipline.search.found import Alike
from tipline.search.tables import minute_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

ALIKE_BITS = 40  # of 256: pictures that differ by more are told apart (see showing.likenesses)


class Looks:
    """What each picture of an index looks like; whoever asks holds the index's lock."""

    def __init__(self, database: sqlite3.Connection) -> None:
        """Take the index's database."""
        self._database = database
        self._looks: dict[tuple[int, int], int] | None = None

    def forget(self) -> None:
        """Read them anew when next asked: something has changed."""
        self._looks = None

    def alike(self, tip: bytes) -> list[Alike]:
        """Return the files of other tips that are a file of this one, or look like it."""
        own = self._database.execute(tables.OWN, (tip,)).fetchall()
        found = [alike for row in own for alike in (*self._same(*row[:3]), *self._like(*row))]
        found.sort(key=lambda each: (each.position, not each.same, each.bits))
        nearest: dict[tuple[int, bytes], Alike] = {}
        for each in found:
            nearest.setdefault((each.position, each.tip), each)
        return list(nearest.values())

    def _same(self, number: int, position: int, digest: bytes) -> Iterator[Alike]:
        for tip, row, other, category in self._database.execute(tables.SAME, (digest, number)):
            yield Alike(position=position, tip=tip, other=other, arrived=minute_of(row),
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
            tip, category = self._database.execute(tables.ABOUT, (row,)).fetchone()
            yield Alike(position=position, tip=tip, other=other, arrived=minute_of(row),
                        category=category, same=False, bits=bits)  # fmt: skip

    def _all_looks(self) -> dict[tuple[int, int], int]:
        """Return what each picture looks like, as a number, by tip and position."""
        if self._looks is None:
            self._looks = {
                (tip, position): int.from_bytes(likeness, "big")
                for tip, position, likeness in self._database.execute(tables.LOOKS)
            }
        return self._looks
