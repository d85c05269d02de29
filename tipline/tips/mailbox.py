"""What waits for a reporter: the head of the mailbox, and answers.

Source: docs/format.md, 7.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from tipline.tips.shape import bounded, several
from tipline.tips.state import Word

ANSWER_MAX = 5000  # code points, as much as a report may say
CLOSED_DAYS = 180  # a receipt code opens its mailbox at most so long after the report was closed
WORDS_MAX = 200  # changes of the word; the oldest are dropped beyond


Words: TypeAlias = tuple[tuple[Word, datetime], ...]  # each with the time from which it is shown


def with_word(words: Words, word: Word, shown_from: datetime) -> Words:
    """Return the words with one more; the same word again changes nothing."""
    if words and words[-1][0] is word:
        return words
    return (*words, (word, shown_from))[-WORDS_MAX:]


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a mailbox tells besides its answers.

    ``tip_recipient`` seals later messages. ``words`` are the coarse words, each with the time from
    which it is shown, in the order in which they were set. A hidden mailbox is to be answered like
    a code that does not exist.
    """

    tip: bytes
    tip_recipient: bytes = field(repr=False)
    language: str
    words: tuple[tuple[Word, datetime], ...] = several(WORDS_MAX)
    hidden: bool = False

    def word_at(self, now: datetime) -> Word:
        """Return the word to show: the last one set whose time has come."""
        shown = [word for word, shown_from in self.words if shown_from <= now]
        return shown[-1] if shown else Word.RECEIVED

    def asked_since(self, now: datetime) -> datetime | None:
        """Return since when a question waits for the reporter; None where none does."""
        shown = [(word, since) for word, since in self.words if since <= now]
        return shown[-1][1] if shown and shown[-1][0] is Word.QUESTION else None

    def to_come(self, now: datetime) -> Words:
        """Return the words that will be shown later: one that was set after another outdates it."""
        later: Words = ()
        for word, begins in reversed(self.words):
            if begins <= now:
                break
            if not later or begins < later[0][1]:
                later = ((word, begins), *later)
        return later


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the authorities wrote to the reporter; ``written`` is a day, not a minute."""

    id: bytes
    written: date
    text: str = bounded(ANSWER_MAX)
    shown_from: datetime
    question: bool = False
