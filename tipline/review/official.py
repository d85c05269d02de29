"""What officers entered in a case: who, when and why; what of it waits, and for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.review.visit import visit
from tipline.tips.content import Answered, content_of

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.tips.second import Permit, Request
    from tipline.tips.standing import Given


@dataclass(frozen=True)
class Entered:
    """Who said something, when and why; ``asked_by`` is the first of two officers."""

    who: str
    at: datetime
    why: str = field(repr=False)
    asked_by: str = ""


def entered(case: OpenCase, number: int, why: str) -> Entered:
    """Return who entered an event of a case, by its number, and who had asked for it."""
    event = case.events[number - 1]
    content = content_of(event)
    asker = case.events[content.request - 1].name if isinstance(content, Answered) else ""
    return Entered(event.name, event.at, why, asker)


def gone(tip: OpenTip) -> Entered | None:
    """Return who had what the reporter wrote destroyed, and when; None where it was not.

    Where the schedule did, nobody had asked for it.
    """
    state = tip.case.state
    lost = state.gone.get(tip.id.hex())
    of = lost.of if lost else state.original_over if state.original_ended else 0
    return entered(tip.case, of, "") if of else None


def answerable(tip: OpenTip) -> tuple[Request, ...]:
    """Return the requests that wait and that this officer, who did not ask, may answer."""
    present = visit()
    waiting = tip.case.state.waiting(present.now)
    return tuple(it for it in waiting if it.author != present.member.analyst)


def permits(tip: OpenTip) -> tuple[Permit, ...]:
    """Return what was approved and may still be taken, by whoever asked."""
    present = visit()
    return tuple(it for it in tip.case.state.permits if it.holds_at(present.now))


def is_late(one: Given) -> bool:
    """Tell whether the time by which somebody was to look for an answer has come without one."""
    return one.awaited is not None and one.awaited <= visit().now
