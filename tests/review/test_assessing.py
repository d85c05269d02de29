"""Assessing on a tip's page: what is suggested, what is asked for, and the second officer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.pages import Page
from tests.review.test_actions import LEAVING, done, press
from tests.review.test_download import PHOTO
from tests.review.test_evidence import pages
from tests.review.world import Sent, World, build
from tests.visitor import look
from tipline.tips.report import Knows, Now, When, WhenKind, YesNo
from tipline.tips.second import LASTS

LOW = "The men carried water pipes."


def chosen(page: Page) -> dict[str, str]:
    """Return what the form of a tip's page holds before anybody types."""
    values = page.form_to("/assessment").values
    return {name.removeprefix("assess-"): value for name, value in values.items()}


def test_the_suggestion_is_chosen_beforehand_with_its_reasons(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send(
        category="SITE", subcategory="SITE.DRONE", weapons=YesNo.YES, knows=Knows.SAW,
        when=When(kind=WhenKind.TODAY),
    )  # fmt: skip
    page = look(noor.get(sent.path))
    held = chosen(page)
    told = ("category", "priority", "source", "information", "handling")
    assert [held[name] for name in told] == ["SITE.DRONE", "P2", "2", "A", "C"]
    assert held["grounds"] == "How the reporter knows it: Saw or heard it"
    assert "life" not in held
    assert "suggested: P2 Urgent" in page.words
    assert (
        "Suggested is P2 Urgent, of the report alone: Where its category begins: P3"
        " Weapons: one level up Now, today or tomorrow: at least P2" in page.words
    )
    for shown in ("No action possible now", "The reporter chose: A drone", "2 · Untested"):
        assert shown in page.words


def test_who_agrees_presses_once(world: World, noor: FlaskClient) -> None:
    sent = world.send(category="SITE", now=Now.YES, knows=Knows.TOLD)
    page = done(noor, sent, "assessment", life="y", conditions="REDACT")
    head, _, rest = page.words.partition("What the reporter wrote")
    assert "P1 Emergency Threat to life 2/C/C" in head
    assert "Category Suspicious behaviour at a place" in head
    assert "the reporter's: Suspicious behaviour at a place" in head
    assert "Untested · Known indirectly · Sharing with conditions" in head
    assert "Conditions Remove what points at the reporter" in head
    assert "How the reporter knows it: Was told by someone" in head
    assert "Noor, " in head
    assert "Noor classified it: P1 Emergency · Suspicious behaviour" in rest
    assert "Noor graded it: 2/C/C · Remove what" in rest


def test_the_officers_category_stands_beside_the_reporters(world: World, noor: FlaskClient) -> None:
    sent = world.send(category="WEAP")
    page = done(noor, sent, "assessment", category="SITE.DRONE", priority="P3", text=LOW)
    assert "Category Suspicious behaviour at a place: A drone over a guarded place" in page.words
    assert "the reporter's: Weapons or explosives" in page.words
    assert page.title.startswith("Weapons or explosives"), "the tip's name does not change"
    assert chosen(page)["category"] == "SITE.DRONE"
    assert "Where its category begins: P3" in page.words


def test_what_stands_is_chosen_and_not_entered_again(world: World, noor: FlaskClient) -> None:
    sent = world.send(knows=Knows.SAW)
    page = done(noor, sent, "assessment", priority="P1", life="y", conditions="COURT")
    held = chosen(page)
    assert (held["priority"], held["life"], held["conditions"]) == ("P1", "y", "COURT")
    assert "Chain whole, 3 entries" in page.words
    assert "Chain whole, 3 entries" in done(noor, sent, "assessment").words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"category": ""}, "Choose the category."),
        ({"category": "NAVY"}, "Choose one of the answers"),
        ({"priority": ""}, "Choose the priority."),
        ({"priority": "P9"}, "Choose one of the answers"),
        ({"source": ""}, "Choose one of the answers"),
        ({"source": "1", "grounds": LOW}, "Choose one of the answers"),
        ({"information": "F"}, "Choose one of the answers"),
        ({"handling": "X"}, "Choose one of the answers"),
        ({"conditions": "NOTHING"}, "Choose one of the answers"),
        ({"handling": "P", "conditions": "COURT", "grounds": LOW}, "Conditions go with the"),
        ({"information": "E", "grounds": "too short"}, "Say why, in at least 10 characters."),
        ({"handling": "P"}, "Say why, in at least 10 characters."),
        ({"priority": "P3"}, "Say why, in at least 10 characters."),
        ({"priority": "P3", "text": "too short"}, "Say why, in at least 10 characters."),
        ({"text": "x" * 501}, "Make this shorter by 1 character."),
    ],
)
def test_what_is_not_whole_comes_back_and_enters_nothing(
    world: World, noor: FlaskClient, typed: dict[str, str], told: str
) -> None:
    sent = world.send(category="WEAP")
    answer = press(noor, sent, "assessment", None, **typed)
    page = look(answer)
    assert answer.status_code == 422
    assert told in page.words
    assert page.title.startswith("Error:")
    assert "Chain whole, 1 entry" in page.words
    held = chosen(page)
    for name in typed.keys() & {"text", "grounds"}:
        assert held[name] == typed[name]


