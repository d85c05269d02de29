"""A keeper is asked for recordings: begun beside the cameras, approved, taken, answered."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
import time_machine

from tests.places.test_seeing import camera
from tests.review.test_actions import answered, done
from tests.review.test_cameras import DOME, GATE, NOON, YARD, codes, imported, near
from tests.review.test_desks import given
from tests.review.test_dispatch_channels import AGENCY, CHANNEL
from tests.review.test_download import urgent
from tests.review.test_evidence import trail
from tests.review.test_leaving import GRADE, taken
from tests.review.world import build_with_channels
from tests.store.samples import an_id
from tests.visitor import look
from tipline import age
from tipline.dispatch.item import open_item
from tipline.dispatch.secrets import read_identity
from tipline.review import clock as review_clock
from tipline.store.casebook.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.pages import Page
    from tests.review.world import Sent, World

KEEPER = "City"  # whose are GATE/1 and DOME-3
FOR_KEEPER = {"purpose": "To see a car", "place": "The ramp"}
WHY = {"text": "The report names this gate and this hour."}


@pytest.fixture(autouse=True)
def clock(world: World) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        world.moment = NOON - timedelta(hours=1)
        imported(world, GATE, YARD, DOME)
        yield traveller


def begun(client: FlaskClient, sent: Sent, owner: str = KEEPER) -> Page:
    """Press a keeper's button beside the cameras that may have seen it."""
    form = near(client, f"{sent.path}/cameras").form_to("/cameras/keeper")
    return look(client.post(form.action, data=form.values | {"owner": owner}))


def asked(client: FlaskClient, sent: Sent, owner: str = KEEPER, **typed: Any) -> Page:
    """Fill in what the keeper is asked for, and press; return the page that one is led to."""
    form = begun(client, sent, owner).form_to("/footage")
    values: dict[str, Any] = {}
    for name, value in form.held:
        values.setdefault(name, []).append(value)
    more = {f"footage-{name}": value for name, value in {**FOR_KEEPER, **WHY, **typed}.items()}
    return look(client.post(form.action, data=values | more, follow_redirects=True))


def graded(client: FlaskClient, sent: Sent) -> Sent:
    done(client, sent, "assessment", **GRADE)
    return sent


def ordered(noor: FlaskClient, sami: FlaskClient, sent: Sent, **typed: Any) -> Page:
    """Have a keeper asked by two officers, and return the page on which the order is taken."""
    asked(noor, graded(noor, sent), **typed)
    answered(sami, sent)
    return look(noor.get(taken(noor, sent).location))


def test_it_is_begun_with_the_cameras_that_look_there(world: World, noor: FlaskClient) -> None:
    sent = graded(noor, world.send())
    page = near(noor, f"{sent.path}/cameras")
    assert page.form_to("/cameras/keeper").buttons == [("owner", KEEPER), ("owner", "Harbour")]
    page = begun(noor, sent)
    assert {"GATE/1", "DOME-3"} <= set(codes(page))
    assert "YARD-2" not in page.words
    held = page.form_to("/footage").held
    assert [value for name, value in held if name == "footage-cameras"] == [GATE.id.hex()]
    assert ("footage-starts", "12:20") in held
    assert ("footage-to", KEEPER) in held
    assert ("footage-contact", "Control room") in held


