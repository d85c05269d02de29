"""What happens in an invented world, and who reports it; the same seed gives the same reports."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from heapq import heappop, heappush
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tipline.places.geodesic import TURN, direct
from tipline.tips.report import Answers, Exactness, Knows, Now, Place, When, WhenKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from tipline.places.layers import NamedPlace
    from tipline.tips.point import Point

TEMPLATES = Path(__file__).with_name("world.toml")
# Shares: the domain guide, 10. English is what is not Arabic; some Arabic ends in English.
TWICE, MALICIOUS, URGENT, ENGLISH, MIXED = 0.20, 0.02, 0.17, 0.30, 0.10
A_DAY = 200  # reports
DAYS_MIN, DAYS_MAX = 7, 90  # that the reports are spread over
HOURS = (6, 4, 2, 1, 1, 2, 4, 6, 8, 9, 9, 9, 9, 8, 8, 8, 9, 10, 12, 13, 13, 12, 10, 8)  # of a day
APART = 45  # minutes between two reports of one thing, at most
SORTS = ("urgent", "malicious", "plain")
SETTLED = frozenset({"town", "area", "settlement"})  # kinds of places: no single building is named
POINTED = 0.6  # choose a point on the map: a guess
KNOWS, HOW_OFTEN = (Knows.SAW, Knows.TOLD, Knows.ONLINE, None), (6, 2, 1, 3)  # a guess
AROUND, SIGHT = 700, 100  # metres: from where a place's name stands; from what was seen
COLOURS = (("white", "أبيض"), ("grey", "رمادي"), ("black", "أسود"), ("red", "أحمر"))
OPENINGS: Mapping[str, Sequence[str]] = {
    "en": ("", "Hello. ", "I saw this myself. ", "Please look into this. ", "Not sure, but: "),
    "ar": (
        "",
        "السلام عليكم. ",
        "شفت هالشي بعيني. ",
        "تابعوا الموضوع. ",
        "مو متأكد بس: ",
    ),
}
CLOSINGS: Mapping[str, Sequence[str]] = {
    "en": ("", " Others have seen it too.", " Please do not say that it came from here."),
    "ar": ("", " وغيري بعد شافه.", " لا تقولون من وين وصلكم الخبر."),
}
MIXINGS = (" Please check ASAP.", " I have videos if you need.", " It is not the first time.")


@dataclass(frozen=True)
class Template:
    """What a report may be about, in both languages."""

    category: str
    en: str
    ar: str
    sort: str = "plain"


@dataclass(frozen=True)
class Happening:
    """What happened somewhere: ``values`` fill the template, by language; ``point``: where."""

    number: int
    template: Template
    point: Point
    values: Mapping[str, Mapping[str, str]]
    minutes: int


@dataclass(frozen=True)
class Told:
    """One report of a happening, ``minutes`` ago; what has the same ``happening`` is one thing.

    ``gist``: what happened, in English, as an officer sums it up.
    """

    happening: int
    again: bool
    sort: str
    mixed: bool
    language: str
    minutes: int
    gist: str
    answers: Answers


def templates() -> list[Template]:
    """Return all templates."""
    return [Template(**each) for each in tomllib.loads(TEMPLATES.read_text("utf-8"))["template"]]


def tell(
    number: int, places: Sequence[NamedPlace], until: datetime, seed: int = 1
) -> Iterator[Told]:
    """Yield so many reports, the oldest first. They end at ``until``, which is a local time."""
    chance = Random(seed)  # noqa: S311 (what happens, no secret)
    settled = [each for each in places if each.kind in SETTLED] or list(places)
    sorts = {sort: [each for each in templates() if each.sort == sort] for sort in SORTS}
    again = sum(chance.random() < TWICE for _ in range(number - 1))
    echoes = Counter(chance.choices(range(number - again), k=again))
    waiting = list[tuple[int, int, Told]]()
    for at, minutes in enumerate(_moments(chance, number - again, days(number), until)):
        while waiting and -waiting[0][0] >= minutes:
            yield heappop(waiting)[-1]
        happening = _happening(chance, at, minutes, sorts, settled)
        yield _told(chance, happening, again=False)
        for echo in range(echoes[at]):
            told = _told(chance, happening, again=True)
            heappush(waiting, (-told.minutes, at * number + echo, told))
    while waiting:
        yield heappop(waiting)[-1]


def days(number: int) -> int:
    """Return how many days so many reports are spread over."""
    return min(max(number // A_DAY, DAYS_MIN), DAYS_MAX)


def _moments(chance: Random, number: int, spread: int, until: datetime) -> list[int]:
    """Return how many minutes ago each of so many things happened: few of them at night."""
    hours = range(24 * spread)
    often = [HOURS[(until - timedelta(hours=hour)).hour] for hour in hours]
    drawn = chance.choices(hours, often, k=number)
    return sorted((60 * hour + chance.randrange(60) for hour in drawn), reverse=True)


def _happening(
    chance: Random,
    number: int,
    minutes: int,
    sorts: Mapping[str, Sequence[Template]],
    places: Sequence[NamedPlace],
) -> Happening:
    sort = chance.choices(SORTS, (URGENT, MALICIOUS, 1 - URGENT - MALICIOUS))[0]
    place = chance.choice(places)
    point = _beside(chance, place.point, AROUND)
    return Happening(number, chance.choice(sorts[sort]), point, _values(chance, place), minutes)


def _values(chance: Random, place: NamedPlace) -> dict[str, dict[str, str]]:
    english, arabic = chance.choice(COLOURS)
    same = {
        "hour": f"{chance.randrange(24):02}:{chance.choice(('00', '15', '30', '45'))}",
        "plate": str(chance.randrange(100_000, 700_000)),
        "count": str(chance.randrange(3, 10)),
        "days": str(chance.randrange(3, 10)),
    }
    known = next(iter(place.names.values()))
    colours = {"en": english, "ar": arabic}
    return {
        language: {**same, "colour": colour, "place": place.names.get(language, known)}
        for language, colour in colours.items()
    }


def _beside(chance: Random, point: Point, metres: int) -> Point:
    """Return a point at most so many metres away."""
    return direct(point, chance.uniform(0, TURN), metres * chance.random())


def _told(chance: Random, of: Happening, *, again: bool) -> Told:
    language = "en" if chance.random() < ENGLISH else "ar"
    mixed = language == "ar" and chance.random() < MIXED
    template = of.template.en if language == "en" else of.template.ar
    values = of.values[language]
    opening, closing = chance.choice(OPENINGS[language]), chance.choice(CLOSINGS[language])
    more = chance.choice(MIXINGS) if mixed else ""
    pointed, urgent = chance.random() < POINTED, of.template.sort == "urgent"
    return Told(
        happening=of.number,
        again=again,
        sort=of.template.sort,
        mixed=mixed,
        language=language,
        minutes=max(0, of.minutes - chance.randrange(APART)) if again else of.minutes,
        gist=of.template.en.format(**of.values["en"]),
        answers=Answers(
            now=Now.YES if urgent else Now.NO,
            category=of.template.category,
            what=f"{opening}{template.format(**values)}{closing}{more}",
            place=Place(
                landmark=values["place"],
                point=_beside(chance, of.point, SIGHT) if pointed else None,
                exact=chance.choice(list(Exactness)) if pointed else None,
                said=values["place"] if pointed else "",
            ),
            when=When(kind=WhenKind.NOW if urgent else None),
            knows=chance.choices(KNOWS, HOW_OFTEN)[0],
        ),
    )
