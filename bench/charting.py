"""The analysts' map of 100,000 tips: what its first view and a nearer one cost the server."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from bench.gazetteer import milliseconds
from bench.invented import places
from bench.result import Result
from tipline.cli.demo.world import POINTED, tell
from tipline.search.cells import cells
from tipline.search.entry import Entry
from tipline.search.index import Index
from tipline.search.listing import Wanted
from tipline.search.spots import Box, spots
from tipline.tips.priority import Priority
from tipline.tips.urgency import UNASSESSED

TIPS = 100_000
VIEWS: dict[str, tuple[Box, tuple[int, int]]] = {  # a window, and a cell in it
    "all of them": ((5_030_000, 2_560_000, 5_080_000, 2_640_000), (4_000, 3_600)),
    "a town": ((5_055_000, 2_620_000, 5_060_000, 2_625_000), (500, 450)),
}
WANTED = 1000  # milliseconds at most: a first view has two seconds, for the page and its marks


def filled(now: datetime) -> Index:
    """Return an index of those tips of the invented world that have a point, all of them open."""
    index, chance = Index(), Random(11)  # noqa: S311 (priorities, no secret)
    for each in tell(round(TIPS / POINTED), places(), now):
        if each.answers.place.point:
            index.add(
                Entry(
                    tip=secrets.token_bytes(16),
                    case=None,
                    arrived=now - timedelta(minutes=each.minutes),
                    category=each.answers.category,
                    priority=chance.choice(list(Priority)),
                    rank=UNASSESSED,
                    areas=("BH-13",),
                    point=each.answers.place.point,
                )
            )
    return index


def marks(index: Index, box: Box, size: tuple[int, int]) -> None:
    """Find the marks of a window."""
    cells(spots(index, Wanted(now=datetime.now(UTC)), box), *size)


def run() -> list[Result]:
    """Measure the marks of the whole, and of a town."""
    now = datetime.now(UTC)
    index = filled(now)

    found = []
    for name, (box, size) in VIEWS.items():
        took = milliseconds(partial(marks, index, box, size))
        found.append(
            Result(
                name=f"map: marks of {TIPS:,} tips, {name}",
                value=round(took, 1),
                unit="ms",
                baseline=WANTED,
                ratio=round(took / WANTED, 3),
                most=1,
            )
        )
    return found
