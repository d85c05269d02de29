"""What is written in a case, and how it ends."""

from dataclasses import dataclass

from tipline.tips.content.base import Content, Telling
from tipline.tips.event import REASON_MAX, TEXT_MAX, Kind
from tipline.tips.shape import bounded, hidden, required
from tipline.tips.state import OUTCOME_NOTE_MAX, Outcome


@dataclass(frozen=True, kw_only=True)
class _Written(Content):
    text: str = required(TEXT_MAX)


class Note(_Written):
    """What an analyst wrote down."""

    kind = Kind.NOTE


@dataclass(frozen=True, kw_only=True)
class Summary(_Written):
    """The summary from now on; its version is its event's number.

    ``few``: by the word of the reporter few know it, so another officer reads it before it goes.
    """

    kind = Kind.SUMMARY
    few: bool = False


@dataclass(frozen=True, kw_only=True)
class Read(Content):
    """Another officer read the summary beside the report: ``of`` is its version."""

    kind = Kind.READ
    of: int
    text: str = hidden(REASON_MAX)


class SetAside(Telling):
    """The case is spam."""

    kind = Kind.SET_ASIDE


@dataclass(frozen=True, kw_only=True, repr=False)  # the note is not for a log
class Closed(Telling):
    """The case is closed: how it came out, and a note for staff."""

    kind = Kind.CLOSED
    outcome: Outcome
    text: str = bounded(OUTCOME_NOTE_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)
class Reopened(Telling):
    """The case is taken up again, and why; a hand-off that takes it up tells that itself."""

    kind = Kind.REOPENED
    text: str = bounded(REASON_MAX)
