"""What a picture of the map costs: the time to draw it, and its bytes on a slow line.

    python -m bench maps

The country is drawn by chance, always the same one: more coast, areas and places than a small
country has. Each picture is that of a telephone, 320 by 320 with two pixels for each of the page's.
"""

from __future__ import annotations

import math
import random
import statistics
import time
from typing import TYPE_CHECKING

from bench.result import Result
from tipline.places.drawing import Wish, draw
from tipline.places.layers import Layers, NamedArea, NamedPlace, Shape
from tipline.places.view import View
from tipline.tips.point import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 20261127
SIZE = 640
ROUNDS = 15
MS_MOST, BYTES_MOST = 50.0, 30_000
EAST, NORTH, WIDE = 50.5, 26.0, 0.22  # degrees: middle of the country, and how far its coast is
CORNERS, ISLETS, PLACES = 4000, 40, 200
GREAT = 5  # places that are named first
NAMES = (("Umm ash Shajar", "أم الشجر"), ("Busaiteen", "البسيتين"), ("Riffa", "الرفاع"),
         ("Diplomatic Area", "المنطقة الدبلوماسية"), ("Sanabis", "سنابس"))  # fmt: skip
LANGUAGES = ("ar", "en")
NEARER = (0, 2, 4, 6)  # zooms from the whole country on


def run() -> Iterator[Result]:
    """Measure each zoom in both languages; report the slowest and the heaviest."""
    layers = country()
    home = View.of(layers.land.box, SIZE, SIZE)
    at = layers.ranked[0][0].point
    times, sizes = [], []
    for language in LANGUAGES:
        for nearer in NEARER:
            centre = at if nearer else home.centre
            view = View(centre=centre, zoom=home.zoom + nearer, width=SIZE, height=SIZE)
            for large in (False, True):
                taken, size = drawn(view, layers, Wish(language=language, mark=at, large=large))
                times.append(taken)
                sizes.append(size)
    yield limited("map, slowest of 16 medians", max(times), "ms", MS_MOST)
    yield limited("map, heaviest of 16", max(sizes), "bytes", BYTES_MOST)


def drawn(view: View, layers: Layers, wish: Wish) -> tuple[float, int]:
    """Return the median time in milliseconds, and the bytes of the picture."""
    taken, size = [], 0
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        size = len(draw(view, layers, wish))
        taken.append(1000 * (time.perf_counter() - begin))
    return statistics.median(taken), size


def limited(name: str, value: float, unit: str, most: float) -> Result:
    """Return a value beside the most that it may be."""
    ratio = round(value / most, 2)
    return Result(name=name, value=round(value, 1), unit=unit, baseline=most, ratio=ratio, most=1.0)


def country() -> Layers:
    """Return a country with a ragged coast, islets, two areas and places all over it."""
    chance = random.Random(SEED)  # noqa: S311 (the same country each time)
    main = blob(chance, EAST, NORTH, WIDE, CORNERS)
    islets = [
        blob(chance, EAST + chance.uniform(-1, 1) * WIDE, NORTH + WIDE * 1.2, 0.01, 30)
        for _ in range(ISLETS)
    ]
    rings = [[ring] for ring in (main, *islets)]
    half = len(main) // 2
    return Layers(
        land=Shape.of_geometry({"type": "MultiPolygon", "coordinates": rings}),
        areas=(area("North", "الشمالية", main[:half]), area("South", "الجنوبية", main[half:-1])),
        places=tuple(place(chance, number) for number in range(PLACES)),
        attribution="© Cartographers, Surveyors",
    )


def blob(
    chance: random.Random, east: float, north: float, wide: float, corners: int
) -> list[tuple[float, float]]:
    """Return a closed ring around a middle, some corners farther out than others."""
    ring = []
    for corner in range(corners):
        turn, out = 2 * math.pi * corner / corners, wide * chance.uniform(0.96, 1.04)
        ring.append((east + out * math.cos(turn), north + out * math.sin(turn)))
    return [*ring, ring[0]]


def area(name: str, arabic: str, ring: list[tuple[float, float]]) -> NamedArea:
    """Return an area within a ring that is not closed yet."""
    shape = Shape.of_geometry({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
    return NamedArea(names={"en": name, "ar": arabic}, shape=shape)


def place(chance: random.Random, number: int) -> NamedPlace:
    """Return a place somewhere in the country; most lie near its middle, as in a city."""
    name, arabic = NAMES[number % len(NAMES)]
    out = WIDE * chance.random() ** 2
    turn = chance.uniform(0, 2 * math.pi)
    return NamedPlace(
        names={"en": f"{name} {number}", "ar": f"{arabic} {number}"},
        point=Point.of_degrees(EAST + out * math.cos(turn), NORTH + out * math.sin(turn)),
        rank=number // GREAT,
    )
