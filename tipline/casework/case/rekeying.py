"""What an event changes of a case's keys: who is given the case opens it, who loses it does not.

Source: docs/format.md, 4 and 6, "Desks". Event and envelopes are stored at once, so that there is
no moment at which the one is there without the other.

A desk that had a case knows its key. So the case goes on under another one, to which everything is
sealed from then on, the event that says so first. The envelopes of the desks that stay hold the
keys before it as well.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tipline.age import HybridIdentity
from tipline.sealing.envelope import seal_identity
from tipline.store.casebook.case_keys import NewKeys
from tipline.tips.content import Assigned, content_of
from tipline.tips.powers import LEAVES

if TYPE_CHECKING:
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.tips.event import Event
    from tipline.tips.fold import CaseState


def rekeyed(
    visit: Visit, case: OpenCase, event: Event, after: CaseState
) -> tuple[OpenCase, NewKeys | None]:
    """Return the case with the keys that it has after an event, and what is stored of them.

    ``after`` is where the case stands then.
    """
    if event.kind in LEAVES:
        identity, former = HybridIdentity.generate(), (case.identity, *case.former)
        case = replace(case, identity=identity, former=former)
        envelopes = {desk: _envelope(visit, case, desk) for desk in staying(visit, case, after)}
        case = replace(case, envelope=envelopes.get(case.desk, b""))  # none for who has left
        return case, NewKeys(envelopes=envelopes, recipient=identity.recipient.public)
    content = content_of(event)
    if isinstance(content, Assigned):
        return case, NewKeys(envelopes={content.desk: _envelope(visit, case, content.desk)})
    return case, None


def staying(visit: Visit, case: OpenCase, after: CaseState) -> list[str]:
    """Return the codes of the desks that a case's key is sealed to when another desk has left.

    They follow from the events, which are signed, and never from the rows that lie in the database:
    whoever can write there could else have the new key sealed to any desk. They are the desks that
    have the case, the one that it began at, and those that took it over since; never one that the
    case is about.
    """
    at_home = (event.desk for event in case.events if event.desk not in after.desks)
    desks = dict.fromkeys((after.home, *after.holders, *at_home, case.desk))
    lost = {*after.conflicts, *after.desks} - {*after.holders, after.home}
    known = visit.office.deployment.desks
    return [desk for desk in desks if desk not in lost and desk in known]


def _envelope(visit: Visit, case: OpenCase, desk: str) -> bytes:
    deployment = visit.office.deployment
    readers = [deployment.desk(desk).recipient, deployment.recovery]
    return seal_identity(case.identity, readers, case.former)
