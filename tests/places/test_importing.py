"""Places from other people's files: taken or refused with the reason, and put beside the others."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places.island import box
from tipline.errors import ExtractError, ExtractReaderError, PlacesFileError, PlacesLayerError
from tipline.places import read as read_config
from tipline.places.importing import columns, keeping, openstreetmap, source
from tipline.places.importing.taking import Layer, Taken, Wish, guessed, take

SPOKEN = ("ar", "en")
WISH = Wish(languages=SPOKEN, asked=SPOKEN, source="a file")
ROW = {"name_en": "Old Harbour", "name_ar": "المرفأ القديم", "lat": "26.10", "lon": "50.5"}
needs_reader = pytest.mark.skipif(not shutil.which(openstreetmap.READER), reason="no ogr2ogr here")


def as_csv(*rows: dict[str, str]) -> bytes:
    told = io.StringIO()
    writer = csv.DictWriter(told, list(dict.fromkeys(head for row in rows for head in row)))
    writer.writeheader()
    writer.writerows(rows)
    return told.getvalue().encode()


def as_feature(geometry: object, **told: object) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": told}


def as_geojson(*features: object, **more: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features} | more).encode()


def square(east: float = 50.5, north: float = 26.1, wide: float = 0.1) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [box(east, north, wide, wide)]}


AREA = as_feature(square(), iso="zz-1", name_en="West", name_ar="الغربية", kind="county")


def taken(content: bytes, layer: Layer | None = None, wish: Wish = WISH) -> Taken:
    found = source.read(content)
    return take(found, layer or guessed(found), wish)


def refused(content: bytes, layer: Layer | None = None, wish: Wish = WISH) -> list[tuple[int, str]]:
    return [(each.at, each.reason) for each in taken(content, layer, wish).refused]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "places"


def kept(folder: Path, content: bytes, wish: Wish = WISH, *, replace: bool = False) -> int:
    """Import, and return how many took another's place."""
    return keeping.keep(folder, taken(content, wish=wish), (), replace=replace).replaced


def found(folder: Path) -> list[tuple[str, int, str, tuple[str, ...]]]:
    read = read_config(folder.parent, SPOKEN)
    return [(it.names["en"], it.rank, it.kind, it.others) for it in read.gazetteer.places]


def test_the_usual_columns_give_a_place() -> None:
    row = {
        "Name:EN": " Old  Harbour ",
        "name.ar": "المرفأ القديم",
        "Latitude": "26.1",
        "LNG": "50.5",
    }
    more = {"alt_name": "Port;Old port", "place": "town", "population": "7"}
    (line,) = taken(as_csv(row | more)).places
    assert line == {
        "name_ar": "المرفأ القديم", "name_en": "Old Harbour", "other_names": "Port; Old port",
        "kind": "town", "rank": "1", "latitude": "26.10000", "longitude": "50.50000",
        "source": "a file",
    }  # fmt: skip
    assert list(columns.unused(["name:en", "alt_name:fr", "lat", "population"])) == ["population"]


def test_geojson_gives_the_same() -> None:
    point = {"type": "Point", "coordinates": [50.5, 26.1, 3]}
    feature = as_feature(point, name_en=ROW["name_en"], name_ar=ROW["name_ar"], rank=2, fid=None)
    (line,) = taken(as_geojson(feature)).places
    (other,) = taken(as_csv(ROW | {"rank": "2"})).places
    assert line == other


@pytest.mark.parametrize(
    ("content", "layer"),
    [
        (as_csv(ROW), Layer.PLACES),
        (as_geojson(as_feature({"type": "Point", "coordinates": [50, 26]})), Layer.PLACES),
        (as_geojson(AREA, as_feature(square())), Layer.AREAS),
        (as_geojson(as_feature(square(), name_en="Land")), Layer.COAST),
    ],
)
def test_what_a_file_is_for_is_guessed(content: bytes, layer: Layer) -> None:
    assert guessed(source.read(content)) is layer


