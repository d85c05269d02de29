"""The reports of the benches: those of the invented world that `tipline demo --tips` makes."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from tipline.cli.demo.world import tell
from tipline.places.reading import read
from tipline.search.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tipline.cli.demo.world import Told
    from tipline.places.layers import NamedPlace
    from tipline.tips.report import Answers

CONFIG = Path(__file__).parents[1] / "config"
LANGUAGES = ("ar", "en")
UNTIL = datetime(2026, 11, 1, tzinfo=UTC)
MANY = 5_000  # that the benches draw from
SOUGHT = "سيارة لونها"  # one in nine holds these words: a car of some colour


def places() -> Sequence[NamedPlace]:
    """Return the places where they happen."""
    return read(CONFIG, LANGUAGES).gazetteer.places


@cache
def told() -> tuple[Told, ...]:
    """Return what is told, the same each time."""
    return tuple(tell(MANY, places(), UNTIL))


def whats() -> Iterator[str]:
    """Yield what reports say, without end."""
    return cycle(each.answers.what for each in told())


def answers() -> Iterator[Answers]:
    """Yield answers of reports in Arabic, without end: every second one holds what is sought."""
    arabic = [each.answers for each in told() if each.language == "ar"]
    found = [each for each in arabic if tokens([SOUGHT]) <= tokens([each.what])]
    for one, other in zip(cycle(found), cycle(arabic)):
        yield one
        yield other


def pages() -> Mapping[str, Mapping[str, str]]:
    """Return one report as it is typed: the fields of each page of the form."""
    said = next(answers())
    return {
        "danger": {"now": "no"},
        "what": {"what": said.what},
        "kind": {"category": said.category},
        "where": {"landmark": said.place.landmark, "block": "225"},
        "knowing": {"knows": "saw"},
    }
