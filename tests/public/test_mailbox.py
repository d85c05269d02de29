"""Coming back: what a code opens, and what it does not."""

from __future__ import annotations

import random
import re
import secrets
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import time_machine

from tests.distributions import alike, distance
from tests.mailboxes import set_day, set_head
from tests.public.walk import SHORT, parts, send
from tests.visitor import Visitor
from tipline.age import HybridRecipient
from tipline.errors import MailboxUnknownError
from tipline.intake.counter import Decoy, Intake
from tipline.public import create_app
from tipline.sealing.answer import open_head, seal_answer, seal_head
from tipline.sealing.mailbox import MailboxKey, derive
from tipline.sealing.receipt import ReceiptCode, draw
from tipline.store.inbox.sweeper import Sweeper
from tipline.tips.mailbox import Answer
from tipline.tips.report import Message
from tipline.tips.state import Word

if TYPE_CHECKING:
    from flask import Flask

    from tests.journeys.deployment import Deployment
    from tests.pages import Page

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TURNS = 150


def key_of(code: str, deployment: Deployment) -> MailboxKey:
    return derive(ReceiptCode(code), deployment.pepper)


def answer(code: str, deployment: Deployment, text: str, *, question: bool = False) -> bytes:
    key = key_of(code, deployment)
    past = datetime.now(UTC) - timedelta(minutes=1)
    written = Answer(
        id=secrets.token_bytes(16), written=past.date(), text=text,
        shown_from=past, question=question,
    )  # fmt: skip
    sealed = seal_answer(written, HybridRecipient.parse(str(key.identity.recipient)))
    deployment.shelf().add_answer(key.id, written.id, sealed)
    return written.id


def test_an_answer_has_the_day_of_the_deployments_place(
    visitor: Visitor, deployment: Deployment
) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 22, 30, tzinfo=UTC), tick=False):
        code, _ = send(visitor, SHORT)
        answer(code, deployment, "We read it.")
        assert "An answer · 25 November 2026" in look(visitor, code).words


def rehead(code: str, deployment: Deployment, app: Flask, **changes: object) -> None:
    key = key_of(code, deployment)
    intake: Intake = app.extensions["tipline.intake"]
    row = intake.drop.mailbox(key.id)
    assert row
    head = open_head(row.head, key.identity)
    changed = type(head)(**{**vars(head), **changes})
    set_head(deployment.shelf().engine, key.id, seal_head(changed, key.identity.recipient))


def end(code: str, deployment: Deployment) -> None:
    """Let a mailbox's day come, and the sweeper."""
    shelf = deployment.shelf()
    set_day(shelf.engine, key_of(code, deployment).id, date(2020, 1, 1))
    assert Sweeper(shelf.engine).end_mailboxes(date(2020, 1, 2)) == 1


def look(visitor: Visitor, code: str, language: str = "en") -> Page:
    return visitor.press(visitor.enter("mailbox", language), "look", {"code": code})


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code,
        lambda code: " ".join(re.findall("....", code)),
        lambda code: "-".join(re.findall("....", code)),
        lambda code: "\u200f" + code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda code: code.translate(str.maketrans("0123456789", "०१२३४५६७८९")) + " ",
    ],
)
def test_a_code_opens_however_it_is_typed(visitor: Visitor, typed: object) -> None:
    code, _ = send(visitor, SHORT)
    assert callable(typed)
    assert "Received" in look(visitor, typed(code)).words


def test_a_slip_is_told_before_anything_is_looked_up(
    visitor: Visitor, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Intake, "look", never)
    code = draw().digits
    assert "There is a slip" in look(visitor, str((int(code) + 1) % 10**28).zfill(28)).words
    assert "27 were entered" in look(visitor, code[:-1]).words
    assert "Write the 28 digits of your receipt code." in look(visitor, "").words


def test_unknown_hidden_and_gone_are_one_answer(
    visitor: Visitor, deployment: Deployment, app: Flask
) -> None:
    (hidden, _), (gone, _) = send(visitor, SHORT), send(visitor, SHORT)
    rehead(hidden, deployment, app, hidden=True)
    assert "Received" in look(visitor, gone).words
    end(gone, deployment)
    codes = (hidden, gone, draw().digits)
    pages = {look(visitor, code).html.replace(code, "") for code in codes}
    assert len(pages) == 1
    assert "There is no report with this code" in pages.pop()


