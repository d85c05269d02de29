"""A desk's index follows its cases; files that are alike are pointed out to who may see both."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from tests.evidence.pictures.drawing import drawn, encoded
from tests.review.world import File, World
from tests.visitor import look
from tipline.age import seal_bytes
from tipline.casework.case import casefile
from tipline.casework.case.casefile import _read
from tipline.casework.index import catching_up, indexing
from tipline.casework.index.entries import entry
from tipline.casework.index.indexing import current, save
from tipline.casework.tip.actions import write_text
from tipline.casework.tip.opening import open_tip
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.own import seal_own
from tipline.search.entry import Mark, Question
from tipline.search.index import Index
from tipline.search.listing import Wanted
from tipline.store.casebook.sweeper import CaseSweeper
from tipline.store.transactions import writing
from tipline.tips.content import Note
from tipline.tips.event import SignedEvent
from tipline.tips.evidence import Kind
from tipline.tips.state import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.testing import FlaskClient
    from sqlalchemy import Engine

    from tipline.age import HybridIdentity
    from tipline.search.entry import Entry
    from tipline.tips.evidence import Evidence

PATIENT_SECONDS = 60  # of a busy machine
SIDES = (640, 480)
PHOTO = File(encoded(Kind.JPEG, drawn(SIDES)), Kind.JPEG)
SMALLER = File(encoded(Kind.PNG, drawn(SIDES).resize((200, 150))), Kind.PNG)
OTHER = File(encoded(Kind.JPEG, drawn(SIDES).rotate(90)), Kind.JPEG)
NOTE = File(b"A list of names and days.", Kind.TXT)
LIKE = "It looks like a picture in another tip:"
ALIKE = re.compile(r'class="alike"><p>([^<]+)</p>\n<ul>(.*?)</ul>', re.DOTALL)
SAME = "The same file came in another tip:"


def pointed_out(html: str) -> dict[str, list[str]]:
    """Return where the page leads to for what is alike, by its words."""
    return {words: re.findall(r'href="([^"]+)"', links) for words, links in ALIKE.findall(html)}


def test_files_that_are_alike_are_pointed_out_on_both_pages(
    world: World, noor: FlaskClient
) -> None:
    first = world.send(files=[NOTE, PHOTO])
    assert pointed_out(noor.get(first.path).text) == {}
    second = world.send(files=[SMALLER, NOTE])
    page = noor.get(second.path).text
    assert pointed_out(page) == {LIKE: [f"{first.path}#file-2"], SAME: [f"{first.path}#file-1"]}
    assert pointed_out(noor.get(first.path).text) == {
        SAME: [f"{second.path}#file-2"], LIKE: [f"{second.path}#file-1"],
    }  # fmt: skip
    [note, _] = re.findall(r'class="seen" href="([^"]+)"', noor.get(first.path).text)
    assert pointed_out(noor.get(note).text) == {SAME: [f"{second.path}#file-2"]}
    assert "Weapons or explosives" in look(noor.get(note)).words


def test_other_pictures_and_those_that_nobody_looked_at_are_not(
    world: World, noor: FlaskClient
) -> None:
    world.send(files=[SMALLER])
    noor.get(world.send(files=[OTHER]).path)
    assert pointed_out(noor.get(world.send(files=[PHOTO]).path).text) == {}


def test_the_same_file_in_a_tip_that_nobody_opened_is(world: World, noor: FlaskClient) -> None:
    waits = world.send(files=[PHOTO])
    page = noor.get(world.send(files=[PHOTO]).path)
    assert pointed_out(page.text) == {SAME: [f"{waits.path}#file-1"]}


def test_another_desks_files_are_not(world: World, noor: FlaskClient) -> None:
    world.analyst("Huda", desks=("OVS",)).get(world.send(lane="OVS", files=[PHOTO]).path)
    assert pointed_out(noor.get(world.send(files=[PHOTO]).path).text) == {}


def test_of_many_the_first_few_are_shown(world: World, noor: FlaskClient) -> None:
    for _ in range(7):
        noor.get(world.send(files=[NOTE]).path)
    page = noor.get(world.send(files=[NOTE]).path)
    assert len(pointed_out(page.text)[SAME]) == 5
    assert "And more: 2" in look(page).words


def test_a_tip_that_is_destroyed_is_forgotten(world: World, noor: FlaskClient) -> None:
    first, second = world.send(files=[PHOTO]), world.send(files=[PHOTO])
    noor.get(first.path)
    assert SAME in pointed_out(noor.get(second.path).text)
    CaseSweeper(world.house.cases.engine).end_tip(first.id)
    world.house.shelf.destroy(first.id)
    assert pointed_out(noor.get(second.path).text) == {}
    kept = world.house.index_files.read("TRIAGE")
    assert kept is not None, "what forgets is written at once"
    with world.at_work(noor) as present:
        world.house.indexes.drop(["TRIAGE"])
        assert current(present, "TRIAGE").index.tips() == {second.id}


def test_a_picture_that_cannot_be_shown_is_tried_once(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Evidence] = []
    likeness = world.house.viewer.likeness

    def counted(evidence: Evidence, identity: HybridIdentity) -> bytes | None:
        tried.append(evidence)
        return likeness(evidence, identity)

    monkeypatch.setattr(world.house.viewer, "likeness", counted)
    sent = world.send(files=[File(b"\xff\xd8\xff nothing", Kind.JPEG), PHOTO])
    for _ in range(2):
        assert noor.get(sent.path).status_code == 200
    assert len(tried) == 2


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"age-encryption.org/v1\n",
        seal_bytes(bytes(64) + Index().image(), [DeskIdentity.generate("X").recipient]),
    ],
    ids=["empty", "cut off", "another desk's"],
)
def test_an_index_that_does_not_open_is_made_again(
    world: World, noor: FlaskClient, spoilt: bytes
) -> None:
    sent = world.send(files=[NOTE])
    noor.get(sent.path)
    world.house.index_files.write("TRIAGE", spoilt)
    world.house.indexes.drop(["TRIAGE"])
    with world.at_work(noor) as present:
        assert current(present, "TRIAGE").index.tips() == {sent.id}


def test_one_that_somebody_else_sealed_to_the_desk_is_none(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[NOTE])
    noor.get(sent.path)
    forged = Index()
    with world.at_work(noor) as present:
        mark = current(present, "TRIAGE").index.mark
    forged.set_mark(mark)  # it would be believed to be up to date
    other = seal_own(forged.image(), DeskIdentity.generate("TRIAGE"))
    recipient = world.desks["TRIAGE"].recipient
    for sealed in (other, seal_bytes(bytes(64) + forged.image(), [recipient])):
        world.house.index_files.write("TRIAGE", sealed)
        world.house.indexes.drop(["TRIAGE"])
        with world.at_work(noor) as present:
            assert current(present, "TRIAGE").index.tips() == {sent.id}


def test_what_was_saved_is_not_made_again(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send(files=[NOTE])
    noor.get(sent.path)
    with world.at_work(noor) as present:
        save(present, "TRIAGE", current(present, "TRIAGE").index)
        world.house.indexes.drop(["TRIAGE"])
        monkeypatch.setattr(catching_up, "entry", lambda *_: pytest.fail("it is made again"))
        assert current(present, "TRIAGE").index.tips() == {sent.id}


def test_it_is_saved_when_enough_has_changed(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "SAVED_EVERY", 3)
    saved = []
    with world.at_work(noor) as present:
        for _ in range(6):
            world.send()
            index = current(present, "TRIAGE", PATIENT_SECONDS).index
            saved.append(world.house.index_files.read("TRIAGE"))
    assert saved[:2] == [None, None]
    assert saved[2] is not None
    assert saved[2] == saved[3] == saved[4] != saved[5]
    assert index.unsaved == 0


def test_a_tip_that_was_stored_after_its_hour_is_known_too(world: World, noor: FlaskClient) -> None:
    sent = {world.send().id}
    with world.at_work(noor) as present:
        assert current(present, "TRIAGE", PATIENT_SECONDS).index.tips() == sent
        world.moment -= timedelta(hours=1)
        for _ in range(2):
            sent.add(world.send().id)
            assert current(present, "TRIAGE", PATIENT_SECONDS).index.tips() == sent


def test_a_database_that_was_set_back_makes_it_again(world: World, noor: FlaskClient) -> None:
    sent = world.send(files=[NOTE])
    noor.get(sent.path)
    with world.at_work(noor) as present:
        index = current(present, "TRIAGE").index
        index.remove([sent.id])
        index.set_mark(Mark(10**6))
        save(present, "TRIAGE", index)
        world.house.indexes.drop(["TRIAGE"])
        assert current(present, "TRIAGE").index.tips() == {sent.id}


def test_a_page_waits_for_a_while_only_and_the_next_goes_on(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "AT_ONCE", 1)
    sent = {world.send().id for _ in range(4)}
    for tip in sent:
        noor.get(f"/en/tips/{tip.hex()}")
    world.house.indexes.drop(["TRIAGE"])
    with world.at_work(noor) as present:
        for number in range(1, 5):
            assert len(current(present, "TRIAGE", 0).index.tips()) == number
        assert current(present, "TRIAGE", 0).index.tips() == sent


def test_a_disk_that_takes_no_index_does_not_close_the_page(
    world: World, noor: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = world.send(files=[NOTE]), world.send(files=[NOTE])
    (world.settings.var / "casebook" / "indexes").write_text("no folder")
    noor.get(first.path)
    CaseSweeper(world.house.cases.engine).end_tip(first.id)
    world.house.shelf.destroy(first.id)
    assert noor.get(second.path).status_code == 200
    assert [each for each in caplog.records if each.levelname == "ERROR"]


def test_leaving_takes_the_index_out_of_memory(world: World, noor: FlaskClient) -> None:
    page = noor.get(world.send(files=[NOTE]).path)
    assert world.house.indexes.get("TRIAGE") is not None
    [token] = set(re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', page.text))
    assert noor.post("/en/sign-out", data={"csrf_token": token}).status_code == 303
    assert world.house.indexes.get("TRIAGE") is None


def changed(engine: Engine, statement: str) -> None:
    """Write to a database as somebody who has the disk."""
    with writing(engine) as connection:
        connection.execute(text(statement))


def found(world: World, client: FlaskClient) -> set[bytes]:
    with world.at_work(client) as present:
        return current(present, "TRIAGE", 60).index.tips()


def test_a_tip_of_an_hour_yet_to_come_does_not_hide_those_before_it(
    world: World, noor: FlaskClient
) -> None:
    today, world.moment = world.moment, world.moment + timedelta(days=3000)
    sent = {world.send().id}
    assert found(world, noor) == sent
    world.moment = today
    sent.add(world.send().id)
    assert found(world, noor) == sent


def test_tips_that_do_not_open_are_tried_once_and_keep_no_other_waiting(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        world.send()
    changed(world.house.shelf.engine, "UPDATE envelope SET sealed = x'00'")
    world.moment += timedelta(hours=1)
    sent = world.send()
    tried = 0

    def counted(*given: Any) -> Entry:
        nonlocal tried
        tried += 1
        return entry(*given)

    monkeypatch.setattr(catching_up, "entry", counted)
    with world.at_work(noor) as present:
        for _ in range(9):
            last = current(present, "TRIAGE", 0)
    assert [each.tip for each in last.index.find(Question(), 9)] == [sent.id]
    assert (last.index.size, last.share, tried) == (5, 1, 5)
    assert last.index.all_of(Wanted(now=present.now)) == last.index.tips()


def test_a_number_beyond_all_changes_does_not_hide_what_changes_later(
    world: World, noor: FlaskClient
) -> None:
    first, second = world.send(), world.send()
    noor.get(first.path)
    changed(world.house.cases.engine, "UPDATE casefile SET revision = 1000000000000")
    assert found(world, noor) == {first.id, second.id}
    noor.get(second.path)
    with world.at_work(noor) as present:
        found_now = current(present, "TRIAGE").index.find(Question(states=(State.TRIAGE,)), 9)
    assert {each.tip for each in found_now} == {first.id, second.id}


def test_a_casebook_that_was_set_back_while_somebody_works_makes_it_again(
    world: World, noor: FlaskClient
) -> None:
    world.moment -= timedelta(days=1)
    sent = world.send()
    noor.get(sent.path)
    with world.at_work(noor) as present:
        index = current(present, "TRIAGE").index
        index.remove([sent.id])
        index.set_mark(Mark(10**6, hour=present.now))
        assert current(present, "TRIAGE").index.tips() == {sent.id}


@pytest.mark.parametrize("spoilt", ["event", "case_envelope"])
def test_a_tip_whose_case_is_spoilt_is_found_all_the_same(
    world: World, noor: FlaskClient, spoilt: str
) -> None:
    world.moment -= timedelta(days=1)
    sent = world.send()
    noor.get(sent.path)
    world.moment += timedelta(days=1)
    later = world.send()
    assert found(world, noor) == {sent.id, later.id}
    engine = world.house.cases.engine
    changed(engine, f"UPDATE {spoilt} SET sealed = x'00'")  # noqa: S608 (our own words)
    changed(engine, "UPDATE casefile SET revision = revision + 1")
    changed(engine, "UPDATE tally SET changes = changes + 1")
    assert found(world, noor) == {sent.id, later.id}


@pytest.mark.timeout(20)
def test_nobody_waits_for_a_pipe_in_the_place_of_an_index(world: World, noor: FlaskClient) -> None:
    sent = world.send()
    folder = world.settings.var / "casebook" / "indexes"
    folder.mkdir()
    os.mkfifo(folder / "TRIAGE.age")
    assert found(world, noor) == {sent.id}


def test_what_comes_with_an_hour_long_gone_is_known_all_the_same(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {world.send().id}
    assert found(world, noor) == sent
    world.moment -= timedelta(days=3)
    sent |= {world.send().id for _ in range(3)}
    assert found(world, noor) != sent, "it is not counted at each page"
    monkeypatch.setattr(catching_up, "COUNT_SECONDS", 0)
    assert found(world, noor) == sent


def test_one_from_the_disk_is_counted_at_once(world: World, noor: FlaskClient) -> None:
    sent = {world.send().id}
    with world.at_work(noor) as present:
        save(present, "TRIAGE", current(present, "TRIAGE", PATIENT_SECONDS).index)
    world.moment -= timedelta(days=3)
    sent.add(world.send().id)
    world.house.indexes.drop(["TRIAGE"])
    assert found(world, noor) == sent


def test_who_comes_while_it_is_filled_takes_it_as_it_is(world: World, noor: FlaskClient) -> None:
    world.send("A boat.")
    with world.at_work(noor) as visit:
        whole = current(visit, "TRIAGE", PATIENT_SECONDS)
        world.send("Another boat.")
        with world.house.indexes.turn("TRIAGE"):
            found = current(visit, "TRIAGE", 0.01)
            assert found.index is whole.index
            assert found.share == 0.5
        assert current(visit, "TRIAGE", PATIENT_SECONDS).index.size == 2
        world.house.indexes.drop(["TRIAGE"])
        with world.house.indexes.turn("TRIAGE"):
            assert current(visit, "TRIAGE", 0.01).share == 0


def test_of_a_case_that_goes_on_only_what_is_new_is_opened(
    world: World, noor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = world.send()
    noor.get("/en/queue")
    opened: list[bytes] = []

    def told(sealed: bytes, identities: Sequence[HybridIdentity]) -> SignedEvent:
        opened.append(sealed)
        return _read(sealed, identities)

    monkeypatch.setattr(casefile, "_read", told)
    with world.at_work(noor) as visit:
        tip = open_tip(visit, sent.id)
        for number in (2, 3, 4):
            tip = write_text(visit, tip, Note, "They came again.", tip.case.number)
            assert current(visit, "TRIAGE", PATIENT_SECONDS).share == 1
            assert open_tip(visit, sent.id).case.number == number
        assert opened == visit.office.cases.events(tip.case.id)
        world.house.indexes.drop(["TRIAGE"])
        with_nothing_kept = open_tip(visit, sent.id).case
    assert (with_nothing_kept.signed, with_nothing_kept.state) == (tip.case.signed, tip.case.state)
    assert len(opened) == 8, "without an index in memory, all of it is opened again"
