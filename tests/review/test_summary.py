"""The summary, written and read beside the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.review.test_actions import done, press
from tests.review.world import Sent, World
from tests.visitor import look
from tipline.tips.report import Circle, Person

if TYPE_CHECKING:
    from flask.testing import FlaskClient

WHAT = "I saw the gun under his pillow. <b>Call</b> 3900 1122."
HINT = '<mark class="points" title="'


def beside(client: FlaskClient, sent: Sent) -> str:
    answer = client.get(f"{sent.path}/summary")
    look(answer)
    return answer.text


def test_what_may_point_at_the_reporter_is_marked_and_nothing_acts(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send(WHAT, people=(Person(looks="My brother, tall", name="Ali"),))
    world.add(sent, "رقمي ٣٩٠٠١١٢٢")
    html = beside(noor, sent)
    for passage in ("I", "under his pillow", "3900 1122", "My", "رقمي"):
        assert f">{passage}</mark>" in html, passage
    assert "&lt;b&gt;Call&lt;/b&gt;" in html
    page = look(noor.get(f"{sent.path}/summary"))
    assert "A phone number: 2" in page.words
    assert "These are hints by rule" in page.words
    page = look(noor.get(f"{world.send().path}/summary"))
    assert "No rule found anything" in page.words


def test_it_is_written_there_and_its_versions_stay(world: World, noor: FlaskClient) -> None:
    sent = world.send(WHAT)
    page = look(noor.get(f"{sent.path}/summary"))
    assert "few people know this" not in page.words
    answer = press(noor, sent, "summary", page, text="A gun, says my source.")
    assert answer.status_code == 303
    page = look(noor.get(f"{sent.path}/summary"))
    assert "Version 2, Noor, " in page.words
    assert "There may still be something in it that points at the reporter:" in page.words
    press(noor, sent, "summary", page, text="A gun in the property.")
    page = look(noor.get(f"{sent.path}/summary"))
    assert "Version 3, Noor, " in page.words
    assert "Earlier versions Version 2, Noor, " in page.words
    assert "There may still be something" not in page.words


def test_what_few_know_is_read_by_another_officer(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send(WHAT, circle=Circle.FEW)
    page = done(noor, sent, "summary", text="A gun in the property.")
    assert "Few know this: another officer has yet to read it." in page.words
    own = look(noor.get(f"{sent.path}/summary"))
    assert "Another officer has yet to read it." in own.words
    assert not [form for form in own.forms if form.action.endswith("/summary/2")]
    assert "Waits for a second officer" in look(sami.get("/en/queue")).words
    form = look(sami.get(f"{sent.path}/summary")).form_to("/summary/2")
    page = look(sami.post(form.action, data=form.values, follow_redirects=True))
    assert "Sami read the summary beside the report" in page.words
    assert "has yet to read it" not in page.words
    assert "Waits for a second officer" not in look(sami.get("/en/queue")).words
    assert "Sami read it beside the report." in look(noor.get(f"{sent.path}/summary")).words
    answer = sami.post(form.action, data=form.values)
    assert answer.status_code == 409


def test_a_version_that_was_written_over_is_not_read(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send(WHAT, circle=Circle.ONLY_ME)
    done(noor, sent, "summary", text="A gun in the property.")
    form = look(sami.get(f"{sent.path}/summary")).form_to("/summary/2")
    done(noor, sent, "summary", text="A gun under a pillow.")
    answer = sami.post(form.action, data=form.values)
    assert answer.status_code == 409
    assert "has yet to read it" in look(noor.get(sent.path)).words
