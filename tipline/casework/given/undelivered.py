"""What a desk sent and could not be delivered: a task of its case until somebody decides."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.casework.given.dispatching import channels, channels_of, item_of
from tipline.dispatch.origin import open_origin
from tipline.errors import NotFoundError, RecordMalformedError
from tipline.sealing.audit import Action
from tipline.tips.powers import responds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit

AGAIN = timedelta(hours=48)  # as long as it was tried at first


@dataclass(frozen=True)
class Undelivered:
    """What could not be delivered: of which tip, what was sent, by which channel."""

    tip: bytes
    reference: str
    channel: str


def undelivered(visit: Visit) -> Sequence[Undelivered]:
    """Return what the visit's desks sent and is dead. Raises StoreError."""
    post = visit.office.post
    if post is None:
        return ()
    found = []
    for row in post.outbox.dead_of(visit.desks):
        with suppress(RecordMalformedError):
            origin = open_origin(row.origin, visit.member.desks[row.desk].identity)
            found.append(Undelivered(origin.tip, origin.reference, row.channel))
    return found


def triable(visit: Visit, tip: OpenTip) -> frozenset[tuple[int, str]]:
    """Return what a case sent that may be tried once more: the event's number, and by what."""
    numbers = [each.number for each in tip.case.state.given]
    return frozenset(
        (number, each.code) for number in numbers for each in channels_of(visit, tip, number)
    )


def again(visit: Visit, tip: OpenTip, number: int, channel: str) -> None:
    """Try what was sent with an event by a channel once more; nothing where it is not dead.

    Raises NotFoundError where it would not be sent any more, and what ``_check`` does, StoreError.
    """
    _check(visit, tip, channel)
    post = visit.office.post
    if (number, channel) not in triable(visit, tip):
        raise NotFoundError
    if post is not None:
        _record(visit, tip, channel, again=1)
        items = [item_of(tip, number, channel)]
        post.outbox.revive(items, now=visit.now, until=visit.now + AGAIN)


def give_up(visit: Visit, tip: OpenTip, number: int, channel: str) -> None:
    """Delete it undelivered; nothing where it is not dead.

    Raises what ``_check`` does, StoreError.
    """
    _check(visit, tip, channel)
    post = visit.office.post
    if post is not None:
        _record(visit, tip, channel, dropped=1)
        post.outbox.drop([item_of(tip, number, channel)])


def _check(visit: Visit, tip: OpenTip, channel: str) -> None:
    """Refuse, with NotFoundError, a desk that only responds, and a channel of no agency."""
    known = {each.code for each in channels(visit)}
    if responds(tip.case.state, tip.case.desk) or channel not in known:
        raise NotFoundError


def _record(visit: Visit, tip: OpenTip, channel: str, **how_many: int) -> None:
    trail.record(visit, Action.OUTBOX, tip=tip.id, desk=tip.case.desk, channel=channel, **how_many)
