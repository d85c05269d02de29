"""What was dispatched is given to a channel: sealed to the agency, once, and told how far it is."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from tests.review.routes import token_of
from tests.review.test_actions import answered, done, press
from tests.review.test_desks import given
from tests.review.test_dispatching import PLACE, REFERENCE, SUMMARY, TO, dispatched, ready
from tests.review.test_evidence import trail
from tests.review.test_leaving import taken
from tests.review.world import Sent, World, build_with_channels
from tests.store.samples import an_id
from tests.visitor import look
from tipline import age
from tipline.dispatch.item import open_item
from tipline.dispatch.secrets import read_identity
from tipline.keyring.card import Role
from tipline.review import clock
from tipline.store.casebook.outbox import Outbox
from tipline.store.casebook.tables import outbox as table
from tipline.store.transactions import reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.pages import Page

AGENCY = age.HybridIdentity.generate()
BOTH: dict[str, Any] = {"channels": ["PP", "LMRA"]}
CHANNEL = """
[[channel]]
code = "{code}"
desk = "{desk}"
by = "webhook"
to = "https://localhost/tipline"
{more}
"""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a deployment with channels of two outside agencies, one with a key, and of ours."""
    told = (
        CHANNEL.format(code="PP", desk="X-PP", more=f'recipient = "{AGENCY.recipient}"'),
        CHANNEL.format(code="LMRA", desk="X-LMRA", more=""),
        CHANNEL.format(code="OURS", desk="OPS", more='rings_for = ["TRIAGE"]'),
        CHANNEL.format(code="NIGHT", desk="AMB", more=f'recipient = "{AGENCY.recipient}"'),
    )
    made = build_with_channels(tmp_path, "".join(told))
    yield made
    made.house.viewer.close()


def give(noor: FlaskClient, page: Page, code: str) -> Page:
    form = page.form_to("/channel")
    answer = noor.post(form.action, data=form.values | {"channel": code}, follow_redirects=True)
    return look(answer)


def test_it_goes_sealed_and_once_and_is_followed(world: World) -> None:
    noor, sami = world.analyst("Noor"), world.analyst("Sami")
    sent, outbox = world.send(), Outbox(world.house.cases.engine)
    ready(noor, sent)
    page = dispatched(noor, sami, sent, **PLACE, **BOTH)
    assert "a notice with our reference alone" in page.words
    assert "OURS" not in page.words
    for _ in range(2):
        page = give(noor, page, "PP")
        assert "On its way: PP" in page.words
    assert outbox.standing().waiting == 1
    row = outbox.claim(an_id(), "PP", clock.now())
    assert row is not None
    assert SUMMARY.encode() not in row.sealed
    item = open_item(row.sealed, read_identity(world.settings.keys))
    assert item.reference in page.words
    archive = age.open_bytes(item.content, [AGENCY])
    with ZipFile(io.BytesIO(archive)) as files:
        assert files.namelist() == [f"{item.reference}.cap.xml", f"{item.reference}.geojson"]
        assert SUMMARY in files.read(files.namelist()[0]).decode()
    outbox.delivered(row.id, clock.now())
    assert "Arrived: PP" in look(noor.get(page.address)).words
    give(noor, page, "LMRA")
    row = outbox.claim(an_id(), "LMRA", clock.now())
    assert row is not None
    notice = open_item(row.sealed, read_identity(world.settings.keys))
    assert (notice.package, notice.reference) == ("", item.reference)


def test_a_desk_without_a_screen_gets_it_sealed_if_it_may_have_the_case(world: World) -> None:
    noor, sami = world.analyst("Noor"), world.analyst("Sami")
    sent = world.send()
    ready(noor, sent)
    page = dispatched(noor, sami, sent, **PLACE, channels="NIGHT")
    assert "On its way: NIGHT" in give(noor, page, "NIGHT").words
    done(noor, sent, "conflicts", desks="AMB", text="It is about two of their drivers.")
    ours = world.send(lane="OVS")
    sara = world.analyst("Sara", desks=("OVS",))
    for page in (look(noor.get(sent.path)), look(sara.get(ours.path))):
        assert page.form_to("/dispatch").choices["dispatch-channels"] == ["PP", "LMRA"]


