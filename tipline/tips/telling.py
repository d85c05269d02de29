"""What the reporter of one tip is told of a case, from when, and for how long: from its events.

Source: docs/format.md, 6 and 7. The reporter of the tip that a case began with is told the word of
its state. A guest is told nothing of the case, or a suspect who reports himself would learn that a
report exists: that it was passed on, and what others are told after that, at times of its own.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b

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
from tipline.tips.fold import REFUSED, CaseState, follow_read, refuse
from tipline.tips.mailbox import Words, with_word
from tipline.tips.shape import LAST_YEAR
from tipline.tips.standing import Guest
from tipline.tips.state import Word

NEVER_AT_ONCE = 0.1  # of the time in which a guest is told that somebody works on it
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
    return fold_steps(events)[1]


def fold_steps(events: Iterable[Event]) -> tuple[CaseState, tuple[Step, ...]]:
    """Return where a case stands after its events, as ``fold`` does, and what changed it."""
    state, found = CaseState(), list[Step]()
    for event in events:
        try:
            content = content_of(event)
            after = follow_read(state, event, content)
        except REFUSED:
            state = refuse(state, event)
            continue
        found.append(Step(state, after, content))
        state = after
    return state, tuple(found)


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
                words = _on_its_way(words, spoken, shown, state.guests[name])
                words, spoken = with_word(words, state.words[name], shown), shown
    if name not in state.guests:
        return Told(words, hidden=state.hidden)
    words = _on_its_way(words, spoken, None, state.guests[name])
    return Told(words, ends=(heard + timedelta(GUEST_DAYS)).date() if heard else None)


def until(words: Words, moment: datetime) -> Words:
    """Return the words that were shown by a time."""
    return tuple(each for each in words if each[1] <= moment)


def first_word(words: Words) -> datetime:
    """Return when the first word after the one of arrival is shown, or that one itself."""
    return words[min(1, len(words) - 1)][1]


def _on_its_way(
    words: Words, spoken: datetime | None, before: datetime | None, guest: Guest
) -> Words:
    """Return the words with those that a guest is told after the last one, before a further one."""
    if spoken is None or not guest.closes:
        return words
    for word, moment in _schedule(spoken, guest):
        if (before and moment >= before) or moment.year > LAST_YEAR:
            break
        words = with_word(words, word, moment)
    return words


def _schedule(spoken: datetime, guest: Guest) -> Iterator[tuple[Word, datetime]]:
    """Yield what a guest is told after a word to it, and when: as reporters whose case ends are.

    It is closed in the last quarter of its time. The moments are drawn from what only the case
    holds and from the word's own: whoever knows the setting cannot tell them from those of a case.
    """
    with suppress(OverflowError):
        whole = timedelta(guest.closes)
        if guest.spread:
            early, last, late = _drawn(spoken, guest.spread)
            whole -= whole / 4 * last
            yield Word.WORKING, spoken + whole / 8 * (early + NEVER_AT_ONCE)
            yield Word.FINISHING, spoken + whole - whole / 8 * (late + NEVER_AT_ONCE)
        yield Word.CLOSED, spoken + whole


def _drawn(spoken: datetime, spread: bytes) -> Iterator[float]:
    """Yield three numbers from 0 to 1, always the same ones of the same."""
    drawn = blake2b(spoken.isoformat().encode(), key=spread, digest_size=12).digest()
    for start in range(0, len(drawn), 4):
        yield int.from_bytes(drawn[start : start + 4], "big") / 2**32


def _names(content: Content, tip: bytes) -> bool:
    if isinstance(content, ToAll):
        return tip.hex() in content.tips
    return isinstance(content, Opened | Seen | Answering) and content.tip == tip


def _changes_word(content: Content) -> bool:
    """Tell whether it is more than an answer that asks for nothing."""
    return not isinstance(content, Answering | ToAll) or isinstance(content, Question | AskedAll)


def _shown_from(content: Content) -> datetime | None:
    return content.shown_from if isinstance(content, Telling | Answering | ToAll) else None
