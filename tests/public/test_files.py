"""Files in a report and in the mailbox: taken as they arrive, told in words, refused one by one."""

from __future__ import annotations

import io
import logging
import re
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import QueuePool

from tests.evidence.media.recording import recorded
from tests.evidence.voices.test_shifting import TONE_HERTZ, hertz_and_seconds
from tests.files import MULTI, Posted, body
from tests.journeys.reporter import code_on
from tests.public.taking import JPEG, PDF, TELLING, WAV, Takes, stand_in
from tests.public.walk import SHORT, parts, send, tips, to_check
from tests.visitor import Visitor, looked, step_of
from tipline.errors import (
    FileDamagedError,
    JailBusyError,
    JailError,
    StoreBusyError,
    StoreError,
    StoreFullError,
    StoreMissingError,
    StoreReadOnlyError,
    TiplineError,
)
from tipline.public import create_app
from tipline.public.arriving import MB
from tipline.sealing.blob import open_blob
from tipline.store.blobs import Blobs
from tipline.tips.evidence import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

    from tests.journeys.deployment import Deployment
    from tests.pages import Page
    from tipline.intake.counter import Intake
    from tipline.sealing.draft import Draft
    from tipline.tips.evidence import Upload

File = tuple[str, bytes]
Answers = dict[str, "str | list[str]"]
ONE: File = ("photo.jpg", JPEG + b"1")
MARK = "MARKED-NAME"
BOXES = {"keep_name", "keep_origin"}


@pytest.fixture
def takes(app: Flask) -> Takes:
    return stand_in(app)


@pytest.fixture
def visitor(app: Flask, takes: Takes) -> Visitor:
    return Visitor.of(app)


def of(deployment: Deployment, **changes: Any) -> tuple[Visitor, Takes]:
    """Return a visitor of a site with other settings, and what takes its files."""
    app = create_app(replace(deployment.settings, **changes))
    return Visitor.of(app), stand_in(app)


def to_files(visitor: Visitor, language: str = "en") -> Page:
    check, seen = to_check(visitor, SHORT, language)
    assert seen[-1] == "files"
    return visitor.press(check, "change:files")


def filled(page: Page, files: Iterable[File], go: str, answers: Answers) -> list[Posted]:
    """Return a page's form as a browser posts it, in the order of the page.

    Boxes are checked as ``answers`` say. The buttons that take a file out stand before the choice
    of files, the others behind it.
    """
    form = next(form for form in page.forms if {"draft", "ticket"} & form.names)
    held = [(name, value) for name, value in form.held if name not in {*BOXES, *answers}]
    given = [(name, each) for name, values in answers.items() for each in as_list(values)]
    fields = [Posted(name, value.encode()) for name, value in (*held, *given)]
    chosen = [Posted("file", content, name) for name, content in (*files, ("", b""))]
    pressed = [Posted("go", go.encode())]
    return [*fields, *pressed, *chosen] if "remove:" in go else [*fields, *chosen, *pressed]


