"""What the events of a case amount to: one pure function.

Source: docs/format.md, 6, which lists the content of each kind of event.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from tipline.errors import RecordMalformedError, TransitionRefusedError
from tipline.tips import state as states
from tipline.tips.content import (
    Answering,
    Closed,
    Content,
    Opened,
    Question,
    Reopened,
    Reply,
    Seen,
    SetAside,
    Summary,
    content_of,
)
from tipline.tips.event import Event, Kind
from tipline.tips.state import Outcome, State, Word, word_of


@dataclass(frozen=True, kw_only=True)
class CaseState:
    """Where a case stands after its events.

    ``seen`` gives, for each tip in it, in the order in which they joined, the SHA-256 of each
    sealed part that somebody has seen, by the tip's and the part's ids; all in hex.
    ``words`` gives, by the tip's hex id, the word that its reporter is to be shown.
    ``refused`` are the numbers of events that asked for what the table of states does not allow:
    they stand in the case, and change nothing.
    """

    state: State = State.NEW
    outcome: Outcome | None = None
    summary: str = field(default="", repr=False)
    seen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    words: Mapping[str, Word] = field(default_factory=dict)
    number: int = 0
    opened_at: datetime | None = None
    changed_at: datetime | None = None
    refused: tuple[int, ...] = ()

    @property
    def tips(self) -> tuple[str, ...]:
        """The hex ids of the tips in the case, in the order in which they joined."""
        return tuple(self.seen)

    @property
    def parts(self) -> Mapping[str, str]:
        """The digest of each part that somebody has seen, whichever tip it belongs to."""
        return {part: digest for seen in self.seen.values() for part, digest in seen.items()}

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


# The content is that of the event's kind.
Change: TypeAlias = Callable[[CaseState, Event, Any], dict[str, Any]]


def fold(events: Iterable[Event]) -> CaseState:
    """Return where a case stands, from its events in order, as the check of their chain gave them.

    An event that asks for a refused change, or whose content does not read, is listed and changes
    nothing:
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
    content = content_of(event)
    change: Change = _FOLLOWED.get(event.kind, _unchanged)
    after = replace(case, number=event.number, changed_at=event.at, **change(case, event, content))
    return replace(after, words=_words(case, after, content))


def _unchanged(_case: CaseState, _event: Event, _content: Content) -> dict[str, Any]:
    return {}


def _opened(case: CaseState, event: Event, content: Opened) -> dict[str, Any]:
    changes: dict[str, Any] = {"seen": _and_seen(case, content)}
    if case.state is not State.NEW:
        return changes
    return {**changes, "state": State.TRIAGE, "opened_at": event.at}


def _seen(case: CaseState, _event: Event, content: Seen) -> dict[str, Any]:
    """Take up a case again that waited for an answer or was closed: a new message was read."""
    _check_tip(case, content)
    changes: dict[str, Any] = {"seen": _and_seen(case, content)}
    if case.state in {State.INFO, State.CLOSED}:
        changes |= {"state": State.TRIAGE, "outcome": None}
    return changes


def _summary(_case: CaseState, _event: Event, content: Summary) -> dict[str, Any]:
    return {"summary": content.text}


def _reply(case: CaseState, _event: Event, content: Reply) -> dict[str, Any]:
    _check_tip(case, content)
    return {}


def _question(case: CaseState, _event: Event, content: Question) -> dict[str, Any]:
    _check_tip(case, content)
    if case.state is not State.INFO:
        states.check(case.state, State.INFO)
    return {"state": State.INFO}


def _set_aside(case: CaseState, _event: Event, _content: SetAside) -> dict[str, Any]:
    states.check(case.state, State.SPAM)
    return {"state": State.SPAM}


def _closed(case: CaseState, _event: Event, content: Closed) -> dict[str, Any]:
    states.check(case.state, State.CLOSED)
    return {"state": State.CLOSED, "outcome": content.outcome}


def _reopened(case: CaseState, _event: Event, _content: Reopened) -> dict[str, Any]:
    states.check(case.state, State.TRIAGE)
    return {"state": State.TRIAGE, "outcome": None}


def _words(before: CaseState, after: CaseState, content: Content) -> Mapping[str, Word]:
    """Return each tip's word: what names a tip changes its word alone.

    No reporter is told of another's question, message or arrival.
    """
    told, word = frozenset[str](), word_of(after.state)
    if isinstance(content, Question | Seen):
        told = frozenset({content.tip.hex()})
    elif isinstance(content, Opened):
        told = frozenset(after.tips) - frozenset(before.tips)
        word = Word.READING if after.state is State.INFO else word  # another reporter was asked
    elif after.state is not before.state:
        told = frozenset(after.tips)
    return {**before.words, **dict.fromkeys(told, word)}


def _check_tip(case: CaseState, content: Seen | Answering) -> None:
    if content.tip.hex() not in case.seen:
        raise RecordMalformedError


def _and_seen(case: CaseState, content: Opened | Seen) -> dict[str, Mapping[str, str]]:
    tip = content.tip.hex()
    return {**case.seen, tip: {**case.seen.get(tip, {}), **content.parts}}


_FOLLOWED: Mapping[Kind, Change] = {
    Kind.OPENED: _opened,
    Kind.SEEN: _seen,
    Kind.SUMMARY: _summary,
    Kind.REPLY: _reply,
    Kind.QUESTION: _question,
    Kind.SET_ASIDE: _set_aside,
    Kind.CLOSED: _closed,
    Kind.REOPENED: _reopened,
}
