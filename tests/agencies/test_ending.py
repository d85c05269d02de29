"""An officer ends a link before its time: it answers as one that never was, and what it said counts
for nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.agencies.conftest import package_of
from tests.agencies.test_link import ANSWERED, rows, said_of, tip_of
from tests.review.test_actions import done, press
from tests.review.test_dispatch_channels import give
from tests.review.test_dispatching import PLACE, dispatched, ready
from tests.visitor import look
from tipline.casework.case import agency_links
from tipline.casework.matter.joining import join, part
from tipline.casework.tip.opening import unentered
from tipline.store.inbox.hearing import Hearing
from tipline.tips.event import Kind
from tipline.tips.said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.agencies.conftest import Agency
    from tests.pages import Form

WHY = "The sheet with it lay in the printer."
BEFORE = "Said by the link before it was ended"
UNHEARD = "1 answer of an agency cannot be read or entered"


@pytest.fixture(autouse=True)
def later(agency: Agency) -> Iterator[time_machine.Traveller]:
    """Be some minutes after what was sent, so that what is told to the second is in order."""
    del agency
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5), tick=True) as traveller:
        yield traveller


def form_of(agency: Agency, client: FlaskClient | None = None) -> Form:
    """Return the form of the first link, on the page as somebody sees it."""
    page = look((client or agency.noor).get(agency.sent.path))
    return next(each for each in page.forms if each.action.endswith("/link#given"))


def end(client: FlaskClient, form: Form, why: str = WHY, **more: str) -> TestResponse:
    name = next(each for each in form.values if each.endswith("-text"))
    return client.post(form.action, data=form.values | {name: why, "which": "this"} | more)


def ended(agency: Agency) -> None:
    answer = end(agency.noor, form_of(agency))
    assert answer.status_code == 303, look(answer).words


def gone(agency: Agency, token: str = "") -> bool:
    """Tell whether a link is answered like one that never was."""
    there = agency.app.test_client().get(f"/en/{token or agency.token}")
    never = agency.app.test_client().get(f"/en/{'0' * 32}")
    typed = {"said": "done", "who": "Me"}
    pressed = agency.app.test_client().post(f"/en/{token or agency.token}", data=typed)
    same = look(there).words == look(never).words == look(pressed).words
    return same and {there.status_code, pressed.status_code} == {404}


def test_it_ends_at_once_and_stands_in_the_case(agency: Agency) -> None:
    assert not gone(agency)
    ended(agency)
    assert gone(agency)
    page = look(agency.noor.get(agency.sent.path))
    assert "Its link ended by an officer · Noor · " in page.words
    assert page.words.count(WHY) == 2  # given, and the timeline
    assert "ended the link of an agency" in page.words
    assert not [each for each in page.forms if each.action.endswith("/link#given")]
    assert agency.token not in agency.noor.get(agency.page.address).text


def test_what_waited_is_told_and_counts_for_nothing(agency: Agency) -> None:
    agency.answer(said="en-route")
    agency.noor.get(agency.sent.path)
    assert Kind.AGENCY_SAID in tip_of(agency).case.state.reached
    form = form_of(agency)
    agency.answer(said="on-scene", text="All is quiet, go home.")
    assert end(agency.noor, form).status_code == 303
    assert [each[0] for each in said_of(agency)] == [Said.EN_ROUTE, Said.ON_SCENE]
    page = look(agency.noor.get(agency.sent.path))
    assert page.words.count(BEFORE) == 2
    assert "All is quiet, go home." in page.words
    assert "What came by it counts for nothing." in page.words
    assert Kind.AGENCY_SAID not in tip_of(agency).case.state.reached
    assert rows(agency.world) == []
    assert ANSWERED not in look(agency.noor.get("/en/queue")).words


def test_who_was_to_reply_has_not_once_it_is_ended(
    agency: Agency, later: time_machine.Traveller
) -> None:
    agency.answer(said="accepted")
    ended(agency)
    later.shift(timedelta(hours=5))
    page = look(agency.world.analyst("Noura").get(agency.sent.path))
    assert "no reply, though asked for by" in page.words


def test_what_was_cut_short_is_made_good_at_the_next_look(
    agency: Agency, monkeypatch: pytest.MonkeyPatch, later: time_machine.Traveller
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr(agency_links, "settle", lambda *_: None)
        ended(agency)
    later.shift(timedelta(seconds=10))
    agency.answer(said="done", text="All is quiet, go home.")
    page = look(agency.noor.get(agency.sent.path))
    assert gone(agency)
    assert said_of(agency) == []
    assert UNHEARD in page.words
    assert "go home" not in page.words
    form = page.form_to("/unheard")
    page = look(agency.noor.post(form.action, data=form.values, follow_redirects=True))
    assert "cannot be read or entered" not in page.words


def test_whoever_met_the_case_before_does_not_open_it_again(agency: Agency) -> None:
    with agency.world.at_work(agency.noor) as present:
        tip = unentered(present, agency.sent.id)
    sami = agency.world.analyst("Sami again")
    end(sami, form_of(agency, sami))
    assert gone(agency)
    with agency.world.at_work(agency.noor) as present:
        agency_links.settle(present, tip.case)
    assert gone(agency)


def test_it_does_not_wait_for_what_others_entered(agency: Agency) -> None:
    form = form_of(agency)
    done(agency.world.analyst("Sami again"), agency.sent, "notes", text="I rang them up.")
    assert end(agency.noor, form).status_code == 303
    assert gone(agency)


def test_it_takes_a_reason_and_ends_once(agency: Agency) -> None:
    form = form_of(agency)
    answer = end(agency.noor, form, "Why")
    assert answer.status_code == 422
    assert "Say why" in look(answer).words
    assert "Why</textarea>" in answer.text
    assert not gone(agency)
    assert end(agency.noor, form).status_code == 303
    again = end(agency.noor, form)
    assert again.status_code == 422
    assert "this was said of it before" in look(again).words


def test_a_case_that_is_taken_up_again_does_not_bring_it_back(agency: Agency) -> None:
    ended(agency)
    closing = {"outcome": "OUT_NOTRACE", "text": "Nothing was found."}
    assert press(agency.noor, agency.sent, "closing", None, **closing).status_code == 303
    done(agency.noor, agency.sent, "reopening", text="There is something new.")
    assert gone(agency)


def test_a_tip_that_joins_another_case_ends_the_links_of_its_own(
    agency: Agency, later: time_machine.Traveller
) -> None:
    host = agency.world.send()
    ready(agency.noor, host)
    with agency.world.at_work(agency.noor) as present:
        tip = unentered(present, agency.sent.id)
        tip = join(present, tip, host.id, "The same boxes again.", tip.case.number)
    assert gone(agency)  # nobody would take in what is said
    later.shift(timedelta(minutes=5))
    with agency.world.at_work(agency.noor) as present:
        part(present, tip, "Other boxes than those.", tip.case.number)
    agency.noor.get(agency.sent.path)
    assert not gone(agency)


def again(agency: Agency) -> str:
    """Send the same once more, and return the token of its link."""
    sami = agency.world.analyst("Sami again")
    page = dispatched(agency.noor, sami, agency.sent, **PLACE, channels="PP")
    give(agency.noor, page, "PP")
    return package_of(agency.world)["page"].rpartition("/")[2]


def test_sending_again_gives_a_new_link(agency: Agency) -> None:
    ended(agency)
    token = again(agency)
    assert token != agency.token
    assert gone(agency)
    assert not gone(agency, token)


def test_one_press_ends_all_links_of_a_case(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert form_of(agency).buttons == [("which", "this")]
    token = again(agency)
    form = form_of(agency)
    assert form.buttons == [("which", "this"), ("which", "all")]
    with monkeypatch.context() as cut:
        cut.setattr(Hearing, "end_links", lambda *_: None)
        assert end(agency.noor, form, which="all").status_code == 303
    assert not gone(agency)
    agency.noor.get(agency.sent.path)
    assert gone(agency)
    assert gone(agency, token)
    assert [each.link_ended > 0 for each in tip_of(agency).case.state.given] == [True, True]
    answer = end(agency.noor, form, which="all")
    assert answer.status_code == 303  # nothing was left to end