def as_list(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


def bring(
    visitor: Visitor,
    page: Page,
    *files: File,
    go: str = "attach",
    status: int = 200,
    **answers: str | list[str],
) -> Page:
    """Post the page's form with files."""
    return post(visitor, body(filled(page, files, go, answers)), status)


def post(
    visitor: Visitor, whole: bytes, status: int = 200, *, cut: int = 0, path: str = "/en/"
) -> Page:
    """Post a form with files, without its last ``cut`` bytes."""
    return pour(visitor, io.BytesIO(whole[: len(whole) - cut]), len(whole), status, path)


def pour(
    visitor: Visitor, source: io.BytesIO, length: int, status: int = 200, path: str = "/en/"
) -> Page:
    """Post a body that says to be ``length`` bytes long."""
    said = {"CONTENT_LENGTH": str(length)}
    response = visitor.client.post(
        path, input_stream=source, content_type=MULTI, environ_overrides=said
    )
    return looked(response, status)


def draft_of(app: Flask, page: Page) -> Draft:
    intake: Intake = app.extensions["tipline.intake"]
    return intake.box.open(page.hidden["draft"], datetime.now(UTC))


def files_of(app: Flask, page: Page) -> tuple[Upload, ...]:
    return draft_of(app, page).files


def names(app: Flask, page: Page) -> list[str]:
    return [each.evidence.name for each in files_of(app, page)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_page_says_what_is_taken(visitor: Visitor, language: str) -> None:
    page = to_files(visitor, language)
    for words in ("20", "250", "1000", "HEIC", "PPTX", "AMR"):
        assert words in page.words
    assert language == "ar" or "Part 5 of 6" in page.words
    inputs = [has for tag, has in page.tags if has.get("type") == "file"]
    assert [has["name"] for has in inputs] == ["file", "file"]
    assert {".heic", ".amr", "image/*"} <= set(inputs[0]["accept"].split(","))
    assert "multiple" in inputs[0]
    assert inputs[1]["capture"] == "environment"
    (form,) = (has for tag, has in page.tags if has.get("id") == "main-form")
    assert form["enctype"] == "multipart/form-data"


def test_what_the_server_must_know_first_stands_before_the_files(visitor: Visitor) -> None:
    page = to_files(visitor)
    names = ("page", "draft", "step", "disguise", "file")
    places = [page.html.index(f'name="{name}"') for name in names]
    assert places == sorted(places)
    code, _ = send(visitor, SHORT)
    page = visitor.press(visitor.enter("mailbox"), "look", {"code": code})
    names = ("page", "ticket", "text", "disguise", "file")
    places = [page.html.index(f'name="{name}"') for name in names]
    assert places == sorted(places)


def test_files_are_listed_with_what_was_found(app: Flask, visitor: Visitor) -> None:
    page = bring(visitor, to_files(visitor), ("photo.jpg", TELLING + bytes(1_500_000)), ONE)
    assert step_of(page) == "files"
    assert names(app, page) == ["photo.jpg", "photo.jpg"]
    for words in ("Picture (JPEG), 1.5 MB", "where it was taken", "which phone",
                  "Not all of it could be kept", "26.22850, 50.58600", "(JPEG), 1 kB",
                  "Nothing hidden was found"):  # fmt: skip
        assert words in page.words
    boxes = [has["name"] for tag, has in page.tags if has.get("type") == "checkbox"]
    assert boxes == ["keep_name", "keep_origin", "keep_name", "disguise"]
    assert not [has for tag, has in page.tags if "checked" in has]
    for each in files_of(app, page):
        assert (each.keep_name, each.keep_origin) == (False, False)
        assert each.sent().name == each.sent().taken == each.sent().place == ""


def test_what_is_kept_is_chosen_for_each_file(app: Flask, visitor: Visitor) -> None:
    page = bring(visitor, to_files(visitor), ("a.jpg", TELLING), ("b.jpg", TELLING), ONE)
    ids = [each.evidence.blob.hex() for each in files_of(app, page)]
    check = bring(visitor, page, go="continue", keep_name=ids[:1], keep_origin=ids[1:])
    assert step_of(check) == "check"
    first, second, third = (each.sent() for each in files_of(app, check))
    assert (first.name, first.place) == ("a.jpg", "")
    assert (second.name, second.place) == ("", "26.22850,50.58600")
    assert (third.name, third.taken) == ("", "")
    again = visitor.press(check, "change:files")
    assert len([has for tag, has in again.tags if "checked" in has]) == 2
    assert check.words.count("Your name for it is kept.") == 1
    assert check.words.count("When and where it was taken is kept.") == 1
    off = bring(visitor, again, go="continue")
    assert not any(each.keep_name or each.keep_origin for each in files_of(app, off))


VOICE: File = ("me.wav", WAV)
HONESTLY = "hinders recognition and does not prevent it"
CHANGED = "The pitch was changed."


def wished(page: Page) -> bool:
    """Tell whether the box stands checked that has voices changed."""
    (box,) = (has for _, has in page.tags if has.get("name") == "disguise")
    return "checked" in box


def disguised(app: Flask, page: Page) -> list[bool]:
    return [each.evidence.disguised for each in files_of(app, page)]


def test_voices_are_changed_on_wish_alone(app: Flask, visitor: Visitor) -> None:
    page = to_files(visitor)
    assert HONESTLY in page.words
    assert not wished(page)
    page = bring(visitor, page, VOICE)
    assert (disguised(app, page), CHANGED in page.words) == ([False], False)
    page = bring(visitor, page, VOICE, ONE, disguise="yes")
    assert disguised(app, page) == [False, True, False]
    assert page.words.count(CHANGED) == 1
    assert "Not all of it" not in page.words
    check = bring(visitor, page, VOICE, go="continue")
    assert check.words.count(CHANGED) == 2


def test_the_wish_stays_until_it_is_taken_back(app: Flask, visitor: Visitor) -> None:
    page = bring(visitor, to_files(visitor), ("a.exe", b"MZ"), disguise="yes")
    assert wished(page)
    page = bring(visitor, bring(visitor, page, VOICE), go="back")
    page = visitor.press(page, "change:files")
    assert wished(page)
    page = visitor.press(visitor.press(page, "continue"), "change:files")
    assert wished(page)
    assert disguised(app, page) == [True]
    page = post(visitor, body(filled(page, (), "stay", {})), path="/ar/")
    assert wished(page)
    assert "غُيّرت طبقة الصوت" in page.words
    page = bring(visitor, page, VOICE, disguise=[])
    assert (wished(page), disguised(app, page)) == (False, [True, False])


def test_one_reporter_s_wish_is_not_another_s(visitor: Visitor) -> None:
    """An empty page is rendered once for all; here the first who asks for it in Arabic wishes."""
    page = bring(visitor, to_files(visitor), disguise="yes")
    for _ in range(2):
        page = post(visitor, body(filled(page, (), "change:check", {})), path="/ar/")
        page = visitor.press(page, "change:files")
        assert wished(page)
    assert not wished(to_files(visitor, "ar"))


def test_who_is_told_to_wait_keeps_the_wish(deployment: Deployment) -> None:
    visitor, _ = of(deployment, limit_report="40 per hour")
    whole = body(filled(to_files(visitor), [VOICE], "attach", {"disguise": "yes"}))
    answers = (visitor.client.post("/en/", data=whole, content_type=MULTI) for _ in range(41))
    refused = next(each for each in answers if each.status_code == 429)
    assert wished(looked(refused, 429))


def test_voices_are_changed_in_the_mailbox(visitor: Visitor, deployment: Deployment) -> None:
    page = mailbox(visitor)
    assert HONESTLY in page.words
    page = bring(visitor, page, VOICE, disguise="yes")
    assert wished(page)
    assert CHANGED in page.words
    again = {"page": "mailbox", "ticket": page.hidden["ticket"], "go": "look"}
    page = visitor.post("/en/", again)  # as a browser reloads it
    assert wished(page)
    page = bring(visitor, page, VOICE, go="add", disguise=[])
    assert not wished(page)
    told = parts(deployment)[1].to_json()["evidence"]
    assert [each.get("disguised") for each in told] == [True, None]


def test_a_voice_is_changed_before_it_is_sealed(app: Flask, deployment: Deployment) -> None:
    """With the site's own jails, in place of what stands in for them."""
    visitor = Visitor.of(app)
    content = recorded(Kind.WAV)
    page = bring(visitor, to_files(visitor), ("me.wav", content), disguise="yes")
    assert CHANGED in page.words
    (file,) = (each.evidence for each in files_of(app, page))
    with Blobs.of(deployment.settings.var).open(file.blob) as blob:
        kept = open_blob(blob, file.sealed_size, draft_of(app, page).identity).readall()
    hertz, _ = hertz_and_seconds(kept)
    assert not 0.9 < hertz / TONE_HERTZ < 1.1


def test_a_ticket_that_ended_keeps_the_wish(visitor: Visitor) -> None:
    code, _ = send(visitor, SHORT)
    page = visitor.press(visitor.enter("mailbox"), "look", {"code": code})
    door = bring(visitor, page, VOICE, go="add", disguise="yes", ticket="ended")
    page = visitor.press(door, "look", {"code": code})
    assert wished(page)


def test_continue_takes_what_was_chosen_and_the_check_lists_it(
    app: Flask, visitor: Visitor, takes: Takes
) -> None:
    check = bring(visitor, to_files(visitor), ONE, ("plan <b>.pdf", PDF), go="continue")
    assert step_of(check) == "check"
    assert "photo.jpg: Picture (JPEG), 1 kB" in check.words
    assert "plan <b>.pdf: Document (PDF), 1 kB" in check.words
    assert takes.recipients == [draft_of(app, check).identity.recipient.public] * 2


def test_nothing_chosen_is_no_file(app: Flask, visitor: Visitor, takes: Takes) -> None:
    page = bring(visitor, to_files(visitor), ("", b""), go="continue")
    assert step_of(page) == "check"
    assert (files_of(app, page), takes.sizes) == ((), [])


def test_a_file_is_taken_out(app: Flask, visitor: Visitor) -> None:
    page = bring(visitor, to_files(visitor), ("a.jpg", JPEG), ("b.jpg", JPEG))
    first = files_of(app, page)[0].evidence.blob.hex()
    page = bring(visitor, page, go=f"remove:{first}")
    assert names(app, page) == ["b.jpg"]
    for wrong in ("", "zz", first, "00" * 5000):
        page = bring(visitor, page, go=f"remove:{wrong}")
    assert names(app, page) == ["b.jpg"]


@pytest.mark.parametrize("go", ["continue", "stay", "back", "attach"])
def test_a_file_that_was_kept_for_too_long_is_told(
    app: Flask, visitor: Visitor, takes: Takes, go: str
) -> None:
    page = bring(visitor, to_files(visitor), ("a.jpg", JPEG), ("b.pdf", PDF))
    takes.gone.add(files_of(app, page)[0].evidence.blob)
    page = visitor.press(page, go)
    assert "a.jpg: This file was kept for too long" in page.words
    assert [each.evidence.name for each in files_of(app, page)] == ["b.pdf"]
    assert "kept for too long" not in visitor.press(page, "stay").words


def test_nothing_is_sent_without_a_file_that_is_gone(
    app: Flask, visitor: Visitor, takes: Takes, deployment: Deployment
) -> None:
    check = bring(visitor, to_files(visitor), ("a.jpg", JPEG), go="continue")
    takes.gone.add(files_of(app, check)[0].evidence.blob)
    page = visitor.press(check, "send")
    assert (step_of(page), tips(deployment)) == ("check", [])
    visitor.press(page, "send")
    assert len(tips(deployment)) == 1
    page = bring(visitor, mailbox(visitor), ("b.pdf", PDF), text="Look at this")
    takes.gone |= set(lying(page))
    page = visitor.press(page, "add")
    assert "b.pdf: This file was kept for too long" in page.words
    assert "Look at this" in page.html
    assert "has arrived" not in page.words


def lying(page: Page) -> list[bytes]:
    """Return the blobs of the files that a page lists."""
    return [bytes.fromhex(it) for it in re.findall(r'value="remove:([0-9a-f]{32})"', page.html)]


def test_the_language_and_the_way_back_lose_no_file(app: Flask, visitor: Visitor) -> None:
    page = bring(visitor, to_files(visitor), ONE)
    chosen = files_of(app, page)[0].evidence.blob.hex()
    whole = body(filled(page, (), "stay", {"keep_name": chosen}))
    page = post(visitor, whole, path="/ar/")
    assert "صورة (JPEG)" in page.words
    assert files_of(app, page)[0].keep_name
    page = bring(visitor, page, ("b.jpg", JPEG), go="back", keep_name=chosen)
    assert step_of(page) == "safety"
    assert names(app, page) == ["photo.jpg", "b.jpg"]


def test_files_do_not_follow_a_report_to_another_desk(
    app: Flask, visitor: Visitor, takes: Takes
) -> None:
    check = bring(visitor, to_files(visitor), ONE, go="continue")
    page = visitor.press(check, "change:kind")
    page = visitor.press(visitor.press(page, "more"), "continue", {"category": "VIOL"})
    while step_of(page) != "about-police":
        page = visitor.press(page, "continue")
    page = visitor.press(page, "continue", {"about_police": "yes"})
    assert "This report now goes to another desk" in page.words
    while step_of(page) != "files":
        page = visitor.press(page, "continue")
    assert files_of(app, page) == ()
    check = bring(visitor, page, ONE, go="continue")
    assert takes.recipients[1] == draft_of(app, check).for_its_desk().identity.recipient.public
    assert takes.recipients[0] != takes.recipients[1]
    page = visitor.press(check, "change:kind")
    page = visitor.press(page, "continue", {"category": "DRUG"})
    assert "This report now goes to another desk" in page.words
    while step_of(page) != "check":
        page = visitor.press(page, "continue")
    assert "photo.jpg" not in page.words
    assert code_on(visitor.press(page, "send"))


BAD: list[tuple[File, str]] = [
    (("a.exe", b"MZ"), "Files of this kind are not taken."),
    (("empty.jpg", b""), "This file is empty."),
    (("large.jpg", JPEG + bytes(MB)), "This file is larger than 1 MB."),
]


@pytest.mark.parametrize(("bad", "words"), BAD, ids=["kind", "empty", "large"])
def test_a_file_that_fails_leaves_the_others(deployment: Deployment, bad: File, words: str) -> None:
    visitor, takes = of(deployment, file_mb=1)
    page = bring(visitor, to_files(visitor), ONE, bad, ("b.jpg", JPEG), go="continue")
    assert step_of(page) == "files"
    assert f"{bad[0]}: {words}" in page.words
    assert takes.sizes == [5, 4]
    assert SHORT["what"]["what"] in visitor.press(page, "change:check").words


def test_a_report_holds_so_many_files_and_so_much(deployment: Deployment) -> None:
    visitor, takes = of(deployment, files=2)
    page = bring(visitor, to_files(visitor), ONE, ("b.jpg", JPEG), ("c.jpg", JPEG))
    assert "c.jpg: A report can hold 2 files. Take one out first" in page.words
    assert len(takes.sizes) == 2
    visitor, takes = of(deployment, file_mb=1, files_mb=1)
    page = bring(visitor, to_files(visitor), ("a.jpg", JPEG + bytes(600_000)))
    page = bring(visitor, page, ("b.jpg", JPEG + bytes(600_000)), ("c.jpg", JPEG))
    assert "b.jpg: All files of a report together can have 1 MB." in page.words
    assert takes.sizes == [600_004, 4]


def test_of_a_body_far_too_long_no_file_is_taken(deployment: Deployment) -> None:
    visitor, takes = of(deployment, file_mb=1, files_mb=1)
    whole = body(filled(to_files(visitor), [("a.jpg", JPEG + bytes(300_000))], "attach", {}))
    source = io.BytesIO(whole)
    page = pour(visitor, source, 10 * MB)
    assert "All files of a report together" in page.words
    assert takes.sizes == []
    assert SHORT["what"]["what"] in visitor.press(page, "change:check").words


def test_an_address_brings_so_many_files_in_a_while(deployment: Deployment) -> None:
    visitor, takes = of(deployment, limit_files="2 per hour")
    page = to_files(visitor)
    page = bring(visitor, page, ONE, ("b.jpg", JPEG), ("c.jpg", JPEG), status=429)
    assert len(takes.sizes) == 2
    assert "Please try again in" in page.words
    assert 3000 < int(page.headers["retry-after"]) <= 3601
    assert "b.jpg" in page.words
    assert code_on(visitor.press(visitor.press(page, "change:check"), "send"))


def test_who_comes_when_all_places_are_taken_keeps_what_there_is(
    app: Flask, visitor: Visitor, takes: Takes, caplog: pytest.LogCaptureFixture
) -> None:
    page = bring(visitor, to_files(visitor), ONE)
    gates = app.extensions["tipline.gates"]
    places = [gates.taking.place() for _ in range(12)]
    for place in places:
        assert place.__enter__()
    refused = bring(visitor, page, ("b.jpg", JPEG), status=503)
    assert "Many files are arriving at this moment." in refused.words
    assert refused.headers["retry-after"] == "60"
    assert names(app, refused) == ["photo.jpg"]
    turning = [gates.turning.place() for _ in range(48)]
    for place in turning[:47]:
        assert place.__enter__()
    last = bring(visitor, page, ("b.jpg", JPEG), status=503)
    assert names(app, last) == ["photo.jpg"]
    assert turning[47].__enter__()
    unheard = post(visitor, body(filled(page, [ONE], "attach", {})), 503)
    assert "Your browser still holds it" in unheard.words
    assert unheard.headers["retry-after"] == "60"
    assert "turned away: UploadsUnreadError" in caplog.text
    assert not any(record.exc_info for record in caplog.records)
    for place in (*places, *turning):
        place.__exit__(None, None, None)
    assert names(app, bring(visitor, page, ("b.jpg", JPEG))) == ["photo.jpg", "b.jpg"]
    assert len(takes.sizes) == 2


def test_each_thread_has_a_connection_of_its_own(deployment: Deployment) -> None:
    settings = replace(deployment.settings, uploads=256, threads=64)
    intake: Intake = create_app(settings).extensions["tipline.intake"]
    pool = intake.drop.engine.pool
    assert isinstance(pool, QueuePool)
    assert pool.size() > settings.public_threads  # and one for the thread that folds the journal


def test_few_of_those_who_are_turned_away_are_answered_at_a_time(
    app: Flask, visitor: Visitor, takes: Takes
) -> None:
    """Reading them waits for their senders; answering them takes memory."""
    page = mailbox(visitor)
    gates = app.extensions["tipline.gates"]
    with ExitStack() as held:
        for _ in range(12):
            held.enter_context(gates.taking.place())
        for _ in range(2):
            held.enter_context(gates.answering)
        found: list[Page] = []
        sent = Thread(target=lambda: found.append(bring(visitor, page, ONE, status=503, text="W")))
        sent.start()
        sent.join(0.3)
        assert not found
    sent.join(10)
    assert found[0].form("ticket").names >= {"text", "ticket"}
    assert takes.sizes == []


def test_the_mailbox_keeps_what_was_written_when_all_places_are_taken(
    app: Flask, visitor: Visitor
) -> None:
    page = bring(visitor, mailbox(visitor), ONE)
    gates = app.extensions["tipline.gates"]
    with ExitStack() as held:
        for _ in range(12):
            held.enter_context(gates.taking.place())
        page = bring(visitor, page, ("b.jpg", JPEG), status=503, go="add", text="Not to be lost")
    assert "Many files are arriving at this moment." in page.words
    assert "Not to be lost" in page.html
    assert len(lying(page)) == 1
    assert "has arrived" in bring(visitor, page, go="add", text="Not to be lost").words


@pytest.mark.parametrize("tenth", range(10))
def test_an_upload_that_is_cut_keeps_what_was_whole(
    app: Flask, visitor: Visitor, takes: Takes, tenth: int
) -> None:
    page = to_files(visitor)
    many = [(f"{number}.jpg", JPEG + bytes(50_000)) for number in range(4)]
    whole = body(filled(page, many, "continue", {}))
    left = len(whole) * tenth // 10
    if tenth == 0:  # not even the draft arrived: a page that begins anew would take its place
        answer = post(visitor, whole, 408, cut=len(whole) - left)
        assert "did not arrive whole" in answer.words
        return
    answer = post(visitor, whole, 200, cut=len(whole) - left)
    assert "The connection broke while the files were on their way." in answer.words
    assert step_of(answer) == "files"
    assert len(names(app, answer)) == len(takes.sizes) == (left - 2500) // 50_300
    assert SHORT["what"]["what"] in visitor.press(answer, "change:check").words


def test_a_report_that_is_cut_is_not_sent(visitor: Visitor) -> None:
    check, _ = to_check(visitor, SHORT)
    fields = [*check.form("draft").held, ("go", "send")]
    whole = body(Posted(name, value.encode()) for name, value in fields)
    page = post(visitor, whole, cut=20)
    assert code_on(page) is None
    assert "The connection broke" in page.words
    assert code_on(visitor.press(page, "send"))


def test_ten_thousand_parts_are_refused(visitor: Visitor, takes: Takes) -> None:
    page = to_files(visitor)
    post(visitor, body(filled(page, [ONE] * 10_000, "continue", {})), 413)
    assert len(takes.sizes) <= 20


NAMES = ("../../etc/passwd", "a\x00b.jpg", "\u202egpj.exe", "x" * 10_000, "<script>", 'q"uote.jpg',
         "صورة من الهاتف.jpg", "C:\\me\\p.jpg", "%00%2e", "\ud800")  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_shown(
    app: Flask, visitor: Visitor, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level(logging.DEBUG)
    page = bring(visitor, to_files(visitor), (MARK + name, JPEG), (MARK + name, b"MZ"))
    (shown,) = names(app, page)
    assert len(shown) <= 120
    assert not {"/", "\\", "\0", "\u202e"} & set(shown)
    assert "<script>" not in page.html
    assert MARK not in caplog.text
    assert not [line for line in page.lines if MARK in line[1]]


@pytest.mark.parametrize(
    ("error", "logged"),
    [(StoreReadOnlyError, True), (StoreFullError, True), (StoreError, True),
     (StoreBusyError, False)],
)  # fmt: skip
def test_a_disk_that_keeps_nothing_is_the_operator_s_to_know(
    app: Flask, caplog: pytest.LogCaptureFixture, error: type[StoreError], *, logged: bool
) -> None:
    stand_in(app, Refuses(error=error()))
    visitor = Visitor.of(app)
    page = bring(visitor, to_files(visitor), (MARK, JPEG), status=503)
    assert error().sentence in page.words
    assert (error().sentence in caplog.text) == logged
    assert MARK not in caplog.text


REFUSALS = {
    FileDamagedError(): (200, "damaged or not whole"),
    StoreError(): (503, "could not be kept"),
    JailBusyError(): (503, "Many files are arriving"),
    StoreMissingError(): (503, "could not be kept"),
    JailError(reason="no user namespaces"): (503, "Many files are arriving"),
}


@dataclass
class Refuses(Takes):
    """Refuses each file once it has begun."""

    error: Exception = field(default_factory=FileDamagedError)

    def take(self, stream: Iterable[bytes], *_: object, **__: object) -> Upload:
        next(iter(stream))
        raise self.error


@pytest.mark.parametrize("error", REFUSALS, ids=lambda it: type(it).__name__)
def test_what_refuses_a_file_is_told_and_logs_no_name(
    app: Flask, caplog: pytest.LogCaptureFixture, error: TiplineError
) -> None:
    caplog.set_level(logging.DEBUG)
    stand_in(app, Refuses(error=error))
    visitor, (status, words) = Visitor.of(app), REFUSALS[error]
    page = bring(visitor, to_files(visitor), (MARK, JPEG + bytes(300_000)), status=status)
    assert f"{MARK}: " in page.words
    assert words in page.words
    assert step_of(page) == "files"
    assert MARK not in caplog.text
    assert ("no user namespaces" in caplog.text) == isinstance(error, JailError)


@pytest.mark.parametrize("broken", ["", "1.20261124.AAAA", "x" * 5000])
def test_a_draft_that_does_not_open_takes_no_file(
    visitor: Visitor, takes: Takes, broken: str
) -> None:
    fields = {"page": "report", "draft": broken, "step": "files"}
    sent = [*(Posted(name, value.encode()) for name, value in fields.items()),
            Posted("file", JPEG, "a.jpg"), Posted("go", b"continue")]  # fmt: skip
    page = post(visitor, body(sent), 400)
    assert step_of(page) == "what"
    assert takes.sizes == []


def test_another_page_takes_no_file(visitor: Visitor, takes: Takes) -> None:
    page = visitor.press(visitor.enter("report"), "continue")
    held = [*page.form("draft").held[:3], ("what", SHORT["what"]["what"])]
    sent = [*(Posted(name, value.encode()) for name, value in held),
            Posted("file", JPEG, "a.jpg"), Posted("go", b"continue")]  # fmt: skip
    page = post(visitor, body(sent))
    assert step_of(page) == "kind"
    assert takes.sizes == []


def test_files_are_sealed_into_the_report(visitor: Visitor, deployment: Deployment) -> None:
    check = bring(visitor, to_files(visitor), ("a.jpg", TELLING), go="continue")
    visitor.press(check, "send")
    assert [each["kind"] for each in parts(deployment)[0].to_json()["evidence"]] == ["jpg"]


def test_files_are_sealed_into_the_message(visitor: Visitor, deployment: Deployment) -> None:
    bring(visitor, mailbox(visitor), ("a.jpg", TELLING), go="add", text="Look at this")
    assert [each["kind"] for each in parts(deployment)[1].to_json()["evidence"]] == ["jpg"]


def test_a_site_that_takes_no_files_asks_for_none(deployment: Deployment) -> None:
    visitor = Visitor.of(create_app(replace(deployment.settings, files=0)))
    check, seen = to_check(visitor, SHORT)
    assert "files" not in seen
    assert "Add photos" not in check.words
    assert "Part 5 of 5" in check.words
    assert "Add photos" not in mailbox(visitor).words
    fields = [Posted(name, value.encode()) for name, value in check.form("draft").held[:2]]
    forged = body([*fields, Posted("step", b"files"), Posted("file", JPEG, "a.jpg")])
    assert step_of(post(visitor, forged)) == "check"


def mailbox(visitor: Visitor) -> Page:
    code, _ = send(visitor, SHORT)
    return visitor.press(visitor.enter("mailbox"), "look", {"code": code})


def test_files_are_added_in_the_mailbox(visitor: Visitor, takes: Takes) -> None:
    page = bring(
        visitor, mailbox(visitor), ("a.jpg", TELLING), ("b.exe", b"MZ"), text="Look at this"
    )
    assert "where it was taken" in page.words
    assert "b.exe: Files of this kind are not taken." in page.words
    assert "Look at this" in page.html
    page = bring(visitor, page, ("c.jpg", JPEG), go="add", text="Look at this")
    assert "has arrived and is sealed" in page.words
    assert "a.jpg" not in page.words
    assert len(takes.sizes) == 2


def test_a_message_that_is_sent_twice_with_its_files_is_one(
    visitor: Visitor, takes: Takes, deployment: Deployment
) -> None:
    page = mailbox(visitor)
    for _ in range(2):
        bring(visitor, page, ONE, ("b.pdf", PDF), go="add", text="Look at this")
    assert len(takes.sizes) == 4
    assert len(parts(deployment)) == 2  # the report, and the message
    bring(visitor, page, ("c.jpg", JPEG + b"c"), go="add", text="Look at this")
    assert len(parts(deployment)) == 3


def test_a_message_may_be_files_alone(visitor: Visitor) -> None:
    page = mailbox(visitor)
    refused = bring(visitor, page, go="add")
    assert "Write what you want to add." in refused.words
    assert "has arrived" in bring(visitor, refused, ("a.jpg", JPEG), go="add").words


def test_a_file_is_taken_out_of_a_message(visitor: Visitor) -> None:
    page = bring(visitor, mailbox(visitor), ("a.jpg", JPEG))
    (out,) = (value for name, value in page.form("ticket").buttons if value.startswith("remove:"))
    assert "a.jpg" not in bring(visitor, page, go=out).words


def test_the_mailbox_s_files_survive_a_warning(visitor: Visitor) -> None:
    page = bring(visitor, mailbox(visitor), ONE, go="add", text="My name is Nobody")
    assert "This could show who you are" in page.words
    assert "photo.jpg" in page.words
    assert "has arrived" in bring(visitor, page, go="add-anyway", text="My name is Nobody").words


def test_a_ticket_that_ended_keeps_the_text_and_takes_no_file(
    visitor: Visitor, takes: Takes
) -> None:
    page = mailbox(visitor)
    answers: Answers = {"text": "Not to be lost", "ticket": "ended"}
    page = post(visitor, body(filled(page, [ONE], "add", answers)))
    assert "Not to be lost" in page.words
    assert takes.sizes == []
