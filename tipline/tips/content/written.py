"""What is written in a case, and how it ends."""

from dataclasses import dataclass

from tipline.tips.content.base import Content, Telling
from tipline.tips.event import TEXT_MAX, Kind
from tipline.tips.shape import bounded, required
from tipline.tips.state import OUTCOME_NOTE_MAX, Outcome


@dataclass(frozen=True, kw_only=True)
class _Written(Content):
    text: str = required(TEXT_MAX)


class Note(_Written):
    """What an analyst wrote down."""

    kind = Kind.NOTE


class Summary(_Written):
    """The summary from now on."""

    kind = Kind.SUMMARY


class SetAside(Telling):
    """The case is spam."""

    kind = Kind.SET_ASIDE


@dataclass(frozen=True, kw_only=True, repr=False)  # the note is not for a log
class Closed(Telling):
    """The case is closed: how it came out, and a note for staff."""

    kind = Kind.CLOSED
    outcome: Outcome
    text: str = bounded(OUTCOME_NOTE_MAX)


class Reopened(Telling):
    """The case is taken up again."""

    kind = Kind.REOPENED
