"""What goes to a body that is to answer: entered first, then made into what is sent."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.casework.case import agency_links
from tipline.casework.tip.actions import enter
from tipline.casework.tip.attachments import attachments
from tipline.configuration import DeskKind
from tipline.configuration.routing import may_be_given
from tipline.dispatch.origin import Origin, seal_origin
from tipline.dispatch.package import (
    MIMETYPES,
    Attachment,
    Earlier,
    Marking,
    Package,
    Sender,
    Vetting,
    Where,
)
from tipline.errors import EventRefusedError, NotFoundError
from tipline.sealing.audit import Action
from tipline.store.casebook.outbox import Whose
from tipline.tips import reference
from tipline.tips.content import Dispatched, Sent, Summary, content_of
from tipline.tips.content.dispatched import LINK_BYTES
from tipline.tips.fold import fold
from tipline.tips.grade import DEFAULT, Grade
from tipline.tips.leaving import check_may_leave, check_still_goes
from tipline.tips.state import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime, tzinfo

    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.configuration import ChannelName, Configuration, Text
    from tipline.store.casebook.outbox import State as Delivery
    from tipline.tips.content import Classified
    from tipline.tips.standing import CaseState, Given


ITEM_BYTES = 16


@dataclass(frozen=True)
class _Sending:
    """What is sent, and the case as it stood when it was entered."""

    given: Given
    content: Dispatched = field(repr=False)
    classified: Classified
    state: CaseState = field(repr=False)


def send(visit: Visit, tip: OpenTip, content: Sent, seen: int | None) -> OpenTip:
    """Enter that something leaves for a body that is to answer.

    1. Nothing leaves a case that may be false, or that nobody graded.
    2. The trail gets its entry.
    3. The case gets its event, which needs a permit unless a life is at stake. Where agencies
    answer by links, the secret of one is drawn for a dispatch.
    4. The link holds from then on; what is cut short before that is made good at the next look.
    Raises what ``check_may_leave`` (1) and ``actions.enter`` (3) do.
    """
    check_may_leave(tip.case.state)  # 1
    trail.record(visit, Action.DISPATCH, tip=tip.id, desk=tip.case.desk)  # 2
    if isinstance(content, Dispatched) and visit.office.settings.agencies_url:
        content = replace(content, link=secrets.token_bytes(LINK_BYTES))
    tip = enter(visit, tip, content, seen)  # 3
    agency_links.settle(visit, tip.case)  # 4
    return tip


def package(visit: Visit, tip: OpenTip, number: int) -> Package:
    """Return what was sent with an event, by its number: the same whenever it is asked for.

    Raises NotFoundError for any other event, and where it names attachments that are closed to
    this officer by now.
    """
    found = _sending(tip, number)
    given, content, state = found.given, found.content, found.state
    texts, settings = visit.office.configuration, visit.office.settings
    zone = texts.site.timezone
    earlier = list(_earlier(state, found, zone))
    code = found.classified.subcategory or found.classified.category
    kind = texts.kinds.get(code) or texts.kinds.get(found.classified.category)
    return Package(
        reference=reference.of_dispatch(state.own, number),
        incident=reference.of_case(state.own),
        theirs=content.theirs,
        to=content.to,
        purpose=content.purpose,
        sender=sender(visit, tip.case.events[number - 1].desk),
        sent=local(given.at, zone),
        version=content.summary,
        summary=_summary(tip, content.summary),
        about=kind.label if kind else _coded(texts, code),
        hazards=kind.hazards if kind else (),
        priority=found.classified.priority,
        level=texts.level(found.classified.priority).label,
        life=found.classified.life,
        marking=_marking(texts, given),
        where=Where(
            words=content.place,
            points=content.points,
            exact=content.about,
        ),
        reply_by=local(content.reply_by, zone) if content.reply_by else None,
        attachments=tuple(_attachments(tip, content)),
        earlier=earlier[-1] if earlier else None,
        suspicion=content.suspicion,
        vetting=_vetting(texts, tip, state),
        protected=state.outcome is Outcome.PROTECTED,
        reported=local(tip.report.arrived, zone).date(),
        status=state.state.value,
        languages=tuple(settings.languages),
        related=tuple(each.reference for each in earlier[:-1]),
        exercise=settings.demo,
    )


def channels(visit: Visit) -> tuple[ChannelName, ...]:
    """Return the channels by which something can be sent.

    Those of outside agencies, and those of desks to which it goes sealed: the others ring, no more.
    """
    post = visit.office.post
    known = post.configured.channels if post else ()
    return tuple(each for each in known if each.recipient or _is_outside(visit, each.desk))


def channels_for(visit: Visit, case: CaseState) -> tuple[ChannelName, ...]:
    """Return those of them by which a case may go.

    None of a body that it is about, nor of a desk of ours that would not be given it.
    """
    return tuple(each for each in channels(visit) if _may_go(visit, case, each.desk))


def channels_of(visit: Visit, tip: OpenTip, number: int) -> tuple[ChannelName, ...]:
    """Return those by which what was sent with an event may go now: both officers named them.

    None once it would not be asked for any more.
    """
    state = tip.case.state
    named = [it.content for it in state.given if it.number == number]
    for content in named:
        with suppress(EventRefusedError):
            if isinstance(content, Sent):
                check_still_goes(state, content)
                return tuple(it for it in channels_for(visit, state) if it.code in content.channels)
    return ()


def hand_in(visit: Visit, tip: OpenTip, number: int, code: str, content: bytes) -> None:
    """Give what was sent with an event to a channel; however often, it is delivered once.

    1. The channel is one of ``channels_of``; ``content`` was made of what the event sent.
    2. The trail gets its entry. 3. The outbox gets the item, sealed to the channel's recipient,
    and of which case it is, sealed to the desk.
    Raises NotFoundError (1), PackageTooLargeError (3), StoreError.
    """
    post = visit.office.post
    known = {channel.code for channel in channels_of(visit, tip, number)}
    if post is None or code not in known:  # 1
        raise NotFoundError
    trail.record(visit, Action.DISPATCH, tip=tip.id, desk=tip.case.desk, channel=code)  # 2
    item = item_of(tip, number, code)
    desk = visit.office.deployment.desk(tip.case.desk)
    named = reference.of_dispatch(tip.case.state.own, number)
    origin = Origin(tip=tip.id, number=number, reference=named)
    whose = Whose(desk.code, seal_origin(origin, desk.recipient))
    post.dispatch(item, code, named, content, visit.now, whose=whose)  # 3


def deliveries(
    visit: Visit, tip: OpenTip, numbers: Iterable[int]
) -> Mapping[int, Mapping[str, Delivery]]:
    """Return how far the deliveries of what was sent with these events are, by channels' codes.

    What arrived some days ago is not known any more.
    """
    post = visit.office.post
    codes = [each.code for each in channels(visit)]
    items = {item_of(tip, number, code): (number, code) for number in numbers for code in codes}
    if post is None or not items:
        return {}
    known: dict[int, dict[str, Delivery]] = {}
    states = post.outbox.states(items.keys())
    for item, (number, code) in items.items():
        if item in states:
            known.setdefault(number, {})[code] = states[item]
    return known


def item_of(tip: OpenTip, number: int, code: str) -> bytes:
    """Return the item's id: of the sealed event, so that the outbox does not tell whose it is."""
    digest = tip.case.signed[number - 1].digest
    return hashlib.sha256(b"tipline dispatch v1\0" + digest + code.encode()).digest()[:ITEM_BYTES]


