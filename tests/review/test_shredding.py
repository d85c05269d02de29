"""What the reporter wrote is destroyed before its case: on its day, or by two officers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from sqlalchemy import insert, select, update

from tests.review.test_actions import LEAVING, answered, done, press
from tests.review.test_desks import given, took
from tests.review.test_download import PHOTO
from tests.review.test_ended import day
from tests.review.test_evidence import NOTE, addresses, pages, trail
from tests.review.test_leaving import GRADE, taken
from tests.review.test_original import SUMMARY, WHY, finished
from tests.review.test_search import ask, hits
from tests.review.world import WHAT, Sent, World, due
from tests.visitor import look
from tipline.casework.case.casefile import open_case
from tipline.casework.index.entries import entry
from tipline.casework.matter import joining
from tipline.casework.tip.opening import open_tip, unentered
from tipline.keyring.bundle import Archive, Verdict, check
from tipline.sealing.body import seal_body
from tipline.sealing.envelope import open_identity
from tipline.store.inbox.shelf import Shelf
from tipline.store.inbox.tables import envelope, part
from tipline.store.transactions import reading, writing

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tipline.age import HybridIdentity
    from tipline.casework.visit import Visit
    from tipline.search.entry import Entry


def original_day(world: World, sent: Sent) -> date | None:
    asked = select(envelope.c.original_day).where(envelope.c.tip_id == sent.id)
    with reading(world.house.shelf.engine) as connection:
        return connection.execute(asked).scalar()


def kept(world: World, sent: Sent) -> list[bytes]:
    """Return the sealed parts that lie in the inbox."""
    with reading(world.house.shelf.engine) as connection:
        asked = select(part.c.sealed).where(part.c.tip_id == sent.id)
        return list(connection.execute(asked).scalars())


def key_of(world: World, sent: Sent) -> HybridIdentity:
    row = world.house.shelf.tip(sent.id, list(world.desks))
    return open_identity(row.envelope, [world.desks[row.desk].identity])


def destroyed(world: World, noor: FlaskClient, sami: FlaskClient, sent: Sent) -> str:
    """Let two officers destroy an original; return the words of the page."""
    done(noor, sent, "original/destroying", text=WHY)
    return answered(sami, sent).words


def today(days: int = 0) -> date:
    return datetime.now(UTC).date() + timedelta(days)


def test_its_day_is_set_when_it_closes(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "summary", text=SUMMARY)
    assert original_day(world, sent) is None
    page = done(noor, sent, "closing", outcome="OUT_INTEL")
    assert original_day(world, sent) == today(90)
    assert "What the reporter wrote is destroyed on" in page.words
    assert due(world, sent) == (today(180), today(180))
    done(noor, sent, "reopening", text="He came back.")
    assert original_day(world, sent) is None


def test_without_a_summary_it_goes_with_the_case(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    page = done(noor, sent, "closing", outcome="OUT_INTEL")
    assert original_day(world, sent) is None
    assert not [form for form in page.forms if "/original/" in form.action]
    done(noor, sent, "summary", text=SUMMARY)
    assert original_day(world, sent) == today(90)


def test_where_the_case_goes_first_it_has_no_day(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    done(noor, sent, "summary", text=SUMMARY)
    done(noor, sent, "closing", outcome="OUT_NOTRACE")
    assert (due(world, sent)[0], original_day(world, sent)) == (today(90), None)


def test_it_is_kept_up_to_its_limit(world: World, noor: FlaskClient) -> None:
    sent = finished(world, noor)
    late = press(noor, sent, "original/keeping", None, day=day(181), text=WHY)
    assert (late.status_code, "It may be kept until" in look(late).words) == (422, True)
    page = done(noor, sent, "original/keeping", day=day(120), text=WHY)
    assert original_day(world, sent) == today(120)
    assert "Noor decided to keep what the reporter wrote: until" in page.words
    assert "kept longer, by decision" in page.words


def test_it_is_listed_beside_the_cases(world: World, noor: FlaskClient) -> None:
    sent = finished(world, noor)
    assert "What reporters wrote" not in look(noor.get("/en/due")).words
    with time_machine.travel(datetime.now(UTC) + timedelta(80), tick=False):
        page = look(world.analyst("Huda").get("/en/due"))
    assert "What reporters wrote" in page.words
    assert f"{sent.id.hex()[:8]} Closed Kept as information" in page.words
    assert WHAT not in page.html


def test_two_destroy_it_and_the_case_lives_on(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = finished(world, noor, files=[NOTE])
    before, old = key_of(world, sent), kept(world, sent)
    [blob] = [each.blob for each in world.report(sent).evidence]
    done(noor, sent, "original/destroying", text=WHY)
    assert kept(world, sent) == old
    page = answered(sami, sent)
    assert "Noor asked for it, and Sami approved." in page.words
    assert SUMMARY in page.words
    assert "Closed" in page.words
    assert not [form for form in page.forms if "/original" in form.action]
    assert key_of(world, sent).seed != before.seed
    assert not set(old) & set(kept(world, sent))
    assert world.report(sent).answers.what == ""
    assert world.report(sent).evidence == ()
    assert blob not in set(world.house.viewer.blobs.older_than(datetime.now(UTC)))
    assert due(world, sent) == (today(180), today(180))
    assert original_day(world, sent) is None
    assert [entry["action"] for entry in trail(world)].count("shred") == 1
    for client in (noor, sami):
        found = look(client.get(sent.path))
        assert "Noor asked for it, and Sami approved." in found.words
        assert "Sami had what the reporter wrote destroyed" in found.words
        assert WHAT not in found.html
        assert not addresses(found.html)
    assert "It was destroyed:" in look(noor.get(f"{sent.path}/summary")).words
    assert SUMMARY in look(noor.get("/en/queue?view=finished")).words


def test_what_was_written_stands_in_no_file_of_the_inbox(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = finished(world, noor)
    before = world.house.shelf.tip(sent.id, ["TRIAGE"])
    destroyed(world, noor, sami, sent)
    files = list((world.settings.var / "inbox").rglob("*"))
    stored = b"".join(each.read_bytes() for each in files if each.is_file())
    for gone in (before.envelope, *(each.sealed for each in before.parts)):
        assert gone[-200:] not in stored


def test_a_new_message_is_read_with_the_new_key(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = finished(world, noor)
    destroyed(world, noor, sami, sent)
    assert world.mailbox(sent).tip_recipient == key_of(world, sent).recipient.public
    world.add(sent, "It happened again.", files=[NOTE])
    page = look(noor.get(sent.path))
    assert "It happened again." in page.words
    assert "Noor asked for it, and Sami approved." in page.words
    assert "In triage" in page.words
    [file] = pages(page.html)
    assert "First line." in look(noor.get(file)).words
    assert due(world, sent) == (None, None)
    assert SUMMARY in look(noor.get("/en/queue")).words
    done(noor, sent, "closing", outcome="OUT_INTEL")
    assert original_day(world, sent) == today(90)
    assert "It happened again." not in look(sami.get(sent.path)).html
    assert "takes two officers" in look(sami.get(sent.path)).words
    destroyed(world, noor, sami, sent)
    assert original_day(world, sent) is None


def test_an_envelope_that_somebody_put_there_gives_no_desk_the_new_key(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = finished(world, noor)
    with writing(world.house.shelf.engine) as connection:
        asked = select(envelope).where(envelope.c.tip_id == sent.id)
        own = dict(connection.execute(asked).mappings().one())
        connection.execute(insert(envelope).values(own | {"desk": "CG", "sealed": b"put there"}))
    destroyed(world, noor, sami, sent)
    assert world.house.shelf.desks_of(sent.id) == {"TRIAGE"}
    world.add(sent, "They came again.")
    assert "They came again." in look(noor.get(sent.path)).words


def test_a_desk_that_was_given_the_tip_gets_the_new_key(
    world: World, noor: FlaskClient, sami: FlaskClient, ali: FlaskClient
) -> None:
    sent = given(noor, world)
    form = look(noor.get(sent.path)).form_to("/desks/CG")
    told = {"desk-CG-text": "They must hear it.", "do": "give-tip"}
    assert noor.post(form.action, data=form.values | told).status_code == 303
    for step, typed in (("accept", {}), ("done", {"outcome": "OUT_SAFE"})):
        took(ali, step, **typed)
    done(noor, sent, "closing", outcome="OUT_SAFE")
    destroyed(world, noor, sami, sent)
    assert world.house.shelf.desks_of(sent.id) == {"CG", "TRIAGE"}
    assert ali.get(sent.path).status_code == 200


def test_on_its_day_the_schedule_destroys_it(world: World, noor: FlaskClient) -> None:
    sent, held = finished(world, noor), finished(world, noor)
    done(noor, held, "original/keeping", day=day(120), text=WHY)
    at = datetime.now(UTC)
    with time_machine.travel(at + timedelta(89), tick=False):
        world.analyst("Huda").get("/en/queue")
        assert len(kept(world, sent)) == 1
        assert world.report(sent).answers.what == WHAT
    with time_machine.travel(at + timedelta(90), tick=False):
        huda = world.analyst("Huda")
        huda.get("/en/queue")
        assert world.report(sent).answers.what == ""
        page = look(huda.get(sent.path))
        assert "as the schedule says" in page.words
        assert SUMMARY in page.words
        assert world.report(held).answers.what == WHAT
    with time_machine.travel(at + timedelta(120), tick=False):
        world.analyst("Salma").get("/en/due")
        assert world.report(held).answers.what == ""


def test_the_schedule_waits_for_what_nobody_has_read(world: World, noor: FlaskClient) -> None:
    sent = finished(world, noor)
    world.add(sent, "It happened again.")
    with time_machine.travel(datetime.now(UTC) + timedelta(95), tick=False):
        huda = world.analyst("Huda")
        huda.get("/en/queue")
        assert len(kept(world, sent)) == 2
        page = look(huda.get(sent.path))
        assert "It happened again." in page.words
        assert WHAT in page.words


def test_a_message_that_comes_in_that_moment_keeps_it(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, shred = finished(world, noor), Shelf.shred

    def late(*given: Any) -> list[bytes] | None:
        world.add(sent, "It happened again.")
        monkeypatch.setattr(Shelf, "shred", shred)
        return shred(*given)

    monkeypatch.setattr(Shelf, "shred", late)
    destroyed(world, noor, sami, sent)
    page = look(noor.get(sent.path))
    assert "It happened again." in page.words
    assert WHAT in page.words


@pytest.mark.parametrize("first", ["", "/reopening"])
def test_what_is_cut_short_is_made_good_at_the_next_look(
    world: World, noor: FlaskClient, sami: FlaskClient, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    sent, changes = finished(world, noor), type(world.house.changes)
    done(noor, sent, "original/destroying", text=WHY)
    with monkeypatch.context() as cut:
        cut.setattr(changes, "forget_likeness", _fail)
        form = next(it for it in look(sami.get(sent.path)).forms if "/requests/" in it.action)
        assert sami.post(form.action, data=form.values | {"answer": "approve"}).status_code == 500
    assert world.report(sent).answers.what == ""
    with world.at_work(noor) as visit:
        tip = unentered(visit, sent.id)
    assert tip.case.trouble is None
    assert tip.id.hex() in tip.case.state.gone
    if first:
        done(noor, sent, "reopening", text="He came back.")
    page = look(noor.get(sent.path))
    assert "Noor asked for it, and Sami approved." in page.words
    assert "Do not trust this case" not in page.words


def _fail(*_given: object) -> None:
    raise ZeroDivisionError


def test_what_lies_in_its_place_must_be_what_the_case_says(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = finished(world, noor)
    destroyed(world, noor, sami, sent)
    forged = seal_body(world.report(sent).to_json(), [key_of(world, sent).recipient])
    with writing(world.house.shelf.engine) as connection:
        connection.execute(update(part).where(part.c.tip_id == sent.id).values(sealed=forged))
    assert "Do not trust this case" in look(noor.get(sent.path)).words


def test_search_finds_the_case_alone(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = finished(world, noor)
    assert hits(ask(noor, "blue")) == [sent.path]
    destroyed(world, noor, sami, sent)
    assert hits(ask(noor, "blue")) == []
    assert hits(ask(noor, "boxes")) == [sent.path]
    assert "<mark>Boxes</mark>" in ask(noor, "boxes").html


def test_each_tip_of_a_case_goes_and_keeps_its_mailbox(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent, guest = world.send(), world.send("A third man waits at the gate at night.")
    with world.at_work(noor) as visit:
        tip = open_tip(visit, guest.id)
        joining.join(visit, tip, sent.id, WHY, tip.case.number)
    done(noor, sent, "summary", text=SUMMARY)
    done(noor, sent, "closing", outcome="OUT_INTEL")
    assert original_day(world, guest) == today(90)
    mailbox_day = due(world, guest)[1]
    page = destroyed(world, noor, sami, sent)
    assert "Sami had what the reporter wrote destroyed: 2 tips" in page
    for each in (sent, guest):
        assert world.report(each).answers.what == ""
        assert world.mailbox(each).tip_recipient == key_of(world, each).recipient.public
        assert original_day(world, each) is None
    assert due(world, guest)[1] == mailbox_day
    world.add(guest, "I saw them again.")
    assert "I saw them again." in look(noor.get(guest.path)).words


def test_an_export_of_what_is_left_is_whole(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send(files=[PHOTO])
    done(noor, sent, "assessment", **GRADE)
    done(noor, sent, "summary", text=SUMMARY)
    done(noor, sent, "closing", outcome="OUT_INTEL")
    destroyed(world, noor, sami, sent)
    done(noor, sent, "export", **LEAVING)
    answered(sami, sent)
    archive = Archive.read("test", taken(noor, sent).data)
    found = list(check(archive, [world.desks["TRIAGE"].identity]))
    assert {each.verdict for each in found} == {Verdict.WHOLE}


def test_it_is_counted_as_before(world: World, noor: FlaskClient, sami: FlaskClient) -> None:
    sent = world.send()
    world.add(sent, "One more thing.")
    done(noor, sent, "summary", text=SUMMARY)
    done(noor, sent, "closing", outcome="OUT_INTEL")
    with world.at_work(noor) as visit:
        before = _entry(visit, sent)
    destroyed(world, noor, sami, sent)
    with world.at_work(noor) as visit:
        after = _entry(visit, sent)
    assert after.measured == before.measured
    assert after.measured.messages == 1
    assert (after.arrived, after.language, after.category) == (
        before.arrived,
        before.language,
        before.category,
    )


def _entry(visit: Visit, sent: Sent) -> Entry:
    row = visit.office.shelf.tip(sent.id, visit.desks)
    case = open_case(visit, visit.office.cases.for_tips([sent.id], visit.desks)[sent.id])
    return entry(visit, row, case, None)
