"""Opening a tip: what it shows, what it leaves behind, and who may."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import Executable, delete, select, update

from tests.review.routes import asked
from tests.review.world import World
from tests.visitor import look
from tipline.age import HybridIdentity, HybridRecipient, open_bytes
from tipline.sealing.audit import open_entry
from tipline.sealing.body import seal_body
from tipline.sealing.envelope import open_identity, seal_identity
from tipline.store.casebook.tables import case_envelope, case_tip, casefile, event, membership
from tipline.store.inbox.tables import part
from tipline.store.transactions import reading, writing
from tipline.tips.point import Point
from tipline.tips.report import (
    Circle,
    Exactness,
    Knows,
    Now,
    Person,
    Place,
    Vehicle,
    When,
    WhenKind,
    YesNo,
)
from tipline.tips.state import Word


def test_shows_every_answer_and_the_standing_line(world: World, noor: FlaskClient) -> None:
    sent = world.send(
        vehicles=(Vehicle(plate="4718", colour="white"),),
        weapons=YesNo.YES,
        knows=Knows.SAW,
        circle=Circle.ONLY_ME,
        accounts=("http://example.test/buy",),
    )
    page = look(noor.get(sent.path))
    for shown in ("Unverified information", "blue warehouse", "Weapons or explosives", "4718",
                  "white", "Saw or heard it", "Only the reporter knows this", "346",
                  "http://example.test/buy", "Who saw what"):  # fmt: skip
        assert shown in page.words
    assert not [link for link in page.links if "example.test" in link]


def test_a_place_on_the_map_is_told_in_words_and_in_numbers(
    world: World, noor: FlaskClient
) -> None:
    said, point = "About 300 m from the Old Market", Point(latitude=2_622_850, longitude=5_058_600)
    sent = world.send(place=Place(exact=Exactness.STREET, point=point, said=said))
    page = look(noor.get(sent.path))
    assert f"On the map {said} Coordinates 26.22850,50.58600 How exact The street" in page.words
    assert said in look(noor.get("/en/queue")).words


def test_what_is_not_about_a_person_has_a_heading_of_its_own(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send(people=(Person(clothes="a red cap"),), weapons=YesNo.YES, money="500")
    words = look(noor.get(sent.path)).words
    for shown in ("a red cap Danger Weapons Yes", "Accounts and money Money 500"):
        assert shown in words


def test_says_how_long_ago_it_arrived(world: World, noor: FlaskClient) -> None:
    world.moment = datetime.now(UTC) - timedelta(minutes=17, seconds=30)
    sent = world.send()
    assert "· 18 minutes ago" in look(noor.get(sent.path)).words
    assert "قبل 18 دقيقة" in look(noor.get(sent.path.replace("/en/", "/ar/"))).words


def test_a_report_sent_again_shows_its_urgency_kind_and_what_changed(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send(weapons=YesNo.NO)
    world.send_again(sent, category="FIRE", now=Now.YES, place=Place(block="900"))
    page = look(noor.get(sent.path))
    head, _, rest = page.words.partition("What the reporter wrote")
    assert page.title.startswith("Fire, gas, chemicals")
    assert "Happening now" in head
    first, _, later = rest.partition("Sent once more, changed")
    for said in ("Kind Weapons or explosives", "Urgency Not now", "Block 346"):
        assert said in first
    assert "Changed" not in first
    for said in ("Kind Changed ", "Urgency Changed Happening now", "Block Changed 900"):
        assert said in later
    assert "Weapons Changed" not in later


FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (When(date=FIRST), "When Sunday 1 November 2026 "),
        (
            When(date=FIRST, until=LAST),
            "When From Sunday 1 November 2026 to Monday 30 November 2026 ",
        ),
        (When(until=LAST), "When Until Monday 30 November 2026 "),
        (When(kind=WhenKind.DATE, date=FIRST), "When Sunday 1 November 2026 "),
        (When(kind=WhenKind.RANGE, date=FIRST, until=LAST), "When From Sunday 1 November 2026 to "),
        (When(kind=WhenKind.RANGE), "When Between "),
        (When(kind=WhenKind.REPEATS, date=FIRST), "When Keeps happening · Sunday 1 November 2026 "),
        (
            When(kind=WhenKind.NOW, until=LAST, note="At noon"),
            "When Now · Until Monday 30 November 2026 ",
        ),
        (When(note="At noon"), "About the time At noon"),
    ],
)
def test_a_day_is_shown_whatever_else_was_chosen(
    world: World, noor: FlaskClient, when: When, told: str
) -> None:
    assert told in look(noor.get(world.send(when=when).path)).words


def test_the_first_opening_makes_the_case(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    page = look(noor.get(sent.path))
    assert "Chain whole, 1 entry" in page.words
    assert "Noor opened the tip" in page.words
    assert "In triage" in page.words
    row = world.house.cases.for_tips([sent.id], ["TRIAGE"])[sent.id]
    for identity in (world.desks["TRIAGE"].identity, world.recovery):
        opened = open_identity(row.envelope, [identity])
        assert opened.recipient.public == row.recipient


def test_the_reporter_sees_being_read_after_a_while(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    noor.get(sent.path)
    head, now = world.mailbox(sent), datetime.now(UTC)
    assert head.word_at(now) is Word.RECEIVED
    assert head.word_at(now + timedelta(minutes=61)) is Word.READING
    waits = [shown - now for word, shown in head.words if word is Word.READING]
    assert timedelta(minutes=4) < waits[0] < timedelta(minutes=60)


def test_looks_are_entered_once_in_ten_minutes_a_person(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    start = datetime.now(UTC)
    visits = [(noor, 0), (noor, 1), (sami, 2), (sami, 3), (noor, 4), (noor, 12), (noor, 13)]
    for who, minute in visits:
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            page = look(who.get(sent.path))
    assert "Chain whole, 3 entries" in page.words
    assert page.words.count("looked at it") == 2


def test_every_opening_stands_in_the_audit_trail(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    for _ in range(3):
        noor.get(sent.path)
    opened, entries = openings(world)
    assert len(opened) == 3
    assert sent.id.hex() in str(opened[0])
    assert "blue" not in str(entries)


def test_a_form_that_comes_back_is_no_further_opening(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    page = look(noor.get(sent.path))
    empty = page.form_to("/notes").values
    start = datetime.now(UTC)
    for minute, entered in ((0, 1), (9, 1), (12, 2)):
        with time_machine.travel(start + timedelta(minutes=minute), tick=False):
            assert noor.post(f"{sent.path}/notes", data=empty).status_code == 422
        assert len(openings(world)[0]) == entered


def test_a_form_sent_by_somebody_who_never_looked_is_an_opening(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent, other = world.send(), world.send()
    noor.get(sent.path)
    form = look(sami.get(other.path)).form_to("/notes").values
    assert sami.post(f"{sent.path}/notes", data=form).status_code == 422
    assert [entry["name"] for entry in openings(world)[0]] == ["Noor", "Sami", "Sami"]


def test_what_is_another_desks_is_as_if_it_did_not_exist(world: World, noor: FlaskClient) -> None:
    theirs = world.send("An officer asked for money.", lane="OVS")
    never = f"/en/tips/{'0' * 32}"
    missing = look(noor.get(never))
    hidden = look(noor.get(theirs.path))
    assert (hidden.status, missing.status) == (404, 404)
    assert hidden.words == missing.words
    assert len(list(world.house.audit.entries())) == 0
    routes = [one for one in asked(world.app, theirs.id) if f"{theirs.path}/" in one.address]
    posted = [
        route for route in routes if route.method == "POST" and "/files/" not in route.address
    ]
    assert len(posted) > 40
    typed = look(noor.get(world.send().path)).form_to("/notes").values
    for route in posted:
        answer = noor.post(route.address, data=typed)
        assert (answer.status_code, look(answer).words) == (404, missing.words)
    assert look(world.analyst("Huda", desks=("OVS",)).get(theirs.path)).status == 200


def test_a_tip_whose_case_is_another_desks_is_as_if_it_did_not_exist(
    world: World, noor: FlaskClient
) -> None:
    """As between the two halves of a recovery: the tip was given to a desk, its case not yet."""
    sent = world.send()
    noor.get(sent.path)
    row = world.house.shelf.tip(sent.id, ["TRIAGE"])
    identity = open_identity(row.envelope, [world.desks["TRIAGE"].identity])
    sealed = seal_identity(identity, [world.desks["OVS"].recipient])
    world.house.shelf.add_envelope(sent.id, "OVS", sealed)
    huda = world.analyst("Huda", desks=("OVS",))
    assert look(huda.get(sent.path)).status == 404


def test_a_new_message_is_shown_and_entered_as_read(world: World, noor: FlaskClient) -> None:
    sent = world.send(language="ar")
    noor.get(sent.path)
    world.add(sent, "من جهة البحر")
    page = look(noor.get(sent.path))
    assert "من جهة البحر" in page.words
    assert "read a new message" in page.words
    assert "Chain whole, 2 entries" in page.words


def test_a_part_left_by_a_stranger_hides_nothing(world: World, noor: FlaskClient) -> None:
    sent, other = world.send(), world.send("Another tip altogether.")
    world.add(sent, "mine")
    with writing(world.house.shelf.engine) as connection:
        foreign = connection.execute(
            select(part.c.sealed).where(part.c.tip_id == other.id)
        ).scalar()
        chosen = (part.c.tip_id == sent.id) & part.c.unread
        connection.execute(update(part).where(chosen).values(sealed=foreign))
    page = look(noor.get(sent.path))
    assert "1 part that lies with this tip does not open" in page.words
    assert "blue warehouse" in page.words
    assert "Another tip altogether" not in page.words


def test_a_chain_cut_short_is_shown_loudly(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    noor.get(sent.path)
    sami.get(sent.path)
    _tamper(world, delete(event).where(event.c.number == 2))
    _refused(noor, sent.path)


def test_an_altered_event_is_shown_loudly(world: World, noor: FlaskClient) -> None:
    sent, other = world.send(), world.send()
    noor.get(sent.path)
    noor.get(other.path)
    with reading(world.house.cases.engine) as connection:
        events = [bytes(sealed) for sealed in connection.execute(select(event.c.sealed)).scalars()]
    _tamper(world, update(event).where(event.c.sealed == events[0]).values(sealed=events[1]))
    page = look(noor.get(sent.path))
    broken = page if "Do not trust" in page.words else look(noor.get(other.path))
    assert "Chain broken" in broken.words
    assert not [form for form in broken.forms if "/tips/" in form.action]


def test_a_head_put_back_is_shown_loudly(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    noor.get(sent.path)
    _tamper(world, update(casefile).values(head=b"nothing"))
    _refused(noor, sent.path)


def test_another_tip_s_case_is_shown_loudly_and_tells_no_reporter(
    world: World, noor: FlaskClient
) -> None:
    sent, spam = world.send(), world.send("Cheap watches for everybody.")
    form = look(noor.get(spam.path)).form_to("/spam")
    noor.get(sent.path)
    noor.post(form.action, data=form.values)
    cases = world.house.cases.for_tips([sent.id, spam.id], ["TRIAGE"])
    swapped = update(case_tip).where(case_tip.c.tip_id == sent.id)
    _tamper(world, swapped.values(case_id=cases[spam.id].id))
    _refused(noor, sent.path)
    assert "Case does not open" in look(noor.get("/en/queue")).words
    assert not world.mailbox(sent).hidden


@pytest.mark.parametrize(
    "forged", [{"seen": "many"}, {"seen": None}, {"number": -1}, {"number": -50}]
)
def test_a_forged_head_is_shown_loudly(
    world: World, noor: FlaskClient, forged: dict[str, object]
) -> None:
    sent = world.send()
    noor.get(sent.path)
    row = world.house.cases.for_tips([sent.id], ["TRIAGE"])[sent.id]
    seen = {sent.id.hex(): forged.get("seen", 1)}
    head = {"state": "TRIAGE", "number": 1, "last": bytes(32).hex()} | forged | {"seen": seen}
    recipient = HybridRecipient.from_public(row.recipient)
    _tamper(world, update(casefile).values(head=seal_body(head, [recipient])))
    _refused(noor, sent.path)
    assert "Case does not open" in look(noor.get("/en/queue")).words


def test_a_head_under_a_stranger_s_key_is_shown_loudly(world: World, noor: FlaskClient) -> None:
    sent, stranger = world.send(), HybridIdentity.generate()
    noor.get(sent.path)
    head = {"state": "CLOSED", "number": 1, "last": bytes(32).hex(), "seen": {sent.id.hex(): 1}}
    _tamper(world, update(casefile).values(head=seal_body(head, [stranger.recipient])))
    sealed = seal_identity(stranger, [world.desks["TRIAGE"].recipient])
    _tamper(world, update(case_envelope).values(sealed=sealed))
    assert "Case does not open" in look(noor.get("/en/queue")).words


def test_a_part_changed_after_it_was_read_is_shown_loudly(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    world.add(sent, "The car is white.")
    noor.get(sent.path)
    chosen = (part.c.tip_id == sent.id) & (part.c.id != sent.packed.part_id)
    with writing(world.house.shelf.engine) as connection:
        connection.execute(delete(part).where(chosen))
    page = look(noor.get(sent.path))
    assert "Do not trust this case" in page.words
    assert "changed or taken out after it was read" in page.words


def test_an_event_by_somebody_without_a_card_is_shown_loudly(world: World) -> None:
    sent = world.send()
    world.analyst("Mallory").get(sent.path)
    _tamper(world, update(membership).values(card=b"not a card"))
    _refused(world.analyst("Noor"), sent.path)


def test_what_somebody_did_who_has_left_stays_signed(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    world.analyst("Sami").get(sent.path)
    for row in world.house.staff.members_of(["TRIAGE"]):
        if b"Sami" in open_bytes(row.card, [world.desks["TRIAGE"].identity]):
            world.house.staff.leave(row.analyst_id, "TRIAGE", datetime.now(UTC).date())
    assert "Chain whole, 2 entries" in look(noor.get(sent.path)).words


def _tamper(world: World, statement: Executable) -> None:
    with writing(world.house.cases.engine) as connection:
        connection.execute(statement)


def _refused(client: FlaskClient, path: str) -> None:
    page = look(client.get(path))
    assert "Do not trust this case" in page.words
    assert "Chain broken" in page.words
    assert "Chain whole" not in page.words
    assert not [form for form in page.forms if "/tips/" in form.action]


def openings(world: World) -> tuple[list[Any], list[Any]]:
    """Return the entries of the trail that tell of an opening, and all."""
    rows = world.house.audit.entries()
    entries: list[Any] = [open_entry(row.sealed, world.audit)["entry"] for row in rows]
    return [entry for entry in entries if entry["action"] == "open"], entries
