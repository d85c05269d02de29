"""What the reporter of a finished case wrote: closed on every page, opened by two or at once."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import time_machine

from tests.review.routes import token_of
from tests.review.test_actions import LEAVING, answered, done, press
from tests.review.test_desks import PDF, case_page, given, took
from tests.review.test_download import PHOTO, urgent
from tests.review.test_evidence import NOTE, addresses, pages, trail
from tests.review.test_leaving import GRADE, taken
from tests.review.test_search import ask, hits
from tests.review.world import WHAT, Sent, World
from tests.visitor import look
from tipline.casework.tip.opening import open_tip, unentered
from tipline.tips.report import Circle
from tipline.tips.second import LASTS
from tipline.tips.shape import to_json

if TYPE_CHECKING:
    from flask.testing import FlaskClient

SUMMARY = "Boxes come to a warehouse by night."
BLOCK = "346"
WHY = "The same cars were seen again."
PAGES = ("", "/summary", "/together")


def finished(world: World, noor: FlaskClient, **sending: Any) -> Sent:
    """Return a tip whose case has a summary and is closed."""
    sent = world.send(**sending)
    done(noor, sent, "summary", text=SUMMARY)
    done(noor, sent, "closing", outcome="OUT_INTEL")
    return sent


def shown(client: FlaskClient, sent: Sent) -> bool:
    """Tell whether a tip's page shows its report; no page shows it where that one does not."""
    found = {end: look(client.get(sent.path + end)) for end in PAGES}
    told = WHAT in found[""].words
    if not told:
        assert SUMMARY in found[""].words
        assert not [end for end, page in found.items() if WHAT in page.html or BLOCK in page.words]
    return told


