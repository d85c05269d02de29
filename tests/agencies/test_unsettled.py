"""What an agency asks or declines stands in its row and on the wall until it is dealt with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.agencies.conftest import Agency
from tests.agencies.test_link import rows as sealed_rows
from tests.review.test_actions import answered, done
from tests.review.test_dispatching import TO
from tests.review.test_leaving import taken
from tests.review.test_views import counts, page_of, rows
from tests.review.test_wall import give
from tests.visitor import look
from tipline.keyring.card import Role

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.pages import Page

ASKS, DECLINED = "An agency asks", "An agency declined"
WAITS = "1 tip waits for our answer: an agency asks something, or has declined."
UNHEARD = "1 dispatch was answered by its agency, and nobody has looked."
QUESTION = "Which of the gates is it?"
SAID = "Rang CG-4 back: the north gate."


@pytest.fixture
def asking(agency: Agency) -> Agency:
    """Return an agency whose question somebody has read."""
    agency.answer(said="asks", text=QUESTION)
    agency.noor.get(agency.sent.path)
    return agency


def settle(agency: Agency, page: Page, text: str) -> Page:
    """Say on the tip's page what was done about it."""
    form = page.form_to("/settled")
    name = next(key for key in form.values if key.endswith("-text"))
    typed = form.values | {name: text}
    return look(agency.noor.post(form.action, data=typed, follow_redirects=True))


def wall(client: FlaskClient) -> str:
    return look(client.get("/en/wall")).words


def is_marked(client: FlaskClient, mark: str) -> bool:
    """Tell whether the row of the agency's tip bears a mark; what stands above has it not."""
    return mark in page_of(client).html.partition("<table")[2]


def test_it_is_read_and_still_stands_in_its_row(asking: Agency) -> None:
    asking.world.send()
    page = page_of(asking.noor)
    assert is_marked(asking.noor, ASKS)
    assert (WAITS in page.words, counts(page)["Waiting"]) == (True, 1)
    assert rows(page_of(asking.noor, mark="agency")) == [asking.sent.path]
    assert rows(page_of(asking.noor, view="waiting")) == [asking.sent.path]
    assert WAITS in wall(asking.noor)
    other = asking.world.analyst("Of CG", desks=("CG",))
    assert WAITS not in wall(other)


def test_the_next_shift_is_told(asking: Agency) -> None:
    assert "An agency waits for our answer" in look(asking.noor.get("/en/shift")).words
    settle(asking, look(asking.noor.get(asking.sent.path)), SAID)
    assert "An agency waits for our answer" not in look(asking.noor.get("/en/shift")).words


def test_what_was_done_about_it_is_told_and_takes_the_mark_away(asking: Agency) -> None:
    page = settle(asking, look(asking.noor.get(asking.sent.path)), "Yes.")
    assert "Say why" in page.words
    assert is_marked(asking.noor, ASKS)
    page = settle(asking, page, SAID)
    assert page.words.count(SAID) == 1
    assert "dealt with what an outside agency said" in page.words
    assert not [form for form in page.forms if "/settled" in form.action]
    assert not is_marked(asking.noor, ASKS)
    assert WAITS not in page_of(asking.noor).words
    assert rows(page_of(asking.noor, mark="agency")) == []
    assert WAITS not in wall(asking.noor)


def test_what_they_ask_meanwhile_is_not_dealt_with(asking: Agency) -> None:
    page = look(asking.noor.get(asking.sent.path))
    asking.answer(said="declined", text="No boat is free before the morning.")
    asking.noor.get(asking.sent.path)
    page = settle(asking, page, SAID)
    assert "This was not done yet" in page.words
    assert is_marked(asking.noor, DECLINED)


def test_to_send_to_them_again_answers_them(asking: Agency) -> None:
    sami = asking.world.analyst("Salman")
    done(asking.noor, asking.sent, "dispatch", **TO, theirs="CG-77")
    answered(sami, asking.sent)
    assert is_marked(asking.noor, ASKS)
    taken(asking.noor, asking.sent)
    assert not is_marked(asking.noor, ASKS)


def test_an_answer_that_nobody_has_read_stands_on_the_wall_and_on_its_screens(
    agency: Agency,
) -> None:
    assert UNHEARD not in wall(agency.noor)
    boss = agency.world.analyst("Huda", role=Role.SUPERVISOR)
    give(boss)
    agency.answer(said="accepted")
    agency.answer(said="en-route")
    assert UNHEARD in wall(agency.noor)
    screen = look(boss.get("/en/screen"))
    assert (UNHEARD in screen.words, QUESTION in screen.html) == (True, False)
    assert UNHEARD not in wall(agency.world.analyst("Of CG", desks=("CG",)))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=15), tick=False):
        assert agency.world.house.hearing.how_many("TRIAGE", datetime.now(UTC)) == 0
    agency.noor.get(agency.sent.path)
    assert sealed_rows(agency.world) == []
    assert UNHEARD not in wall(agency.noor)
