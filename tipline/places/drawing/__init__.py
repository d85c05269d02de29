"""Draws the map: a view of a deployment's layers as a PNG of few colours.

``draw`` is pure: the same view, layers and wish give the same bytes. Nothing is kept but words
that were shaped before, and they are the deployment's own map's. Land and sea differ in lightness,
a dark coast parts them, and the mark is known by its shape: no colour tells alone.

- ``ground``: land, coast, borders; ``labels``: names, in the ``room`` that is left; ``signs``: what
  stands on top; ``lettering``: words, shaped; ``palette``: the colours.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from tipline.places.drawing import ground, signs
from tipline.places.drawing.labels import Namer
from tipline.places.drawing.lettering import Lettering, require
from tipline.places.drawing.palette import PALETTE, Ink
from tipline.places.drawing.room import Room, around
from tipline.places.layers import Layers
from tipline.places.view import View
from tipline.tips.point import Point

__all__ = ["Wish", "draw", "require"]

PACKING = 6  # of PNG; 9 takes five times as long for a twentieth less


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How a map is to be drawn. ``large``: words twice as large; ``aim``: a cross in the middle."""

    language: str
    mark: Point | None = None
    large: bool = False
    aim: bool = False


def draw(view: View, layers: Layers, wish: Wish) -> bytes:
    """Return the picture of a view, as PNG; MapLettersError where Arabic cannot be shaped here."""
    picture = Image.new("P", (view.width, view.height), Ink.SEA)
    picture.putpalette(PALETTE)
    lettering, room = Lettering(wish.language, large=wish.large), Room(view.width, view.height)
    ground.draw(picture, view, layers)
    room.take(signs.bar(picture, view, lettering))
    if layers.attribution:
        room.take(signs.attribution(picture, layers.attribution))
    if wish.mark:
        room.take(around(*view.pixel_of(wish.mark), signs.RINGS[0][0]))
    if wish.aim:
        room.take(around(view.width / 2, view.height / 2, signs.AIM))
    Namer(picture, view, lettering, room).names(layers)
    if wish.aim:
        signs.aim(picture, view)
    if wish.mark:
        signs.mark(picture, view, wish.mark)
    packed = io.BytesIO()
    picture.save(packed, "PNG", compress_level=PACKING)
    return packed.getvalue()
