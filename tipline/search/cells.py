"""Spots that lie close together, as one mark: a map of any number of tips has few marks.

The earth is cut into cells, and a mark stands in the middle of what a cell holds. Of two marks that
are closer than half a cell, the larger one takes the other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from heapq import nsmallest
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tipline.search.spots import Spot

Key = tuple[int, int]
# As in the work list: what nobody has assessed may be anything.
PLACES: Mapping[str, int] = MappingProxyType({"P1": 0, "P2": 1, "": 2, "P3": 3, "P4": 4, "P5": 5})
SHOWN_MAX = 20  # spots of a mark that are told one by one


@dataclass
class Cell:
    """Spots that are one mark, where the middle of most of them is.

    In hundred-thousandths of a degree, as spots are.
    """

    longitude: float
    latitude: float
    spots: list[Spot] = field(repr=False)

    @property
    def count(self) -> int:
        """How many spots there are."""
        return len(self.spots)

    @property
    def priority(self) -> str:
        """The most urgent priority."""
        return min((spot.priority for spot in self.spots), key=PLACES.__getitem__)

    @property
    def first(self) -> Sequence[Spot]:
        """The spots that are told one by one: the most urgent, of these the newest."""
        return nsmallest(SHOWN_MAX, self.spots, key=urgency)


def urgency(spot: Spot) -> tuple[int, int, bytes]:
    """Return by what spots are sorted: the most urgent first, of these the newest."""
    return PLACES[spot.priority], -spot.arrived, spot.id


def cells(spots: Iterable[Spot], wide: int, high: int) -> list[Cell]:
    """Return spots as marks, the largest first; a cell is so wide and so high, at least 1.

    Each spot is in one mark, and no two marks are closer than half a cell in both directions.
    """
    held: dict[Key, list[Spot]] = defaultdict(list)
    for spot in spots:
        held[spot.longitude // wide, spot.latitude // high].append(spot)
    found = {key: _cell(some) for key, some in held.items()}
    kept = []
    for key in sorted(found, key=lambda key: (-found[key].count, key)):
        cell = found.pop(key, None)
        if cell is not None:
            for other in list(_beside(key)):
                near = found.get(other)
                if near is not None and _close(cell, near, wide, high):
                    cell.spots += found.pop(other).spots
            kept.append(cell)
    return kept


def _cell(spots: list[Spot]) -> Cell:
    count = len(spots)
    return Cell(
        sum(spot.longitude for spot in spots) / count,
        sum(spot.latitude for spot in spots) / count,
        spots,
    )


def _beside(key: Key) -> Iterator[Key]:
    column, row = key
    for across in (-1, 0, 1):
        for along in (-1, 0, 1):
            if across or along:
                yield column + across, row + along


def _close(one: Cell, other: Cell, wide: int, high: int) -> bool:
    across, along = one.longitude - other.longitude, one.latitude - other.latitude
    return abs(across) * 2 < wide and abs(along) * 2 < high
