"""What an event says besides who did what and when: one record for each kind.

Source: docs/format.md, 6. An event keeps its content as it was signed. ``content_of`` reads it,
strictly: what does not read is a broken event, which stands in its case and changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from tipline.errors import RecordMalformedError
from tipline.tips.event import REASON_MAX, TEXT_MAX, Event, Kind
from tipline.tips.grade import Grade, Handling, Information, Source
from tipline.tips.mailbox import ANSWER_MAX
from tipline.tips.priority import Priority
from tipline.tips.report import CATEGORY_MAX, SUBCATEGORY_MAX
from tipline.tips.second import Deed
from tipline.tips.shape import bounded, from_json, hidden, octets, required, several
from tipline.tips.state import OUTCOME_NOTE_MAX, Outcome

ID_BYTES = 16  # of a tip, of an answer
CONDITIONS_MAX, CONDITION_MAX = 20, 20  # of handling: how many, and code points of a code


@dataclass(frozen=True, kw_only=True)
class Content:
    """What an event of one kind says."""

    kind: ClassVar[Kind]


@dataclass(frozen=True, kw_only=True)
class Telling(Content):
    """What may change a reporter's word: the time from which the new one is shown, if it does."""

    shown_from: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class _Read(Telling):
    tip: bytes = octets(ID_BYTES)
    parts: Mapping[str, str]


class Opened(_Read):
    """A tip joined the case: the SHA-256 of each of its sealed parts, by the parts' ids, in hex."""

    kind = Kind.OPENED


class Viewed(Content):
    """Somebody looked."""

    kind = Kind.VIEWED


class Seen(_Read):
    """Messages were read that nobody had read before: their parts, as in ``Opened``."""

    kind = Kind.SEEN


@dataclass(frozen=True, kw_only=True)
class _Written(Content):
    text: str = required(TEXT_MAX)


class Note(_Written):
    """What an analyst wrote down."""

    kind = Kind.NOTE


class Summary(_Written):
    """The summary from now on."""

    kind = Kind.SUMMARY


@dataclass(frozen=True, kw_only=True)
class Answering(Content):
    """What is written to the reporter of one tip: ``answer`` is its id in that tip's mailbox."""

    tip: bytes = octets(ID_BYTES)
    answer: bytes = octets(ID_BYTES)
    text: str = required(ANSWER_MAX)
    shown_from: datetime


class Reply(Answering):
    """An answer to the reporter."""

    kind = Kind.REPLY


class Question(Answering):
    """An answer that asks for one."""

    kind = Kind.QUESTION


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


class Exported(Content):
    """A copy of tip and case was taken."""

    kind = Kind.EXPORTED


@dataclass(frozen=True, kw_only=True, repr=False)  # the reason is not for a log
class Downloaded(Content):
    """A file of a tip left the house, for a reason; ``sealed``: as the age file that it lies in."""

    kind = Kind.DOWNLOADED
    tip: bytes = octets(ID_BYTES)
    file: bytes = octets(ID_BYTES)
    sealed: bool
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Classified(Content):
    """What the case is about by an officer's word, and how soon somebody must act.

    ``life``: somebody's life is threatened, a mark apart from the priority.
    """

    kind = Kind.CLASSIFIED
    category: str = required(CATEGORY_MAX)
    subcategory: str = bounded(SUBCATEGORY_MAX)
    priority: Priority
    life: bool = False
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Graded(Content):
    """How far the information is trusted and how it is handled: 3x5x2, and conditions."""

    kind = Kind.GRADED
    source: Source
    information: Information
    handling: Handling
    conditions: tuple[str, ...] = several(CONDITIONS_MAX, each=CONDITION_MAX)
    text: str = hidden(REASON_MAX)

    @property
    def grade(self) -> Grade:
        """The grade without its conditions."""
        return Grade(self.source, self.information, self.handling)


@dataclass(frozen=True, kw_only=True, repr=False)  # what it would do may hold a reason
class Asked(Content):
    """A deed that takes two officers is asked for: what it would do, and why."""

    kind = Kind.ASKED
    deed: Deed
    would: Mapping[str, Any]
    text: str = required(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Answered(Content):
    """A second officer answered: ``request`` is the number of the event that asked."""

    request: int
    text: str = hidden(REASON_MAX)


class Approved(Answered):
    """What was asked for is done."""

    kind = Kind.APPROVED


class Declined(Answered):
    """What was asked for is not done."""

    kind = Kind.DECLINED


CONTENTS: Mapping[Kind, type[Content]] = {
    each.kind: each
    for each in (
        Opened, Viewed, Seen, Note, Summary, Reply, Question, SetAside, Closed, Reopened, Exported,
        Downloaded, Classified, Graded, Asked, Approved, Declined,
    )
}  # fmt: skip


def content_of(event: Event) -> Content:
    """Return what an event says; RecordMalformedError where that does not belong to its kind."""
    if event.kind not in CONTENTS:
        raise RecordMalformedError
    return from_json(CONTENTS[event.kind], event.content)
