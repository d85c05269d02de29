"""The register of cameras: sealed to the desks that see it, opened by their members."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.errors import AgeError, CamerasDamagedError, NotFoundError, RecordMalformedError
from tipline.places.cameras import seeing as places
from tipline.places.cameras.camera import Register
from tipline.places.geodesic import metres as distance
from tipline.sealing.audit import Action
from tipline.sealing.body import open_body, seal_body
from tipline.spelling import spelled
from tipline.tips.shape import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from tipline.casework.trail import Fact
    from tipline.casework.visit import Visit
    from tipline.configuration import Configuration
    from tipline.places.cameras.camera import Camera
    from tipline.places.cameras.seeing import Candidate
    from tipline.sealing.deployment import Deployment
    from tipline.tips.point import Point
    from tipline.tips.report import Exactness


ON_MAP = b"cameras on a map"  # what is looked at, for the trail: the map asks again at each move


@dataclass(frozen=True)
class Near:
    """A camera, how many metres it is from a place, and whether that lies in its view."""

    camera: Camera
    metres: float
    in_view: bool


@dataclass(frozen=True)
class Opened:
    """A register in memory, and the SHA-256 of the copy that it was opened from."""

    digest: bytes
    register: Register

    @property
    def owners(self) -> list[str]:
        """Whose the cameras are, in the order of the alphabet."""
        return sorted({each.owner for each in self.register.cameras})

    def found(self, words: str, owner: str) -> list[Camera]:
        """Return the cameras of an owner of which all the words are told, by their codes.

        Empty words or an empty owner are not asked for. Words are compared in one spelling, and a
        part of one is enough.
        """
        wanted = spelled(words).split()
        fitting = (
            camera
            for camera, told in zip(self.register.cameras, self._told, strict=True)
            if owner in {"", camera.owner} and all(word in told for word in wanted)
        )
        return sorted(fitting, key=lambda each: each.code)

    @cached_property
    def _told(self) -> list[str]:
        return [
            spelled(" ".join((each.code, each.owner, each.contact, *each.sees.values())))
            for each in self.register.cameras
        ]


def seeing(configuration: Configuration, desks: Collection[str]) -> list[str]:
    """Return those of some desks that see the register, in the order of the configuration."""
    return [desk for desk in configuration.cameras if desk in desks]


def sealed(register: Register, desks: Collection[str], deployment: Deployment) -> dict[str, bytes]:
    """Return a copy of the register for each of these desks, sealed to it. DeskUnknownError."""
    record = to_json(register)
    return {desk: seal_body(record, [deployment.desk(desk).recipient]) for desk in desks}


def may_see(visit: Visit) -> bool:
    """Tell whether the visit is of a desk that sees the cameras."""
    return bool(seeing(visit.office.configuration, visit.desks))


def listed(visit: Visit, words: str, owner: str) -> list[Camera]:
    """Return the cameras as ``Opened.found`` does, entered in the trail. Raises as ``opened``."""
    desk, here = opened(visit)
    found = here.found(words, owner) if here else []
    trail.record(visit, Action.CAMERAS, desk=desk, found=len(found))
    return found


def the_one(visit: Visit, camera_id: bytes) -> Camera:
    """Return a camera, entered in the trail. Raises as ``opened``, NotFoundError also for none."""
    desk, here = opened(visit)
    try:
        camera = here.register.camera(camera_id) if here else None
    except KeyError:
        camera = None
    if camera is None:
        raise NotFoundError
    trail.record(visit, Action.CAMERAS, desk=desk, camera=camera_id)
    return camera


def may_have_seen(
    visit: Visit, point: Point, at: datetime, exact: Exactness, **about: Fact
) -> list[Candidate]:
    """Return the cameras that may have seen a place at a time, the nearest first.

    ``exact``: how well the place is known. ``about``: the id of the tip or case, for the trail,
    which gets neither place nor time. Raises as ``opened``.
    """
    desk, here = opened(visit)
    cameras = here.register.cameras if here else ()
    found = places.may_have_seen(cameras, point, at, visit.now, places.MARGINS[exact])
    trail.record(visit, Action.CAMERAS_NEAR, **about, desk=desk, found=len(found))
    return found


def within(visit: Visit, sides: tuple[int, int, int, int], most: int) -> list[Camera]:
    """Return at most so many cameras in a box, entered once a look. Raises as ``opened``.

    ``sides``: west, south, east and north, in hundred-thousandths of a degree.
    """
    desk, here = opened(visit)
    west, south, east, north = sides
    found = [
        camera
        for camera in (here.register.cameras if here else ())
        if west <= camera.point.longitude <= east and south <= camera.point.latitude <= north
    ][:most]
    trail.record_once(visit, Action.CAMERAS, ON_MAP, desk=desk, found=len(found))
    return found


def near(visit: Visit, point: Point, metres: int, most: int) -> list[Near]:
    """Return at most so many cameras within some metres, nearest first. Raises as ``opened``."""
    desk, here = opened(visit)
    there = [
        Near(camera, distance(point, camera.point), places.contains(camera, point))
        for camera in (here.register.cameras if here else ())
    ]
    there = sorted((each for each in there if each.metres <= metres), key=lambda each: each.metres)
    trail.record_once(visit, Action.CAMERAS, ON_MAP, desk=desk, found=len(there[:most]))
    return there[:most]


def opened(visit: Visit) -> tuple[str, Opened | None]:
    """Return the register, and the desk by whose key it was opened; None before the first import.

    1. The visit is of a desk that sees the cameras: NotFoundError for any other.
    2. A desk that got its keys after the import has no copy yet.
    3. What this process has in memory is of this very copy; else the copy is opened, which takes
       half a second for some thousand cameras. CamerasDamagedError.
    """
    desks = seeing(visit.office.configuration, visit.desks)  # 1
    if not desks:
        raise NotFoundError
    found = visit.office.cameras.of(desks)  # 2
    if found is None:
        return desks[0], None
    desk, copy = found
    digest = hashlib.sha256(copy).digest()
    held = visit.office.registers.get(desk)  # 3
    if held is None or held.digest != digest:
        held = Opened(digest, _opened(visit, desk, copy))
        visit.office.registers.put(desk, held)
    return desk, held


def _opened(visit: Visit, desk: str, copy: bytes) -> Register:
    try:
        return from_json(Register, open_body(copy, [visit.member.desks[desk].identity]))
    except (AgeError, RecordMalformedError):
        raise CamerasDamagedError from None
