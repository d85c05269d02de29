"""The invented world comes into a demonstration: most of it unopened, some with a history."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from tipline import configuration
from tipline.cli.demo.lives import is_lived, lead
from tipline.cli.demo.peopling import fill
from tipline.cli.demo.seeding import seed
from tipline.cli.demo.world import days, tell
from tipline.cli.deployed import now
from tipline.places.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tipline.cli.demo.people import Known
    from tipline.cli.demo.world import Told
    from tipline.cli.deployed import Deployed


def settle(
    deployed: Deployed, known: Known, number: int, reports: Sequence[dict[str, Any]] = ()
) -> None:
    """Send so many reports of the invented world, and ``reports``; do what was done with them."""
    settings, ended = deployed.settings, now()
    names = configuration.load(settings.config, settings.languages)
    lived: list[Told] = []
    if number:
        places = read(settings.config, settings.languages).gazetteer.places
        told = tell(number, places, ended.astimezone(names.site.timezone))
        rest = _without(told, is_lived(number, days(number)), lived)
        fill(deployed, names.intake, ended, rest)
    strict = frozenset(each.code for each in names.categories if each.facts)
    if reports or lived:
        seed(deployed, known, reports, list(lead(lived, strict, secrets.token_hex(4))))


def _without(
    told: Iterable[Told], chosen: Callable[[Told], bool], aside: list[Told]
) -> Iterator[Told]:
    """Yield what is not chosen, and lay aside what is."""
    for each in told:
        if chosen(each):
            aside.append(each)
        else:
            yield each
