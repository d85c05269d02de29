"""The analysts' map: whose tips and cases it shows, what it is narrowed down by, and its export."""

from __future__ import annotations

import html
import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import geojson as library
import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from tests.places.test_seeing import camera
from tests.review.test_actions import done
from tests.review.test_cameras import DOME, GATE, YARD, imported
from tests.review.test_desks import given as given_to_a_desk
from tests.review.test_placing import MUHARRAQ, SITRA
from tests.visitor import look
from tipline.casework.lists import charting
from tipline.keyring.card import Role
from tipline.places.geodesic import metres
from tipline.review.charted import Window
from tipline.review.forms.charting import corners
from tipline.review.views import charting as pages
from tipline.sealing.audit import open_entry
from tipline.search.entry import Question
from tipline.tips.point import LATITUDE_MAX, LONGITUDE_MAX, Point
from tipline.tips.report import Exactness, Place

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.pages import Page
    from tests.review.world import Sent, World

ALL = {"west": "50.55", "south": "26.14", "east": "50.67", "north": "26.28", "zoom": "16"}
AROUND_MUHARRAQ = "26.24,50.59 26.24,50.63 26.28,50.63 26.28,50.59"
TIME = re.compile('data-time="([^"]*)"')
TIP = re.compile("/tips/[0-9a-f]{32}")


@pytest.fixture
def muharraq(world: World) -> Sent:
    return world.send("A boat in the harbour.", place=Place(point=MUHARRAQ))


@pytest.fixture
def sitra(world: World) -> Sent:
    return world.send("A car on the beach.", category="PROP", place=Place(point=SITRA))


def ask(client: FlaskClient, path: str = "", **asked: str) -> Any:
    form = look(client.get("/en/map")).form_to("/en/map")
    return client.post(f"/en/map{path}", data=form.values | asked)


def found(client: FlaskClient, **asked: str) -> Page:
    return look(ask(client, **asked))


def shown(page: Page) -> list[str]:
    """Return the tips that the list of a page leads to, in its order."""
    return [f"/en{path}" for path in TIP.findall(page.html.split('id="found"')[1])]


def spots(answer: dict[str, Any]) -> list[str]:
    return [each["href"] for mark in answer["marks"] for each in mark.get("spots", ())]


def test_what_has_a_point_stands_on_the_map_and_in_the_list(
    world: World, noor: FlaskClient, muharraq: Sent, sitra: Sent
) -> None:
    world.send("A boat somewhere.")
    page = look(noor.get("/en/map"))
    assert set(shown(page)) == {muharraq.path, sitra.path}
    assert "2 on the map" in page.words
    assert "1 more has no point" in page.words
    assert "boat" not in page.words
    assert "Muharraq, Muharraq Governorate" in page.words
    answer = ask(noor, "/marks", **ALL).get_json()
    assert sorted(spots(answer)) == sorted([muharraq.path, sitra.path])
    assert answer["count"] == 2
    assert "boat" not in json.dumps(answer)


def test_an_officers_word_moves_it(world: World, noor: FlaskClient, sitra: Sent) -> None:
    done(noor, sitra, "place", where=MUHARRAQ.written)
    [mark] = ask(noor, "/marks", **ALL).get_json()["marks"]
    assert mark["at"] == list(MUHARRAQ.degrees)[::-1]
    assert mark["spots"][0]["look"] == "work"
    done(noor, sitra, "place", where="")
    [mark] = ask(noor, "/marks", **ALL).get_json()["marks"]
    assert mark["at"] == list(SITRA.degrees)[::-1]


def test_what_is_known_to_the_street_or_the_area_says_so(world: World, huda: FlaskClient) -> None:
    known = {each: world.send(place=Place(point=SITRA, exact=each)) for each in Exactness}
    marks = ask(huda, "/marks", **ALL).get_json()["marks"]
    told = {each["href"]: each for mark in marks for each in mark["spots"]}
    assert {each: told[sent.path]["radius"] for each, sent in known.items()} == {
        Exactness.EXACT: 0,
        Exactness.STREET: 300,
        Exactness.AREA: 2000,
    }
    page = found(huda)
    assert page.words.count("The area only") == page.words.count("The street") == 1
    taken = ask(huda, "/cases.geojson").get_json()["features"]
    assert {each["properties"]["exact"] for each in taken} == set(Exactness)
    done(huda, known[Exactness.AREA], "place", where=SITRA.written)
    assert "The area only" not in found(huda).words


