"""What finding a place by its name costs, among 100,000 of them.

    python -m bench gazetteer

The names are the example's, each with a number: a few words that begin alike many thousand times
are harder than names of a real country. What is typed are beginnings, whole names and slips.
"""

from __future__ import annotations

import random
import statistics
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bench.maps import limited
from bench.result import Result
from tipline.places import read
from tipline.places.gazetteer import Gazetteer
from tipline.tips.point import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tipline.places.layers import NamedPlace

SEED = 20261128
PLACES, ROUNDS = 100_000, 15
FAR = 10_000  # hundred-thousandths of a degree
MS_MOST = 20.0
CONFIG = Path(__file__).parents[1] / "config"
ASKED = ("m", "ال", "muharraq", "Moharraq 77", "المحرق ١٢٣", "bahrain int", "s s", "umm alhasam 5",
         "جد حفص", "nowhere at all", "12345")  # fmt: skip


def run() -> Iterator[Result]:
    """Measure each question, and the nearest place to a point; report the slowest."""
    chance = random.Random(SEED)  # noqa: S311 (the same places each time)
    gazetteer = Gazetteer(many(chance))
    first = milliseconds(lambda: gazetteer.find("m"), rounds=1)
    yield Result(name="100,000 places put in order, once", value=round(first), unit="ms")
    slowest = max(milliseconds(partial(gazetteer.find, text)) for text in ASKED)
    yield limited("place by name, slowest of 11 medians", slowest, "ms", MS_MOST)
    here = gazetteer.places[0].point
    gazetteer.nearest(here)
    nearest = milliseconds(lambda: gazetteer.nearest(moved(chance, here)))
    yield limited("nearest place to a point, median", nearest, "ms", MS_MOST)


def milliseconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median time that some work takes."""
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        taken.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken)


def many(chance: random.Random) -> list[NamedPlace]:
    """Return the example's places over and over, numbered, each near where it is."""
    known = read(CONFIG, ("en", "ar")).gazetteer.places
    return [
        replace(
            place,
            names={language: f"{name} {number}" for language, name in place.names.items()},
            point=moved(chance, place.point),
        )
        for number in range(PLACES // len(known) + 1)
        for place in known
    ]


def moved(chance: random.Random, point: Point) -> Point:
    """Return a point up to some ten kilometres off."""
    north, east = (chance.randint(-FAR, FAR) for _ in range(2))
    return Point(latitude=point.latitude + north, longitude=point.longitude + east)