def test_it_is_asked_approved_taken_and_answered(
    world: World, noor: FlaskClient, sami: FlaskClient, clock: time_machine.Traveller
) -> None:
    sent = graded(noor, world.send())
    page = asked(noor, sent, wanted="hand-over", minutes="45")
    told = (
        "Request to hand over recordings · City · To see a car · Control room · GATE/1 ·"
        " from Sunday 28 February 2027 12:20 until Sunday 28 February 2027 13:05 · The ramp ·"
        " overwritten from Tuesday 30 March 2027 12:20"
    )
    assert told in page.words
    assert told in look(sami.get(sent.path)).words.partition("Waits for a second officer")[2]
    assert "dispatch" not in {entry["action"] for entry in trail(world)}
    answered(sami, sent)
    page = look(noor.get(taken(noor, sent).location))
    assert [entry["action"] for entry in trail(world)].count("dispatch") == 1
    paper = look(noor.get(page.address + "/sheet"))
    for words in ("Request to hand over recordings", "طلب تسليم تسجيلات", "GATE/1",
                  "The west gate", "البوابة الغربية", "Signature", "The ramp"):  # fmt: skip
        assert words in paper.words, words
    assert WHY["text"] not in paper.words
    order = json.loads(noor.get(page.address + "/json").data)
    assert (order["wanted"], order["cameras"]) == ("hand-over", ["GATE/1"])
    assert order["since"] == "2027-02-28T12:20:00+03:00"
    assert order["reference"] in paper.words
    text = noor.get(page.address + "/txt").data.decode()
    assert "GATE/1: The west gate" in text
    assert "GATE/1: البوابة الغربية" in text
    clock.shift(timedelta(days=28, hours=13))
    huda = world.analyst("Huda")
    page = look(huda.get(sent.path))
    assert "not answered, and overwritten from Tuesday 30 March 2027 12:20" in page.words
    said = next(form for form in page.forms if form.action.endswith("/said#given"))
    number = said.action.split("/")[-2]
    assert said.choices[f"said-{number}-said"] == ["", "accepted", "declined", "asks", "done"]
    typed = {"said": "done", "way": "visit", "who": "The guard"}
    page = look(
        huda.post(
            said.action,
            data=said.values | {f"said-{number}-{name}": value for name, value in typed.items()},
            follow_redirects=True,
        )
    )
    assert "not answered" not in page.words
    assert "Done · The guard · In person" in page.words


def test_to_save_a_life_the_keeper_is_asked_at_once(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    urgent(noor, sent.path)
    page = asked(noor, sent)
    assert "Ready to send" in page.words
    assert "another officer has yet to look at it" in look(sami.get(sent.path)).words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"cameras": []}, "Choose between 1 and 20 cameras."),
        ({"cameras": [YARD.id.hex()]}, "Choose one of the answers on the page."),
        ({"cameras": [GATE.id.hex(), YARD.id.hex()]}, "Choose one of the answers on the page."),
        ({"starts": ""}, "Write from which hour."),
        ({"starts": "noon"}, "Write the hour as on a clock"),
        ({"minutes": "90"}, "Choose one of the answers on the page."),
        ({"wanted": "watch"}, "Choose one of the answers on the page."),
        ({"to": ""}, "Say who gets it."),
        ({"purpose": ""}, "Say what it is for."),
        ({"text": "Why"}, "Say why"),
        ({"channels": ["PP"]}, "Choose one of the answers on the page."),
        ({"when": "day"}, "Choose a time, or write a day."),
    ],
)
def test_what_is_not_whole_comes_back_with_all_that_was_typed(
    world: World, noor: FlaskClient, typed: dict[str, Any], told: str
) -> None:
    page = asked(noor, graded(noor, world.send()), **typed)
    assert page.status == 422
    assert told in page.words
    assert "Ask a keeper for recordings" in page.words
    if "purpose" not in typed:
        assert ("footage-purpose", "To see a car") in page.form_to("/footage").held


def test_a_time_to_come_is_refused(world: World, noor: FlaskClient) -> None:
    form = near(noor, f"{graded(noor, world.send()).path}/cameras", day="1/3/2027", hour="11:50")
    keeper = form.form_to("/cameras/keeper")
    page = look(noor.post(keeper.action, data=keeper.values | {"owner": KEEPER}))
    footage = page.form_to("/footage")
    typed = {f"footage-{name}": value for name, value in {**FOR_KEEPER, **WHY}.items()}
    late = footage.values | typed | {"footage-starts": "12:01"}
    assert "Choose a time that has been." in look(noor.post(footage.action, data=late)).words