@pytest.mark.parametrize("kinds", [("Point", "Polygon"), ("LineString",), ()])
def test_what_is_not_plain_is_not_guessed(kinds: tuple[str, ...]) -> None:
    features = [as_feature({"type": kind, "coordinates": []}) for kind in kinds]
    with pytest.raises(PlacesLayerError):
        guessed(source.read(as_geojson(*features)))


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        ({"name_ar": " "}, ["it has no name in ar"]),
        ({"name_en": "x" * 101}, ["its name in en has over 100 letters"]),
        ({"name_en": "turned \u202e about"}, ["signs that are not seen"]),
        ({"lat": "95"}, ["latitude and longitude are not degrees"]),
        ({"lon": "nan"}, ["latitude and longitude are not degrees"]),
        ({"lat": "0", "lon": "0.0"}, ["0, 0 is in the Gulf of Guinea"]),
        ({"rank": "greatest"}, ["its rank is not a number"]),
        ({"name_ar": "", "lat": ""}, ["it has no name in ar", "are not degrees"]),
    ],
)
def test_a_place_is_refused_with_each_reason(change: dict[str, str], reasons: list[str]) -> None:
    told = refused(as_csv(ROW, ROW | change))
    assert [at for at, _ in told] == [3] * len(reasons)
    for (_, reason), said in zip(told, reasons, strict=True):
        assert said in reason


BOW = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        (AREA | {"geometry": BOW}, "crosses itself"),
        (AREA | {"geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}}, "not closed"),
        (AREA | {"geometry": square(200)}, "is nowhere: longitude comes first"),
        (AREA | {"geometry": None}, "it has no geometry"),
        (as_feature(square(), name_en="A", name_ar="ب"), "its code is not one"),
        (as_feature(square(), iso="ZZ-2", name_en="A"), "it has no name in ar"),
        (AREA, "feature 1 has its code and day too"),
        ("West", "it is no Feature"),
    ],
)
def test_an_area_is_refused_with_its_reason(feature: object, said: str) -> None:
    ((at, reason),) = refused(as_geojson(AREA, feature), Layer.AREAS)
    assert at == 2
    assert said in reason


def test_of_a_coast_the_rings_are_checked() -> None:
    assert "crosses itself" in refused(as_geojson(as_feature(BOW)), Layer.COAST)[0][1]
    assert "no geometry" in refused(as_geojson(as_feature(None)), Layer.COAST)[0][1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "not text in UTF-8, at line 1"),
        (b"{", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"{}", "no FeatureCollection"),
        (
            as_geojson(crs={"type": "name", "properties": {"name": "EPSG:20439"}}),
            "not in longitude",
        ),
        (b"name_en;lat;lon\n", "names no latitude and longitude"),
        (b"lat,lon,lat\n", "names lat twice"),
        (b"", "names no latitude and longitude"),
    ],
)
def test_what_is_no_such_file_is_refused_whole(content: bytes, said: str) -> None:
    with pytest.raises(PlacesFileError, match=said):
        source.read(content)


def test_a_broken_line_is_refused_by_its_number() -> None:
    assert refused(as_csv(ROW).rstrip() + b",more\n")[0][0] == 2
    assert "CSV" in refused(as_csv(ROW) + b'"Open,26')[0][1]


def test_names_may_lack_what_is_not_asked_for() -> None:
    row = {"name": "Old Harbour", "name:fr": "Vieux port", "lat": "26.1", "lon": "50.5"}
    wish = Wish(languages=SPOKEN, asked=["en"], local="en")
    ((line,),) = [taken(as_csv(row), wish=wish).places]
    assert (line["name_en"], "name_fr" in line, line["other_names"]) == ("Old Harbour", False, "")


def test_a_place_of_the_same_name_nearby_is_replaced(folder: Path) -> None:
    first = ROW | {"rank": "1", "kind": "port", "other_names": "Quay", "area": "ZZ-1"}
    far = ROW | {"lat": "26.2"}
    assert kept(folder, as_csv(first, far)) == 0
    near = ROW | {
        "name_en": "The Old Harbor",
        "name_ar": "مرفأ قديم",
        "lat": "26.11",
        "kind": "quay",
    }
    assert kept(folder, as_csv(near)) == 1
    assert found(folder) == [("The Old Harbor", 1, "quay", ("Quay",)), ("Old Harbour", 5, "", ())]
    assert kept(folder, as_csv(near), replace=True) == 0
    assert found(folder) == [("The Old Harbor", 5, "quay", ())]


def test_two_of_a_name_in_one_file_stay_two_however_often(folder: Path) -> None:
    twice = as_csv(ROW, ROW | {"lat": "26.101"})
    assert kept(folder, twice) == 0
    before = (folder / "places.csv").read_bytes()
    assert kept(folder, twice) == 2
    assert (folder / "places.csv").read_bytes() == before


def test_a_place_is_replaced_once_and_not_from_afar(folder: Path) -> None:
    kept(folder, as_csv(ROW))
    assert kept(folder, as_csv(ROW | {"lat": "26.117"}, ROW | {"lat": "26.118"})) == 1
    assert kept(folder, as_csv(ROW | {"lat": "26.137"})) == 0
    assert len(found(folder)) == 3


