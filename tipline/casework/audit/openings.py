"""Who opened which tips and cases, how often, when, and at which hours of the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipline.casework.audit.sampling import OPENED, by_night, matter

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from tipline.casework.audit.opened_trail import Entry

HOURS = 24


@dataclass
class Openings:
    """How often one person opened one tip or case; ``of`` is the id that it is counted for."""

    of: str
    name: str
    count: int = 0
    at_night: int = 0
    first: datetime | None = None
    last: datetime | None = None


def opened_by(entries: Iterable[Entry], analyst: str) -> list[Entry]:
    """Return the openings of tips and cases by one person, an id in hex."""
    return [each for each in entries if each.action in OPENED and each.analyst == analyst]


def opened_of(entries: Iterable[Entry], wanted: str) -> list[Entry]:
    """Return the openings of one tip or case, an id in hex."""
    return [each for each in entries if each.action in OPENED and matter(each) == wanted]


def by_matter(entries: Iterable[Entry], zone: tzinfo) -> list[Openings]:
    """Return how often each tip or case was opened, the most first; nights are those of a zone."""
    return _gathered(entries, matter, zone)


def by_person(entries: Iterable[Entry], zone: tzinfo) -> list[Openings]:
    """Return how often each person opened, the most first; nights are those of a zone."""
    return _gathered(entries, lambda entry: entry.analyst, zone)


def by_hour(entries: Iterable[Entry], zone: tzinfo) -> list[int]:
    """Return how many entries there are in each of the 24 hours of the day of a zone."""
    counted = Counter(each.at.astimezone(zone).hour for each in entries if each.at)
    return [counted[hour] for hour in range(HOURS)]


def _gathered(entries: Iterable[Entry], of: Callable[[Entry], str], zone: tzinfo) -> list[Openings]:
    found: dict[str, Openings] = {}
    for each in entries:
        one = found.setdefault(of(each), Openings(of(each), each.name))
        one.count += 1
        one.at_night += each.at is not None and by_night(each.at.astimezone(zone))
        one.first, one.last = one.first or each.at, each.at or one.last
    return sorted(found.values(), key=lambda one: -one.count)
