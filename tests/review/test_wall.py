"""The wall: what it counts, that it keeps nobody signed in, and what a screen can do."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from sqlalchemy import select, update

from tests.review.routes import asked, token_of
from tests.review.test_actions import done
from tests.review.test_case_list import case
from tests.review.test_desks import took
from tests.review.test_entrances import OPEN
from tests.review.test_evidence import trail
from tests.visitor import look
from tipline.casework.index import boards
from tipline.casework.index.indexing import current
from tipline.keyring.card import Role
from tipline.keyring.screen import ScreenKey
from tipline.review import clock
from tipline.search.board import CLOCKS, board
from tipline.store.casebook.screens import LIFE
from tipline.store.casebook.tables import screen, session
from tipline.store.transactions import reading, writing
from tipline.tips.priority import Priority
from tipline.tips.report import Now

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.review.world import World
    from tipline.search.index import Index


def levels(client: FlaskClient, path: str = "/en/wall") -> dict[str, int]:
    """Return how many tips the wall shows of each priority."""
    page = client.get(path).text
    found = re.findall(r'level-card (P\d).*?class="big">(\d+)', page, re.DOTALL)
    return {priority: int(count) for priority, count in found}


def give(client: FlaskClient, desk: str = "TRIAGE") -> None:
    """Leave the wall on the screen of a browser."""
    form = {"csrf_token": token_of(client), "desk": desk}
    answer = client.post("/en/wall/screen", data=form)
    assert (answer.status_code, answer.location) == (303, "/en/screen")


def test_what_nobody_has_assessed_counts_as_what_it_asks_for(
    world: World, noor: FlaskClient
) -> None:
    first = world.send(now=Now.YES)
    world.send(category="OTHR")
    assert levels(noor) == {"P1": 1, "P2": 0, "P3": 0, "P4": 1, "P5": 0}
    done(noor, first, "assessment", category="WEAP", priority="P3", text="Long past by now.")
    assert levels(noor) == {"P1": 0, "P2": 0, "P3": 1, "P4": 1, "P5": 0}


def test_the_wall_tells_what_waits_too_long(world: World, noor: FlaskClient) -> None:
    world.moment = clock.now() - timedelta(minutes=3)
    sent = world.send(now=Now.YES)
    page = look(noor.get("/en/wall"))
    assert "▲" not in page.words
    assert "1 unopened" in page.words
    assert re.search(r'level-card P1 is-late"', page.html)
    noor.get(sent.path)
    assert not re.search(r'level-card P1 is-late"', noor.get("/en/wall").text)


def test_of_what_is_late_the_most_urgent_stands_first(world: World, noor: FlaskClient) -> None:
    def clocks() -> list[str]:
        return [each.priority for each in board(noor_index(world, noor), clock.now()).due]

    world.moment = clock.now() - timedelta(days=9)
    for _ in range(7):
        world.send(category="OTHR")
    world.moment = clock.now() - timedelta(minutes=90)
    world.send(now=Now.YES)
    world.moment = clock.now() - timedelta(seconds=5)
    world.send(now=Now.YES)
    assert clocks() == ["P1", *["P4"] * (CLOCKS - 1)]


def noor_index(world: World, noor: FlaskClient) -> Index:
    with world.at_work(noor) as visit:
        return current(visit, "TRIAGE", 60).index


def test_a_new_p1_can_be_told_from_those_before(world: World, noor: FlaskClient) -> None:
    def alarms() -> set[str]:
        [told] = re.findall(r'data-alarms="([^"]*)"', noor.get("/en/wall").text)
        return set(told.split())

    assert alarms() == set()
    world.send(now=Now.YES)
    before = alarms()
    world.send(now=Now.NO)
    assert alarms() == before
    world.send(now=Now.YES)
    assert len(alarms() - before) == 1


def test_a_wall_that_asks_for_itself_keeps_nobody_signed_in(
    world: World, noor: FlaskClient
) -> None:
    def last_seen() -> object:
        with reading(world.house.cases.engine) as connection:
            return connection.execute(select(session.c.seen)).scalar()

    page = noor.get("/en/wall").text
    [itself] = re.findall(r'data-next="([^"]+)"', page)
    itself = itself.replace("&amp;", "&")
    early = clock.now() - timedelta(minutes=5)
    with writing(world.house.cases.engine) as connection:
        connection.execute(update(session).values(seen=early))
    before = last_seen()
    assert noor.get(itself).status_code == 200
    assert last_seen() == before
    noor.get("/en/wall")
    assert last_seen() != before


def test_another_desks_wall_is_not_there(world: World, noor: FlaskClient) -> None:
    world.send(lane="OVS")
    assert sum(levels(noor).values()) == 0
    assert noor.get("/en/wall?desk=OVS").status_code == 404
    assert world.analyst("Auditor", role=Role.AUDITOR).get("/en/wall").status_code == 404


def test_a_screen_shows_the_wall_and_can_do_nothing_else(
    world: World, huda: FlaskClient, noor: FlaskClient
) -> None:
    sent = world.send(now=Now.YES)
    give(huda)
    assert huda.get_cookie("session") is None
    assert levels(huda, "/en/screen")["P1"] == 1
    page = look(huda.get("/ar/screen"))
    assert sent.id.hex() not in page.html
    token = token_of(huda)
    for route in asked(world.app, sent.id):
        if not route.may & OPEN:
            answer = huda.open(route.address, method=route.method, data={"csrf_token": token})
            refused = answer.status_code in {401, 404} or "/sign-in" in (answer.location or "")
            assert refused, route


def test_a_screen_whose_wall_nobody_has_put_there_says_so(
    world: World, huda: FlaskClient, noor: FlaskClient
) -> None:
    give(huda)
    with writing(world.house.cases.engine) as connection:
        connection.execute(update(screen).values(sealed=None, posted=None))
    assert "as soon as somebody at the desk is at work" in look(huda.get("/en/screen")).words
    noor.get("/en/wall")
    assert "Unopened" in look(huda.get("/en/screen")).words


def test_the_wall_of_a_screen_is_renewed_by_whoever_is_at_work(
    world: World, huda: FlaskClient, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "POSTED_EVERY", timedelta(0))
    give(huda)
    noor.post("/en/search", data={"csrf_token": token_of(noor), "words": "boat"})
    assert levels(huda, "/en/screen")["P1"] == 0
    world.send(now=Now.YES)
    assert levels(huda, "/en/screen")["P1"] == 0
    noor.get("/en/wall")
    assert levels(huda, "/en/screen")["P1"] == 1


def test_a_wall_that_nobody_renews_says_so(
    world: World, huda: FlaskClient, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(huda)
    noor.get("/en/wall")
    assert "Nobody is at work" not in look(huda.get("/en/screen")).words
    later = clock.now() + timedelta(minutes=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "Nobody is at work" in look(huda.get("/en/screen")).words


def test_neither_the_database_nor_another_cookie_opens_the_wall(
    world: World, huda: FlaskClient, noor: FlaskClient
) -> None:
    give(huda)
    noor.get("/en/wall")
    with reading(world.house.cases.engine) as connection:
        row = connection.execute(select(screen)).one()
    assert row.sealed is not None
    assert b'"levels"' not in row.sealed
    cookie = huda.get_cookie("screen")
    assert cookie is not None
    assert ScreenKey.parse(cookie.value).row_id == row.id
    other = world.app.test_client()
    for value in (ScreenKey.draw().text, cookie.value[:-4] + "AAAA", "x", ""):
        other.set_cookie("screen", value)
        assert other.get("/en/screen").location == "/en/sign-in"


def test_a_screen_ends_by_a_press_or_after_a_while(
    world: World, huda: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(huda)
    again = world.analyst("Mona", role=Role.SUPERVISOR)
    page = look(again.get("/en/wall"))
    assert "1 screen shows this wall." in page.words
    form = {"csrf_token": token_of(again), "desk": "TRIAGE"}
    assert again.post("/en/wall/screens/end", data=form).status_code == 303
    assert huda.get("/en/screen").location == "/en/sign-in"
    give(again)
    assert again.get("/en/screen").status_code == 200
    later = clock.now() + LIFE
    monkeypatch.setattr(clock, "now", lambda: later)
    assert again.get("/en/screen").location == "/en/sign-in"
    told = [entry["action"] for entry in trail(world) if entry["action"].startswith("screen")]
    assert told == ["screen", "screens-end", "screen"]


@pytest.mark.parametrize("path", ["wall/screen", "wall/screens/end"])
def test_only_who_supervises_the_desk_gives_and_ends_screens(
    world: World, noor: FlaskClient, path: str
) -> None:
    other = world.analyst("Mona", role=Role.SUPERVISOR, desks=("OVS",))
    for client in (noor, other):
        form = {"csrf_token": token_of(client), "desk": "TRIAGE"}
        assert client.post(f"/en/{path}", data=form).status_code == 404


def test_the_wall_of_a_desk_that_responds_is_of_the_cases_that_it_was_given(
    world: World, noor: FlaskClient, ali: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boards, "POSTED_EVERY", timedelta(0))
    chief = world.analyst("Chief", role=Role.SUPERVISOR, desks=("CG",))
    assert sum(levels(ali).values()) == 0
    give(chief, "CG")
    case(world, noor, "A skiff off the reef.", Priority.P1)
    case(world, noor, "Of another desk.", Priority.P1, lead="OPS")
    page = look(ali.get("/en/wall"))
    assert levels(ali)["P1"] == levels(chief, "/en/screen")["P1"] == 1
    assert "1 to accept" in page.words
    assert "Cases given, last 24 hours" in page.words
    assert "skiff" not in page.html
    took(ali, "accept")
    page = look(ali.get("/en/wall"))
    assert "everything was accepted" in page.words
    assert levels(ali)["P1"] == 1
    with time_machine.travel(clock.now() + timedelta(minutes=40)):
        late = world.analyst("Later", desks=("CG",))
        assert "late by" in look(late.get("/en/wall")).words
    took(ali, "start", text="A boat is out.")
    took(ali, "done", outcome="OUT_SAFE", text="Two were brought in.")
    ali.get("/en/wall")
    assert levels(chief, "/en/screen")["P1"] == 0