@pytest.mark.parametrize(("days", "reminded"), [(6, False), (8, True)])
def test_a_question_that_waited_is_told_so(
    visitor: Visitor,
    deployment: Deployment,
    app: Flask,
    days: int,
    reminded: bool,  # noqa: FBT001 (a case)
) -> None:
    code, _ = send(visitor, SHORT)
    answer(code, deployment, "From which side?", question=True)
    asked = datetime.now(UTC) - timedelta(days=days)
    rehead(code, deployment, app, words=((Word.QUESTION, asked),))
    page = look(visitor, code)
    assert ("The question still waits" in page.words) is reminded
    added = visitor.press(page, "add", {"text": "From the sea."})
    assert "The question still waits" not in added.words


def test_answers_are_shown_and_deleted_for_good(visitor: Visitor, deployment: Deployment) -> None:
    code, _ = send(visitor, SHORT)
    answer(code, deployment, "Thank you.")
    gone = answer(code, deployment, "<b>From which side</b> does it come?", question=True)
    page = look(visitor, code)
    assert "<b>From" not in page.html
    assert "There is a question below" in page.words
    added = visitor.press(page, "add", {"text": "From the sea."})
    assert "There is a question below" not in added.words
    page = visitor.press(page, f"ask:{gone.hex()}")
    first = page.words.index("Nobody can bring it back")
    assert first < page.words.index("From which side") < page.words.index("Our answers")
    page = visitor.press(page, f"delete:{gone.hex()}")
    assert "The answer is deleted" in page.words
    assert "From which side" not in page.words
    assert "Thank you." in look(visitor, code).words


def test_nobody_deletes_what_is_another_s(visitor: Visitor, deployment: Deployment) -> None:
    code, _ = send(visitor, SHORT)
    other, _ = send(visitor, SHORT)
    theirs = answer(other, deployment, "For the other one")
    page = look(visitor, code)
    for wrong in (theirs.hex(), "zz", "", "00" * 5000):
        visitor.press(page, f"delete:{wrong}")
    assert "For the other one" in look(visitor, other).words


def test_what_is_added_arrives_once(visitor: Visitor, deployment: Deployment) -> None:
    code, _ = send(visitor, SHORT)
    page = look(visitor, code)
    for _ in range(2):
        after = visitor.press(page, "add", {"text": "It came again last night."})
        assert "has arrived and is sealed" in after.words
        assert "It came again" not in after.html
    visitor.press(after, "add", {"text": "And once more."})
    added = [part.text for part in parts(deployment) if isinstance(part, Message)]
    assert sorted(added) == ["And once more.", "It came again last night."]
    assert "Write what you want to add." in visitor.press(page, "add", {"text": " "}).words


def test_a_telltale_message_is_warned_of_and_never_refused(
    visitor: Visitor, deployment: Deployment
) -> None:
    code, _ = send(visitor, SHORT)
    page = visitor.press(look(visitor, code), "add", {"text": "Call me on 3912 3456."})
    assert "seems to hold a telephone number" in page.words
    assert "Call me on 3912 3456." in page.html
    assert len(parts(deployment)) == 1
    warned = visitor.press(page, "add")
    assert "seems to hold a telephone number" in warned.words
    assert "has arrived" in visitor.press(warned, "add-anyway").words
    assert "has arrived" in visitor.press(page, "add", {"text": "Nothing more."}).words
    added = sorted(part.text for part in parts(deployment) if isinstance(part, Message))
    assert added == ["Call me on 3912 3456.", "Nothing more."]


def test_the_word_is_coarse_and_waits_for_its_time(
    visitor: Visitor, deployment: Deployment, app: Flask
) -> None:
    code, _ = send(visitor, SHORT)
    now = datetime.now(UTC)
    words = ((Word.RECEIVED, now), (Word.WORKING, now + timedelta(minutes=30)))
    rehead(code, deployment, app, words=words)
    assert "Received" in look(visitor, code).words
    with time_machine.travel(now + timedelta(minutes=31), tick=False):
        assert "A team is working on it" in look(visitor, code).words


