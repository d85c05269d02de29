"""Having a camera give a still: who may, how often, and what is kept of it.

Source: the domain guide, 8, "Camera snapshot request"; docs/format.md, 6.
"""

from dataclasses import replace
from datetime import datetime

from tipline.errors import (
    CaseFinishedError,
    RecordMalformedError,
    StillDoubtedError,
    StillFirstError,
    StillLapsedError,
    StillsManyError,
    StillsUnseenError,
    StillTwoError,
)
from tipline.tips.assessing import Changes, check_reason
from tipline.tips.content import Pictured, Still
from tipline.tips.event import Event
from tipline.tips.evidence import Family
from tipline.tips.leaving import used
from tipline.tips.standing import CaseState
from tipline.tips.still import StillTaken

STILLS_MAX = 200  # of one case: who needs more needs the recording
UNSEEN_MAX = 5  # that one officer had taken at once, while nobody else has looked at them


def check_asked(case: CaseState) -> None:
    """Refuse to have a camera asked at all, the first time and once more.

    A case that is finished needs none, and one that may be false gets none; nor does one that rests
    on who somebody is, before two officers have stated what was done. Raises CaseFinishedError,
    StillDoubtedError, StillFirstError.
    """
    if case.finished:
        raise CaseFinishedError
    if case.stopped:
        raise StillDoubtedError
    if not case.may_pass_on:
        raise StillFirstError


def check_still(case: CaseState, content: Still, _at: datetime) -> None:
    """Refuse what nobody may have taken.

    Raises what ``check_asked`` does, StillsManyError, ReasonMissingError, RecordMalformedError.
    """
    check_asked(case)
    if len(case.stills) >= STILLS_MAX:
        raise StillsManyError(most=STILLS_MAX)
    if content.request or not content.camera.strip() or (content.metres or 0) < 0:
        raise RecordMalformedError
    if content.elsewhere:
        check_reason(content.elsewhere)
    check_reason(content.text)


def taken(case: CaseState, event: Event, content: Still) -> Changes:
    """Let an officer have one picture, by a permit or to save a life.

    A camera that is elsewhere than the case takes a permit, whatever is at stake, and so does one
    of which it is not known how far from it. Raises what
    ``check_still`` does, StillTwoError, StillsUnseenError, PermitEndedError.
    """
    check_still(case, replace(content, request=0), event.at)
    permits = case.permits
    if content.request:
        permit = used(case, event, content)
        permits = tuple(each for each in permits if each is not permit)
    elif not case.life_saving or content.elsewhere or content.metres is None:
        raise StillTwoError
    elif sum(it.unreviewed and it.author == event.author for it in case.stills) >= UNSEEN_MAX:
        raise StillsUnseenError(most=UNSEEN_MAX)
    still = StillTaken(
        number=event.number,
        author=event.author,
        at=event.at,
        camera=content.camera,
        elsewhere=bool(content.elsewhere),
        placed=case.placed_by,
        urgent=not content.request,
    )
    return {"stills": (*case.stills, still), "permits": permits}


def pictured(case: CaseState, event: Event, content: Pictured) -> Changes:
    """Bring the picture into the case: once, by who had it taken, soon after.

    The case may have ended meanwhile. Raises StillLapsedError, RecordMalformedError.
    """
    if content.file.kind.family is not Family.PICTURE or content.until < content.taken.date():
        raise RecordMalformedError
    for still in case.stills:
        if still.number == content.of and still.may_try(event.author, event.at):
            goes = max(content.until, case.held_until or content.until)
            done = replace(still, pictured=event.number, until=content.until, goes=goes)
            others = (done if each is still else each for each in case.stills)
            return {"stills": tuple(others)}
    raise StillLapsedError
