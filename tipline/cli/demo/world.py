"""What happens in an invented world, and who reports it; the same seed gives the same reports."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tipline.places.geodesic import TURN, direct
from tipline.tips.report import Answers, Exactness, Now, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tipline.places.layers import NamedPlace
    from tipline.tips.point import Point

TEMPLATES = Path(__file__).with_name("world.toml")
# Shares: the domain guide, 10. English is what is not Arabic; some Arabic ends in English.
TWICE, MALICIOUS, URGENT, ENGLISH, MIXED = 0.20, 0.02, 0.17, 0.30, 0.10
A_DAY = 200  # reports
MINUTES = 1440  # of a day
DAYS_MAX = 90  # that the reports are spread over
APART = 45  # minutes between two reports of one thing, at most
RECENT = 200  # happenings of which another may tell
SORTS = ("urgent", "malicious", "plain")
SETTLED = frozenset({"town", "area", "settlement"})  # kinds of places: no single building is named
POINTED = 0.6  # choose a point on the map: a guess
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
    """One report of a happening, ``minutes`` ago; what has the same ``happening`` is one thing."""

    happening: int
    again: bool
    sort: str
    mixed: bool
    language: str
    minutes: int
    answers: Answers


def templates() -> list[Template]:
    """Return all templates."""
    return [Template(**each) for each in tomllib.loads(TEMPLATES.read_text("utf-8"))["template"]]


def tell(number: int, places: Sequence[NamedPlace], seed: int = 1) -> Iterator[Told]:
    """Yield so many reports; the first tells of something new."""
    chance = Random(seed)  # noqa: S311 (what happens, no secret)
    settled = [each for each in places if each.kind in SETTLED] or list(places)
    sorts = {sort: [each for each in templates() if each.sort == sort] for sort in SORTS}
    span = max(1, min(number * MINUTES // A_DAY, DAYS_MAX * MINUTES))
    recent = list[Happening]()
    for at in range(number):
        again = bool(recent) and chance.random() < TWICE
        if not again:
            sort = chance.choices(SORTS, (URGENT, MALICIOUS, 1 - URGENT - MALICIOUS))[0]
            place = chance.choice(settled)
            point = _beside(chance, place.point, AROUND)
            values, minutes = _values(chance, place), chance.randrange(span)
            found = Happening(at, chance.choice(sorts[sort]), point, values, minutes)
            recent = [*recent[1 - RECENT :], found]
        yield _told(chance, chance.choice(recent) if again else recent[-1], again=again)


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
    pointed = chance.random() < POINTED
    return Told(
        happening=of.number,
        again=again,
        sort=of.template.sort,
        mixed=mixed,
        language=language,
        minutes=max(0, of.minutes - chance.randrange(APART)) if again else of.minutes,
        answers=Answers(
            now=Now.YES if of.template.sort == "urgent" else Now.NO,
            category=of.template.category,
            what=f"{opening}{template.format(**values)}{closing}{more}",
            place=Place(
                landmark=values["place"],
                point=_beside(chance, of.point, SIGHT) if pointed else None,
                exact=chance.choice(list(Exactness)) if pointed else None,
                said=values["place"] if pointed else "",
            ),
        ),
    )
