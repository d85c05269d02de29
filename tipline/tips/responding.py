"""What a desk that was given a case does with it, step by step, and where that brings the case.

Source: the domain guide, 5; docs/format.md, 6, "Desks".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from tipline.errors import (
    CaseFinishedError,
    DeskStepError,
    NotThisDeskError,
    PassingStoppedError,
    RecordMalformedError,
    TasksOpenError,
    WishesTooManyError,
)
from tipline.tips import state as states
from tipline.tips.assessing import check_reason
from tipline.tips.content import (
    Accepted,
    CameBack,
    DeskDone,
    GaveBack,
    Referred,
    Started,
    TurnedDown,
    Wished,
)
from tipline.tips.desks import WISHES_MAX, WORKING, DeskWork, Stand, Wish, leads, state_of
from tipline.tips.event import Event, Kind
from tipline.tips.standing import CaseState

Changes: TypeAlias = dict[str, Any]
Change: TypeAlias = Callable[[CaseState, Event, Any], Changes]


def accepted(case: CaseState, event: Event, content: Accepted) -> Changes:
    """Let the desk take it on."""
    work = working(case, event.desk, {Stand.OFFERED})
    first = work.accepted_at or event.at
    return stepped(case, event, work, Stand.ACCEPTED, content.text, accepted_at=first)


def turned_down(case: CaseState, event: Event, content: TurnedDown) -> Changes:
    """Let the desk not take it on. Raises ReasonMissingError."""
    check_reason(content.text)
    work = working(case, event.desk, {Stand.OFFERED})
    return stepped(case, event, work, Stand.DECLINED, content.text, lead=False)


def started(case: CaseState, event: Event, content: Started) -> Changes:
    """Let the desk act; to have begun is to have accepted."""
    work = working(case, event.desk, {Stand.ACCEPTED})
    first = work.started_at or event.at
    return stepped(case, event, work, Stand.ACTION, content.text, started_at=first)


def referred(case: CaseState, event: Event, content: Referred) -> Changes:
    """Let the desk wait for an outside body. Raises PassingStoppedError, RecordMalformedError."""
    if case.stopped:
        raise PassingStoppedError
    if not content.body.strip():
        raise RecordMalformedError
    work = working(case, event.desk, {Stand.ACCEPTED, Stand.ACTION})
    told = {"body": content.body, "reference": content.reference}
    return stepped(case, event, work, Stand.REFERRED, content.text, **told)


def came_back(case: CaseState, event: Event, content: CameBack) -> Changes:
    """Let the desk go on with what the outside body gave back."""
    work = working(case, event.desk, {Stand.REFERRED})
    return stepped(case, event, work, Stand.ACCEPTED, content.text)


def desk_done(case: CaseState, event: Event, content: DeskDone) -> Changes:
    """Let the desk finish its part. Raises TasksOpenError while a task of its own is open.

    The desk that the case began at, where that does everything, finishes the case with its tasks.
    """
    work = working(case, event.desk, WORKING)
    open_yet = [str(task.number) for task in case.tasks if task.desk == event.desk]
    if open_yet and event.desk != case.home:
        raise TasksOpenError(numbers=", ".join(open_yet))
    return stepped(case, event, work, Stand.DONE, content.text, outcome=content.outcome)


def gave_back(case: CaseState, event: Event, content: GaveBack) -> Changes:
    """Let the desk give back what it had taken on. Raises ReasonMissingError."""
    check_reason(content.text)
    work = working(case, event.desk, WORKING)
    return stepped(case, event, work, Stand.GAVE_BACK, content.text, lead=False)


def wished(case: CaseState, event: Event, content: Wished) -> Changes:
    """Let a wish wait for triage. Raises WishesTooManyError, RecordMalformedError."""
    check_open(case)
    working(case, event.desk, {Stand.OFFERED, *WORKING})
    if not content.text.strip():
        raise RecordMalformedError
    if sum(wish.desk == event.desk for wish in case.wishes) >= WISHES_MAX:
        raise WishesTooManyError(most=WISHES_MAX)
    wish = Wish(event.number, event.desk, event.name, event.at, content.text)
    return {"wishes": (*case.wishes, wish)}


def of(case: CaseState, desk: str) -> DeskWork:
    """Return a desk's part, over or not. Raises NotThisDeskError."""
    if desk not in case.desks:
        raise NotThisDeskError
    return case.desks[desk]


def working(case: CaseState, desk: str, stands: frozenset[Stand] | set[Stand]) -> DeskWork:
    """Return a desk's part, which must stand so. Raises NotThisDeskError, DeskStepError."""
    check_open(case)
    work = of(case, desk)
    if work.stand not in stands:
        raise DeskStepError
    return work


def stepped(
    case: CaseState, event: Event, work: DeskWork, stand: Stand, text: str, **more: object
) -> Changes:
    """Return what a step of a desk changes; a desk that has the case no more is forgotten."""
    after: DeskWork = replace(work, stand=stand, since=event.at, text=text, **more)  # type: ignore[arg-type]  # fields of its own
    changes = moved(case, {**case.desks, work.desk: after})
    return changes if after.has_it else {**changes, **forgotten(case, work.desk)}


def moved(case: CaseState, desks: Mapping[str, DeskWork]) -> Changes:
    """Return the state that these desks make; the first that has the case leads, if none does."""
    if not leads(desks.values()):
        first = next((desk for desk, work in desks.items() if work.has_it), None)
        if first is not None:
            desks = {**desks, first: replace(desks[first], lead=True)}
    state = state_of(desks)
    if state is not case.state:
        states.check(case.state, state)
    return {"desks": dict(desks), "state": state}


def forgotten(case: CaseState, desk: str) -> Changes:
    """Return what is left when a desk has gone: its person, its wishes and its tips are no more.

    What it still had to do is not forgotten: its tasks are those of the desk that gave the case.
    """
    return {
        "tasks": tuple(
            replace(task, desk=case.home, whom=None)
            if task.desk == desk and desk != case.home
            else task
            for task in case.tasks
        ),
        "persons": {code: person for code, person in case.persons.items() if code != desk},
        "wishes": tuple(wish for wish in case.wishes if wish.desk != desk),
        "tips_given": tuple(pair for pair in case.tips_given if pair[0] != desk),
    }


def check_open(case: CaseState) -> None:
    """Refuse a finished case, with CaseFinishedError."""
    if case.finished:
        raise CaseFinishedError


CHANGES: Mapping[Kind, Change] = {
    Kind.ACCEPTED: accepted,
    Kind.TURNED_DOWN: turned_down,
    Kind.STARTED: started,
    Kind.REFERRED: referred,
    Kind.CAME_BACK: came_back,
    Kind.DESK_DONE: desk_done,
    Kind.GAVE_BACK: gave_back,
    Kind.WISHED: wished,
}
