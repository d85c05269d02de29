"""Cameras from a file: CSV (RFC 4180) with a row of names, or GeoJSON (RFC 7946).

A GeoJSON file is a FeatureCollection of points, whose properties are named as the columns of CSV.
Nothing is guessed: each camera is taken whole or refused, with every reason.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tipline.errors import GroundError
from tipline.places import geojson
from tipline.places.cameras.camera import CAMERAS_MAX, Camera
from tipline.places.cameras.columns import NAMES, PLACE, Columns, Refusal, unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.tips.point import Point

MEBIBYTE = 1024 * 1024
FILE_BYTES_MAX = 64 * MEBIBYTE
NO_SUCH = "left out: a camera has no such value"


@dataclass
class Reading:
    """What a file gave. ``unit``: what the numbers of refusals count, ``line`` or ``feature``."""

    unit: str
    cameras: list[Camera] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)

    def take(self, columns: Columns, point: Point | None) -> None:
        """Take one camera, or what was refused of it."""
        camera = columns.camera(point)
        if camera is not None and camera.code in self.seen:
            columns.refuse("code", f"given once: {self.unit} {self.seen[camera.code]} has it too")
        elif camera is not None and len(self.cameras) == CAMERAS_MAX:
            columns.refuse("code", f"one of {CAMERAS_MAX} cameras at most")
        elif camera is not None:
            self.seen[camera.code] = columns.at
            self.cameras.append(camera)
        self.refused += columns.refused


def read(content: bytes) -> Reading:
    """Return the cameras of a file, and each thing that was refused, in the order of the file."""
    if len(content) > FILE_BYTES_MAX:
        wanted = f"of {FILE_BYTES_MAX // MEBIBYTE} MiB at most"
        return Reading("line", refused=[Refusal(0, "file", wanted)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Reading("line", refused=[Refusal(line, "file", "text in UTF-8")])
    return _of_geojson(text) if text.lstrip().startswith("{") else _of_csv(text)


def _of_csv(text: str) -> Reading:
    reading = Reading("line")
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = list(rows.fieldnames or ())
        reading.refused += _wrong_names(names)
        if reading.refused:
            return reading
        for row in rows:
            columns = Columns(rows.line_num, row)
            if None in row:
                columns.refuse("line", f"no more than {len(names)} values")
            reading.take(columns, columns.point())
    except csv.Error:
        reading.refused.append(Refusal(rows.line_num, "line", "CSV with commas and double quotes"))
    return reading


def _wrong_names(names: list[str]) -> Iterator[Refusal]:
    """Yield what is wrong with the row of names; without it no row can be read."""
    known = PLACE + NAMES
    strange = unknown(names, known)
    for name in dict.fromkeys((*known, *names)):
        if name not in strange and names.count(name) != 1:
            yield Refusal(1, name, "among the names of the first line, once")
    for name in strange:
        yield Refusal(1, name or "a column without a name", NO_SUCH)


def _of_geojson(text: str) -> Reading:
    reading = Reading("feature")
    try:
        features = geojson.listed(text)
    except GroundError:
        wanted = "GeoJSON after RFC 7946: a FeatureCollection, in longitude and latitude"
        reading.refused.append(Refusal(0, "file", wanted))
        return reading
    for at, feature in enumerate(features, 1):
        values = feature.get("properties") if isinstance(feature, dict) else None
        columns = Columns(at, values if isinstance(values, dict) else {})
        for name in unknown(columns.values, NAMES):
            columns.refuse(name or "a value without a name", NO_SUCH)
        reading.take(columns, _located(columns, feature))
    return reading


def _located(columns: Columns, feature: Any) -> Point | None:  # noqa: ANN401 (what JSON gives)
    """Return the point of a feature; None where it was refused. A height is passed over."""
    match feature:
        case {"geometry": {"type": "Point", "coordinates": [east, north, *_]}} if isinstance(
            east, int | float
        ) and isinstance(north, int | float):
            return columns.located(east, north, ("geometry",))
    columns.refuse("geometry", "a Point")
    return None
