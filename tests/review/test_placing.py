"""Where a case happens, by an officer's word: found by name or by numbers, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.review.test_actions import done, press
from tests.review.test_search import ask, hits
from tests.visitor import look
from tipline.tips.point import Point
from tipline.tips.report import Place

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.review.world import Sent, World

ARABIC = "26.2570\u060c 50.6120".translate({48 + digit: 0x660 + digit for digit in range(10)})
MUHARRAQ = Point(latitude=2625800, longitude=5061200)
MUHARRAQ_NAMED = "26.25722,50.61194"
SITRA = Point(latitude=2615500, longitude=5062000)


@pytest.fixture
def sent(world: World) -> Sent:
    return world.send(category="PROP")


@pytest.mark.parametrize("typed", ["26.2570, 50.6120", ARABIC, "Moharraq", "ستره"])
def test_a_place_is_entered_by_numbers_or_by_its_name(
    sent: Sent, noor: FlaskClient, typed: str
) -> None:
    if typed == "Moharraq":  # and Diyar Al Muharraq
        answer = press(noor, sent, "place", None, where=typed)
        assert answer.status_code == 422
        page = look(answer)
        assert "Several places are called so." in page.words
        assert "Muharraq, Muharraq Governorate" in page.words
        page = done(noor, sent, "place", where=typed, found="26.25722,50.61194", text="The souq.")
        assert "The souq." in page.words
    else:
        page = done(noor, sent, "place", where=typed)
    named = ("Sitra, Capital" if typed == "ستره" else "Muharraq, Muharraq") + " Governorate · 26."
    assert f"Where it happens {named}" in page.words
    assert ("option", {"value": "Sitra"}) in page.tags  # offered while one types
    assert f"Noor said where it happens: {named}" in page.words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Atlantis", "No place is known by this name."),
        ("95, 50", "Write latitude and longitude"),
    ],
)
def test_what_is_no_place_comes_back(sent: Sent, noor: FlaskClient, typed: str, told: str) -> None:
    answer = press(noor, sent, "place", None, where=typed, text="Behind the mosque.")
    page = look(answer)
    assert (answer.status_code, told in page.words) == (422, True)
    assert page.form_to("/place").values["place-text"] == "Behind the mosque."
    assert page.form_to("/place").values["place-where"] == typed


def test_a_place_is_taken_back(sent: Sent, noor: FlaskClient) -> None:
    done(noor, sent, "place", where="Sitra")
    page = done(noor, sent, "place", where="")
    assert "said where it happens: not known" in page.words
    assert "Sitra" not in page.form_to("/place").values["place-where"]


def test_the_desk_of_the_area_is_proposed(world: World, sent: Sent, noor: FlaskClient) -> None:
    done(noor, sent, "assessment", category="PROP", priority="P3", text="It can wait a day.")
    page = done(noor, sent, "summary", text="A car was opened.")
    assert "lies in" not in page.words
    page = done(noor, sent, "place", where="26.4, 50.75")  # at sea: no governorate's
    assert "Coast Guard Command: the place lies in its area" in page.words
    assert "the place lies in no area of the desks for this" in page.words


def test_the_work_list_and_a_search_are_narrowed_down_by_area(
    world: World, noor: FlaskClient
) -> None:
    muharraq = world.send("A boat in the harbour.", place=Place(point=MUHARRAQ))
    sitra = world.send("A boat on the beach.", place=Place(point=SITRA))
    world.send("A boat somewhere.")
    assert hits(ask(noor, words="boat", area="BH-15")) == [muharraq.path]
    assert hits(ask(noor, words="boat", area="BH-13")) == [sitra.path]
    page = look(noor.get("/en/queue?area=BH-15"))
    assert ("harbour" in page.words, "beach" in page.words) == (True, False)
    done(noor, sitra, "place", where="Muharraq", found=MUHARRAQ_NAMED)  # the officer's word stands
    assert set(hits(ask(noor, words="boat", area="BH-15"))) == {muharraq.path, sitra.path}
    assert hits(ask(noor, words="boat", area="BH-13")) == []
    assert len(hits(ask(noor, words="boat"))) == 3
