"""What an officer says of a case: what it is about, how soon, how far to trust it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tipline.casework.case.adding import append
from tipline.casework.tip.seconding import request
from tipline.errors import CorroborationUnknownError, NotFoundError, SourceReliableError
from tipline.tips.assessing import check_graded, lowered
from tipline.tips.content import Classified, Graded
from tipline.tips.grade import Source
from tipline.tips.priority import Priority
from tipline.tips.second import Deed
from tipline.tips.suggestion import OF_NO_KIND, Suggestion, suggest

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.configuration import Configuration
    from tipline.tips.content import Asked, Content, Indication
    from tipline.tips.report import Answers, Report
    from tipline.tips.standing import GoneOriginal


def assess(
    visit: Visit, tip: OpenTip, classified: Classified, graded: Graded, seen: int
) -> OpenTip:
    """Classify and grade, in an event each.

    1. Source 1 is refused unless the deployment allows it, and so is a grade that may not stand,
       or that rests on a tip that this officer may not open: before anything is entered.
    2. The classification is entered. To lower a P1 is asked of a second officer in its place.
    3. The grade is entered.
    What stands already is not entered again. So who is told between 2 and 3 that others were there
    first presses once more, and only what is missing follows.

    Raises SourceReliableError, CorroborationUnknownError, what ``append`` does, and what may not
    follow (EventRefusedError).
    """
    if graded.source is Source.RELIABLE and not visit.office.settings.reliable_sources:
        raise SourceReliableError
    classified = replace(classified, facts=_facts(visit, classified))
    check_graded(tip.case.state, graded)
    check_beside(visit, graded.beside)  # 1
    case = append(visit, tip.case, lambda case: _classifying(visit, case, classified), seen=seen)
    case = append(visit, case, lambda case: _grading(case, graded), seen=case.number)  # 3
    return replace(tip, case=case)


def check_beside(visit: Visit, beside: bytes) -> None:
    """Refuse, with CorroborationUnknownError, a tip that is not there for this officer."""
    try:
        if beside:
            visit.office.shelf.tip(beside, visit.desks)
    except NotFoundError:
        raise CorroborationUnknownError from None


def indicate(visit: Visit, tip: OpenTip, content: Indication, seen: int) -> OpenTip:
    """State whether there is a reasonable indication: that there is one, with a second officer."""

    def choose(case: OpenCase) -> Content | None:
        return request(visit, case, Deed.INDICATE, content) if content.reasonable else content

    return replace(tip, case=append(visit, tip.case, choose, seen=seen))


def suggested(visit: Visit, tip: OpenTip) -> Suggestion:
    """Return the priority that a tip asks for by itself, of its newest report.

    Its category is the official one, once there is one.
    """
    state = tip.case.state
    gone = state.gone.get(tip.id.hex())
    return suggested_of(visit.office.configuration, tip.newest, state.classified, gone)


def suggested_of(
    configuration: Configuration,
    newest: Report,
    official: Classified | None,
    gone: GoneOriginal | None = None,
) -> Suggestion:
    """Return the priority that a report asks for by itself, as ``suggested`` does.

    Of one that was destroyed (``gone``), what it asked for while it was there.
    """
    if gone is not None and gone.told.suggested in set(Priority):
        return Suggestion(Priority(gone.told.suggested), ())
    answers = newest.answers
    if official is not None:
        answers = replace(answers, category=official.category, subcategory=official.subcategory)
    return suggestion(configuration, answers, newest.arrived)


def suggestion(configuration: Configuration, answers: Answers, arrived: datetime) -> Suggestion:
    """Return the priority that answers ask for, of a report that arrived at a time."""
    kinds = [configuration.kinds.get(code) for code in (answers.subcategory, answers.category)]
    start = next((kind.priority for kind in kinds if kind is not None), OF_NO_KIND)
    day = arrived.astimezone(configuration.site.timezone).date()
    return suggest(answers, start, day)


def _facts(visit: Visit, classified: Classified) -> int:
    """Return how many stated facts the deployment asks of such a case."""
    kinds = visit.office.configuration.kinds
    kind = kinds.get(classified.subcategory) or kinds.get(classified.category)
    return kind.facts if kind else 0


def _classifying(visit: Visit, case: OpenCase, wanted: Classified) -> Classified | Asked | None:
    standing = case.state.classified
    if standing is not None and wanted in (standing, replace(standing, text="")):
        return None
    if lowered(case.state.priority, wanted.priority) is not Priority.P1:
        return wanted
    return request(visit, case, Deed.LOWER, wanted)


def _grading(case: OpenCase, wanted: Graded) -> Graded | None:
    return None if wanted == case.state.graded else wanted
