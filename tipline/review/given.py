"""What left the house, one thing after the other, in rows: what, to whom, when, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from tipline.review import camera_words, clock, content_words, names, official
from tipline.tips import reference
from tipline.tips.content import (
    Dispatched,
    Downloaded,
    Exported,
    Footage,
    LinkEnded,
    Sent,
    content_of,
)
from tipline.web.app import configuration_here

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from flask_babel.speaklater import LazyString

    from tipline.casework.case.casefile import OpenCase
    from tipline.tips.content import Leaving
    from tipline.tips.standing import Given

TITLES: Mapping[type[Leaving], LazyString] = {
    Dispatched: _l("Summary to an outside agency"),
    Exported: _l("Copy of tip and case"),
    Downloaded: _l("Attachment"),
}


@dataclass(frozen=True)
class Row:
    """What one thing is called, and its lines. ``late``: somebody is to look at it."""

    label: str
    lines: Sequence[str] = field(repr=False)
    late: bool = False


def title(content: Leaving) -> str:
    """Return what it is that left."""
    if isinstance(content, Footage):
        return str(camera_words.WANTED[content.wanted])
    return str(TITLES[type(content)])


def rows(one: Given, case: OpenCase) -> list[Row]:
    """Return to whom it went, when, by whom, graded how, and by when they are to answer."""
    return [row for row in _rows(one, case) if row.lines]


def more(one: Given) -> list[Row]:
    """Return what went with it."""
    content = one.content
    return [row for row in _beside(content) if row.lines] if isinstance(content, Sent) else []


def channels(content: Leaving) -> list[str]:
    """Return by what it goes, of what goes by anything."""
    if not isinstance(content, Sent):
        return []
    known = configuration_here().channels.channels
    return [names.of_channel(each) for each in known if each.code in content.channels]


def link(one: Given, case: OpenCase, held: Mapping[int, datetime]) -> Row | None:
    """Return how it stands with the link of a dispatch, by those that hold; None without one."""
    if not isinstance(one.content, Dispatched) or not one.content.link:
        return None
    label = gettext("Its link")
    if one.number in held:
        return Row(label, [gettext("holds until %(time)s", time=clock.full(held[one.number]))])
    if not one.link_ended:
        return Row(label, [gettext("holds no more")])
    event = case.events[one.link_ended - 1]
    content = content_of(event)
    why = content.text if isinstance(content, LinkEnded) else ""
    ended = _to_event(one.link_ended, gettext("ended by an officer"))
    told = Markup(" · ").join([ended, content_words.said(event.name), clock.moment(event.at)])
    lines: list[str] = [told, content_words.said(why)]
    if not all(map(one.counts, one.said)):
        lines.append(
            gettext("What came by it counts for nothing. Ring them, and enter what they say.")
        )
    return Row(label, lines)


def _rows(one: Given, case: OpenCase) -> Iterator[Row]:
    content = one.content
    at_once = [gettext("at once, to save a life")] if one.urgent else []
    yield Row(gettext("To whom"), [Markup("<b>{}</b>").format(content_words.said(content.to))])
    yield Row(gettext("What for"), [content_words.said(content.purpose)])
    when = _to_event(one.number, clock.moment(one.at))
    by = content_words.said(case.events[one.number - 1].name)
    yield Row(gettext("Sent"), [Markup(" · ").join([when, by]), *at_once])
    if one.urgent:
        yield _looked_at(one)
    yield Row(gettext("Grade"), [_graded(one)])
    if isinstance(content, Sent):
        ours = reference.of_dispatch(case.state.own, one.number)
        yield Row(gettext("Our reference"), [content_words.code(ours)])
    if isinstance(content, Dispatched):
        yield Row(gettext("Their reference"), content_words.of_text(content.theirs))
    if isinstance(content, Sent):
        yield _reply_by(one, content)
    if one.acknowledged:
        yield Row(gettext("Receipt"), [_to_event(one.acknowledged, gettext("it arrived"))])
    else:
        yield Row(gettext("Receipt"), [gettext("not acknowledged yet")])


def _looked_at(one: Given) -> Row:
    label = gettext("Second officer")
    if one.reviewed:
        told = gettext("looked at by another officer")
        return Row(label, [_to_event(one.reviewed, told)])
    return Row(label, [gettext("another officer has yet to look at it")], late=True)


def _reply_by(one: Given, content: Sent) -> Row:
    """Return by when they are to answer; once that is past without a word, so much."""
    label, asked = gettext("Reply by"), content.reply_by
    if not official.is_late(one):
        return Row(label, [clock.full(asked)] if asked else [])
    if isinstance(content, Footage) and content.overwritten:
        time = clock.full(content.overwritten)
        told = gettext("not answered, and overwritten from %(time)s", time=time)
    else:
        time = clock.full(one.awaited or one.at)
        told = gettext("no reply, though asked for by %(time)s", time=time)
    return Row(label, [told], late=True)


def _beside(content: Sent) -> Iterator[Row]:
    if isinstance(content, Footage):
        yield Row(gettext("How the keeper is reached"), content_words.of_text(content.contact))
        yield Row(gettext("Cameras"), [content_words.code(each) for each in content.cameras])
        yield Row(gettext("Recordings"), content_words.of_window(content))
    where = content_words.of_text(content.place)
    if isinstance(content, Dispatched):
        told = gettext("version %(number)d of the summary", number=content.summary)
        yield Row(gettext("Summary"), [told])
        where += content_words.of_points(content)
    yield Row(gettext("Where it is"), where)
    if isinstance(content, Dispatched):
        named = len(content.files)
        told = ngettext("%(num)d attachment named", "%(num)d attachments named", named)
        yield Row(gettext("Attachments"), [told] if named else [])
        suspected = content_words.of_suspicion(content.suspicion) if content.suspicion else []
        yield Row(gettext("Suspicious activity"), suspected)


def _graded(one: Given) -> Markup:
    """Return how far it was to be trusted then, and how it may be handled."""
    if one.graded is None:
        return Markup(" · ").join([content_words.code("2/D/C"), gettext("not evaluated")])
    handled = [names.of_condition(each) for each in one.graded.conditions]
    return Markup(" · ").join([content_words.grade(one.graded), *handled])


def _to_event(number: int, told: str) -> Markup:
    return Markup('<a href="#event-{}">{}</a>').format(number, told)