def test_other_names_that_are_not_seen_are_left_out() -> None:
    point = {"type": "Point", "coordinates": [50.5, 26.1]}
    told = {"name_en": "A", "name_ar": "ب", "alt_name": "B;half \ud800;C", "kind": "a\x1b[2J"}
    (line,) = taken(as_geojson(as_feature(point, **told))).places
    assert (line["other_names"], line["kind"]) == ("B; C", "")


def test_what_other_columns_say_stays(folder: Path) -> None:
    folder.mkdir()
    (folder / "places.csv").write_bytes(
        as_csv(ROW | {"latitude": "1", "longitude": "2", "note": "x"})
    )
    kept(folder, as_csv(ROW))
    lines = list(csv.DictReader((folder / "places.csv").read_text("utf-8").splitlines()))
    assert [(line["note"], line["latitude"]) for line in lines] == [("x", "1"), ("", "26.10000")]


def test_an_area_of_a_code_and_a_day_is_replaced(folder: Path) -> None:
    assert (
        kept(folder, as_geojson(AREA | {"properties": AREA["properties"] | {"shown": False}})) == 0
    )
    wider = as_feature(square(wide=0.2), ref="ZZ-1", name_en="Far West", name_ar="الغربية")
    begins = Wish(languages=SPOKEN, asked=SPOKEN, begins=date(2027, 1, 1))
    assert kept(folder, as_geojson(wider), begins) == 0
    assert kept(folder, as_geojson(wider), begins) == 1
    areas = read_config(folder.parent, SPOKEN).areas
    (now,), (then,) = areas.on(date(2026, 12, 31)), areas.on(date(2027, 1, 1))
    assert (now.names["en"], then.names["en"]) == ("West", "Far West")
    assert (then.kind, then.shown) == ("county", False)  # as it was
    ends = Wish(languages=SPOKEN, asked=SPOKEN, begins=date(2028, 1, 1))
    gone = taken(as_geojson(AREA | {"geometry": None}), Layer.AREAS, ends)
    keeping.keep(folder, gone, (), replace=False)
    assert read_config(folder.parent, SPOKEN).areas.on(date(2028, 1, 1)) == ()


def test_the_coast_is_replaced_and_who_is_named_is_added(folder: Path) -> None:
    for wide, named in ((0.1, "A"), (0.2, "B"), (0.3, "A")):
        coast = taken(as_geojson(as_feature(square(wide=wide))))
        keeping.keep(folder, coast, (named,), replace=False)
    read = read_config(folder.parent, SPOKEN)
    assert [polygon.box[0] for polygon in read.land] == [5_020_000]
    assert read.attribution == "A, B"
    assert sorted(path.name for path in folder.iterdir()) == ["attribution.txt", "coast.geojson"]
    assert (folder / "coast.geojson").stat().st_mode & 0o777 == keeping.MODE


EXTRACT = """<?xml version="1.0" encoding="UTF-8"?>
<osm version="0.6">
<node id="1" lat="26.0" lon="50.4"/><node id="2" lat="26.0" lon="50.6"/>
<node id="3" lat="26.2" lon="50.6"/><node id="4" lat="26.2" lon="50.4"/>
<node id="5" lat="26.1" lon="50.5"><tag k="place" v="town"/><tag k="name" v="المرفأ"/>
 <tag k="name:en" v="Harbour &quot;A&quot; \\"/><tag k="alt_name:en" v="Port;Quay"/></node>
<node id="6" lat="26.1" lon="50.45"><tag k="amenity" v="cafe"/><tag k="name" v="مقهى"/></node>
<node id="7" lat="26.1" lon="50.46"><tag k="shop" v="books"/></node>
<way id="8"><nd ref="1"/><nd ref="2"/><nd ref="3"/><nd ref="4"/><nd ref="1"/></way>
<relation id="9"><member type="way" ref="8" role="outer"/><tag k="type" v="boundary"/>
 <tag k="boundary" v="administrative"/><tag k="admin_level" v="4"/><tag k="name" v="الغربية"/>
 <tag k="name:en" v="West"/><tag k="ISO3166-2" v="ZZ-1"/></relation>
</osm>
"""
LOCAL = Wish(languages=SPOKEN, asked=SPOKEN, local="ar")


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    file = tmp_path / "country.osm"
    file.write_text(EXTRACT, "utf-8")
    return file