def test_a_ticket_ends_and_what_was_typed_does_not(visitor: Visitor) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        code, _ = send(visitor, SHORT)
        page = look(visitor, code)
        clock.shift(timedelta(minutes=31))
        page = visitor.press(page, "add", {"text": "Typed for half an hour"})
        assert "has closed" in page.words
        page = visitor.press(page, "look", {"code": code})
        assert "Typed for half an hour" in page.html
        page = visitor.press(page, "add")
    assert "has arrived and is sealed" in page.words


def test_a_message_needs_the_ticket_of_its_page(visitor: Visitor, deployment: Deployment) -> None:
    code, _ = send(visitor, SHORT)
    typed = {"page": "mailbox", "code": code, "go": "add", "text": "Seen once more"}
    page = visitor.post("/en/", typed)
    assert "Seen once more" in page.html
    assert len(parts(deployment)) == 1


@pytest.mark.parametrize("ticket", ["x", "A" * 300, "١٢٣", "\x00"])
def test_a_forged_ticket_opens_nothing(visitor: Visitor, ticket: str) -> None:
    page = visitor.post("/en/", {"page": "mailbox", "ticket": ticket, "go": "add", "text": "x"})
    assert "enter your receipt code again" in page.words


def test_the_code_is_printed_without_a_word(visitor: Visitor) -> None:
    code, page = send(visitor, SHORT, "ar")
    page = visitor.press(page, "print")
    assert code in page.words.replace(" ", "")
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert arabic in page.words.replace(" ", "")


def test_looking_in_writes_nothing(visitor: Visitor, deployment: Deployment) -> None:
    code, _ = send(visitor, SHORT)
    folder = deployment.settings.var / "inbox"
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    look(visitor, code)
    after = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert not {path for path in changed if not path.name.endswith("-shm")}


def test_unknown_hidden_and_gone_take_the_same_time(
    visitor: Visitor, deployment: Deployment, app: Flask
) -> None:
    """In an order of chance, so that whatever else the machine does slows all three."""
    (hidden, _), (gone, _) = send(visitor, SHORT), send(visitor, SHORT)
    rehead(hidden, deployment, app, hidden=True)
    end(gone, deployment)
    intake: Intake = app.extensions["tipline.intake"]
    codes = {"hidden": ReceiptCode(hidden), "gone": ReceiptCode(gone), "unknown": draw()}
    taken: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(TURNS):
        for name in random.sample(sorted(codes), len(codes)):
            start = time.perf_counter()
            with pytest.raises(MailboxUnknownError):
                intake.look(codes[name], NOW)
            taken[name].append(time.perf_counter() - start)
    for name in ("hidden", "gone"):
        assert alike(taken[name], taken["unknown"]), distance(taken[name], taken["unknown"])


def test_a_store_that_does_not_answer_loses_nothing(
    visitor: Visitor, deployment: Deployment
) -> None:
    code, _ = send(visitor, SHORT)
    page = look(visitor, code)
    inbox = Path(deployment.settings.inbox_database.removeprefix("sqlite:///"))
    away = inbox.rename(inbox.with_suffix(".away"))
    slow = Visitor.of(create_app(deployment.settings))
    refused = slow.press(page, "add", {"text": "They come back on Friday."}, 503)
    away.rename(inbox)
    assert "They come back on Friday." in refused.words
    again = slow.post("/en/", dict(refused.form("ticket").held))
    assert "has arrived" in again.words
    assert parts(deployment)[-1].to_json()["text"] == "They come back on Friday."


def test_a_damaged_head_is_as_if_it_were_not_there(
    visitor: Visitor, deployment: Deployment
) -> None:
    code, _ = send(visitor, SHORT)
    other = draw().digits
    set_head(deployment.shelf().engine, key_of(code, deployment).id, b"damaged")
    assert look(visitor, code).html.replace(code, other) == look(visitor, other).html


def test_a_damaged_answer_hides_no_other(visitor: Visitor, deployment: Deployment) -> None:
    code, _ = send(visitor, SHORT)
    answer(code, deployment, "We have read it.")
    deployment.shelf().add_answer(key_of(code, deployment).id, bytes(16), b"damaged")
    assert "We have read it." in look(visitor, code).words


def test_the_decoy_opens_like_a_mailbox() -> None:
    decoy = Decoy.make()
    assert not open_head(decoy.head, decoy.identity).hidden
