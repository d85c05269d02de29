"""Having a camera give a still for a case."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.age import FileKey, HybridIdentity
from tipline.casework import trail
from tipline.casework.desk import cameras
from tipline.casework.desk.sight import sight
from tipline.casework.tip.actions import ask, enter
from tipline.casework.tip.opening import unentered
from tipline.errors import (
    AgeError,
    BrokerSilentError,
    BrokerUnreadyError,
    ChainBrokenError,
    EventConflictError,
    EventRefusedError,
    EvidenceError,
    JailBusyError,
    JailError,
    NotFoundError,
    StillAwayError,
    StillBrokenError,
    StillBusyError,
    StillLapsedError,
    StoreError,
)
from tipline.places.cameras.camera import Stills, id_of
from tipline.sealing.audit import Action
from tipline.tips.content import Pictured, Still
from tipline.tips.evidence import Kind
from tipline.tips.picturing import check_asked
from tipline.tips.second import Deed

if TYPE_CHECKING:
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.evidence.taking import Taker
    from tipline.places.cameras.camera import Camera
    from tipline.stills.line import Still as Came
    from tipline.tips.evidence import Evidence
    from tipline.tips.still import StillTaken

FETCHED = frozenset({Stills.HTTP, Stills.RTSP})


def offered(visit: Visit, camera: Camera) -> bool:
    """Tell whether a still of a camera can be asked for here."""
    return visit.office.broker is not None and camera.stills in FETCHED


def of_camera(visit: Visit, camera_id: bytes) -> Camera:
    """Return a camera that a still can be had of. NotFoundError, CamerasDamagedError."""
    camera = cameras.the_one(visit, camera_id)
    if not offered(visit, camera):
        raise NotFoundError
    return camera


def ask_or_begin(  # noqa: PLR0913 (of what, for which case, why, and what was known)
    visit: Visit, tip: OpenTip, camera: Camera, seen: int, *, text: str, elsewhere: str = ""
) -> OpenTip:
    """Ask a second officer for a still; to save a life, enter that it is taken now.

    ``text`` says what for. ``elsewhere``: why a camera is asked that may not have seen the place of
    the case, or for a case of which none is known; that takes a second officer whatever is at
    stake. Raises StillAwayError without it, and what ``actions.enter`` does.
    """
    here = sight(visit, tip, camera)
    if not here.there and not elsewhere:
        raise StillAwayError
    content = Still(
        camera=camera.code,
        text=text,
        metres=here.metres,
        elsewhere="" if here.there else elsewhere,
    )
    if tip.case.state.life_saving and here.there:
        return begin(visit, tip, content, seen)
    return ask(visit, tip, Deed.STILL, content, seen)


def begin(visit: Visit, tip: OpenTip, content: Still, seen: int | None) -> OpenTip:
    """Enter that a still is taken, by a permit or to save a life. Raises as ``ask_or_begin``.

    NotFoundError for whoever sees no cameras, and of one that the register has no more.
    StillAwayError where case or camera was somewhere else when a second officer approved it.
    """
    _require(visit, tip, content.camera, elsewhere=bool(content.elsewhere))
    return enter(visit, tip, content, seen)


def fetch(visit: Visit, tip: OpenTip, number: int) -> OpenTip:
    """Have the camera give the picture, for the still that event ``number`` took.

    1. It must be this officer's, within the hour, and without a picture; and a camera may still be
       asked for the case, which may have ended since, as one that tells of protected activity.
       The register still has that camera, this officer sees it, and it is as near to the place
       of the case as it was said to be.
    2. The trail gets its entry before the camera is asked.
    3. The broker gives what came; it is cleaned in the jail as any stranger's file is, and sealed
       to a key of its own, of which nothing is left but the age file's.
    4. The row that destroys it on its day is written before the case tells of it: what is cut short
       between the two leaves a blob that nobody can open, until that day.
    5. The case tells of it. Where it may not, row and blob go again.

    Raises StillError (3), StillLapsedError, NotFoundError, StillAwayError and what
    ``check_asked`` does (1), and what ``actions.enter`` does (5).
    """
    still = _mine(visit, tip, number)  # 1
    check_asked(tip.case.state)
    _require(visit, tip, still.camera, elsewhere=still.elsewhere)
    camera = id_of(still.camera)
    trail.record(visit, Action.STILL, tip=tip.id, desk=tip.case.desk, camera=camera)  # 2
    came = _came(visit, still)  # 3
    file, key = _sealed(visit, came)
    until = (came.at + timedelta(days=visit.office.settings.stills_days)).date()
    told = Pictured(of=number, taken=came.at, until=until, file=file, key=key)
    visit.office.stills.add(file.blob, until)  # 4
    try:
        return enter(visit, unentered(visit, tip.id), told, None)  # 5
    except (EventRefusedError, EventConflictError, ChainBrokenError):
        with suppress(StoreError):
            visit.office.stills.drop(file.blob)
            visit.office.viewer.blobs.remove(file.blob)
        raise


def _require(visit: Visit, tip: OpenTip, code: str, *, elsewhere: bool) -> None:
    """Return for a camera that a still can be had of for this case.

    NotFoundError, CamerasDamagedError; StillAwayError for one that may not have seen its place,
    unless it was asked for as one that is ``elsewhere``.
    """
    _, here = cameras.opened(visit)
    there = here.register.cameras if here else ()
    found = [each for each in there if each.code == code and each.stills in FETCHED]
    if not found:
        raise NotFoundError
    if not elsewhere and not sight(visit, tip, found[0]).there:
        raise StillAwayError


def _mine(visit: Visit, tip: OpenTip, number: int) -> StillTaken:
    for still in tip.case.state.stills:
        if still.number == number and still.may_try(visit.member.analyst, visit.now):
            return still
    raise StillLapsedError


def _came(visit: Visit, still: StillTaken) -> Came:
    if visit.office.broker is None:
        raise BrokerSilentError
    return visit.office.broker.still(still.camera)


def _sealed(visit: Visit, came: Came) -> tuple[Evidence, bytes]:
    """Return what was kept of a picture, and the key of its age file. Raises StillError."""
    identity, taker = HybridIdentity.generate(), _taker(visit)
    try:
        file = taker.take([came.content], "", identity.recipient).sent()
    except EvidenceError:
        raise StillBrokenError from None
    except JailBusyError:
        raise StillBusyError from None
    except JailError:
        raise BrokerUnreadyError from None
    if file.kind is not Kind.JPEG:
        taker.blobs.remove(file.blob)
        raise StillBrokenError
    try:
        with taker.blobs.open(file.blob) as source:
            return file, FileKey.of(source, [identity]).key
    except AgeError:
        raise StillBrokenError from None


def _taker(visit: Visit) -> Taker:
    if visit.office.taker is None:
        raise BrokerUnreadyError
    return visit.office.taker
