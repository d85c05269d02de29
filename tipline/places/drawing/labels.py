"""Names on the map: none over another, and the greater place first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw

from tipline.places.drawing.lettering import Lettering, Word, put
from tipline.places.drawing.palette import AREAS, PLACES, Ink
from tipline.places.drawing.room import Room, Spot, around
from tipline.places.layers import Layers, NamedArea, NamedPlace, Names, middle
from tipline.places.view import Plane, View

DOT, GAP, HALO = 5, 9, 2  # pixels: of a place's dot, from its middle to its name, around it
AREA_SHARE = 0.9  # of the usual letters
MOST = 25  # places named in one picture: more are not read
GREATEST = 0  # the rank of places that are named before areas


@dataclass(frozen=True)
class Namer:
    """Writes the names of a view into its picture."""

    picture: Image.Image
    view: View
    lettering: Lettering
    room: Room

    def names(self, layers: Layers) -> None:
        """Name the greatest places, areas, then other places; what finds no room stays out."""
        within = [(place, self.view.pixel(at)) for place, at in layers.ranked]
        shown = [(place, at) for place, at in within if self.view.holds(*at)]
        greatest = [each for each in shown if each[0].rank == GREATEST]
        left = MOST - self._places(greatest, MOST)
        for area in layers.areas:
            self._area(area)
        self._places(shown[len(greatest) :], left)

    def _places(self, places: list[tuple[NamedPlace, Plane]], most: int) -> int:
        """Name at most so many places; return how many were."""
        named = 0
        for place, at in places:
            if named < most and self.room.free(around(*at, DOT)):
                named += self._place(place, at)
        return named

    def _place(self, place: NamedPlace, at: Plane) -> bool:
        word = self.lettering.word(called(place.names, self.lettering.language))
        spot = self.room.first(_beside(*at, word))
        if spot is None:
            return False
        self.room.take(spot, around(*at, DOT))
        pen = ImageDraw.Draw(self.picture)
        pen.ellipse(around(*at, DOT + HALO), fill=Ink.HALO)
        pen.ellipse(around(*at, DOT), fill=Ink.DOT)
        put(self.picture, word, (round(spot[0]), round(spot[1])), PLACES)
        return True

    def _area(self, area: NamedArea) -> None:
        at = middle(area.shape, self.view.box)
        if at is None:
            return
        word = self.lettering.word(called(area.names, self.lettering.language), AREA_SHARE)
        spot = self.room.first(_over(*self.view.pixel(at), word))
        if spot:
            self.room.take(spot)
            put(self.picture, word, (round(spot[0]), round(spot[1])), AREAS)


def called(names: Names, language: str) -> str:
    """Return a name in a language, else in English, else in the first that it has."""
    return names.get(language) or names.get("en") or next(iter(names.values()))


def _beside(x: float, y: float, word: Word) -> Iterator[Spot]:
    """Yield where a place's name may stand: on either side of its dot, below, above."""
    wide, high = word.width, word.height
    for left, top in (
        (x + GAP, y - high / 2), (x - GAP - wide, y - high / 2),
        (x - wide / 2, y + GAP), (x - wide / 2, y - GAP - high),
    ):  # fmt: skip
        yield left, top, left + wide, top + high


def _over(x: float, y: float, word: Word) -> Iterator[Spot]:
    """Yield where an area's name may stand: in its middle, or up to two lines off."""
    left = x - word.width / 2
    for lines in (0, 1, -1, 2, -2):
        top = y + (lines - 0.5) * word.height
        yield left, top, left + word.width, top + word.height
