"""A point on the earth as it is typed, latitude first, in any script's digits."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import StringField, ValidationError

from tipline.tips.point import Point
from tipline.web.fields import Labelled, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_A_POINT = _l("Write latitude and longitude in degrees, for example 26.22850,50.58600.")
SIGNS = str.maketrans({"٫": ".", "،": ",", "؛": ";", "−": "-"})  # noqa: RUF001 (as they are typed)
NUMBER = r"([+-]?)(\d{1,3}(?:\.\d{1,12})?)\s*°?\s*"
POINT = re.compile(rf"{NUMBER}([NS]?)\s*[,;\s]\s*{NUMBER}([EW]?)", re.ASCII | re.IGNORECASE)
BACKWARDS = frozenset({"-", "s", "w"})


class PointField(Labelled, StringField):
    """A point on the earth, on a plain line."""

    data: Point | None  # type: ignore[assignment]  # the library's own field holds a text

    def _value(self) -> str:
        if self.raw_data:
            return clean(str(self.raw_data[0]))
        return self.data.written if self.data is not None else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Take the first posted value; ``ValidationError`` for what is no point."""
        typed = clean(str(valuelist[0])) if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = parse_point(typed)
            except ValueError:
                raise ValidationError(str(NOT_A_POINT)) from None


def parse_point(typed: str) -> Point:
    """Return the point of ``26.22850, 50.58600``, latitude first; ``ValueError`` for none.

    North and east may stand as letters or be left out; south and west are letters or a minus.
    """
    plain = "".join(str(unicodedata.decimal(it)) if it.isdecimal() else it for it in typed)
    found = POINT.fullmatch(plain.translate(SIGNS).strip())
    if found is None:
        raise ValueError
    latitude = _degrees(found[1], found[2], found[3])
    longitude = _degrees(found[4], found[5], found[6])
    return Point.of_degrees(longitude, latitude)


def _degrees(sign: str, number: str, side: str) -> float:
    """Return degrees north or east, below zero for south and west. ValueError for both signs."""
    if sign and side:
        raise ValueError
    return -float(number) if {sign, side.lower()} & BACKWARDS else float(number)
