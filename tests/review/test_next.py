"""What comes next of a case, in one press: as suggested, then as proposed, with the reasons."""

from flask.testing import FlaskClient

from tests.review.test_actions import press
from tests.review.test_desks import SUMMARY, given, ready, took
from tests.review.test_placing import MUHARRAQ
from tests.review.world import Sent, World
from tests.visitor import look
from tipline.tips.report import Circle, Knows, Place, YesNo

SUGGESTED = "Next, as suggested"


def test_a_report_is_assessed_as_suggested_and_the_reasons_stand_there(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send(category="SEAC", weapons=YesNo.YES, knows=Knows.SAW)
    page = look(noor.get(sent.path))
    told = page.words.partition(SUGGESTED)[2]
    for reason in ("Where its category begins: P2", "Weapons: one level up", "Saw or heard it"):
        assert reason in told.partition("Enter as suggested")[0]
    answer = press(noor, sent, "suggested", page)
    assert (answer.status_code, answer.location) == (303, f"{sent.path}#next")
    page = look(noor.get(sent.path))
    assert "P1 Emergency" in page.words
    assert "2/A/C" in page.words
    assert SUGGESTED not in page.words


def test_what_nobody_summed_up_is_summed_up_next(world: World, noor: FlaskClient) -> None:
    sent = world.send(category="SEAC")
    press(noor, sent, "suggested")
    assert f"{sent.path}/summary" in look(noor.get(sent.path)).links
    assert "Write its summary beside the marked report" in look(noor.get(sent.path)).words
    press(noor, sent, "summary", None, text=SUMMARY)
    assert "Next, as proposed" in look(noor.get(sent.path)).words


def test_a_case_is_given_as_proposed_and_never_proposed_again(
    world: World, noor: FlaskClient
) -> None:
    sent = ready(noor, world)
    page = look(noor.get(sent.path))
    assert "Coast Guard Command: a desk of its category" in page.words
    answer = press(noor, sent, "proposed", page)
    assert (answer.status_code, answer.location) == (303, f"{sent.path}#desks")
    page = look(noor.get(sent.path))
    assert "Coast Guard Command leads Not accepted yet" in page.words
    assert "as proposed" not in page.words


def test_where_nothing_can_be_suggested_the_form_is_the_way(
    world: World, noor: FlaskClient
) -> None:
    for category in ("", "NONE"):
        assert SUGGESTED not in look(noor.get(world.send(category=category).path)).words


def test_who_was_second_is_told_and_shown_the_form(world: World, noor: FlaskClient) -> None:
    sent: Sent = world.send(category="SEAC")
    page = look(noor.get(sent.path))
    press(world.analyst("Sami"), sent, "notes", None, text="I read it as well.")
    answer = press(noor, sent, "suggested", page)
    assert answer.status_code == 409
    page = look(answer)
    assert SUGGESTED not in page.words
    assert press(noor, sent, "assessment", page).status_code == 303


def test_a_summary_that_another_must_read_is_read_next(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send(category="SEAC", circle=Circle.ONLY_ME)
    press(noor, sent, "suggested")
    press(noor, sent, "summary", None, text=SUMMARY)
    assert "Next Another officer reads the summary" in look(noor.get(sent.path)).words
    assert "Next Read the summary beside the marked report" in look(sami.get(sent.path)).words


def test_what_the_desks_are_done_with_is_closed_next(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    assert "Close it, with its outcome" not in look(noor.get(sent.path)).words
    for step in ("accept", "start"):
        took(ali, step)
    took(ali, "done", outcome="OUT_SAFE")
    page = look(noor.get(sent.path))
    assert "Next Close it, with its outcome The desks are done." in page.words
    assert "#act-close" in page.links


def test_the_place_is_entered_before_desks_get_the_case(world: World, noor: FlaskClient) -> None:
    sent = ready(noor, world, place=Place(point=MUHARRAQ))
    assert (
        "Enter where it is Desks that respond get no other place."
        in look(noor.get(sent.path)).words
    )
    press(noor, sent, "place", None, where=MUHARRAQ.written)
    assert "Enter where it is" not in look(noor.get(sent.path)).words
    assert "Enter where it is" not in look(noor.get(ready(noor, world).path)).words
