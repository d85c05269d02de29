"""What the events of a case amount to: one pure function.

Source: docs/format.md, 6, which lists the content of each kind of event.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from tipline.errors import EventRefusedError, RecordMalformedError, TransitionRefusedError
from tipline.tips import (
    answering,
    assessing,
    assigning,
    deeds,
    ending,
    following,
    handing_off,
    indication,
    joining,
    keeping,
    leaving,
    original,
    picturing,
    responding,
    settling,
    shredding,
    summary,
)
from tipline.tips import state as states
from tipline.tips.clocks import STOPPING
from tipline.tips.content import (
    Answering,
    Content,
    Question,
    Reopened,
    Reply,
    Seen,
    content_of,
)
from tipline.tips.desks import WORKING
from tipline.tips.event import EVENT_LAST_YEAR, Event, Kind
from tipline.tips.powers import check_desk
from tipline.tips.second import ENDING, OF_CLOSED, OF_OPEN, Request, overtaken
from tipline.tips.standing import CaseState as CaseState
from tipline.tips.state import AT_DESKS, AT_WORK, State
from tipline.tips.tasks import PutOff

ENDED = frozenset({State.CLOSED, State.SPAM, State.PURGED})  # from its day on a tip is due
REFUSED = (EventRefusedError, RecordMalformedError)  # such an event changes nothing

# The content is that of the event's kind.
Change: TypeAlias = Callable[[CaseState, Event, Any], dict[str, Any]]


def fold(events: Iterable[Event]) -> CaseState:
    """Return where a case stands, from its events in order, as the check of their chain gave them.

    An event that asks for a refused change, or whose content does not read, is listed and changes
    nothing: one such event, from whoever may sign, must not make a case unreadable.
    """
    case = CaseState()
    for event in events:
        try:
            case = follow(case, event)
        except REFUSED:
            case = refuse(case, event)
    return case


def refuse(case: CaseState, event: Event) -> CaseState:
    """Return where the case stands after an event that changes nothing."""
    return replace(case, number=event.number, refused=(*case.refused, event.number))


ASKING = frozenset({Kind.QUESTION, Kind.ASKED_ALL})


def follow(case: CaseState, event: Event) -> CaseState:
    """Return where the case stands after one more event.

    Raises EventRefusedError for what may not follow, TransitionRefusedError among others, and
    RecordMalformedError for content that does not belong to the kind: ask this before an event is
    signed.
    """
    return follow_read(case, event, content_of(event))


def follow_read(case: CaseState, event: Event, content: Content) -> CaseState:
    """Return the same, of an event whose content was read before. Raises EventRefusedError."""
    _check_time(case, event)
    check_desk(case, event)
    change: Change = _FOLLOWED.get(event.kind, _unchanged)
    after = replace(case, number=event.number, changed_at=event.at, **change(case, event, content))
    if after.finished and not case.finished:
        following.check_no_task(case)
        handing_off.check_handed_off(case)
    return replace(
        after,
        **_moments(case, after, event, content),
        words=joining.words(case, after, content),
        ended_by=_ended_by(case, after),
        **shredding.after(case, after, event),
        requests=_waiting(case, after),
    )


def _check_time(case: CaseState, event: Event) -> None:
    """Refuse an event before the newest that stands, or so late that no time follows from it.

    Its author signs its time, and a request's day is counted by that: it does not run backwards.
    """
    backwards = case.changed_at is not None and event.at < case.changed_at
    if backwards or event.at.year > EVENT_LAST_YEAR:
        raise RecordMalformedError


def _unchanged(_case: CaseState, _event: Event, _content: Content) -> dict[str, Any]:
    return {}


def _moments(before: CaseState, after: CaseState, event: Event, content: Content) -> dict[str, Any]:
    """Return what the clocks count from.

    A case that is taken up again begins anew. A date that has come, a new message and the end of
    the case end its waiting.
    """
    reached, began, put_off = after.reached, before.began, after.put_off
    raised = before.raised
    if before.priority and after.priority and before.priority.below(after.priority):
        raised = event.at
    if before.finished and not after.finished:
        reached, began = {Kind.OPENED: event.at}, event.at
    if (
        event.kind in STOPPING
        and event.kind not in reached
        and answering.ends_clock(before, content)
    ):
        reached = {**reached, event.kind: answering.came_about(content, began, event.at)}
    ended = after.finished or isinstance(content, Seen)
    waits = put_off is not None and event.at < put_off.until and not ended
    return {
        "began": began,
        "raised": raised,
        "questioned": event.at if event.kind in ASKING else after.questioned,
        "kept_until": after.kept_until if after.finished else None,
        "reached": reached,
        "put_off": put_off if waits else None,
        "waits": {} if ended else _waits(after, event),
    }


def _waits(after: CaseState, event: Event) -> dict[str, PutOff]:
    """Return which desks still wait: those that work on it, until their date has come."""
    at_work = {desk for desk, work in after.desks.items() if work.stand in WORKING}
    return {
        desk: each
        for desk, each in after.waits.items()
        if desk in at_work and event.at < each.until
    }


def _seen(case: CaseState, _event: Event, content: Seen) -> dict[str, Any]:
    """Take up a case again that waited for an answer or was closed: a new message was read."""
    _check_tip(case, content)
    changes: dict[str, Any] = {"seen": joining.and_seen(case, content.tip.hex(), content.parts)}
    changes["unread"] = case.unread - {content.tip.hex()}
    if case.state in {State.INFO, State.CLOSED}:
        changes |= {"state": State.TRIAGE, "outcome": None}
    return changes


def _reply(case: CaseState, _event: Event, content: Reply) -> dict[str, Any]:
    _check_tip(case, content)
    return assigning.answers_wish(case, content)


def _question(case: CaseState, _event: Event, content: Question) -> dict[str, Any]:
    """Ask a reporter: the case waits for the answer, unless desks are at work on it meanwhile."""
    _check_tip(case, content)
    changes = assigning.answers_wish(case, content)
    if case.state in AT_WORK:
        return changes
    if case.state is not State.INFO:
        states.check(case.state, State.INFO)
    return {**changes, "state": State.INFO}


def _reopened(case: CaseState, _event: Event, _content: Reopened) -> dict[str, Any]:
    """Take the case up again; one whose tip is in another waits for that to come back."""
    if case.state in AT_DESKS | {State.DUP}:
        raise TransitionRefusedError(old=case.state.value, new=State.TRIAGE.value)
    states.check(case.state, State.TRIAGE)
    return {"state": State.TRIAGE, "outcome": None}


def _ended_by(before: CaseState, after: CaseState) -> int:
    if after.state not in ENDED:
        return 0
    return before.ended_by if after.state is before.state else after.number


def _waiting(before: CaseState, after: CaseState) -> tuple[Request, ...]:
    """Return the requests that still wait.

    Who asked to end a case had read what stood there: another state, message, tip or
    classification overtakes that.
    """
    if after.finished:
        return overtaken(after.requests, OF_OPEN | (OF_CLOSED if after.original_ended else set()))
    requests = overtaken(after.requests, OF_CLOSED)
    read = (before.state, before.seen, before.tips, before.classified_by)
    if read != (after.state, after.seen, after.tips, after.classified_by):
        return overtaken(requests, ENDING)
    return requests


def _check_tip(case: CaseState, content: Seen | Answering) -> None:
    if content.tip.hex() not in case.tips:
        raise RecordMalformedError


_FOLLOWED: Mapping[Kind, Change] = {
    Kind.OPENED: joining.opened,
    Kind.SEEN: _seen,
    Kind.SUMMARY: summary.written,
    Kind.READ: summary.read,
    Kind.INDICATION: indication.denied,
    Kind.REPLY: _reply,
    Kind.QUESTION: _question,
    Kind.SET_ASIDE: ending.set_aside,
    Kind.CLOSED: ending.closed,
    Kind.REOPENED: _reopened,
    Kind.EXPORTED: leaving.left,
    Kind.DOWNLOADED: leaving.left,
    Kind.DISPATCHED: leaving.left,
    Kind.FOOTAGE: leaving.left,
    Kind.CLASSIFIED: assessing.classified,
    Kind.GRADED: assessing.graded,
    Kind.PLACED: assessing.placed,
    Kind.TASK: following.task,
    Kind.TASK_DONE: following.task_done,
    Kind.TASK_MOVED: following.task_moved,
    Kind.TASK_DROPPED: following.task_dropped,
    Kind.WAITING: following.waiting,
    Kind.RESUMED: following.resumed,
    Kind.KEPT: keeping.kept,
    Kind.DESTROYED: keeping.destroyed,
    Kind.HANDED_OFF: handing_off.handed_off,
    Kind.HAND_OFF_STEP: handing_off.stepped,
    Kind.ASKED: deeds.asked,
    Kind.APPROVED: deeds.approved,
    Kind.DECLINED: deeds.declined,
    Kind.JOINED: joining.joined,
    Kind.LEFT: joining.left,
    Kind.RETURNED: joining.returned,
    Kind.LINKED: joining.linked,
    Kind.UNLINKED: joining.unlinked,
    Kind.REPLIED_ALL: joining.replied_all,
    Kind.ASKED_ALL: joining.asked_all,
    Kind.ACKNOWLEDGED: leaving.acknowledged,
    Kind.AGENCY_SAID: answering.said,
    Kind.LINK_ENDED: answering.link_ended,
    Kind.SETTLED: settling.settled,
    Kind.REVIEWED: leaving.reviewed,
    Kind.STILL: picturing.taken,
    Kind.PICTURED: picturing.pictured,
    Kind.ORIGINAL: original.opened,
    Kind.ORIGINAL_KEPT: shredding.kept,
    Kind.ORIGINAL_ENDED: shredding.ended,
    Kind.ORIGINAL_GONE: shredding.gone,
    **responding.CHANGES,
    **assigning.CHANGES,
}
