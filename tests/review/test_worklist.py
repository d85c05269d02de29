from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.pages import Page
from tests.review.world import File, World, build
from tests.visitor import look
from tipline.age import Identity
from tipline.casework.glances import SHIFT, Glances
from tipline.casework.tip import actions
from tipline.casework.tip.opening import open_tip
from tipline.keyring.card import Role
from tipline.keyring.opening import open_part
from tipline.review import create_app, rows
from tipline.review.rows import UNREAD_MAX
from tipline.sealing.audit import open_entry
from tipline.store.casebook.tables import membership
from tipline.store.inbox.tables import envelope, part
from tipline.store.transactions import writing
from tipline.tips.content import Classified
from tipline.tips.evidence import Kind
from tipline.tips.priority import Priority
from tipline.tips.report import Message, Now, Place, Report


def listed(page: Page) -> str:
    """Return the words of the list itself, below what it is narrowed down by."""
    return page.words.partition("With attachments Show")[2]


def test_shows_what_the_reporter_chose_the_newest_first(world: World, noor: FlaskClient) -> None:
    world.send("An older report about the harbour.", category="ROAD")
    world.send("Four people in a sinking boat.", category="SEAC", now=Now.YES, language="ar",
               place=Place(landmark="Muharraq bridge"))  # fmt: skip
    page = look(noor.get("/en/queue"))
    assert page.words.index("sinking boat") < page.words.index("older report")
    for shown in (
        "Happening now",
        "Muharraq bridge",
        "Arabic",
        "Sea and coast",
        "1 hour",
        "Unread",
    ):
        assert shown in listed(page)
    assert "2 tips on this page were not opened yet." in page.words


def test_what_may_be_happening_now_stands_first_until_somebody_opens_it(
    world: World, noor: FlaskClient
) -> None:
    sure = world.send("A man fires a gun.", now=Now.YES)
    later = world.send("A fire in a yard.", now=Now.YES)
    unsure = world.send("A bag was left.", now=Now.UNSURE)
    world.send("Nothing to do with now.")
    shown = ("perhaps", "A fire in", "fires a gun", "bag was left", "newest first", "Nothing to")
    words = look(noor.get("/en/queue")).words.partition("Happening now, or")[2]
    assert sorted(shown, key=words.index) == list(shown)
    for opened in (sure, later):
        noor.get(opened.path)
    words = look(noor.get("/en/queue")).words
    assert words.index("bag was left") < words.index("fires a gun") < words.index("Nothing to")
    noor.get(unsure.path)
    assert "Happening now, or perhaps" not in look(noor.get("/en/queue")).words


def test_the_priority_that_a_report_asks_for_stands_in_its_row_until_one_is_set(
    world: World, noor: FlaskClient
) -> None:
    sent = world.send("A man fires a gun.", category="WEAP", now=Now.YES)
    assert "suggested: P1 Emergency" in listed(look(noor.get("/en/queue")))
    with world.at_work(noor) as visit:
        official = Classified(category="WEAP", priority=Priority.P1)
        actions.enter(visit, open_tip(visit, sent.id), official, None)
    words = listed(look(noor.get("/en/queue")))
    assert "P1 Emergency" in words
    assert "suggested:" not in words


def test_what_is_sure_is_told_from_what_is_not(world: World, noor: FlaskClient) -> None:
    world.send("A fire in a yard.", now=Now.YES)
    world.send("A bag was left.", now=Now.UNSURE)
    rows = [has["class"].split() for tag, has in look(noor.get("/en/queue")).tags
            if tag == "tr" and "class" in has]  # fmt: skip
    assert rows == [["unread", "urgent"], ["unread", "perhaps"]]


def test_who_is_at_no_desk_is_told_what_to_do(world: World) -> None:
    world.send()
    newcomer = world.analyst("New", desks=())
    assert "You are at no desk yet." in look(newcomer.get("/en/account")).words
    auditor = world.analyst("Audit", role=Role.AUDITOR, desks=("AUDIT",))
    assert "on the server there is tipline audit, too." in look(auditor.get("/en/account")).words


@pytest.mark.parametrize(
    ("road", "shown"),
    [("2825", "road 2825"), ("٢٨٢٥", "road ٢٨٢٥"), ("Road 2825", "Road 2825"), ("28 A", "28 A")],
)
def test_a_number_alone_is_told_what_it_numbers(
    world: World, noor: FlaskClient, road: str, shown: str
) -> None:
    world.send(place=Place(landmark="Mosque", road=road))
    assert f"Mosque, {shown} English" in look(noor.get("/en/queue")).words