def test_a_channel_that_is_none_of_an_agencys_is_refused(world: World) -> None:
    noor, sami = world.analyst("Noor"), world.analyst("Sami")
    sent = world.send()
    ready(noor, sent)
    page = dispatched(noor, sami, sent, **PLACE, **BOTH)
    form = page.form_to("/channel")
    for code in ("", "OURS", "NONE"):
        answer = noor.post(form.action, data=form.values | {"channel": code})
        assert answer.status_code == 422
    assert Outbox(world.house.cases.engine).standing().waiting == 0


def test_it_goes_by_what_both_officers_named_and_by_nothing_else(world: World) -> None:
    noor, sami = world.analyst("Noor"), world.analyst("Sami")
    sent, outbox = world.send(), Outbox(world.house.cases.engine)
    ready(noor, sent)
    asked = done(noor, sent, "dispatch", **TO, **PLACE, channels="PP")
    told = "to be delivered by Public Prosecution · PP"
    assert told in asked.words
    waits = look(sami.get(sent.path)).words.partition("Waits for a second officer")[2]
    assert told in waits
    assert f"The summary that is sent {SUMMARY} Grade 2/D/C" in waits
    assert "to be delivered by Labour" not in asked.words
    answered(sami, sent)
    page = look(noor.get(taken(noor, sent).location))
    form = page.form_to("/channel")
    assert form.choices["channel"] == ["PP"]
    assert noor.post(form.action, data=form.values | {"channel": "LMRA"}).status_code == 422
    assert outbox.standing().waiting == 0
    give(noor, page, "PP")
    assert outbox.standing().waiting == 1
    done(noor, sent, "dispatch", **TO, **PLACE)
    answered(sami, sent)
    assert "Give it to the deliverer" not in look(noor.get(taken(noor, sent).location)).words


def test_words_that_were_written_anew_do_not_go_as_they_were(world: World) -> None:
    noor, sami = world.analyst("Noor"), world.analyst("Sami")
    sent, outbox = world.send(), Outbox(world.house.cases.engine)
    ready(noor, sent)
    page = give(noor, dispatched(noor, sami, sent, **PLACE, **BOTH), "PP")
    form = page.form_to("/channel")
    row = outbox.claim(an_id(), "PP", clock.now())
    assert row is not None
    outbox.bury(row.id, "refused")
    done(noor, sent, "summary", text="Men with boxes, and nothing of who saw them.")
    assert noor.post(form.action, data=form.values | {"channel": "LMRA"}).status_code == 422
    assert "Try again for two days" not in look(noor.get(sent.path)).words
    assert decided(noor, sent, "again").status_code == 404
    assert outbox.standing().waiting == 0
    done(noor, sent, "dispatch", **TO, **PLACE)
    done(noor, sent, "summary", text="Men with boxes.")
    assert "The summary was written anew since this was asked" in look(sami.get(sent.path)).words


def test_what_tells_of_protected_activity_is_sent_to_nobody(world: World) -> None:
    noor = world.analyst("Noor")
    sent = world.send()
    ready(noor, sent)
    done(noor, sent, "closing", outcome="OUT_PROTECTED", text="Only an opinion was told.")
    page = look(press(noor, sent, "dispatch", None, **TO, **PLACE))
    assert "it is sent to nobody" in page.words


def test_what_could_not_be_delivered_is_a_task_of_its_case(world: World) -> None:
    noor, sami = world.analyst("Noor"), world.analyst("Sami")
    sent, outbox = world.send(), Outbox(world.house.cases.engine)
    ready(noor, sent)
    page = give(noor, dispatched(noor, sami, sent, **PLACE, **BOTH), "PP")
    [reference] = set(REFERENCE.findall(page.words))
    row = outbox.claim(an_id(), "PP", clock.now())
    assert row is not None
    assert "Could not be delivered" not in look(noor.get("/en/queue")).words
    outbox.bury(row.id, "refused")
    for address in ("/en/queue", "/en/late"):
        page = look(world.analyst("Huda", role=Role.SUPERVISOR).get(address))
        assert "Could not be delivered Reach the agency" in page.words
        assert f"{reference} PP" in page.words
        assert f"{sent.path}#given" in page.links
    for desk in ("OVS", "CG"):
        other = world.analyst(f"Of {desk}", desks=(desk,))
        assert reference not in look(other.get("/en/queue")).words
    assert decided(noor, sent, "again").status_code == 303
    assert outbox.standing().waiting == 1
    assert "On its way: PP" in look(noor.get(sent.path)).words
    outbox.bury(row.id, "refused")
    assert decided(sami, sent, "").status_code == 404
    assert decided(sami, sent, "drop").status_code == 303
    assert outbox.standing().dead == 0
    assert "Could not be delivered" not in look(noor.get("/en/queue")).words
    decisions = [each["facts"] for each in trail(world) if each["action"] == "outbox"]
    assert [each["channel"] for each in decisions] == ["PP", "PP"]


