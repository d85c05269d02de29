"""What a file says of one camera: texts and numbers by their names, and what is wrong with them."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.places.cameras.camera import (
    ALL_ROUND,
    CODE_MAX,
    CONTACT_MAX,
    KEPT_MAX,
    OWNER_MAX,
    REACH_MAX,
    SEES_MAX,
    Camera,
    Stills,
)
from tipline.tips.point import Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PLACE = ("latitude", "longitude")  # GeoJSON gives them as its geometry
NAMES = ("code", "direction", "angle", "reach", "kept_hours", "owner", "contact", "stills")
SEES = re.compile(r"sees\.([a-z]{2,3})")
CODE = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._/-]{{0,{CODE_MAX - 1}}}")
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,15})?")


@dataclass(frozen=True)
class Refusal:
    """What was refused: at which line, or feature; which value of it; and what it must be."""

    at: int
    name: str
    wanted: str


def unknown(names: Iterable[object], known: tuple[str, ...]) -> list[str]:
    """Return the names that no value of a camera has: each is a slip of the pen."""
    return [
        str(name)
        for name in names
        if name not in known and not (isinstance(name, str) and SEES.fullmatch(name))
    ]


@dataclass
class Columns:
    """The values of one camera as a file has them, and what was refused of them so far."""

    at: int
    values: Mapping[str, object]
    refused: list[Refusal] = field(default_factory=list)

    def camera(self, point: Point | None) -> Camera | None:
        """Return the camera; None where something was refused, which then stands in ``refused``."""
        angle = self._whole("angle", 1, ALL_ROUND, "degrees")
        values = {
            "code": self._code(),
            "direction": self._direction(angle),
            "angle": angle,
            "reach": self._whole("reach", 1, REACH_MAX, "metres"),
            "sees": self._sees(),
            "owner": self._text("owner", OWNER_MAX),
            "contact": self._text("contact", CONTACT_MAX),
            "kept": self._whole("kept_hours", 0, KEPT_MAX, "hours"),
            "stills": self._stills(),
        }
        if self.refused or point is None:
            return None
        return Camera(point=point, **values)  # type: ignore[arg-type]  # nothing was refused: each has its type

    def point(self) -> Point | None:
        """Return the point of the columns of a place; None where it was refused."""
        return self.located(self._number("longitude"), self._number("latitude"), PLACE)

    def located(self, longitude: float, latitude: float, names: tuple[str, ...]) -> Point | None:
        """Return the point of these degrees; None where there is none, or it is 0,0."""
        wanted = "degrees of WGS 84, like 26.22850 north and 50.58600 east; 0,0 is no place"
        try:
            if longitude or latitude:
                return Point.of_degrees(longitude, latitude)
        except (ValueError, OverflowError):
            pass
        self.refuse(" and ".join(names), wanted)
        return None

    def refuse(self, name: str, wanted: str) -> None:
        """Note that a value must be another."""
        self.refused.append(Refusal(self.at, name, wanted))

    def _direction(self, angle: int) -> int | None:
        if angle == ALL_ROUND:
            if self._written("direction"):
                self.refuse("direction", "empty, as the angle of view is 360")
            return None
        return self._whole("direction", 0, ALL_ROUND, "degrees from true north") % ALL_ROUND

    def _code(self) -> str:
        code = self._written("code")
        if not CODE.fullmatch(code):
            self.refuse("code", f"up to {CODE_MAX} of A-Z, a-z, 0-9 and . _ / -")
        return code

    def _sees(self) -> dict[str, str]:
        given = [str(name) for name in self.values if SEES.fullmatch(str(name))]
        sees = {name[5:]: self._text(name, SEES_MAX) for name in given if self._written(name)}
        if not sees:
            self.refuse("sees.en", "words in one language at least, like sees.en or sees.ar")
        return sees

    def _stills(self) -> Stills:
        try:
            return Stills(self._written("stills"))
        except ValueError:
            self.refuse("stills", f"one of {', '.join(Stills)}")
            return Stills.NONE

    def _text(self, name: str, most: int) -> str:
        text = self._written(name)
        if not 0 < len(text) <= most or not all(it.isprintable() for it in text):
            self.refuse(name, f"a text of 1 to {most} characters")
        return text

    def _whole(self, name: str, least: int, most: int, unit: str) -> int:
        number = self._number(name)
        if not least <= number <= most:
            self.refuse(name, f"a number from {least} to {most}, in {unit}")
        return round(number) if math.isfinite(number) else 0

    def _number(self, name: str) -> float:
        """Return a number; one that no value may be where there is none."""
        written = self._written(name)
        return float(written) if NUMBER.fullmatch(written) else math.inf

    def _written(self, name: str) -> str:
        """Return a value as text on one line; empty where it is neither text nor number."""
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return ""
        return unicodedata.normalize("NFC", " ".join(str(value).split()))
