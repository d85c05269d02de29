"""By the link of a dispatch its agency answers, once for each press, until the link ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from flask import Response
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text, update

from tests.agencies.conftest import URL, Agency, files_of
from tests.review.test_actions import done, press
from tests.review.test_dispatching import REFERENCE, SUMMARY
from tests.review.test_evidence import trail
from tests.visitor import look
from tipline.age import HybridIdentity
from tipline.agencies.ways import PLACE
from tipline.casework.given.hearing import hear
from tipline.casework.tip.opening import unentered
from tipline.errors import LinkEndedError, StoreFullError
from tipline.sealing.agency import row_of, seal_heard
from tipline.store.inbox.doorstep import WAITING_MAX, Doorstep
from tipline.store.inbox.hearing import KEPT, Hearing
from tipline.store.inbox.tables import agency_link, agency_said
from tipline.store.transactions import reading, writing
from tipline.tips.answering import SAID_MAX
from tipline.tips.clocks import Moments
from tipline.tips.heard import Heard
from tipline.tips.said import Said, Way

if TYPE_CHECKING:
    from tests.review.world import World
    from tipline.casework.tip.opening import OpenTip

ENDED = "This link is not in use"
ANSWERED = "An agency has answered"


def tip_of(agency: Agency) -> OpenTip:
    with agency.world.at_work(agency.noor) as present:
        return unentered(present, agency.sent.id)


def said_of(agency: Agency) -> list[tuple[Said, Way, str, str]]:
    [given] = tip_of(agency).case.state.given
    return [(each.said, each.way, each.who, each.text) for each in given.said]


def rows(world: World) -> list[bytes]:
    with reading(world.house.shelf.engine) as connection:
        return list(connection.execute(select(agency_said.c.sealed)).scalars())


def test_the_page_shows_our_reference_and_a_form_and_nothing_else(agency: Agency) -> None:
    page = agency.visitor.get(f"/en/{agency.token}")
    [reference] = set(REFERENCE.findall(page.words))
    assert reference in agency.page.words
    assert page.form("said").choices["said"] == [each.value for each in Said]
    for secret in (SUMMARY, "Gate 3", "WEAP", "Noor", agency.sent.draft.answers.what):
        assert secret not in page.html
    assert "set-cookie" not in page.headers
    assert "script" not in {tag for tag, _ in page.tags}
    assert ("meta", {"name": "robots", "content": "noindex, nofollow"}) in page.tags
    arabic = agency.visitor.get(f"/ar/{agency.token}")
    assert "ردّكم" in arabic.words
    assert reference in arabic.words
    assert f"/ar/{agency.token}" in page.links


def test_looking_changes_nothing(agency: Agency) -> None:
    for method in ("GET", "HEAD", "OPTIONS"):
        client = FlaskClient(agency.app, Response)
        client.open(f"/en/{agency.token}?said=done&who=Me", method=method)
    assert rows(agency.world) == []


def test_what_is_said_waits_sealed_and_is_told_above_the_work_list(agency: Agency) -> None:
    assert ANSWERED not in look(agency.noor.get("/en/queue")).words
    page = agency.answer(said="en-route", text="Two boats, from the east.")
    assert "We have your answer" in page.words
    [sealed] = rows(agency.world)
    assert b"boats" not in sealed
    for address in ("/en/queue",):
        queue = look(agency.noor.get(address))
        assert ANSWERED in queue.words
        assert f"{agency.sent.path}#given" in queue.links
    for desk in ("OVS", "CG"):
        other = agency.world.analyst(f"Of {desk}", desks=(desk,))
        assert ANSWERED not in look(other.get("/en/queue")).words


def test_a_look_at_the_tip_takes_it_in_once(agency: Agency) -> None:
    agency.answer(said="accepted")
    agency.answer(said="asks", text="Which of the gates is it?")
    for _ in range(2):
        page = look(agency.noor.get(agency.sent.path))
    expected = [
        (Said.ACCEPTED, Way.LINK, "Capt. Salem, CG-4", ""),
        (Said.ASKS, Way.LINK, "Capt. Salem, CG-4", "Which of the gates is it?"),
    ]
    assert sorted(said_of(agency)) == sorted(expected)
    assert page.words.count("Which of the gates is it?") == 2  # given, and the timeline
    assert "By its link" in page.words
    assert "it arrived" in page.words
    assert rows(agency.world) == []
    assert ANSWERED not in look(agency.noor.get("/en/queue")).words


def test_what_was_cut_short_before_it_was_deleted_is_not_entered_again(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    agency.answer(said="accepted")
    with monkeypatch.context() as cut:
        cut.setattr(Hearing, "take_out", lambda *_: None)
        agency.noor.get(agency.sent.path)
        assert len(rows(agency.world)) == 1
        agency.noor.get(agency.sent.path)
    assert len(said_of(agency)) == 1
    agency.noor.get(agency.sent.path)
    assert len(said_of(agency)) == 1
    assert rows(agency.world) == []


def test_two_officers_at_once_enter_it_once(agency: Agency) -> None:
    agency.answer(said="accepted")
    sami = agency.world.analyst("Sami again")
    with agency.world.at_work(agency.noor) as noor, agency.world.at_work(sami) as other:
        mine, theirs = unentered(noor, agency.sent.id), unentered(other, agency.sent.id)
        [row] = noor.office.hearing.said([row_of(bytes.fromhex(agency.token))])
        hear(noor, mine)
        put_back(agency.world, row.id, row.sealed, row.link)
        hear(other, theirs)
    assert len(said_of(agency)) == 1


def put_back(world: World, said_id: bytes, sealed: bytes, link: bytes) -> None:
    with writing(world.house.shelf.engine) as connection:
        connection.execute(agency_said.insert().values(link=link, id=said_id, sealed=sealed))


def test_the_clock_counts_from_when_it_was_said(agency: Agency) -> None:
    tip = tip_of(agency)
    assert Moments.of(tip.case.state).task is not None
    began = datetime.now(UTC)
    with time_machine.travel(began + timedelta(minutes=20), tick=False):
        agency.answer(said="on-scene")
    with time_machine.travel(began + timedelta(hours=5), tick=False):
        late = look(agency.world.analyst("Noura").get(agency.sent.path))
        assert "no reply, though asked for" not in late.words
    state = tip_of(agency).case.state
    [given] = state.given
    told = given.said[0].told_at
    assert timedelta(minutes=19) < told - began <= timedelta(minutes=20)
    assert list(state.reached.values())[-1] == told
    assert Moments.of(state).task is None


def test_the_same_press_twice_is_one_answer(agency: Agency) -> None:
    page = agency.visitor.get(f"/en/{agency.token}")
    fields = page.form("said").values | {"said": "done", "who": "CG-4"}
    for _ in range(2):
        agency.visitor.post(page.form("said").action, fields)
    assert len(rows(agency.world)) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"said": ""}, "Choose your answer."),
        ({"said": "nothing"}, "Choose one of the answers on the page."),
        ({"said": "done", "who": " "}, "Say who you are."),
        ({"said": "declined", "text": "no"}, "Say why you decline, or what you ask."),
        ({"said": "done", "text": "x" * 5001}, "Make this shorter by 1 character."),
    ],
)
def test_what_is_amiss_is_told_and_what_was_typed_stays(
    agency: Agency, typed: dict[str, str], told: str
) -> None:
    given = {"who": "Capt. Salem", "text": "We wait for you"} | typed
    page = agency.visitor.post(f"/en/{agency.token}", given, 422)
    assert told in page.words
    assert page.title.startswith("Error:")
    if typed.get("who", "Capt").strip():
        assert "Capt. Salem" in page.html
    assert (given["text"] if len(given["text"]) < 99 else "xxx") in page.html
    assert rows(agency.world) == []


def test_what_holds_no_more_and_what_never_did_get_one_answer(agency: Agency) -> None:
    days = timedelta(days=agency.world.settings.agencies_days)
    forged = "0" * 32
    texts = set()
    for token in (forged, "nothing", agency.token[:-1], agency.token.upper() + "x"):
        page = agency.visitor.get(f"/en/{token}", 404)
        texts.add(page.words)
        agency.visitor.post(f"/en/{token}", {"said": "done", "who": "Me"}, 404)
    with time_machine.travel(datetime.now(UTC) + days, tick=False):
        texts.add(agency.visitor.get(f"/en/{agency.token}", 404).words)
        agency.visitor.post(f"/en/{agency.token}", {"said": "done", "who": "Me"}, 404)
    assert len(texts) == 1
    assert ENDED in texts.pop()
    assert rows(agency.world) == []


def test_a_finished_case_takes_no_answer_until_it_is_taken_up_again(agency: Agency) -> None:
    agency.answer(said="accepted")
    closing = {"outcome": "OUT_NOTRACE", "text": "Nothing was found."}
    assert press(agency.noor, agency.sent, "closing", None, **closing).status_code == 303
    agency.visitor.get(f"/en/{agency.token}", 404)
    page = look(agency.noor.get(agency.sent.path))
    assert "By its link" in page.words  # what was said before is not lost
    done(agency.noor, agency.sent, "reopening", text="There is something new.")
    agency.visitor.get(f"/en/{agency.token}")


def test_one_link_holds_so_much_and_a_rate_is_kept(agency: Agency) -> None:
    ways = agency.app.extensions[PLACE]
    for number in range(WAITING_MAX):
        ways.leave(heard(agency), f"page {number}")
    ways.leave(heard(agency), "page 0")
    assert len(rows(agency.world)) == WAITING_MAX
    typed = {"said": "done", "who": "Me", "text": "We wait at the gate"}
    page = agency.visitor.post(f"/en/{agency.token}", typed, 503)
    assert "We wait at the gate" in page.html
    assert "As many answers wait to be read as can." in page.words
    for _ in range(9):
        typed = {"said": "done", "text": "We are still here"}
        last = agency.app.test_client().post(f"/en/{agency.token}", data=typed)
    assert last.status_code == 429
    assert "We are still here" in last.text
    assert "Please try again in" in last.text
    agency.noor.get(agency.sent.path)
    assert len(said_of(agency)) == WAITING_MAX


def heard(agency: Agency, **more: object) -> Heard:
    at = datetime.now(UTC).replace(microsecond=0)
    given: dict[str, Any] = {"token": bytes.fromhex(agency.token), "said": Said.DONE, **more}
    return Heard(**{"way": Way.LINK, "at": at, "who": "CG-4", **given})


def forged(agency: Agency, recipient: bytes) -> list[bytes]:
    """Return rows that somebody seals who can write the database and has no token, and others."""
    return [
        seal_heard(heard(agency, token=bytes(16)), recipient),
        seal_heard(heard(agency, way=Way.CALL), recipient),
        seal_heard(heard(agency, who=" "), recipient),
        seal_heard(heard(agency, way=Way.WEBHOOK, channel="LMRA"), recipient),
        b"no age file",
    ]


def test_what_was_forged_or_altered_is_told_and_not_entered(agency: Agency) -> None:
    link = row_of(bytes.fromhex(agency.token))
    with reading(agency.world.house.shelf.engine) as connection:
        recipient = connection.execute(select(agency_link.c.recipient)).scalar_one()
    for number, sealed in enumerate(forged(agency, recipient)):
        put_back(agency.world, bytes([number]) * 16, sealed, link)
    agency.answer(said="accepted")
    page = look(agency.noor.get(agency.sent.path))
    assert "5 answers of agencies cannot be read or entered" in page.words
    assert [each[0] for each in said_of(agency)] == [Said.ACCEPTED]
    form = page.form_to("/unheard")
    agency.answer(said="done")  # meanwhile: that can be read, and is not deleted with the others
    assert agency.noor.post(form.action).status_code == 400  # without the form's token
    page = look(agency.noor.post(form.action, data=form.values, follow_redirects=True))
    assert "cannot be read" not in page.words
    assert [each[0] for each in said_of(agency)] == [Said.ACCEPTED, Said.DONE]
    assert rows(agency.world) == []
    [entry] = [each for each in trail(agency.world) if each["action"] == "unheard"]
    assert entry["facts"]["dropped"] == 5


@pytest.mark.parametrize(
    ("id_", "sealed"),
    [("x'05'", "'a text'"), ("x'05'", "7"), ("x'05'", "CAST(x'ff' AS TEXT)"), ("'a text'", "x'00'"),
     ("7", "x'00'")],
)  # fmt: skip
def test_what_is_no_bytes_does_not_close_the_case_and_can_be_deleted(
    agency: Agency, id_: str, sealed: str
) -> None:
    link = row_of(bytes.fromhex(agency.token)).hex()
    statement = f"INSERT INTO agency_said (link, id, sealed) VALUES (x'{link}', {id_}, {sealed})"  # noqa: S608 (its own words)
    with writing(agency.world.house.shelf.engine) as connection:
        connection.execute(text("DROP TRIGGER agency_said_kinds"))  # whoever holds the file can
        connection.execute(text(statement))
    agency.answer(said="accepted")
    page = look(agency.noor.get(agency.sent.path))
    assert "1 answer of an agency cannot be read or entered" in page.words
    assert [each[0] for each in said_of(agency)] == [Said.ACCEPTED]
    form = page.form_to("/unheard")
    page = look(agency.noor.post(form.action, data=form.values, follow_redirects=True))
    assert "cannot be read" not in page.words
    assert rows(agency.world) == []


def test_what_waits_to_be_heard_is_not_called_unreadable(agency: Agency) -> None:
    form = look(agency.noor.get(agency.sent.path)).form_to("/notes")
    agency.answer(said="accepted")
    refused = agency.noor.post(form.action, data=form.values)  # a page that enters nothing
    assert refused.status_code == 422
    assert "cannot be read" not in look(refused).words


def test_more_than_one_dispatch_may_have_is_told(agency: Agency) -> None:
    ways = agency.app.extensions[PLACE]
    for times in range(3):
        for number in range(40):
            ways.leave(heard(agency), f"page {times} {number}")
        page = look(agency.noor.get(agency.sent.path))
    assert len(said_of(agency)) == SAID_MAX
    assert "20 answers of agencies cannot be read or entered" in page.words
    (form,) = [each for each in page.forms if each.action.endswith("/said#given")]
    sent = form.action.split("/")[-2]
    typed = {"said": "done", "way": "call", "who": "The duty officer"}
    told = form.values | {f"said-{sent}-{name}": value for name, value in typed.items()}
    assert agency.noor.post(form.action, data=told).status_code == 303
    assert len(said_of(agency)) == SAID_MAX + 1


def test_while_nothing_can_be_kept_what_was_typed_stays(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFullError

    monkeypatch.setattr(Doorstep, "leave", full)
    typed = {"said": "done", "who": "Capt. Salem", "text": "We are still here"}
    page = agency.visitor.post(f"/en/{agency.token}", typed, 503)
    assert "the disk is full" in page.words
    assert page.form("said").values.items() >= typed.items()


def test_an_altered_link_seals_to_nobody_that_reads_it(agency: Agency) -> None:
    with writing(agency.world.house.shelf.engine) as connection:
        connection.execute(update(agency_link).values(shown="other"))
    agency.visitor.get(f"/en/{agency.token}", 404)


def test_nothing_is_sealed_to_a_recipient_that_was_put_in_the_place_of_the_links_own(
    agency: Agency,
) -> None:
    stranger = HybridIdentity.generate().recipient.public
    with writing(agency.world.house.shelf.engine) as connection:
        connection.execute(update(agency_link).values(recipient=stranger))
    agency.visitor.get(f"/en/{agency.token}", 404)
    agency.visitor.post(f"/en/{agency.token}", {"said": "done", "who": "Me"}, 404)
    with pytest.raises(LinkEndedError):
        agency.app.extensions[PLACE].leave(heard(agency), "mail 0")
    assert rows(agency.world) == []


def test_a_link_that_is_lost_is_made_again_at_the_next_look(agency: Agency) -> None:
    with writing(agency.world.house.shelf.engine) as connection:
        connection.execute(delete(agency_link))
    agency.visitor.get(f"/en/{agency.token}", 404)
    agency.noor.get(agency.sent.path)
    agency.visitor.get(f"/en/{agency.token}")


def test_the_link_lies_in_what_is_sealed_and_on_the_officers_page_alone(agency: Agency) -> None:
    assert f"{URL}/ar/{agency.token}" in agency.page.words
    assert f"answers+{agency.token}@example.org" in agency.page.words
    for ending in ("cap.xml", "geojson", "sheet"):
        [link] = [each for each in agency.page.links if each.endswith(f"/{ending}")]
        assert agency.token not in agency.noor.get(link).text
    files = files_of(agency.world)
    assert {each for each in files if agency.token.encode() in files[each]} == {
        "answer.txt",
        "answer.json",
    }
    with reading(agency.world.house.shelf.engine) as connection:
        stored = str(connection.execute(select(agency_link)).all())
    assert agency.token not in stored
    assert not set(REFERENCE.findall(stored))


def test_the_sweeper_takes_what_has_ended(agency: Agency) -> None:
    hearing, now = agency.world.house.hearing, datetime.now(UTC)
    end = now + timedelta(days=15)
    agency.answer(said="accepted")
    assert hearing.sweep(end) == 0  # something waits
    assert hearing.sweep(end + KEPT) == 1
    assert rows(agency.world) == []


def test_nothing_waits_of_a_tip_that_is_gone(agency: Agency) -> None:
    agency.answer(said="accepted")
    agency.world.house.shelf.destroy(agency.sent.id)
    assert ANSWERED not in look(agency.noor.get("/en/queue")).words
