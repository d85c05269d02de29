"""What the migrations make is what the code expects; modes, haste and foreign versions."""

import multiprocessing
import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, inspect

from tipline.errors import StoreMissingError, StoreOutdatedError
from tipline.store import migrate
from tipline.store.casebook import tables as casebook
from tipline.store.engine import open_casebook, pragma
from tipline.store.inbox import tables as inbox
from tipline.store.transactions import reading, writing

FORK = multiprocessing.get_context("fork")
BOTH = pytest.mark.parametrize("which", list(migrate.Which))
METADATA: dict[str, MetaData] = {"inbox": inbox.metadata, "casebook": casebook.metadata}


def url_of(folder: Path, which: str) -> str:
    return f"sqlite:///{folder}/{which}/{which}.sqlite3"


@BOTH
def test_the_migrations_make_the_tables_of_the_code(made: Path, which: str) -> None:
    with reading(open_casebook(url_of(made, which))) as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA[which]) == []


@BOTH
def test_no_table_keeps_an_order_of_arrival(made: Path, which: str) -> None:
    engine = open_casebook(url_of(made, which))
    with reading(engine) as connection:
        listed = connection.exec_driver_sql("PRAGMA table_list").mappings().all()
    ours = {row["name"]: row["wr"] for row in listed if not row["name"].startswith("sqlite_")}
    assert ours.pop("alembic_version") == 0
    assert set(ours) == set(METADATA[which].tables)
    assert set(ours.values()) == {1}
    engine.dispose()


@BOTH
def test_the_indexes_have_the_conditions_of_the_code(made: Path, which: str) -> None:
    """Alembic compares columns; that a question's condition fits is told by the plans' tests."""
    engine = open_casebook(url_of(made, which))
    for table in METADATA[which].tables.values():
        found = {
            each["name"]: each["column_names"] for each in inspect(engine).get_indexes(table.name)
        }
        assert found == {str(each.name): each.columns.keys() for each in table.indexes}
    engine.dispose()


@BOTH
def test_nothing_is_pending_afterwards_and_twice_is_once(tmp_path: Path, which: str) -> None:
    url = url_of(tmp_path, which)
    assert migrate.pending(url, which)
    migrate.upgrade(url, which)
    assert not migrate.pending(url, which)
    migrate.upgrade(url, which)


def test_asking_makes_no_file(tmp_path: Path) -> None:
    assert migrate.pending(url_of(tmp_path, "inbox"), "inbox")
    assert list(tmp_path.iterdir()) == []


def test_two_processes_make_one_database(tmp_path: Path) -> None:
    url = url_of(tmp_path, "inbox")
    makers = [FORK.Process(target=migrate.upgrade, args=(url, "inbox")) for _ in range(3)]
    for each in makers:
        each.start()
    for each in makers:
        each.join()
    assert [each.exitcode for each in makers] == [0, 0, 0]
    assert not migrate.pending(url, "inbox")


@pytest.mark.parametrize(
    ("which", "folder", "file"), [("inbox", 0o2770, 0o660), ("casebook", 0o700, 0o600)]
)
def test_others_cannot_read_the_files(tmp_path: Path, which: str, folder: int, file: int) -> None:
    migrate.upgrade(url_of(tmp_path, which), which)
    engine = open_casebook(url_of(tmp_path, which))
    with reading(engine) as connection:
        connection.exec_driver_sql("SELECT count(*) FROM alembic_version").one()
        assert stat.S_IMODE((tmp_path / which).stat().st_mode) == folder
        modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / which).iterdir()}
        assert modes == {file}
    engine.dispose()


@BOTH
def test_the_database_keeps_a_journal_and_overwrites(made: Path, which: str) -> None:
    engine = open_casebook(url_of(made, which))
    expected = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    expected |= {"busy_timeout": 5000, "temp_store": 2, "trusted_schema": 0}
    assert {name: pragma(engine, name)[0] for name in expected} == expected
    engine.dispose()


def test_a_database_of_a_later_version_is_told(tmp_path: Path) -> None:
    url = url_of(tmp_path, "inbox")
    migrate.upgrade(url, "inbox")
    with sqlite3.connect(tmp_path / "inbox" / "inbox.sqlite3") as later:
        later.execute("UPDATE alembic_version SET version_num = 'inbox_9999'")
    later.close()
    assert migrate.pending(url, "inbox")
    with pytest.raises(StoreOutdatedError):
        migrate.upgrade(url, "inbox")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "inbox").write_text("a file where the folder should be")
    with pytest.raises(StoreMissingError):
        migrate.upgrade(url_of(tmp_path, "inbox"), "inbox")


def test_cases_that_are_there_are_numbered_for_the_indexes(tmp_path: Path) -> None:
    url = url_of(tmp_path, "casebook")
    migrate.upgrade(url, "casebook", "casebook_0001")
    engine = open_casebook(url)
    with writing(engine) as connection:
        for number in (3, 1, 2):
            connection.exec_driver_sql(
                "INSERT INTO casefile (id, recipient, head) VALUES (?, x'00', x'00')",
                (bytes([number]) * 16,),
            )
    engine.dispose()
    migrate.upgrade(url, "casebook")
    with reading(open_casebook(url)) as connection:
        rows = connection.exec_driver_sql("SELECT revision FROM casefile ORDER BY id").scalars()
        assert list(rows) == [1, 2, 3]
        tally = connection.exec_driver_sql("SELECT changes, removals FROM tally").one()
        assert tuple(tally) == (3, 0)