def sender(visit: Visit, desk: str) -> Sender:
    """Return who sends, where a desk of this code does."""
    texts = visit.office.configuration
    return Sender(
        service=texts.site.name,
        organisation=texts.site.organisation,
        desk=_desk(texts, desk),
        address=texts.site.sender,
    )


def local(at: datetime, zone: tzinfo) -> datetime:
    """Return a time by the clock of the place, to the second."""
    return at.astimezone(zone).replace(microsecond=0)


def _may_go(visit: Visit, case: CaseState, desk: str) -> bool:
    texts = visit.office.configuration
    if desk in case.conflicts or _is_outside(visit, desk):
        return desk not in case.conflicts
    category = case.classified.category if case.classified else ""
    return case.home != texts.oversight and may_be_given(texts, desk, category, {desk})


def _is_outside(visit: Visit, desk: str) -> bool:
    return visit.office.configuration.desk(desk).kind is DeskKind.OUTSIDE


def _sending(tip: OpenTip, number: int) -> _Sending:
    """Return what an event sent, and the case as it stood with that event."""
    if not any(each.number == number for each in tip.case.state.given):
        raise NotFoundError
    state = fold(tip.case.events[:number])
    given = state.given[-1]
    if not isinstance(given.content, Dispatched) or state.classified is None:
        raise NotFoundError
    return _Sending(given, given.content, state.classified, state)


def _earlier(state: CaseState, found: _Sending, zone: tzinfo) -> Iterator[Earlier]:
    """Yield what went to the same body before, the newest last."""
    body = found.content.to.casefold()
    for each in state.given[:-1]:
        if isinstance(each.content, Dispatched) and each.content.to.casefold() == body:
            sent = local(each.at, zone)
            yield Earlier(reference=reference.of_dispatch(state.own, each.number), sent=sent)


def _summary(tip: OpenTip, number: int) -> str:
    content = content_of(tip.case.events[number - 1])
    return content.text if isinstance(content, Summary) else ""


def _marking(texts: Configuration, given: Given) -> Marking:
    """Return how it was graded; what nobody had graded goes as at intake, and says so."""
    graded = given.graded
    if graded is None:
        return Marking(grade=DEFAULT, evaluated=False)
    known = {each.code: each.label for each in texts.conditions}
    return Marking(
        grade=Grade(graded.source, graded.information, graded.handling),
        conditions=tuple(
            (code, known.get(code) or _coded(texts, code)) for code in graded.conditions
        ),
    )


def _attachments(tip: OpenTip, content: Dispatched) -> Iterator[Attachment]:
    if content.files and tip.closed:
        raise NotFoundError
    for each in attachments(tip.parts):
        if each.id in content.files:
            evidence = each.evidence
            yield Attachment(
                number=each.number,
                mimetype=MIMETYPES[evidence.kind],
                size=evidence.size,
                sha256=evidence.kept,
            )


def _vetting(texts: Configuration, tip: OpenTip, state: CaseState) -> Vetting | None:
    """Return what two officers stated of the behaviour, while that holds."""
    if state.indication is None:
        return None
    event = tip.case.events[state.indicated_by - 1]
    return Vetting(
        desk=_desk(texts, event.desk),
        on=local(event.at, texts.site.timezone).date(),
        facts=len(state.indication.facts),
    )


def _desk(texts: Configuration, code: str) -> Text:
    try:
        return texts.desk(code).name
    except KeyError:
        return _coded(texts, code)


def _coded(texts: Configuration, code: str) -> Text:
    """Return a code that the configuration does not know any more, in place of its words."""
    return dict.fromkeys(texts.site.name, code)
