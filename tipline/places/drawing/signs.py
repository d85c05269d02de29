"""What is drawn on top: the scale bar, whom to name, the aim and the mark."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from tipline.places import projection
from tipline.places.drawing.lettering import Lettering, put
from tipline.places.drawing.palette import PLACES, Ink
from tipline.places.drawing.room import Spot, around
from tipline.places.view import View
from tipline.tips.point import Point

MARGIN, TICK = 10, 10  # pixels from the edge; how high the scale bar's ends are
BAR_MAX = 220  # pixels of the longest scale bar
ROUND = (5, 2, 1)  # times a power of ten: lengths that people read at a glance
UNITS = {"ar": ("كم", "م")}  # kilometres, metres; other languages write the symbols of the SI
SI = ("km", "m")
LATIN = "en"
KILOMETRE = 1000
SMALL = 0.72  # of the usual letters
AIM, AIM_OPEN = 26, 9  # pixels from the middle to the end of the cross, and to its beginning
LINES = ((Ink.HALO, 9), (Ink.WORD, 4))  # pixels: a line in its halo
RINGS = ((22, Ink.MARK_HALO), (18, Ink.MARK), (12, Ink.MARK_HALO), (7, Ink.MARK))  # of the mark


def bar(picture: Image.Image, view: View, lettering: Lettering) -> Spot:
    """Draw the scale bar; return the spot that it takes."""
    metres, wide = length(view)
    word = lettering.word(measured(metres, lettering.language), SMALL)
    left, right, bottom = MARGIN, MARGIN + wide, view.height - MARGIN
    ends = [(left, bottom - TICK), (left, bottom), (right, bottom), (right, bottom - TICK)]
    for ink, width in LINES:
        ImageDraw.Draw(picture).line(ends, fill=ink, width=width)
    top = bottom - TICK - word.height
    put(picture, word, (left + TICK, top), PLACES)
    return 0, top, max(right, left + TICK + word.width) + MARGIN, view.height


def attribution(picture: Image.Image, named: str) -> Spot:
    """Write whom the licences of the map ask to name; return the spot that it takes.

    From left to right, as such names are written, and in letters of one size, so that it does not
    meet the scale bar.
    """
    word = Lettering(LATIN).word(named, SMALL)
    left, top = picture.width - MARGIN - word.width, picture.height - MARGIN - word.height
    put(picture, word, (left, top), PLACES)
    return left, top, picture.width, picture.height


def aim(picture: Image.Image, view: View) -> None:
    """Draw a cross, open in its middle, in the middle of the view."""
    x, y = view.width / 2, view.height / 2
    for ink, width in LINES:
        for right, down in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            begin = (x + right * AIM_OPEN, y + down * AIM_OPEN)
            end = (x + right * AIM, y + down * AIM)
            ImageDraw.Draw(picture).line([begin, end], fill=ink, width=width)


def mark(picture: Image.Image, view: View, point: Point) -> None:
    """Draw the mark at a point: a ring around a dot, each in its halo, whatever lies below."""
    for size, ink in RINGS:
        ImageDraw.Draw(picture).ellipse(around(*view.pixel_of(point), size), fill=ink)


def length(view: View) -> tuple[int, float]:
    """Return the longest round length that the scale bar holds: metres, and pixels.

    It is true in the middle of the view.
    """
    per_pixel = view.scale / projection.stretch(view.centre.degrees[1])
    most = max(BAR_MAX * per_pixel, 1.0)
    power = 10 ** math.floor(math.log10(most))
    metres = next(each * power for each in ROUND if each * power <= most)
    return metres, metres / per_pixel


def measured(metres: int, language: str) -> str:
    """Return a length as the bar says it: ``20 km``, ``500 m``."""
    kilo, one = UNITS.get(language, SI)
    return f"{metres // KILOMETRE} {kilo}" if metres >= KILOMETRE else f"{metres} {one}"
