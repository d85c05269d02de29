"""Putting what was taken of a file beside what ``config/places`` has, or in its place.

Whoever reads meanwhile has a file as it was or as it is, whole.
"""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tipline.errors import GroundError, OperatorFileError
from tipline.places import geojson, naming, reading
from tipline.places.areas import Polygon
from tipline.places.geodesic import metres
from tipline.places.importing.taking import Layer, Taken, of_when
from tipline.tips.point import Point

SAME_METRES = 2000  # a place of the same name that is not farther off is the same
MODE = 0o644  # of a file that is not there yet
PUBLIC_FOLDER = 0o755
HEADS = ("other_names", "kind", "rank", "latitude", "longitude", "source")
Line = dict[str, str]
FILES = {Layer.COAST: reading.COAST, Layer.AREAS: reading.AREAS, Layer.PLACES: reading.PLACES}


@dataclass(frozen=True)
class Kept:
    """What was written: into which file, and how many of it stand in the place of another."""

    file: Path
    replaced: int


def keep(folder: Path, taken: Taken, attribution: Sequence[str], *, replace: bool) -> Kept:
    """Write what was taken into ``config/places``. ``replace``: in the place of all of its layer.

    ``attribution``: who is named on the map from now on, beside those who are. Raises
    OperatorFileError, and ConfigurationFileError where what is there cannot be read.
    """
    file = folder / FILES[taken.layer]
    content, replaced = _content(file, taken, replace=replace)
    named = _named(folder / reading.ATTRIBUTION, attribution)
    try:
        folder.mkdir(mode=PUBLIC_FOLDER, exist_ok=True)
        if named:  # first: who is named on a map without the work does no harm
            _write(folder / reading.ATTRIBUTION, named)
        _write(file, content)
    except OSError as error:
        raise OperatorFileError(file=error.filename or file, reason=error.strerror) from None
    return Kept(file, replaced)


def _content(file: Path, taken: Taken, *, replace: bool) -> tuple[str, int]:
    """Return what a file is to hold, and how many of what is new replace something."""
    there = file.exists() and not replace
    if taken.layer is Layer.COAST:
        return _collection([_land(taken.land)]), 0
    if taken.layer is Layer.AREAS:
        features, replaced = _areas(geojson.features(file) if there else [], taken.areas)
        return _collection(features), replaced
    lines, replaced = _places(reading.rows_of(file) if there else [], taken.places)
    return _table(lines), replaced


def _land(found: Sequence[Polygon]) -> geojson.Feature:
    return {
        "type": "Feature",
        "properties": {"kind": "land"},
        "geometry": geojson.written(found),
    }


def _areas(
    before: Sequence[geojson.Feature], fresh: Sequence[geojson.Feature]
) -> tuple[list[geojson.Feature], int]:
    """Return all areas; one of a code and a day takes the place of the one that has both.

    What a new one does not say of how it is shown is as it was for the newest of its code.
    """
    known = {of_when(feature)[0]: feature.get("properties") or {} for feature in before}
    news = {of_when(each): _completed(each, known.get(of_when(each)[0], {})) for each in fresh}
    merged = [news.pop(of_when(feature), feature) for feature in before]
    return [*merged, *news.values()], len(fresh) - len(news)


def _completed(feature: geojson.Feature, known: Mapping[str, Any]) -> geojson.Feature:
    told = feature["properties"]
    lacking = (head for head in ("kind", "shown") if head in known and not told.get(head, ""))
    return {**feature, "properties": told | {head: known[head] for head in lacking}}


def _places(before: Sequence[Line], fresh: Iterable[Line]) -> tuple[list[Line], int]:
    """Return all places; one takes the place of the nearest that has a name of its and is near.

    What a new line does not say stays as it was.
    """
    merged, replaced = list(before), 0
    free = _Named(before)
    for line in fresh:
        number = free.taken_by(line)
        if number is None:
            merged.append(line)
        else:
            replaced += 1
            merged[number] |= {head: value for head, value in line.items() if value}
    return merged, replaced


class _Named:
    """Lines that were there, by their names, of which each is replaced once."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._points: dict[int, Point] = {}
        self._by_name: dict[str, set[int]] = defaultdict(set)
        for number, line in enumerate(lines):
            point = _point(line)
            if point is not None:  # what `tipline places check` finds wrong stays as it is
                self._points[number] = point
                for name in _spellings(line):
                    self._by_name[name].add(number)

    def taken_by(self, line: Line) -> int | None:
        """Return the number of the line that a new one replaces, for the last time."""
        point = _point(line)
        numbers = {it for name in _spellings(line) for it in self._by_name[name]}
        near = sorted(
            (metres(point, self._points[number]), number)
            for number in numbers
            if point is not None and number in self._points
        )
        if not near or near[0][0] > SAME_METRES:
            return None
        number = near[0][1]
        del self._points[number]
        return number


def _point(line: Line) -> Point | None:
    try:
        return reading.place(line, reading.names_of(line)).point
    except GroundError:
        return None


def _spellings(line: Line) -> Iterator[str]:
    """Yield the names of a line as they are compared."""
    for name in reading.names_of(line).values():
        words = naming.parts(name)
        bare = [naming.bare(word) for word in words if word not in naming.LATIN_ARTICLES]
        yield " ".join(bare or words)


def _collection(features: Sequence[geojson.Feature]) -> str:
    """Return features as GeoJSON, each on a line of its own."""
    lines = ",\n".join(_json(feature) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'


def _json(feature: Any) -> str:  # noqa: ANN401 (what JSON takes)
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _table(lines: Sequence[Line]) -> str:
    """Return lines as CSV: names first, then what we know, then what else was there."""
    there = dict.fromkeys(head for line in lines for head in line if head)
    names = [head for head in there if head.startswith(reading.NAME)]
    heads = list(dict.fromkeys((*names, *HEADS, *there)))
    told = io.StringIO(newline="")
    table = csv.DictWriter(told, heads, extrasaction="ignore", lineterminator="\n")
    table.writeheader()
    table.writerows(lines)
    return told.getvalue()


def _named(file: Path, attribution: Sequence[str]) -> str:
    """Return who is to be named, a line each; nothing where all of them are."""
    there = file.read_text("utf-8").splitlines() if file.exists() else []
    if set(attribution) <= set(there):
        return ""
    return "".join(f"{line}\n" for line in dict.fromkeys((*there, *attribution)) if line)


def _write(file: Path, content: str) -> None:
    """Put a file in place of the one that was there; it is on the disk on return. OSError."""
    mode = file.stat().st_mode if file.exists() else MODE
    number, fresh = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(number, "wb") as sink:
            os.fchmod(sink.fileno(), mode & 0o777)
            sink.write(content.encode())
            sink.flush()
            os.fsync(sink.fileno())
        Path(fresh).replace(file)
    except OSError:
        Path(fresh).unlink(missing_ok=True)
        raise
