"""What has ended: listed before its day, kept for a reason, or destroyed by two."""

from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests.review.test_following import done, press
from tests.review.world import WHAT, Sent, World, due
from tests.visitor import look
from tipline.sealing.audit import open_entry
from tipline.store.inbox.sweeper import Sweeper

WHY = "The court asks for it."


def day(days: int) -> str:
    return f"{datetime.now(UTC).date() + timedelta(days):%d/%m/%Y}"


def closed(world: World, client: FlaskClient, outcome: str, **told: str) -> Sent:
    sent = world.send(category="SITE")
    done(client, sent, "closing", outcome=outcome, **told)
    return sent


def test_what_is_soon_deleted_is_listed(world: World, noor: FlaskClient) -> None:
    soon = closed(world, noor, "OUT_PROTECTED", text="An opinion.")
    later = closed(world, noor, "OUT_INTEL")
    page = look(noor.get("/en/due"))
    assert f"{soon.id.hex()[:8]} Closed Protected activity only" in page.words
    assert later.id.hex()[:8] not in page.words
    assert WHAT not in page.words
    other = world.analyst("Huda", desks=("OVS",))
    assert "Nothing is deleted soon." in look(other.get("/en/due")).words


def test_a_case_is_kept_up_to_its_limit(world: World, noor: FlaskClient) -> None:
    sent = closed(world, noor, "OUT_INTEL")
    today = datetime.now(UTC).date()
    assert due(world, sent)[0] == today + timedelta(180)
    page = done(noor, sent, "keeping", day=day(700), text=WHY)
    assert due(world, sent)[0] == today + timedelta(700)
    assert "kept longer, by decision" in page.words
    assert "Noor decided to keep it: until" in page.words
    done(noor, sent, "reopening", text="He came back.")
    assert due(world, sent) == (None, None)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"text": WHY}, "Write the day until which it is kept."),
        ({"text": WHY, "day": "1/1/2020"}, "Choose a day to come."),
        ({"text": WHY, "day": "1/1/2099"}, "It may be kept until"),
        ({"day": day(200), "text": "so"}, "Say why, in at least 10 characters."),
    ],
)
def test_what_may_not_be_decided_comes_back(
    world: World, noor: FlaskClient, typed: dict[str, str], told: str
) -> None:
    sent = closed(world, noor, "OUT_INTEL")
    answer = press(noor, sent, "keeping", None, **typed)
    assert answer.status_code == 422
    assert told in look(answer).words
    assert due(world, sent)[0] == datetime.now(UTC).date() + timedelta(180)


def test_two_destroy_it_before_its_day(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = closed(world, noor, "OUT_INTEL")
    assert press(noor, sent, "destroying", None, text="so").status_code == 422
    page = done(noor, sent, "destroying", text=WHY)
    assert "Waits for a second officer" in page.words
    assert due(world, sent)[0] == datetime.now(UTC).date() + timedelta(180)
    form = next(each for each in look(sami.get(sent.path)).forms if "/requests/" in each.action)
    answer = sami.post(form.action, data=form.values | {"answer": "approve"})
    assert answer.status_code == 303
    today = datetime.now(UTC).date()
    assert due(world, sent) == (today, today)
    assert world.mailbox(sent).hidden
    assert sent.id in Sweeper(world.house.shelf.engine).due(today)
    entries = [open_entry(each.sealed, world.audit) for each in world.house.audit.entries()]
    assert [each["entry"]["action"] for each in entries].count("destroy") == 1  # type: ignore[index,call-overload]


def test_what_goes_on_is_neither_kept_nor_destroyed(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    page = look(noor.get(sent.path))
    actions = [form.action for form in page.forms]
    assert not any("/keeping" in each or "/destroying" in each for each in actions)
    held = page.form_to("/notes").values
    data = {name.replace("note-", "keep-"): value for name, value in held.items()}
    answer = noor.post(f"{sent.path}/keeping", data=data | {"keep-day": day(9), "keep-text": WHY})
    assert answer.status_code == 422
    assert "This case has not ended" in look(answer).words
