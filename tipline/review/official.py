"""What officers said of a case, in words: at the head of its page, and in its timeline."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from markupsafe import Markup

from tipline.errors import RecordMalformedError
from tipline.review import desk_words, words
from tipline.review.visit import visit
from tipline.tips.content import Answered, Asked, Classified, Closed, Content, Graded, content_of
from tipline.tips.deeds import wanted
from tipline.tips.event import Kind
from tipline.tips.second import Request
from tipline.tips.shape import from_json
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tipline.casework.casefile import OpenCase
    from tipline.casework.opening import OpenTip
    from tipline.tips.event import Event


@dataclass(frozen=True)
class Entered:
    """Who said something, when and why; ``asked_by`` is the first of two officers."""

    who: str
    at: datetime
    why: str = field(repr=False)
    asked_by: str = ""


def entered(case: OpenCase, number: int, why: str) -> Entered:
    """Return who entered an event of a case, by its number, and who had asked for it."""
    event = case.events[number - 1]
    content = content_of(event)
    asker = case.events[content.request - 1].name if isinstance(content, Answered) else ""
    return Entered(event.name, event.at, why, asker)


def answerable(tip: OpenTip) -> tuple[Request, ...]:
    """Return the requests that wait and that this officer, who did not ask, may answer."""
    present = visit()
    waiting = tip.case.state.waiting(present.now)
    return tuple(it for it in waiting if it.author != present.member.analyst)


def kind(content: Classified) -> str:
    """Return the official category in words, the whole before its part."""
    configuration = configuration_here()
    pair = (content.category, content.subcategory)
    named = [words.kind_of_tip(configuration, code, "") for code in pair if code]
    return ": ".join(named)


def grade(content: Graded) -> Markup:
    """Return a grade as it is written: ``2/D/C``, left to right in any language."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(content.grade)


def told(content: Content | Request | None, events: Sequence[Event]) -> Markup:
    """Return what an event, or a request, says beside its reason, in a line; for most, nothing.

    ``events`` are those of its case: an answer tells of the request that it answers.
    """
    return Markup(" · ").join(_pieces(content, events))


def _pieces(content: Content | Request | None, events: Sequence[Event]) -> list[str]:
    if isinstance(content, Closed):
        return [str(words.OUTCOMES[content.outcome])]
    if isinstance(content, Classified):
        life = [str(words.LIFE)] if content.life else []
        return [words.level(content.priority), kind(content), *life]
    if isinstance(content, Graded):
        return [grade(content), *map(words.condition, content.conditions)]
    if isinstance(content, Asked | Request):
        return [str(words.DEEDS[content.deed]), *_pieces(_wanted(content), events)]
    if isinstance(content, Answered):
        return [piece for asked in _asked(content, events) for piece in _pieces(asked, events)]
    return desk_words.told(content)


def _wanted(content: Asked | Request) -> Content | None:
    with suppress(RecordMalformedError):
        return wanted(content)
    return None


def _asked(content: Answered, events: Sequence[Event]) -> Iterator[Asked]:
    """Yield what an answer is to, if it is to anything."""
    for event in events:
        if event.number == content.request and event.kind is Kind.ASKED:
            with suppress(RecordMalformedError):
                yield from_json(Asked, event.content)