def test_a_reporters_point_is_closed_with_the_report_and_its_area_stays(
    noor: FlaskClient, muharraq: Sent, sitra: Sent
) -> None:
    for sent in (muharraq, sitra):
        done(noor, sent, "summary", text="Men with a boat.")
    done(noor, sitra, "place", where=SITRA.written)
    for sent in (muharraq, sitra):
        done(noor, sent, "closing", outcome="OUT_INTEL")
    page = found(noor, view="finished")
    assert shown(page) == [sitra.path]
    assert "1 more has no point" in page.words
    assert spots(ask(noor, "/marks", **ALL, view="finished").get_json()) == [sitra.path]
    assert muharraq.path in look(noor.get("/en/queue?view=finished&area=BH-15")).links
    done(noor, muharraq, "reopening", text="A boat was seen again.")
    assert muharraq.path in shown(found(noor))


NARROWED: list[tuple[dict[str, str], str]] = [
    ({"category": "PROP"}, "sitra"),
    ({"area": "BH-15"}, "muharraq"),
    ({"near": "Muharraq", "metres": "5000"}, "muharraq"),
    ({"near": "26.155, 50.62", "metres": "500"}, "sitra"),
    ({"drawn": AROUND_MUHARRAQ}, "muharraq"),
    ({"since": "2/3/2027"}, "sitra"),
    ({"until": "1/3/2027"}, "muharraq"),
    ({"view": "finished"}, ""),
    ({"view": "mine"}, ""),
    ({"state": "NEW"}, "muharraq sitra"),
    ({"priority": "P1"}, ""),
    ({"language": "ar"}, ""),
    ({"desk": "CG"}, ""),
    ({"files": "y"}, ""),
]


def test_map_list_and_export_are_narrowed_down_alike(world: World) -> None:
    first = datetime(2027, 3, 1, 9, tzinfo=UTC)
    with time_machine.travel(first + timedelta(days=2), tick=False):
        huda = world.analyst("Huda", role=Role.SUPERVISOR)
        world.moment = first
        known = {"muharraq": world.send(place=Place(point=MUHARRAQ))}
        world.moment = first + timedelta(days=1)
        known["sitra"] = world.send(category="PROP", place=Place(point=SITRA))
        for asked, left in NARROWED:
            wanted = sorted(known[name].path for name in left.split())
            assert sorted(shown(found(huda, **asked))) == wanted, asked
            assert sorted(spots(ask(huda, "/marks", **ALL, **asked).get_json())) == wanted, asked
            taken = ask(huda, "/cases.geojson", **asked).get_json()["features"]
            assert sorted(f"/en/tips/{each['id']}" for each in taken) == wanted, asked


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"near": "Atlantis"}, "No place is known by this name."),
        ({"near": "95, 50"}, "No place is known by this name."),
        ({"since": "31/2/2027"}, "There is no such day."),
        ({"drawn": "26,50 27,51"}, "Draw at least three corners."),
        ({"category": "NONE"}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_is_told(noor: FlaskClient, asked: dict[str, str], told: str) -> None:
    page = found(noor, **asked)
    assert (page.status, page.title[:6]) == (422, "Error:")
    assert told in page.words
    assert ask(noor, "/marks", **ALL, **asked).status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"zoom": "x"},
        {"zoom": "99"},
        {"west": "nan"},
        {"north": "24"},
        {"west": "50", "east": "51"},  # larger than any screen
    ],
)
def test_a_window_that_is_none_is_refused(noor: FlaskClient, wrong: dict[str, str]) -> None:
    assert ask(noor, "/marks", **ALL | wrong).status_code == 422


def test_density_and_time_are_told_in_numbers(
    noor: FlaskClient, muharraq: Sent, sitra: Sent
) -> None:
    answer = ask(noor, "/marks", **ALL, dense="1").get_json()
    assert [square[4] for square in answer["squares"]] == [1, 1]
    time = json.loads(html.unescape(TIME.findall(look(noor.get("/en/map")).html)[0]))
    assert (sum(time["bars"]), time["days"]) == (2, 1)
    inside = [
        square[0] <= MUHARRAQ.degrees[0] <= square[2]
        and square[1] <= MUHARRAQ.degrees[1] <= square[3]
        for square in answer["squares"]
    ]
    assert sorted(inside) == [False, True]
    assert ask(noor, "/marks", **ALL, near="27, 51").get_json()["marks"] == []
    assert not TIME.findall(found(noor, near="27, 51").html)


