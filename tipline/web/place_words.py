"""Where a point lies, in words: on both sites the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.units import format_unit
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tipline.tips.report import Exactness
from tipline.web.languages import language

if TYPE_CHECKING:
    from collections.abc import Mapping

KILOMETRE = 1000  # metres
COARSE, FINE = 10_000, 50  # metres: from which on whole kilometres are told; the steps below one
AT = 75  # metres within which a point is at the place
EXACT: Mapping[Exactness, object] = {
    Exactness.EXACT: _l("This very point"),
    Exactness.STREET: _l("Somewhere in this street"),
    Exactness.AREA: _l("Somewhere in this area"),
}


def about(place: str, metres: float, area: str) -> str:
    """Return where a point lies: how far from a named place, and in which area.

    Either name may be empty.
    """
    if not place:
        return area or gettext("Far from any place with a name")
    if metres >= AT:
        away = distance(metres)
        place = gettext("About %(distance)s from %(place)s", distance=away, place=place)
    return gettext("%(place)s, %(area)s", place=place, area=area) if area else place


def distance(metres: float) -> str:
    """Return a distance as people tell it: ``350 m``, ``1.4 km``, ``12 km``."""
    if metres < KILOMETRE - FINE / 2:
        return _unit(FINE * max(1, round(metres / FINE)), "length-meter")
    kilometres = metres / KILOMETRE
    told = round(kilometres) if metres >= COARSE else round(kilometres, 1)
    return _unit(told, "length-kilometer")


def _unit(value: float, unit: str) -> str:
    return format_unit(value, unit, length="short", locale=language())
