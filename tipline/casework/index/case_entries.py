"""What a desk's index of cases learns of a case that the desk was given: no word of its tips."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.casework.index.entries import contents, texts
from tipline.casework.tip.placing import areas_of, point_of
from tipline.search.entry import Entry, Gist, Measured
from tipline.search.words import tokens
from tipline.tips.content import Linked, Unlinked
from tipline.tips.desks import Stand, leads
from tipline.tips.moments import Step
from tipline.tips.outlook import (
    asked_at,
    desks_of,
    due_at,
    finished_at,
    person_at,
    state_at,
    until_at,
)
from tipline.tips.powers import responds
from tipline.tips.urgency import rank_at_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.tips.desks import DeskWork
    from tipline.tips.standing import CaseState

GIST_MAX = 200  # code points of a summary that a list may show
OF_OTHERS = (Linked, Unlinked)  # of a case that the desk need not have


def case_entry(visit: Visit, case: OpenCase) -> Entry | None:
    """Return what is known of a case; None of one that the desk was not given, but began."""
    state = case.state
    work = state.desks.get(case.desk)
    if work is None or not responds(state, case.desk):
        return spoilt(visit, case.id) if case.trouble else None
    official = state.classified
    return Entry(
        tip=case.id,
        case=case.id,
        arrived=work.given_at,
        category=(official.subcategory or official.category) if official else "",
        state=state_at(state, work),
        priority=state.priority or "",
        words=frozenset(tokens(said(case, work))),
        finished=finished_at(state, work),
        rank=rank_at_desk(state.priority, offered=work.stand is Stand.OFFERED),
        life=official is not None and official.life,
        person=person_at(state, work),
        desks=desks_of(state),
        point=point_of(state),
        areas=areas_of(visit, point_of(state)) or (),
        due=due_at(state, work, visit.office.limits),
        until=until_at(state, work),
        asked=asked_at(state, work),
        changed=state.changed_at,
        granted=len(state.files),
        measured=measured(state, work),
        gist=Gist((state.summary or work.text)[:GIST_MAX], work.lead, case.trouble is not None),
    )


def measured(state: CaseState, work: DeskWork) -> Measured:
    """Return what is counted of a desk's part in a case; its steps count from when it was given."""
    ended = None
    if finished_at(state, work):
        ended = work.since if work.stand is Stand.DONE else state.changed_at
    steps = {
        Step.ACCEPTED: work.accepted_at,
        Step.ACTED: work.started_at or ended,
        Step.FINISHED: ended,
    }
    return Measured(
        outcome=work.outcome or "",
        desk=leads(state.desks.values()),
        reached={step: at for step, at in steps.items() if at is not None},
    )


def spoilt(visit: Visit, case_id: bytes) -> Entry:
    """Return what stands for a case that does not open: it is told all the same."""
    rank = rank_at_desk(None, offered=True)
    return Entry(tip=case_id, case=case_id, arrived=visit.now, category="", rank=rank, broken=True)


def said(case: OpenCase, work: DeskWork) -> Iterator[str]:
    """Yield what a desk may read of a case: the summary, what was entered, whom it referred it to.

    A line that speaks of another case is left out: the desk need not have that one.
    """
    yield case.state.summary
    for content in contents(case):
        if not isinstance(content, OF_OTHERS):
            yield from texts(content)
    yield from (work.body, work.reference)
