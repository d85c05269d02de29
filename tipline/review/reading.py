"""A report as its reader sees it: what was asked and what was answered, in the form's order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from babel import UnknownLocaleError
from flask_babel import gettext

from tipline.review import clock, names, words
from tipline.tips.event import TEXT_MAX
from tipline.tips.report import WhenKind
from tipline.web import languages

if TYPE_CHECKING:
    from tipline.casework.tip.opening import OpenTip
    from tipline.tips.report import Answers, Boat, Person, Place, Report, Vehicle, When, Work


@dataclass(frozen=True)
class Said:
    """One answer. ``own``: the reporter's own words, in whatever direction; else a choice."""

    label: str
    text: str = field(repr=False)
    own: bool = True
    code: bool = False  # a plate or an address: always left to right
    urgent: bool = False
    changed: bool = False  # the report before does not say so


@dataclass(frozen=True)
class Group:
    """Answers that belong together, under a heading of their own where there is one."""

    heading: str
    said: tuple[Said, ...]


def direction(language: str) -> str:
    """Return ``rtl`` or ``ltr`` for the language of a report, which need not be one of ours."""
    try:
        return languages.direction(language)
    except (UnknownLocaleError, ValueError):  # whoever can write the database names what they like
        return "ltr"


def place_pieces(place: Place) -> tuple[str, ...]:
    """Return the place as the reporter wrote it, in pieces; each has its own direction.

    Where only the map was used, it is what the map said. A number alone is told what it numbers;
    who wrote more than a number has said so already.
    """
    block, road, building = place.block, place.road, place.building
    pieces = (
        place.landmark,
        gettext("block %(block)s", block=block) if block.isdecimal() else block,
        gettext("road %(road)s", road=road) if road.isdecimal() else road,
        gettext("building %(building)s", building=building) if building.isdecimal() else building,
    )
    return tuple(piece for piece in pieces if piece) or ((place.said,) if place.said else ())


def groups(answers: Answers) -> tuple[Group, ...]:
    """Return every answer but what happened and what it is about; empty ones are left out."""
    found = [
        Group("", (*_where(answers.place), *_when(answers.when), *_next(answers))),
        *(Group(_nth(gettext("Person"), n, answers.people), tuple(_person(person)))
          for n, person in enumerate(answers.people, 1)),
        *(Group(_nth(gettext("Vehicle"), n, answers.vehicles), tuple(_vehicle(vehicle)))
          for n, vehicle in enumerate(answers.vehicles, 1)),
        *(Group(_nth(gettext("Boat"), n, answers.boats), tuple(_boat(boat)))
          for n, boat in enumerate(answers.boats, 1)),
        Group(gettext("Danger"), tuple(_danger(answers))),
        Group(gettext("Accounts and money"), tuple(_online(answers))),
        Group(gettext("Work"), tuple(_work(answers.work))),
        Group(gettext("How the reporter knows"), tuple(_source(answers))),
    ]  # fmt: skip
    return tuple(group for group in found if group.said)


def to_read_out(answers: Answers, told: str = "") -> tuple[Group, ...]:
    """Return the answers that an emergency desk needs: nothing of who reported it, and how.

    What is ``told`` already is left out.
    """
    bare = replace(
        answers, knows=None, circle=None, guess=None, safe=None, told_police=None, about_police=None
    )
    left = (
        replace(group, said=tuple(said for said in group.said if _line(said) not in told))
        for group in groups(bare)
    )
    return tuple(group for group in left if group.said)


def spelled_out(answers: Answers) -> str:
    """Return what an emergency desk needs as one text, an answer a line, no longer than it may."""
    told = [answers.what, ""]
    for group in to_read_out(answers):
        told += [f"{group.heading}:"] * bool(group.heading)
        told += map(_line, group.said)
    return "\n".join(told).strip()[:TEXT_MAX]


def _line(said: Said) -> str:
    return f"{said.label}: {said.text}"


def of_reports(reports: Sequence[Report]) -> tuple[tuple[Report, tuple[Group, ...]], ...]:
    """Return each report with its answers; of several, with the subject, and what changed marked.

    The page's heading says the subject of the newest one alone.
    """
    if len(reports) == 1:
        return ((reports[0], groups(reports[0].answers)),)
    told = [(_subject(report.answers), *groups(report.answers)) for report in reports]
    marked = [told[0], *(_marked(now, was) for was, now in pairwise(told))]
    return tuple(zip(reports, marked, strict=True))


def of_tip(tip: OpenTip) -> tuple[tuple[Report, tuple[Group, ...]], ...]:
    """Return the reports of a tip so; none where they are closed, or were destroyed."""
    if tip.closed or tip.id.hex() in tip.case.state.gone:
        return ()
    return of_reports(list(tip.parts.reports.values()))


def _subject(answers: Answers) -> Group:
    kind = names.about(answers)
    urgent = answers.now == "yes"
    return Group("", (
        *_texts((gettext("Kind"), kind)),
        *_choice(gettext("Urgency"), answers.now, words.NOW, urgent=urgent),
    ))  # fmt: skip


