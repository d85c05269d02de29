"""What giving a case to desks does to it, and what must stand before: triage's side.

Source: the domain guide, 5 and 6; docs/format.md, 6, "Desks".
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any, TypeAlias

from tipline.errors import (
    DeskConflictedError,
    DeskHasItError,
    NotReadyError,
    NotThisDeskError,
    PassingStoppedError,
    RecordMalformedError,
    WishEndedError,
)
from tipline.tips.assessing import check_reason
from tipline.tips.content import (
    Answering,
    Assigned,
    Conflict,
    Given,
    Granted,
    Named,
    SentBack,
    TakenBack,
    WishDeclined,
)
from tipline.tips.content.base import ID_BYTES
from tipline.tips.desks import DeskWork, Person, Stand
from tipline.tips.event import Event, Kind
from tipline.tips.responding import check_open, forgotten, moved, of, stepped, working
from tipline.tips.standing import CaseState
from tipline.tips.state import AT_DESKS

Changes: TypeAlias = dict[str, Any]
Change: TypeAlias = Callable[[CaseState, Event, Any], Changes]


class Lacking(StrEnum):
    """What must stand before a case leaves triage."""

    CLASSIFIED = "classified"
    GRADED = "graded"
    SUMMARY = "summary"
    READ = "read"  # by a second officer, where few know what is in it
    FACTS = "facts"  # of behaviour, as many as its category asks for


def lacking(case: CaseState) -> tuple[Lacking, ...]:
    """Return what must still be done before the case may be given to a desk, but for life."""
    chosen = (
        (Lacking.CLASSIFIED, case.classified is None),
        (Lacking.GRADED, case.graded is None),
        (Lacking.SUMMARY, not case.summary_by),
        (Lacking.READ, bool(case.summary_by) and not case.summary_ready),
        (Lacking.FACTS, not case.may_pass_on),
    )
    return tuple(each for each, is_so in chosen if is_so)


def assigned(case: CaseState, event: Event, content: Assigned) -> Changes:
    """Give a desk the case; another one that led supports from now on, if this one leads.

    Raises CaseFinishedError, PassingStoppedError, DeskConflictedError, DeskHasItError and
    NotReadyError.
    """
    check_open(case)
    if not content.desk:
        raise RecordMalformedError
    if case.stopped:
        raise PassingStoppedError
    if content.desk in case.conflicts:
        raise DeskConflictedError
    had = case.desks.get(content.desk)
    at_it = had is not None and had.has_it and had.stand is not Stand.DONE
    if had and at_it and had.lead == content.lead:
        raise DeskHasItError
    if content.rests_on != case.summary_by or (lacking(case) and not case.life_saving):
        raise NotReadyError
    work = DeskWork(
        desk=content.desk,
        lead=content.lead,
        stand=Stand.OFFERED,
        number=event.number,
        given_at=event.at,
        since=event.at,
        text=content.text,
        evaluated=not lacking(case),
    )
    if had and at_it:  # only which desk leads has changed
        work = replace(had, lead=content.lead)
    others = {
        desk: replace(each, lead=each.lead and not content.lead)
        for desk, each in case.desks.items()
    }
    return moved(case, {**others, content.desk: work})


def sent_back(case: CaseState, event: Event, content: SentBack) -> Changes:
    """Let a desk go on that had finished. Raises ReasonMissingError."""
    check_reason(content.text)
    work = working(case, content.desk, {Stand.DONE})
    return stepped(case, event, work, Stand.ACCEPTED, content.text, outcome=None)


def taken_back(case: CaseState, event: Event, content: TakenBack) -> Changes:
    """Take the case from a desk, finished or not. Raises ReasonMissingError."""
    check_reason(content.text)
    work = of(case, content.desk)
    if not work.has_it:
        raise NotThisDeskError
    gone = replace(work, stand=Stand.TAKEN, since=event.at, text=content.text, lead=False)
    desks = {**case.desks, content.desk: gone}
    if case.state not in AT_DESKS:
        return {"desks": desks, **forgotten(case, content.desk)}
    return {**moved(case, desks), **forgotten(case, content.desk)}


def named(case: CaseState, event: Event, content: Named) -> Changes:
    """Note who of the author's desk has the case. Raises CaseFinishedError."""
    check_open(case)
    if bool(content.analyst) != bool(content.name) or len(content.analyst) not in {0, ID_BYTES}:
        raise RecordMalformedError
    others = {desk: person for desk, person in case.persons.items() if desk != event.desk}
    if not content.analyst:
        return {"persons": others}
    return {"persons": {**others, event.desk: Person(content.analyst, content.name, event.at)}}


def granted(case: CaseState, event: Event, content: Granted) -> Changes:
    """Let all who have the case see a file. Raises PassingStoppedError, RecordMalformedError."""
    _check_tip(case, content.tip)
    if case.stopped:
        raise PassingStoppedError
    file = content.file
    if content.number < 1 or file.name or file.taken or file.place or file.blob.hex() in case.files:
        raise RecordMalformedError
    return {"files": {**case.files, file.blob.hex(): event.number}}


def given(case: CaseState, _event: Event, content: Given) -> Changes:
    """Give a desk that has the case a tip of it. Raises ReasonMissingError, DeskHasItError."""
    check_reason(content.text)
    _check_tip(case, content.tip)
    if case.stopped:
        raise PassingStoppedError
    if not of(case, content.desk).has_it:
        raise NotThisDeskError
    pair = (content.desk, content.tip.hex())
    if pair in case.tips_given:
        raise DeskHasItError
    return {"tips_given": (*case.tips_given, pair)}


def wish_declined(case: CaseState, _event: Event, content: WishDeclined) -> Changes:
    """Take a wish from those that wait. Raises ReasonMissingError, WishEndedError."""
    check_reason(content.text)
    return without_wish(case, content.wish)


def without_wish(case: CaseState, number: int) -> Changes:
    """Return the wishes without one, which must wait: WishEndedError."""
    left = tuple(wish for wish in case.wishes if wish.number != number)
    if len(left) == len(case.wishes):
        raise WishEndedError
    return {"wishes": left}


def answers_wish(case: CaseState, content: Answering) -> Changes:
    """Return what an answer to the reporter does to the wish that it names, if it names one."""
    return without_wish(case, content.wish) if content.wish else {}


def conflict(case: CaseState, _event: Event, content: Conflict) -> Changes:
    """Say which desks the case is about. Raises ReasonMissingError, DeskHasItError.

    One that has the case must have lost it first; the home desk cannot be one.
    """
    check_reason(content.text)
    desks = content.desks
    if tuple(sorted(set(desks))) != desks or "" in desks or case.home in desks:
        raise RecordMalformedError
    if any(case.desks[desk].has_it for desk in desks if desk in case.desks):
        raise DeskHasItError
    return {"conflicts": desks}


def _check_tip(case: CaseState, tip: bytes) -> None:
    check_open(case)
    if tip.hex() not in case.tips:
        raise RecordMalformedError


CHANGES: Mapping[Kind, Change] = {
    Kind.ASSIGNED: assigned,
    Kind.SENT_BACK: sent_back,
    Kind.TAKEN_BACK: taken_back,
    Kind.PERSON: named,
    Kind.GRANTED: granted,
    Kind.GIVEN: given,
    Kind.WISH_DECLINED: wish_declined,
    Kind.CONFLICT: conflict,
}
