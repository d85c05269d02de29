"""An extract of OpenStreetMap (``.osm``, ``.osm.pbf``), read by GDAL's ``ogr2ogr``.

Places are its points that have a name, areas its administrative boundaries. What it says beside
the columns that GDAL makes stands in ``other_tags``, as PostgreSQL writes an hstore. Source: the
documentation of GDAL's OSM driver. Coasts are lines in it: they need other people's work first.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tipline.errors import ExtractError, ExtractReaderError, PlacesLayerError
from tipline.places.importing.source import Row, Source, of_geojson
from tipline.places.importing.taking import Layer

READER = "ogr2ogr"
SECONDS_MAX = 900
FEATURES_MAX = 200_000
HEAD_BYTES = 1024  # in which an extract says what it is
MARKS = (b"<osm", b"OSMHeader")  # of XML; of the first block of a PBF
OWED = "© OpenStreetMap contributors"  # https://www.openstreetmap.org/copyright
PASSED = (
    "PATH",
    "LD_LIBRARY_PATH",
    "GDAL_DATA",
    "PROJ_DATA",
    "PROJ_LIB",
    "TMPDIR",
    "OSM_USE_CUSTOM_INDEXING",  # NO: nodes need not be in the order of their numbers
)
ASKED = {
    Layer.PLACES: ("points", "name IS NOT NULL"),
    Layer.AREAS: ("multipolygons", "boundary = 'administrative'"),
}
LANDMARK_RANK = "7"  # below every town and quarter
ERROR = re.compile(r"ERROR \d+: ")
TAG = re.compile(r'"((?:[^"\\]|\\.)*)"=>"((?:[^"\\]|\\.)*)"', re.DOTALL)
ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def is_extract(head: bytes) -> bool:
    """Tell whether a file that begins so is an extract."""
    return any(mark in head for mark in MARKS)


def read(file: Path, layer: Layer) -> Source:
    """Return what an extract gives a layer.

    Raises ExtractReaderError without ogr2ogr, ExtractError for what that cannot read, and
    PlacesLayerError for the coast.
    """
    if layer not in ASKED:
        raise PlacesLayerError
    source = of_geojson(_converted(file, *ASKED[layer]))
    if len(source.rows) > FEATURES_MAX:
        raise ExtractError(reason=f"it has more than {FEATURES_MAX} of them")
    return Source(source.unit, [_row(row, layer) for row in source.rows], (OWED,))


def tags(written: str) -> dict[str, str]:
    """Return the tags of ``other_tags``."""
    return {
        ESCAPED.sub(r"\1", key).lower(): ESCAPED.sub(r"\1", value)
        for key, value in TAG.findall(written)
    }


def _row(row: Row, layer: Layer) -> Row:
    told = dict(row.told)
    more = tags(told.pop("other_tags", ""))
    told.pop("type", None)  # what sort of relation it is
    if layer is Layer.PLACES:
        told["source"] = f"osm:node/{told.get('osm_id', '')}"
        told |= {} if told.get("place") else {"rank": LANDMARK_RANK}
    else:
        told["kind"] = f"admin_level {told.get('admin_level', '')}".strip()
    return Row(row.at, more | told, row.geometry, row.amiss)


def _converted(file: Path, table: str, where: str) -> str:
    """Return a table of an extract as GeoJSON."""
    program = shutil.which(READER)
    if program is None:
        raise ExtractReaderError
    command = [
        program, "-f", "GeoJSON", "/vsistdout/", str(file.resolve()), table, "-where", where,
        "-lco", "RFC7946=YES", "-limit", str(FEATURES_MAX + 1),
    ]  # fmt: skip
    environment = {name: os.environ[name] for name in PASSED if name in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 (a program of the machine's own, and no shell)
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS_MAX,
            env=environment,
            check=False,
        )
    except OSError as error:
        raise ExtractError(reason=error.strerror) from None
    except subprocess.TimeoutExpired:
        raise ExtractError(reason=f"it takes longer than {SECONDS_MAX // 60} minutes") from None
    said = done.stderr.decode("utf-8", "replace").splitlines()
    wrong = list(filter(ERROR.match, said))  # after which it may end with 0
    if done.returncode or wrong:
        reason, *_ = wrong or said or [f"it ended with {done.returncode}"]
        raise ExtractError(reason=ERROR.sub("", reason).removesuffix("."))
    return done.stdout.decode("utf-8", "replace")
