"""Searching: what fits, with its words marked; whose, and what it leaves behind."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.review.routes import token_of
from tests.review.test_actions import done
from tests.review.test_evidence import NOTE, trail
from tests.visitor import look
from tipline.casework.index import catching_up
from tipline.review.searching import PAGE
from tipline.sealing.envelope import open_identity, seal_identity
from tipline.tips.report import Person, Place, Vehicle

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.pages import Page
    from tests.review.world import World


def ask(client: FlaskClient, words: str = "", **more: str) -> Page:
    """Search as an analyst does."""
    form = {"csrf_token": token_of(client), "words": words, **more}
    answer = client.post("/en/search", data=form)
    assert answer.status_code == 200
    return look(answer)


def hits(page: Page) -> list[str]:
    """Return the paths of the tips that were found, in the page's order."""
    return re.findall(r'class="open" href="([^"]+)"', page.html)


def test_a_tip_is_found_by_its_words_whoever_opened_it(world: World, noor: FlaskClient) -> None:
    first = world.send("رجلان ينقلان الإطارات في سيّارة بيضاء.", language="ar")
    world.send("Somebody sells wheels from a white car.")
    for again in range(2):
        page = ask(noor, "اطار السيارات")
        assert hits(page) == [first.path], again
        assert "<mark>الإطارات</mark>" in page.html
        assert "<mark>سيّارة</mark>" in page.html
        assert "1 tip" in page.words
        noor.get(first.path)


