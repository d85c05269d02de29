"""What a reporter sends is there once, whole, and for good."""

import multiprocessing
import os
import random
import secrets
import signal
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import Engine, QueuePool, func, select

from tests.store.samples import HOUR, APart, ATip, an_id
from tipline.store.engine import open_inbox, pragma
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.shelf import Shelf
from tipline.store.inbox.tables import envelope, evidence, mailbox, part, tip
from tipline.store.reserve import Reserve
from tipline.store.transactions import reading
from tipline.store.turns import line_of

KILLS = 10
FORK = multiprocessing.get_context("fork")


def test_what_is_put_is_read_as_it_was(drop: Drop, shelf: Shelf) -> None:
    sent = ATip(hour=HOUR + timedelta(minutes=59, seconds=59))
    drop.put(sent)
    found = shelf.tip(sent.tip_id, ["TRIAGE"])
    assert (found.recipient, found.desk, found.envelope) == (
        sent.recipient,
        "TRIAGE",
        sent.envelope,
    )
    assert [(each.id, each.sealed) for each in found.parts] == [(sent.part_id, sent.part)]
    box = drop.mailbox(sent.mailbox_id)
    assert box is not None
    assert (box.head, box.answers) == (sent.head, ())


def test_the_minute_of_arrival_is_not_kept(drop: Drop, shelf: Shelf) -> None:
    sent = ATip(hour=HOUR + timedelta(minutes=59, seconds=59))
    drop.put(sent)
    assert shelf.tip(sent.tip_id, ["TRIAGE"]).hour == HOUR


def test_twice_the_same_is_once(drop: Drop, shelf: Shelf) -> None:
    sent = ATip()
    drop.put(sent)
    drop.put(replace(sent, hour=HOUR + timedelta(hours=3), part=b"sealed anew"))
    assert [row.part_count for row in shelf.page(["TRIAGE"])] == [1]
    assert shelf.tip(sent.tip_id, ["TRIAGE"]).parts[0].sealed == sent.part


def test_a_changed_draft_is_a_second_part_of_the_same_tip(drop: Drop, shelf: Shelf) -> None:
    sent = ATip()
    drop.put(sent)
    drop.put(replace(sent, hour=HOUR + timedelta(hours=3), part_id=an_id(), part=b"changed"))
    rows = shelf.page(["TRIAGE"])
    assert [(row.part_count, row.first_part) for row in rows] == [(2, sent.part)]
    assert [each.sealed for each in shelf.tip(sent.tip_id, ["TRIAGE"]).parts] == [
        sent.part,
        b"changed",
    ]


def test_a_message_joins_its_tip_once(drop: Drop, shelf: Shelf) -> None:
    sent = ATip()
    drop.put(sent)
    message = APart(tip_id=sent.tip_id)
    drop.add(message)
    drop.add(message)
    assert shelf.page(["TRIAGE"])[0].part_count == 2
    assert shelf.tip(sent.tip_id, ["TRIAGE"]).parts[1].sealed == message.part


def test_the_files_of_a_part_are_named_once(drop: Drop, shelf: Shelf) -> None:
    one, two, three = an_id(), an_id(), an_id()
    sent = ATip(hour=HOUR + timedelta(minutes=59), blobs=(one, two))
    drop.put(sent)
    drop.put(replace(sent, hour=HOUR + timedelta(hours=3)))
    drop.put(replace(sent, hour=HOUR + timedelta(hours=3), part_id=an_id(), blobs=(two, three)))
    drop.add(APart(tip_id=sent.tip_id, blobs=(three,)))
    with reading(shelf.engine) as connection:
        rows = connection.execute(select(evidence)).all()
    assert {(row.tip_id, row.blob): row.hour for row in rows} == {
        (sent.tip_id, one): HOUR,
        (sent.tip_id, two): HOUR,
        (sent.tip_id, three): HOUR + timedelta(hours=3),
    }
    assert len(rows) == 3


def test_a_part_that_is_there_names_no_other_files(drop: Drop, shelf: Shelf) -> None:
    """Its files were brought twice: of the second ones no part tells, and they are swept."""
    sent, one, two = ATip(), an_id(), an_id()
    drop.put(sent)
    message = APart(tip_id=sent.tip_id, blobs=(one,))
    drop.add(message)
    drop.add(replace(message, blobs=(two,)))
    with reading(shelf.engine) as connection:
        assert [row.blob for row in connection.execute(select(evidence))] == [one]


