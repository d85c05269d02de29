"""Reading ``config/places``: what the deployment's map is made of.

- ``coast.geojson``: land, as polygons.
- ``areas.geojson``: areas, each a feature with ``code``, ``kind``, ``name_…`` for each language
  and, where it was not always so, ``valid_from``; ``shown`` false where it is not to be drawn.
- ``places.csv``: named places: ``name_…``, ``other_names``, ``kind``, ``rank``, ``latitude``,
  ``longitude``.
- ``attribution.txt``: whom the licences ask to name, a line each.

A file that is missing has nothing in it; without the folder there is no map, and words are enough.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from tipline.configuration.table import Languages
from tipline.errors import ConfigurationError, ConfigurationFileError, GroundError
from tipline.places import geojson
from tipline.places.areas import Area, Areas, Polygon
from tipline.places.gazetteer import Gazetteer
from tipline.places.layers import NamedPlace, Names
from tipline.places.map import Places
from tipline.tips.point import Point

COAST, AREAS, PLACES = "coast.geojson", "areas.geojson", "places.csv"
ATTRIBUTION = "attribution.txt"
FOLDER = "places"  # within the configuration
CODE = re.compile(r"[A-Z0-9]{1,8}(-[A-Z0-9]{1,8})?")
NAME = "name_"  # and the code of a language
RANKS = range(10)
USUAL_RANK = 5
APART = re.compile(r"\s*[;|]\s*")


def read(config: Path, languages: Sequence[str]) -> Places:
    """Return the places of a configuration folder.

    A name that lacks a language is shown in English, else in the first that it has. Raises
    ConfigurationFileError, and ConfigurationError with the file and where in it.
    """
    folder, speech = config / FOLDER, Languages(languages)
    return Places(
        land=tuple(_land(folder / COAST)),
        areas=Areas(tuple(_areas(folder / AREAS, speech))),
        gazetteer=Gazetteer(_places(folder / PLACES, speech)),
        attribution=", ".join(_lines(folder / ATTRIBUTION)),
        lacking=tuple(speech.lacking),
    )


def area(feature: geojson.Feature, names: Names) -> Area:
    """Return the area of a feature; GroundError says what is amiss."""
    told = feature.get("properties") or {}
    code, kind, begins = (str(told.get(each) or "") for each in ("code", "kind", "valid_from"))
    if not CODE.fullmatch(code):
        raise GroundError(reason="its code is not one of capitals and digits, like NORTH or BH-13")
    try:
        valid_from = date.fromisoformat(begins) if begins else None
    except ValueError:
        raise GroundError(reason="valid_from is no day, like 2026-01-31") from None
    return Area(
        code=code,
        kind=kind,
        names=names,
        polygons=geojson.polygons(feature.get("geometry")),
        valid_from=valid_from,
        shown=told.get("shown") is not False,
    )


def place(row: Mapping[str, str], names: Names) -> NamedPlace:
    """Return the place of a line; GroundError says what is amiss."""
    try:
        longitude, latitude = (float(row[each]) for each in ("longitude", "latitude"))
        point = Point.of_degrees(longitude, latitude)
    except (KeyError, ValueError, TypeError, OverflowError):
        raise GroundError(reason="latitude and longitude are not degrees on the map") from None
    rank = row.get("rank") or str(USUAL_RANK)
    if not rank.isdecimal() or int(rank) not in RANKS:
        raise GroundError(reason="its rank is not a number from 0, the greatest, to 9")
    others = tuple(filter(None, APART.split((row.get("other_names") or "").strip())))
    kind = row.get("kind") or ""
    return NamedPlace(names=names, point=point, rank=int(rank), kind=kind, others=others)


def names_of(told: Mapping[str, object]) -> dict[str, str]:
    """Return the names that stand in properties or columns, by their languages."""
    named = ((key.removeprefix(NAME), told[key]) for key in told if key.startswith(NAME))
    return {language: " ".join(str(name).split()) for language, name in named if name}


def rows_of(file: Path) -> list[dict[str, str]]:
    """Return the lines of a CSV file with heads; ConfigurationFileError."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return list(csv.DictReader(lines, strict=True))
    except OSError as error:
        raise ConfigurationFileError(file=file, reason=error.strerror) from None
    except (ValueError, csv.Error) as error:
        raise ConfigurationFileError(file=file, reason=error) from None


def _land(file: Path) -> Iterator[Polygon]:
    for number, feature in enumerate(_features(file), 1):
        try:
            yield from geojson.polygons(feature.get("geometry"))
        except GroundError as error:
            raise _wrong(file, f"feature {number}", error) from None


def _areas(file: Path, speech: Languages) -> Iterator[Area]:
    for number, feature in enumerate(_features(file), 1):
        where = f"feature {number}"
        try:
            yield area(feature, _names(feature.get("properties") or {}, speech, file, where))
        except GroundError as error:
            raise _wrong(file, where, error) from None


def _places(file: Path, speech: Languages) -> Iterator[NamedPlace]:
    for number, row in enumerate(rows_of(file) if file.exists() else (), 2):
        where = f"line {number}"
        try:
            yield place(row, _names(row, speech, file, where))
        except GroundError as error:
            raise _wrong(file, where, error) from None


def _names(told: Mapping[str, object], speech: Languages, file: Path, where: str) -> Names:
    try:
        return speech.filled(names_of(told), file.name, where)
    except ValueError:
        raise GroundError(reason="it has no name") from None


def _features(file: Path) -> list[geojson.Feature]:
    return geojson.features(file) if file.exists() else []


def _lines(file: Path) -> list[str]:
    if not file.exists():
        return []
    try:
        return [line for line in file.read_text("utf-8").split("\n") if line]
    except (OSError, ValueError) as error:
        raise ConfigurationFileError(file=file, reason=error) from None


def _wrong(file: Path, where: str, error: GroundError) -> ConfigurationError:
    wanted = f"mended: {error.values['reason']}"
    return ConfigurationError(file=file, place=where, wanted=wanted)
