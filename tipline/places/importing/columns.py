"""By which names other files call what ours have; all in small letters, the surest name first."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

Told = Mapping[str, str]

LATITUDE = ("latitude", "lat", "y")
LONGITUDE = ("longitude", "lon", "lng", "long", "x")
CODE = ("code", "iso", "iso_code", "iso3166-2", "iso_3166_2", "ref")
KIND = (
    "kind", "place", "type", "amenity", "tourism", "historic", "leisure", "man_made", "natural",
    "railway", "aeroway", "shop", "office",
)  # fmt: skip
RANK, SOURCE, FROM, SHOWN = ("rank",), ("source",), ("valid_from",), ("shown",)
LOCAL = "name"  # in no language that it tells
NAME = re.compile(r"name[_:. -]([a-z]{2,3})")
OTHERS = ("other_names", "alt_name", "old_name", "official_name", "short_name", "loc_name")
OTHER = re.compile(rf"({'|'.join(OTHERS)})([_:. -][a-z]{{2,3}})?")
NAME_MAX = 100  # letters
JOINERS = str.maketrans("", "", "\u200c\u200d")  # not to be seen, and part of how a word is written
APART = re.compile(r"[;|]")
SINGLE = frozenset((*LATITUDE, *LONGITUDE, *CODE, *KIND, *RANK, *SOURCE, *FROM, *SHOWN, LOCAL))
RANK_OF = {  # OpenStreetMap's words for `place`; the least is the greatest
    "country": 0, "city": 0, "town": 1, "island": 2, "suburb": 3, "village": 3, "quarter": 3,
    "neighbourhood": 4, "hamlet": 4, "islet": 5, "locality": 5,
}  # fmt: skip


def seen(text: str) -> bool:
    """Tell whether a name is short enough, and has no sign that is not seen."""
    return len(text) <= NAME_MAX and text.translate(JOINERS).isprintable()


def first(told: Told, columns: Iterable[str]) -> str:
    """Return the first value that is given of some columns, if it is seen; nothing if none is."""
    given = (told.get(column, "").strip() for column in columns)
    return next((value for value in given if value and seen(value)), "")


def names(told: Told, local: str) -> dict[str, str]:
    """Return the names by language. ``local``: the language of a name that tells none, if known."""
    given = ((NAME.fullmatch(column), name) for column, name in told.items())
    found = {match[1]: _tidy(name) for match, name in given if match}
    if local:
        found.setdefault(local, _tidy(told.get(LOCAL, "")))
    return {language: name for language, name in found.items() if name}


def others(told: Told, known: Collection[str]) -> str:
    """Return the names by which it is found too, parted as ``places.csv`` parts them."""
    there = (text for column, text in told.items() if column == LOCAL or OTHER.fullmatch(column))
    each = map(_tidy, itertools.chain.from_iterable(map(APART.split, there)))
    return "; ".join(
        dict.fromkeys(name for name in each if name and seen(name) and name not in known)
    )


def unused(columns: Iterable[str]) -> Iterator[str]:
    """Yield the columns that nothing is taken of."""
    for column in columns:
        if not (column in SINGLE or NAME.fullmatch(column) or OTHER.fullmatch(column)):
            yield column


def _tidy(name: str) -> str:
    return " ".join(name.split())
