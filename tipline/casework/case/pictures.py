"""The pictures of cameras that a case has: by the entries that took them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.casework.case.letterbox import due_after
from tipline.tips.content import Pictured, content_of

if TYPE_CHECKING:
    from datetime import date

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.office import Office
    from tipline.tips.evidence import Evidence
    from tipline.tips.still import StillTaken


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A still of a case, and the picture that came, if one did. ``number`` is that of the still.

    ``goes`` is the day on which it is destroyed: that of a hold, where that is later, and that of
    the case, where it goes sooner.
    """

    taken: StillTaken
    told: Pictured | None = field(repr=False)
    goes: date | None = None

    @property
    def number(self) -> int:
        """The number of the event by which it was taken."""
        return self.taken.number

    @property
    def evidence(self) -> Evidence:
        """What it is; ValueError before there is one."""
        if self.told is None:
            raise ValueError
        return self.told.file

    @property
    def id(self) -> bytes:
        """The id of its blob, 16 bytes; ValueError before there is one."""
        return self.evidence.blob

    def gone_at(self, day: date) -> bool:
        """Tell whether it was destroyed, by its day."""
        return self.goes is not None and self.goes <= day


def pictures(case: OpenCase) -> tuple[Picture, ...]:
    """Return the stills of a case in order, whether or not a picture came of each."""
    return tuple(_picture(case, each) for each in case.state.stills)


def settle(office: Office, case: OpenCase) -> None:
    """Let the pictures of a case go on the day that its page tells. Raises StoreError.

    A hold may have moved that, or its end, or that of the case, with which they go.
    """
    days: dict[date, list[bytes]] = {}
    for each in pictures(case):
        if each.goes is not None:
            days.setdefault(each.goes, []).append(each.id)
    for day, blobs in days.items():
        office.stills.move(blobs, day)


def _picture(case: OpenCase, taken: StillTaken) -> Picture:
    if not taken.pictured:
        return Picture(taken=taken, told=None)
    told = content_of(case.events[taken.pictured - 1])
    if not isinstance(told, Pictured):
        raise TypeError
    ends = due_after(case).tip
    goes = taken.goes if ends is None or taken.goes is None else min(taken.goes, ends)
    return Picture(taken=taken, told=told, goes=goes)
