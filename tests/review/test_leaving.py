"""What leaves the house from a tip's page: asked, approved, taken once, told of after."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.review.test_actions import LEAVING, answered, done, press
from tests.review.test_download import PHOTO, urgent
from tests.review.test_evidence import pages, trail
from tests.review.world import Sent, World, due
from tests.visitor import look
from tipline.tips.second import LASTS

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

GRADE = {"priority": "P3", "text": "It is not urgent."}


def taken(client: FlaskClient, sent: Sent) -> TestResponse:
    """Press the button of what was approved."""
    page = look(client.get(sent.path))
    (form,) = (each for each in page.forms if "/permits/" in each.action)
    return client.post(form.action, data=form.values)


def exporting(noor: FlaskClient, sent: Sent) -> None:
    done(noor, sent, "assessment", **GRADE)
    done(noor, sent, "export", **LEAVING)


def test_an_export_is_asked_approved_and_taken_once(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    page = look(noor.get(sent.path))
    assert "Grade it first: nothing leaves the house ungraded." in page.words
    assert press(noor, sent, "export", page, **LEAVING).status_code == 422
    exporting(noor, sent)
    page = look(noor.get(sent.path))
    assert "Export tip and case · The prosecutor · Hearing 12 The judge asked for it." in page.words
    assert "You asked for this." in page.words
    assert "export" not in {entry["action"] for entry in trail(world)}
    page = answered(sami, sent)
    assert "Approved: may be taken" in page.words
    assert "Noor asked for it and may take it until" in page.words
    assert not [form for form in page.forms if "/permits/" in form.action]
    page = look(noor.get(sent.path))
    (form,) = (each for each in page.forms if "/permits/" in each.action)
    answer = taken(noor, sent)
    assert answer.mimetype == "application/zip"
    assert [entry["action"] for entry in trail(world)].count("export") == 1
    again = noor.post(form.action, data=form.values)
    assert (again.status_code, "This is not yours to take any more" in look(again).words) == (
        422,
        True,
    )
    page = look(noor.get(sent.path))
    assert "What left the house Copy of tip and case To whom" in page.words
    assert "Grade 2/D/C Receipt not acknowledged yet" in page.words
    assert "Approved: may be taken" not in page.words
    done_form = page.form_to("/arrival")
    prefix = next(iter(done_form.values)).rpartition("-")[0]
    typed = done_form.values | {f"{prefix}-text": "Clerk 3, by hand."}
    page = look(noor.post(done_form.action, data=typed, follow_redirects=True))
    assert "it arrived" in page.words
    assert "Clerk 3, by hand." in page.words


def test_another_does_not_take_what_was_approved(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    exporting(noor, sent)
    answered(sami, sent)
    mine = look(noor.get(sent.path)).form_to("/permits/4")
    own = look(sami.get(sent.path)).form_to("/notes").values
    given = {"take-4-seen": own["note-seen"], "take-4-csrf_token": own["note-csrf_token"],
             "csrf_token": own["note-csrf_token"]}  # fmt: skip
    answer = sami.post(mine.action, data=given)
    assert answer.status_code == 422
    assert "This is not yours to take any more" in look(answer).words


def test_a_permit_lapses(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = world.send()
    exporting(noor, sent)
    assert "Approved: may be taken" in answered(sami, sent).words
    with time_machine.travel(datetime.now(UTC) + LASTS + timedelta(minutes=1), tick=False):
        late = world.analyst("Huda")
        assert "Approved: may be taken" not in look(late.get(sent.path)).words


def test_a_file_is_asked_approved_and_taken(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send(files=[PHOTO])
    done(noor, sent, "assessment", **GRADE)
    [address] = pages(noor.get(sent.path).text)
    page = look(noor.get(f"{address}/download"))
    assert "What leaves takes two officers" in page.words
    form = page.form_to("/download")
    answer = noor.post(form.action, data=form.values | LEAVING | {"as": "file"})
    page = look(noor.get(answer.location))
    assert (
        "Take an attachment · The prosecutor · Hearing 12 · Attachment 1 the file itself"
        in page.words
    )
    assert "download" not in {entry["action"] for entry in trail(world)}
    answered(sami, sent)
    ready = look(noor.get(taken(noor, sent).location))
    (copy,) = (link for link in ready.links if "/copies/" in link)
    assert noor.get(copy).data == PHOTO.content
    done(noor, sent, "assessment", information="E", grounds="It contradicts itself.")
    assert noor.get(copy).status_code == 404


def test_to_save_a_life_it_leaves_at_once_and_another_officer_looks(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    urgent(noor, sent.path)
    page = look(noor.get(sent.path))
    assert "A life may be at stake: this leaves at once" in page.words
    assert press(noor, sent, "export", page, **LEAVING).mimetype == "application/zip"
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3), tick=False):
        late = world.analyst("Huda")
        assert "Waits for a second officer" in look(late.get("/en/queue")).words
    page = look(noor.get(sent.path))
    assert "another officer has yet to look at it" in page.words
    assert not [form for form in page.forms if form.action.endswith("/review#given")]
    page = look(sami.get(sent.path))
    form = page.form_to("/review")
    objecting = form.values | {"answer": "object"}
    assert sami.post(form.action, data=objecting).status_code == 422
    page = look(
        sami.post(form.action, data=form.values | {"answer": "right"}, follow_redirects=True)
    )
    assert "looked at by another officer" in page.words
    assert "Sami looked at what was done at once: it was right" in page.words
    assert "Waits for a second officer" not in look(sami.get("/en/queue")).words


def test_a_hold_keeps_what_is_due(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "closing", outcome="OUT_TEST")
    before = due(world, sent)
    today = datetime.now(UTC).date()
    until = today + timedelta(170)
    hold = {"order": "Public prosecution 12/2026", "text": "The judge ordered it."}
    for day, told in {
        "": "Say until which day.",
        "\u2028": "Say until which day.",
        f"{today + timedelta(181):%d/%m/%Y}": "A hold ends on a day between",
    }.items():
        answer = press(noor, sent, "hold", None, until=day, **hold)
        assert (answer.status_code, told in look(answer).words) == (422, True)
    page = done(noor, sent, "hold", until=f"{until:%d/%m/%Y}", **hold)
    assert "Hold it from deletion · Public prosecution 12/2026 · " in page.words
    assert due(world, sent) == before
    page = answered(sami, sent)
    assert "Held until" in page.words
    assert due(world, sent) == (until, before[1])


@pytest.mark.parametrize("others", [(), ("Sami",)])
def test_who_is_alone_at_a_desk_is_told(
    world: World, noor: FlaskClient, others: tuple[str, ...]
) -> None:
    for name in others:
        world.analyst(name)
    sent = world.send()
    done(noor, sent, "assessment", **GRADE)
    page = done(noor, sent, "export", **LEAVING)
    assert ("Nobody else is at this desk" in page.words) == (not others)


def test_who_is_shut_out_is_no_second_officer_and_gets_no_task(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    page = done(noor, sent, "assessment", **GRADE)
    assert "Nobody else is at this desk" not in page.words
    with world.at_work(sami) as present:
        gone = present.member.analyst
    assert gone.hex() in page.form_to("/tasks").choices["task-whom"]
    world.house.staff.disable(gone)
    page = look(noor.get(sent.path))
    assert "Nobody else is at this desk" in page.words
    assert gone.hex() not in page.form_to("/tasks").choices["task-whom"]
