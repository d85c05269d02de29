"""What cameras are told in: where they look, how stills are had, what is left of a recording."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from math import cos, radians, sin
from typing import TYPE_CHECKING

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from tipline.places.cameras.camera import ALL_ROUND, Stills
from tipline.tips.content.footage import Wanted
from tipline.web.languages import language

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from tipline.places.cameras.camera import Camera
    from tipline.places.cameras.seeing import Candidate

STILLS: Mapping[Stills, LazyString] = {
    Stills.NONE: _l("None are to be had"),
    Stills.KEEPER: _l("From whom to ask"),
    Stills.HTTP: _l("From the camera itself (HTTP)"),
    Stills.RTSP: _l("From the camera's video (RTSP)"),
}
WANTED: Mapping[Wanted, LazyString] = {
    Wanted.KEEP: _l("Request to keep recordings"),
    Wanted.HAND_OVER: _l("Request to hand over recordings"),
}
ELSEWHERE = _l("elsewhere than the case")
SIDES = (
    _l("north"),
    _l("north-east"),
    _l("east"),
    _l("south-east"),
    _l("south"),
    _l("south-west"),
    _l("west"),
    _l("north-west"),
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IN_HOURS = 72 * HOUR  # up to which hours are counted, and days beyond
METRES_TOLD = 10  # distances are told in tens of metres: a place is hardly known better
RADIUS = 40  # of the sketch of a view, in its units


def sees(camera: Camera) -> list[tuple[str, str]]:
    """Return what a camera sees, by language, that of the page first."""
    return sorted(camera.sees.items(), key=lambda each: (each[0] != language(), each[0]))


def looks(camera: Camera) -> str:
    """Return where a camera looks: "to the north-east (45°)"."""
    if camera.direction is None:
        return gettext("all round")
    side = SIDES[round(camera.direction / (ALL_ROUND / len(SIDES))) % len(SIDES)]
    return gettext("to the %(side)s (%(degrees)d°)", side=side, degrees=camera.direction)


def metres(distance: float) -> str:
    """Return a distance, in tens of metres, at least ten."""
    told = max(METRES_TOLD, METRES_TOLD * round(distance / METRES_TOLD))
    return gettext("%(num)s m", num=f"{told:,}")


def from_place(distance: float | None) -> list[str]:
    """Return how far a camera stood from the place of a case, as a piece; none if it is unknown."""
    if distance is None:
        return []
    return [gettext("%(metres)s from the place of the case", metres=metres(distance))]


def kept(camera: Camera) -> str:
    """Return how long recordings are kept."""
    if not camera.kept:
        return gettext("Nothing is recorded")
    return gettext("kept for %(time)s", time=_long(timedelta(hours=camera.kept)))


def left(candidate: Candidate) -> str:
    """Return how long the recording is still there, if it is."""
    if candidate.left is None:
        return gettext("Nothing is recorded")
    if not candidate.kept:
        return gettext("Overwritten")
    if candidate.left < HOUR:
        return gettext("Overwritten in less than an hour")
    return gettext("%(time)s left", time=_long(candidate.left))


def sector(camera: Camera) -> str:
    """Return the outline of a view as SVG has it, north up, around 0,0; empty for all round."""
    if camera.direction is None:
        return ""
    edges = [camera.direction + side * camera.angle / 2 for side in (-1, 1)]
    (x, y), (end_x, end_y) = (
        (RADIUS * sin(radians(edge)), -RADIUS * cos(radians(edge))) for edge in edges
    )
    large = int(camera.angle > ALL_ROUND / 2)
    return f"M0 0L{x:.1f} {y:.1f}A{RADIUS} {RADIUS} 0 {large} 1 {end_x:.1f} {end_y:.1f}Z"


def _long(span: timedelta) -> str:
    """Return a time in whole hours, or in days where it is long: never more than it is."""
    if span < IN_HOURS:
        return ngettext("%(num)d hour", "%(num)d hours", span // HOUR)
    return ngettext("%(num)d day", "%(num)d days", span // DAY)
