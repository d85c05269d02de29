"""The summary goes to an outside agency: asked, approved, entered, and taken in each form."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import capvalidator
import pytest
import segno
import time_machine

from tests.review.test_actions import answered, done, press
from tests.review.test_download import PHOTO, urgent
from tests.review.test_evidence import trail
from tests.review.test_indication import STATED
from tests.review.test_leaving import GRADE, taken
from tests.review.test_search import ask, hits
from tests.visitor import look
from tipline.casework.given import packing
from tipline.casework.tip.opening import open_tip
from tipline.dispatch.package import MIMETYPES
from tipline.dispatch.printed import LETTERS, LINES_MAX
from tipline.tips.evidence import Kind
from tipline.tips.report import Circle

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.pages import Page
    from tests.review.world import Sent, World

SUMMARY = "A gun in the property."
TO = {
    "to": "Coast Guard Command",
    "purpose": "To look at the quay",
    "text": "It lies at sea, outside our reach.",
}
PLACE = {"place": "Gate 3 of the port", "points": "٢٦.٢٢, 50.58", "exact": "street"}
SUSPICION = {
    "activities": "INTRSN",
    "domain": "G",
    "kind": "SPCSA",
    "sector": "CSTL",
    "nexus": "Boxes go in by night.",
    "began": "1/11/2026",
}
CHOOSE = "Choose one of the answers on the page."
MISTAKES = [
    ({"to": ""}, "Say who gets it."),
    ({"purpose": ""}, "Say what it is for."),
    ({"text": "Why"}, "Say why"),
    ({"points": "here"}, "Write latitude and longitude"),
    ({"points": "91.5, 200"}, "Write latitude and longitude"),
    ({"points": "26.2, 50.5\n26.3, 50.5"}, "Give one point, or the corners of an area"),
    ({"when": "day"}, "Choose a time, or write a day."),
    ({"files": "ab" * 16}, CHOOSE),
    ({"activities": "NOTHING"}, CHOOSE),
    ({"domain": "Z"}, CHOOSE),
]
REFERENCE = re.compile(r"TL-[0-9A-F]{8}-\d+")


def ready(noor: FlaskClient, sent: Sent, **assessed: str) -> None:
    """Bring a case to where its summary may leave."""
    done(noor, sent, "assessment", **{**GRADE, **assessed})
    done(noor, sent, "summary", text=SUMMARY)


def dispatched(noor: FlaskClient, sami: FlaskClient, sent: Sent, **more: str) -> Page:
    """Have the summary sent by two officers, and return the page on which it is taken."""
    done(noor, sent, "dispatch", **TO, **more)
    answered(sami, sent)
    answer = taken(noor, sent)
    assert answer.status_code == 303, look(answer).words
    return look(noor.get(answer.location))


def saved(noor: FlaskClient, page: Page, ending: str) -> bytes:
    """Save one form from that page."""
    (link,) = (link for link in page.links if link.endswith(f"/{ending}"))
    answer = noor.get(link)
    assert answer.headers["Content-Disposition"].endswith(f'.{ending}"')
    found: bytes = answer.data
    return found


def test_whoever_approves_reads_how_exact_the_place_goes_where_nobody_said(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    ready(noor, sent)
    done(noor, sent, "dispatch", **TO, **{**PLACE, "exact": ""})
    page = look(sami.get(sent.path))
    assert "26.22000,50.58000 · The area only" in page.words


def test_it_is_asked_approved_sent_once_and_told_of(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    ready(noor, sent)
    page = done(noor, sent, "dispatch", **TO, **PLACE)
    asked = "Send the summary to an outside agency · Coast Guard Command · To look at the quay"
    told = " · version 4 of the summary · Gate 3 of the port · 26.22000,50.58000 · The street"
    assert asked + told in page.words
    assert "dispatch" not in {entry["action"] for entry in trail(world)}
    answered(sami, sent)
    (form,) = (each for each in look(noor.get(sent.path)).forms if "/permits/" in each.action)
    answer = taken(noor, sent)
    page = look(noor.get(answer.location))
    assert "Ready to send" in page.words
    (reference,) = REFERENCE.findall(page.words)[:1]
    assert reference.startswith(f"TL-{sent.id.hex()[:8].upper()}-")
    assert [entry["action"] for entry in trail(world)].count("dispatch") == 1
    again = noor.post(form.action, data=form.values)
    assert again.status_code == 422
    page = look(noor.get(sent.path))
    left = page.words.partition("What left the house Summary to an outside agency ")[2]
    assert left.startswith("To whom Coast Guard Command What for To look at the quay Sent ")
    assert f"Grade 2/D/C Our reference {reference} Receipt not acknowledged yet" in left
    assert "Where it is Gate 3 of the port 26.22000,50.58000 The street" in left
    assert "sent the summary to an outside agency" in page.words
    arrival = page.form_to("/arrival")
    prefix = next(iter(arrival.values)).rpartition("-")[0]
    page = look(
        noor.post(
            arrival.action,
            data=arrival.values | {f"{prefix}-text": "Duty officer, by phone."},
            follow_redirects=True,
        )
    )
    assert "it arrived" in page.words


def test_what_is_saved_is_what_was_sent(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    ready(noor, sent)
    (box,) = re.findall(r'name="dispatch-files" value="(\w+)"', noor.get(sent.path).text)
    page = dispatched(noor, sami, sent, **PLACE, files=box, theirs="CG/7", when="4h")
    alert = saved(noor, page, "cap.xml")
    assert capvalidator.check_schema(alert).passed
    text = alert.decode()
    assert "<scope>Private</scope>" in text
    assert "<sender>tipline.example.org</sender>" in text
    assert text.count(SUMMARY) == 2
    assert "<language>ar</language>" in text
    assert "<circle>26.22000,50.58000 0.300</circle>" in text
    assert "image/jpeg" in text
    assert sent.draft.answers.what not in text
    feature = json.loads(saved(noor, page, "geojson"))
    assert feature["geometry"]["coordinates"] == [50.58, 26.22]
    assert not [link for link in page.links if "sar." in link]
    assert "two officers state a reasonable indication first" in page.words
    assert "They are named only" not in page.words
    assert "Attachments are named only." in page.words


def test_a_report_of_suspicious_activity_is_made_once_it_is_whole(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send(category="SITE")
    ready(noor, sent, category="SITE")
    done(noor, sent, "indication", **STATED)
    answered(sami, sent)
    page = dispatched(noor, sami, sent, **PLACE, **SUSPICION)
    report = json.loads(saved(noor, page, "sar.json"))["tipline:SuspiciousActivityReport"]
    assert report["nc:Activity"]["nc:ActivityNarrative"]["nc:CommentText"] == SUMMARY
    assert report["j:SuspiciousActivityCode"] == ["INTRSN"]
    assert report["tipline:Vetting"]["tipline:VettingOfficerRoleText"].startswith("second officer")
    assert b"INTRSN" in saved(noor, page, "sar.xml")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_sheet_says_all_in_both_languages(
    world: World, noor: FlaskClient, sami: FlaskClient, language: str
) -> None:
    sent = world.send()
    ready(noor, sent)
    page = dispatched(noor, sami, sent, **PLACE)
    (link,) = (link for link in page.links if link.endswith("/sheet"))
    answer = noor.get(link.replace("/en/", f"/{language}/", 1))
    words = look(answer).words
    assert REFERENCE.search(words)
    for said in (SUMMARY, "Coast Guard Command", "Handling", "الأولوية", "Ministry of Interior",
                 "وزارة الداخلية", "Untested", "غير مختبَر", "26.22000,50.58000"):  # fmt: skip
        assert words.count(said) == 1, said
    drawn = segno.make(REFERENCE.findall(words)[0], error="m", micro=False)
    path = re.findall(r' d="([^"]+)"', drawn.svg_inline())[-1]
    assert path in answer.text
    assert sent.receipt.digits not in answer.text


def test_a_summary_too_long_for_one_sheet_is_not_cut(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    done(noor, sent, "assessment", **GRADE)
    done(noor, sent, "summary", text="gun " * (LETTERS * LINES_MAX // 4 + 1))
    page = dispatched(noor, sami, sent)
    assert "This is too long for one sheet" in page.words
    assert not [link for link in page.links if link.endswith("/sheet")]
    (link,) = (link for link in page.links if link.endswith("/cap.xml"))
    assert noor.get(link.replace("/cap.xml", "/sheet")).status_code == 404
    assert noor.get(link.replace("/cap.xml", "/sar.xml")).status_code == 404


def test_what_went_there_before_is_updated(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    ready(noor, sent)
    first = saved(noor, dispatched(noor, sami, sent), "cap.xml").decode()
    done(noor, sent, "summary", text="No gun was found.")
    second = saved(noor, dispatched(noor, sami, sent), "cap.xml").decode()
    moment = re.findall("<sent>(.+)</sent>", first)[0]
    reference = REFERENCE.findall(first)[0]
    assert "<msgType>Update</msgType>" in second
    assert f"<references>tipline.example.org,{reference},{moment}</references>" in second
    assert "No gun was found." in second


def test_a_ticket_is_of_one_officer_one_event_and_an_hour(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    ready(noor, sent)
    page = dispatched(noor, sami, sent)
    (link,) = (link for link in page.links if link.endswith("/cap.xml"))
    assert noor.get(link).status_code == 200
    assert sami.get(link).status_code == 404
    number = int(link.partition("/given/")[2].partition("/")[0])
    assert noor.get(link.replace(f"/given/{number}/", "/given/3/")).status_code == 404
    done(noor, sent, "assessment", information="E", grounds="It contradicts itself.")
    assert noor.get(link).status_code == 404


def test_nothing_leaves_without_a_read_summary_and_a_grade(world: World, noor: FlaskClient) -> None:
    sent = world.send(circle=Circle.ONLY_ME)
    page = look(noor.get(sent.path))
    assert "Write the summary first: it is what is sent." in page.words
    assert press(noor, sent, "dispatch", page, **TO).status_code == 422
    done(noor, sent, "assessment", **GRADE)
    answer = press(noor, sent, "dispatch", None, **TO)
    assert (answer.status_code, "its newest summary is read" in look(answer).words) == (422, True)
    done(noor, sent, "summary", text=SUMMARY)
    answer = press(noor, sent, "dispatch", None, **TO)
    assert (answer.status_code, "its newest summary is read" in look(answer).words) == (422, True)


def test_a_mistake_comes_back(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    ready(noor, sent)
    page = look(noor.get(sent.path))
    for typed, told in MISTAKES:
        answer = press(noor, sent, "dispatch", page, **TO | typed)
        assert (answer.status_code, told in look(answer).words) == (422, True), typed


def test_to_save_a_life_it_leaves_at_once_ungraded_and_unread(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send(circle=Circle.ONLY_ME)
    urgent(noor, sent.path)
    done(noor, sent, "summary", text=SUMMARY)
    answer = press(noor, sent, "dispatch", None, **TO)
    assert answer.status_code == 303
    page = look(noor.get(answer.location))
    alert = saved(noor, page, "cap.xml").decode()
    assert "<urgency>Immediate</urgency>" in alert
    assert "another officer has yet to look at it" in look(noor.get(sent.path)).words
    assert "It was right to give it" in look(sami.get(sent.path)).words


def test_the_same_is_given_whenever_it_is_asked_for(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    ready(noor, sent)
    dispatched(noor, sami, sent, **PLACE)
    with world.at_work(noor) as visit:
        number = open_tip(visit, sent.id).case.state.given[0].number
        before = packing.package(visit, open_tip(visit, sent.id), number)
    done(noor, sent, "summary", text="Another.")
    done(noor, sent, "assessment", priority="P4", text="It is calm.")
    with world.at_work(noor) as visit:
        assert packing.package(visit, open_tip(visit, sent.id), number) == before


def test_an_officers_word_for_the_place_stands_in_the_form(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    form = look(noor.get(sent.path)).form_to("/dispatch").values
    assert (form["dispatch-place"], form["dispatch-points"]) == ("", "")
    page = done(noor, sent, "place", where="26.2570, 50.6120", text="Gate 3.")
    form = page.form_to("/dispatch").values
    assert (form["dispatch-place"], form["dispatch-points"]) == ("Gate 3.", "26.25700,50.61200")


def test_our_reference_is_found(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = world.send()
    ready(noor, sent)
    (reference,) = REFERENCE.findall(dispatched(noor, sami, sent).words)[:1]
    assert hits(ask(noor, reference)) == [sent.path]


def test_every_kind_of_file_has_a_type() -> None:
    assert MIMETYPES.keys() == set(Kind)
    assert all(re.fullmatch(r"[a-z]+/[\w.+-]+", each) for each in MIMETYPES.values())


def test_what_the_agency_says_at_once_is_entered(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    ready(noor, sent)
    moment = datetime.now(UTC).replace(microsecond=900_000)
    with time_machine.travel(moment + timedelta(seconds=2), tick=False):
        dispatched(noor, sami, sent)
        form = look(noor.get(sent.path)).form_to("/said")
        name = next(key for key in form.values if key.endswith("-said")).removesuffix("said")
        typed = {f"{name}said": "accepted", f"{name}who": "Keeper 4"}
        assert noor.post(form.action, data=form.values | typed).status_code == 303


def test_what_the_agency_says_is_entered(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    ready(noor, sent)
    dispatched(noor, sami, sent, when="30m")
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=31)):
        noor = world.analyst("Huda")
        page = look(noor.get(sent.path))
        assert "no reply, though asked for by" in page.words
        form = page.form_to("/said")
        name = next(key for key in form.values if key.endswith("-said")).removesuffix("said")

        def enter(**typed: str) -> TestResponse:
            typed = {f"{name}{field}": value for field, value in typed.items()}
            return noor.post(form.action, data=form.values | typed)

        for typed, told in (
            ({"said": "", "who": "Keeper"}, "Choose one of the answers on the page."),
            ({"said": "accepted"}, "Say who said it."),
            ({"said": "asks", "who": "Keeper", "text": "?"}, "Say why"),
            ({"said": "done", "who": "Keeper", "hour": "25"}, "as on a clock of 24 hours"),
        ):
            answer = enter(**typed)
            assert (answer.status_code, told in look(answer).words) == (422, True), typed
        answer = enter(said="en-route", who="Keeper 4", way="radio", text="Ten minutes out.")
        assert answer.status_code == 303
        page = look(noor.get(sent.path))
        assert "En route · Keeper 4 · By radio" in page.words
        assert page.words.count("Ten minutes out.") == 2  # in the list, and among the events
        assert "entered what an outside agency said" in page.words
        assert "it arrived" in page.words
        assert "no reply, though asked for by" not in page.words
        page.form_to("/said")  # they may say more
