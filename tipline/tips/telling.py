"""What the reporter of one tip is told of a case, from when, and for how long: from its events.

Source: docs/format.md, 6 and 7. The reporter of the tip that a case began with is told the word of
its state. A guest is told nothing of the case, or a suspect who reports himself would learn that a
report exists: that it was passed on, and, after a number of days, that it is closed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tipline.tips.content import (
    Answering,
    AskedAll,
    Content,
    Opened,
    Question,
    Returned,
    Seen,
    Telling,
    ToAll,
    content_of,
)
from tipline.tips.event import Event
from tipline.tips.fold import REFUSED, CaseState, follow
from tipline.tips.mailbox import Words, with_word
from tipline.tips.state import Word

GUEST_DAYS = 90  # after the last word to it, the mailbox of a guest ends: no case that was looked
# into is kept for less, so that its end does not tell of the case's either


@dataclass(frozen=True)
class Told:
    """The words for a reporter, each with the time from which it is shown, in their order.

    ``hidden``: the code is answered like one that does not exist. ``ends``: the day on which the
    mailbox of a guest ends; of others the case decides.
    """

    words: Words
    hidden: bool = False
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What an event that stands says, and the case before and after it."""

    before: CaseState
    after: CaseState
    content: Content


def steps(events: Iterable[Event]) -> tuple[Step, ...]:
    """Return what changed a case; what the fold refuses is no step."""
    state, found = CaseState(), list[Step]()
    for event in events:
        try:
            after, content = follow(state, event), content_of(event)
        except REFUSED:
            continue
        found.append(Step(state, after, content))
        state = after
    return tuple(found)


def told(taken: Iterable[Step], tip: bytes, arrived: datetime) -> Told:
    """Return what the reporter of a tip is told by the steps of its case."""
    words: Words = ((Word.RECEIVED, arrived),)
    state, name = CaseState(), tip.hex()
    spoken = heard = None  # to a guest: the last word, the last word or answer
    for step in taken:
        state, content = step.after, step.content
        if name in state.words and name not in step.before.words:
            spoken = heard = None
            if isinstance(content, Opened | Returned):
                words = content.words or words
        shown = _shown_from(content)
        if shown is None or name not in state.words:
            continue
        if name not in state.guests:
            words = with_word(words, state.words[name], shown)
        elif _names(content, tip):
            heard = max(heard or shown, shown)
            if _changes_word(content):
                words = _closed(words, spoken, shown, state.guests[name].closes)
                words, spoken = with_word(words, state.words[name], shown), shown
    if name not in state.guests:
        return Told(words, hidden=state.hidden)
    words = _closed(words, spoken, None, state.guests[name].closes)
    return Told(words, ends=(heard + timedelta(GUEST_DAYS)).date() if heard else None)


def until(words: Words, moment: datetime) -> Words:
    """Return the words that were shown by a time."""
    return tuple(each for each in words if each[1] <= moment)


def _closed(words: Words, spoken: datetime | None, before: datetime | None, days: int) -> Words:
    """Return the words with the one that closes, if it comes before a further one, or any does."""
    if spoken is None or not days:
        return words
    closes = spoken + timedelta(days)
    return words if before and closes >= before else with_word(words, Word.CLOSED, closes)


def _names(content: Content, tip: bytes) -> bool:
    if isinstance(content, ToAll):
        return tip.hex() in content.tips
    return isinstance(content, Opened | Seen | Answering) and content.tip == tip


def _changes_word(content: Content) -> bool:
    """Tell whether it is more than an answer that asks for nothing."""
    return not isinstance(content, Answering | ToAll) or isinstance(content, Question | AskedAll)


def _shown_from(content: Content) -> datetime | None:
    return content.shown_from if isinstance(content, Telling | Answering | ToAll) else None
