"""What is taken of a file for a layer of the map, and what is refused, with every reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from tipline.errors import GroundError, PlacesLayerError
from tipline.places import geojson, reading
from tipline.places.areas import Polygon
from tipline.places.importing import columns
from tipline.places.importing.source import Row, Source

POLYGONS = {"Polygon", "MultiPolygon"}


class Layer(StrEnum):
    """A file of the map."""

    COAST = "coast"
    AREAS = "areas"
    PLACES = "places"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What whoever imports says of a file.

    ``languages``: whose names are taken; ``asked``: those without which a name is refused;
    ``local``: the language of a name that tells none, if known. ``begins``: from when areas hold.
    """

    languages: Sequence[str]
    asked: Collection[str]
    local: str = ""
    begins: date | None = None
    source: str = ""


@dataclass(frozen=True)
class Refusal:
    """What is amiss with a line, or a feature."""

    at: int
    reason: str


@dataclass(frozen=True)
class Taken:
    """What a file gives a layer; of places their lines, of areas their features."""

    layer: Layer
    land: list[Polygon] = field(default_factory=list)
    areas: list[dict[str, Any]] = field(default_factory=list)
    places: list[dict[str, str]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def __len__(self) -> int:
        """Return how many polygons, areas or places there are."""
        return len(self.land) + len(self.areas) + len(self.places)


def guessed(source: Source) -> Layer:
    """Return the layer that a file is for: points are places, polygons with codes areas.

    PlacesLayerError where it has both, or lines.
    """
    kinds = {
        row.geometry["type"]
        for row in source.rows
        if isinstance(row.geometry, dict) and isinstance(row.geometry.get("type"), str)
    }
    if source.unit == "line" or kinds == {"Point"}:
        return Layer.PLACES
    if not kinds or kinds - POLYGONS:
        raise PlacesLayerError
    coded = any(columns.first(row.told, columns.CODE) for row in source.rows)
    return Layer.AREAS if coded else Layer.COAST


def take(source: Source, layer: Layer, wish: Wish) -> Taken:
    """Return what can be taken of a file, and what is refused, in the order of the file."""
    taken = Taken(layer)
    seen: dict[tuple[str, str], int] = {}
    for row in source.rows:
        reasons = [row.amiss] if row.amiss else list(_put(row, taken, wish, seen))
        taken.refused.extend(Refusal(row.at, reason) for reason in reasons)
    return taken


def _put(row: Row, taken: Taken, wish: Wish, seen: dict[tuple[str, str], int]) -> Iterator[str]:
    """Put a row where it belongs, or yield what is amiss with it."""
    found = columns.names(row.told, wish.local)
    names = {language: found[language] for language in wish.languages if language in found}
    amiss = list(_of_names(names, wish)) if taken.layer is not Layer.COAST else []
    try:
        if taken.layer is Layer.COAST:
            taken.land.extend(_land(row))
        elif taken.layer is Layer.PLACES:
            line = _place(row, names, wish)
            taken.places.extend([line] if not amiss else [])
        else:
            feature = _area(row, names, wish)
            key = of_when(feature)
            if key in seen:
                amiss.append(f"feature {seen[key]} has its code and day too")
            taken.areas.extend([feature] if not amiss else [])
            seen.setdefault(key, row.at)
    except GroundError as error:
        amiss.append(str(error.values["reason"]))
    yield from amiss


def of_when(feature: geojson.Feature) -> tuple[str, str]:
    """Return the code of an area, and the day it holds from: two that agree are one area."""
    told = feature.get("properties") or {}
    return str(told.get("code") or ""), str(told.get("valid_from") or "")


def _of_names(names: dict[str, str], wish: Wish) -> Iterator[str]:
    for language in wish.asked:
        if language not in names:
            yield f"it has no name in {language}"
    for language, name in names.items():
        if not columns.seen(name):
            most = columns.NAME_MAX
            yield f"its name in {language} has over {most} letters, or signs that are not seen"


def _land(row: Row) -> tuple[Polygon, ...]:
    found = geojson.polygons(row.geometry)
    if not found:
        raise GroundError(reason="it has no geometry")
    return found


def _area(row: Row, names: dict[str, str], wish: Wish) -> dict[str, Any]:
    """Return the feature of an area; GroundError."""
    begins = wish.begins.isoformat() if wish.begins else columns.first(row.told, columns.FROM)
    told: dict[str, Any] = {
        "code": columns.first(row.told, columns.CODE).upper(),
        "kind": columns.first(row.told, columns.KIND),
        **{f"{reading.NAME}{language}": name for language, name in names.items()},
    }
    told |= {"valid_from": begins} if begins else {}
    told |= {"shown": False} if columns.first(row.told, columns.SHOWN) == "false" else {}
    area = reading.area({"properties": told, "geometry": row.geometry}, names)
    if not area.polygons and area.valid_from is None:
        raise GroundError(reason="it has no geometry, and no day from which it is no more")
    return {"type": "Feature", "properties": told, "geometry": geojson.written(area.polygons)}


def _place(row: Row, names: dict[str, str], wish: Wish) -> dict[str, str]:
    """Return the line of a place; GroundError."""
    kind = columns.first(row.told, columns.KIND)
    rank = columns.first(row.told, columns.RANK) or str(columns.RANK_OF.get(kind, ""))
    line = {
        **{f"{reading.NAME}{language}": name for language, name in names.items()},
        "other_names": columns.others(row.told, names.values()),
        "kind": kind,
        "rank": rank,
        **_degrees(row),
        "source": columns.first(row.told, columns.SOURCE) or wish.source,
    }
    place = reading.place(line, names)
    if place.point.latitude == place.point.longitude == 0:
        raise GroundError(reason="0, 0 is in the Gulf of Guinea: it stands for no place")
    longitude, latitude = place.point.degrees
    return line | {"latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}"}


def _degrees(row: Row) -> dict[str, str]:
    if row.geometry is None:
        latitude, longitude = (
            columns.first(row.told, each) for each in (columns.LATITUDE, columns.LONGITUDE)
        )
    else:
        longitude, latitude = map(str, geojson.point(row.geometry).degrees)
    return {"latitude": latitude, "longitude": longitude}
