"""The list of the cases that a desk was given: the views of the work list, of its own index."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import text

from tests.casework.test_giving import ready
from tests.review.test_desks import WHY, took
from tests.review.test_search import ask, hits
from tests.review.world import Sent, World, build
from tests.visitor import look
from tipline.casework.given.giving import Chosen, give, take_back
from tipline.casework.lists import finding, views
from tipline.casework.tip.actions import write_text
from tipline.casework.tip.opening import unentered
from tipline.keyring.card import Role
from tipline.search.entry import Holds
from tipline.store.transactions import writing
from tipline.tips.content import Classified, Summary
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask.testing import FlaskClient


P1, P3, P5 = Priority.P1, Priority.P3, Priority.P5
OPEN = re.compile(r'class="open(?: broken)?" href="([^"]+)"[^>]*><bdi dir="auto">([^<]+)')
COUNT = re.compile(r'aria-current="page">[^<]+<span class="number[^>]*>(\d+)')
NEXT = re.compile(r'rel="next" href="([^"]+)"')


@pytest.fixture
def small(tmp_path: Path) -> Iterator[World]:
    """Make a deployment whose lists show ten a page."""
    made = build(tmp_path, queue_page=10)
    yield made
    made.house.viewer.close()


def case(
    world: World, triage: FlaskClient, summary: str, priority: Priority = P3, lead: str = "CG"
) -> Sent:
    """Return a tip whose case was given to a desk."""
    sent = world.send(category="SEAC")
    with world.at_work(triage) as visit:
        tip = ready(visit, sent, Classified(category="SEAC", priority=priority))
        tip = write_text(visit, tip, Summary, summary, tip.case.number)
        give(visit, tip, Chosen((lead,), lead, WHY), tip.case.number)
    return sent


def cases(client: FlaskClient, **asked: Any) -> list[str]:
    """Return the summaries in a view, whose number must be theirs."""
    page = look(client.get("/en/cases", query_string=asked))
    found = [words for _, words in OPEN.findall(page.html)]
    narrowed = asked.keys() - {"view", "sort"}
    assert narrowed or COUNT.findall(page.html) == [str(len(found))], asked
    return found


def test_each_view_shows_what_it_says_and_its_number(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    case(world, noor, "A skiff off the reef.")
    assert cases(ali) == cases(ali, view="unassigned") == cases(ali, view="desk")
    assert cases(ali) == ["A skiff off the reef."]
    for view in ("mine", "waiting", "finished", "overdue"):
        assert cases(ali, view=view) == [], view
    took(ali, "accept")
    took(ali, "person")
    assert cases(ali, view="mine") == ["A skiff off the reef."]
    assert cases(ali, view="unassigned") == []
    took(ali, "wish", text="Which reef?")
    assert cases(ali, view="waiting") == ["A skiff off the reef."]
    took(ali, "start", text="A boat is out.")
    took(ali, "done", outcome="OUT_SAFE", text="Two were brought in.")
    assert cases(ali) == []
    assert cases(ali, view="finished") == cases(ali, tab="finished") == ["A skiff off the reef."]


def test_the_most_urgent_stands_first_then_what_is_not_accepted(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    case(world, noor, "First.")
    took(ali, "accept")
    for summary, priority in (("Second.", P3), ("Third.", P1), ("Fourth.", P5)):
        case(world, noor, summary, priority)
    assert cases(ali) == ["Third.", "Second.", "First.", "Fourth."]
    assert cases(ali, priority="P3") == ["Second.", "First."]
    assert cases(ali, state="ACCEPTED") == ["First."]
    assert cases(ali, category="WEAP") == []
    assert sorted(cases(ali, sort="newest")) == sorted(cases(ali))


def test_another_desks_cases_are_in_no_view_and_what_is_taken_back_leaves_all(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    case(world, noor, "Nobody else may know.", lead="OPS")
    sent = case(world, noor, "Known for a while.")
    all_views = ("open", "mine", "unassigned", "overdue", "waiting", "new", "finished")
    for view in all_views:
        assert "Nobody else may know." not in cases(ali, view=view), view
    assert cases(ali) == ["Known for a while."]
    form = look(noor.get(sent.path)).form_to("/desks/CG")
    data = form.values | {"desk-CG-text": WHY, "do": "take-back"}
    assert noor.post(form.action, data=data).status_code == 303
    for view in all_views:
        assert cases(ali, view=view) == [], view


def test_what_was_taken_back_is_not_listed_from_an_index_that_another_is_filling(
    world: World, noor: FlaskClient, ali: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = case(world, noor, "Known for a while.")
    assert cases(ali) == ["Known for a while."]
    with world.at_work(noor) as visit:
        tip = unentered(visit, sent.id)
        take_back(visit, tip, "CG", WHY, tip.case.number)
    monkeypatch.setattr(views, "WAIT_SECONDS", 0.01)
    monkeypatch.setattr(finding, "WAIT_SECONDS", 0.01)
    with world.house.indexes.turn("CG", Holds.CASES):
        assert "Known for a while." not in ali.get("/en/cases").text
        assert hits(ask(ali, "known")) == []
        assert not [each for each in look(ali.get("/en/shift")).links if "/cases/" in each]


def test_what_is_new_is_so_until_it_is_said_to_be_seen_and_tips_stay_new(world: World) -> None:
    both = world.seated("Both", {"TRIAGE": Role.ANALYST, "CG": Role.ANALYST})
    case(world, both, "A skiff.")
    assert cases(both, view="new") == ["A skiff."]
    form = look(both.get("/en/cases?view=new")).form_to("/cases/seen")
    with time_machine.travel(
        datetime.now(UTC) + timedelta(seconds=2)
    ):  # new is known by the second
        assert both.post(form.action, data=form.values | {"at": "2999-01-01T00:00:00Z"}).location
        assert cases(both, view="new") == []
    assert len(re.findall('class="open"', both.get("/en/queue?view=new").text)) == 1


def test_many_are_read_page_by_page_each_once(small: World) -> None:
    both = small.seated("Both", {"TRIAGE": Role.ANALYST, "CG": Role.ANALYST})
    sent = [f"Number {number:02}." for number in range(11)]
    for summary in sent:
        case(small, both, summary)
    page = look(both.get("/en/cases"))
    first = [words for _, words in OPEN.findall(page.html)]
    assert len(first) == 10
    [address] = NEXT.findall(page.html)
    second = [words for _, words in OPEN.findall(both.get(address.replace("&amp;", "&")).text)]
    assert sorted(first + second) == sent


def test_a_case_that_does_not_open_is_told(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    case(world, noor, "A skiff.")
    with writing(world.house.cases.engine) as connection:
        connection.execute(text("UPDATE case_envelope SET sealed = x'00'"))
    page = look(ali.get("/en/cases"))
    assert "/en/cases?refresh=1" in page.html, "it keeps itself fresh, and nobody signed in"
    assert "This case does not open" in page.words
    assert "Tell a supervisor" in page.words


def test_a_desk_searches_its_cases_and_sees_the_words_marked(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    case(world, noor, "A skiff without lights lands at night.")
    case(world, noor, "A skiff for another desk.", lead="OPS")
    took(ali, "accept")
    took(ali, "start", text="Seen near the lighthouse.")
    page = ask(ali, "skiffs")
    assert len(hits(page)) == 1
    assert "A <mark>skiff</mark> without lights lands at night." in page.html
    assert "1 case" in page.words
    assert "From an entry of the case" not in page.words
    page = ask(ali, "lighthouse")
    assert "Seen near the <mark>lighthouse</mark>" in page.html
    assert "From an entry of the case" in page.words
    [link] = hits(ask(ali, "", state="ACTION", priority="P3", category="SEAC"))
    assert "lands at night" in look(ali.get(link)).words
    for words in ("warehouse", "boxes", "another"):
        assert hits(ask(ali, words)) == [], words
    assert len(hits(ask(noor, "warehouse"))) == 2, "the tips are with triage"


def test_who_has_tips_and_cases_finds_both(world: World, noor: FlaskClient) -> None:
    both = world.seated("Both", {"TRIAGE": Role.ANALYST, "CG": Role.ANALYST})
    sent = case(world, noor, "A skiff without lights.")
    page = ask(both, "skiff")
    assert "2 tips and cases" in page.words
    assert {link.partition("?")[0] for link in hits(page)} > {sent.path}
    assert hits(ask(both, "warehouse")) == [sent.path]
