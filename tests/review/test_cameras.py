"""The cameras on the review site: who sees them, how they are found, which may have seen a case."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tests.places.test_seeing import camera
from tests.review.test_actions import done
from tests.review.test_desks import given
from tests.visitor import look
from tipline.casework.desk.cameras import sealed, seeing
from tipline.keyring.card import Role
from tipline.places.cameras.camera import Camera, Register, Stills
from tipline.review.views import cameras
from tipline.sealing.audit import open_entry
from tipline.tips.report import Exactness, Place, When, WhenKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient

    from tests.pages import Page
    from tests.review.world import World

NOON = datetime(2027, 3, 1, 9, tzinfo=UTC)  # 12:00 at the place
GATE = camera(
    "GATE/1", sees={"en": "The west gate", "ar": "البوابة الغربية"}, stills=Stills.HTTP, kept=720
)
YARD = camera("YARD-2", owner="Harbour", contact="Harbour watch", direction=270, kept=24)
DOME = camera("DOME-3", direction=None, angle=360, reach=40, kept=0)
HERE = "26.2300, 50.5803"  # 30 metres east of all three


@pytest.fixture(autouse=True)
def clock(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        world.moment = NOON - timedelta(hours=1)
        yield traveller


def imported(world: World, *them: Camera) -> None:
    """Import a register as `tipline cameras import` does."""
    house = world.house
    desks = seeing(house.configuration, house.deployment.desks)
    register = Register(imported=NOON, cameras=them)
    house.cameras.replace(sealed(register, desks, house.deployment))


@pytest.fixture
def register(world: World) -> None:
    imported(world, GATE, YARD, DOME)


def listed(client: FlaskClient, **asked: str) -> Page:
    form = look(client.get("/en/cameras")).form_to("/en/cameras")
    return look(client.post(form.action, data=form.values | asked))


def codes(page: Page) -> list[str]:
    """Return the codes of the cameras that a page lists, in its order."""
    known = {each.code for each in (GATE, YARD, DOME)}
    return [word for word in page.words.replace(",", " ").split() if word in known]


def near(client: FlaskClient, address: str, **asked: str) -> Page:
    (form,) = [each for each in look(client.get(address)).forms if "/cameras" in each.action]
    typed = {"place": HERE, "day": "28/2/2027", "hour": "12:30"} | asked
    return look(client.post(form.action, data=form.values | typed))


def test_the_register_is_listed_and_found_by_words_and_owner(
    world: World, noor: FlaskClient, register: None
) -> None:
    page = look(noor.get("/en/cameras"))
    assert codes(page) == ["DOME-3", "GATE/1", "YARD-2"]
    assert "The west gate" in page.words
    assert "to the east (90°)" in page.words
    assert "kept for 30 days" in page.words
    assert "Nothing is recorded" in page.words
    for words, found in (
        ("WEST", ["GATE/1"]),
        ("البوابه الغربيه", ["GATE/1"]),
        ("harbour watch", ["YARD-2"]),
        ("dome city", ["DOME-3"]),
        ("dome harbour", []),
    ):
        assert codes(listed(noor, words=words)) == found, words
    assert codes(listed(noor, owner="Harbour")) == ["YARD-2"]
    assert "Nothing fits." in listed(noor, words="west", owner="Harbour").words
    assert listed(noor, owner="Nobody").status == 422


def test_a_camera_has_a_page(world: World, noor: FlaskClient, register: None) -> None:
    (link,) = [each for each in look(noor.get("/en/cameras")).links if each.endswith(GATE.id.hex())]
    page = look(noor.get(link))
    for told in ("GATE/1", "The west gate", "البوابة", "26.23000,50.58000", "Control room", "100 m",
                 "From the camera itself (HTTP)"):  # fmt: skip
        assert told in page.words, told
    assert "GATE" not in link
    assert noor.get(f"/en/cameras/{bytes(16).hex()}").status_code == 404


def test_in_a_case_the_nearest_stand_first_with_the_hours_left(
    world: World, noor: FlaskClient, register: None
) -> None:
    imported(world, camera("GATE/1", point=GATE.point, reach=80, kept=26), YARD, DOME)
    sent = world.send()
    link = f"{sent.path}/cameras"
    assert link in look(noor.get(sent.path)).links
    page = near(noor, link)
    assert codes(page) == ["DOME-3", "GATE/1", "YARD-2"]
    assert "3 cameras may have seen this" in page.words
    assert "30 m in its view 2 hours left, until 14:30" in page.words
    assert "30 m beside its view Overwritten in less than an hour, until 12:30" in page.words
    assert "buildings, trees and the night are not modelled" in page.words
    assert " saw " not in page.words
    assert codes(near(noor, link, exact="exact", place="26.2300, 50.5806")) == ["DOME-3", "GATE/1"]
    nowhere = near(noor, link, place="27, 51")
    assert codes(nowhere) == []
    assert "No camera of the register looks there or near." in nowhere.words


def test_what_is_overwritten_says_so(world: World, noor: FlaskClient, register: None) -> None:
    page = near(noor, f"{world.send().path}/cameras", day="2/2/2027", hour="")
    assert "30 m in its view 60 hours left" in page.words
    assert "beside its view Overwritten" in page.words


@pytest.mark.parametrize(
    ("when", "moment"),
    [
        (When(kind=WhenKind.NOW), ("01/03/2027", "11:00")),
        (When(kind=WhenKind.TODAY), ("01/03/2027", "")),
        (When(kind=WhenKind.DATE, date=date(2027, 2, 20)), ("20/02/2027", "")),
        (When(), ("", "")),
    ],
)
def test_it_begins_with_what_the_report_says_of_when_and_how_exact(
    world: World, noor: FlaskClient, register: None, when: When, moment: tuple[str, str]
) -> None:
    sent = world.send(when=when, place=Place(landmark="Old market", exact=Exactness.AREA))
    values = look(noor.get(f"{sent.path}/cameras")).form_to("/cameras").values
    assert (values["day"], values["hour"]) == moment
    assert values["exact"] == "area"
    assert values["place"] == ""


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"place": ""}, "Write where it was."),
        ({"place": "26.2"}, "Write latitude and longitude in degrees"),
        ({"day": ""}, "Write the day on which it was."),
        ({"day": "31/2/2027"}, "There is no such day."),
        ({"hour": "25:00"}, "Write the hour"),
        ({"day": "1/3/2027", "hour": "12:01"}, "Choose a time that has been."),
        ({"exact": "county"}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    world: World, noor: FlaskClient, register: None, typed: dict[str, str], told: str
) -> None:
    page = near(noor, f"{world.send().path}/cameras", **typed)
    assert page.status == 422
    assert page.title.startswith("Error:")
    assert told in page.words
    assert "may have seen this" not in page.words.replace("Cameras that may have seen this", "")


def place_in(page: Page) -> str:
    """Return the place that the form of a page begins with."""
    (form,) = [each for each in page.forms if "/cameras" in each.action]
    return form.values["place"]


def test_it_begins_with_the_reporters_point_or_an_officers(
    world: World, noor: FlaskClient, register: None
) -> None:
    sent = world.send(place=Place(point=GATE.point))
    assert place_in(look(noor.get(f"{sent.path}/cameras"))) == GATE.point.written
    done(noor, sent, "place", where="26.2, 50.6")
    assert place_in(look(noor.get(f"{sent.path}/cameras"))) == "26.20000,50.60000"


def test_a_desk_that_was_given_the_case_asks_too(
    world: World, noor: FlaskClient, ali: FlaskClient, register: None
) -> None:
    done(noor, given(noor, world), "place", where="26.2, 50.6")
    (case,) = [each for each in look(ali.get("/en/cases")).links if "/cases/" in each]
    (link,) = [each for each in look(ali.get(case)).links if "/cameras?" in each]
    assert place_in(look(ali.get(link))) == "26.20000,50.60000"
    page = near(ali, link)
    assert codes(page) == ["DOME-3", "GATE/1", "YARD-2"]
    assert case in page.links


def test_who_is_at_no_such_desk_finds_none_of_it(world: World, register: None) -> None:
    sent = world.send(lane="OVS")
    sara = world.analyst("Sara", desks=("OVS",))
    for path in ("/en/cameras", f"/en/cameras/{GATE.id.hex()}", f"{sent.path}/cameras"):
        assert sara.get(path).status_code == 404, path
        token = {"csrf_token": look(sara.get("/en/search")).hidden["csrf_token"]}
        if not path.endswith(GATE.id.hex()):
            assert sara.post(path, data=token).status_code == 404, path
    page = look(sara.get(sent.path))
    assert not [link for link in page.links if "cameras" in link]
    operator = world.operator("Maryam")
    admin = world.analyst("Khalid", role=Role.ADMINISTRATOR, desks=("TRIAGE",))
    for other in (operator, admin):
        assert other.get("/en/cameras").status_code == 404


def test_another_desks_tip_is_not_there(world: World, noor: FlaskClient, register: None) -> None:
    theirs = world.send(lane="OVS")
    assert noor.get(f"{theirs.path}/cameras").status_code == 404
    assert noor.get(f"/en/cases/{bytes(16).hex()}/cameras").status_code == 404


def test_before_an_import_the_pages_say_so(world: World, noor: FlaskClient) -> None:
    for path in ("/en/cameras", f"{world.send().path}/cameras"):
        assert "No register of cameras was imported" in look(noor.get(path)).words
        token = {"csrf_token": look(noor.get("/en/search")).hidden["csrf_token"], "owner": "x"}
        answer = look(noor.post(path, data=token))
        assert (answer.status, answer.title[:6] == "Error:") == (200, False)
    assert noor.get(f"/en/cameras/{GATE.id.hex()}").status_code == 404


def test_a_register_that_does_not_open_is_told(world: World, noor: FlaskClient) -> None:
    world.house.cameras.replace({"TRIAGE": b"something else"})
    answer = noor.get("/en/cameras")
    assert answer.status_code == 500
    assert "The register of cameras does not open" in look(answer).words


def test_a_new_import_is_seen_at_once_and_signing_out_forgets_it(
    world: World, noor: FlaskClient, register: None
) -> None:
    assert len(codes(look(noor.get("/en/cameras")))) == 3
    imported(world, YARD)
    page = look(noor.get("/en/cameras"))
    assert codes(page) == ["YARD-2"]
    assert world.house.registers.glance("TRIAGE") is not None
    noor.post("/en/sign-out", data={"csrf_token": page.hidden["csrf_token"]})
    assert world.house.registers.glance("TRIAGE") is None


def test_a_long_register_shows_its_beginning(
    world: World, noor: FlaskClient, register: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cameras, "SHOWN_MAX", 2)
    page = look(noor.get("/en/cameras"))
    assert codes(page) == ["DOME-3", "GATE/1"]
    assert "3 cameras" in page.words
    assert "These are the first." in page.words
    assert "These are the nearest." in near(noor, f"{world.send().path}/cameras").words


def test_each_look_is_entered_and_no_place(world: World, noor: FlaskClient, register: None) -> None:
    sent = world.send()
    noor.get("/en/cameras")
    noor.get(f"/en/cameras/{GATE.id.hex()}")
    near(noor, f"{sent.path}/cameras")
    entries: list[Any] = [
        open_entry(row.sealed, world.audit)["entry"] for row in world.house.audit.entries()
    ]
    found = [(each["action"], each["facts"]) for each in entries]
    assert [each for each in found if each[0].startswith("cameras")] == [
        ("cameras", {"desk": "TRIAGE", "found": 3}),
        ("cameras", {"desk": "TRIAGE", "camera": GATE.id.hex()}),
        ("cameras-near", {"tip": sent.id.hex(), "desk": "TRIAGE", "found": 3}),
    ]
    assert "26.2" not in str(found)
