"""The events of a case as they are read beside the report."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tipline.errors import RecordMalformedError
from tipline.review import content_words, words
from tipline.review.visit import visit
from tipline.tips.content import (
    Acknowledged,
    AgencySaid,
    Answered,
    Answering,
    Asked,
    Assigned,
    Classified,
    Closed,
    Conflict,
    Content,
    DeskDone,
    Downloaded,
    Given,
    Graded,
    Granted,
    HandOffStep,
    Indication,
    Joined,
    Kept,
    Left,
    Linked,
    LinkEnded,
    Note,
    Opened,
    OriginalKept,
    Placed,
    Question,
    Reopened,
    Reply,
    Returned,
    Reviewed,
    Settled,
    Summary,
    Taking,
    TaskDone,
    TaskDropped,
    TaskMoved,
    TaskSet,
    ToAll,
    Unlinked,
    Waiting,
    WishDeclined,
    Wished,
    content_of,
)
from tipline.tips.content.assigning import Step, ToDesk
from tipline.tips.event import FIRST, TO_REPORTER, TO_REPORTERS, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from flask_babel.speaklater import LazyString

    from tipline.casework.case.casefile import OpenCase
    from tipline.tips.event import Event

TEXTS = (
    Note, Summary, Reply, Question, Closed, Taking, Acknowledged, AgencySaid, LinkEnded, Settled,
    Reviewed,
    Classified, Graded, Placed, Indication, Asked, Answered, Opened, Reopened, Joined, Left,
    Returned, Linked, Unlinked,
    Step, ToDesk, Assigned, DeskDone, Granted, Given, Wished, WishDeclined, Conflict,
    TaskSet, TaskDone, TaskMoved, TaskDropped, Waiting, HandOffStep, Kept, OriginalKept,
)  # fmt: skip

ANSWERS = frozenset({Kind.APPROVED, Kind.DECLINED})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One event. ``fresh``: entered since the form was shown; ``refused``: it changed nothing.

    ``lapsed``: nobody answered what it asked for, and it waits no more.

    ``told``: what it says beside its ``texts``: an outcome, a classification, a grade, a request.

    ``tip``: the id of the one of several tips that it concerns.

    ``file``: the id of the attachment that it is about, and ``sealed`` whether that left sealed;
    ``shown_from``: of an answer, when its reporter may first see it.
    """

    number: int
    at: datetime
    who: str
    desk: str
    done: str
    told: str = ""
    texts: tuple[str, ...] = field(default=(), repr=False)
    tip: bytes = b""
    file: bytes = b""
    sealed: bool = False
    look: bool = False
    outward: bool = False
    shown_from: datetime | None = None
    fresh: bool = False
    refused: bool = False
    lapsed: bool = False


def lines(
    case: OpenCase, seen: int | None = None, beside: frozenset[bytes] = frozenset()
) -> tuple[Line, ...]:
    """Return the events in order; those after ``seen``, looks left out, are ``fresh``.

    ``beside`` are the cases that the reader may open: no line tells of another one.
    """
    fresh = {event.number for event in case.since(seen)} if seen is not None else set()
    refused, lapsed = set(case.state.refused), _lapsed(case)
    return tuple(
        replace(
            _line(event, case.events),
            fresh=event.number in fresh,
            refused=event.number in refused,
            tip=_tip(event) if len(case.state.seen) > 1 else b"",
            lapsed=event.number in lapsed,
        )
        for event in case.events
        if _other(event) in {None, *beside}
    )


def fresh(case: OpenCase, seen: int) -> tuple[Line, ...]:
    """Return what was entered after an event, looks left out: what a sender had not read."""
    return tuple(line for line in lines(case, seen) if line.fresh)


def _tip(event: Event) -> bytes:
    found: bytes = getattr(_read(event), "tip", b"")
    return found


def _other(event: Event) -> bytes | None:
    """Return the other case that a line tells of, if it tells of one."""
    content = _read(event)
    return content.case if isinstance(content, Linked | Unlinked) else None


def _line(event: Event, events: Sequence[Event]) -> Line:
    content = _read(event)
    return Line(
        number=event.number,
        at=event.at,
        who=event.name,
        desk=event.desk,
        done=str(_done(event, content)),
        told=content_words.told(content, events),
        texts=_texts(content),
        file=content.file if isinstance(content, Downloaded) else b"",
        sealed=isinstance(content, Downloaded) and content.sealed,
        look=event.kind is Kind.VIEWED,
        outward=event.kind in TO_REPORTER | TO_REPORTERS,
        shown_from=content.shown_from if isinstance(content, Answering | ToAll) else None,
    )


def _done(event: Event, content: Content | None) -> LazyString:
    further = isinstance(content, Opened) and event.number > FIRST
    return words.LET_JOIN if further else words.KINDS[event.kind]


def _texts(content: Content | None) -> tuple[str, ...]:
    if isinstance(content, ToAll):
        return tuple(content.texts.values())
    return (content.text,) if isinstance(content, TEXTS) and content.text else ()


def _lapsed(case: OpenCase) -> set[int]:
    """Return the numbers of requests that were overtaken, or that nobody answered in time."""
    standing = [event for event in case.events if event.number not in case.state.refused]
    asked = {event.number for event in standing if event.kind is Kind.ASKED}
    told = [content_of(event) for event in standing if event.kind in ANSWERS]
    done = {content.request for content in told if isinstance(content, Answered)}
    return asked - done - {request.number for request in case.state.waiting(visit().now)}


def _read(event: Event) -> Content | None:
    with suppress(RecordMalformedError):
        return content_of(event)
    return None