def test_what_may_be_false_is_not_tried_again(world: World) -> None:
    noor, sami = world.analyst("Noor"), world.analyst("Sami")
    sent, outbox = world.send(), Outbox(world.house.cases.engine)
    ready(noor, sent)
    give(noor, dispatched(noor, sami, sent, **PLACE, **BOTH), "PP")
    row = outbox.claim(an_id(), "PP", clock.now())
    assert row is not None
    outbox.bury(row.id, "refused")
    done(noor, sent, "assessment", information="E", grounds="It contradicts itself.")
    assert "Try again for two days" not in look(noor.get(sent.path)).words
    assert decided(noor, sent, "again").status_code == 404
    assert outbox.standing().dead == 1
    outbox.delivered(row.id, clock.now())
    with reading(outbox.engine) as connection:
        assert connection.execute(select(table.c.desk, table.c.origin)).all() == [(None, None)]


@pytest.mark.parametrize("becomes", ["again", "drop"])
def test_a_desk_that_was_given_the_tip_decides_nothing_of_it(world: World, becomes: str) -> None:
    noor, sami = world.analyst("Noor"), world.analyst("Sami")
    ali, outbox = world.analyst("Ali", desks=("CG",)), Outbox(world.house.cases.engine)
    sent = given(noor, world)
    form = look(noor.get(sent.path)).form_to("/desks/CG")
    told = {"desk-CG-text": "They must hear it.", "do": "give-tip"}
    assert noor.post(form.action, data=form.values | told).status_code == 303
    give(noor, dispatched(noor, sami, sent, **PLACE, **BOTH), "PP")
    row = outbox.claim(an_id(), "PP", clock.now())
    assert row is not None
    outbox.bury(row.id, "refused")
    form = look(noor.get(sent.path)).form_to("/undelivered")
    assert not [each for each in look(ali.get(sent.path)).forms if "undelivered" in each.action]
    theirs = {"csrf_token": token_of(ali), "channel": "PP", "becomes": becomes}
    assert ali.post(form.action, data=theirs).status_code == 404
    ours = form.values | {"channel": "NONE", "becomes": becomes}
    assert noor.post(form.action, data=ours).status_code == 404
    assert outbox.standing().dead == 1
    assert not [each for each in trail(world) if each["action"] == "outbox"]


def test_nothing_goes_to_an_agency_that_the_case_is_about(world: World) -> None:
    noor, sami = world.analyst("Noor"), world.analyst("Sami")
    sent, outbox = world.send(), Outbox(world.house.cases.engine)
    ready(noor, sent)
    page = dispatched(noor, sami, sent, **PLACE, **BOTH)
    form = page.form_to("/channel")
    give(noor, page, "PP")
    row = outbox.claim(an_id(), "PP", clock.now())
    assert row is not None
    outbox.bury(row.id, "refused")
    done(noor, sent, "conflicts", desks="X-PP", text="It is about that house.")
    assert noor.post(form.action, data=form.values | {"channel": "PP"}).status_code == 422
    assert look(noor.get(page.address)).form_to("/channel").choices["channel"] == ["LMRA"]
    assert "Try again for two days" not in look(noor.get(sent.path)).words
    assert decided(noor, sent, "again").status_code == 404
    assert outbox.standing().dead == 1
    assert decided(noor, sent, "drop").status_code == 303


def decided(client: FlaskClient, sent: Sent, becomes: str) -> TestResponse:
    form = look(client.get(sent.path)).form_to("/undelivered")
    return client.post(form.action, data=form.values | {"becomes": becomes})
