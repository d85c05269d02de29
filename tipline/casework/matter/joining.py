"""A tip joins another's case, and goes back: it is not merged, and its reporter learns nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tipline.casework.case import agency_links
from tipline.casework.case.casefile import open_case
from tipline.casework.case.delivery import deliver
from tipline.casework.case.letterbox import due_of
from tipline.casework.case.owing import settle
from tipline.casework.case.tip_keys import take_from
from tipline.casework.case.together import append_two
from tipline.casework.tip.opening import unentered
from tipline.errors import (
    AlreadyJoinedError,
    CaseChangedError,
    ChainBrokenError,
    DesksDifferError,
    EventConflictError,
    EventRefusedError,
    JoinOneselfError,
    NotFoundError,
    NotJoinedError,
    TipChangedError,
    TiplineError,
    TipUnreadableError,
)
from tipline.store.casebook.together import Move
from tipline.tips import telling
from tipline.tips.content import Joined, Left, Opened, Returned
from tipline.tips.content.told import SPREAD_BYTES
from tipline.tips.joining import check_joining

if TYPE_CHECKING:
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.tips.content import Content
    from tipline.tips.mailbox import Words

AT_ONCE = 50  # tips that one press lets join: each is opened, and its mailbox written
UNJOINED = (
    NotFoundError,
    TipUnreadableError,
    ChainBrokenError,
    TipChangedError,
    EventRefusedError,
    CaseChangedError,
    EventConflictError,
)


@dataclass(frozen=True)
class Gathered:
    """What came of letting several tips join: ``refused`` are those that did not, and why."""

    tip: OpenTip
    joined: tuple[bytes, ...]
    refused: tuple[tuple[bytes, TiplineError], ...]


def join(visit: Visit, tip: OpenTip, other: bytes, text: str, seen: int) -> OpenTip:
    """Let a tip join the case of another, and return it with that case.

    Raises what ``append_two`` does, DesksDifferError, JoinOneselfError, and NotFoundError for
    another tip that is not this analyst's.
    """
    target = unentered(visit, other).case
    return _join(visit, tip, target, text=text, seen=seen)


def gather(visit: Visit, tip: OpenTip, others: Iterable[bytes], text: str, seen: int) -> Gathered:
    """Let several tips join the case of this one; each that may not is left as it is.

    What nobody had opened stays unread: somebody has to read it yet. Raises CaseChangedError.
    """
    if tip.case.since(seen):
        raise CaseChangedError
    known = visit.office.cases.for_tips(list(others), visit.desks)
    joined, refused = list[bytes](), list[tuple[bytes, TiplineError]]()
    for other in list(others)[:AT_ONCE]:
        try:
            guest = unentered(visit, other)
            after = _join(visit, guest, tip.case, text=text, unread=other not in known)
        except UNJOINED as error:
            refused.append((other, error))
        else:
            tip = replace(tip, case=after.case)
            joined.append(other)
    return Gathered(tip, tuple(joined), tuple(refused))


def part(visit: Visit, tip: OpenTip, text: str, seen: int) -> OpenTip:
    """Let a tip that has joined another's case go back to its own, and return it with that.

    The desks of the case that it leaves open it no more.
    Raises what ``append_two`` does, NotJoinedError, and NotFoundError where its own is not there.
    """
    name = tip.id.hex()
    guest = tip.case.state.guests.get(name)
    if guest is None or not guest.origin:
        raise NotJoinedError
    own = open_case(visit, visit.office.cases.case(guest.origin, [tip.case.desk]))

    def choose(case: OpenCase, _own: OpenCase) -> tuple[Content, Content]:
        if name not in case.state.guests:
            raise NotJoinedError
        return Left(tip=tip.id, text=text), Returned(
            tip=tip.id,
            case=case.id,
            parts=case.state.seen[name],
            words=_told(visit, tip, case),
            unread=name in case.state.unread,
            conflicts=case.state.conflicts,
            text=text,
        )

    move = Move(tip.id, source=tip.case.id, target=own.id, home=None)
    left, own = append_two(visit, (tip.case, own), choose, move=move, seen=seen)
    take_from(visit, left, tip.id)
    return _delivered(visit, replace(tip, case=own))


def _join(  # noqa: PLR0913 (who joins what, why, and what was known)
    visit: Visit,
    tip: OpenTip,
    target: OpenCase,
    *,
    text: str,
    seen: int | None = None,
    unread: bool = False,
) -> OpenTip:
    """Do the joining.

    1. Both cases must be the same desk's: no other learns of a tip in this way.
    2. One transaction: the tip's own case rests and names the other, the other gets the tip with
       what was read of it and what its reporter was told, and the tip's row moves.
    3. The links by which agencies answered its own case end with that: nobody would read it there.
    4. The mailbox follows; until then the case owes it that.
    """
    if tip.case.id == target.id:
        raise JoinOneselfError
    if tip.id.hex() in tip.case.state.guests:
        raise AlreadyJoinedError
    if tip.case.desk != target.desk:  # 1
        raise DesksDifferError

    def choose(own: OpenCase, other: OpenCase) -> tuple[Content, Content]:
        check_joining(own.state, other.state)
        return Joined(tip=tip.id, case=other.id, text=text), Opened(
            tip=tip.id,
            parts=own.state.seen.get(tip.id.hex(), {}),
            origin=own.id,
            words=_told(visit, tip, own),
            closes=visit.office.settings.joined_days,
            spread=secrets.token_bytes(SPREAD_BYTES),
            unread=unread or tip.id.hex() in own.state.unread,
            text=text,
        )

    move = Move(tip.id, source=tip.case.id, target=target.id, home=tip.case.id)
    own, target = append_two(visit, (tip.case, target), choose, move=move, seen=seen)  # 2
    agency_links.settle(visit, own)  # 3
    return _delivered(visit, replace(tip, case=target))  # 4


def _told(visit: Visit, tip: OpenTip, case: OpenCase) -> Words:
    """Return what the tip's reporter was shown until now: what was still to come is not."""
    said = telling.told(case.steps, tip.id, tip.report.arrived)
    return telling.until(said.words, visit.now)


def _delivered(visit: Visit, tip: OpenTip) -> OpenTip:
    case = settle(visit, tip.row, tip.report, tip.case)
    if (tip.row.due, tip.row.original) != due_of(case, tip.id):
        deliver(visit, tip.row, tip.report, case)
    return replace(tip, case=case)
