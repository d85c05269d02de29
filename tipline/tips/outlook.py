"""Who has a case, and what is to come of it: what the work list is sorted and cut by.

What ends in ``_at`` is so from where one of the desks stands that were given the case.

Source: the domain guide, 3 and 5.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from tipline.errors import EventRefusedError, RecordMalformedError
from tipline.tips.clocks import Clock, Limits, Moments, Running, next_due, running
from tipline.tips.content import Sent
from tipline.tips.deeds import DEEDS, wanted
from tipline.tips.desks import DeskWork, Stand, state_by
from tipline.tips.following import soonest
from tipline.tips.priority import Priority
from tipline.tips.said import Said
from tipline.tips.second import LASTS, Allowed
from tipline.tips.standing import CaseState
from tipline.tips.state import State

NEVER_LAPSES = datetime(9998, 12, 31, tzinfo=UTC)


def person_of(state: CaseState) -> bytes | None:
    """Return the analyst (16 bytes) who has the case within the desk it began at; None: nobody."""
    person = state.persons.get(state.home)
    return person.id if person else None


def desks_of(state: CaseState) -> tuple[str, ...]:
    """Return the codes of the desks that work on the case, the lead first; none named: empty."""
    return state.holders


def asked_of(state: CaseState) -> datetime | None:
    """Return when a second officer was asked last; what does not lapse, as if it were at the end.

    None where nobody waits for one.
    """
    if state.to_look_at:
        return NEVER_LAPSES
    return max((request.at for request in state.requests), default=None)


def unsettled_of(state: CaseState) -> frozenset[Said]:
    """Return what bodies outside do that waits for somebody here: they ask, they decline."""
    return frozenset(each.said for each in state.unsettled)


def allowed_of(state: CaseState) -> tuple[Allowed, ...]:
    """Return what was approved and not done, as far as the case still lets it be done.

    Some of it may have lapsed. What is to be answered by a time is not sent after that.
    """
    found = []
    for permit in state.permits:
        deed, until = permit.request.deed, permit.at + LASTS
        with suppress(EventRefusedError, RecordMalformedError):
            content = wanted(permit.request)
            DEEDS[deed].check(state, content, permit.at)
            if isinstance(content, Sent) and content.reply_by is not None:
                until = min(until, content.reply_by)
            found.append(Allowed(person=permit.request.author, deed=deed, until=until))
    return tuple(found)


def due_of(
    state: CaseState, *, arrived: datetime, priority: Priority, limits: Limits
) -> datetime | None:
    """Return when the next of its clocks or tasks is due; None where nothing is.

    ``arrived`` is when its report did; ``priority`` the official one, else the suggested.
    """
    return next_due(Moments.of(state), arrived=arrived, priority=priority, limits=limits)


def until_of(state: CaseState) -> datetime | None:
    """Return the moment until which it was put off; None where it was not."""
    return state.waits_until


def state_at(state: CaseState, work: DeskWork) -> State:
    """Return where the case stands by what the desk does; once it is finished, as it ended."""
    return state.state if state.finished else state_by({work.stand})


def finished_at(state: CaseState, work: DeskWork) -> bool:
    """Tell whether nothing is left to do for the desk."""
    return state.finished or work.stand is Stand.DONE


def person_at(state: CaseState, work: DeskWork) -> bytes | None:
    """Return the analyst (16 bytes) of the desk who has the case; None: nobody."""
    person = state.persons.get(work.desk)
    return person.id if person else None


def asked_at(state: CaseState, work: DeskWork) -> datetime | None:
    """Return that the desk waits for what it would have the reporter asked: it does not lapse."""
    return NEVER_LAPSES if any(wish.desk == work.desk for wish in state.wishes) else None


def due_at(state: CaseState, work: DeskWork, limits: Limits) -> datetime | None:
    """Return when the desk must next do something: the clocks count from when it was given it.

    Of the tasks, its own count. None where nothing is.
    """
    if finished_at(state, work):
        return None
    moments = moments_at(state, work)
    targets = (clock.target for clock in clocks_at(state, work, limits))
    return soonest([*targets, moments.task, moments.until])


def clocks_at(state: CaseState, work: DeskWork, limits: Limits) -> tuple[Running, ...]:
    """Return the clocks that run for the desk since it was given the case.

    It accepts it within the time that a first response may take, whatever others have done.
    """
    if finished_at(state, work) or state.priority is None:
        return ()
    given, priority = work.given_at, state.priority
    clocks = running(moments_at(state, work), arrived=given, priority=priority, limits=limits)
    response = limits.times[priority].response
    waits = response is not None and work.stand is Stand.OFFERED
    if response is None or not waits or any(each.clock is Clock.RESPONSE for each in clocks):
        return clocks
    return (*clocks, Running(Clock.RESPONSE, given, given + response))


def moments_at(state: CaseState, work: DeskWork) -> Moments:
    """Return what the desk's clocks are read from: its own tasks, the date that it waits for."""
    own = soonest(task.due for task in state.tasks if task.desk == work.desk)
    return replace(Moments.of(state), task=own, until=until_at(state, work))


def until_at(state: CaseState, work: DeskWork) -> datetime | None:
    """Return the moment until which the desk put its part off, or all of the case was put off."""
    own = state.waits.get(work.desk)
    return own.until if own else state.waits_until
