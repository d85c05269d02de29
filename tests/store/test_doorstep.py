"""What the agencies' own connection may do, and what it is refused, whatever is asked of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from tests.store.samples import ATip, an_id
from tipline.errors import LinkEndedError, LinkFullError, StoreError, StoreRefusedError
from tipline.store.engine import open_for_agencies
from tipline.store.inbox.doorstep import WAITING_MAX, Doorstep
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.hearing import Hearing, NewLink, SaidRow
from tipline.store.inbox.shelf import Shelf
from tipline.store.transactions import writing

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ID = b"l" * 32
REFUSED = [
    "SELECT * FROM agency_link",
    "SELECT desk FROM agency_link",
    "SELECT origin FROM agency_link",
    "SELECT sealed FROM agency_said",
    "UPDATE agency_link SET until = 9999999",
    "DELETE FROM agency_link",
    "INSERT INTO agency_link VALUES (x'01', 1, x'02', '', 'TRIAGE', x'03')",
    "UPDATE agency_said SET sealed = x'00'",
    "DELETE FROM agency_said",
    "INSERT INTO agency_said SELECT id, id, origin FROM agency_link",
    "INSERT INTO agency_said VALUES (x'01', x'02', x'03') RETURNING sealed",
    "SELECT 1 FROM tip",
    "SELECT 1 FROM envelope",
    "SELECT 1 FROM part",
    "SELECT 1 FROM evidence",
    "SELECT 1 FROM mailbox",
    "SELECT 1 FROM answer",
    "SELECT 1 FROM published",
    "INSERT INTO mailbox (id, head) VALUES (x'01', x'02')",
    "INSERT INTO tip VALUES (1, x'01', x'02', x'03')",
    "SELECT name FROM sqlite_master",
    "SELECT version_num FROM alembic_version",
    "DROP TABLE agency_said",
    "DROP TRIGGER agency_said_once",
    "CREATE TABLE other (id)",
    "ATTACH DATABASE ':memory:' AS other",
    "PRAGMA secure_delete = OFF",
    "SELECT load_extension('other')",
]


@pytest.fixture
def doorstep(inbox_url: str, shelf: Shelf) -> Doorstep:
    Hearing(shelf.engine).open_link(a_link())
    return Doorstep(open_for_agencies(inbox_url))


def a_link(**more: object) -> NewLink:
    given: dict[str, object] = {
        "id": ID, "until": NOW + timedelta(days=1), "recipient": b"r", "shown": "s",
        "desk": "TRIAGE", "origin": b"o", **more,
    }  # fmt: skip
    return NewLink(**given)  # type: ignore[arg-type]  # of the kinds that it has


@pytest.mark.parametrize("statement", REFUSED)
def test_the_agencies_connection_is_refused(doorstep: Doorstep, drop: Drop, statement: str) -> None:
    drop.put(ATip())
    with pytest.raises(StoreRefusedError), writing(doorstep.engine) as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("values", ["'a text', x'00'", "x'01', 'a text'", "x'01', 7"])
def test_what_is_no_bytes_is_refused(doorstep: Doorstep, values: str) -> None:
    statement = f"INSERT INTO agency_said VALUES (:link, {values})"  # noqa: S608 (its own words)
    with pytest.raises(StoreError), writing(doorstep.engine) as connection:
        connection.execute(text(statement), {"link": ID})


def test_a_link_is_found_by_its_key_until_its_hour(doorstep: Doorstep) -> None:
    assert doorstep.link(ID, NOW).recipient == b"r"
    for row, at in ((b"x" * 32, NOW), (ID, NOW + timedelta(days=1)), (b"", NOW)):
        with pytest.raises(LinkEndedError):
            doorstep.link(row, at)


def test_what_is_left_is_kept_once_and_not_replaced(doorstep: Doorstep, shelf: Shelf) -> None:
    said = an_id()
    doorstep.leave(ID, said, b"first")
    doorstep.leave(ID, said, b"second")
    with writing(doorstep.engine) as connection:
        replacing = text("INSERT OR REPLACE INTO agency_said VALUES (:link, :id, x'00')")
        connection.execute(replacing, {"link": ID, "id": said})
    hearing = Hearing(shelf.engine)
    assert hearing.said([ID]) == [SaidRow(ID, said, b"first")]
    assert [each.origin for each in hearing.waiting(["TRIAGE"])] == [b"o"]
    assert hearing.waiting(["OVS"]) == []
    hearing.take_out(hearing.said([ID]))
    assert hearing.said([ID]) == []
    assert hearing.waiting(["TRIAGE"]) == []


def test_so_much_waits_and_no_more(doorstep: Doorstep) -> None:
    kept = [an_id() for _ in range(WAITING_MAX)]
    for said in kept:
        doorstep.leave(ID, said, b"sealed")
    doorstep.leave(ID, kept[0], b"sealed")
    with pytest.raises(LinkFullError):
        doorstep.leave(ID, an_id(), b"sealed")


def test_a_link_ends_and_holds_again(doorstep: Doorstep, shelf: Shelf) -> None:
    hearing = Hearing(shelf.engine)
    hearing.end_links([ID], NOW)
    with pytest.raises(LinkEndedError):
        doorstep.link(ID, NOW)
    hearing.open_link(a_link(recipient=b"another"))
    assert doorstep.link(ID, NOW).recipient == b"r"


def test_what_has_ended_goes_with_what_is_nobodys(doorstep: Doorstep, shelf: Shelf) -> None:
    hearing = Hearing(shelf.engine)
    doorstep.leave(b"s" * 32, an_id(), b"stray")
    assert hearing.sweep(NOW) == 0
    assert hearing.said([b"s" * 32]) == []
    assert hearing.sweep(NOW + timedelta(days=1)) == 1
