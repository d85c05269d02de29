"""Seeing the stills of a case: for whoever has the case, and sees cameras."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.age import FileKey
from tipline.casework import trail
from tipline.casework.case.pictures import Picture, pictures
from tipline.casework.desk import cameras
from tipline.casework.given import responding
from tipline.casework.tip.attachments import OpenFile
from tipline.casework.tip.opening import unentered
from tipline.errors import NotFoundError
from tipline.sealing.audit import Action

if TYPE_CHECKING:
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit


def of_case(visit: Visit, case: OpenCase) -> tuple[Picture, ...]:
    """Return the stills of a case, for whoever sees cameras; for others, none."""
    return pictures(case) if cameras.may_see(visit) else ()


def open_for_tip(visit: Visit, tip_id: bytes, number: int, *, look: bool) -> Seen:
    """Open the picture of a still from the page of a tip.

    ``look`` enters that in the trail first. NotFoundError for one that is gone or never came, and
    for whoever sees no cameras.
    """
    seen = _seen(visit, unentered(visit, tip_id).case, number)
    if look:
        trail.record_once(visit, Action.LOOK, seen.file.id, tip=tip_id, file=seen.file.id)
    return seen


def open_for_case(visit: Visit, case_id: bytes, desk: str, number: int, *, look: bool) -> Seen:
    """Open it from the page of a case, for a desk that has it. Raises as ``open_for_tip``."""
    seen = _seen(visit, responding.case_of(visit, case_id, desk, form=True), number)
    if look:
        trail.record_once(visit, Action.LOOK, seen.file.id, case=case_id, file=seen.file.id)
    return seen


@dataclass(frozen=True, kw_only=True)
class Seen(OpenFile):
    """The picture of a still that was opened for one request, and the case that it is of."""

    file: Picture
    case: OpenCase = field(repr=False)


def _seen(visit: Visit, case: OpenCase, number: int) -> Seen:
    for each in of_case(visit, case):
        if each.number == number and each.told and not each.gone_at(visit.now.date()):
            key = FileKey(each.told.key)
            return Seen(file=each, case=case, _visit=visit, _identity=key)
    raise NotFoundError
