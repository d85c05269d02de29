"""Opening what the reporters of a finished case wrote: asked for, permitted, or to save a life."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.casework.tip.actions import ask, enter
from tipline.sealing.audit import Action
from tipline.tips.second import Deed

if TYPE_CHECKING:
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.tips.content import Original


def ask_or_open(visit: Visit, tip: OpenTip, content: Original, seen: int) -> OpenTip:
    """Ask a second officer to read the original; to save a life, open it at once.

    Raises what ``actions.enter`` does.
    """
    if tip.case.state.life_saving:
        return open_again(visit, tip, content, seen)
    return ask(visit, tip, Deed.ORIGINAL, content, seen)


def open_again(visit: Visit, tip: OpenTip, content: Original, seen: int | None) -> OpenTip:
    """Open the original to this officer for a day: by a permit, or to save a life.

    The trail gets its entry first. Raises what ``actions.enter`` does.
    """
    trail.record(visit, Action.ORIGINAL, tip=tip.id, desk=tip.row.desk)
    return enter(visit, tip, content, seen)
