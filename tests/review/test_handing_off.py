"""The emergency hand-off on a tip's page: one press, in any status, and its checklist."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.review.test_following import done, press
from tests.review.world import WHAT, World
from tests.visitor import look
from tipline.tips.report import Knows, Now, Vehicle


def test_one_press_makes_it_a_p1_and_begins_the_checklist(world: World, noor: FlaskClient) -> None:
    sent = world.send(
        now=Now.YES, category="FIRE", knows=Knows.SAW, vehicles=(Vehicle(plate="12345"),)
    )
    page = done(noor, sent, "handoff")
    assert "P1 Emergency Threat to life" in page.words
    assert "Emergency hand-off to 999 Waits for their decision" in page.words
    assert "Decision of the emergency desk in 5 minutes" in page.words
    assert "Noor handed it off to the emergency desk" in page.words
    shown = page.words.partition("Say this, and no more")[2].partition("Who answered the call")[0]
    assert WHAT in shown
    assert "12345" in shown
    assert "Saw or heard it" not in shown
    assert "How the reporter knows" not in shown


def test_each_step_is_timed_and_the_last_one_ends_it(world: World, noor: FlaskClient) -> None:
    moment = datetime(2027, 3, 1, 9, tzinfo=UTC)
    with time_machine.travel(moment, tick=False) as clock:
        noor, sent = world.analyst("Huda"), world.send(now=Now.YES)
        done(noor, sent, "handoff")
        steps = {
            "reached": "Sergeant 17, desk 4", "told": "Long boxes, blue warehouse, block 346.",
            "reference": "CAD-2027-118", "decided": "A patrol goes.", "returned": "Nobody there.",
        }  # fmt: skip
        for step, text in steps.items():
            clock.shift(timedelta(minutes=1))
            page = done(noor, sent, f"handoff/{step}", text=text)
            assert f"{text} 12:0{list(steps).index(step) + 1} · Huda" in page.words
            decided = "Decision of the emergency desk" not in page.words
            assert decided is (step in {"decided", "returned"})
        assert "They told how it came out" in page.words
        assert "Say this, and no more" not in page.words
        assert "Hand off to 999 now" in page.words, "it may happen again"


@pytest.mark.parametrize(("step", "text"), [("reached", ""), ("reference", "9" * 101)])
def test_a_step_without_its_words_comes_back(
    world: World, noor: FlaskClient, step: str, text: str
) -> None:
    sent = world.send(now=Now.YES)
    done(noor, sent, "handoff")
    answer = press(noor, sent, f"handoff/{step}", None, text=text)
    assert answer.status_code == 422
    assert look(answer).form_to(f"/handoff/{step}").values[f"step-{step}-text"] == text


def test_a_finished_report_is_taken_up_for_it(world: World, noor: FlaskClient) -> None:
    sent = world.send(category="SITE")
    done(noor, sent, "closing", outcome="OUT_NOTRACE")
    page = done(noor, sent, "handoff")
    assert "In triage P1 Emergency" in page.words
    assert "Noor reopened it" in page.words
    assert "Noor classified it: P1 Emergency · Suspicious behaviour at a place" in page.words


def test_what_is_a_p1_already_is_not_classified_again(world: World, noor: FlaskClient) -> None:
    sent = world.send(now=Now.YES)
    done(noor, sent, "assessment", priority="P1")
    page = done(noor, sent, "handoff")
    assert page.words.count("Noor classified it") == 1


def test_the_case_is_not_closed_before_they_told(world: World, noor: FlaskClient) -> None:
    sent = world.send(now=Now.YES)
    done(noor, sent, "handoff")
    answer = press(noor, sent, "closing", None, outcome="OUT_SAFE", text="It is over, they say.")
    assert answer.status_code == 422
    assert "This is with the emergency desk." in look(answer).words


def test_no_other_step_is_there(world: World, noor: FlaskClient) -> None:
    sent = world.send(now=Now.YES)
    form = look(noor.get(sent.path)).form_to("/handoff")
    assert noor.post(f"{sent.path}/handoff/nothing", data=form.values).status_code == 404