def test_a_p1_that_is_only_suggested_is_left_with_a_reason(world: World, noor: FlaskClient) -> None:
    sent = world.send(now=Now.YES)
    assert press(noor, sent, "assessment", None, priority="P2").status_code == 422
    page = done(noor, sent, "assessment", priority="P2", text=LOW)
    assert "Priority P2 Urgent" in page.words
    assert "Waits for a second officer" not in page.words


def test_a_source_is_reliable_where_the_deployment_says_so(tmp_path: Path) -> None:
    world = build(tmp_path, reliable_sources=True)
    page = done(world.analyst("Noor"), world.send(), "assessment", source="1", grounds=LOW)
    assert "Grade 1/D/C" in page.words
    world.house.viewer.jail.close()


def test_a_code_that_the_configuration_does_not_know_any_more(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send(category="GONE")
    page = look(noor.get(sent.path))
    assert chosen(page)["category"] == ""
    assert "suggested: P4 Routine" in page.words


def test_the_second_of_two_is_told_and_loses_no_text(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    opened = look(noor.get(sent.path))
    done(sami, sent, "assessment", priority="P1")
    answer = press(noor, sent, "assessment", opened, priority="P2", text=LOW)
    assert answer.status_code == 409
    page = look(answer)
    assert "New Sami classified it" in page.words
    assert (chosen(page)["priority"], chosen(page)["text"]) == ("P2", LOW)
    again = press(noor, sent, "assessment", page, priority="P2", text=LOW)
    assert again.status_code == 303
    assert "Noor asked for a second officer" in look(noor.get(sent.path)).words


def test_a_finished_case_is_not_assessed(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    opened = look(noor.get(sent.path))
    done(sami, sent, "closing", outcome="OUT_INTEL")
    assert "assessment" not in " ".join(f.action for f in look(noor.get(sent.path)).forms)
    page = look(press(noor, sent, "assessment", opened))
    answer = press(noor, sent, "assessment", page)
    assert answer.status_code == 422
    assert "This case is finished. Reopen it first." in look(answer).words


def lowering(world: World, noor: FlaskClient, **answers: Any) -> Sent:
    """Return a tip that Noor classified as P1 and asks to lower, in event 4."""
    sent = world.send(**answers)
    done(noor, sent, "assessment", priority="P1")
    page = done(noor, sent, "assessment", priority="P3", text=LOW)
    assert "Priority P1 Emergency" in page.words
    return sent


def answers_to(page: Page) -> list[str]:
    return [form.action for form in page.forms if "/requests/" in form.action]


def answered(client: FlaskClient, sent: Sent, answer: str, text: str = "") -> Page:
    page = look(client.get(sent.path))
    form = page.form_to("/requests/4")
    typed = form.values | {"answer": answer, "request-4-text": text}
    return look(client.post(form.action, data=typed, follow_redirects=True))


def test_who_asked_is_told_that_it_waits(world: World, noor: FlaskClient) -> None:
    sent = lowering(world, noor)
    page = look(noor.get(sent.path))
    assert "Waits for a second officer Noor, " in page.words
    assert "Lower the priority · P3 Priority · Weapons or explosives" in page.words
    assert "You asked for this. Another officer must approve it by " in page.words
    assert answers_to(page) == []


def test_the_work_list_tells_what_waits_for_a_second_officer(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = lowering(world, noor)
    assert "Waits for a second officer" in look(sami.get("/en/queue")).words
    with time_machine.travel(datetime.now(UTC) + LASTS + timedelta(minutes=1), tick=False):
        late = world.analyst("Huda")
        assert "Waits for a second officer" not in look(late.get("/en/queue")).words
    answered(sami, sent, "approve")
    assert "Waits for a second officer" not in look(sami.get("/en/queue")).words


def test_what_is_suspected_to_be_false_is_marked(world: World, noor: FlaskClient) -> None:
    page = done(noor, world.send(), "assessment", information="E", grounds=LOW)
    assert "2/E/C Not to be passed on" in page.words


def test_nothing_of_what_is_suspected_to_be_false_leaves(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    opened = look(noor.get(sent.path))
    [address] = pages(noor.get(sent.path).text)
    wanted = look(noor.get(f"{address}/download")).form_to("/download")
    page = done(noor, sent, "assessment", information="E", grounds=LOW)
    assert "Nothing of it is given out" in page.words
    assert not [form for form in page.forms if form.action.endswith("/export")]
    told = "Nothing of this case may leave the house"
    fresh = look(press(noor, sent, "export", opened, **LEAVING))
    answer = press(noor, sent, "export", fresh, **LEAVING)
    assert (answer.status_code, told in look(answer).words) == (422, True)
    given = wanted.values | LEAVING | {"as": "sealed"}
    answer = noor.post(wanted.action, data=given)
    assert (answer.status_code, told in look(answer).words) == (422, True)
    done(noor, sent, "assessment", information="D", grounds=LOW)
    assert noor.post(wanted.action, data=given).status_code == 303


def test_what_is_corroborated_names_a_tip_that_the_officer_may_open(
    world: World, noor: FlaskClient
) -> None:
    sent, other, hidden = world.send(), world.send(), world.send(lane="OVS")
    wrong = {
        "": "Name the other tip",
        "Ali": "Name the other tip",
        sent.path: "This is a tip of this case",
        hidden.path: "There is no such tip among those that you may open.",
        "ab" * 16: "There is no such tip among those that you may open.",
    }
    for named, told in wrong.items():
        typed = {"information": "B", "grounds": LOW, "beside": named}
        page = look(press(noor, sent, "assessment", None, **typed))
        assert (page.status, told in page.words) == (422, True), named
        assert chosen(page)["beside"] == named
    given = f"https://review.example{other.path}?tab=all"
    page = done(noor, sent, "assessment", information="B", grounds=LOW, beside=given)
    assert f"Borne out by Tip {other.id.hex()[:8]}" in page.words
    assert other.path in page.links
    assert chosen(page)["beside"] == other.id.hex()
    done(noor, sent, "assessment", information="C", grounds=LOW)


def test_who_would_lower_a_p1_is_told_what_that_means(world: World, noor: FlaskClient) -> None:
    sent = world.send(now=Now.YES)
    told = "To lower a P1 is asked of a second officer"
    assert told not in look(noor.get(sent.path)).words
    assert told in done(noor, sent, "assessment").words


def test_a_second_officer_approves(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = lowering(world, noor)
    page = answered(sami, sent, "approve")
    assert page.status == 200
    assert "Priority P3 Priority" in page.words
    assert "Noor asked, Sami approved, " in page.words
    assert "Sami approved, as second officer: Lower the priority · P3 Priority" in page.words
    assert "Waits for a second officer" not in page.words


def test_a_second_officer_declines_and_says_why(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = lowering(world, noor)
    page = answered(sami, sent, "decline")
    assert (page.status, "Say why you decline." in page.words) == (422, True)
    page = answered(sami, sent, "decline", "They are still there.")
    assert "Priority P1 Emergency" in page.words
    assert "declined, as second officer" in page.words
    assert "They are still there." in page.words
    assert "Waits for a second officer" not in page.words


def test_neither_button_is_no_answer(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = lowering(world, noor)
    assert "came back incomplete" in answered(sami, sent, "perhaps").words
    assert "Priority P1 Emergency" in look(sami.get(sent.path)).words


def test_nobody_is_their_own_second_officer(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = lowering(world, noor)
    form = look(sami.get(sent.path)).form_to("/requests/4")
    own = look(noor.get(sent.path)).form_to("/notes").values
    typed = {"request-4-seen": own["note-seen"], "request-4-csrf_token": own["note-csrf_token"]}
    given = {**typed, "csrf_token": own["note-csrf_token"], "answer": "approve"}
    answer = noor.post(form.action, data=given)
    page = look(answer)
    assert answer.status_code == 422
    assert "You asked for this yourself. Another officer must answer it." in page.words
    assert "Priority P1 Emergency" in page.words
    assert answers_to(page) == []


def test_a_request_that_lapsed_is_not_offered_and_not_answered(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = lowering(world, noor)
    form = look(sami.get(sent.path)).form_to("/requests/4")
    cookie = sami.get_cookie("session")
    assert cookie is not None
    with time_machine.travel(datetime.now(UTC) + LASTS + timedelta(minutes=1), tick=False):
        late = world.analyst("Huda")
        page = look(late.get(sent.path))
        assert "Waits for a second officer" not in page.words
        own = page.form_to("/notes").values
        given = {
            "request-4-seen": own["note-seen"],
            "request-4-csrf_token": own["note-csrf_token"],
            "csrf_token": own["note-csrf_token"],
            "answer": "approve",
        }
        answer = late.post(form.action, data=given)
    assert answer.status_code == 422
    assert "This request does not wait any more" in look(answer).words


def test_the_slower_of_two_second_officers_is_told(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent, huda = lowering(world, noor), world.analyst("Huda")
    form = look(huda.get(sent.path)).form_to("/requests/4")
    answered(sami, sent, "decline", "They are still there.")
    answer = huda.post(form.action, data=form.values | {"answer": "approve"})
    page = look(answer)
    assert answer.status_code == 409
    assert "New Sami declined, as second officer" in page.words
    assert answers_to(page) == []


def test_what_nobody_asked_is_not_answered(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    own = look(noor.get(sent.path)).form_to("/notes").values
    for number in (1, 2, 999_999):
        given = {
            f"request-{number}-seen": "1",
            f"request-{number}-csrf_token": own["note-csrf_token"],
            "csrf_token": own["note-csrf_token"],
            "answer": "approve",
        }
        answer = noor.post(f"{sent.path}/requests/{number}", data=given)
        assert answer.status_code == 422
        assert "This request does not wait any more" in look(answer).words


def test_the_work_list_shows_the_official_priority_and_stands_in_its_order(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    levels = {"P4": "Fourth.", "P1": "First.", "": "Not assessed.", "P2": "Second.", "P5": "Last."}
    for level, what in levels.items():
        sent = world.send(f"{what} Report.", category="DRUG")
        if level:
            done(noor, sent, "assessment", priority=level, life="y" if level == "P1" else "")
    noor.get(world.send("He has a gun. Report.", category="WEAP", now=Now.YES).path)
    now = world.send("It burns. Report.", now=Now.YES)
    words = look(sami.get("/en/queue")).words
    order = ("It burns.", "He has a gun.", "First.", "Second.", "Not assessed.", "Fourth.", "Last.")
    assert sorted(order, key=words.index) == list(order)
    assert "P1 Emergency Threat to life" in words
    assert "P1 and P2 stand first, set or suggested, then what else nobody has assessed" in words
    assert words.count("Threat to life") == 1
    done(noor, now, "assessment")
    words = look(sami.get("/en/queue")).words
    assert words.index("It burns.") < words.index("First.") < words.index("Second.")
