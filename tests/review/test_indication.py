"""Reasonable indication on a tip's page, and whom the search finds by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.review.test_actions import LEAVING, answered, done, press
from tests.review.test_search import ask, hits
from tests.review.world import Sent, World
from tests.visitor import look
from tipline.tips.report import Person

if TYPE_CHECKING:
    from flask.testing import FlaskClient

STATED = {
    "behaviour": "SITE.INTRUDE",
    "facts": "He cut the fence.\n\n He came at night. ",
    "innocent": "He mends it; nobody ordered that.",
    "identity": "no",
    "harm": "He may lose his work.",
    "decision": "yes",
    "text": "Twice in one week.",
}


@pytest.fixture
def sent(world: World, noor: FlaskClient) -> Sent:
    """Return a tip of a category that asks for two facts, with a person's name in it."""
    sent = world.send(category="SITE", people=(Person(name="Zulfiqar", looks="Tall"),))
    done(noor, sent, "assessment", priority="P3", text="It can wait a day.")
    return sent


def test_it_is_stated_by_one_and_agreed_by_another(
    sent: Sent, noor: FlaskClient, sami: FlaskClient
) -> None:
    page = look(noor.get(sent.path))
    assert "Not to be passed on yet: this category asks that two officers agree on 2" in page.words
    answer = press(noor, sent, "export", None, **LEAVING)
    assert (answer.status_code, "not passed on before" in look(answer).words) == (422, True)
    page = done(noor, sent, "indication", **STATED)
    assert "Stated facts He cut the fence. He came at night. Innocent reading" in page.words
    page = answered(sami, sent)
    assert "Reasonable indication Behaviour Getting in where it is not allowed" in page.words
    assert "Noor asked, Sami approved, " in page.words
    assert "Not to be passed on yet" not in page.words
    done(noor, sent, "export", **LEAVING)


def test_people_are_found_by_name_while_it_stands(
    sent: Sent, noor: FlaskClient, sami: FlaskClient
) -> None:
    assert hits(ask(noor, words="Zulfiqar")) == []
    done(noor, sent, "indication", **STATED)
    assert hits(ask(noor, words="Zulfiqar")) == []
    answered(sami, sent)
    assert hits(ask(noor, words="Zulfiqar")) == [sent.path]
    done(noor, sent, "closing", outcome="OUT_PROTECTED", text="A prayer, nothing else.")
    assert hits(ask(noor, words="Zulfiqar")) == []
    assert hits(ask(noor, words="warehouse")) == [sent.path]


def test_one_officer_says_that_there_is_none(
    sent: Sent, noor: FlaskClient, sami: FlaskClient
) -> None:
    done(noor, sent, "indication", **STATED)
    answered(sami, sent)
    page = done(sami, sent, "indication", **(STATED | {"decision": "no", "identity": "yes"}))
    assert "Sami found no reasonable indication" in page.words
    assert "Not to be passed on yet" in page.words
    assert hits(ask(noor, words="Zulfiqar")) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"facts": "He cut the fence."}, "State what was done: lines wanted: 2 or more."),
        ({"facts": "x\n" * 11}, "At most 10 facts, of 300 characters each."),
        ({"facts": "x" * 301 + "\nSecond."}, "At most 10 facts, of 300 characters each."),
        ({"identity": "yes"}, "Where identity or belief does the work, there is no indication."),
        ({"identity": ""}, "Choose one of the answers"),
        ({"decision": ""}, "Choose one of the answers"),
        ({"behaviour": "FIRE"}, "Choose one of the answers"),
        ({"innocent": ""}, "Say how else it may be read."),
        ({"harm": ""}, "Say what harm follows."),
        ({"text": "short"}, "Say why, in at least 10 characters."),
    ],
)
def test_what_is_not_whole_comes_back(
    sent: Sent, noor: FlaskClient, typed: dict[str, str], told: str
) -> None:
    answer = press(noor, sent, "indication", None, **(STATED | typed))
    page = look(answer)
    assert (answer.status_code, told in page.words) == (422, True)
    assert page.form_to("/indication").values["indication-harm"] == (STATED | typed)["harm"]


def test_another_category_takes_it_away(sent: Sent, noor: FlaskClient, sami: FlaskClient) -> None:
    done(noor, sent, "indication", **STATED)
    answered(sami, sent)
    page = done(noor, sent, "assessment", category="THRT")
    assert "agree on 1 stated fact of behaviour" in page.words
    assert hits(ask(noor, words="Zulfiqar")) == []
