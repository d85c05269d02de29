"""Cameras from CSV and GeoJSON: taken whole, or refused by line and value, with the reason."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.places.cameras import reading
from tipline.places.cameras.camera import Camera, Register, Stills
from tipline.places.cameras.columns import PLACE
from tipline.places.cameras.reading import read
from tipline.tips.canonical import decode, encode
from tipline.tips.point import Point
from tipline.tips.shape import from_json, to_json

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "config" / "examples" / "cameras.csv"
ROW = {
    "code": "C-1",
    "latitude": "26.2285",
    "longitude": "50.586",
    "direction": "45",
    "angle": "60",
    "reach": "120",
    "kept_hours": "72",
    "owner": "City, works",
    "contact": "Control room",
    "stills": "http",
    "sees.en": "The west gate",
    "sees.ar": "البوابة الغربية",
}
CAMERA = Camera(
    code="C-1",
    point=Point(latitude=2_622_850, longitude=5_058_600),
    direction=45,
    angle=60,
    reach=120,
    sees={"en": "The west gate", "ar": "البوابة الغربية"},
    owner="City, works",
    contact="Control room",
    kept=72,
    stills=Stills.HTTP,
)


def as_csv(*rows: dict[str, str], names: list[str] | None = None) -> bytes:
    told = io.StringIO()
    writer = csv.DictWriter(told, names or list(ROW))
    writer.writeheader()
    writer.writerows(rows)
    return told.getvalue().encode()


def as_feature(**changed: Any) -> dict[str, Any]:
    told = {name: value for name, value in ROW.items() if name not in PLACE}
    properties: dict[str, Any] = dict(told)
    properties |= {"direction": 45.0, "angle": 60, "reach": 120, "kept_hours": 72}
    geometry = {"type": "Point", "coordinates": [50.586, 26.2285, 12.5]}
    return {"type": "Feature", "geometry": geometry, "properties": properties | changed}


def as_geojson(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features} | more).encode()


def told(content: bytes) -> list[tuple[int, str]]:
    return [(each.at, each.name) for each in read(content).refused]


def test_csv_gives_a_camera() -> None:
    found = read(as_csv(ROW))
    assert (found.cameras, found.refused, found.unit) == ([CAMERA], [], "line")
    assert read(b"\xef\xbb\xbf" + as_csv(ROW)).cameras == [CAMERA]  # as a spreadsheet writes it


def test_geojson_gives_the_same() -> None:
    system = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    for content in (as_geojson(as_feature()), as_geojson(as_feature(), crs=system)):
        found = read(content)
        assert (found.cameras, found.refused, found.unit) == ([CAMERA], [], "feature")


def test_the_example_is_whole_and_says_that_it_is_one() -> None:
    found = read(EXAMPLE.read_bytes())
    assert found.refused == []
    assert len(found.cameras) == 20
    for each in found.cameras:
        assert each.code.startswith("EXAMPLE-")
        assert "xample" in each.owner
        assert set(each.sees) == {"en", "ar"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("code", ""),
        ("code", "a b"),
        ("code", "x" * 33),
        ("direction", ""),
        ("direction", "361"),
        ("direction", "north"),
        ("angle", "0"),
        ("angle", "1e2"),
        ("reach", "10001"),
        ("reach", "-5"),
        ("kept_hours", ""),
        ("kept_hours", "nan"),
        ("owner", " "),
        ("owner", "x" * 201),
        ("contact", "turned \u202e about"),
        ("stills", "onvif"),
        ("sees.en", "x" * 301),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(name: str, value: str) -> None:
    assert told(as_csv(ROW | {name: value})) == [(2, name)]


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [("", ""), ("0", "0"), ("86", "50"), ("26.2", "181"), ("26,2", "50"), ("9" * 9, "9" * 9)],
)
def test_no_place_is_refused(latitude: str, longitude: str) -> None:
    row = ROW | {"latitude": latitude, "longitude": longitude}
    assert told(as_csv(row)) == [(2, "latitude and longitude")]


def test_each_reason_of_each_line_is_told_and_the_others_are_taken() -> None:
    wrong = ROW | {"code": "C-2", "angle": "400", "stills": "", "sees.en": "", "sees.ar": ""}
    content = as_csv(wrong, ROW, ROW | {"code": "C-3", "angle": "360"}, ROW)
    assert told(content) == [
        (2, "angle"), (2, "sees.en"), (2, "stills"), (4, "direction"), (5, "code"),
    ]  # fmt: skip
    found = read(content)
    assert found.cameras == [CAMERA]
    assert found.refused[-1].wanted == "given once: line 3 has it too"


def test_one_that_looks_all_round_has_no_direction() -> None:
    (found,) = read(as_csv(ROW | {"direction": "", "angle": "360"})).cameras
    assert (found.direction, found.angle) == (None, 360)
    assert read(as_csv(ROW | {"direction": "360"})).cameras[0].direction == 0


@pytest.mark.parametrize(
    ("names", "wrong"),
    [
        ([name for name in ROW if name != "owner"], "owner"),
        ([*ROW, "password"], "password"),
        ([*ROW, "sees.en"], "sees.en"),
        ([*ROW, ""], "a column without a name"),
    ],
)
def test_the_names_of_the_first_line_are_checked(names: list[str], wrong: str) -> None:
    content = ",".join(names).encode() + b"\n" + b"," * (len(names) - 1)
    assert told(content) == [(1, wrong)]


@pytest.mark.parametrize(
    "content",
    [
        as_csv(ROW) + b'"C-2,26',
        as_csv(ROW).replace(b"The west", b"The \xff"),
    ],
)
def test_a_broken_file_is_refused_at_its_line(content: bytes) -> None:
    ((line, name),) = told(content)
    assert line in {2, 3}
    assert name in {"line", "file"}


def test_a_line_with_more_values_than_names_is_refused() -> None:
    assert told(as_csv(ROW).rstrip() + b",more\n") == [(2, "line")]


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"{}",
        b"[" * 100_000,
        as_geojson(crs={"type": "name", "properties": {"name": "EPSG:20439"}}),
        b'{"type": "FeatureCollection", "features": {}}',
        b'{"type": "FeatureCollection"' + b', "a": {"b": 1}' * 9,
    ],
)
def test_what_is_no_collection_of_points_is_refused_whole(content: bytes) -> None:
    found = read(content)
    assert found.cameras == []
    assert found.refused


@pytest.mark.parametrize(
    ("feature", "names"),
    [
        (as_feature() | {"geometry": None}, ["geometry"]),
        (as_feature() | {"geometry": {"type": "Point", "coordinates": [1]}}, ["geometry"]),
        (as_feature() | {"geometry": {"type": "Point", "coordinates": ["1", "2"]}}, ["geometry"]),
        (as_feature() | {"geometry": {"type": "Point", "coordinates": [1e400, 2]}}, ["geometry"]),
        (as_feature(fid=3), ["fid"]),
        (as_feature(angle=None), ["angle"]),
        (as_feature(reach=True), ["reach"]),
        (as_feature(owner=["City"]), ["owner"]),
        (as_feature(contact="half \ud800"), ["contact"]),
        ({"type": "Feature", "geometry": as_feature()["geometry"]}, [
            "angle", "code", "direction", "reach", "sees.en", "owner", "contact", "kept_hours",
            "stills",
        ]),
    ],
)  # fmt: skip
def test_a_wrong_feature_is_refused_by_its_number(feature: object, names: list[str]) -> None:
    found = read(as_geojson(as_feature(), feature))
    assert found.cameras == [CAMERA]
    assert [(each.at, each.name) for each in found.refused] == [(2, name) for name in names]


def test_no_more_than_so_many_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "CAMERAS_MAX", 1)
    assert told(as_csv(ROW, ROW | {"code": "C-2"})) == [(3, "code")]
    monkeypatch.setattr(reading, "FILE_BYTES_MAX", 10)
    assert told(as_csv(ROW)) == [(0, "file")]


texts = st.text(max_size=9) | st.sampled_from(["0", "45", "360", "-1", "1e9", "http", "26.2"])


changes = st.dictionaries(st.sampled_from(list(ROW)), texts, max_size=3)


@given(st.lists(changes, max_size=3))
def test_whatever_csv_says_is_taken_or_refused(rows: list[dict[str, str]]) -> None:
    holds(as_csv(*(ROW | row for row in rows)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)


@given(st.lists(json_values | st.builds(as_feature, code=json_values), max_size=3))
def test_whatever_geojson_says_is_taken_or_refused(features: list[Any]) -> None:
    holds(as_geojson(*features))


@given(st.binary())
def test_whatever_bytes_are_read(content: bytes) -> None:
    holds(content)


def holds(content: bytes) -> None:
    """Fail unless what was read is whole, and can be written down and read again."""
    found = read(content)
    register = Register(imported=NOW, cameras=tuple(found.cameras))
    assert from_json(Register, decode(encode(to_json(register)))) == register
    for each in found.refused:
        assert each.name
        assert each.wanted
