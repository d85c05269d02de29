"""The deployment's places as they are read, and the example's."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tipline.errors import ConfigurationError, ConfigurationFileError
from tipline.places import read
from tipline.places.drawing import Wish, draw
from tipline.places.map import NEAR_METRES
from tipline.places.view import View
from tipline.tips.point import Point

CONFIG = Path(__file__).parents[2] / "config"
SPOKEN = ("en", "ar")
DAY = date(2026, 11, 28)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    shutil.copytree(CONFIG / "places", tmp_path / "places")
    return tmp_path


def test_the_example_is_whole() -> None:
    places = read(CONFIG, SPOKEN)
    assert places
    assert places.lacking == ()
    names = {area.names["en"] for area in places.areas.on(DAY)}
    assert {"Capital Governorate", "Sea"} <= names
    assert places.attribution == "© OpenStreetMap contributors, GeoNames"
    layers = places.layers_on(DAY)
    assert "Sea" not in {area.names["en"] for area in layers.areas}
    assert places.layers_on(DAY) is layers
    picture = draw(View.of(layers.land.box, 640, 640), layers, Wish(language="ar"))
    assert len(picture) < 30_000


def test_every_place_of_the_example_lies_in_one_of_its_areas() -> None:
    """The areas are made of the places: each is in the one that its line names."""
    places = read(CONFIG, SPOKEN)
    for place in places.gazetteer.places:
        assert places.areas.containing(place.point, DAY), place.names["en"]


@pytest.mark.parametrize(
    ("east", "north", "named", "codes"),
    [
        (50.5757, 26.2335, "Bab Al Bahrain", {"BH-13"}),
        (50.612, 26.257, "Muharraq", {"BH-15"}),
        (50.70, 26.40, "Diyar Al Muharraq", {"SEA"}),
        (49.0, 26.2, "", set()),
    ],
)
def test_what_is_said_of_a_point(east: float, north: float, named: str, codes: set[str]) -> None:
    here = read(CONFIG, SPOKEN).about(Point.of_degrees(east, north), DAY)
    assert {area.code for area in here.areas} == codes
    assert (here.place.names["en"] if here.place else "") == named
    assert here.metres <= NEAR_METRES


def test_without_the_folder_there_is_no_map(tmp_path: Path) -> None:
    places = read(tmp_path, SPOKEN)
    assert not places
    assert places.gazetteer.find("manama") == []
    assert places.about(Point(latitude=0, longitude=0), DAY).areas == ()


def test_a_name_that_lacks_a_language_is_told_and_filled(config: Path) -> None:
    places = read(config, ("en", "ar", "ur"))
    assert ("ur", "areas.geojson", "feature 1") in places.lacking
    assert places.gazetteer.places[0].names["ur"] == places.gazetteer.places[0].names["en"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "small"}, "its code is not one of capitals"),
        ({"valid_from": "soon"}, "valid_from is no day"),
        ({"name_en": "", "name_ar": None}, "it has no name"),
    ],
)
def test_an_area_that_is_amiss_is_refused(
    config: Path, change: dict[str, object], said: str
) -> None:
    file = config / "places" / "areas.geojson"
    whole = json.loads(file.read_text("utf-8"))
    whole["features"][2]["properties"] |= change
    file.write_text(json.dumps(whole), "utf-8")
    with pytest.raises(ConfigurationError, match=said) as refused:
        read(config, SPOKEN)
    assert "feature 3" in str(refused.value.sentence)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Nowhere,لا مكان,,area,3,95.0,50.0,,own", "latitude and longitude are not degrees"),
        ("Nowhere,لا مكان,,area,3,,,,own", "latitude and longitude are not degrees"),
        ("Nowhere,لا مكان,,area,greatest,26,50,,own", "its rank is not a number"),
        (",,,area,3,26,50,,own", "it has no name"),
    ],
)
def test_a_place_that_is_amiss_is_refused(config: Path, line: str, said: str) -> None:
    file = config / "places" / "places.csv"
    file.write_text(file.read_text("utf-8") + line + "\n", "utf-8")
    with pytest.raises(ConfigurationError, match=said):
        read(config, SPOKEN)


@pytest.mark.parametrize("name", ["coast.geojson", "areas.geojson", "places.csv"])
def test_a_file_that_is_no_such_file_is_refused(config: Path, name: str) -> None:
    (config / "places" / name).write_bytes(b"\xff\xfe\x00{")
    with pytest.raises(ConfigurationFileError):
        read(config, SPOKEN)
