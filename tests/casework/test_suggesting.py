"""Which other tips are suggested, and why."""

import contextlib
import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.review.test_actions import done
from tests.review.test_charting import POINTS
from tests.review.world import File, Sent, World
from tests.visitor import look
from tipline.casework.matter.suggesting import Reason, Suggested, suggest
from tipline.casework.tip.opening import open_tip
from tipline.places.geodesic import metres
from tipline.search import spots
from tipline.tips.evidence import Kind
from tipline.tips.link import Sort
from tipline.tips.point import Point
from tipline.tips.report import Boat, Person, Place, Vehicle, YesNo

NOWHERE: dict[str, Any] = {"place": Place()}
APART = "Somebody throws rubbish over our wall each morning before sunrise."


def suggested(world: World, client: FlaskClient, sent: Sent) -> Suggested:
    with world.at_work(client) as visit:
        return suggest(visit, open_tip(visit, sent.id))


def found(world: World, client: FlaskClient, sent: Sent) -> dict[bytes, tuple[Sort, set[Reason]]]:
    others = suggested(world, client, sent).others
    return {each.tip: (each.sort, set(each.reasons)) for each in others}


def test_a_plate_in_any_script_is_one_subject(world: World, noor: FlaskClient) -> None:
    one = world.send(APART, vehicles=(Vehicle(plate="47-18 23"),), category="DRUG", **NOWHERE)
    world.moment += timedelta(days=40)
    two = world.send("A white car.", vehicles=(Vehicle(plate="٤٧١٨٢٣"),), **NOWHERE)
    world.send("A car.", vehicles=(Vehicle(plate="471824"),), **NOWHERE)
    assert found(world, noor, two) == {one.id: (Sort.SUBJECT, {Reason.PLATE})}
    assert found(world, noor, one) == {two.id: (Sort.SUBJECT, {Reason.PLATE})}


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        ({"accounts": ("+973 3612 3456",)}, {"accounts": ("36123456",)}, Reason.PHONE),
        ({"accounts": ("https://www.example.com/buy",)}, {"money": "at example.com/buy"},
         Reason.ADDRESS),
        ({"accounts": ("@gold_seller",)}, {"accounts": ("Gold Seller",)}, Reason.ACCOUNT),
        ({"boats": (Boat(name="AL-NOOR 7"),)}, {"boats": (Boat(name="al noor \u0667"),)},
         Reason.BOAT),
    ],
)  # fmt: skip
def test_numbers_addresses_accounts_and_boats_are_subjects(
    world: World, noor: FlaskClient, one: dict[str, Any], two: dict[str, Any], reason: Reason
) -> None:
    first = world.send(APART, category="FRAU", **NOWHERE, **one)
    world.moment += timedelta(days=3)
    second = world.send("Something else.", category="CYBR", **NOWHERE, **two)
    assert found(world, noor, second) == {first.id: (Sort.SUBJECT, {reason})}


def test_a_place_counts_within_a_day_and_with_more(world: World, noor: FlaskClient) -> None:
    there: dict[str, Any] = {"place": Place(block="346", road="4718")}
    first = world.send(APART, **there)
    world.send("Somebody shouts.", category="ROAD", place=Place(block="346"))
    second = world.send("Two men with boxes.", **there)
    world.moment += timedelta(days=2)
    later = world.send("A fence.", **there)
    told = found(world, noor, second)
    assert told == {first.id: (Sort.INCIDENT, {Reason.ROAD, Reason.TIME, Reason.CATEGORY})}
    assert found(world, noor, later) == {}


def test_points_close_to_each_other_are_one_place_within_a_day(
    world: World, noor: FlaskClient
) -> None:
    def sent(text: str, north: int, category: str = "DRUG") -> Sent:
        point = Point(latitude=2_613_000 + north, longitude=5_061_000)
        return world.send(text, place=Place(point=point), category=category)

    first = sent(APART, 0)
    close = sent("Two men with boxes.", 260)  # 288 m to the north
    sent("A fence.", 280)  # 310 m
    sent("Another matter.", 10, "ROAD")
    told = found(world, noor, first)
    assert told == {close.id: (Sort.INCIDENT, {Reason.NEAR, Reason.TIME, Reason.CATEGORY})}
    assert "within 300 m of each other" in look(noor.get(first.path)).words
    world.moment += timedelta(days=2)
    later = sent("Two others with boxes.", 0)
    assert found(world, noor, later) == {}
    done(noor, later, "place", where=Point(latitude=2_700_000, longitude=5_061_000).written)
    sent("Not far from there.", 87_010)
    assert len(found(world, noor, later)) == 1


@given(POINTS, st.integers(-1000, 1000), st.integers(-1000, 1000))
def test_what_is_looked_at_holds_all_that_is_close(point: Point, along: int, across: int) -> None:
    try:
        other = Point(latitude=point.latitude + along, longitude=point.longitude + across)
    except ValueError:
        return
    with contextlib.closing(sqlite3.connect(":memory:")) as database:
        database.executescript(spots.TABLES)
        database.execute(spots.ADD, (7, other.longitude, other.latitude, "", ""))
        looked_at = list(spots.close(database, point, 5, 9))
        assert list(spots.close(database, point, 8, 9)) == []
    assert looked_at == [7] or metres(point, other) > spots.HERE_METRES


