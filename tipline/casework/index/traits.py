"""What a report may be known by: its marks, its own words, what it plainly says. No names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.search import marks
from tipline.search.entry import Trace
from tipline.search.words import tokens
from tipline.tips.report import YesNo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tipline.keyring.opening import OpenedParts
    from tipline.search.marks import Mark
    from tipline.tips.report import Answers

# Of a plain answer, "yes" is one bit and "no" the next.
WEAPONS, VULNERABLE = 1, 4
NO = 1  # by how much "no" is moved


def trace(parts: OpenedParts) -> Trace:
    """Return by what a tip is known to be of the same as another."""
    said = own_words(parts)
    found = frozenset(mark.number for mark in marks_of(parts))
    return Trace(marks=found, words=len(said), says=says(parts))


def marks_of(parts: OpenedParts) -> frozenset[Mark]:
    """Return the marks of a tip: of all its reports, and of what was added."""
    found: set[Mark] = set()
    for report in parts.reports.values():
        found.update(_of(report.answers))
    for message in parts.messages.values():
        found.update(marks.mentioned(message.text))
    return frozenset(found)


def own_words(parts: OpenedParts) -> frozenset[str]:
    """Return the words in which reporters say what happened, without those of the case."""
    told = [report.answers.what for report in parts.reports.values()]
    return frozenset(tokens([*told, *(each.text for each in parts.messages.values())]))


def says(parts: OpenedParts) -> int:
    """Return what the newest report plainly says, as bits."""
    answers = list(parts.reports.values())[-1].answers
    return _bit(answers.weapons, WEAPONS) | _bit(answers.vulnerable, VULNERABLE)


def contradicted(one: int, two: int) -> int:
    """Return the answers, of ``WEAPONS`` and ``VULNERABLE``, on which two reports differ."""
    against = (one & two << NO) | (one << NO & two)
    return sum(answer for answer in (WEAPONS, VULNERABLE) if against & answer << NO)


def _bit(answer: YesNo | None, yes: int) -> int:
    if answer is YesNo.YES:
        return yes
    return yes << NO if answer is YesNo.NO else 0


def _of(answers: Answers) -> Iterator[Mark]:
    place = answers.place
    yield from marks.place(place.block, place.road, place.building, place.landmark)
    for vehicle in answers.vehicles:
        yield from marks.plate(vehicle.plate)
    for boat in answers.boats:
        yield from marks.boat(boat.name)
    for account in answers.accounts:
        yield from marks.typed(account)
    for text in _texts(answers):
        yield from marks.mentioned(text)


def _texts(answers: Answers) -> Iterable[str]:
    return (answers.what, answers.next, answers.money, answers.work.note, answers.when.note)
