"""What the public site's own connection is refused, whatever is asked of it."""

import pytest
from sqlalchemy import select, text

from tests.store.samples import APart, ATip, an_id
from tipline.errors import StoreError, StoreRefusedError
from tipline.store.engine import pragma, scrub
from tipline.store.failures import told_plainly
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.shelf import Shelf
from tipline.store.inbox.tables import evidence
from tipline.store.transactions import reading, writing

REFUSED = [
    "SELECT id FROM tip",
    "SELECT count(*) FROM tip",
    "SELECT 1 FROM tip",
    "SELECT sealed FROM envelope",
    "SELECT tip_id FROM part",
    "SELECT blob FROM evidence",
    "DELETE FROM evidence",
    "UPDATE evidence SET blob = x'00'",
    "EXPLAIN SELECT id FROM tip",
    "SELECT name FROM sqlite_master",
    "SELECT name FROM sqlite_schema",
    "SELECT version_num FROM alembic_version",
    "SELECT * FROM pragma_table_info('tip')",
    "UPDATE tip SET recipient = x'00'",
    "UPDATE mailbox SET head = x'00'",
    "UPDATE answer SET sealed = x'00'",
    "DELETE FROM tip",
    "DELETE FROM part",
    "DELETE FROM envelope",
    "DELETE FROM mailbox",
    "INSERT INTO answer VALUES (x'01', x'02', x'03')",
    "SELECT id FROM agency_link",
    "SELECT sealed FROM agency_said",
    "INSERT INTO agency_said VALUES (x'01', x'02', x'03')",
    "INSERT INTO published VALUES ('2026-01-01', '2026-01-01', 1, x'00')",
    "UPDATE published SET shown = 1",
    "DELETE FROM published",
    "INSERT INTO mailbox (id, head) SELECT first, figures FROM tip, published",
    "INSERT INTO alembic_version VALUES ('other')",
    "INSERT INTO mailbox (id, head) SELECT id, recipient FROM tip",
    "INSERT INTO mailbox (id, head) SELECT id, sealed FROM part",
    "INSERT INTO tip VALUES (1, x'01', x'02', x'03') RETURNING id",
    "INSERT INTO tip VALUES (1, x'01', x'02', x'03') ON CONFLICT (id) DO UPDATE SET hour = 2",
    "CREATE TABLE other (id)",
    "CREATE TEMP TABLE other (id)",
    "CREATE TEMP TRIGGER other AFTER INSERT ON tip BEGIN SELECT 1; END",
    "CREATE VIEW other AS SELECT id FROM tip",
    "DROP TABLE tip",
    "DROP TRIGGER tip_once",
    "ALTER TABLE tip ADD COLUMN other",
    "ATTACH DATABASE ':memory:' AS other",
    "DETACH DATABASE main",
    "PRAGMA journal_mode",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA secure_delete = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA wal_checkpoint",
    "ANALYZE",
    "REINDEX",
    "SAVEPOINT other",
    "SELECT load_extension('other')",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n LIMIT 2",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_public_connection_is_refused(drop: Drop, statement: str) -> None:
    drop.put(ATip())
    with pytest.raises(StoreRefusedError), writing(drop.engine) as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("what", ["journal_mode = DELETE", "wal_checkpoint", "table_list"])
def test_a_pragma_is_refused_outside_a_transaction_too(drop: Drop, what: str) -> None:
    with pytest.raises(StoreRefusedError):
        pragma(drop.engine, what)


def test_a_copy_of_the_database_is_refused(drop: Drop, tmp_path_factory: object) -> None:
    with pytest.raises(StoreRefusedError):
        _run_bare(drop, "VACUUM INTO '/tmp/tipline-copy'")


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT OR REPLACE INTO tip SELECT 1, :tip, x'00', x'00'",
        "REPLACE INTO mailbox (id, head) VALUES (:mailbox, x'00')",
        "INSERT OR REPLACE INTO envelope SELECT 1, :tip, 'TRIAGE', NULL, x'00', NULL",
        "INSERT OR REPLACE INTO part SELECT 1, :tip, :part, 0, x'00'",
        "INSERT OR REPLACE INTO evidence SELECT 1, :tip, :blob",
    ],
)
def test_what_is_there_is_not_replaced(drop: Drop, shelf: Shelf, statement: str) -> None:
    sent = ATip(blobs=(an_id(),))
    drop.put(sent)

    def kept() -> tuple[object, ...]:
        with reading(shelf.engine) as connection:
            named = connection.execute(select(evidence)).all()
        return shelf.tip(sent.tip_id, ["TRIAGE"]), drop.mailbox(sent.mailbox_id), named

    before = kept()
    ids = {"tip": sent.tip_id, "mailbox": sent.mailbox_id, "part": sent.part_id}
    ids["blob"] = sent.blobs[0]
    used = {name: value for name, value in ids.items() if f":{name}" in statement}
    with writing(drop.engine) as connection:
        connection.execute(text(statement), used)
    assert kept() == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO tip VALUES ('noon', x'01', x'02', x'03')",
        "INSERT INTO tip VALUES (4.5, x'01', x'02', x'03')",
        "INSERT INTO tip VALUES (1, 'an id', x'02', x'03')",
        "INSERT INTO envelope VALUES ('noon', :tip, 'OVS', NULL, x'00', NULL)",
        "INSERT INTO envelope VALUES (1, :tip, 'OVS', NULL, CAST(x'ff' AS TEXT), NULL)",
        "INSERT INTO envelope VALUES (1, :tip, 'OVS', '0x', x'00', NULL)",
        "INSERT INTO envelope VALUES (1, :tip, 'OVS', NULL, x'00', 'soon')",
        "INSERT INTO envelope VALUES (1, x'01', 'OVS', NULL, x'00', NULL)",  # of no tip
        "INSERT INTO part VALUES (1, :tip, x'01', 1, 'a text')",
        "INSERT INTO part VALUES (1, :tip, x'01', 'yes', x'00')",
        "INSERT OR REPLACE INTO part VALUES (1, :tip, 7, 1, x'00')",
        "INSERT OR IGNORE INTO evidence VALUES (1, :tip, 'a blob')",
        "INSERT INTO mailbox (id, head) VALUES (x'01', 7)",
    ],
)
def test_what_is_of_another_kind_than_its_column_is_refused(drop: Drop, statement: str) -> None:
    sent = ATip()
    drop.put(sent)
    used = {"tip": sent.tip_id} if ":tip" in statement else {}
    with pytest.raises(StoreError), writing(drop.engine) as connection:
        connection.execute(text(statement), used)


def test_each_verb_of_the_drop_is_allowed(drop: Drop, shelf: Shelf) -> None:
    sent = ATip()
    drop.put(sent)
    drop.add(APart(tip_id=sent.tip_id, blobs=(an_id(),)))
    shelf.add_answer(sent.mailbox_id, b"a" * 16, b"sealed")
    found = drop.mailbox(sent.mailbox_id)
    assert found is not None
    drop.delete_answer(sent.mailbox_id, found.answers[0].id)
    assert scrub(drop.engine)


def test_the_review_sites_connection_attaches_nothing(shelf: Shelf) -> None:
    with pytest.raises(Exception, match="too many attached databases"):
        _run_bare(shelf, "ATTACH DATABASE ':memory:' AS other", plainly=False)


def _run_bare(room: Drop | Shelf, statement: str, *, plainly: bool = True) -> None:
    raw = room.engine.raw_connection()
    try:
        if plainly:
            with told_plainly():
                raw.cursor().execute(statement)
        else:
            raw.cursor().execute(statement)
    finally:
        raw.close()
