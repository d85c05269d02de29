"""A camera, as the register knows it.

Source: docs/format.md, "The register of cameras". Whole numbers, because records have no fractions.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tipline.tips.point import Point
from tipline.tips.shape import required, several

CODE_MAX = 32  # code points, as are the next three
SEES_MAX = 300
OWNER_MAX = 200
CONTACT_MAX = 300
DIRECTION_MAX = 359  # degrees from true north, clockwise
ALL_ROUND = 360  # degrees
REACH_MAX = 10_000  # metres
KEPT_MAX = 2 * 366 * 24  # hours
CAMERAS_MAX = 20_000  # of a register
ID_BYTES = 16


class Stills(StrEnum):
    """How a single picture is had of a camera."""

    NONE = "none"
    KEEPER = "keeper"
    HTTP = "http"
    RTSP = "rtsp"


@dataclass(frozen=True, kw_only=True)
class Camera:
    """One camera. ValueError for numbers beyond their bounds, or without words.

    ``direction``: degrees from true north that the middle of its view looks to, None for one that
    looks all round. ``angle``: of its view, in degrees. ``reach``: in metres. ``sees``: what is in
    its view, by language. ``contact``: whom to ask. ``kept``: hours until a recording is
    overwritten, 0 where nothing is recorded.
    """

    code: str = required(CODE_MAX)
    point: Point
    direction: int | None = None
    angle: int
    reach: int
    sees: Mapping[str, str] = dataclasses.field(metadata={"each": SEES_MAX})
    owner: str = required(OWNER_MAX)
    contact: str = required(CONTACT_MAX)
    kept: int
    stills: Stills

    def __post_init__(self) -> None:
        """Refuse what no camera is."""
        sound = (
            0 <= (self.direction or 0) <= DIRECTION_MAX
            and 1 <= self.angle <= ALL_ROUND
            and (self.direction is None) == (self.angle == ALL_ROUND)
            and 1 <= self.reach <= REACH_MAX
            and 0 <= self.kept <= KEPT_MAX
            and all((self.code, self.owner, self.contact, self.sees, *self.sees.values()))
        )
        if not sound:
            raise ValueError

    @property
    def id(self) -> bytes:
        """16 bytes by which pages and the audit trail name it: the same at each import."""
        return id_of(self.code)

    def words(self, language: str) -> str:
        """Return what it sees in a language, else in English, else in the first that is given."""
        given = (self.sees[code] for code in (language, "en") if code in self.sees)
        return next(given, next(iter(self.sees.values())))


def id_of(code: str) -> bytes:
    """Return the id of the camera of a code, whether or not the register has it."""
    return hashlib.sha256(code.encode()).digest()[:ID_BYTES]


@dataclass(frozen=True, kw_only=True)
class Register:
    """The cameras of a deployment, as they were imported at a time."""

    imported: datetime
    cameras: tuple[Camera, ...] = several(CAMERAS_MAX)

    def camera(self, camera_id: bytes) -> Camera:
        """Return the camera of an id; KeyError if there is none."""
        for each in self.cameras:
            if each.id == camera_id:
                return each
        raise KeyError(camera_id.hex())