def test_an_unknown_mailbox_is_none(drop: Drop) -> None:
    assert drop.mailbox(an_id()) is None


def test_an_answer_is_read_and_deleted(drop: Drop, shelf: Shelf) -> None:
    sent, other = ATip(), ATip()
    drop.put(sent)
    drop.put(other)
    shelf.add_answer(sent.mailbox_id, b"1" * 16, b"first")
    shelf.add_answer(sent.mailbox_id, b"1" * 16, b"first again")
    shelf.add_answer(other.mailbox_id, b"1" * 16, b"another's")
    box = drop.mailbox(sent.mailbox_id)
    assert box is not None
    assert [(each.id, each.sealed) for each in box.answers] == [(b"1" * 16, b"first")]
    drop.delete_answer(sent.mailbox_id, b"1" * 16)
    drop.delete_answer(sent.mailbox_id, b"1" * 16)
    assert drop.mailbox(sent.mailbox_id) == replace(box, answers=())
    kept = drop.mailbox(other.mailbox_id)
    assert kept is not None
    assert len(kept.answers) == 1


def test_threads_share_a_drop(drop: Drop, shelf: Shelf) -> None:
    def send() -> None:
        for _ in range(25):
            sent = ATip()
            drop.put(sent)
            assert drop.mailbox(sent.mailbox_id) is not None
            shelf.page(["TRIAGE"], limit=5)

    failures: list[BaseException] = []
    _in_threads(send, 4, failures)
    assert failures == []
    assert _counts(shelf) == {"tip": 100, "envelope": 100, "part": 100, "mailbox": 100}


def test_a_fork_shares_no_connection(drop: Drop, shelf: Shelf) -> None:
    drop.put(ATip())
    child = FORK.Process(target=drop.put, args=(ATip(),))
    with line_of(drop.engine).turn(1):
        child.start()  # the child has nobody who would ever pass this turn on
    drop.put(ATip())
    child.join()
    assert child.exitcode == 0
    assert _counts(shelf)["tip"] == 3
    assert pragma(shelf.engine, "integrity_check") == ("ok",)


def test_a_child_inherits_no_open_connection(drop: Drop) -> None:
    drop.put(ATip())
    child = FORK.Process(target=lambda: os._exit(_idle(drop.engine)))
    assert _idle(drop.engine) == 1
    child.start()
    child.join()
    assert child.exitcode == 0


def test_what_was_put_survives_a_kill(inbox_url: str, shelf: Shelf, tmp_path: Path) -> None:
    acknowledged: list[bytes] = []
    for _ in range(KILLS):
        ours, theirs = FORK.Pipe(duplex=False)
        writer = FORK.Process(target=_write_until_killed, args=(inbox_url, tmp_path, theirs))
        writer.start()
        theirs.close()
        some = random.randrange(1, 40)  # noqa: S311 (a moment, not a secret)
        acknowledged.extend(ours.recv_bytes() for _ in range(some))
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        acknowledged.extend(_rest(ours))
    found = {row.tip_id: row for row in shelf.page(["TRIAGE"], limit=10_000)}
    assert set(acknowledged) <= set(found)
    assert all(row.part_count == 1 for row in found.values())
    assert len(set(_counts(shelf).values())) == 1, "a tip was stored in part"
    assert pragma(shelf.engine, "integrity_check") == ("ok",)


def _write_until_killed(url: str, folder: Path, acknowledge: Connection) -> None:
    drop = Drop(open_inbox(url, public=True), Reserve(folder / "reserve", 1))
    while True:
        sent = ATip(part=secrets.token_bytes(random.randrange(1, 20_000)))  # noqa: S311 (a size)
        drop.put(sent)
        acknowledge.send_bytes(sent.tip_id)


def _idle(engine: Engine) -> int:
    assert isinstance(engine.pool, QueuePool)
    return engine.pool.checkedin()


def _rest(ours: Connection) -> list[bytes]:
    rest = []
    try:
        while True:
            rest.append(ours.recv_bytes())
    except (EOFError, OSError):
        return rest


def _in_threads(work: Callable[[], None], count: int, failures: list[BaseException]) -> None:
    def guarded() -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (told to the test, whatever it is)
            failures.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _counts(shelf: Shelf) -> dict[str, int]:
    with reading(shelf.engine) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (tip, envelope, part, mailbox)
        }
