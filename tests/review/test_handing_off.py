"""The emergency hand-off on a tip's page: one press, in any status, and its checklist."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.review.test_desks import case_page, step, took
from tests.review.test_following import done, press
from tests.review.world import WHAT, World
from tests.visitor import look
from tipline.casework.given import handing_off
from tipline.casework.tip.opening import unentered
from tipline.errors import StoreRefusedError
from tipline.store.casebook import together
from tipline.tips.event import Kind
from tipline.tips.report import Circle, Knows, Now, Vehicle
from tipline.tips.state import Word


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
    assert "Assigned P1 Emergency" in page.words
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
    omar = world.analyst("Omar", desks=("OPS",))
    took(omar, "accept")
    took(omar, "done", outcome="OUT_SAFE")
    answer = press(noor, sent, "closing", None, outcome="OUT_SAFE", text="It is over, they say.")
    assert answer.status_code == 422
    assert "This is with the emergency desk." in look(answer).words


def test_the_emergency_desk_opens_the_case_after_one_press(world: World, noor: FlaskClient) -> None:
    omar = world.analyst("Omar", desks=("OPS",))
    sent = world.send(now=Now.YES, knows=Knows.SAW, vehicles=(Vehicle(plate="12345"),))
    page = done(noor, sent, "handoff")
    assert "Noor gave it to a desk: Main Operations Room · leads" in page.words
    assert world.mailbox(sent).words[-1][0] is Word.PASSED
    shown = case_page(omar)
    assert "Not evaluated: life comes first." in shown.words
    assert f"{WHAT} Block: 346" in shown.words
    assert "Plate: 12345" in shown.words
    assert "Saw or heard it" not in shown.words
    assert step(omar, "accept", shown).status_code == 303


def test_what_was_typed_is_the_summary_unless_one_stands(world: World, noor: FlaskClient) -> None:
    sent = world.send(now=Now.YES, circle=Circle.FEW)
    page = done(noor, sent, "handoff", text="Armed men at block 346.")
    assert page.words.count("Armed men at block 346.") >= 3, "read out, a fact, and an entry"
    assert "Few know this: another officer has yet to read it." in page.words
    sent = world.send(now=Now.YES)
    done(noor, sent, "summary", text="Long boxes, at night.")
    assert "What the emergency desk is told" not in look(noor.get(sent.path)).words
    page = done(noor, sent, "handoff")
    assert page.words.count("wrote the summary") == 1


def test_a_desk_that_must_not_have_it_is_only_telephoned(world: World, noor: FlaskClient) -> None:
    sent = world.send(now=Now.YES)
    done(noor, sent, "conflicts", desks="OPS", text="It is about that room.")
    page = done(noor, sent, "handoff")
    assert "Emergency hand-off to 999 Waits for their decision" in page.words
    assert "They are only telephoned" in page.words
    omar = world.analyst("Omar", desks=("OPS",))
    assert "No case waits for your desk." in look(omar.get("/en/cases")).words


def test_it_is_all_of_it_or_nothing(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send(now=Now.YES)

    def fails(*_: object) -> None:
        raise StoreRefusedError

    with world.at_work(noor) as present:
        tip = unentered(present, sent.id)
        with monkeypatch.context() as cut:
            cut.setattr(together, "set_keys", fails)
            with pytest.raises(StoreRefusedError):
                handing_off.hand_off(present, tip, "x", tip.case.number)
        assert unentered(present, sent.id).case.number == tip.case.number
        after = handing_off.hand_off(present, tip, "x", tip.case.number)
        kinds = [Kind.CLASSIFIED, Kind.SUMMARY, Kind.ASSIGNED, Kind.HANDED_OFF]
        assert [event.kind for event in after.case.events[-4:]] == kinds


def test_no_other_step_is_there(world: World, noor: FlaskClient) -> None:
    sent = world.send(now=Now.YES)
    form = look(noor.get(sent.path)).form_to("/handoff")
    assert noor.post(f"{sent.path}/handoff/nothing", data=form.values).status_code == 404
