"""What joining, leaving and linking do to a case, and what they may not.

Source: the domain guide, 5, "Duplicates and links"; docs/format.md, 6.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from tipline.errors import (
    AgencyWaitsError,
    CalmedJoinError,
    CaseFinishedError,
    ConflictsDifferError,
    GoneStaysError,
    JoinOneselfError,
    LessUrgentError,
    NotLinkedError,
    OthersJoinedError,
    RecordMalformedError,
    TransitionRefusedError,
)
from tipline.tips import state as states
from tipline.tips.content import (
    AskedAll,
    Joined,
    Left,
    Linked,
    Opened,
    Question,
    RepliedAll,
    Returned,
    Seen,
    ToAll,
    Unlinked,
)
from tipline.tips.content.base import Content
from tipline.tips.event import Event
from tipline.tips.standing import CaseState, Guest
from tipline.tips.state import AT_WORK, State, Word, word_of

Changes: TypeAlias = dict[str, Any]
CLOSES_MAX = 3660  # days after which a guest is told that it is closed, at most


def opened(case: CaseState, event: Event, content: Opened) -> Changes:
    """Let a tip into the case: the first one takes it up, and each further one is a guest.

    Raises CaseFinishedError where a further one would join what is finished.
    """
    tip = content.tip.hex()
    changes: Changes = {"seen": and_seen(case, tip, content.parts)}
    if case.state is State.NEW:
        return {**changes, "state": State.TRIAGE, "opened_at": event.at, "home": event.desk}
    if tip in case.tips or not case.seen:
        return changes
    if case.finished:
        raise CaseFinishedError
    guest = Guest(content.origin, min(max(content.closes, 0), CLOSES_MAX), content.spread)
    return {
        **changes,
        "guests": {**case.guests, tip: guest},
        "away": case.away - {tip},
        "unread": _unread(case, tip, content),
    }


def joined(case: CaseState, event: Event, content: Joined) -> Changes:
    """Let the case rest, since its only tip, the one that it began with, has joined another.

    Who alone made a grave case one that is not does not end it in this way either. Raises
    OthersJoinedError, JoinOneselfError, CalmedJoinError, GoneStaysError, RecordMalformedError,
    TransitionRefusedError.
    """
    tip = content.tip.hex()
    _check_other(event, content.case)
    if tip != case.own:
        raise RecordMalformedError
    states.check(case.state, State.DUP)
    if case.tips != (tip,):
        raise OthersJoinedError
    if event.author == case.calmed_by:
        raise CalmedJoinError
    if tip in case.gone:
        raise GoneStaysError
    return {"state": State.DUP, "away": case.away | {tip}, "elsewhere": content.case}


def left(case: CaseState, _event: Event, content: Left) -> Changes:
    """Let a guest go back to its own case; desks that were given it have it no more.

    Raises RecordMalformedError for what is no guest, GoneStaysError.
    """
    tip = content.tip.hex()
    if tip not in case.guests:
        raise RecordMalformedError
    if tip in case.gone:
        raise GoneStaysError
    guests = {other: guest for other, guest in case.guests.items() if other != tip}
    return {
        "guests": guests,
        "away": case.away | {tip},
        "unread": case.unread - {tip},
        "tips_given": tuple(pair for pair in case.tips_given if pair[1] != tip),
    }


def returned(case: CaseState, _event: Event, content: Returned) -> Changes:
    """Take the case up again, since its own tip is back from the case that it had joined.

    What that is about, this one is about as well.
    Raises TransitionRefusedError, RecordMalformedError.
    """
    tip = content.tip.hex()
    if case.state is not State.DUP:
        raise TransitionRefusedError(old=case.state.value, new=State.TRIAGE.value)
    if tip != case.own or content.case != case.elsewhere:
        raise RecordMalformedError
    return {
        "state": State.TRIAGE,
        "seen": and_seen(case, tip, content.parts),
        "away": case.away - {tip},
        "unread": _unread(case, tip, content),
        "elsewhere": b"",
        "conflicts": tuple(sorted({*case.conflicts, *content.conflicts} - {case.home, ""})),
    }


def linked(case: CaseState, event: Event, content: Linked) -> Changes:
    """Link the case to another. Raises JoinOneselfError."""
    _check_other(event, content.case)
    return {"links": {**case.links, content.case.hex(): content.sort}}


def unlinked(case: CaseState, _event: Event, content: Unlinked) -> Changes:
    """Take a link away. Raises NotLinkedError."""
    other = content.case.hex()
    if other not in case.links:
        raise NotLinkedError
    return {"links": {each: sort for each, sort in case.links.items() if each != other}}


def replied_all(case: CaseState, _event: Event, content: RepliedAll) -> Changes:
    """Check who is answered. Raises RecordMalformedError."""
    _check_addressees(case, content)
    return {}


def asked_all(case: CaseState, _event: Event, content: AskedAll) -> Changes:
    """Let the case wait for its reporters. Raises RecordMalformedError, TransitionRefusedError."""
    _check_addressees(case, content)
    if case.state in AT_WORK:
        return {}
    if case.state is not State.INFO:
        states.check(case.state, State.INFO)
    return {"state": State.INFO}


def words(before: CaseState, after: CaseState, content: Content) -> Mapping[str, Word]:
    """Return each tip's word: what names a tip changes its word alone.

    No reporter is told of another's question, message or arrival. A guest is told nothing of the
    case: that it was passed on, and what concerns it alone; it is told that it is closed after a
    time of its own (``told``).
    """
    told: Iterable[str] = ()
    word = word_of(after.state)
    if isinstance(content, Question | Seen):
        told = [content.tip.hex()]
    elif isinstance(content, AskedAll):
        told = content.tips
    elif isinstance(content, Opened | Returned):
        told = set(after.tips) - set(before.tips)
        word = Word.READING if after.state is State.INFO else word  # another reporter was asked
    elif after.state is not before.state:
        told = set(after.tips) - after.guests.keys()
    if not told and after.away == before.away:
        return before.words
    apart = Word.QUESTION if isinstance(content, Question | AskedAll) else Word.PASSED
    here = {tip: said for tip, said in before.words.items() if tip not in after.away}
    if apart is Word.QUESTION:
        word = apart  # whatever the desks do meanwhile
    return here | {tip: apart if tip in after.guests else word for tip in told}


def check_joining(own: CaseState, other: CaseState) -> None:
    """Refuse that a tip joins a case where something is lost that its own says.

    Nobody sees the urgency of a case that rests: LessUrgentError. A desk that its own case is about
    must be kept from the other one as well: ConflictsDifferError. What an agency asks or declines
    of its own would wait no more: AgencyWaitsError.
    """
    if own.unsettled:
        raise AgencyWaitsError
    if not set(own.conflicts) <= set(other.conflicts):
        raise ConflictsDifferError
    if own.priority is not None and (other.priority is None or other.priority.below(own.priority)):
        raise LessUrgentError
    if _life(own) and not _life(other):
        raise LessUrgentError


def and_seen(case: CaseState, tip: str, parts: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what was seen of the tips, with these parts of one of them."""
    return {**case.seen, tip: {**case.seen.get(tip, {}), **parts}}


def _unread(case: CaseState, tip: str, content: Opened | Returned) -> frozenset[str]:
    return case.unread | {tip} if content.unread else case.unread - {tip}


def _life(case: CaseState) -> bool:
    return case.classified is not None and case.classified.life


def _check_other(event: Event, other: bytes) -> None:
    if other == event.case:
        raise JoinOneselfError


def _check_addressees(case: CaseState, content: ToAll) -> None:
    tips = [each.tip.hex() for each in content.to]
    if not tips or len(set(tips)) != len(tips) or not set(tips) <= set(case.tips):
        raise RecordMalformedError
    if any(each.language not in content.texts for each in content.to):
        raise RecordMalformedError
