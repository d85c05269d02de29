"""The original: what the reporters wrote, which a finished case keeps closed behind its summary.

Source: the domain guide, 7, "Two-person disclosure"; docs/format.md, 6.
"""

from datetime import datetime

from tipline.errors import (
    OriginalGoneError,
    OriginalOpenError,
    OriginalTwoError,
    RecordMalformedError,
)
from tipline.tips.assessing import Changes, check_reason
from tipline.tips.content import Original
from tipline.tips.event import Event
from tipline.tips.leaving import used
from tipline.tips.second import LASTS, Opening
from tipline.tips.standing import CaseState


def closed_after(before: CaseState, after: CaseState) -> bool:
    """Tell whether the original is closed after an event.

    It closes when the case is finished and its summary stands, which of what few know a second
    officer has read. A later version of the summary does not open it; taking the case up again
    does, and so does a new message that is read, since that takes it up.
    """
    return after.finished and (before.original_closed or after.summary_ready)


def check_closed(case: CaseState, content: Original, _at: datetime) -> None:
    """Refuse what need not be asked for, or is gone.

    Raises OriginalOpenError, OriginalGoneError, ReasonMissingError.
    """
    if not case.original_closed:
        raise OriginalOpenError
    if case.original_ended:
        raise OriginalGoneError
    if content.request:
        raise RecordMalformedError
    check_reason(content.text)


def opened(case: CaseState, event: Event, content: Original) -> Changes:
    """Open the original to the author, by a permit or to save a life.

    For a day: by a permit from its approval on, else from now.
    Raises OriginalOpenError, OriginalGoneError, ReasonMissingError, OriginalTwoError,
    PermitEndedError.
    """
    if case.original_ended:
        raise OriginalGoneError
    if case.may_read(event.author, event.at):
        raise OriginalOpenError
    check_reason(content.text)
    since, permits = event.at, case.permits
    if content.request:
        permit = used(case, event, content)
        since, permits = permit.at, tuple(each for each in permits if each is not permit)
    elif not case.life_saving:
        raise OriginalTwoError
    opening = Opening(
        number=event.number,
        author=event.author,
        at=event.at,
        until=since + LASTS,
        urgent=not content.request,
    )
    return {"openings": (*case.openings, opening), "permits": permits}