def test_within_an_hour_the_sealed_time_decides(world: World, noor: FlaskClient) -> None:
    world.moment = world.moment.replace(minute=10, second=0)
    sent = [world.send(f"Report number {number:02}.") for number in range(12)]
    words = look(noor.get("/en/queue")).words
    places = [words.index(f"Report number {number:02}.") for number in range(len(sent))]
    assert places == sorted(places, reverse=True)


def test_tells_read_from_unread_and_what_came_in_since(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    sent = world.send()
    noor.get(sent.path)
    words = look(sami.get("/en/queue")).words
    assert "In triage" in words
    assert "new message" not in words
    world.add(sent, "The car is there again.")
    assert "1 new message" in look(sami.get("/en/queue")).words
    sami.get(sent.path)
    assert "new message" not in look(noor.get("/en/queue")).words


def test_an_unread_change_shows_its_kind_and_the_more_urgent_word(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    worse, better = world.send(now=Now.NO), world.send("A boat is sinking.", now=Now.YES)
    world.send_again(worse, category="FIRE", now=Now.YES)
    world.send_again(better, category="SEAC", now=Now.NO)
    sami.get(better.path)
    world.send_again(better, category="ROAD", now=Now.UNSURE)
    page = look(noor.get("/en/queue"))
    assert page.words.count("Happening now") == 3  # the heading above both, and each
    assert "Weapons" not in listed(page)
    for kind in ("Fire, gas, chemicals", "Dangerous driving"):
        assert kind in listed(page)
    assert "blue warehouse" in page.words


def test_what_a_stranger_left_changes_no_row(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    for _ in range(UNREAD_MAX + 3):
        world.add(sent, "More.")
    with writing(world.house.shelf.engine) as connection:
        connection.execute(update(part).where(part.c.unread).values(sealed=b"nothing"))
    assert "Weapons" in listed(look(noor.get("/en/queue")))


def test_pages_older_and_newer_by_place(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> None:
    small = build(tmp_path_factory.mktemp("small"), queue_page=10)
    for number in range(23):
        small.moment += timedelta(minutes=20)
        small.send(f"Report number {number:02}.")
    noor = small.analyst("Noor")
    seen, address, newer = [], "/en/queue", ""
    while address:
        page = look(noor.get(address))
        seen.append([number for number in range(23) if f"number {number:02}" in page.words])
        beside = {has["rel"]: has["href"] for tag, has in page.tags if tag == "a" and "rel" in has}
        address, newer = beside.get("next", ""), beside.get("prev", newer)
    assert [len(some) for some in seen] == [10, 10, 3]
    assert sorted(number for some in seen for number in some) == list(range(23))
    back = look(noor.get(newer))
    assert [number for number in range(23) if f"number {number:02}" in back.words] == seen[1]


@pytest.mark.parametrize("cursor", ["", "x", "1-", "1-zz", "9" * 40, "-1-00", "999999999-00"])
def test_a_foreign_cursor_is_the_first_page(world: World, noor: FlaskClient, cursor: str) -> None:
    world.send()
    assert "blue warehouse" in look(noor.get("/en/queue", query_string={"older": cursor})).words


def test_another_desks_tips_are_not_there(world: World, noor: FlaskClient) -> None:
    world.send("An officer asked for money.", lane="OVS")
    assert "officer" not in look(noor.get("/en/queue")).words
    oversight = world.analyst("Huda", desks=("OVS",))
    assert "officer" in look(oversight.get("/en/queue")).words


def test_an_auditor_reads_no_tips(world: World) -> None:
    sent = world.send()
    auditor = world.analyst("Audit", role=Role.AUDITOR)
    assert auditor.get("/en/queue").status_code == 404
    assert auditor.get(sent.path).status_code == 404


def damage_a_card(world: World) -> None:
    at_oversight = membership.c.desk == "OVS"
    with writing(world.house.staff.engine) as connection:
        connection.execute(update(membership).where(at_oversight).values(card=b"damaged"))


def damage_a_desks_key(world: World) -> None:
    at_oversight = membership.c.desk == "OVS"
    with writing(world.house.staff.engine) as connection:
        connection.execute(update(membership).where(at_oversight).values(sealed=b"damaged"))


def lose_a_desks_file(world: World) -> None:
    (world.settings.keys / "desks" / "OVS.toml").unlink()
    world.app = create_app(replace(world.settings, hotline=False))


@pytest.mark.parametrize("harm", [damage_a_card, damage_a_desks_key, lose_a_desks_file])
def test_one_desk_that_is_not_believed_shuts_nobody_out_of_another(
    world: World, harm: Callable[[World], None]
) -> None:
    ours, theirs = world.send(), world.send("About an officer at the gate.", lane="OVS")
    cookie = world.analyst("Noor", desks=("TRIAGE", "OVS")).get_cookie("session")
    harm(world)
    noor = world.app.test_client()
    noor.set_cookie("session", cookie.value if cookie else "")
    page = look(noor.get("/en/queue"))
    assert "blue warehouse" in page.words
    assert "at the gate" not in page.words
    assert look(noor.get(ours.path)).status == 200
    assert look(noor.get(theirs.path)).status == 404
    page = look(noor.get("/en/account"))
    assert "Tip triage desk Analyst" in page.words
    assert page.words.count("This desk does not open for you") == 1
    assert "لا يُفتح لك هذا المكتب" in look(noor.get("/ar/account")).words


def test_a_tip_that_does_not_open_is_shown_as_such(world: World, noor: FlaskClient) -> None:
    world.send()
    broken = [world.send("The first one to break."), world.send("The second one to break.")]
    with writing(world.house.shelf.engine) as connection:
        connection.execute(
            update(envelope).where(envelope.c.tip_id == broken[0].id).values(sealed=b"x")
        )
        connection.execute(update(part).where(part.c.tip_id == broken[1].id).values(sealed=b"y"))
    page = look(noor.get("/en/queue"))
    assert page.words.count("This tip does not open") == 2
    assert "blue warehouse" in page.words
    for sent in broken:
        answer = noor.get(sent.path)
        assert answer.status_code == 500
        assert "This tip does not open" in look(answer).words or "key of this tip" in answer.text


def test_a_forged_time_breaks_its_own_tip_only(world: World, noor: FlaskClient) -> None:
    world.send()
    moment, world.moment = world.moment, datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    forged = world.send("In the last minute of all times.")
    world.moment = moment
    page = look(noor.get("/en/queue"))
    assert page.words.count("This tip does not open") == 1
    assert "blue warehouse" in page.words
    assert "This tip does not open" in look(noor.get(forged.path)).words


def test_refreshes_itself_without_keeping_anybody_signed_in(
    world: World, noor: FlaskClient
) -> None:
    page = look(noor.get("/en/queue"))
    refresh = [has for tag, has in page.tags if has.get("http-equiv") == "refresh"]
    assert "refresh=1" in refresh[0]["content"]
    assert noor.get("/en/queue?refresh=1").status_code == 200
    assert "connect-src 'self'" in noor.get("/en/queue").headers["Content-Security-Policy"]


def test_strangers_are_sent_to_sign_in(world: World) -> None:
    sent = world.send()
    stranger = world.app.test_client()
    for address in ("/", "/en/", "/en/queue", sent.path):
        answer = stranger.get(address)
        assert answer.status_code == 303
        assert "blue" not in answer.text


def test_a_demonstration_is_marked_on_each_page(tmp_path_factory: pytest.TempPathFactory) -> None:
    demo = build(tmp_path_factory.mktemp("demo"), demo=True)
    sent, noor = demo.send(), demo.analyst("Noor")
    for address in ("/en/queue", "/en/queue?view=finished", sent.path):
        assert "everybody knows the sign-in" in look(noor.get(address)).words


def test_the_first_words_that_a_queue_shows_stand_in_the_trail_once(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    first = world.send()
    noor.get("/en/queue")
    assert shown(world, "Noor") == [[first.id.hex()]]
    second = world.send("Another report.")
    noor.get("/en/queue?refresh=1")
    noor.get("/en/queue")
    assert shown(world, "Noor") == [[first.id.hex()], [second.id.hex()]]
    sami.get("/en/queue")
    assert sorted(shown(world, "Sami")[0]) == sorted([first.id.hex(), second.id.hex()])


def test_what_a_shift_ago_was_shown_is_told_again() -> None:
    glances, now = Glances(), datetime(2031, 1, 1, tzinfo=UTC)
    assert glances.new(b"a", [b"t"], now) == [b"t"]
    glances.note(b"a", [b"t"], now)
    assert glances.new(b"a", [b"t", b"u"], now + SHIFT - timedelta(seconds=1)) == [b"u"]
    assert glances.new(b"a", [b"t"], now + SHIFT) == [b"t"]
    assert glances.new(b"b", [b"t"], now) == [b"t"]


def test_what_cannot_be_entered_is_not_shown(world: World, noor: FlaskClient) -> None:
    world.send()
    with writing(world.house.audit.engine) as connection:
        connection.exec_driver_sql("CREATE TRIGGER full BEFORE INSERT ON audit "
                                   "BEGIN SELECT RAISE(ABORT, 'full'); END")  # fmt: skip
    answer = noor.get("/en/queue")
    assert answer.status_code == 503
    assert "blue warehouse" not in answer.get_data(as_text=True)


def test_several_tips_are_set_aside_at_once(
    world: World, noor: FlaskClient, sami: FlaskClient
) -> None:
    spam = [world.send(f"Buy this, number {number}.") for number in range(3)]
    kept, taken = world.send("A true report."), world.send("Sami is at work on this.")
    page = look(noor.get("/en/queue"))
    sami.get(taken.path)
    tips = [each.id.hex() for each in (*spam, taken)]
    token = page.form_to("/queue/chosen").values["csrf_token"]
    answer = noor.post(
        "/en/queue/chosen", data={"tip": [*tips, "no id"], "csrf_token": token, "act": "aside"}
    )
    assert answer.status_code == 303
    after = look(noor.get(answer.location))
    assert "3 tips are set aside as spam." in after.words
    assert "1 chosen tip stayed as it is" in after.words
    assert "number" not in after.words.partition("Open tips, newest first")[2]
    assert kept.path in after.links
    assert taken.path in after.links
    assert all(world.mailbox(each).hidden for each in spam)
    assert not world.mailbox(taken).hidden


def test_choosing_nothing_is_told(world: World, noor: FlaskClient) -> None:
    world.send()
    token = look(noor.get("/en/queue")).form_to("/queue/chosen").values["csrf_token"]
    answer = noor.post("/en/queue/chosen", data={"csrf_token": token, "act": "aside"})
    assert answer.status_code == 422
    assert "Choose the tips first." in look(answer).words


def test_another_desks_tip_is_not_set_aside(world: World, noor: FlaskClient) -> None:
    world.send()
    theirs = world.send("About the police.", lane="OVS")
    token = look(noor.get("/en/queue")).form_to("/queue/chosen").values["csrf_token"]
    answer = noor.post(
        "/en/queue/chosen", data={"tip": theirs.id.hex(), "csrf_token": token, "act": "aside"}
    )
    assert "1 chosen tip stayed as it is" in look(noor.get(answer.location)).words
    assert not world.mailbox(theirs).hidden


def shown(world: World, name: str) -> list[list[str]]:
    """Return the tips of each entry that says whose first words an analyst's queue showed."""
    entries: list[Any] = [
        open_entry(row.sealed, world.audit)["entry"] for row in world.house.audit.entries()
    ]
    return [
        entry["facts"]["tips"]
        for entry in entries
        if (entry["action"], entry["name"]) == ("list", name)
    ]


def test_a_row_says_how_many_attachments_came(world: World, noor: FlaskClient) -> None:
    world.send("A boat at night.", files=[File(b"A list.", Kind.TXT)] * 2)
    assert "2 attachments" in listed(look(noor.get("/en/queue")))
    assert "attachment" not in listed(look(noor.get("/en/queue?view=finished")))


def test_a_row_is_opened_once_and_what_changed_is_shown_at_once(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send("A grey van stands by the pier.")
    noor.get("/en/queue")  # its index learns of it
    opened: list[bytes] = []

    def told(sealed: bytes, identity: Identity, tip: bytes) -> Report | Message:
        opened.append(tip)
        return open_part(sealed, identity, tip)

    monkeypatch.setattr(rows, "open_part", told)
    world.house.indexes.beside("TRIAGE").forget()
    for _ in range(3):
        assert "A grey van" in look(noor.get("/en/queue")).words
    assert opened == [sent.id]
    noor.get(sent.path)
    world.send_again(sent, now=Now.YES)
    assert "Happening now" in listed(look(noor.get("/en/queue")))
