"""What was sent of a case with an event, as one value: the same whenever it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.casework.tip.attachments import attachments
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
from tipline.errors import NotFoundError
from tipline.tips import reference
from tipline.tips.content import Dispatched, Summary, content_of
from tipline.tips.fold import fold
from tipline.tips.grade import DEFAULT, Grade
from tipline.tips.state import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.configuration import Configuration, Text
    from tipline.tips.content import Classified
    from tipline.tips.standing import CaseState, Given


@dataclass(frozen=True)
class _Sending:
    """What is sent, and the case as it stood when it was entered."""

    given: Given
    content: Dispatched = field(repr=False)
    classified: Classified
    state: CaseState = field(repr=False)


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
