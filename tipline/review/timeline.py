"""The events of a case as they are read beside the report."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tipline.errors import RecordMalformedError
from tipline.review import official, words
from tipline.review.visit import visit
from tipline.tips.content import Answered, Answering, Content, Downloaded, content_of
from tipline.tips.event import TO_REPORTER, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tipline.casework.casefile import OpenCase
    from tipline.tips.event import Event

ANSWERS = frozenset({Kind.APPROVED, Kind.DECLINED})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One event. ``fresh``: entered since the form was shown; ``refused``: it changed nothing.

    ``lapsed``: nobody answered what it asked for, and it waits no more.

    ``told``: what it says beside its ``text``: an outcome, a classification, a grade, a request.

    ``file``: the id of the attachment that it is about, and ``sealed`` whether that left sealed;
    ``shown_from``: of an answer, when its reporter may first see it.
    """

    number: int
    at: datetime
    who: str
    desk: str
    done: str
    told: str = ""
    text: str = field(default="", repr=False)
    file: bytes = b""
    sealed: bool = False
    look: bool = False
    outward: bool = False
    shown_from: datetime | None = None
    fresh: bool = False
    refused: bool = False
    lapsed: bool = False


def lines(case: OpenCase, seen: int | None = None) -> tuple[Line, ...]:
    """Return the events in order; those after ``seen``, looks left out, are ``fresh``."""
    fresh = {event.number for event in case.since(seen)} if seen is not None else set()
    refused, lapsed = set(case.state.refused), _lapsed(case)
    return tuple(
        replace(
            _line(event, case.events),
            fresh=event.number in fresh,
            refused=event.number in refused,
            lapsed=event.number in lapsed,
        )
        for event in case.events
    )


def _line(event: Event, events: Sequence[Event]) -> Line:
    content = _read(event)
    return Line(
        number=event.number,
        at=event.at,
        who=event.name,
        desk=event.desk,
        done=str(words.KINDS[event.kind]),
        told=official.told(content, events),
        text=getattr(content, "text", ""),
        file=content.file if isinstance(content, Downloaded) else b"",
        sealed=isinstance(content, Downloaded) and content.sealed,
        look=event.kind is Kind.VIEWED,
        outward=event.kind in TO_REPORTER,
        shown_from=content.shown_from if isinstance(content, Answering) else None,
    )


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
