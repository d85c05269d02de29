"""What brings cases and tips together: a tip joins another's case, and cases are linked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from tipline.tips.content.assigning import CONFLICTS_MAX
from tipline.tips.content.base import ID_BYTES, Content, Telling
from tipline.tips.event import DESK_MAX, REASON_MAX, Kind
from tipline.tips.link import Sort
from tipline.tips.mailbox import ANSWER_MAX, WORDS_MAX, Answer
from tipline.tips.shape import hidden, octets, required, several
from tipline.tips.state import Word

TOLD_MAX = 1000  # reporters whom one event answers
LANGUAGE_MAX = 35  # code points of a language's code; RFC 5646, 4.4.1


@dataclass(frozen=True, kw_only=True)
class Joined(Content):
    """The case's own tip has joined another case, and this one rests."""

    kind = Kind.JOINED
    tip: bytes = octets(ID_BYTES)
    case: bytes = octets(ID_BYTES)
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Left(Content):
    """A tip that had joined the case goes back to its own."""

    kind = Kind.LEFT
    tip: bytes = octets(ID_BYTES)
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Returned(Telling):
    """The case's own tip is back from another case, ``case``, with all that was read there.

    ``words`` are what its reporter was told so far; ``unread``: nobody has read it yet.
    ``conflicts`` are the desks that the other case is about: it may have been said for this tip.
    """

    kind = Kind.RETURNED
    unread: bool = False
    tip: bytes = octets(ID_BYTES)
    case: bytes = octets(ID_BYTES)
    parts: Mapping[str, str]
    words: tuple[tuple[Word, datetime], ...] = several(WORDS_MAX)
    conflicts: tuple[str, ...] = several(CONFLICTS_MAX, each=DESK_MAX)
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Linked(Content):
    """This case has to do with another, ``case``: how, and why somebody thinks so."""

    kind = Kind.LINKED
    case: bytes = octets(ID_BYTES)
    sort: Sort
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Unlinked(Content):
    """This case has nothing to do with another after all."""

    kind = Kind.UNLINKED
    case: bytes = octets(ID_BYTES)
    text: str = hidden(REASON_MAX)


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """One reporter of several who are answered: ``answer`` is its id in that tip's mailbox."""

    tip: bytes = octets(ID_BYTES)
    answer: bytes = octets(ID_BYTES)
    language: str = required(LANGUAGE_MAX)


@dataclass(frozen=True, kw_only=True, repr=False)  # the texts are not for a log
class ToAll(Content):
    """What is written to several reporters of the case: the text of each is in its language."""

    to: tuple[Addressee, ...] = field(metadata={"at_most": TOLD_MAX})
    texts: Mapping[str, str] = field(metadata={"each": ANSWER_MAX})
    shown_from: datetime

    @cached_property
    def tips(self) -> frozenset[str]:
        """The hex ids of the tips whose reporters are written to."""
        return frozenset(each.tip.hex() for each in self.to)

    def answer(self, tip: bytes) -> Answer | None:
        """Return what one of them gets; it bears the day on which it is first shown."""
        for each in self.to:
            if each.tip == tip:
                return Answer(
                    id=each.answer,
                    written=self.shown_from.date(),
                    text=self.texts[each.language],
                    shown_from=self.shown_from,
                    question=self.kind is Kind.ASKED_ALL,
                )
        return None


class RepliedAll(ToAll):
    """An answer to several reporters."""

    kind = Kind.REPLIED_ALL


class AskedAll(ToAll):
    """An answer to several reporters that asks for one of each."""

    kind = Kind.ASKED_ALL
