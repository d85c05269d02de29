"""What is still to do on a tip's page: clocks, tasks, and dates to wait for."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import Page
from tests.review.world import Sent, World
from tests.visitor import look
from tipline.casework.case.casefile import open_case
from tipline.casework.case.head import CaseHead
from tipline.keyring.card import Role
from tipline.tips.report import Now

WHY = "Nobody is there before."
NOON = datetime(2027, 3, 1, 9, tzinfo=UTC)


def press(
    client: FlaskClient, sent: Sent, action: str, page: Page | None = None, **typed: str
) -> TestResponse:
    """Fill a form of a tip's page and send it; the names of a task's own form hold its number."""
    form = (page or look(client.get(sent.path))).form_to(f"/{action}")
    full = {name.rpartition("-")[2]: name for name in form.names}
    chosen = {full.get(name, name): value for name, value in typed.items()}
    return client.post(form.action, data=form.values | chosen)


def done(client: FlaskClient, sent: Sent, action: str, **typed: str) -> Page:
    """Send a form that must go through, and return the tip's page."""
    answer = press(client, sent, action, None, **typed)
    assert answer.status_code == 303, look(answer).words
    return look(client.get(sent.path))


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Let it be noon in the deployment's place."""
    with time_machine.travel(NOON, tick=False) as coordinates:
        yield coordinates


def test_a_task_is_set_done_and_told(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    page = done(noor, sent, "tasks", text="Ring the owner.", when="4h")
    assert "What is to come" in page.words
    assert "Ring the owner. Task 2 · in 4 hours · 16:00" in page.words
    assert "for anybody of the desk" in page.words
    assert "Noor set a task: due 16:00 Ring the owner." in page.words
    page = done(noor, sent, "tasks/2", becomes="done")
    assert "Noor did a task: Task 2" in page.words
    assert "for anybody of the desk" not in page.words


def test_a_task_is_for_somebody_of_the_desk(world: World, noor: FlaskClient) -> None:
    world.analyst("Sami")
    world.analyst("Huda", role=Role.AUDITOR)
    sent = world.send()
    page = look(noor.get(sent.path))
    choices = page.form_to("/tasks").choices["task-whom"]
    assert "By whom Anybody of the desk Noor Sami Comes back" in page.words
    sami = choices[-1]
    page = done(noor, sent, "tasks", text="Ring.", when="1h", whom=sami)
    assert "for Sami" in page.words
    answer = press(noor, sent, "tasks", None, text="Ring.", when="1h", whom="ab" * 16)
    assert answer.status_code == 422


def test_a_task_on_a_day_has_its_hour_in_the_deployments_place(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    page = done(noor, sent, "tasks", text="Ring.", when="day", day="٣/٣/2027", hour="١٤:٣٠")
    assert "due 3 Mar 14:30" in page.words
    page = done(noor, sent, "tasks", text="Ring again.", when="day", day="3/3/2027")
    assert "due 3 Mar 08:00" in page.words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"when": "1h"}, "Write something first."),
        ({"text": "Ring.", "when": "day"}, "Choose a time, or write a day."),
        ({"text": "Ring.", "when": ""}, "Choose a time, or write a day."),
        ({"text": "Ring.", "when": "day", "day": "1/3/2027", "hour": "11:59"}, "Choose a time to"),
        ({"text": "Ring.", "when": "day", "day": "1/3/2047"}, "Choose a time to come"),
        ({"text": "Ring.", "when": "day", "day": "2/3/2027", "hour": "25"}, "clock of 24 hours"),
        ({"text": "Ring.", "when": "day", "day": "31/2/2027"}, "There is no such day."),
        ({"text": "Ring.", "when": "1h", "every": "5"}, "Choose one of the answers"),
        ({"text": "x" * 501, "when": "1h"}, "Make this shorter by 1 character."),
    ],
)
def test_what_is_not_whole_comes_back(
    world: World, noor: FlaskClient, typed: dict[str, str], told: str
) -> None:
    sent = world.send()
    answer = press(noor, sent, "tasks", None, **typed)
    page = look(answer)
    assert answer.status_code == 422
    assert told in page.words
    assert page.form_to("/tasks").values["task-text"] == typed.get("text", "")
    assert "Chain whole, 1 entry" in page.words


