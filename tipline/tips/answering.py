"""What bodies outside say of what they were sent, and the end of a link by which they say it.

Source: docs/format.md, 6. What came by a link that an officer ended stands in the case, and counts
for nothing: somebody else may have said it, and it is not known since when.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from tipline.errors import (
    GivenAnsweredError,
    LinkOverError,
    RecordMalformedError,
    SaidTimeError,
)
from tipline.tips import settling
from tipline.tips.assessing import Changes, check_reason
from tipline.tips.content import AgencySaid, Content, Dispatched, LinkEnded, Sent
from tipline.tips.event import REASON_MAX, Event, Kind
from tipline.tips.leaving import one_of, with_changed
from tipline.tips.said import BY_LINK, IN_WORDS, RESPONDING
from tipline.tips.standing import CaseState, Given

SAID_MAX = 100  # of one dispatch by its link, and as many that officers enter


def said(case: CaseState, event: Event, content: AgencySaid) -> Changes:
    """Note what a body outside said of what it was sent: it has it, then.

    Raises GivenAnsweredError, LinkOverError, SaidTimeError, ReasonMissingError,
    RecordMalformedError.
    """
    given = one_of(case.given, content.of)
    alike = [each for each in given.said if bool(each.heard) == bool(content.heard)]
    if not isinstance(given.content, Sent) or len(alike) >= SAID_MAX:
        raise GivenAnsweredError
    if content.said not in given.content.answers:
        raise RecordMalformedError
    if not given.at <= content.told_at <= event.at:
        raise SaidTimeError
    if not content.who.strip() or bool(content.heard) != (content.way in BY_LINK):
        raise RecordMalformedError
    if content.heard:
        _check_heard(given, content)
    if len(content.text) > REASON_MAX and not content.heard:
        raise RecordMalformedError
    if content.said in IN_WORDS and not content.heard:  # what they sent is kept as it came
        check_reason(content.text)
    arrived, spoken = given.acknowledged, given.acknowledged_spoken
    if given.counts(content):
        arrived = arrived or event.number
    if not content.heard:
        spoken = spoken or event.number
    told = replace(
        given, acknowledged=arrived, acknowledged_spoken=spoken, said=(*given.said, content)
    )
    return with_changed(case, settling.after(told, event, content))


def link_ended(case: CaseState, event: Event, content: LinkEnded) -> Changes:
    """End the link of a dispatch: nothing that came by it ends a waiting or a clock any more.

    Nor does it tell that the dispatch arrived.

    Raises GivenAnsweredError where there is none, or none any more; ReasonMissingError.
    """
    given = one_of(case.given, content.of)
    if not isinstance(given.content, Dispatched) or not given.content.link or given.link_ended:
        raise GivenAnsweredError
    check_reason(content.text)
    ended = replace(
        given,
        acknowledged=given.acknowledged_spoken,
        link_ended=event.number,
        link_ended_at=event.at,
    )
    ended = settling.without_link(ended)
    return {**with_changed(case, ended), "reached": _still_reached(case, ended)}


def ends_clock(case: CaseState, content: Content) -> bool:
    """Tell whether an event ends a clock: of what is said, only that somebody does something.

    A camera's keeper is no agency that responds.
    """
    if not isinstance(content, AgencySaid):
        return True
    return any(
        given.number == content.of and _responds(given, content) and given.counts(content)
        for given in case.given
    )


def came_about(content: Content, began: datetime | None, entered: datetime) -> datetime:
    """Return when what an event tells was so: what an agency says, as it said it.

    Not before a case began that was taken up again since.
    """
    if not isinstance(content, AgencySaid):
        return entered
    return max(content.told_at, began or content.told_at)


def _check_heard(given: Given, content: AgencySaid) -> None:
    """Refuse what stands there already, and what came by a link after its end."""
    if content.heard in {each.heard for each in given.said}:
        raise GivenAnsweredError
    if given.link_ended_at is not None and content.told_at > given.link_ended_at:
        raise LinkOverError


def _responds(given: Given, content: AgencySaid) -> bool:
    return isinstance(given.content, Dispatched) and content.said in RESPONDING


def _still_reached(case: CaseState, ended: Given) -> Mapping[Kind, datetime]:
    """Return what was reached, of agencies by what still counts, since the case was taken up."""
    given = (ended if each.number == ended.number else each for each in case.given)
    told = [
        said.told_at
        for each in given
        for said in each.said
        if _responds(each, said) and each.counts(said)
    ]
    reached = dict(case.reached)
    before = reached.pop(Kind.AGENCY_SAID, None)
    since = [at for at in told if case.began is None or at >= case.began]
    if before is not None and since:
        reached[Kind.AGENCY_SAID] = min(since)
    return reached
