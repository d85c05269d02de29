"""Reasonable indication: what must be stated before a person is more than a name in a report.

Source: the domain guide, 1 and 7; docs/format.md, 6. One officer states it, another agrees; that
there is none, one officer says. It holds for the category that it was stated of.
"""

from datetime import datetime

from tipline.errors import (
    FactsMissingError,
    IdentityError,
    IndicationElsewhereError,
    IndicationTwoError,
    RecordMalformedError,
)
from tipline.tips.assessing import NO_INDICATION, Changes, check_open
from tipline.tips.content import Indication
from tipline.tips.event import Event
from tipline.tips.second import Deed, overtaken
from tipline.tips.standing import CaseState

FEWEST = 1  # stated facts, whatever the category asks


def denied(case: CaseState, event: Event, content: Indication) -> Changes:
    """Take it that there is none; what is reasonable takes two, with IndicationTwoError.

    Raises what ``check`` does.
    """
    check(case, content, event.at)
    if content.reasonable:
        raise IndicationTwoError
    return {**NO_INDICATION, "requests": overtaken(case.requests, frozenset({Deed.INDICATE}))}


def stated(case: CaseState, event: Event, content: Indication) -> Changes:
    """Take it that there is one, as two officers agree."""
    return {
        "indication": content,
        "indicated_by": event.number,
        "requests": overtaken(case.requests, frozenset({Deed.INDICATE})),
    }


def check_stated(case: CaseState, content: Indication, at: datetime) -> None:
    """Refuse what ``check`` does, and with RecordMalformedError to ask that there be none."""
    check(case, content, at)
    if not content.reasonable:
        raise RecordMalformedError


def check(case: CaseState, content: Indication, _at: datetime) -> None:
    """Refuse what may not be stated.

    Raises CaseFinishedError, IndicationElsewhereError, IdentityError, FactsMissingError,
    RecordMalformedError.
    """
    check_open(case)
    if (
        not content.innocent.strip()
        or not content.harm.strip()
        or not all(fact.strip() for fact in content.facts)
    ):
        raise RecordMalformedError
    classified = case.classified
    within = classified is not None and f"{content.behaviour}.".startswith(
        f"{classified.category}."
    )
    if classified is None or not within:
        raise IndicationElsewhereError
    if content.reasonable and content.identity:
        raise IdentityError
    least = max(FEWEST, classified.facts)
    if content.reasonable and len(content.facts) < least:
        raise FactsMissingError(least=least)
