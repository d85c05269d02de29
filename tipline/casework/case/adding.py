"""Adding to a case: the one way in which anything about it changes."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework.case.casefile import OpenCase, open_case
from tipline.casework.case.head import CaseHead
from tipline.casework.case.rekeying import rekeyed
from tipline.casework.case.vouching import to_bring
from tipline.errors import CaseChangedError, EventConflictError, NotFoundError
from tipline.keyring.opening import seal_event
from tipline.keyring.signing import sign
from tipline.tips.content import Content, Opened, Returned, Seen, Telling, ToAll, content_of
from tipline.tips.event import FIRST, NOTHING_BEFORE, TO_REPORTER, Event, Kind, next_place
from tipline.tips.fold import CaseState, follow
from tipline.tips.shape import to_json
from tipline.tips.telling import Step

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.casework.visit import Visit
    from tipline.tips.event import SignedEvent

TRIES = 8  # each is lost only to another analyst's entry in the same case in the same moment


Chooser = Callable[[OpenCase], Content | None]


def append(visit: Visit, case: OpenCase, choose: Chooser, *, seen: int | None = None) -> OpenCase:
    """Add one event to a case and return the case with it; unchanged if ``choose`` gives None.

    ``choose`` is asked again for each state of the case that is met. ``seen`` is the number of the
    last event that the analyst was shown, None for what the machine enters by itself.

    1. A case whose events are not whole gets no more of them.
    2. If anything but looks and exports was entered since ``seen``, the analyst is told first.
    3. The event must be one that may follow; a word for the reporter gets its random delay.
    4. It is signed by its author over the digest of the event before, and sealed to the case. What
       is given to desks brings the cards of those who signed.
    5. It is stored under the next number, together with the head and with what it changes of the
       case's keys. If somebody was faster, also with the head alone, the case is opened afresh and
       it all begins again at 1.

    Raises ChainBrokenError (1), CaseChangedError (2), EventRefusedError (3), StoreError (5).
    """
    for _ in range(TRIES):
        if case.trouble is not None:  # 1
            raise case.trouble
        if seen is not None and case.since(seen):  # 2
            raise CaseChangedError
        content = choose(case)
        if content is None:
            return case
        try:
            return _stored(visit, case, content)  # 3, 4, 5
        except EventConflictError:
            case = reopened(visit, case)
    raise EventConflictError


def reopened(visit: Visit, case: OpenCase) -> OpenCase:
    """Return the case as it stands in the database now."""
    return open_case(visit, visit.office.cases.case(case.id, [case.desk]))


def newer(visit: Visit, case: OpenCase) -> OpenCase | None:
    """Return the case as it stands now, if another event was entered since it was met.

    None where none was, and where nothing follows from it: a case that is broken, or one that this
    desk has no more.
    """
    if visit.office.cases.newest(case.id) == case.number:
        return None
    with suppress(NotFoundError):
        found = reopened(visit, case)
        return found if found.trouble is None else None
    return None


def first_event(visit: Visit, case: bytes, desk: str, content: Content) -> SignedEvent:
    """Return the event that a new case begins with."""
    event = _event(visit, desk, case, content)
    return sign(_with_delay(visit, CaseState(), event), visit.member.identity)


def shown_from(visit: Visit) -> datetime:
    """Return when a reporter may see something: after a wait drawn between the settings' bounds.

    A word that changed at once would tell when somebody was at work, and on what.
    """
    least, most = (60 * minutes for minutes in visit.office.settings.status_delay_minutes)
    return visit.now + timedelta(seconds=least + secrets.randbelow(most - least + 1))


def _signed(visit: Visit, case: OpenCase, content: Content) -> SignedEvent:
    number, previous = next_place(case.signed)
    # A clock that was set back must not turn the order around.
    at = max(visit.now, case.state.changed_at or visit.now)
    event = _event(visit, case.desk, case.id, content)
    event = replace(event, number=number, previous=previous, at=at)
    event = _with_delay(visit, case.state, event)
    signed = sign(event, visit.member.identity)
    if not case.state.desks and event.kind is not Kind.ASSIGNED:
        return signed
    return replace(signed, cards=to_bring(visit, case.desk, case.signed, event))


def _event(visit: Visit, desk: str, case: bytes, content: Content) -> Event:
    """Return the event as a case's first."""
    return Event(
        case=case,
        number=FIRST,
        previous=NOTHING_BEFORE,
        kind=content.kind,
        at=visit.now,
        author=visit.member.analyst,
        name=visit.member.name,
        desk=desk,
        content=to_json(content),
    )


def _with_delay(visit: Visit, state: CaseState, event: Event) -> Event:
    """Check that the event may follow; if it changes a reporter's word, say from when.

    A guest is told the same word again for each message that is read: its time begins anew.
    """
    after, content = follow(state, event), content_of(event)
    again = isinstance(content, Seen) and content.tip.hex() in after.guests
    if not isinstance(content, Telling) or not (again or after.words != state.words):
        return event
    return replace(event, content=to_json(replace(content, shown_from=shown_from(visit))))


def grown(visit: Visit, case: OpenCase, content: Content) -> OpenCase:
    """Return a case with one more event, signed and sealed, and its head; nothing is stored.

    Raises EventRefusedError for what may not follow.
    """
    signed = _signed(visit, case, content)
    chain, state = (*case.signed, signed), follow(case.state, signed.event)
    case, keys = rekeyed(visit, case, signed.event, state)
    sealed = seal_event(signed, case.identity.recipient)
    owed, number = case.owed, signed.event.number
    if signed.event.kind in TO_REPORTER:
        owed = (*owed, number)
    owing = dict(case.owing)
    for tip in _concerned(case, state, content):
        owing[tip] = (*owing.get(tip, ()), number)
    owing = {tip: numbers for tip, numbers in owing.items() if tip in state.tips}
    return replace(
        case,
        head=CaseHead.of(chain, owed, owing, state=state).seal(case.identity),
        sealed=(*case.sealed, sealed),
        signed=chain,
        state=state,
        steps=(*case.steps, Step(case.state, state, content_of(signed.event))),
        owed=owed,
        owing=owing,
        keys=keys,
    )


def _concerned(case: OpenCase, after: CaseState, content: Content) -> frozenset[str]:
    """Return the tips whose mailboxes an event concerns beside that of the tip at hand."""
    if isinstance(content, ToAll):
        return content.tips
    if isinstance(content, Opened | Returned):
        return frozenset(after.tips) - frozenset(case.state.tips)
    return frozenset()


def _stored(visit: Visit, case: OpenCase, content: Content) -> OpenCase:
    after = grown(visit, case, content)
    number, sealed = after.number, after.sealed[-1]
    visit.office.cases.append(case.id, number, sealed, after.head, was=case.head, keys=after.keys)
    return after
