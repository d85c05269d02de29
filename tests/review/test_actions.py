"""What is done with a tip: events, the reporter's mailbox, and two analysts at once."""

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.mailboxes import set_day
from tests.pages import Page
from tests.review.world import PEPPER, Sent, World, due
from tests.visitor import look
from tipline.keyring import bundle
from tipline.keyring.bundle import Verdict
from tipline.sealing.audit import open_entry
from tipline.sealing.mailbox import derive
from tipline.store.inbox.sweeper import Sweeper
from tipline.tips.mailbox import CLOSED_DAYS
from tipline.tips.state import Outcome, Word

LATER = timedelta(minutes=61)
LEAVING = {"to": "The prosecutor", "purpose": "Hearing 12", "text": "The judge asked for it."}


def press(
    client: FlaskClient, sent: Sent, action: str, page: Page | None = None, **typed: str
) -> TestResponse:
    """Fill the form of a tip's page and send it."""
    page = page or look(client.get(sent.path))
    form = page.form_to(f"/{action}")
    prefix = next(iter(form.values)).partition("-")[0]
    values = {name: value for name, value in form.values.items() if name != "template"}
    chosen = {name if name == "template" else f"{prefix}-{name}": typed[name] for name in typed}
    return client.post(form.action, data=values | chosen)


def done(client: FlaskClient, sent: Sent, action: str, **typed: str) -> Page:
    """Send a form that must go through, and return the tip's page."""
    answer = press(client, sent, action, None, **typed)
    assert answer.status_code == 303, look(answer).words
    return look(client.get(sent.path))


def test_a_note_stands_among_the_events(world: World, noor: FlaskClient) -> None:
    page = done(noor, world.send(), "notes", text="Ask for the block.\nThen wait.")
    assert "Noor noted Ask for the block. Then wait." in page.words
    assert "Chain whole, 2 entries" in page.words


