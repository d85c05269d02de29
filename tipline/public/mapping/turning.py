"""What a press on the map's page makes of it: another view, a point, or none any more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from flask_babel import lazy_gettext as _l

from tipline.places import projection
from tipline.public.mapping.looking import SHOWN, Looking
from tipline.tips.point import Point

TAP = "tap"
NEARER, MIDDLE, DROP, FIND = "nearer", "middle", "drop", "find"
PLACE, HERE, DRAG = "place:", "here:", "drag:"  # each followed by two numbers
HALF = SHOWN // 2  # pixels of the page that one press moves
TURNS: Mapping[str, Callable[[Looking], Looking]] = {
    "farther": Looking.farther,
    "north": lambda looking: looking.moved(0, -HALF),
    "south": lambda looking: looking.moved(0, HALF),
    "west": lambda looking: looking.moved(-HALF, 0),
    "east": lambda looking: looking.moved(HALF, 0),
    "large": lambda looking: replace(looking, large=True),
    "small": lambda looking: replace(looking, large=False),
}
PIXELS = re.compile("[0-9]{1,4}")
WAY = re.compile("(-?[0-9]{1,3}),(-?[0-9]{1,3})")  # pixels of the page: right, down
PARTS = re.compile("(-?[0-9]{1,7}),(-?[0-9]{1,8})")  # of a degree: latitude, longitude
DEGREES = re.compile(r"(-?[0-9]{1,2}\.?[0-9]{0,15}),(-?[0-9]{1,3}\.?[0-9]{0,15})")
NO_PLACE = _l(
    "No place was chosen. Tap the place on the map, or move the map until the place is in its"
    " middle and press “Choose the middle”."
)
NOT_HERE = _l("This place is not on our map. Write in words where it is.")


@dataclass(frozen=True)
class Turned:
    """What the page shows after a press: its view, the point, and a sentence if it went amiss."""

    looking: Looking
    point: Point | None
    amiss: object = ""


def stays(pressed: str) -> bool:
    """Tell whether a press on the map's page leads to the same page."""
    known = pressed in {TAP, NEARER, MIDDLE, DROP, FIND, *TURNS}
    return known or pressed.startswith((PLACE, HERE, DRAG))


def turned(
    looking: Looking, point: Point | None, pressed: str, at: tuple[str, str] = ("", "")
) -> Turned:
    """Return what a press makes of a view and a point.

    ``at``: for a tap, what the form tells of its place: pixels of the page from left and top.
    """
    if pressed == TAP:
        return _tapped(looking, point, at)
    if pressed.startswith((PLACE, HERE)):
        return _named(looking, point, pressed)
    if pressed == MIDDLE:
        return Turned(looking, looking.view.centre)
    return Turned(_moved(looking, point, pressed), None if pressed == DROP else point)


def _moved(looking: Looking, point: Point | None, pressed: str) -> Looking:
    if pressed == NEARER:
        return looking.nearer(point)
    way = WAY.fullmatch(pressed.removeprefix(DRAG)) if pressed.startswith(DRAG) else None
    if way:
        return looking.moved(-int(way[1]), -int(way[2]))
    return TURNS[pressed](looking) if pressed in TURNS else looking


def _tapped(looking: Looking, point: Point | None, at: tuple[str, str]) -> Turned:
    pixels = [int(each) for each in at if PIXELS.fullmatch(each)]
    found = looking.tapped(*pixels) if len(pixels) == len(at) else None
    return Turned(looking, found or point, "" if found else NO_PLACE)


def _named(looking: Looking, point: Point | None, pressed: str) -> Turned:
    """Take a place of the list, or where a device says that it is, if that is on the map."""
    found = _parts(pressed) or _degrees(pressed)
    if found is None or not looking.home.holds(*looking.home.pixel(projection.plane(found))):
        return Turned(looking, point, NOT_HERE)
    return Turned(looking.around(found), found)


def _parts(pressed: str) -> Point | None:
    match = PARTS.fullmatch(pressed.removeprefix(PLACE))
    return _point(int(match[1]), int(match[2])) if match else None


def _degrees(pressed: str) -> Point | None:
    match = DEGREES.fullmatch(pressed.removeprefix(HERE))
    if match is None:
        return None
    try:
        return Point.of_degrees(float(match[2]), float(match[1]))
    except ValueError:
        return None


def _point(latitude: int, longitude: int) -> Point | None:
    try:
        return Point(latitude=latitude, longitude=longitude)
    except ValueError:
        return None
