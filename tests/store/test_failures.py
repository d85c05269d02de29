"""A disk that is full, locked, read-only or damaged: told by its own error, without a value."""

import multiprocessing
import os
import resource
import sqlite3
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine, event, insert

from tests.journeys.small_disk import read_only, small_disk
from tests.store.samples import ATip
from tipline.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreMissingError,
    StoreOutdatedError,
    StoreReadOnlyError,
    StoreRefusedError,
)
from tipline.store import migrate
from tipline.store.casebook.tables import invitation
from tipline.store.engine import open_casebook, open_inbox
from tipline.store.failures import kind_of
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.shelf import Shelf
from tipline.store.reserve import MIB, Reserve
from tipline.store.transactions import writing

MARK = b"the reporter's own words, sealed or not"
FORK = multiprocessing.get_context("fork")


def marked() -> ATip:
    return ATip(part=MARK * 100, envelope=MARK, head=MARK, recipient=MARK, mailbox_id=MARK[:16])


def test_a_locked_database_is_busy(drop: Drop, inbox_file: Path) -> None:
    drop = Drop(_impatient(f"sqlite:///{inbox_file}"), drop.reserve)
    other = sqlite3.connect(inbox_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with _told(StoreBusyError):
        drop.put(marked())
    other.execute("ROLLBACK")
    other.close()
    drop.put(marked())
    drop.engine.dispose()


def test_readers_do_not_wait_for_a_writer(shelf: Shelf, drop: Drop, inbox_file: Path) -> None:
    drop.put(ATip())
    other = sqlite3.connect(inbox_file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert len(shelf.page(["TRIAGE"])) == 1
    other.close()


def test_a_database_opened_for_reading_is_read_only(drop: Drop, inbox_url: str) -> None:
    drop = Drop(open_inbox(f"{inbox_url}?mode=ro", public=True), drop.reserve)
    with _told(StoreReadOnlyError):
        drop.put(marked())
    drop.engine.dispose()


def test_a_read_only_disk_keeps_what_it_had(drop: Drop, shelf: Shelf, inbox_file: Path) -> None:
    drop.put(ATip())
    for room in (drop, shelf):
        room.engine.dispose()
    with read_only(inbox_file.parent), _told(StoreReadOnlyError, StoreMissingError):
        drop.put(marked())
    drop.engine.dispose()
    assert len(shelf.page(["TRIAGE"])) == 1
    drop.put(ATip())


def test_a_missing_database_is_missing_and_not_made(tmp_path: Path, reserve: Reserve) -> None:
    drop = Drop(open_inbox(f"sqlite:///{tmp_path}/none.sqlite3", public=True), reserve)
    with _told(StoreMissingError):
        drop.put(marked())
    assert not (tmp_path / "none.sqlite3").exists()


def test_an_empty_database_is_outdated(tmp_path: Path, reserve: Reserve) -> None:
    sqlite3.connect(tmp_path / "empty.sqlite3").close()
    (tmp_path / "empty.sqlite3").touch()
    drop = Drop(open_inbox(f"sqlite:///{tmp_path}/empty.sqlite3", public=False), reserve)
    with _told(StoreOutdatedError):
        drop.put(marked())
    drop.engine.dispose()


def test_a_file_that_is_no_database_is_damaged(drop: Drop, inbox_file: Path) -> None:
    inbox_file.write_bytes(b"not a database at all" * 1000)
    with _told(StoreDamagedError):
        drop.put(marked())


def test_a_damaged_page_is_damaged(drop: Drop, shelf: Shelf, inbox_file: Path) -> None:
    for _ in range(20):
        drop.put(ATip())
    for room in (drop, shelf):
        room.engine.dispose()
    whole = inbox_file.read_bytes()
    inbox_file.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with _told(StoreDamagedError):
        drop.put(marked())
    with _told(StoreDamagedError):
        shelf.page(["TRIAGE"])


def test_a_full_disk_gives_up_its_reserve_once(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4) as disk:
        assert disk is not None, "this test must be allowed to mount a file system"
        url = f"sqlite:///{disk.folder}/inbox.sqlite3"
        migrate.upgrade(url, "inbox")
        reserve = Reserve(disk.folder / "reserve", 1)
        assert reserve.take()
        drop, shelf = (
            Drop(open_inbox(url, public=True), reserve),
            Shelf(open_inbox(url, public=False)),
        )
        drop.put(ATip())
        disk.fill()
        kept = [_put(drop) for _ in range(10)]  # these lie in the reserve
        assert not reserve.whole
        with _told(StoreFullError):
            kept.extend(_put(drop) for _ in range(1000))
        assert not reserve.take(), "there is no room to take it again"
        assert {row.tip_id for row in shelf.page(["TRIAGE"], limit=2000)} >= set(kept)
        disk.free()
        drop.put(ATip())
        assert reserve.take()
        for room in (drop, shelf):
            room.engine.dispose()


def test_a_bound_on_file_sizes_is_a_full_disk(inbox_url: str, reserve: Reserve) -> None:
    child = FORK.Process(target=_put_below_a_bound, args=(inbox_url, reserve))
    child.start()
    child.join()
    assert child.exitcode == 0


def test_a_pool_without_a_free_connection_is_busy(
    drop: Drop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tipline.store.engine.WAIT_SECONDS", 0)
    narrow = Drop(open_inbox(str(_url(drop.engine)), public=True, connections=1), drop.reserve)
    with narrow.engine.connect(), _told(StoreBusyError):
        narrow.put(marked())
    narrow.engine.dispose()


def test_a_row_that_is_there_is_told_without_its_values(casebook: Engine) -> None:
    row = {"id": MARK, "expires": None, "sealed": MARK}
    with _told(StoreError), writing(casebook) as connection:
        connection.execute(insert(invitation).values(row))


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("55P03", StoreBusyError),
        ("40P01", StoreBusyError),
        ("25006", StoreReadOnlyError),
        ("53100", StoreFullError),
        ("XX001", StoreDamagedError),
        ("08006", StoreMissingError),
        ("42501", StoreRefusedError),
        ("42P01", StoreOutdatedError),
        ("23505", StoreError),
    ],
)
def test_postgresqls_codes_are_told_apart(state: str, kind: type[StoreError]) -> None:
    assert kind_of(SimpleNamespace(sqlstate=state)) is kind


@pytest.fixture
def reserve(tmp_path: Path) -> Reserve:
    return Reserve(tmp_path / "reserve", 1)


@contextmanager
def _told(*kinds: type[StoreError]) -> Iterator[None]:
    """Expect one of these errors, in whose whole traceback no value of a row stands."""
    with pytest.raises(kinds) as raised:
        yield
    text = "".join(traceback.format_exception(raised.value))
    for form in (MARK.decode(), MARK.decode()[:16], MARK.hex()):
        assert form not in text
    assert raised.type in kinds, "a kind of its own, not the one above it"


def _impatient(url: str) -> Engine:
    engine = open_inbox(url, public=False)
    event.listen(engine, "connect", _do_not_wait)
    return engine


def _do_not_wait(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA busy_timeout = 20")


def _put(drop: Drop) -> bytes:
    sent = ATip()
    drop.put(sent)
    return sent.tip_id


def _put_below_a_bound(url: str, reserve: Reserve) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (MIB, MIB))
    drop = Drop(open_inbox(url, public=True), reserve)
    _expect_full(lambda: [_put(drop) for _ in range(1000)])


def _expect_full(work: Callable[[], object]) -> None:
    try:
        work()
    except StoreFullError:
        os._exit(0)
    os._exit(1)


def _url(engine: Engine) -> str:
    return f"sqlite:///{engine.url.database}".replace("sqlite:///file:", "sqlite:///")


def test_postgresql_s_short_address_needs_no_other_driver() -> None:
    pytest.importorskip("psycopg")
    engine = open_casebook("postgresql://nowhere.invalid/casebook")
    assert engine.url.drivername == "postgresql+psycopg"