@needs_reader
def test_an_extract_gives_places_and_areas(extract: Path) -> None:
    assert openstreetmap.is_extract(EXTRACT.encode())
    places = take(openstreetmap.read(extract, Layer.PLACES), Layer.PLACES, LOCAL)
    assert [(it.at, it.reason) for it in places.refused] == [(2, "it has no name in en")]
    (line,) = places.places
    assert (line["name_en"], line["name_ar"]) == ('Harbour "A" \\', "المرفأ")
    assert (line["other_names"], line["rank"], line["source"]) == ("Port; Quay", "1", "osm:node/5")
    areas = take(openstreetmap.read(extract, Layer.AREAS), Layer.AREAS, LOCAL)
    assert areas.refused == []
    told = areas.areas[0]["properties"]
    assert (told["code"], told["kind"], told["name_ar"]) == ("ZZ-1", "admin_level 4", "الغربية")


@needs_reader
def test_an_extract_that_was_cut_is_refused(extract: Path) -> None:
    extract.write_text(EXTRACT[:-100], "utf-8")
    with pytest.raises(ExtractError, match="XML parsing"):
        openstreetmap.read(extract, Layer.PLACES)


def test_without_the_reader_it_is_named(extract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(extract.parent))
    with pytest.raises(ExtractReaderError, match="gdal-bin"):
        openstreetmap.read(extract, Layer.PLACES)
    with pytest.raises(PlacesLayerError):
        openstreetmap.read(extract, Layer.COAST)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'ERROR 1: no such thing.' >&2", "cannot be read: no such thing. Nothing"),
        ("exit 3", "it ended with 3"),
        ("exec sleep 60", "it takes longer than"),
    ],
)
def test_whatever_a_reader_does_is_told(
    extract: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    program = extract.parent / openstreetmap.READER
    program.write_text(f"#!/bin/sh\necho '{{}}'\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{extract.parent}:/usr/bin:/bin")
    monkeypatch.setattr(openstreetmap, "SECONDS_MAX", 0.3 if "sleep" in script else 60)
    with pytest.raises(ExtractError) as refusal:
        openstreetmap.read(extract, Layer.PLACES)
    assert said in refusal.value.sentence


pairs = st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=4)


@given(pairs)
def test_tags_are_read_as_they_are_written(told: dict[str, str]) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    written = ",".join(f"{quoted(key)}=>{quoted(value)}" for key, value in told.items())
    assert openstreetmap.tags(written) == {key.lower(): value for key, value in told.items()}


texts = st.text(max_size=9) | st.sampled_from(["0", "26.1", "1e9", "town", "A;B", "\u200c", "x"])
heads = st.sampled_from([*ROW, "kind", "rank", "alt_name", "source", "name", "code"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=6,
)
positions = st.lists(st.floats(49, 51).map(lambda it: round(it, 3)), min_size=2, max_size=3)
rings = st.lists(positions, min_size=3, max_size=5).map(lambda ring: [*ring, ring[0]])
geometries = values | st.builds(
    lambda kind, given: {"type": kind, "coordinates": given},
    st.sampled_from(["Point", "Polygon", "MultiPolygon"]),
    positions | st.lists(rings, max_size=2) | st.lists(st.lists(rings, max_size=2), max_size=2),
)
features = st.builds(
    lambda geometry, more: as_feature(geometry, **(AREA["properties"] | more)),
    geometries,
    st.dictionaries(st.sampled_from(["code", "valid_from", "shown", "name_en", "kind"]), values),
)


@settings(max_examples=40)
@given(
    st.lists(
        st.dictionaries(heads, texts, max_size=3).map(lambda more: ROW | more), max_size=3
    ).map(lambda rows: as_csv(ROW, *rows))
    | st.lists(features | values, max_size=4).map(lambda told: as_geojson(*told))
    | st.binary(max_size=50)
)
def test_whatever_is_taken_can_be_read(tmp_path_factory: Any, content: bytes) -> None:
    try:
        read = source.read(content)
    except PlacesFileError:
        return
    for layer in Layer:
        folder = tmp_path_factory.mktemp("config") / "places"
        whole = take(read, layer, LOCAL)
        for _ in range(2):
            keeping.keep(folder, whole, (), replace=False)
        there = read_config(folder.parent, SPOKEN)
        counts = (len(there.land), len(there.areas.areas), len(there.gazetteer.places))
        assert counts == (len(whole.land), len(whole.areas), len(whole.places))
        assert there.lacking == ()