def test_what_is_graded_by_nobody_is_asked_of_nobody(world: World, noor: FlaskClient) -> None:
    page = asked(noor, world.send())
    assert page.status == 422
    assert "Grade" in page.words


def test_what_others_entered_meanwhile_is_read_before_it_is_asked(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = graded(noor, world.send())
    form = begun(noor, sent).form_to("/footage")
    done(sami, sent, "notes", text="They were warned.")
    typed = {f"footage-{name}": value for name, value in {**FOR_KEEPER, **WHY}.items()}
    page = look(noor.post(form.action, data=form.values | typed))
    assert page.status == 409
    assert "Entered meanwhile" in page.words
    assert "They were warned." in page.words
    second = page.form_to("/footage")
    assert noor.post(second.action, data=second.values).status_code == 303


def test_whose_cameras_they_are_is_not_made_up(world: World, noor: FlaskClient) -> None:
    sent = graded(noor, world.send())
    page = begun(noor, sent, "Nobody")
    assert page.status == 422
    assert "Cameras that may have seen this" in page.words


def test_the_same_request_waits_once_and_two_keepers_are_two(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = graded(noor, world.send())
    for owner in (KEEPER, KEEPER, "Harbour"):
        asked(noor, sent, owner)
    waits = look(sami.get(sent.path)).words
    assert waits.count("Request to keep recordings · City") == 2  # it waits, and was entered
    assert waits.count("Request to keep recordings · Harbour") == 2


def test_a_desk_that_responds_asks_no_keeper(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    form = begun(noor, sent).form_to("/footage")
    (case,) = [each for each in look(ali.get("/en/cases")).links if "/cases/" in each]
    (link,) = [each for each in look(ali.get(case)).links if "/cameras?" in each]
    page = near(ali, link)
    assert "3 cameras may have seen this" in page.words
    assert "Ask a keeper" not in page.words
    assert ali.post(form.action, data=form.values).status_code in {400, 404}


@pytest.fixture
def channels(tmp_path: Path) -> Iterator[World]:
    """Return a deployment with the channel of a keeper."""
    told = CHANNEL.format(code="DOME", desk="X-PP", more=f'recipient = "{AGENCY.recipient}"')
    made = build_with_channels(tmp_path / "channels", told)
    made.moment = NOON - timedelta(hours=1)
    imported(made, GATE, YARD, DOME)
    yield made
    made.house.viewer.close()


def test_it_goes_by_its_channel_sealed_and_once(channels: World) -> None:
    noor, sami = channels.analyst("Noor"), channels.analyst("Sami")
    page = ordered(noor, sami, channels.send(), channels=["DOME"])
    form = page.form_to("/channel")
    for _ in range(2):
        answer = noor.post(
            form.action, data=form.values | {"channel": "DOME"}, follow_redirects=True
        )
        assert "On its way: DOME" in look(answer).words
    outbox = Outbox(channels.house.cases.engine)
    assert outbox.standing().waiting == 1
    row = outbox.claim(an_id(), "DOME", review_clock.now())
    assert row is not None
    item = open_item(row.sealed, read_identity(channels.settings.keys))
    with ZipFile(io.BytesIO(age.open_bytes(item.content, [AGENCY]))) as files:
        assert files.namelist() == [f"{item.reference}.json", f"{item.reference}.txt"]
        assert "GATE/1" in files.read(files.namelist()[1]).decode()
    refused = noor.post(form.action, data=form.values | {"channel": "OTHER"})
    assert refused.status_code == 422


def test_what_a_camera_sees_is_left_out_once_it_is_gone(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    page = ordered(noor, sami, world.send())
    imported(world, camera("OTHER"))
    paper = look(noor.get(page.address + "/sheet"))
    assert "GATE/1" in paper.words
    assert "The west gate" not in paper.words
