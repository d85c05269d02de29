"""`tipline places`: imported whole or not at all, looked at, and asked for a place."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.places.test_importing import AREA, ROW, as_csv, as_feature, as_geojson, square
from tipline.places import read

if TYPE_CHECKING:
    from tests.cli.conftest import Run

CONFIG = Path(__file__).parents[2] / "config"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "config"
    shutil.copytree(CONFIG, folder)
    monkeypatch.setenv("TIPLINE_CONFIG", str(folder))
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "brought"


def test_places_are_added_and_found(run: Run, config: Path, file: Path) -> None:
    file.write_bytes(as_csv(ROW | {"precision": "1 km"}))
    said = run("places", "import", "--attribution", "Harbour board", file)
    assert said.code == 0, said.err
    assert said.out.endswith("places.csv: 1, of which 0 took another's place.\n")
    assert said.err == "Not used: precision.\n"
    line = "المرفأ القديم / Old Harbour  26.10000,50.50000  BH-17\n"
    assert run("places", "find", "old", "harb").out == line
    assert run("places", "find", "المرفا").out == line
    assert "Harbour board" in read(config, ("en",)).attribution
    said = run("places", "import", file)
    assert "1, of which 1 took another's place" in said.out
    assert "import again with --attribution" in said.err


def test_where_something_is_refused_nothing_is_written(run: Run, config: Path, file: Path) -> None:
    before = (config / "places" / "places.csv").read_bytes()
    file.write_bytes(as_csv(ROW, ROW | {"name_ar": ""}, ROW | {"lat": "\x1b[2J"}))
    said = run("places", "import", file)
    assert (said.code, said.out) == (1, "")
    assert "line 3: it has no name in ar.\nline 4: latitude and longitude are not" in said.err
    assert "nothing was imported" in said.err
    assert (config / "places" / "places.csv").read_bytes() == before
    assert run("places", "import", "--without-refused", file).code == 0
    assert run("places", "import", "--in", "en", "--replace", "--without-refused", file).code == 0
    names = [each.names["en"] for each in read(config, ("en",)).gazetteer.places]
    assert names == ["Old Harbour", "Old Harbour"]


def test_refusals_end_and_move_no_cursor(run: Run, config: Path, file: Path) -> None:
    file.write_bytes(as_csv(*[ROW | {"lat": "", "\x1b[2J": "1"}] * 300))
    said = run("places", "import", "--without-refused", file)
    assert (said.code, said.out) == (1, "")
    assert "\x1b" not in said.err
    assert [line for line in said.err.splitlines() if line.startswith("And ")] == ["And 100 more."]
    assert "and what is there stays" in said.err
    assert len(said.err.splitlines()) == 203


def test_areas_hold_from_a_day(run: Run, config: Path, file: Path) -> None:
    file.write_bytes(as_geojson(AREA))
    said = run("places", "import", "--from", "2099-01-01", file)
    assert said.code == 0, said.err
    told = json.loads((config / "places" / "areas.geojson").read_text("utf-8"))["features"]
    assert told[-1]["properties"]["valid_from"] == "2099-01-01"
    said = run("places", "check")
    assert said.code == 0, said.err
    assert "areas.geojson: 5 areas today, 6 in all." in said.out
    file.write_bytes(as_csv(ROW))
    assert "--from is for areas" in run("places", "import", "--from", "2099-01-01", file).err


def test_a_check_says_what_may_be_amiss(
    run: Run, config: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("places", "check")
    assert (said.code, said.err) == (0, "")
    assert "places.csv: 89 places.\n" in said.out
    assert "Note" not in said.out
    wider = as_feature(square(wide=0.01), code="IN", name_en="In", name_ar="في", kind="governorate")
    file.write_bytes(as_geojson(wider))
    assert run("places", "import", "--as", "areas", file).code == 0
    file.write_bytes(as_csv(ROW | {"lat": "20"}))
    assert run("places", "import", file).code == 0
    monkeypatch.setenv("TIPLINE_LANGUAGES", "ar,en,ur")
    said = run("places", "check")
    assert "Note: without a name in ur, in areas.geojson: feature 1, feature 2" in said.out
    assert "BH-17 and IN, both governorate, overlap on " in said.out
    assert "by 100% of the smaller.\n" in said.out
    assert "Note: in no area today: Old Harbour.\n" in said.out


def test_an_area_that_a_desk_lost_is_told(run: Run, config: Path, file: Path) -> None:
    file.write_bytes(as_geojson(AREA))
    assert run("places", "import", "--replace", file).code == 0
    said = run("places", "check")
    assert said.code == 0
    assert "answers for areas that do not exist: BH-13.\n" in said.out


def test_a_point_is_told_by_what_is_near(run: Run, config: Path) -> None:
    said = run("places", "find", "26.22787,50.58565")
    assert said.out == (
        "0 m to المنامة / Manama  town  26.22787,50.58565\n"
        "In BH-13  محافظة العاصمة / Capital Governorate\n"
    )
    assert run("places", "find", "-33.9,", "18.4").out.endswith("In no area.\n")
    assert "latitude goes to 85" in run("places", "find", "90,0").err
    assert run("places", "find", "xyzzy").err == "No place has such a name.\n"


def test_what_cannot_be_is_said(run: Run, config: Path, file: Path) -> None:
    assert "cannot be read or written" in run("places", "import", file).err
    file.write_bytes(b"GIF89a")
    assert "cannot be read as CSV or GeoJSON" in run("places", "import", file).err
    file.write_bytes(as_csv(ROW))
    assert "which the sites do not speak" in run("places", "import", "--in", "fr", file).err
    assert "at most 100 letters" in run("places", "import", "--attribution", "x" * 101, file).err
    (config / "places" / "places.csv").write_bytes(b"\xff")
    assert run("places", "import", file).code == 1
    assert run("places", "check").code == 1
    assert run("places", "import", "--replace", file).code == 0
    assert run("places", "check").code == 0
