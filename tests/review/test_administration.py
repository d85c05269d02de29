"""An administrator: sees the people of every desk, shuts out, lets in; opens no tip."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from tests.review.test_hotline import trail
from tests.review.world import World, build
from tests.visitor import look
from tipline.keyring.card import Role
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.enrolment import seat
from tipline.store.casebook.tables import analyst, membership
from tipline.store.transactions import reading, writing


@pytest.fixture
def khalid(world: World) -> FlaskClient:
    return world.analyst("Khalid", role=Role.ADMINISTRATOR, desks=("ADMIN",))


def newest(world: World, desk: str) -> bytes:
    with reading(world.house.staff.engine) as connection:
        question = select(membership.c.analyst_id).where(membership.c.desk == desk)
        return connection.execute(question).scalars().all()[-1]


def known_to(world: World, desk: str, name: str) -> None:
    """Give somebody's card to administration, as their joining does."""
    row = world.house.staff.analyst(newest(world, desk))
    own, readers = world.desks[desk], [world.desks["ADMIN"].recipient]
    world.house.staff.join(seat(own, row, name, Role.ANALYST, readers))


def press(client: FlaskClient, who: bytes, go: str) -> int:
    page = look(client.get(f"/en/administration/people/{who.hex()}"))
    address = f"/en/administration/people/{who.hex()}"
    return client.post(address, data=page.hidden | {"go": go}).status_code


def test_people_of_all_desks_are_listed_by_their_cards(world: World, khalid: FlaskClient) -> None:
    world.analyst("Noor")
    known_to(world, "TRIAGE", "Noor")
    world.operator("Maryam")  # whose card administration cannot read
    page = look(khalid.get("/en/administration"))
    for shown in ("Noor", "Tip triage desk", "Hotline", "Signed in", "Khalid"):
        assert shown in page.words, shown
    assert "Maryam" not in page.words


def test_a_card_that_another_made_names_nobody(world: World, khalid: FlaskClient) -> None:
    world.analyst("Noor")
    row = world.house.staff.analyst(newest(world, "TRIAGE"))
    forged = DeskIdentity.generate("TRIAGE")
    world.house.staff.join(
        seat(forged, row, "Somebody else", Role.ANALYST, [world.desks["ADMIN"].recipient])
    )
    assert "Somebody else" not in look(khalid.get("/en/administration")).words


def test_who_is_shut_out_is_let_in_again(world: World, khalid: FlaskClient) -> None:
    noor = world.analyst("Noor")
    known_to(world, "TRIAGE", "Noor")
    who = newest(world, "TRIAGE")
    assert press(khalid, who, "disable") == 303
    assert noor.get("/en/queue").location == "/en/sign-in"
    assert world.house.staff.analyst(who).disabled
    assert "Disabled" in look(khalid.get(f"/en/administration/people/{who.hex()}")).words
    assert press(khalid, who, "enable") == 303
    assert not world.house.staff.analyst(who).disabled
    assert press(khalid, who, "enable") == 404
    told = [(entry["action"], entry["name"], entry["facts"]) for entry in trail(world)]
    assert told == [
        ("disable", "Khalid", {"whom": who.hex()}),
        ("enable", "Khalid", {"whom": who.hex()}),
    ]


def test_sessions_are_ended_for_somebody(world: World, khalid: FlaskClient) -> None:
    noor = world.analyst("Noor")
    who = newest(world, "TRIAGE")
    assert press(khalid, who, "end") == 303
    assert noor.get("/en/queue").location == "/en/sign-in"
    assert trail(world)[-1]["action"] == "sessions-end"


def test_an_administrator_does_not_shut_themselves_out(world: World, khalid: FlaskClient) -> None:
    who = newest(world, "ADMIN")
    assert "This is you" in look(khalid.get(f"/en/administration/people/{who.hex()}")).words
    assert press(khalid, who, "disable") == 404
    assert press(khalid, who, "nothing") == 404


@pytest.mark.parametrize("there", ["", "zz", "00" * 16, "00"])
def test_nobody_of_that_id(khalid: FlaskClient, there: str) -> None:
    assert khalid.get(f"/en/administration/people/{there}").status_code == 404


def test_no_tip_opens_by_role_or_by_key(world: World, khalid: FlaskClient) -> None:
    sent = world.send()
    assert khalid.get(sent.path).status_code == 404
    with world.at_work(khalid, "/en/administration") as visit:
        assert visit.desks == []


def test_the_role_in_the_row_makes_no_administrator(world: World) -> None:
    noor = world.analyst("Noor")
    with writing(world.house.staff.engine) as connection:
        connection.execute(update(membership).values(role="administrator", desk="TRIAGE"))
        connection.execute(select(analyst.c.id))
    assert noor.get("/en/administration").status_code == 404


def test_the_settings_tell_no_password(world: World, khalid: FlaskClient) -> None:
    page = look(khalid.get("/en/administration/settings"))
    assert "call_minutes" in page.words
    assert "public_port" not in page.words  # the public site's


def test_a_password_in_an_address_is_not_shown(tmp_path: Path) -> None:
    world = build(tmp_path, limiter_storage="memory://?word=hunter2")
    khalid = world.analyst("Khalid", role=Role.ADMINISTRATOR, desks=("ADMIN",))
    page = look(khalid.get("/en/administration/settings"))
    assert "hunter2" not in page.words
    assert "may hold a password" in page.words


def test_the_health_is_what_the_command_says(world: World, khalid: FlaskClient) -> None:
    page = look(khalid.get("/en/administration/health"))
    assert "Neither tls nor onion_location is set" in page.words
    (world.settings.keys / "pepper").chmod(0o644)
    assert "pepper" in look(khalid.get("/en/administration/health")).words