def test_it_is_closed_once_the_case_is_finished_and_summed_up(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    done(noor, sent, "summary", text=SUMMARY)
    assert shown(noor, sent)
    page = done(noor, sent, "closing", outcome="OUT_INTEL")
    assert "Closed: the case is finished and its summary stands." in page.words
    assert "Noor closed it" in page.words
    assert not shown(noor, sent)
    assert not shown(sami, sent)


def test_casework_gives_no_word_of_it_to_any_page(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = finished(world, noor, files=[NOTE], circle=Circle.MANY)
    world.add(sent, "A message about the cars.", files=[PHOTO])
    noor.get(sent.path)
    done(noor, sent, "closing", outcome="OUT_INTEL")
    for open_it in (open_tip, unentered):
        with world.at_work(sami) as visit:
            tip = open_it(visit, sent.id)
        assert tip.closed
        assert dict(tip.parts.messages) == {}
        for report in (tip.report, *tip.parts.reports.values()):
            assert to_json(report.answers).keys() <= {"now", "category", "subcategory"}
            assert report.evidence == ()
        assert len(tip.parts.digests) == 2
    found = look(sami.get(sent.path))
    assert "A message about the cars." not in found.html
    assert not [link for link in found.links if "/files/" in link]


def test_without_a_summary_it_stays_open(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "closing", outcome="OUT_INTEL")
    assert WHAT in look(noor.get(sent.path)).words


def test_what_few_know_is_closed_once_another_has_read_the_summary(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = finished(world, noor, circle=Circle.ONLY_ME)
    assert shown(noor, sent)
    form = look(sami.get(f"{sent.path}/summary")).form_to(f"/summary/{2}")
    assert sami.post(form.action, data=form.values).status_code == 303
    assert not shown(noor, sent)
    done(noor, sent, "summary", text="Boxes come by night.")
    page = look(sami.get(f"{sent.path}/summary"))
    assert not [form for form in page.forms if "/summary/" in form.action]
    assert WHAT not in page.words


def test_two_open_it_to_the_one_who_asked_for_a_day(
    world: World, noor: FlaskClient, sami: FlaskClient, huda: FlaskClient
) -> None:
    sent = finished(world, noor, files=[NOTE])
    short = press(noor, sent, "original", text="why")
    assert (short.status_code, "at least 10" in look(short).words) == (422, True)
    page = done(noor, sent, "original", text=WHY)
    assert f"Read what the reporter wrote {WHY}" in page.words
    assert "You asked for this." in page.words
    assert not shown(noor, sent)
    for view in ("open", "waiting"):
        page = look(sami.get(f"/en/queue?view={view}"))
        assert "Finished, and waiting for a second officer" in page.words
        assert SUMMARY in page.words
        assert WHAT not in page.words
    page = answered(sami, sent)
    assert "Noor asked for it and may read it until" in page.words
    assert not shown(noor, sent)
    assert "original" not in {entry["action"] for entry in trail(world)}
    assert "Finished, and waiting" not in look(sami.get("/en/queue")).words
    page = look(noor.get(taken(noor, sent).location.partition("#")[0]))
    assert "Open to you alone, until" in page.words
    assert "Noor opened what the reporter wrote" in page.words
    assert [entry["action"] for entry in trail(world)].count("original") == 1
    assert shown(noor, sent)
    [address] = pages(page.html)
    assert "First line." in look(noor.get(address)).words
    assert not shown(sami, sent)
    assert not shown(huda, sent)
    with time_machine.travel(datetime.now(UTC) + LASTS + timedelta(minutes=1), tick=False):
        assert not shown(world.analyst("Noor"), sent)


def test_a_permit_is_of_use_to_nobody_else(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = finished(world, noor)
    done(noor, sent, "original", text=WHY)
    answered(sami, sent)
    mine = look(noor.get(sent.path)).form_to("/permits/4")
    token, seen = token_of(sami), mine.values["take-4-seen"]
    given = {"take-4-seen": seen, "take-4-csrf_token": token, "csrf_token": token}
    answer = sami.post(mine.action, data=given)
    assert answer.status_code == 422
    assert not shown(sami, sent)


def test_to_save_a_life_it_opens_at_once_and_another_officer_looks(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    urgent(noor, sent.path)
    done(noor, sent, "summary", text=SUMMARY)
    done(noor, sent, "closing", outcome="OUT_INTEL", text=WHY)
    answered(sami, sent)
    assert not shown(noor, sent)
    assert "you read it at once, for a day" in look(noor.get(sent.path)).words
    done(noor, sent, "original", text=WHY)
    assert shown(noor, sent)
    assert not shown(sami, sent)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=3), tick=False):
        late = look(world.analyst("Huda").get("/en/queue"))
        assert "Finished, and waiting for a second officer" in late.words
    page = look(sami.get(sent.path))
    assert "Opened at once, to save a life" in page.words
    form = page.form_to("/review")
    answer = form.values | {"answer": "object"}
    assert sami.post(form.action.partition("#")[0], data=answer).status_code == 422
    answer = form.values | {"answer": "right"}
    page = look(sami.post(form.action.partition("#")[0], data=answer, follow_redirects=True))
    assert "Sami looked at what was done at once: it was right" in page.words
    assert "Opened at once" not in page.words
    assert "Finished, and waiting" not in look(sami.get("/en/queue")).words


def test_a_new_message_is_read_without_asking_and_opens_it_to_all(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = finished(world, noor)
    world.add(sent, "It happened again.")
    page = look(sami.get("/en/queue"))
    assert "Their reporters wrote again" in page.words
    assert WHAT not in page.words
    page = look(sami.get(sent.path))
    assert "It happened again." in page.words
    assert shown(sami, sent)
    assert shown(noor, sent)


def test_reopening_opens_it_to_all_and_ends_what_was_asked(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = finished(world, noor)
    done(noor, sent, "original", text=WHY)
    page = done(noor, sent, "reopening", text="He came back.")
    assert "This waits no more" in page.words
    assert shown(noor, sent)
    assert shown(sami, sent)
    done(noor, sent, "closing", outcome="OUT_INTEL")
    assert not shown(noor, sent)


def test_no_file_is_seen_or_taken(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = world.send(files=[PHOTO])
    done(noor, sent, "assessment", **GRADE)
    [address] = pages(noor.get(sent.path).text)
    page = look(noor.get(f"{address}/download"))
    form = page.form_to("/download")
    noor.post(form.action, data=form.values | LEAVING | {"as": "file"})
    answered(sami, sent)
    looks = addresses(noor.get(sent.path).text)
    done(noor, sent, "summary", text=SUMMARY)
    done(noor, sent, "closing", outcome="OUT_INTEL")
    assert not addresses(noor.get(sent.path).text)
    for one in (address, f"{address}/download", f"{address}/picture", *looks):
        answer = noor.get(one)
        assert (answer.status_code, "what the reporter wrote is closed" in answer.text) == (
            403,
            True,
        )
    assert taken(noor, sent).status_code == 422
    assert "download" not in {entry["action"] for entry in trail(world)}
    done(noor, sent, "original", text=WHY)
    answered(sami, sent)
    page = look(noor.get(sent.path))
    download, reading = (each for each in page.forms if "/permits/" in each.action)
    assert noor.post(reading.action, data=reading.values).status_code == 303
    assert download.action in noor.get(sent.path).text
    ready = look(noor.get(taken(noor, sent).location))
    (copy,) = (link for link in ready.links if "/copies/" in link)
    assert noor.get(copy).data == PHOTO.content
    assert sami.get(address).status_code == 403


def test_a_copy_of_it_takes_two_as_ever(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "assessment", **GRADE)
    done(noor, sent, "summary", text=SUMMARY)
    done(noor, sent, "closing", outcome="OUT_INTEL")
    page = done(noor, sent, "export", **LEAVING)
    assert "You asked for this." in page.words
    assert "export" not in {entry["action"] for entry in trail(world)}
    answered(sami, sent)
    answer = taken(noor, sent)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        tips = {name.split("/")[1] for name in packed.namelist() if name.startswith("tips/")}
    assert tips == {sent.id.hex()}
    assert WHAT.encode() not in answer.data
    assert not shown(noor, sent)


def test_searching_is_no_way_round(world: World, noor: FlaskClient) -> None:
    sent = finished(world, noor)
    page = ask(noor, "blue")
    assert hits(page) == [sent.path]
    assert "<mark>" not in page.html
    assert WHAT not in page.html
    assert BLOCK not in page.words
    assert SUMMARY in page.words
    assert "or in what the reporter wrote, which is closed" in page.words
    page = ask(noor, "boxes")
    assert "<mark>Boxes</mark> come to a warehouse by night." in page.html
    page = look(noor.get("/en/queue?view=finished"))
    assert SUMMARY in page.words
    assert WHAT not in page.words


def test_desks_that_respond_keep_what_they_were_granted_and_read_no_more(
    world: World, noor: FlaskClient, ali: FlaskClient, sami: FlaskClient
) -> None:
    sent = given(noor, world, files=[PDF])
    form = look(noor.get(sent.path)).form_to("/desks/CG")
    data = form.values | {"desk-CG-text": "They must hear it.", "do": "give-tip"}
    assert noor.post(form.action, data=data).status_code == 303
    done(noor, sent, "grants", files=world.report(sent).evidence[0].blob.hex())
    (link,) = [each for each in case_page(ali).links if "/files/" in each]
    triage = link.partition("?")[0]
    for name in ("accept", "start"):
        took(ali, name)
    took(ali, "done", outcome="OUT_SAFE", text="They are home.")
    assert "blue warehouse" in look(ali.get(sent.path)).words
    assert noor.get(triage).status_code == 200
    done(noor, sent, "closing", outcome="OUT_SAFE")
    assert "Attachment 1" in look(ali.get(link)).words
    assert noor.get(triage).status_code == 403
    page = look(ali.get(sent.path))
    assert "blue warehouse" not in page.html
    assert "The desk that the case began at can ask to read it." in page.words
    done(noor, sent, "original/destroying", text=WHY)
    answered(sami, sent)
    page = look(ali.get(sent.path))
    assert "Noor asked for it, and Sami approved." in page.words
    case = f"{link.partition('/files/')[0]}?desk=CG"
    assert not [each for each in look(ali.get(case)).links if "/files/" in each]
    assert ali.get(link).status_code == 404
    assert not [form for form in page.forms if form.action.endswith("/original#act-original")]
