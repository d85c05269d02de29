"""Land, borders and the coast between land and sea."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PIL import Image, ImageChops, ImageDraw

from tipline.places.drawing.palette import Ink
from tipline.places.layers import Layers, Ring, clipped
from tipline.places.view import Box, Plane, View

COAST, BORDER = 2, 3  # pixels
BEYOND = 8  # pixels drawn past the edge, where lines along it are not seen


def draw(picture: Image.Image, view: View, layers: Layers) -> None:
    """Draw the ground of a view: borders on land alone, whose ends at sea nobody needs."""
    pen = ImageDraw.Draw(picture)
    land, holes = (list(_lines(view, rings)) for rings in (layers.land.outer, layers.land.holes))
    for ink, lines in ((Ink.LAND, land), (Ink.SEA, holes)):
        for line in lines:
            pen.polygon(line, fill=ink)
    dry = picture.point([255 * (ink == Ink.LAND) for ink in range(256)], "1")
    _borders(picture, view, layers, dry)
    for line in (*land, *holes):
        pen.line([*line, line[0]], fill=Ink.COAST, width=COAST)


def _borders(picture: Image.Image, view: View, layers: Layers, where: Image.Image) -> None:
    lines = Image.new("1", picture.size)
    pen = ImageDraw.Draw(lines)
    rings = (ring for area in layers.areas for ring in area.shape.outer)
    for line in _lines(view, rings):
        pen.line([*line, line[0]], fill=1, width=BORDER)
    picture.paste(int(Ink.BORDER), (0, 0), ImageChops.logical_and(lines, where))


def wider(view: View, pixels: int) -> Box:
    """Return what a view shows and so many pixels around it."""
    west, south, east, north = view.box
    more = pixels * view.scale
    return west - more, south - more, east + more, north + more


def _lines(view: View, rings: Iterable[Ring]) -> Iterator[list[Plane]]:
    """Yield the parts of rings that the view meets, in its pixels."""
    box = wider(view, BEYOND)
    west, top = view.origin
    scale = view.scale
    for ring in rings:
        inside = clipped(ring, box)
        if inside:
            yield [((east - west) / scale, (top - north) / scale) for east, north in inside]
