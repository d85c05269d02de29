"""The work list, the answers, and what is due."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Select, insert

from tests.store.samples import HOUR, APart, ATip, an_id, small_tip
from tipline.errors import NotFoundError
from tipline.store.inbox import paging
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.letterboxes import Letterbox, write_all
from tipline.store.inbox.shelf import Cursor, Shelf
from tipline.store.inbox.sweeper import Sweeper
from tipline.store.inbox.tables import envelope, part, tip
from tipline.store.transactions import reading, writing

AnySelect = Select[*tuple[Any, ...]]
DAY = date(2031, 6, 1)
BEFORE, AFTER = Cursor(HOUR, b"\x80" * 16), Cursor(HOUR - timedelta(days=2), b"\x80" * 16)


def test_pages_show_each_tip_once_newest_hour_first(drop: Drop, shelf: Shelf) -> None:
    sent = [small_tip(HOUR - timedelta(hours=index // 7)) for index in range(60)]
    for each in sent:
        drop.put(each)
    expected = sorted(((each.hour, each.tip_id) for each in sent), reverse=True)
    walked: list[tuple[object, bytes]] = []
    before = None
    for _ in range(60 // 8 + 1):
        rows = shelf.page(["TRIAGE"], before=before, limit=8)
        walked += [(row.hour, row.tip_id) for row in rows]
        before = rows[-1].cursor
    assert walked == expected
    assert shelf.page(["TRIAGE"], before=before, limit=8) == []


def test_one_pages_back_as_one_came(drop: Drop, shelf: Shelf) -> None:
    for index in range(30):
        drop.put(small_tip(HOUR - timedelta(hours=index // 4), "OVS" if index % 3 else "TRIAGE"))
    desks = ["OVS", "TRIAGE"]
    first = shelf.page(desks, limit=10)
    second = shelf.page(desks, before=first[-1].cursor, limit=10)
    assert shelf.page(desks, after=second[0].cursor, limit=10) == first
    assert shelf.page(desks, after=first[0].cursor, limit=10) == []
    assert shelf.newest(desks, 10) == [row.tip_id for row in first]


def test_a_page_is_of_the_asking_desks(drop: Drop, shelf: Shelf) -> None:
    ours, theirs = small_tip(), small_tip(desk="OVS")
    drop.put(ours)
    drop.put(theirs)
    assert [row.tip_id for row in shelf.page(["TRIAGE"])] == [ours.tip_id]
    assert {row.tip_id for row in shelf.page(["TRIAGE", "OVS"])} == {ours.tip_id, theirs.tip_id}
    assert shelf.page([]) == []
    assert shelf.newest(["TRIAGE"], 9) == [ours.tip_id]


def test_a_tip_that_two_desks_hold_is_shown_once(drop: Drop, shelf: Shelf) -> None:
    for _ in range(4):
        sent = small_tip()
        drop.put(sent)
        shelf.add_envelope(sent.tip_id, "OVS", b"theirs")
    rows = shelf.page(["TRIAGE", "OVS"], limit=3)
    assert len({row.tip_id for row in rows}) == len(rows) == 3
    assert len(shelf.page(["TRIAGE", "OVS"], before=rows[-1].cursor, limit=3)) == 1


def test_another_desks_tip_is_as_if_it_were_not(drop: Drop, shelf: Shelf) -> None:
    sent = small_tip(desk="OVS")
    drop.put(sent)
    for tip_id, desks in ((sent.tip_id, ["TRIAGE"]), (an_id(), ["OVS"]), (sent.tip_id, [])):
        with pytest.raises(NotFoundError):
            shelf.tip(tip_id, desks)


def test_a_finished_tip_moves_to_the_archive_and_back(drop: Drop, shelf: Shelf) -> None:
    sent = small_tip()
    drop.put(sent)
    shelf.add_envelope(sent.tip_id, "OVS", b"theirs")
    shelf.set_due(sent.tip_id, DAY)
    for desk in ("TRIAGE", "OVS"):
        assert shelf.page([desk]) == []
        assert [row.tip_id for row in shelf.page([desk], finished=True)] == [sent.tip_id]
    shelf.set_due(sent.tip_id, None)
    assert [row.tip_id for row in shelf.page(["TRIAGE"])] == [sent.tip_id]
    assert shelf.page(["TRIAGE"], finished=True) == []


def test_a_desk_added_later_finds_a_finished_tip_finished(drop: Drop, shelf: Shelf) -> None:
    sent = small_tip()
    drop.put(sent)
    shelf.set_due(sent.tip_id, DAY)
    shelf.add_envelope(sent.tip_id, "OVS", b"theirs")
    assert shelf.page(["OVS"]) == []
    assert len(shelf.page(["OVS"], finished=True)) == 1


def test_an_envelope_replaces_the_one_before(drop: Drop, shelf: Shelf) -> None:
    sent = small_tip()
    drop.put(sent)
    shelf.add_envelope(sent.tip_id, "TRIAGE", b"to a new key")
    assert shelf.tip(sent.tip_id, ["TRIAGE"]).envelope == b"to a new key"
    with pytest.raises(NotFoundError):
        shelf.add_envelope(an_id(), "TRIAGE", b"of nothing")


def test_all_envelopes_are_walked(
    drop: Drop, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipline.store.inbox.shelf.ENVELOPES_AT_ONCE", 4)
    sent = [small_tip() for _ in range(10)]
    for each in sent:
        drop.put(each)
        shelf.add_envelope(each.tip_id, "OVS", b"theirs")
    found = [(row.tip_id, row.desk) for row in shelf.envelopes()]
    assert found == sorted((each.tip_id, desk) for each in sent for desk in ("OVS", "TRIAGE"))


def test_a_message_to_a_finished_tip_is_found_until_it_is_read(drop: Drop, shelf: Shelf) -> None:
    finished, open_one, silent = small_tip(), small_tip(), small_tip()
    for each in (finished, open_one, silent):
        drop.put(each)
    for each in (finished, silent):
        shelf.set_due(each.tip_id, DAY)
    message = APart(tip_id=finished.tip_id)
    drop.add(message)
    drop.add(APart(tip_id=open_one.tip_id))
    assert [row.tip_id for row in shelf.returned(["TRIAGE", "OVS"])] == [finished.tip_id]
    assert shelf.returned(["OVS"]) == []
    shelf.set_read(finished.tip_id, [finished.part_id, message.part_id])
    assert shelf.returned(["TRIAGE"]) == []


def test_a_mailbox_gets_its_head_and_its_answers(drop: Drop, shelf: Shelf) -> None:
    sent = small_tip()
    drop.put(sent)
    write_all(shelf.engine, [Letterbox(sent.mailbox_id, b"new head", None, {an_id(): b"answer"})])
    box = drop.mailbox(sent.mailbox_id)
    assert box is not None
    assert (box.head, [each.sealed for each in box.answers]) == (b"new head", [b"answer"])


def test_a_mailbox_that_is_not_there_is_told(shelf: Shelf) -> None:
    with pytest.raises(NotFoundError):
        shelf.add_answer(an_id(), an_id(), b"answer")
    with pytest.raises(NotFoundError):
        shelf.set_due(an_id(), DAY)


def test_what_is_due_is_found_on_its_day_and_not_before(drop: Drop, shelf: Shelf) -> None:
    due, later, waiting = small_tip(), small_tip(), small_tip()
    for each in (due, later, waiting):
        drop.put(each)
    shelf.set_due(due.tip_id, DAY)
    shelf.set_due(later.tip_id, DAY + timedelta(days=1))
    sweeper = Sweeper(shelf.engine)
    assert sweeper.due(DAY - timedelta(days=1)) == []
    assert sweeper.due(DAY) == [due.tip_id]


def test_mailboxes_end_on_their_day_with_their_answers(drop: Drop, shelf: Shelf) -> None:
    ended, kept = small_tip(), small_tip()
    for each in (ended, kept):
        drop.put(each)
        shelf.add_answer(each.mailbox_id, an_id(), b"answer")
    write_all(shelf.engine, [Letterbox(ended.mailbox_id, b"head", DAY)])
    sweeper = Sweeper(shelf.engine)
    assert [sweeper.end_mailboxes(DAY - timedelta(days=1)), sweeper.end_mailboxes(DAY)] == [0, 1]
    assert drop.mailbox(ended.mailbox_id) is None
    assert drop.mailbox(kept.mailbox_id) is not None


def test_a_message_to_a_destroyed_tip_is_swept(drop: Drop, shelf: Shelf) -> None:
    sent, other = small_tip(), small_tip()
    drop.put(sent)
    drop.put(other)
    shelf.destroy(sent.tip_id)
    drop.add(APart(tip_id=sent.tip_id))
    sweeper = Sweeper(shelf.engine)
    assert [sweeper.end_strays(), sweeper.end_strays()] == [1, 0]
    assert [row.part_count for row in shelf.page(["TRIAGE"])] == [1]


def test_a_file_that_another_tip_names_is_not_given_up(drop: Drop, shelf: Shelf) -> None:
    shared, own = an_id(), an_id()
    sent = ATip(blobs=(shared, own))
    drop.put(sent)
    drop.put(ATip(blobs=(shared,)))
    assert shelf.destroy(sent.tip_id) == [own]


def test_files_of_a_destroyed_tip_are_swept(drop: Drop, shelf: Shelf) -> None:
    sent, kept, late = ATip(), ATip(blobs=(an_id(),)), an_id()
    for each in (sent, kept):
        drop.put(each)
    shelf.destroy(sent.tip_id)
    drop.add(APart(tip_id=sent.tip_id, blobs=(late, *kept.blobs)))
    sweeper = Sweeper(shelf.engine)
    assert [sweeper.end_stray_evidence(), sweeper.end_stray_evidence()] == [[late], []]


def test_what_no_tip_names_is_told_however_many_there_are(drop: Drop, shelf: Shelf) -> None:
    named = tuple(an_id() for _ in range(700))
    drop.put(ATip(blobs=named))
    others = [an_id() for _ in range(1300)]
    sweeper = Sweeper(shelf.engine)
    assert sweeper.unnamed([*named, *others]) == sorted(others)
    assert sweeper.unnamed([]) == []


@pytest.mark.parametrize(
    "question",
    [
        paging.page("TRIAGE", None, None, 50, finished=False),
        paging.page("TRIAGE", BEFORE, None, 50, finished=False),
        paging.page("TRIAGE", None, AFTER, 50, finished=False),
        paging.page("TRIAGE", BEFORE, None, 50, finished=True),
        paging.page("TRIAGE", None, AFTER, 50, finished=True),
    ],
)
def test_a_page_is_read_along_its_index(shelf: Shelf, question: AnySelect) -> None:
    plan = _plan(shelf, question)
    assert any("envelope USING INDEX envelope_" in step for step in plan), plan
    assert not [step for step in plan if step.startswith("SCAN") or "TEMP B-TREE" in step], plan


def test_messages_are_found_along_what_is_unread(shelf: Shelf) -> None:
    plan = _plan(shelf, paging.returned(["TRIAGE"], 50))
    assert "SCAN part USING INDEX part_unread" in plan, plan


def test_of_each_tip_the_newest_unread_parts_are_given(drop: Drop, shelf: Shelf) -> None:
    flooded, quiet, read = small_tip(), small_tip(), small_tip()
    for each in (flooded, quiet, read):
        drop.put(each)
    added = [APart(tip_id=flooded.tip_id, hour=HOUR + timedelta(hours=n)) for n in range(5)]
    one = APart(tip_id=quiet.tip_id)
    for message in (*added, one):
        drop.add(message)
    asked = [flooded.tip_id, quiet.tip_id, read.tip_id]
    found = shelf.unread(asked, 2)
    assert sorted(found[flooded.tip_id]) == sorted(each.part for each in added[-2:])
    assert found[quiet.tip_id] == [one.part]
    assert set(found) == {flooded.tip_id, quiet.tip_id}
    plan = _plan(shelf, paging.unread_of(asked, 2))
    assert any("part USING INDEX part_unread" in step for step in plan), plan
    assert not [step for step in plan if "SCAN part" in step], plan


@pytest.mark.parametrize("per_hour", [3, 1_000_000], ids=["spread out", "all in one hour"])
def test_a_page_of_many_tips_takes_the_steps_of_a_page_of_few(shelf: Shelf, per_hour: int) -> None:
    steps = []
    for count in (100, 10_000):
        _fill(shelf, count, per_hour)
        first = shelf.page(["TRIAGE", "OVS"])
        with _counted(shelf) as counter:
            shelf.page(["TRIAGE", "OVS"])
            shelf.page(["TRIAGE", "OVS"], before=first[-1].cursor)
        steps.append(counter[0])
    assert steps[1] <= steps[0] * 1.1


def _plan(shelf: Shelf, question: AnySelect) -> list[str]:
    with reading(shelf.engine) as connection:
        compiled = question.compile(shelf.engine, compile_kwargs={"render_postcompile": True})
        any_values = (1,) * str(compiled).count("?")
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", any_values)
        return [row[3] for row in rows]


def _fill(shelf: Shelf, count: int, per_hour: int) -> None:
    tips = [small_tip(HOUR - timedelta(hours=index // per_hour)) for index in range(count)]
    with writing(shelf.engine) as connection:
        connection.execute(insert(tip), [_tip(each) for each in tips])
        connection.execute(insert(envelope), [_envelope(each) for each in tips])
        connection.execute(insert(part), [_part(each) for each in tips])


def _tip(sent: ATip) -> dict[str, object]:
    return {"id": sent.tip_id, "hour": sent.hour, "recipient": b"", "first_part": sent.part_id}


def _envelope(sent: ATip) -> dict[str, object]:
    return {"tip_id": sent.tip_id, "hour": sent.hour, "desk": sent.desk, "sealed": sent.envelope}


def _part(sent: ATip) -> dict[str, object]:
    row = {"tip_id": sent.tip_id, "hour": sent.hour, "id": sent.part_id, "sealed": sent.part}
    return row | {"unread": False}


@contextmanager
def _counted(shelf: Shelf) -> Iterator[list[int]]:
    """Count the steps of SQLite's machine on the pool's one connection: the same on any machine."""
    counter = [0]

    def step() -> None:
        counter[0] += 1

    raw = shelf.engine.raw_connection()
    connection = raw.driver_connection
    assert isinstance(connection, sqlite3.Connection)
    raw.close()
    connection.set_progress_handler(step, 1)
    yield counter
    connection.set_progress_handler(None, 1)
    assert counter[0]


def test_what_waits_is_listed_by_its_hours_from_one_on(drop: Drop, shelf: Shelf) -> None:
    old, late, later, done = (small_tip(HOUR + timedelta(hours=at)) for at in (-3, 0, 2, 1))
    for each in (old, late, later, done, small_tip(desk="OVS")):
        drop.put(each)
    shelf.set_due(done.tip_id, DAY)
    assert list(shelf.arrived("TRIAGE", HOUR)) == [
        (late.hour, [late.tip_id]), (later.hour, [later.tip_id]),
    ]  # fmt: skip
    assert len(list(shelf.arrived("TRIAGE", HOUR - timedelta(days=9)))) == 3
    assert shelf.tips_of("TRIAGE") == {each.tip_id for each in (old, late, later, done)}
    asked = [later.tip_id, old.tip_id, an_id()]
    assert [row.tip_id for row in shelf.rows(asked, ["TRIAGE"])] == [later.tip_id, old.tip_id]
    assert shelf.rows(asked, ["OVS"]) == []


def test_what_waits_is_read_in_blocks_and_an_hour_is_never_parted(
    drop: Drop, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipline.store.inbox.shelf.PLACES_AT_ONCE", 3)
    hours = [HOUR + timedelta(hours=at) for at in (0, 0, 1, 1, 1, 1, 1, 2)]
    tips = [small_tip(hour) for hour in hours]
    for each in tips:
        drop.put(each)
    found = list(shelf.arrived("TRIAGE", HOUR))
    assert [hour for hour, _ in found] == sorted(set(hours))
    for hour, ids in found:
        assert ids == sorted(each.tip_id for each in tips if each.hour == hour)


def test_who_has_time_for_a_few_does_not_wait_for_all(
    drop: Drop, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipline.store.inbox.shelf.PLACES_AT_ONCE", 5)
    for at in range(40):
        drop.put(small_tip(HOUR + timedelta(hours=at)))
    with _counted(shelf) as few:
        next(shelf.arrived("TRIAGE", HOUR))
    with _counted(shelf) as all_of_them:
        assert len(list(shelf.arrived("TRIAGE", HOUR))) == 40
    assert few[0] * 4 < all_of_them[0]


@pytest.mark.parametrize(
    "question", [*paging.counts("TRIAGE"), paging.arrived("TRIAGE", (0, b""), 5)]
)
def test_what_waits_is_counted_and_read_along_its_index_alone(
    shelf: Shelf, question: AnySelect
) -> None:
    (step,) = _plan(shelf, question)
    assert "COVERING INDEX" in step


def test_hours_that_no_clock_can_show_are_come_by_once(
    drop: Drop, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipline.store.inbox.shelf.PLACES_AT_ONCE", 2)
    tips = [small_tip(HOUR + timedelta(hours=at)) for at in range(5)]
    for each in tips:
        drop.put(each)
    with writing(shelf.engine) as connection:
        connection.exec_driver_sql("UPDATE envelope SET hour = hour + 4000000000 WHERE hour % 2")
    found = [tip_id for _, ids in shelf.arrived("TRIAGE", HOUR) for tip_id in ids]
    assert sorted(found) == sorted(each.tip_id for each in tips)