def test_a_task_is_moved_and_dropped_for_a_reason(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "tasks", text="Ring the owner.", when="1h")
    assert press(noor, sent, "tasks/2", None, becomes="drop").status_code == 422
    assert press(noor, sent, "tasks/2", None, becomes="move", text=WHY).status_code == 422
    assert press(noor, sent, "tasks/2", None, text=WHY).status_code == 422
    page = done(noor, sent, "tasks/2", becomes="move", text=WHY, when="1d")
    assert "Task 2 · in 1 day" in page.words
    assert f"Noor moved a task: Task 2 · due 2 Mar 12:00 {WHY}" in page.words
    page = done(noor, sent, "tasks/2", becomes="drop", text=WHY)
    assert "Task 2 · in" not in page.words


def test_a_follow_up_comes_back(
    world: World, noor: FlaskClient, clock: time_machine.Traveller
) -> None:
    sent = world.send()
    page = done(noor, sent, "tasks", text="Look at it.", when="1d", every="7")
    assert "every 7 days" in page.words
    clock.shift(timedelta(days=1, hours=1))
    sami = world.analyst("Sami")
    assert "Task 2 · ▲ passed 1 hour ago" in look(sami.get(sent.path)).words
    page = done(sami, sent, "tasks/2", becomes="done")
    assert "Task 2 · in 7 days" in page.words
    assert "done once" in page.words


def test_a_task_that_another_ended_is_told(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    sami = world.analyst("Sami")
    done(noor, sent, "tasks", text="Ring the owner.", when="1h")
    page = look(sami.get(sent.path))
    done(noor, sent, "tasks/2", becomes="done")
    answer = press(sami, sent, "tasks/2", page, becomes="done")
    assert answer.status_code == 409
    assert "What is to come" in look(answer).words


def test_nothing_is_closed_with_an_open_task(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "tasks", text="Ring the owner.", when="1h")
    answer = press(noor, sent, "closing", None, outcome="OUT_NOTRACE")
    assert answer.status_code == 422
    assert "Tasks are still open, by the numbers of their entries: 2." in look(answer).words
    done(noor, sent, "tasks/2", becomes="done")
    page = done(noor, sent, "closing", outcome="OUT_NOTRACE")
    assert "Closed" in page.words
    assert "What is to come" not in page.words


def test_a_case_waits_for_a_date_and_comes_back(
    world: World, noor: FlaskClient, clock: time_machine.Traveller
) -> None:
    sent = world.send()
    assert press(noor, sent, "waiting", None, when="7d").status_code == 422
    page = done(noor, sent, "waiting", when="7d", text=WHY)
    assert "Waits until 8 Mar 12:00, in 1 week" in page.words
    assert "Next look" not in page.words
    assert f"Noor put it off: until 8 Mar 12:00 {WHY}" in page.words
    clock.shift(timedelta(days=7, hours=1))
    sami = world.analyst("Sami")
    page = look(sami.get(sent.path))
    assert "Waits until" not in page.words
    assert "Next look" in page.words


def test_a_case_that_waits_is_taken_up(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "waiting", when="7d", text=WHY)
    page = done(noor, sent, "resuming")
    assert "Waits until" not in page.words
    assert "Noor took it up before its date" in page.words


def test_a_message_ends_the_waiting(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "waiting", when="7d", text=WHY)
    world.add(sent, "It goes on.")
    assert "Waits until" not in look(noor.get(sent.path)).words


def test_the_clock_of_the_next_look_follows_the_priority_and_tells_who_looks(
    world: World, noor: FlaskClient, clock: time_machine.Traveller
) -> None:
    sent = world.send(now=Now.YES)
    page = look(noor.get(sent.path))
    assert "Next look in 30 minutes · 12:30" in page.words
    clock.shift(timedelta(minutes=20))
    page = look(world.analyst("Sami").get(sent.path))
    assert "Next look in 30 minutes · 12:50" in page.words, "a look is a look"


def test_a_reporters_answer_is_waited_for(
    world: World, noor: FlaskClient, clock: time_machine.Traveller
) -> None:
    sent = world.send()
    page = done(noor, sent, "questions", text="Where?")
    assert "The reporter's answer in 2 weeks" in page.words
    clock.shift(timedelta(days=15))
    page = look(world.analyst("Sami").get(sent.path))
    assert (
        "The reporter's answer ▲ passed 1 day ago · 15 Mar 12:00 · the supervisor looks"
        in page.words
    )


def test_the_head_keeps_what_the_clocks_need(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "tasks", text="Ring the owner.", when="1h")
    with world.at_work(noor) as visit:
        row = visit.office.cases.for_tips([sent.id], visit.desks)[sent.id]
        case = open_case(visit, row)
        head = CaseHead.open(row.head, case.identity)
    assert head.moments.task == NOON + timedelta(hours=1)
