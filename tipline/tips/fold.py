"""What the events of a case amount to: one pure function.

Source: docs/format.md, 6, which lists the content of each kind of event.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tipline.errors import RecordMalformedError, TransitionRefusedError
from tipline.tips import state as states
from tipline.tips.event import Event, Kind
from tipline.tips.state import Outcome, State


@dataclass(frozen=True, kw_only=True)
class CaseState:
    """Where a case stands after its events.

    ``tips`` are the hex ids of the tips in it, in the order in which they joined; ``parts`` gives
    the SHA-256, in hex, of each sealed part that somebody has seen, by the part's hex id.
    ``refused`` are the numbers of events that asked for what the table of states does not allow:
    they stand in the case, and change nothing.
    """

    state: State = State.NEW
    outcome: Outcome | None = None
    summary: str = field(default="", repr=False)
    tips: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=dict)
    number: int = 0
    opened_at: datetime | None = None
    changed_at: datetime | None = None
    refused: tuple[int, ...] = ()

    @property
    def parts_seen(self) -> frozenset[str]:
        """The hex ids of the parts that somebody has seen."""
        return frozenset(self.parts)

    @property
    def hidden(self) -> bool:
        """Whether the reporter's code is to be answered like one that does not exist."""
        return self.state is State.SPAM

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do here."""
        return self.state in states.FINISHED


def fold(events: Iterable[Event]) -> CaseState:
    """Return where a case stands, from its events in order, as the check of their chain gave them.

    An event that asks for a refused change or lacks its content is listed and changes nothing:
    one such event, from whoever may sign, must not make a case unreadable.
    """
    case = CaseState()
    for event in events:
        try:
            case = follow(case, event)
        except (TransitionRefusedError, RecordMalformedError):
            case = replace(case, number=event.number, refused=(*case.refused, event.number))
    return case


def follow(case: CaseState, event: Event) -> CaseState:
    """Return where the case stands after one more event.

    Raises TransitionRefusedError for a change that the table does not allow, RecordMalformedError
    for content that does not belong to the kind: ask this before an event is signed.
    """
    changes = _FOLLOWED.get(event.kind, _unchanged)(case, event)
    return replace(case, number=event.number, changed_at=event.at, **changes)


def _unchanged(_case: CaseState, _event: Event) -> dict[str, Any]:
    return {}


def _opened(case: CaseState, event: Event) -> dict[str, Any]:
    tip = _text(event, "tip")
    changes = {
        "tips": case.tips if tip in case.tips else (*case.tips, tip),
        "parts": {**case.parts, **_parts(event)},
    }
    if case.state is not State.NEW:
        return changes
    return {**changes, "state": State.TRIAGE, "opened_at": event.at}


def _seen(case: CaseState, event: Event) -> dict[str, Any]:
    """Take up a case again that waited for an answer or was closed: a new message was read."""
    changes: dict[str, Any] = {"parts": {**case.parts, **_parts(event)}}
    if case.state in {State.INFO, State.CLOSED}:
        changes |= {"state": State.TRIAGE, "outcome": None}
    return changes


def _summary(_case: CaseState, event: Event) -> dict[str, Any]:
    return {"summary": _text(event, "text")}


def _question(case: CaseState, _event: Event) -> dict[str, Any]:
    if case.state is not State.INFO:
        states.check(case.state, State.INFO)
    return {"state": State.INFO}


def _set_aside(case: CaseState, _event: Event) -> dict[str, Any]:
    states.check(case.state, State.SPAM)
    return {"state": State.SPAM}


def _closed(case: CaseState, event: Event) -> dict[str, Any]:
    states.check(case.state, State.CLOSED)
    try:
        return {"state": State.CLOSED, "outcome": Outcome(_text(event, "outcome"))}
    except ValueError:
        raise RecordMalformedError from None


def _reopened(case: CaseState, _event: Event) -> dict[str, Any]:
    states.check(case.state, State.TRIAGE)
    return {"state": State.TRIAGE, "outcome": None}


def _text(event: Event, name: str) -> str:
    value = event.content.get(name)
    if not isinstance(value, str):
        raise RecordMalformedError
    return value


def _parts(event: Event) -> dict[str, str]:
    parts = event.content.get("parts")
    if not isinstance(parts, dict) or not all(isinstance(it, str) for it in parts.values()):
        raise RecordMalformedError
    return parts


_FOLLOWED: Mapping[Kind, Callable[[CaseState, Event], dict[str, Any]]] = {
    Kind.OPENED: _opened,
    Kind.SEEN: _seen,
    Kind.SUMMARY: _summary,
    Kind.QUESTION: _question,
    Kind.SET_ASIDE: _set_aside,
    Kind.CLOSED: _closed,
    Kind.REOPENED: _reopened,
}
