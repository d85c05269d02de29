"""The views of the work list: exact over all tips, whatever fits on a page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tests.review.routes import token_of
from tests.review.test_actions import done
from tests.review.world import Sent, World, build
from tests.visitor import look
from tipline.casework.index import catching_up, entries
from tipline.casework.lists import views
from tipline.search.listing import Order
from tipline.tips.report import Now

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient

    from tests.pages import Page
    from tipline.tips.standing import CaseState

ROW = re.compile(r'class="open(?: broken)?" href="([^"]+)"')
LINK = re.compile(
    r'<a href="([^"]+)"(?: aria-current="page")?>([^<]+) <span class="number[^>]*>(\d+)'
)
NEXT = re.compile(r'rel="next" href="([^"]+)"')
BEFORE = re.compile(r'rel="prev" href="([^"]+)"')


@pytest.fixture
def small(tmp_path: Path) -> Iterator[World]:
    """Make a deployment whose work list shows ten tips a page."""
    made = build(tmp_path, queue_page=10)
    yield made
    made.house.viewer.close()


def unescaped(address: str) -> str:
    return address.replace("&amp;", "&")


def page_of(client: FlaskClient, **asked: Any) -> Page:
    """Fetch a page of the work list."""
    return look(client.get("/en/queue", query_string=asked))


def rows(page: Page) -> list[str]:
    """Return the paths of the tips of a page, from its top."""
    return ROW.findall(page.html)


def counts(page: Page) -> dict[str, int]:
    """Return the numbers beside the names of the views."""
    return {name: int(number) for _, name, number in LINK.findall(page.html)}


def every(client: FlaskClient, **asked: Any) -> list[str]:
    """Return the tips of all pages."""
    page = page_of(client, **asked)
    found = rows(page)
    while more := NEXT.search(page.html):
        page = look(client.get(unescaped(more[1])))
        found += rows(page)
    return found


def assess(client: FlaskClient, sent: Sent, category: str, priority: str) -> None:
    """Classify a tip."""
    done(client, sent, "assessment", category=category, priority=priority, text="It is known to us")


def paths(*sent: Sent) -> list[str]:
    return [each.path for each in sent]


def standing(monkeypatch: pytest.MonkeyPatch, name: str, told: dict[bytes, Any]) -> None:
    """Let the cases of these tips say something of who has them, or what is to come."""

    def said(state: CaseState, **_: Any) -> Any:
        if not state.tips:  # nobody has opened it
            return None
        return told.get(bytes.fromhex(state.tips[0]), () if name == "desks_of" else None)

    monkeypatch.setattr(entries, name, said)


def name_of(client: FlaskClient, world: World) -> bytes:
    """Return the id of an analyst."""
    with world.at_work(client) as present:
        return present.member.analyst


def test_the_most_urgent_of_all_stands_first_whatever_the_page(small: World) -> None:
    noor = small.analyst("Noor")
    small.moment -= timedelta(days=30)
    oldest = [small.send(f"Number {at}") for at in range(4)]
    for at, priority in enumerate(("P1", "P5", "P2", "P3")):
        assess(noor, oldest[at], "DRUG", priority)
    small.moment += timedelta(days=20)
    newer = [small.send(f"Newer {at}", category="PROP") for at in range(11)]
    first, second = oldest[0], oldest[2]
    found = every(noor)
    assert found[:2] == paths(first, second)
    assert found[2:13] == paths(*newer)[::-1]
    assert found[13:] == paths(oldest[3], oldest[1])
    page = page_of(noor)
    assert counts(page)["All open"] == 15
    assert "by urgency" in page.words
    back = look(noor.get(unescaped(NEXT.findall(page.html)[0])))
    [again] = BEFORE.findall(back.html)
    assert rows(look(noor.get(unescaped(again)))) == rows(page)


def test_what_is_happening_now_stands_first_from_any_page(small: World) -> None:
    noor = small.analyst("Noor")
    small.moment -= timedelta(days=30)
    danger, quiet = small.send("A fire.", now=Now.YES), small.send("A quiet matter.")
    small.moment += timedelta(days=20)
    for at in range(12):
        small.send(f"Newer {at}")
    page = page_of(noor)
    assert rows(page)[0] == danger.path
    assert quiet.path not in rows(page)
    small.send_again(quiet, now=Now.YES)
    assert rows(page_of(noor))[:2] == paths(quiet, danger)
    assert quiet.path in rows(page_of(noor, view="waiting"))


@pytest.mark.parametrize("order", Order)
def test_each_order_gives_each_tip_once(small: World, order: Order) -> None:
    noor = small.analyst("Noor")
    sent = []
    for at in range(23):
        sent.append(small.send(f"Number {at:02}"))
        small.moment += timedelta(seconds=at)
    assess(noor, sent[3], "DRUG", "P4")
    found = every(noor, sort=order.value)
    assert sorted(found) == sorted(paths(*sent))
    newest = [each for each in paths(*sent)[::-1] if each != sent[3].path]
    assert {
        Order.URGENT: found == [*newest, sent[3].path],
        Order.NEWEST: found == paths(*sent)[::-1],
        Order.OLDEST: found == paths(*sent),
        Order.CHANGED: found[0] == sent[3].path,
        Order.DUE: found == [*newest[::-1], sent[3].path],
    }[order]


def test_who_has_it_and_which_desk(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, his, away, fresh = [world.send(f"Number {at}") for at in range(4)]
    standing(monkeypatch, "person_of", {
        mine.id: name_of(noor, world), his.id: name_of(sami, world),
    })  # fmt: skip
    standing(monkeypatch, "desks_of", {away.id: ("CD", "CG"), mine.id: ("TRIAGE",)})
    for sent in (mine, his, away):
        noor.get(sent.path)
    for view, found in (
        ("open", [fresh, away, his, mine]), ("mine", [mine]), ("desk", [fresh, his, mine]),
        ("unassigned", [fresh]), ("finished", []), ("overdue", [fresh, away, his, mine]),
    ):  # fmt: skip
        page = page_of(noor, view=view)
        assert rows(page) == paths(*found), view
        assert counts(page) == counts(page_of(noor))
    assert counts(page) == {
        "All open": 4, "Mine": 1, "My desk": 3, "Unassigned": 1, "Overdue": 4, "Waiting": 0,
        "New to me": 4, "Finished": 0,
    }  # fmt: skip
    assert rows(page_of(noor, desk="CD")) == [away.path]
    assert rows(page_of(noor, view="mine", desk="CD")) == []
    listed = page_of(noor).words
    assert "Sami" in listed
    assert "Civil Defence" in listed.partition("With attachments Show")[2]


def test_what_is_past_its_time_is_overdue_by_itself(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = world.send("First"), world.send("Second")
    now = datetime.now(UTC)
    standing(monkeypatch, "due_of", {first.id: now + timedelta(minutes=5)})
    for sent in (first, second):
        noor.get(sent.path)
    assert rows(page_of(noor)) == paths(second, first)
    assert rows(page_of(noor, sort="due")) == paths(first, second)
    assert "Due " in page_of(noor).words.partition("With attachments Show")[2]
    assert rows(page_of(noor, view="overdue")) == []
    with time_machine.travel(now + timedelta(minutes=6)):
        page = page_of(noor)
        assert rows(page) == paths(first, second)
        assert "Overdue since" in page.words
        assert rows(page_of(noor, view="overdue")) == [first.path]
        assert counts(page)["Overdue"] == 1


def test_what_waits_and_for_whom(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, later, answered, second, quiet = [world.send(f"Number {at}") for at in range(5)]
    until = datetime.now(UTC) + timedelta(minutes=5)
    standing(monkeypatch, "until_of", {later.id: until})
    for sent in (asked, later, answered, second, quiet):
        noor.get(sent.path)
    done(noor, asked, "questions", text="Which car?")
    for priority in ("P1", "P4"):
        assess(noor, second, "DRUG", priority)
    world.add(answered, "They came again.")
    page = page_of(noor, view="waiting")
    assert sorted(rows(page)) == sorted(paths(asked, later, answered, second))
    for told in ("Waiting for the reporter", "Put off until", "1 new message",
                 "Waits for a second officer"):  # fmt: skip
        assert told in page.words.partition("With attachments Show")[2]
    sami.get(answered.path)
    with time_machine.travel(until + timedelta(minutes=1)):
        assert sorted(rows(page_of(sami, view="waiting"))) == sorted(paths(asked, second))


def test_what_is_new_to_one_is_not_to_another(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    old = world.send("An old one")
    page = page_of(noor, view="new")
    assert rows(page) == [old.path]
    assert "You have not said yet what you have seen" in page.words
    form = page.form_to("/queue/seen").values
    assert noor.post("/en/queue/seen", data=form).status_code == 303
    assert rows(page_of(noor, view="new")) == []
    assert rows(page_of(sami, view="new")) == [old.path]
    world.moment = datetime.now(UTC) + timedelta(minutes=1)
    fresh = world.send("A new one")
    page = page_of(noor, view="new")
    assert rows(page) == [fresh.path]
    assert "What came since" in page.words
    noor.get(old.path)
    assert rows(page_of(noor, view="new")) == [fresh.path]
    world.add(old, "They came again.")
    assert rows(page_of(noor, view="new")) == paths(old, fresh)  # the first is late by then


@pytest.mark.parametrize(
    "at", ["", "never", "1970-01-01", "2999-01-01T00:00:00Z", "0001-01-01T00:00:00+23:59"]
)
def test_a_look_is_never_in_the_time_to_come_and_never_goes_back(
    world: World, noor: FlaskClient, at: str
) -> None:
    world.send("One")
    data = {"csrf_token": token_of(noor), "at": at}
    assert noor.post("/en/queue/seen", data=data).status_code == 303
    world.moment = datetime.now(UTC) + timedelta(minutes=1)
    fresh = world.send("A new one")
    assert fresh.path in rows(page_of(noor, view="new"))


def test_no_address_says_that_something_was_seen(world: World, noor: FlaskClient) -> None:
    sent = world.send("One")
    for _ in range(2):
        assert rows(page_of(noor, view="new", at="2999-01-01T00:00:00Z")) == [sent.path]
    assert noor.get("/en/queue/seen").status_code == 405


def test_what_narrows_it_down(world: World, noor: FlaskClient) -> None:
    world.moment += timedelta(minutes=50)
    drugs = world.send("One", category="DRUG", language="ar")
    site = world.send("Two", category="SITE", subcategory="SITE.DRONE")
    read = world.send("Three", category="ROAD")
    assess(noor, read, "FIRE", "P2")
    for asked, found in (
        ({"category": "DRUG"}, [drugs]), ({"category": "SITE"}, [site]), ({"category": "ROAD"}, []),
        ({"category": "SITE.DRONE"}, [site]), ({"priority": "P2"}, [read]),
        ({"priority": "none"}, [site, drugs]), ({"state": "TRIAGE"}, [read]),
        ({"language": "ar"}, [drugs]), ({"files": "1"}, []),
        ({"category": "GONE", "priority": "P9", "sort": "x", "view": "y"}, [read, site, drugs]),
    ):  # fmt: skip
        page = page_of(noor, **asked)
        assert rows(page) == paths(*found), asked
        assert counts(page)["All open"] == 3
    page = page_of(noor, priority="none", sort="oldest")
    assert rows(page) == paths(drugs, site)
    assert "2 tips fit." in page.words
    assert "priority=none" in next(link for link, name, _ in LINK.findall(page.html)
                                   if name == "Waiting")  # fmt: skip


def test_a_place_in_the_list_tells_nothing_and_is_nobody_elses(small: World) -> None:
    noor, sami = small.analyst("Noor"), small.analyst("Sami")
    sent = [small.send(f"Number {at:02}") for at in range(12)]
    page = page_of(noor, category="WEAP")
    [after] = NEXT.findall(page.html)
    assert not any(each.id.hex() in after for each in sent)
    assert rows(look(noor.get(unescaped(after)))) != rows(page)
    assert rows(look(sami.get(unescaped(after)))) == rows(page)
    assert (
        rows(look(noor.get(unescaped(after).replace("category", "sort=oldest&category"))))
        == (paths(*sent)[:10])
    )


def test_while_an_index_is_made_the_newest_stand_there_all_the_same(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "WAIT_SECONDS", 0)
    monkeypatch.setattr(catching_up, "AT_ONCE", 1)
    monkeypatch.setattr(catching_up.Work, "_is_over", lambda _: True)
    sent = [world.send(f"Number {at}") for at in range(6)]
    shares = []
    for _ in range(8):
        page = page_of(noor)
        assert rows(page) == paths(*sent)[::-1]
        shares += re.findall(r'<progress id="known" max="100" value="(\d+)"', page.html)
        narrowed = page_of(noor, category="WEAP")
        assert sorted(rows(narrowed)) == sorted(paths(*sent))
    assert shares
    assert shares == sorted(shares, key=int)
    assert "<progress" not in page.html


def test_a_finished_tip_leaves_the_list_at_once(world: World, noor: FlaskClient) -> None:
    sent = world.send("One")
    done(noor, sent, "closing", outcome="OUT_INTEL")
    assert rows(page_of(noor)) == []
    assert rows(page_of(noor, view="finished")) == [sent.path]
    assert counts(page_of(noor))["Finished"] == 1


@pytest.mark.parametrize("address", ["/en/queue?tab=finished", "/en/queue?view=finished"])
def test_an_address_that_was_kept_works(world: World, noor: FlaskClient, address: str) -> None:
    assert "No finished tips here." in look(noor.get(address)).words


def test_of_two_desks_each_tip_is_there_once(world: World) -> None:
    both = world.analyst("Huda", desks=("OVS", "TRIAGE"))
    ours, theirs = world.send("One"), world.send("Two", lane="OVS")
    page = page_of(both)
    assert rows(page) == paths(theirs, ours)
    assert counts(page)["All open"] == 2
