"""The same verbs on PostgreSQL, with the roles and grants of docs/how-to/postgresql.md.

Skipped where there is no PostgreSQL; in CI that is a failure.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.public.walk import SHORT, send
from tests.store.cluster import Cluster, installed, running, upgrade
from tests.store.samples import ATip, an_id
from tests.store.test_doorstep import ID as LINK
from tests.store.test_doorstep import NOW, a_link
from tests.visitor import Visitor
from tipline.errors import (
    CaseExistsError,
    EventConflictError,
    LinkEndedError,
    StoreMissingError,
    StoreRefusedError,
)
from tipline.health.agencies import look_at_doorstep
from tipline.health.stores import look_at_public_role
from tipline.public import create_app
from tipline.settings import Settings, load
from tipline.store import migrate
from tipline.store.authorizer import AGENCIES, PUBLIC
from tipline.store.casebook.audit import BEFORE_FIRST, AuditTrail
from tipline.store.casebook.cases import Cases
from tipline.store.casebook.outbox import Outbox
from tipline.store.engine import open_casebook, open_for_agencies, open_inbox
from tipline.store.granted import differences
from tipline.store.inbox.doorstep import Doorstep
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.hearing import Hearing, SaidRow
from tipline.store.inbox.shelf import Shelf
from tipline.store.inbox.sweeper import Sweeper
from tipline.store.reserve import Reserve
from tipline.store.transactions import reading, writing

DAY = date(2031, 6, 1)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with running(installed()) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def shelf(cluster: Cluster) -> Iterator[Shelf]:
    upgrade(cluster, "inbox")
    engine = open_inbox(cluster.url("tipline_review", "inbox"), public=False)
    yield Shelf(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def drop(cluster: Cluster, shelf: Shelf) -> Iterator[Drop]:
    engine = open_inbox(cluster.url("tipline_public", "inbox"), public=True)
    yield Drop(engine, Reserve(Path("/nowhere"), 1))
    engine.dispose()


@pytest.fixture(scope="module")
def cases(cluster: Cluster) -> Iterator[Cases]:
    upgrade(cluster, "casebook")
    engine = open_casebook(cluster.url("tipline_review", "casebook"))
    yield Cases(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def doorstep(cluster: Cluster, shelf: Shelf) -> Iterator[Doorstep]:
    Hearing(shelf.engine).open_link(a_link())
    engine = open_for_agencies(cluster.url("tipline_agencies", "inbox"))
    yield Doorstep(engine)
    engine.dispose()


def test_the_grants_of_the_page_are_the_rights_of_each_site(
    drop: Drop, doorstep: Doorstep, shelf: Shelf
) -> None:
    assert differences(drop.engine, PUBLIC) == ([], [])
    assert differences(doorstep.engine, AGENCIES) == ([], [])
    doorstep.require()
    with pytest.raises(StoreRefusedError):
        Doorstep(drop.engine).require()
    lacking, beyond = differences(drop.engine, AGENCIES)
    assert lacking == ["INSERT on agency_said", "SELECT on agency_link", "SELECT on agency_said"]
    assert "DELETE on answer" in beyond
    lacking, beyond = differences(shelf.engine, AGENCIES)
    assert lacking == []
    assert {"SELECT on tip", "SELECT on agency_link", "UPDATE on mailbox"} <= set(beyond)


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("tipline_agencies", []),
        ("tipline_public", ["What agencies say cannot be kept: "]),
        ("tipline_review", ["The agencies' site may do what it need not: "]),
    ],
)
def test_the_check_of_the_agencies_site_tells_a_wrong_role(
    cluster: Cluster, shelf: Shelf, role: str, told: list[str]
) -> None:
    troubles = list(look_at_doorstep(Settings(inbox_url=cluster.url(role, "inbox"))))
    assert [each.found[: len(begins)] for each, begins in zip(troubles, told, strict=True)] == told


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("tipline_public", []),
        ("tipline_agencies", ["The public site cannot work: ", "The public site may do what it "]),
        ("tipline_review", ["The public site may do what it need not: "]),
    ],
)
def test_the_check_of_the_public_site_tells_a_wrong_role(
    cluster: Cluster, shelf: Shelf, role: str, told: list[str]
) -> None:
    troubles = list(look_at_public_role(Settings(inbox_url=cluster.url(role, "inbox"))))
    assert [each.found[: len(begins)] for each, begins in zip(troubles, told, strict=True)] == told


def test_agencies_find_a_link_and_leave_what_they_say(doorstep: Doorstep, shelf: Shelf) -> None:
    said, hearing = an_id(), Hearing(shelf.engine)
    assert doorstep.link(LINK, NOW).recipient == b"r"
    for _ in range(2):
        doorstep.leave(LINK, said, b"sealed")
    assert hearing.said([LINK]) == [SaidRow(LINK, said, b"sealed")]
    assert len(hearing.waiting(["TRIAGE"])) == 1
    hearing.end_links([LINK], NOW)
    with pytest.raises(LinkEndedError):
        doorstep.link(LINK, NOW)
    hearing.open_link(a_link())
    hearing.take_out(hearing.said([LINK]))
    assert hearing.sweep(NOW + timedelta(days=2)) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT origin FROM agency_link",
        "SELECT sealed FROM agency_said",
        "SELECT id FROM tip",
        "SELECT id FROM mailbox",
        "DELETE FROM agency_said",
        "UPDATE agency_link SET until = 1",
        "INSERT INTO mailbox (id, head) VALUES ('1', '2')",
    ],
)
def test_the_agencies_role_is_refused(doorstep: Doorstep, statement: str) -> None:
    with pytest.raises(StoreRefusedError), writing(doorstep.engine) as connection:
        connection.execute(text(statement))


def test_nothing_is_pending_for_the_public_site(cluster: Cluster, drop: Drop) -> None:
    assert not migrate.pending(cluster.url("tipline_public", "inbox"), "inbox")


def test_the_public_role_does_not_come_into_the_casebook(cluster: Cluster) -> None:
    engine = open_casebook(cluster.url("tipline_public", "casebook"))
    with pytest.raises(StoreMissingError), reading(engine) as connection:
        connection.execute(text("SELECT 1"))


def test_the_server_is_reached_by_its_socket_alone(cluster: Cluster) -> None:
    with cluster.superuser() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_tip_travels(drop: Drop, shelf: Shelf) -> None:
    file, other = an_id(), an_id()
    sent = ATip(blobs=(file,))
    drop.put(sent)
    drop.put(sent)
    drop.put(replace(sent, part_id=an_id()))
    row = next(row for row in shelf.page(["TRIAGE", "OVS"]) if row.tip_id == sent.tip_id)
    assert (row.part_count, row.first_part, row.hour) == (2, sent.part, sent.hour)
    assert sent.tip_id not in {each.tip_id for each in shelf.page(["TRIAGE"], before=row.cursor)}
    shelf.set_due(sent.tip_id, DAY)
    assert sent.tip_id in {each.tip_id for each in shelf.returned(["TRIAGE"])}
    sweeper = Sweeper(shelf.engine)
    assert sent.tip_id in sweeper.due(DAY)
    assert sweeper.unnamed([file, other]) == [other]
    assert sweeper.end_stray_evidence() == []
    assert shelf.destroy(sent.tip_id) == [file]
    assert sent.tip_id not in {each.tip_id for each in shelf.page(["TRIAGE"], finished=True)}


def test_a_mailbox_is_read_and_its_answers_deleted(drop: Drop, shelf: Shelf) -> None:
    sent, answer = ATip(), an_id()
    drop.put(sent)
    shelf.add_answer(sent.mailbox_id, answer, b"sealed")
    box = drop.mailbox(sent.mailbox_id)
    assert box is not None
    assert [each.sealed for each in box.answers] == [b"sealed"]
    drop.delete_answer(sent.mailbox_id, answer)
    box = drop.mailbox(sent.mailbox_id)
    assert box is not None
    assert box.answers == ()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT id FROM tip",
        "SELECT count(*) FROM envelope",
        "SELECT 1 FROM part",
        "SELECT blob FROM evidence",
        "DELETE FROM evidence",
        "UPDATE mailbox SET head = ''",
        "DELETE FROM tip",
        "DELETE FROM mailbox",
        "INSERT INTO answer VALUES ('1', '2', '3')",
        "INSERT INTO tip VALUES (1, '1', '2', '3') RETURNING id",
        "INSERT INTO mailbox (id, head) SELECT id, recipient FROM tip",
        "CREATE TABLE other (id integer)",
    ],
)
def test_the_public_role_is_refused(drop: Drop, statement: str) -> None:
    with pytest.raises(StoreRefusedError), writing(drop.engine) as connection:
        connection.execute(text(statement))


def test_events_and_entries_are_numbered(cases: Cases) -> None:
    case_id, tip_id = an_id(), an_id()
    cases.begin(case_id, b"recipient", tip_id, {"TRIAGE": b"sealed"}, b"opened", b"head")
    with pytest.raises(CaseExistsError):
        cases.begin(an_id(), b"recipient", tip_id, {"TRIAGE": b"sealed"}, b"opened", b"head")
    cases.append(case_id, 2, b"second", b"head 2")
    with pytest.raises(EventConflictError):
        cases.append(case_id, 2, b"other", b"other")
    assert cases.events(case_id) == [b"opened", b"second"]
    trail = AuditTrail(cases.engine)
    number = trail.append(entry)
    assert [row.chain for row in trail.entries()][:1] == [BEFORE_FIRST]
    assert trail.append(entry) == number + 1
    with pytest.raises(StoreRefusedError), writing(cases.engine) as connection:
        connection.execute(text("DELETE FROM audit"))


def entry(_number: int, previous: bytes) -> tuple[bytes, bytes]:
    return b"sealed", previous


def test_an_item_of_the_outbox_is_one_deliverers(cases: Cases) -> None:
    outbox, mine, item = Outbox(cases.engine), an_id(), an_id()
    now = datetime.now(UTC)
    for _ in range(2):
        outbox.put(item, "OPS", b"sealed", now=now, until=now + timedelta(hours=2))
        outbox.beat(mine, now)
    found = outbox.claim(mine, "OPS", now)
    assert found is not None
    assert found.id == item
    assert outbox.claim(an_id(), "OPS", now) is None
    outbox.put_back(item, now, "busy")
    outbox.bury(item, "refused")
    assert outbox.standing().dead == outbox.drop([item]) == 1


def test_the_commands_and_the_public_site_work_on_it(
    cluster: Cluster, drop: Drop, cases: Cases, tmp_path: Path
) -> None:
    def named(role: str) -> dict[str, str]:
        return {
            "TIPLINE_SETTINGS": "",
            "TIPLINE_VAR": str(tmp_path / "var"),
            "TIPLINE_KEYS": str(tmp_path / "keys"),
            "TIPLINE_TLS": "on",
            "TIPLINE_INBOX_URL": cluster.url(role, "inbox"),
            "TIPLINE_CASEBOOK_URL": cluster.url(role, "casebook"),
        }

    def run(role: str, *command: str) -> str:
        words = [sys.executable, "-m", "tipline", *command]
        env = os.environ | named(role)
        done = subprocess.run(words, env=env, check=True, capture_output=True, text=True)
        assert done.stderr == ""
        return done.stdout

    run("tipline_owner", "init", "--show", "--auditor", "Amal")
    for desk in ("TRIAGE", "OVS"):
        run("tipline_review", "desk", "add", desk, "--first", f"Head of {desk}")
    assert run("tipline_review", "check") == "All is well.\n"
    assert run("tipline_public", "check", "--site", "public") == "All is well.\n"
    assert "tips: 0" in run("tipline_review", "sweep")
    app = create_app(load(named("tipline_public"), None))
    visitor = Visitor.of(app)
    code, _ = send(visitor, SHORT)
    mailbox = visitor.press(visitor.enter("mailbox"), "look", {"code": code})
    mailbox.form("text", "ticket")  # to add something: it is open
    app.extensions["tipline.intake"].drop.engine.dispose()
