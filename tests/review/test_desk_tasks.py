"""What is still to do, on the page of a case that a desk was given: tasks, dates, a hand-off."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.pages import Page
from tests.review import test_following as on_tip
from tests.review.test_desks import case_page, given
from tests.review.world import World
from tests.visitor import look
from tipline.tips.report import Now

WHY = "Nobody is there before."


def press(client: FlaskClient, name: str, **typed: str) -> TestResponse:
    """Fill a form of the only case's page and send it; its fields' names begin with its own."""
    (form,) = [each for each in case_page(client).forms if f"/steps/{name}?" in each.action]
    full = {field.removeprefix(f"{name}-"): field for field in form.names}
    chosen = {full.get(field, field): value for field, value in typed.items()}
    return client.post(form.action, data=form.values | chosen)


def done(client: FlaskClient, name: str, **typed: str) -> Page:
    answer = press(client, name, **typed)
    assert answer.status_code == 303, look(answer).words
    return case_page(client)


def step(client: FlaskClient, name: str, **typed: str) -> TestResponse:
    """Send one of the desk's own steps."""
    form = case_page(client).form_to(f"/steps/{name}")
    chosen = {f"{name}-{field}": value for field, value in typed.items()}
    return client.post(form.action, data=form.values | chosen)


def test_a_desk_sets_tasks_and_dates_of_its_own(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    on_tip.done(noor, sent, "tasks", text="Tell the press.", when="1h")
    page = done(ali, "task", text="Ring the harbour.", when="4h", every="7")
    (of_triage, own) = [each for each in page.words.split("Task ")[1:] if each[0].isdecimal()][:2]
    assert "Tip triage desk" in of_triage
    assert "for anybody of the desk" in own
    (ending,) = [form.action for form in page.forms if "/steps/task-" in form.action]
    number = ending.partition("task-")[2].partition("?")[0]
    assert f"Ring the harbour. Task {number}" in page.words
    assert press(ali, f"task-{number}", becomes="drop").status_code == 422, "it needs a reason"
    assert "for anybody of the desk" in done(ali, f"task-{number}", becomes="done").words
    page = look(noor.get(sent.path))
    assert "Coast Guard Command · every 7 days" in page.words
    assert step(ali, "accept").status_code == 303
    page = done(ali, "wait", when="7d", text=WHY)
    assert "Waits Coast Guard Command, until" in page.words
    answer = step(ali, "done", outcome="OUT_SAFE")
    assert answer.status_code == 422
    assert "Tasks are still open" in look(answer).words
    assert "Waits" not in done(ali, "resume").words
    done(ali, f"task-{number}", becomes="drop", text=WHY)
    assert step(ali, "done", outcome="OUT_SAFE").status_code == 303


def test_the_emergency_desk_ticks_the_steps_off(
    world: World, noor: FlaskClient, ali: FlaskClient
) -> None:
    omar = world.analyst("Omar", desks=("OPS",))
    sent = given(noor, world, now=Now.YES)
    on_tip.done(noor, sent, "handoff")
    page = case_page(ali)
    assert "Waits for their decision" in page.words
    assert not [form for form in page.forms if "/steps/step-" in form.action]
    assert press(omar, "step-reference").status_code == 422
    page = done(omar, "step-reference", text="CAD-2027-118")
    assert "CAD-2027-118" in page.words
    assert "Say this, and no more" not in page.words
    page = done(omar, "step-decided", text="A patrol goes.")
    assert "They have decided" in page.words
    assert "CAD-2027-118" in look(noor.get(sent.path)).words
    form = page.form_to("/steps/note")
    for name in ("step-nothing", "task-0", "task-x", "nothing"):
        other = form.action.partition("#")[0].replace("/note", f"/{name}")
        assert omar.post(other, data=form.values).status_code == 404