def test_a_desk_sees_the_cases_that_it_was_given_and_no_tip(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given_to_a_desk(noor, world)
    done(noor, sent, "place", where=MUHARRAQ.written)
    other = world.send("Another desk's.", place=Place(point=SITRA))
    [mark] = ask(ali, "/marks", **ALL).get_json()["marks"]
    assert "/cases/" in mark["spots"][0]["href"]
    assert other.id.hex() not in look(ali.get("/en/map")).html
    assert ali.get(mark["spots"][0]["href"]).status_code == 200
    both = world.analyst("Both", desks=("TRIAGE", "CG"))
    answer = ask(both, "/marks", **ALL).get_json()
    assert sorted(spots(answer)) == sorted([sent.path, other.path])  # once each


def test_oversights_tips_stay_its_own(world: World, noor: FlaskClient) -> None:
    world.send(lane="OVS", place=Place(point=MUHARRAQ))
    assert ask(noor, "/marks", **ALL).get_json()["count"] == 0
    sara = world.analyst("Sara", desks=("OVS",))
    assert ask(sara, "/marks", **ALL).get_json()["count"] == 1


def test_the_list_goes_on(
    world: World, noor: FlaskClient, muharraq: Sent, sitra: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE", 1)
    first = shown(found(noor))
    second = shown(found(noor, start="1"))
    assert sorted(first + second) == sorted([muharraq.path, sitra.path])
    assert shown(found(noor, start="x" * 99)) == first


def test_the_ground_is_the_deployments_in_the_readers_language(
    world: World, noor: FlaskClient, muharraq: Sent
) -> None:
    for language, name in (("en", "Muharraq"), ("ar", "المحرق")):
        ground = noor.get(f"/{language}/map/ground").get_json()
        assert name in {each["name"] for each in ground["places"]}
        for ring in (ground["land"], *(each["ground"] for each in ground["areas"])):
            assert not library.loads(json.dumps(ring)).errors()
    assert muharraq.id.hex() not in json.dumps(ground)


def test_a_supervisor_takes_it_as_geojson_and_that_is_entered(
    world: World, noor: FlaskClient, huda: FlaskClient, muharraq: Sent, sitra: Sent
) -> None:
    assert "GeoJSON" not in look(noor.get("/en/map")).words
    assert ask(noor, "/cases.geojson").status_code == 404
    answer = ask(huda, "/cases.geojson")
    assert answer.mimetype == "application/geo+json"
    assert "attachment" in answer.headers["Content-Disposition"]
    read = library.loads(answer.get_data(as_text=True))
    assert read.is_valid
    assert {tuple(each.geometry.coordinates) for each in read.features} == {
        MUHARRAQ.degrees,
        SITRA.degrees,
    }
    assert "boat" not in answer.get_data(as_text=True)
    entries: list[Any] = [
        open_entry(row.sealed, world.audit)["entry"] for row in world.house.audit.entries()
    ]
    facts = [(each["action"], each["facts"]) for each in entries]
    assert ("map-export", {"found": 2}) in facts
    found(huda, near=MUHARRAQ.written)
    entries = [open_entry(row.sealed, world.audit)["entry"] for row in world.house.audit.entries()]
    assert entries[-1]["action"] == "search"
    assert "26.2" not in str(entries)


def test_many_are_taken_as_squares_and_no_report_by_itself(
    world: World, huda: FlaskClient, muharraq: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(charting, "TAKEN_MAX", 2)
    near = Point(latitude=MUHARRAQ.latitude + 1, longitude=MUHARRAQ.longitude)
    others = [world.send(place=Place(point=each)) for each in (near, SITRA)]
    assert "how many lie in each square" in found(huda).words
    for _ in range(2):  # what was taken once counts once
        only = ask(huda, "/cases.geojson", near=SITRA.written).get_json()["features"]
        assert [each["geometry"]["type"] for each in only] == ["Point"]
    only = ask(huda, "/cases.geojson", near=MUHARRAQ.written).get_json()["features"]
    assert [each["geometry"]["type"] for each in only] == ["Polygon"]
    answer = ask(huda, "/cases.geojson").get_data(as_text=True)
    read = library.loads(answer)
    assert read.is_valid
    for feature in read.features:
        (ring,) = feature.geometry.coordinates
        west, south = ring[0]
        inside = [
            west <= point.degrees[0] < west + 0.01 and south <= point.degrees[1] < south + 0.01
            for point in (MUHARRAQ, near, SITRA)
        ]
        assert sum(inside) == feature.properties["count"]
    assert sum(feature.properties["count"] for feature in read.features) == 3
    assert not [each for each in (muharraq, *others) if each.id.hex() in answer]


def test_a_tip_has_its_map_and_what_is_around_it(
    world: World, noor: FlaskClient, muharraq: Sent, sitra: Sent
) -> None:
    imported(world, GATE, YARD, camera("NEAR/1", point=MUHARRAQ))
    beside = Point(latitude=MUHARRAQ.latitude + 450, longitude=MUHARRAQ.longitude)
    near = world.send("A light at the quay.", place=Place(point=beside))
    link = f"{muharraq.path}/map"
    assert link in look(noor.get(muharraq.path)).links
    page = look(noor.get(link))
    assert near.path in page.links
    assert sitra.path not in page.links
    assert "1 within 2 km" in page.words
    assert "500 m" in page.words
    assert ("NEAR/1" in page.words, "GATE/1" in page.words) == (True, False)
    assert f"{muharraq.path}/cameras" in page.links
    assert "light" not in page.words
    around = page.form_to("/en/map")
    assert shown(look(noor.post(around.action, data=around.values))) == [near.path, muharraq.path]
    nowhere = world.send("Somewhere.")
    assert "No point is known." in look(noor.get(f"{nowhere.path}/map")).words
    assert noor.get(f"{world.send(lane='OVS').path}/map").status_code == 404


def test_a_case_has_its_map_for_the_desk_that_was_given_it(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    done(noor, given_to_a_desk(noor, world), "place", where=MUHARRAQ.written)
    (case,) = [each for each in look(ali.get("/en/cases")).links if "/cases/" in each]
    (link,) = [each for each in look(ali.get(case)).links if "/map?" in each]
    page = look(ali.get(link))
    assert "Muharraq, Muharraq Governorate" in page.words
    assert "Nothing else is known near." in page.words
    assert "No camera of the register is near." in page.words


def test_cameras_stand_on_the_map_for_whom_the_register_is(world: World, noor: FlaskClient) -> None:
    imported(world, GATE, DOME)
    answer = ask(noor, "/cameras", **ALL).get_json()["cameras"]
    assert [each["code"] for each in answer] == ["GATE/1", "DOME-3"]
    assert answer[0]["at"] == list(GATE.point.degrees)[::-1]
    assert ask(noor, "/cameras", **ALL | {"south": "26.279"}).get_json()["cameras"] == []
    assert ask(noor, "/cameras", **ALL | {"zoom": "x"}).status_code == 422
    sara = world.analyst("Sara", desks=("OVS",))
    assert ask(sara, "/cameras", **ALL).status_code == 404
    sent = world.send(lane="OVS", place=Place(point=GATE.point))
    assert "GATE/1" not in look(sara.get(f"{sent.path}/map")).words


POINTS = st.builds(
    Point,
    latitude=st.integers(-LATITUDE_MAX, LATITUDE_MAX),
    longitude=st.integers(-LONGITUDE_MAX, LONGITUDE_MAX),
)


@given(POINTS, st.integers(-30_000, 30_000), st.integers(-30_000, 30_000), st.integers(1, 20_000))
def test_the_box_around_a_point_holds_all_that_is_near(
    point: Point, across: int, along: int, within: int
) -> None:
    try:
        other = Point(latitude=point.latitude + along, longitude=point.longitude + across)
    except ValueError:
        return
    if metres(point, other) <= within:
        sought = charting.Sought(near=point, metres=within, narrowed=Question())
        box = charting._around(sought)
        assert box is not None
        assert box[0] <= other.longitude <= box[2]
        assert box[1] <= other.latitude <= box[3]


@given(st.text(max_size=80) | st.from_regex(r"(-?[0-9]{1,3}(\.[0-9]*)?[, ]?){1,9}", fullmatch=True))
def test_whatever_is_sent_as_an_area_is_one_or_is_refused(typed: str) -> None:
    with suppress(ValueError):
        assert len(corners(typed).outer) >= 3


@given(st.dictionaries(st.sampled_from([*ALL]), st.text(max_size=12)))
def test_whatever_is_sent_as_a_window_is_one_or_is_refused(sent: dict[str, str]) -> None:
    try:
        window = Window.read(ALL | sent)
    except ValueError:
        return
    assert all(side >= 1 for side in window.cell(64))