def _marked(now: Sequence[Group], was: Sequence[Group]) -> tuple[Group, ...]:
    known = {(group.heading, said.label, said.text) for group in was for said in group.said}
    return tuple(
        replace(group, said=tuple(
            replace(said, changed=(group.heading, said.label, said.text) not in known)
            for said in group.said
        ))
        for group in now
    )  # fmt: skip


def _nth(word: str, number: int, among: tuple[object, ...]) -> str:
    return f"{word} {number}" if len(among) > 1 else word


def _texts(*pairs: tuple[str, str]) -> Iterator[Said]:
    return (Said(label, text) for label, text in pairs if text)


def _choice(
    label: str, choice: StrEnum | None, shown: words.Words, *, urgent: bool = False
) -> Iterator[Said]:
    if choice is not None:
        yield Said(label, str(shown[choice]), own=False, urgent=urgent)


def _where(place: Place) -> Iterator[Said]:
    yield from _texts(
        (gettext("Place"), place.landmark),
        (gettext("Block"), place.block),
        (gettext("Road"), place.road),
        (gettext("Building"), place.building),
        (gettext("On the map"), place.said),
    )
    if place.point:
        yield Said(gettext("Coordinates"), place.point.written, code=True)
    yield from _choice(gettext("How exact"), place.exact, words.EXACT)


def _when(when: When) -> Iterator[Said]:
    told = [str(words.WHEN[when.kind])] if when.kind and not _is_said_by_days(when) else []
    told += [_days(when)] if when.date or when.until else []
    if told:
        yield Said(gettext("When"), " · ".join(told), own=False)
    yield from _texts((gettext("About the time"), when.note))


def _is_said_by_days(when: When) -> bool:
    return when.kind in {WhenKind.DATE, WhenKind.RANGE} and bool(when.date or when.until)


def _days(when: When) -> str:
    """Return the days that were given, whatever else was chosen: none may be lost on its way."""
    first, last = (clock.day(day) if day else "" for day in (when.date, when.until))
    if first and last:
        return gettext("From %(first)s to %(last)s", first=first, last=last)
    return first or gettext("Until %(last)s", last=last)


def _next(answers: Answers) -> Iterator[Said]:
    return _texts((gettext("When next"), answers.next))


def _person(person: Person) -> Iterator[Said]:
    return _texts(
        (gettext("Name or nickname"), person.name),
        (gettext("Looks"), person.looks),
        (gettext("Clothes"), person.clothes),
        (gettext("Where to be found"), person.whereabouts),
    )


def _vehicle(vehicle: Vehicle) -> Iterator[Said]:
    if vehicle.plate:
        yield Said(gettext("Plate"), vehicle.plate, code=True)
    yield from _texts(
        (gettext("Make"), vehicle.make),
        (gettext("Colour"), vehicle.colour),
        (gettext("Anything special"), vehicle.marks),
    )


def _boat(boat: Boat) -> Iterator[Said]:
    return _texts(
        (gettext("Name or number"), boat.name),
        (gettext("Colour"), boat.colour),
        (gettext("Direction"), boat.direction),
    )


def _danger(answers: Answers) -> Iterator[Said]:
    urgent = answers.weapons == "yes"
    yield from _choice(gettext("Weapons"), answers.weapons, words.PLAIN, urgent=urgent)
    yield from _texts((gettext("About the weapons"), answers.weapons_note))
    label = gettext("A child, older person, or someone who cannot leave")
    yield from _choice(label, answers.vulnerable, words.PLAIN)
    yield from _texts((gettext("About that person"), answers.vulnerable_note))


def _online(answers: Answers) -> Iterator[Said]:
    for account in answers.accounts:
        yield Said(gettext("Account, number or address"), account, code=True)
    yield from _texts((gettext("Money"), answers.money))


def _work(work: Work) -> Iterator[Said]:
    yield from _choice(gettext("Can the worker leave"), work.can_leave, words.PLAIN)
    yield from _choice(gettext("Who keeps the passport"), work.passport, words.KEEPER)
    yield from _choice(gettext("Are wages paid"), work.paid, words.PLAIN)
    yield from _texts((gettext("About the work"), work.note))


def _source(answers: Answers) -> Iterator[Said]:
    yield from _choice(gettext("How"), answers.knows, words.KNOWS)
    yield from _choice(gettext("How many know"), answers.circle, words.CIRCLE)
    guess = gettext("Could the person guess who reported it")
    yield from _choice(guess, answers.guess, words.PLAIN)
    danger = answers.safe == "no"
    yield from _choice(gettext("Is the reporter safe"), answers.safe, words.PLAIN, urgent=danger)
    yield from _choice(gettext("Already told the police"), answers.told_police, words.PLAIN)
    yield from _choice(gettext("About the police"), answers.about_police, words.PLAIN)
