"""Our words for what an event says beside its reason: its content, told in a line."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from flask_babel import gettext, ngettext
from markupsafe import Markup

from tipline.casework.desk import cameras
from tipline.errors import RecordMalformedError
from tipline.review import (
    camera_words,
    clock,
    desk_words,
    follow,
    names,
    suspicion_words,
    whereabouts,
    words,
)
from tipline.review.marks import shown
from tipline.review.visit import visit
from tipline.tips.content import (
    AgencySaid,
    Answered,
    Asked,
    Classified,
    Closed,
    Content,
    Dispatched,
    Footage,
    Graded,
    Hold,
    Indication,
    Leaving,
    Linked,
    OriginalGone,
    Pictured,
    Placed,
    Reviewed,
    Sent,
    Still,
    ToAll,
)
from tipline.tips.deeds import wanted
from tipline.tips.event import Kind
from tipline.tips.second import Request
from tipline.tips.shape import from_json
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tipline.tips.event import Event
    from tipline.tips.suspicious import Suspicion


def kind(content: Classified) -> str:
    """Return the official category in words, the whole before its part."""
    pair = (content.category, content.subcategory)
    named = [names.of_category(code) for code in pair if code]
    return ": ".join(named)


def grade(content: Graded) -> Markup:
    """Return a grade as it is written: ``2/D/C``, left to right in any language."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(content.grade)


def told(content: Content | Request | None, events: Sequence[Event]) -> Markup:
    """Return what an event, or a request, says beside its reason, in a line; for most, nothing.

    ``events`` are those of its case: an answer tells of the request that it answers.
    """
    return Markup(" · ").join(follow.pieces(content) or _pieces(content, events))


def _pieces(content: Content | Request | None, events: Sequence[Event]) -> list[str]:
    if isinstance(content, Asked | Request):
        return [str(words.DEEDS[content.deed]), *_pieces(_wanted(content), events)]
    if isinstance(content, Answered):
        return [piece for asked in _asked(content, events) for piece in _pieces(asked, events)]
    pieces = (of_kind(content) for kind, of_kind in _PIECES if isinstance(content, kind))
    return next(pieces, None) or desk_words.told(content)


def _of_classified(content: Classified) -> list[str]:
    life = [str(words.LIFE)] if content.life else []
    return [names.of_level(content.priority), kind(content), *life]


def _of_leaving(content: Leaving) -> list[str]:
    """Return to whom and what for; what was taken by a permit says it again."""
    return [said(each) for each in (content.to, content.purpose) if each]


def _of_dispatched(content: Dispatched) -> list[str]:
    """Return all that would be sent beside the summary: whoever approves it has read it here."""
    told = [gettext("version %(number)d of the summary", number=content.summary)]
    told += [*of_text(content.theirs), *of_text(content.place), *of_points(content)]
    if content.files:
        count = len(content.files)
        told.append(ngettext("%(num)d attachment named", "%(num)d attachments named", count))
    suspected = of_suspicion(content.suspicion) if content.suspicion else []
    return [*_of_leaving(content), *told, *_of_answering(content), *suspected]


def _of_footage(content: Footage) -> list[str]:
    """Return all that the keeper is asked for: whoever approves it has read it here."""
    told = [str(camera_words.WANTED[content.wanted]), *_of_leaving(content)]
    told += [*of_text(content.contact), *map(code, content.cameras)]
    time, *overwritten = of_window(content)
    return [*told, time, *of_text(content.place), *overwritten, *_of_answering(content)]


def of_points(content: Dispatched) -> list[str]:
    """Return where it is, by its points, and how far about them."""
    points = [code(each.written) for each in content.points]
    return [*points, str(words.EXACT[content.about])] if points else []


def of_window(content: Footage) -> list[str]:
    """Return of which time the recordings are, then when the first is overwritten, if at all."""
    since, until = clock.full(content.since), clock.full(content.until)
    told = [gettext("from %(since)s until %(until)s", since=since, until=until)]
    if content.overwritten:
        told.append(gettext("overwritten from %(time)s", time=clock.full(content.overwritten)))
    return told


def _of_still(content: Still) -> list[str]:
    """Return which camera, how far from the place of the case, and why one that is elsewhere.

    Camera and distance are for whoever sees the cameras.
    """
    told: list[str] = []
    if cameras.may_see(visit()):
        told = [code(content.camera), *camera_words.from_place(content.metres)]
    if content.elsewhere:
        told += [str(camera_words.ELSEWHERE), said(content.elsewhere)]
    return told


def _of_answering(content: Sent) -> list[str]:
    """Return by when an answer is asked for, and by what it goes."""
    told = []
    if content.reply_by:
        told.append(gettext("reply by %(time)s", time=clock.full(content.reply_by)))
    told += [
        gettext("to be delivered by %(channel)s", channel=names.of_channel(each))
        for each in configuration_here().channels.channels
        if each.code in content.channels
    ]
    return told


def _of_said(content: AgencySaid) -> list[str]:
    return [
        str(words.SAID[content.said]),
        said(content.who),
        str(words.WAYS[content.way]),
        clock.moment(content.told_at),
    ]


def said(text: str) -> Markup:
    """Return what somebody typed, as a piece of a line."""
    return Markup('<bdi dir="auto">{}</bdi>').format(shown(text))


def code(text: str) -> Markup:
    """Return a code, left to right in any language."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def of_text(text: str) -> list[str]:
    """Return what somebody typed, if anything."""
    return [said(text)] if text else []


def of_suspicion(told: Suspicion) -> list[str]:
    """Return what a report of suspicious activity says beside."""
    days = [clock.day(each) for each in (told.began, told.ended) if each]
    return [
        *(str(suspicion_words.ACTIVITIES[each]) for each in told.activities),
        *([str(suspicion_words.DOMAINS[told.domain])] if told.domain else []),
        *([str(suspicion_words.CLASSES[told.kind])] if told.kind else []),
        *([str(suspicion_words.SECTORS[told.sector])] if told.sector else []),
        *([said(told.nexus)] if told.nexus else []),
        *days,
    ]


def _of_indication(content: Indication) -> list[str]:
    """Return the behaviour and the facts."""
    return [names.of_category(content.behaviour), *map(said, content.facts)]


_PIECES: tuple[tuple[type[Content], Callable[[Any], list[str]]], ...] = (
    (Closed, lambda content: [str(words.OUTCOMES[content.outcome])]),
    (Classified, _of_classified),
    (Graded, lambda content: [grade(content), *map(names.of_condition, content.conditions)]),
    (Indication, _of_indication),
    (Placed, lambda content: whereabouts.pieces(content.point)),
    (Dispatched, _of_dispatched),
    (Footage, _of_footage),
    (AgencySaid, _of_said),
    (Leaving, _of_leaving),
    (Still, _of_still),
    (Pictured, lambda content: [clock.moment(content.taken)]),
    (Hold, lambda content: [said(content.order), clock.day(content.until)]),
    (
        OriginalGone,
        lambda content: (
            [ngettext("%(num)d tip", "%(num)d tips", len(content.tips))]
            if len(content.tips) > 1
            else []
        ),
    ),
    (Linked, lambda content: [str(words.SORTS[content.sort])]),
    (
        ToAll,
        lambda content: [ngettext("%(num)d reporter", "%(num)d reporters", len(content.to))],
    ),
    (Reviewed, lambda content: [str(words.OBJECTED if content.objection else words.RIGHT)]),
)


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
