"""What becomes of some of the invented reports; the same seed gives the same lives."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tipline.cli.demo.deeds import AT_DESK
from tipline.cli.demo.files import DRAWN

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from tipline.cli.demo.deeds import Deed
    from tipline.cli.demo.world import Told

LIVES = Path(__file__).with_name("lives.toml")
MOST = 100  # reports with a history: each takes about a tenth of a second
RECENT = 7 * 1440  # minutes ago, at most
PACE = (0.6, 1.6)  # of a life, beside another's
# Shares: guesses. The domain guide has pictures with many reports, and 2 % of calls.
WITH_FILE, BY_PHONE = 0.15, 0.10
AT_SEA, ON_LAND = ("CG", "analyst"), ("OPS", "supervisor")  # desks, and who works there
JOIN = "Another report of the same thing, from about the same hour."


@dataclass(frozen=True)
class Life:
    """What may become of a report of a sort."""

    sort: str
    weight: int
    deed: Sequence[Deed]
    joined: bool = False

    def fits(self, told: Told, strict: Container[str]) -> bool:
        """Tell whether a report may go like this; ``strict``: categories that ask for facts."""
        given = any(each["what"] == "give" for each in self.deed)
        return self.sort == told.sort and not (given and told.answers.category in strict)


@dataclass(frozen=True)
class Lived:
    """A report with a history: its deeds, the files that come with it, the way that it came."""

    told: Told
    name: str
    deeds: tuple[Deed, ...]
    files: tuple[str, ...]
    by_phone: bool


def lives() -> list[Life]:
    """Return all lives."""
    return [Life(**each) for each in tomllib.loads(LIVES.read_text("utf-8"))["life"]]


def is_lived(number: int, days: int) -> Callable[[Told], bool]:
    """Return what tells which of so many reports, over so many days, have a history.

    About ``MOST`` of them, all of the last week; what tells of the same thing goes together.
    """
    share = MOST / max(1, number * RECENT / (1440 * days))

    def chosen(told: Told) -> bool:
        return told.minutes < RECENT and Random(told.happening).random() < share  # noqa: S311 (no secret)

    return chosen


def lead(
    told: Iterable[Told], strict: Container[str], prefix: str, seed: int = 1
) -> Iterator[Lived]:
    """Yield what becomes of these reports, by names that begin with ``prefix``."""
    chance, known, first = Random(seed), lives(), dict[int, str]()  # noqa: S311 (no secret)
    for number, each in enumerate(told):
        name = f"{prefix}{number}"
        fitting = [life for life in known if life.fits(each, strict)]
        life = chance.choices(fitting, [life.weight for life in fitting])[0]
        deeds = life.deed
        if each.happening in first:
            deeds = _joining(first[each.happening])
        elif life.joined:
            first[each.happening] = name
        pace, place = chance.uniform(*PACE), _place(each, deeds)
        files = (chance.choice(list(DRAWN)),) if chance.random() < WITH_FILE else ()
        by_phone = chance.random() < BY_PHONE
        yield Lived(
            told=each,
            name=name,
            deeds=tuple(_of(chance, deed, each, pace, place) for deed in deeds),
            files=() if by_phone else files,
            by_phone=by_phone,
        )


def _joining(other: str) -> Sequence[Deed]:
    opened = {"after": 60, "what": "open"}
    return opened, {"after": 64, "what": "join", "other": other, "text": JOIN}


def _place(told: Told, deeds: Sequence[Deed]) -> tuple[str, str]:
    """Return the desk that gets a case, and who is at work there: emergencies are one desk's."""
    handed_off = any(deed["what"] == "hand-off" for deed in deeds)
    return AT_SEA if told.answers.category == "SEAC" and not handed_off else ON_LAND


def _of(chance: Random, deed: Deed, told: Told, pace: float, place: tuple[str, str]) -> Deed:
    """Return a deed as it is done with this report, by the desk and its member of ``place``."""
    made: dict[str, Any] = {**deed, "after": deed["after"] * pace}
    desk, who = place
    if deed["what"] in AT_DESK:
        made |= {"desk": desk, "who": who}
    if deed["what"] == "give":
        made |= {"desk": desk}
    if "outcome" in deed:
        made |= {"outcome": chance.choice(deed["outcome"])}
    if "classified" in deed:
        made |= {"classified": {"category": told.answers.category, **deed["classified"]}}
    return made | {"text": _said(deed.get("text", ""), told)}


def _said(text: str | Mapping[str, str], told: Told) -> str:
    said = text if isinstance(text, str) else text[told.language]
    return said.replace("{gist}", told.gist)