def test_other_answers_are_searched_and_names_of_people_are_not(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send(
        "It happens each night.",
        place=Place(landmark="Old fish market"),
        vehicles=(Vehicle(plate="482 913"),),
        people=(Person(name="Zaynab", looks="Tall, a scar on the chin"),),
    )
    for words in ("markets fish", "482913", "٤٨٢", "scars"):
        assert hits(ask(noor, words)) == [sent.path], words
    assert "<mark>482 913</mark>" in ask(noor, "482913").html
    page = ask(noor, "Zaynab")
    assert hits(page) == []
    assert "Nothing fits." in page.words


def test_what_was_said_later_is_searched_and_told(world: World, noor: FlaskClient) -> None:
    sent = world.send("It happens each night.")
    world.add(sent, "They left with a trailer.")
    page = look(noor.get(sent.path))
    form = {"csrf_token": page.hidden["csrf_token"], "note-text": "Harbour gate two."}
    seen = re.search(r'name="note-seen" value="(\d+)"', page.html)
    assert seen
    noor.post(f"{sent.path}/notes", data=form | {"note-seen": seen[1]})
    for words in ("trailers", "harbour gates"):
        page = ask(noor, words)
        assert hits(page) == [sent.path]
        assert "The words stand in a message or in the case" in page.words


def test_what_is_chosen_narrows_it(world: World, noor: FlaskClient) -> None:
    drugs = world.send("A boat at night.", category="DRUG", files=[NOTE])
    weapons = world.send("A boat by day.")
    noor.get(weapons.path)
    for chosen, found in (
        ({}, [weapons, drugs]), ({"state": "open"}, [weapons, drugs]),
        ({"state": "finished"}, []), ({"state": "TRIAGE"}, [weapons]),
        ({"category": "DRUG"}, [drugs]), ({"files": "y"}, [drugs]), ({"priority": "P1"}, []),
        ({"since": "1/1/2020", "until": "2/1/2020"}, []), ({"since": "1/1/2020"}, [weapons, drugs]),
    ):  # fmt: skip
        for words in ("boats", ""):
            assert hits(ask(noor, words, **chosen)) == [each.path for each in found], chosen


def test_a_tip_is_of_the_newest_kind_that_was_told_and_then_of_the_officers(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send("A boat at night.", category="DRUG")
    world.send_again(sent, category="SITE")
    assert hits(ask(noor, category="DRUG")) == []
    assert hits(ask(noor, category="SITE")) == [sent.path]
    done(noor, sent, "assessment", category="WEAP", priority="P1")
    assert hits(ask(noor, category="SITE")) == []
    assert hits(ask(noor, category="WEAP", priority="P1")) == [sent.path]


def test_another_desks_tips_are_not_found(world: World, noor: FlaskClient) -> None:
    theirs = world.send("A boat at night.", lane="OVS")
    assert hits(ask(noor, "boat")) == []
    both = world.analyst("Huda", desks=("OVS", "TRIAGE"))
    ours = world.send("A boat by day.")
    assert hits(ask(both, "boat")) == [ours.path, theirs.path]


def test_a_tip_of_two_desks_is_counted_once(world: World) -> None:
    sent, house = world.send("A boat at night."), world.house
    row = house.shelf.tip(sent.id, ["TRIAGE"])
    identity = open_identity(row.envelope, [world.desks["TRIAGE"].identity])
    house.shelf.add_envelope(
        sent.id, "OVS", seal_identity(identity, [world.desks["OVS"].recipient])
    )
    page = ask(world.analyst("Huda", desks=("OVS", "TRIAGE")), "boat")
    assert hits(page) == [sent.path]
    assert "1 tip" in page.words
    assert "2 tips" not in page.words


def test_one_pages_through_what_was_found(world: World, noor: FlaskClient) -> None:
    world.moment -= timedelta(hours=6)
    sent = []
    for _ in range(PAGE + 3):
        sent.append(world.send("A boat at night.").path)
        world.moment += timedelta(minutes=1)
    first = ask(noor, "boat")
    [older] = re.findall(r'name="before" value="(\d+)"', first.html)
    second = ask(noor, "boat", before=older)
    assert hits(first) + hits(second) == sent[::-1]
    assert 'name="before" value' not in second.html
    assert hits(ask(noor, "boat", before="x" * 40)) == hits(first)


def test_searching_is_entered_and_what_was_asked_is_not(world: World, noor: FlaskClient) -> None:
    sent = world.send("A boat at night.")
    ask(noor, "boat marina")
    ask(noor, "boat")
    ask(noor, "boat")
    entered = [entry for entry in trail(world) if entry["action"] in {"search", "list"}]
    assert [(entry["action"], entry["facts"]) for entry in entered] == [
        ("search", {"found": 0}),
        ("search", {"found": 1}),
        ("list", {"tips": [sent.id.hex()]}),
        ("search", {"found": 1}),
    ]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"words": "x" * 201}, "Make this shorter"),
        ({"since": "31/2/2026"}, "no such day"),
        ({"state": "GONE"}, "Choose one of the answers"),
    ],
)
def test_what_cannot_be_asked_comes_back_with_a_sentence(
    noor: FlaskClient, typed: dict[str, Any], told: str
) -> None:
    form = {"csrf_token": token_of(noor)} | typed
    answer = noor.post("/en/search", data=form)
    assert answer.status_code == 422
    page = look(answer)
    assert told in page.words
    assert page.title.startswith("Error:")
    for value in typed.values():
        assert value in page.html or value == "GONE"


def test_an_index_that_is_being_made_says_how_far_it_is(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        noor.get(world.send("A boat at night.").path)
    world.house.indexes.drop(["TRIAGE"])
    monkeypatch.setattr(catching_up, "AT_ONCE", 1)
    monkeypatch.setattr(catching_up.Work, "_is_over", lambda _: True)
    shares = []
    for _ in range(6):
        page = ask(noor, "boat")
        shares += re.findall(r'<progress id="known" max="100" value="(\d+)"', page.html)
    assert shares == sorted(shares, key=int)
    assert 0 < int(shares[0]) < 100
    assert len(hits(page)) == 4


def test_hostile_words_do_nothing(world: World, noor: FlaskClient) -> None:
    sent = world.send('<script>alert(1)</script> \u202eboat" OR 1')
    for words in ('"', "boat OR harbour", "boat*", "NEAR(boat", "'; DROP TABLE tip; --", "^boat:"):
        ask(noor, words)
    page = ask(noor, "script boat")
    assert hits(page) == [sent.path]
    assert "&lt;<mark>script</mark>&gt;" in page.html
    assert "U+202E" in page.words
