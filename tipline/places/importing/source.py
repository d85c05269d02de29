"""What a file holds: the lines of CSV (RFC 4180), or the features of GeoJSON (RFC 7946)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from tipline.errors import GroundError, PlacesFileError
from tipline.places import geojson
from tipline.places.importing.columns import LATITUDE, LONGITUDE

MEBIBYTE = 1024 * 1024
FILE_BYTES_MAX = 64 * MEBIBYTE


@dataclass(frozen=True)
class Row:
    """A line, or a feature: its values as texts, by their names in small letters.

    ``geometry``: as GeoJSON has it. ``amiss``: why nothing can be made of it.
    """

    at: int
    told: Mapping[str, str]
    geometry: object = None
    amiss: str = ""

    @classmethod
    def of_feature(cls, at: int, feature: object) -> Self:
        """Return the row of a feature; values that are neither text, number nor truth are left."""
        match feature:
            case {"type": "Feature", **rest}:
                given = rest.get("properties")
                told = _texts(given) if isinstance(given, dict) else {}
                return cls(at, told, rest.get("geometry"))
        return cls(at, {}, amiss="it is no Feature")


@dataclass(frozen=True)
class Source:
    """The rows of a file.

    ``unit``: what their numbers count, ``line`` or ``feature``. ``owed``: whom its licence asks to
    name, where the file's form tells.
    """

    unit: str
    rows: Sequence[Row]
    owed: tuple[str, ...] = ()


def read(content: bytes) -> Source:
    """Return what a file holds, CSV or GeoJSON by its content. PlacesFileError."""
    if len(content) > FILE_BYTES_MAX:
        raise PlacesFileError(reason=f"it has more than {FILE_BYTES_MAX // MEBIBYTE} MiB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PlacesFileError(reason=f"it is not text in UTF-8, at line {line}") from None
    if text.lstrip()[:1] in {"{", "["}:
        return of_geojson(text)
    return Source("line", list(_of_csv(text)))


def of_geojson(text: str) -> Source:
    """Return the features of a FeatureCollection. PlacesFileError."""
    try:
        features = geojson.listed(text)
    except GroundError as error:
        raise PlacesFileError(reason=error.values["reason"]) from None
    return Source("feature", [Row.of_feature(at, each) for at, each in enumerate(features, 1)])


def _of_csv(text: str) -> Iterator[Row]:
    lines = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        heads = [head.strip().lower() for head in lines.fieldnames or ()]
    except csv.Error as error:
        raise PlacesFileError(reason=f"it is no CSV with commas ({error})") from None
    _require_heads(heads)
    lines.fieldnames = heads
    try:
        for line in lines:
            amiss = f"it has more than {len(heads)} values" if None in line else ""
            told = {head: value or "" for head, value in line.items() if head in heads}
            yield Row(lines.line_num, told, amiss=amiss)
    except csv.Error as error:
        yield Row(lines.line_num, {}, amiss=f"it is no CSV with double quotes ({error})")


def _require_heads(heads: list[str]) -> None:
    twice = sorted({head for head in heads if head and heads.count(head) > 1})
    if twice:
        raise PlacesFileError(reason=f"its first line names {twice[0]} twice")
    if not (set(LATITUDE) & set(heads) and set(LONGITUDE) & set(heads)):
        reason = "it is no GeoJSON, and its first line names no latitude and longitude"
        raise PlacesFileError(reason=reason)


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {
        name.strip().lower(): value if isinstance(value, str) else json.dumps(value)
        for name, value in values.items()
        if isinstance(value, str | float | int)
    }