def test_the_last_summary_is_the_summary_and_earlier_ones_stay(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    done(noor, sent, "summary", text="Boxes, at night.")
    page = done(noor, sent, "summary", text="Boxes, at night, into a warehouse.")
    assert page.words.count("Boxes, at night, into a warehouse.") == 2
    assert page.words.count("Boxes, at night.") == 1
    assert page.form_to("/summary").values["summary-text"] == "Boxes, at night, into a warehouse."


def test_a_reply_is_read_with_the_receipt_code_after_a_while(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    done(noor, sent, "replies", text="Thank you. We have read it.")
    (answer,) = world.answers(sent)
    assert answer.text == "Thank you. We have read it."
    assert not answer.question
    assert timedelta(minutes=4) < answer.shown_from - datetime.now(UTC) < LATER
    assert world.mailbox(sent).word_at(datetime.now(UTC) + LATER) is Word.READING


def test_the_page_says_from_when_a_reporter_can_read_a_reply(
    world: World, noor: FlaskClient
) -> None:
    asked, replied = world.send(), world.send()
    done(noor, asked, "questions", text="Which gate?")
    done(noor, replied, "replies", text="Thank you.")
    assert "can read it from" not in look(noor.get(asked.path)).words
    assert "Thank you. The reporter can read it from" in look(noor.get(replied.path)).words


def test_a_question_is_there_at_once_and_an_answer_goes_back_to_triage(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    page = done(noor, sent, "questions", text="From which side does the car come?")
    (question,) = world.answers(sent)
    assert question.question
    assert question.shown_from <= datetime.now(UTC)
    assert world.mailbox(sent).word_at(datetime.now(UTC)) is Word.QUESTION
    assert "Waiting for the reporter" in page.words
    assert "Spam is possible only in triage." in page.words
    world.add(sent, "From the sea.")
    page = look(noor.get(sent.path))
    assert "In triage" in page.words
    assert world.mailbox(sent).word_at(datetime.now(UTC)) is Word.QUESTION
    assert world.mailbox(sent).word_at(datetime.now(UTC) + LATER) is Word.READING


@pytest.mark.parametrize(
    ("language", "begins"), [("ar", "هل يمكنك"), ("en", "Can you tell"), ("ur", "Can you tell")]
)
def test_a_template_fills_the_form_in_the_reporters_language(
    world: World, noor: FlaskClient, language: str, begins: str
) -> None:
    sent = world.send(language=language)
    answer = press(noor, sent, "questions", template="where", text="Hello.")
    assert answer.status_code == 200
    page = look(answer)
    filled = page.form_to("/questions").values["question-text"]
    assert filled.startswith(f"Hello.\n\n{begins}")
    assert world.answers(sent) == []
    assert press(noor, sent, "questions", page, text=filled).status_code == 303
    assert world.answers(sent)[0].text == filled


def test_spam_leaves_the_queue_hides_the_mailbox_and_is_due_in_thirty_days(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    noor.get(sent.path)
    answer = press(noor, sent, "spam")
    page = look(noor.get(answer.location))
    assert "The tip is set aside as spam." in page.words
    assert sent.path in page.links
    assert urlsplit(answer.location).path == "/en/queue"
    assert urlsplit(answer.location).fragment == "main", "else the browser keeps the form's"
    assert world.mailbox(sent).hidden
    month = datetime.now(UTC).date() + timedelta(30)
    assert due(world, sent) == (month, month)
    assert "blue warehouse" not in look(noor.get("/en/queue")).words
    assert "Set aside as spam" in look(noor.get("/en/queue?view=finished")).words
    page = look(noor.get(sent.path))
    assert "No report under this code" in page.words
    assert [form.action.rpartition("/")[2] for form in page.forms if "/tips/" in form.action] == [
        "notes#act-note", "summary#act-summary", "reopening#act-reopen",
        "handoff#handing-off", "destroying#act-destroy", "export", "hold#act-hold",
    ]  # fmt: skip
    page = look(press(noor, sent, "reopening"))
    assert page.status == 422
    assert "Say why it is taken up again." in page.words
    page = done(noor, sent, "reopening", text="He came back.")
    assert "Noor reopened it He came back." in page.words
    assert not world.mailbox(sent).hidden
    assert due(world, sent) == (None, None)
    assert "blue warehouse" in look(noor.get("/en/queue")).words


@pytest.mark.parametrize("outcome", list(Outcome))
def test_closing_is_due_by_the_schedule(
    world: World, noor: FlaskClient, sami: FlaskClient, outcome: Outcome
) -> None:
    sent = world.send()
    page = done(noor, sent, "closing", outcome=outcome.value, text="Because it is so.")
    if outcome is Outcome.MALICIOUS:
        page = answered(sami, sent)
    assert "Closed" in page.words
    today = datetime.now(UTC).date()
    days = world.house.configuration.retention.outcomes[outcome].keep.days
    assert due(world, sent) == (
        today + timedelta(days),
        today + timedelta(min(days, CLOSED_DAYS)),
    )
    assert world.mailbox(sent).word_at(datetime.now(UTC) + LATER) is Word.CLOSED
    assert not world.mailbox(sent).hidden


def test_closing_needs_an_outcome_and_for_some_a_note(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    answer = press(noor, sent, "closing", outcome="", text="typed")
    assert answer.status_code == 422
    page = look(answer)
    assert page.title.startswith("Error:")
    assert "Choose the outcome." in page.words
    assert page.form_to("/closing").values["close-text"] == "typed"
    answer = press(noor, sent, "closing", outcome="OUT_SCOPE", text="")
    assert "Say why: this outcome asks for a note." in look(answer).words
    assert press(noor, sent, "closing", outcome="OUT_NONE", text="").status_code == 422
    assert due(world, sent) == (None, None)


def test_a_deliberate_false_report_needs_two_officers(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    assert "Deliberate false report (two officers)" in look(noor.get(sent.path)).words
    answer = press(noor, sent, "closing", outcome="OUT_MALICIOUS", text="A lie.")
    assert answer.status_code == 422
    assert "Say why, in at least 10 characters." in look(answer).words
    page = done(noor, sent, "closing", outcome="OUT_MALICIOUS", text="It is false: I was there.")
    assert "Close the case · Deliberate false report" in page.words
    assert "In triage" in page.words
    assert due(world, sent) == (None, None)
    page = answered(sami, sent)
    assert "Closed Deliberate false report" in page.words


GRAVE = [{"priority": "P1"}, {"priority": "P2"}, {"priority": "P4", "life": "y", "text": "Threats"}]


@pytest.mark.parametrize("grave", GRAVE)
def test_a_grave_case_is_closed_by_two_and_its_reporter_is_told_after_a_while(
    world: World, noor: FlaskClient, sami: FlaskClient, grave: dict[str, str]
) -> None:
    sent = world.send(category="DRUG")
    assert "This case is ended by two officers" not in look(noor.get(sent.path)).words
    page = done(noor, sent, "assessment", **{"text": "It is urgent.", **grave})
    assert "This case is ended by two officers" in page.words
    assert press(noor, sent, "closing", outcome="OUT_SAFE", text="").status_code == 422
    assert press(noor, sent, "closing", outcome="OUT_SAFE", text="x" * 501).status_code == 422
    page = done(noor, sent, "closing", outcome="OUT_SAFE", text="She is with her family.")
    assert "Waits for a second officer Noor, " in page.words
    assert due(world, sent) == (None, None)
    before = world.mailbox(sent)
    page = answered(sami, sent)
    assert "Sami approved, as second officer: Close the case · A person protected" in page.words
    assert None not in due(world, sent)
    told = world.mailbox(sent)
    assert told.word_at(datetime.now(UTC)) is before.word_at(datetime.now(UTC))
    word, shown_from = told.words[-1]
    assert word is Word.CLOSED
    assert timedelta(minutes=4) < shown_from - datetime.now(UTC) < LATER


def test_a_grave_case_is_set_aside_by_two(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    done(noor, sent, "assessment", priority="P1")
    assert press(noor, sent, "spam", text="").status_code == 422
    page = done(noor, sent, "spam", text="Sent 40 times, word for word.")
    assert "Set it aside as spam" in page.words
    assert not world.mailbox(sent).hidden
    page = answered(sami, sent)
    assert "No report under this code" in page.words
    assert world.mailbox(sent).hidden


def test_what_the_reporter_adds_overtakes_the_request_to_close(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    done(noor, sent, "assessment", priority="P1")
    done(noor, sent, "closing", outcome="OUT_NOTRACE", text="Nothing was found there.")
    form = look(sami.get(sent.path)).form_to("/requests/4")
    world.add(sent, "They are back.")
    page = look(noor.get(sent.path))
    assert "This waits no more" in page.words
    assert "Another officer must approve" not in page.words
    answer = sami.post(form.action, data=form.values | {"answer": "approve"})
    assert answer.status_code == 409
    assert "In triage" in look(sami.get(sent.path)).words


def test_who_calmed_a_case_does_not_close_it_alone(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    done(noor, sent, "assessment", priority="P2")
    page = done(noor, sent, "assessment", priority="P4", text="It was only a quarrel.")
    assert "This case is ended by two officers" in page.words
    assert "This case is ended by two officers" not in look(sami.get(sent.path)).words
    done(sami, sent, "closing", outcome="OUT_INTEL")
    assert None not in due(world, sent)


def answered(client: FlaskClient, sent: Sent, answer: str = "approve", text: str = "") -> Page:
    """Answer the request that waits, and return the page that follows."""
    page = look(client.get(sent.path))
    (form,) = (each for each in page.forms if "/requests/" in each.action)
    number = form.action.rpartition("/")[2].partition("#")[0]
    typed = form.values | {"answer": answer, f"request-{number}-text": text}
    return look(client.post(form.action, data=typed, follow_redirects=True))


def test_a_message_to_a_closed_tip_waits_in_the_queue_and_reopens_it(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send()
    done(noor, sent, "closing", outcome="OUT_INTEL")
    assert "Nothing waits here." in look(noor.get("/en/queue")).words
    world.add(sent, "It happened again.")
    page = look(noor.get("/en/queue"))
    assert "Their reporters wrote again" in page.words
    assert "1 new message" in page.words
    page = look(noor.get(sent.path))
    assert "It happened again." in page.words
    assert "In triage" in page.words
    assert due(world, sent) == (None, None)
    assert "wrote again" not in look(noor.get("/en/queue")).words
    assert world.mailbox(sent).word_at(datetime.now(UTC) + LATER) is Word.READING


def test_nothing_empty_or_too_long_is_entered(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    for action, most in (("notes", 10_000), ("summary", 10_000), ("replies", 5000)):
        for nothing in ("", " \r\n\t ", "\u202e\ufeff"):
            assert press(noor, sent, action, text=nothing).status_code == 422
        answer = press(noor, sent, action, text="x" * (most + 3))
        assert answer.status_code == 422
        assert "shorter by 3 characters" in look(answer).words
        assert "xxx" in look(answer).form_to(f"/{action}").values.popitem()[1]
    assert "Chain whole, 1 entry" in look(noor.get(sent.path)).words


def test_the_second_of_two_is_told_and_loses_no_text(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    opened = look(noor.get(sent.path))
    done(sami, sent, "notes", text="I am calling the harbour.")
    typed = "I am calling the harbour too."
    answer = press(noor, sent, "notes", opened, text=typed)
    assert answer.status_code == 409
    page = look(answer)
    assert "Others worked on this case while you were writing." in page.words
    assert "New Sami noted I am calling the harbour." in page.words
    assert page.form_to("/notes").values["note-text"] == typed
    assert typed not in page.words.replace(page.form_to("/notes").values["note-text"], "")
    answer = press(noor, sent, "notes", page, text=typed)
    assert answer.status_code == 303
    assert f"Noor noted {typed}" in look(noor.get(sent.path)).words


def test_somebody_who_only_looked_changed_nothing(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    opened = look(noor.get(sent.path))
    sami.get(sent.path)
    assert press(noor, sent, "notes", opened, text="First.").status_code == 303


def test_pressing_twice_enters_once(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    opened = look(noor.get(sent.path))
    answers = [press(noor, sent, "notes", opened, text="Once.") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 409]


def test_what_is_not_allowed_any_more_is_refused(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    opened = look(noor.get(sent.path))
    press(sami, sent, "spam")
    answer = press(noor, sent, "closing", opened, outcome="OUT_INTEL", text="")
    assert answer.status_code == 409
    again = press(noor, sent, "closing", look(answer), outcome="OUT_INTEL", text="")
    assert again.status_code == 409
    assert "cannot be changed to" in look(again).words
    assert world.mailbox(sent).hidden


def test_a_form_without_its_token_is_refused(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    noor.get(sent.path)
    for action in ("notes", "spam", "export"):
        answer = noor.post(f"{sent.path}/{action}", data={"note-text": "x", "note-seen": "1"})
        assert answer.status_code == 400
    assert "Chain whole, 1 entry" in look(noor.get(sent.path)).words


def test_a_mailbox_that_has_ended_is_told(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    noor.get(sent.path)
    key = derive(sent.receipt, PEPPER)
    set_day(world.house.shelf.engine, key.id, date(2020, 1, 1))
    Sweeper(world.house.shelf.engine).end_mailboxes(date(2020, 1, 2))
    answer = press(noor, sent, "replies", text="Thank you.")
    assert answer.status_code == 422
    assert "mailbox has ended" in look(answer).words
    assert press(noor, sent, "closing", outcome="OUT_INTEL", text="").status_code == 303


def test_who_exports_goes_on_from_the_same_page(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "assessment", priority="P1")
    opened = look(noor.get(sent.path))
    assert press(noor, sent, "export", opened, **LEAVING).status_code == 200
    assert press(noor, sent, "notes", opened, text="The court has its copy.").status_code == 303


def test_an_export_is_entered_and_whole(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "notes", text="To be taken to the prosecutor.")
    done(noor, sent, "assessment", priority="P1")
    answer = press(noor, sent, "export", None, **LEAVING)
    assert answer.mimetype == "application/zip"
    assert b"prosecutor" not in answer.data
    assert b"warehouse" not in answer.data
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert f"tips/{sent.id.hex()}/envelope.age" in names
    assert len([name for name in names if name.startswith("case/events/")]) == 5
    archive = bundle.Archive.read("export.zip", answer.data)
    findings = list(bundle.check(archive, [world.desks["TRIAGE"].identity]))
    assert {finding.verdict for finding in findings} <= {Verdict.WHOLE, Verdict.UNCHECKED}
    page = look(noor.get(sent.path))
    assert "exported tip and case" in page.words
    entries = [open_entry(row.sealed, world.audit)["entry"] for row in world.house.audit.entries()]
    assert any('"action": "export"' in json.dumps(entry) for entry in entries)
