"""The shift of a desk: who is on, what is left open, handing over and reading that."""

import secrets
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.review.test_case_list import case
from tests.review.test_following import done
from tests.review.world import WHAT, World
from tests.visitor import look
from tipline.casework.desk import shift
from tipline.casework.lists.watch import overdue
from tipline.errors import NotFoundError
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.card import Role
from tipline.keyring.handing import seal_entry
from tipline.sealing.audit import Action, open_entry
from tipline.store.casebook.tables import handover
from tipline.store.transactions import reading, writing
from tipline.tips.report import Now
from tipline.tips.shift import Entry

QUIET = "All is quiet, but for the warehouse."


def hand(client: FlaskClient, text: str = QUIET, **typed: str) -> TestResponse:
    form = look(client.get("/en/shift")).form_to("/shift")
    return client.post(form.action, data=form.values | {"text": text} | typed)


def read(client: FlaskClient, text: str = "") -> TestResponse:
    form = look(client.get("/en/shift")).form_to("/shift/read")
    return client.post(form.action, data=form.values | {"text": text})


def test_a_shift_is_handed_over_and_read_by_the_next(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    assert hand(noor).status_code == 303
    page = look(noor.get("/en/shift"))
    assert QUIET in page.words
    assert "On: Noor, Sami" in page.words
    assert "Nobody has signed for it yet" in page.words
    assert "I have read it" not in page.words, "whoever handed over does not take over"
    assert read(sami, "The car is gone.").status_code == 303
    page = look(sami.get("/en/shift"))
    assert "Sami read it at" in page.words
    assert "The car is gone." in page.words
    assert "Sami took over at" in page.words
    assert "I have read it" not in page.words
    entries = [open_entry(each.sealed, world.audit) for each in world.house.audit.entries()]
    found = [each for each in entries if each["entry"]["action"] == Action.HAND_OVER]  # type: ignore[index,call-overload]
    assert len(found) == 2


def test_what_is_left_open_is_named_and_its_category_now_but_not_in_the_hand_over(
    world: World, noor: FlaskClient
) -> None:
    with time_machine.travel(datetime.now(UTC) - timedelta(days=40), tick=False):
        world.moment = datetime.now(UTC)
        late = world.send()
        done(world.analyst("Huda"), late, "notes", text="Read.")
    world.moment = datetime.now(UTC)
    quiet = world.send(category="PROP")
    urgent, task, waits = world.send(now=Now.YES), world.send(), world.send(category="PROP")
    done(noor, task, "tasks", text="Ring.", when="4h")
    done(noor, waits, "waiting", when="7d", text="The court sits then.")
    world.send(lane="OVS")
    done(noor, quiet, "notes", text="Read.")
    page = look(noor.get("/en/shift"))
    assert f"{late.id.hex()[:8]} Late P1 or P2 since" in page.words
    assert f"{urgent.id.hex()[:8]} Unread P1 or P2 due" in page.words
    assert f"{task.id.hex()[:8]} P1 or P2 A task is due" in page.words
    assert f"Theft or damage {waits.id.hex()[:8]} Waits for a date due" in page.words
    assert quiet.id.hex()[:8] not in page.words
    assert WHAT not in page.words
    hand(noor)
    with world.at_work(noor) as visit:
        entry = shift.book(visit, "TRIAGE").handovers[0].entry
    assert look(noor.get("/en/shift")).words.count("Theft or damage") == 1
    assert entry.left[0].tip == late.id
    assert {left.tip for left in entry.left} == {late.id, urgent.id, task.id, waits.id}


def test_a_desk_names_the_cases_that_it_was_given(world: World, noor: FlaskClient) -> None:
    case(world, noor, "A skiff.")
    case(world, noor, "For others.", lead="OPS")
    ali, sara = (world.analyst(name, desks=("CG",)) for name in ("Ali", "Sara"))
    page = look(ali.get("/en/shift"))
    [link] = [each for each in page.links if "/cases/" in each]
    assert f"{link.split('/')[-1][:8]} Not accepted yet due" in page.words
    assert "A skiff." not in page.words
    assert hand(ali).status_code == 303
    page = look(sara.get("/en/shift"))
    assert "1 tip or case was left open" in page.words
    assert page.links.count(link) == 2
    assert "A skiff." in look(sara.get(link)).words


def test_another_desks_shift_is_not_there(world: World, noor: FlaskClient) -> None:
    other = world.analyst("Huda", desks=("OVS",))
    assert hand(other, desk="OVS").status_code == 303
    assert noor.get("/en/shift?desk=OVS").status_code == 404
    assert hand(noor, desk="OVS").status_code == 404
    assert QUIET not in look(noor.get("/en/shift")).words
    with world.at_work(noor) as visit:
        for verb in (shift.book, shift.left_open):
            with pytest.raises(NotFoundError):
                verb(visit, "OVS")
        assert overdue(visit, ["OVS"]).count == 0


def test_what_is_stored_opens_for_the_desk_alone_and_is_swept(
    world: World, noor: FlaskClient
) -> None:
    hand(noor)
    [sealed] = world.house.handovers.of("TRIAGE")
    assert QUIET.encode() not in sealed
    days = world.settings.handover_days
    today = datetime.now(UTC).date()
    assert world.house.handovers.sweep(today + timedelta(days=days - 1)) == 0
    assert world.house.handovers.sweep(today + timedelta(days=days)) == 1


def test_what_no_member_signed_is_left_out_and_told(world: World, noor: FlaskClient) -> None:
    hand(noor)
    forged = Entry(
        desk="TRIAGE", at=datetime.now(UTC), author=secrets.token_bytes(16), name="Noor",
        text="Go home.",
    )  # fmt: skip
    recipient = world.house.deployment.desk("TRIAGE").recipient
    sealed = seal_entry(forged, AnalystIdentity.generate(), recipient)
    world.house.handovers.add(secrets.token_bytes(16), "TRIAGE", forged.at.date(), sealed)
    page = look(noor.get("/en/shift"))
    assert "1 entry was not written by a member of the desk" in page.words
    assert "Go home." not in page.words
    assert QUIET in page.words


def test_an_entry_of_another_desk_is_not_this_ones(world: World, noor: FlaskClient) -> None:
    huda = world.analyst("Huda", desks=("OVS", "TRIAGE"))
    hand(huda, desk="OVS")
    engine = world.house.handovers.engine
    with writing(engine) as connection:
        connection.execute(update(handover).values(desk="TRIAGE"))
    with reading(engine) as connection:
        assert len(connection.execute(select(handover.c.id)).all()) == 1
    page = look(noor.get("/en/shift"))
    assert "1 entry was not written by a member" in page.words
    assert QUIET not in page.words


def test_what_is_not_whole_comes_back(world: World, noor: FlaskClient) -> None:
    answer = hand(noor, "")
    assert answer.status_code == 422
    assert "Write something first, if only that all is quiet." in look(answer).words
    hand(world.analyst("Sami"))
    form = look(noor.get("/en/shift")).form_to("/shift/read")
    answer = noor.post(form.action, data=form.values | {"of": "ab"})
    assert answer.status_code == 422
    answer = noor.post(form.action, data=form.values | {"of": "ab" * 32})
    assert answer.status_code == 404


def test_who_reads_twice_signs_once(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    hand(noor)
    form = look(sami.get("/en/shift")).form_to("/shift/read")
    for _ in range(2):
        assert sami.post(form.action, data=form.values).status_code == 303
    assert len(world.house.handovers.of("TRIAGE")) == 2


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.OPERATOR])
def test_who_reads_no_tips_reads_no_shift(world: World, role: Role) -> None:
    client = world.analyst("Huda", role=role)
    assert client.get("/en/shift").status_code == 404
    assert client.get("/en/shift?desk=TRIAGE").status_code == 404


def test_the_desk_is_kept_in_the_address(world: World, noor: FlaskClient) -> None:
    answer = hand(noor)
    assert urlsplit(answer.location).query == "desk=TRIAGE"
