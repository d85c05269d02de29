"""Adding to a case: the one way in which anything about it changes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tipline.errors import CaseChangedError, EventConflictError
from tipline.keyring.signing import sign
from tipline.review.casefile import CaseHead, OpenCase, open_case
from tipline.sealing.body import seal_body
from tipline.tips.event import FIRST, NAME_MAX, Event, Kind, next_place
from tipline.tips.fold import CaseState, follow
from tipline.tips.shape import write_time
from tipline.tips.state import word_of

if TYPE_CHECKING:
    from tipline.keyring.member import Member
    from tipline.review.house import House
    from tipline.tips.event import SignedEvent

TRIES = 8  # each is lost only to another analyst's entry in the same case in the same moment


@dataclass(frozen=True)
class Entry:
    """What is to be entered: the kind of event and its content (docs/format.md, 6)."""

    kind: Kind
    content: Mapping[str, Any] = field(default_factory=dict, repr=False)


Chooser = Callable[[OpenCase], "Entry | None"]


def append(
    house: House,
    member: Member,
    case: OpenCase,
    choose: Chooser,
    now: datetime,
    *,
    seen: int | None = None,
) -> OpenCase:
    """Add one event to a case and return the case with it; unchanged if ``choose`` gives None.

    ``choose`` is asked again for each state of the case that is met. ``seen`` is the number of the
    last event that the analyst was shown, None for what the machine enters by itself.

    1. A case whose events are not whole gets no more of them.
    2. If anything but looking at it was entered since ``seen``, the analyst is told first.
    3. The event must be one that may follow; a word for the reporter gets its random delay.
    4. It is signed by its author over the digest of the event before, and sealed to the case.
    5. It is stored under the next number, together with the head. If somebody was faster, the
       case is opened afresh and it all begins again at 1.

    Raises ChainBrokenError (1), CaseChangedError (2), TransitionRefusedError (3), StoreError (5).
    """
    for _ in range(TRIES):
        if case.trouble is not None:  # 1
            raise case.trouble
        if seen is not None and case.since(seen):  # 2
            raise CaseChangedError
        entry = choose(case)
        if entry is None:
            return case
        signed = _signed(house, member, case, entry, now)  # 3, 4
        try:
            return _stored(house, case, signed)  # 5
        except EventConflictError:
            case = reopened(house, member, case)
    raise EventConflictError


def reopened(house: House, member: Member, case: OpenCase) -> OpenCase:
    """Return the case as it stands in the database now."""
    return open_case(house, house.cases.case(case.id, [case.desk]), member)


def first_event(
    house: House, member: Member, case: bytes, desk: str, entry: Entry, now: datetime
) -> SignedEvent:
    """Return the event that a new case begins with."""
    event = _event(member, desk, case, (FIRST, bytes(32)), entry, now)
    return sign(_with_delay(house, CaseState(), event), member.identity)


def shown_from(house: House, now: datetime) -> datetime:
    """Return when a reporter may see something: after a wait drawn between the settings' bounds.

    A word that changed at once would tell when somebody was at work, and on what.
    """
    least, most = (60 * minutes for minutes in house.settings.status_delay_minutes)
    return now + timedelta(seconds=least + secrets.randbelow(most - least + 1))


def _signed(
    house: House, member: Member, case: OpenCase, entry: Entry, now: datetime
) -> SignedEvent:
    place = next_place(case.signed)
    event = _event(member, case.desk, case.id, place, entry, max(now, case.events[-1].at))
    return sign(_with_delay(house, case.state, event), member.identity)


def _event(
    member: Member, desk: str, case: bytes, place: tuple[int, bytes], entry: Entry, now: datetime
) -> Event:
    number, previous = place
    return Event(
        case=case,
        number=number,
        previous=previous,
        kind=entry.kind,
        at=now,
        author=member.analyst,
        name=member.name[:NAME_MAX],
        desk=desk,
        content=entry.content,
    )


def _with_delay(house: House, state: CaseState, event: Event) -> Event:
    """Check that the event may follow; if it changes the reporter's word, say from when it shows."""
    after = follow(state, event)
    if word_of(after.state) is word_of(state.state) or "shown_from" in event.content:
        return event
    shown = write_time(shown_from(house, event.at))
    return replace(event, content={**event.content, "shown_from": shown})


def _stored(house: House, case: OpenCase, signed: SignedEvent) -> OpenCase:
    chain = (*case.signed, signed)
    sealed = seal_body(signed.to_json(), [case.identity.recipient])
    head = CaseHead.of(chain).seal(case.identity)
    house.cases.append(case.id, signed.event.number, sealed, head)
    state = follow(case.state, signed.event)
    return replace(case, sealed=(*case.sealed, sealed), signed=chain, state=state)