def test_words_in_common_are_told_and_a_copy_is_not_independent(
    world: World, noor: FlaskClient
) -> None:
    text = (
        "Last evening behind the old cinema four men unloaded twelve blue barrels from a"
        " refrigerated lorry and rolled them into the abandoned bakery."
    )
    for at in range(12):
        world.send(f"Neighbour number {at} parks on the pavement of street {at}.", **NOWHERE)
    first = world.send(text, **NOWHERE)
    copy = world.send(text.replace("Last evening", "Yesterday"), **NOWHERE)
    like = world.send(
        "Four men rolled blue barrels from a lorry into the abandoned bakery behind the cinema;"
        " one of them wore a helmet and looked at us.",
        **NOWHERE,
    )
    told = {each.tip: each for each in suggested(world, noor, first).others}
    assert told.keys() == {copy.id, like.id}
    assert Reason.WORDING in told[copy.id].reasons
    assert told[copy.id].copied
    assert Reason.WORDS in told[like.id].reasons
    assert not told[like.id].copied
    assert told[like.id].common >= 8
    words = look(noor.get(first.path)).words
    assert "nearly the same words" in words
    assert f"{told[like.id].common} words in common" in words
    assert "Not independent" in words


def test_the_same_file_is_not_independent(world: World, noor: FlaskClient) -> None:
    file = File(b"one and the same", Kind.TXT)
    first = world.send(APART, files=[file], **NOWHERE)
    second = world.send("Something else.", category="ROAD", files=[file], **NOWHERE)
    assert found(world, noor, second) == {first.id: (Sort.INCIDENT, {Reason.FILE, Reason.TIME})}


def test_what_contradicts_is_told(world: World, noor: FlaskClient) -> None:
    there: dict[str, Any] = {"place": Place(block="346", road="4718")}
    first = world.send(APART, weapons=YesNo.YES, **there)
    second = world.send("Nothing but toys.", weapons=YesNo.NO, **there)
    ((sort, reasons),) = found(world, noor, second).values()
    assert sort is Sort.CONTRADICTS
    assert Reason.WEAPONS in reasons
    assert first.id in found(world, noor, second)


def test_a_name_is_no_reason(world: World, noor: FlaskClient) -> None:
    people = (Person(name="Khalid Somebody"),)
    world.send(APART, people=people, category="ROAD", **NOWHERE)
    second = world.send("Something else.", people=people, **NOWHERE)
    assert found(world, noor, second) == {}


def test_another_desks_tips_are_not_suggested(world: World, noor: FlaskClient) -> None:
    cars = (Vehicle(plate="471823"),)
    world.send(APART, vehicles=cars, lane="OVS")
    second = world.send("A car.", vehicles=cars)
    assert found(world, noor, second) == {}


def test_many_of_the_same_words_and_one_subject_again_are_pointed_out(
    world: World, noor: FlaskClient
) -> None:
    text = "The owner of the corner shop sells smuggled cigarettes under his counter, stop him now."
    for at in range(10):
        world.send(f"{text} {at}", **NOWHERE)
    for at in range(3):
        last = world.send(
            f"A car, for the {at}. time.", vehicles=(Vehicle(plate="991123"),), **NOWHERE
        )
    surge = suggested(world, noor, world.send(text, **NOWHERE))
    assert (surge.surge, surge.repeated) == (11, 0)
    again = suggested(world, noor, last)
    assert (again.surge, again.repeated) == (0, 3)
    words = look(noor.get(last.path)).words
    assert "3 tips within a day name this vehicle" in words


def test_what_joined_or_is_linked_is_suggested_no_more(world: World, noor: FlaskClient) -> None:
    cars = (Vehicle(plate="471823"),)
    first, second, third = (world.send(f"Car {at}.", vehicles=cars, **NOWHERE) for at in range(3))
    page = look(noor.get(first.path))
    form = page.form_to("/links")
    fields = form.values | {"links-text": "One plate.", "do": "here", "links-tip": second.id.hex()}
    assert noor.post(form.action, data=fields).status_code == 303
    form = look(noor.get(first.path)).form_to("/links")
    fields = form.values | {
        "links-text": "One plate.",
        "links-sort": "same-subject",
        "do": "link",
        "links-other": third.id.hex()[:8],
    }
    assert noor.post(form.action, data=fields).status_code == 303
    page = look(noor.get(first.path))
    assert "2 tips in this case" in page.words
    assert "The same subject" in page.words
    assert found(world, noor, first) == {}


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"do": "here", "links-text": "x"}, "Choose a tip first"),
        ({"do": "here", "links-text": "x", "links-other": "00000000"}, "There is no such tip"),
        ({"do": "there", "links-other": "own"}, "Say why."),
        ({"do": "there", "links-text": "x", "links-other": "0" * 32}, "404"),
    ],
)
def test_a_form_that_cannot_be_done_says_so(
    world: World, noor: FlaskClient, typed: dict[str, str], told: str
) -> None:
    sent, other = world.send(), world.send("Another.")
    form = look(noor.get(sent.path)).form_to("/links")
    fields = form.values | typed
    if typed.get("links-other") == "own":
        fields["links-other"] = other.path
    answer = noor.post(form.action, data=fields)
    assert told in look(answer).words or str(answer.status_code) == told
    assert answer.status_code in {404, 422}
