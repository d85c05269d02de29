"""Where a case stands, what may follow, and the coarse word that its reporter is shown.

Source: the domain guide, 5. The one table of transitions: forms, templates and tests read it.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from tipline.errors import TransitionRefusedError


class State(StrEnum):
    """The status of a case, for staff."""

    NEW = "NEW"
    TRIAGE = "TRIAGE"
    INFO = "INFO"
    ASSIGNED = "ASSIGNED"
    ACCEPTED = "ACCEPTED"
    ACTION = "ACTION"
    REFERRED = "REFERRED"
    DONE = "DONE"
    CLOSED = "CLOSED"
    DUP = "DUP"
    SPAM = "SPAM"
    PURGED = "PURGED"


_NEXT = {
    State.NEW: {State.TRIAGE, State.SPAM},
    State.TRIAGE: {
        State.ASSIGNED,
        State.INFO,
        State.DUP,
        State.REFERRED,
        State.CLOSED,
        State.SPAM,
    },
    State.INFO: {State.TRIAGE, State.ASSIGNED, State.CLOSED},
    State.ASSIGNED: {State.ACCEPTED, State.TRIAGE},
    State.ACCEPTED: {State.ACTION, State.INFO, State.REFERRED, State.ASSIGNED, State.DONE},
    State.ACTION: {State.DONE, State.ACCEPTED, State.REFERRED},
    State.REFERRED: {State.ACCEPTED, State.DONE},
    State.DONE: {State.CLOSED, State.ACCEPTED},
    State.CLOSED: {State.TRIAGE, State.PURGED},
    State.DUP: {State.TRIAGE, State.PURGED},
    State.SPAM: {State.TRIAGE, State.PURGED},
    State.PURGED: set[State](),
}
# What several desks at once, and taking back from the last one, add to the guide's own table.
_OF_SEVERAL = {
    State.ASSIGNED: {State.DONE},
    State.ACCEPTED: {State.TRIAGE},
    State.ACTION: {State.ASSIGNED, State.TRIAGE},
    State.REFERRED: {State.ASSIGNED, State.TRIAGE},
    State.DONE: {State.ASSIGNED, State.TRIAGE},
}
ALLOWED: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        state: frozenset(following) | frozenset(_OF_SEVERAL.get(state, ()))
        for state, following in _NEXT.items()
    }
)

AT_WORK = frozenset({State.ASSIGNED, State.ACCEPTED, State.ACTION, State.REFERRED})
AT_DESKS = AT_WORK | {State.DONE}  # what the desks that have the case make of it
FINISHED = frozenset({State.CLOSED, State.DUP, State.SPAM, State.PURGED})


class Word(StrEnum):
    """What the reporter is told: no unit, no deed, no outcome, so that it warns nobody."""

    RECEIVED = "received"
    READING = "reading"
    QUESTION = "question"
    PASSED = "passed"
    WORKING = "working"
    REFERRED = "referred"
    FINISHING = "finishing"
    CLOSED = "closed"


_WORDS = {
    State.NEW: Word.RECEIVED,
    State.TRIAGE: Word.READING,
    State.INFO: Word.QUESTION,
    State.ASSIGNED: Word.PASSED,
    State.ACCEPTED: Word.WORKING,
    State.ACTION: Word.WORKING,
    State.REFERRED: Word.REFERRED,
    State.DONE: Word.FINISHING,
    State.CLOSED: Word.CLOSED,
    State.DUP: Word.PASSED,
    State.SPAM: Word.CLOSED,
    State.PURGED: Word.CLOSED,
}


class Outcome(StrEnum):
    """Why a case was closed: exactly one, for staff only."""

    PREVENTED = "OUT_PREVENTED"
    ARREST = "OUT_ARREST"
    SEIZED = "OUT_SEIZED"
    SAFE = "OUT_SAFE"
    HAZARD = "OUT_HAZARD"
    INTEL = "OUT_INTEL"
    ADVICE = "OUT_ADVICE"
    REFERRED = "OUT_REFERRED"
    NOTRACE = "OUT_NOTRACE"
    INSUFF = "OUT_INSUFF"
    UNFOUNDED = "OUT_UNFOUNDED"
    MALICIOUS = "OUT_MALICIOUS"
    PROTECTED = "OUT_PROTECTED"
    SCOPE = "OUT_SCOPE"
    DUP = "OUT_DUP"
    TEST = "OUT_TEST"


OUTCOME_NOTE_MAX = 1000  # code points; the domain guide, 5


def check(old: State, new: State) -> None:
    """Refuse, with TransitionRefusedError, a change that the table does not allow."""
    if new not in ALLOWED[old]:
        raise TransitionRefusedError(old=old.value, new=new.value)


def word_of(state: State) -> Word:
    """Return the word for the reporter; SPAM and PURGED are hidden, and theirs is never shown."""
    return _WORDS[state]
