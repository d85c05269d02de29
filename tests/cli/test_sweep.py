"""`tipline sweep`: what is due is gone, from every file of the database; the rest stays."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.store.samples import ATip
from tipline.cli.deployed import Deployed, now
from tipline.cli.inviting import invite
from tipline.errors import NotFoundError, StoreReadOnlyError
from tipline.keyring.card import Role
from tipline.store import belonging
from tipline.store.blobs import Blobs
from tipline.store.casebook.screens import LIFE, Screens
from tipline.store.engine import open_inbox, scrub
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.shelf import Shelf

if TYPE_CHECKING:
    from tests.cli.conftest import Demo, Run


def held(demo: Demo) -> bytes:
    """Return all bytes of both databases and their journals."""
    return b"".join(path.read_bytes() for path in demo.var.glob("*/*.sqlite3*"))


def test_a_tip_that_is_due_is_destroyed_with_its_case(run: Run, demo: Demo) -> None:
    tip_id = demo.known_tip
    row = demo.deployed.shelf.tip(tip_id, ["TRIAGE"])
    case = demo.deployed.cases.for_tips([tip_id], ["TRIAGE"])[tip_id]
    event = demo.deployed.cases.events(case.id)[0]
    others = len(list(demo.deployed.shelf.envelopes())) - 1
    demo.deployed.shelf.set_due(tip_id, now().date())
    said = run("sweep")
    assert said.code == 0, said.err
    assert "tips: 1, cases: 1" in said.out
    assert len(list(demo.deployed.shelf.envelopes())) == others
    for engine in (demo.deployed.shelf.engine, demo.deployed.cases.engine):
        assert scrub(engine)
    left = held(demo)
    for gone in (row.envelope[-64:], row.parts[0].sealed[-64:], case.envelope[-64:], event[-64:]):
        assert gone not in left


def test_who_looks_while_a_tip_goes_is_told_again_once_it_has_gone(
    run: Run, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    destroy = Shelf.destroy

    def watched(shelf: Shelf, tip_id: bytes) -> list[bytes]:
        seen.append(demo.deployed.changes.tally().removals)
        return destroy(shelf, tip_id)

    monkeypatch.setattr(Shelf, "destroy", watched)
    demo.deployed.shelf.set_due(demo.known_tip, now().date())
    assert run("sweep").code == 0
    assert seen
    assert demo.deployed.changes.tally().removals > seen[-1]
    last = demo.deployed.changes.tally()
    assert run("sweep").code == 0
    assert demo.deployed.changes.tally() == last, "nothing has gone"


def test_a_case_that_is_begun_while_its_tip_goes_goes_too(
    run: Run, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever had read the tip's row opens it between its case's end and its own."""
    tip_id, cases = demo.known_tip, demo.deployed.cases
    destroy = Shelf.destroy

    def opened(shelf: Shelf, tip_id: bytes) -> list[bytes]:
        cases.begin(b"c" * 16, bytes(1216), tip_id, {"TRIAGE": b"sealed"}, b"event", b"head")
        return destroy(shelf, tip_id)

    monkeypatch.setattr(Shelf, "destroy", opened)
    demo.deployed.shelf.set_due(tip_id, now().date())
    assert run("sweep").code == 0
    assert cases.having(b"c" * 16, ["TRIAGE"]) == []
    assert cases.tips(b"c" * 16) == []


def test_what_is_not_due_stays(run: Run, demo: Demo) -> None:
    tip_id = demo.known_tip
    demo.deployed.shelf.set_due(tip_id, now().date() + timedelta(days=1))
    assert "tips: 0, cases: 0, mailboxes: 0" in run("sweep").out
    assert demo.deployed.shelf.tip(tip_id, ["TRIAGE"]).parts


def test_sessions_screens_and_invitations_that_are_over_go(run: Run, demo: Demo) -> None:
    row = demo.deployed.staff.by_lookup(demo.deployed.lookup(demo.known.analyst.name))
    assert row
    old = now() - timedelta(days=2)
    demo.deployed.sessions.start(b"o" * 32, row.id, b"sealed", old)
    demo.deployed.sessions.start(b"n" * 32, row.id, b"sealed", now())
    demo.deployed.invitations.add(b"o" * 32, old, b"sealed")
    screens = Screens(demo.deployed.staff.engine)
    screens.add(b"o" * 32, "TRIAGE", b"key", now() - LIFE)
    screens.add(b"n" * 32, "TRIAGE", b"key", now())
    invite(demo.deployed, "Noor", Role.ANALYST)
    assert "sessions: 1, invitations: 1, screens: 1," in run("sweep").out
    assert "sessions: 0, invitations: 0, screens: 0," in run("sweep").out
    assert demo.deployed.sessions.find(b"n" * 32, now())
    assert screens.find(b"n" * 32, now())


def test_a_case_stays_while_one_of_its_tips_does(demo: Demo) -> None:
    deployed = Deployed(demo.deployed.settings)
    tip_id = demo.known_tip
    case = deployed.cases.for_tips([tip_id], ["TRIAGE"])[tip_id]
    assert not deployed.case_sweeper.end_tip(b"\0" * 16)
    assert deployed.cases.events(case.id)
    assert deployed.case_sweeper.end_tip(tip_id)
    assert not deployed.cases.events(case.id)
    assert not deployed.case_sweeper.end_tip(tip_id)


def test_the_reserve_is_taken_back(run: Run, demo: Demo) -> None:
    demo.deployed.reserve.give_up()
    assert not demo.deployed.reserve.whole
    run("sweep")
    assert demo.deployed.reserve.whole


def a_file(demo: Demo, written: datetime) -> bytes:
    """Return a blob as a reporter's file leaves it."""
    with demo.deployed.blobs.create() as new:
        new.write(b"sealed")
        blob = new.keep()
    os.utime(demo.deployed.blobs.folder / blob.hex(), (written.timestamp(),) * 2)
    return blob


def files_left(demo: Demo) -> set[bytes]:
    folder = demo.deployed.blobs.folder
    return {bytes.fromhex(each.name) for each in folder.iterdir() if each.name != belonging.MARK}


def test_nothing_is_swept_while_the_files_are_not_mounted(run: Run, demo: Demo) -> None:
    demo.deployed.shelf.set_due(demo.known_tip, now().date())
    folder = demo.deployed.blobs.folder
    away = folder.rename(folder.with_name("away"))
    folder.mkdir()
    said = run("sweep")
    assert said.code == 1
    assert f"The folder {folder} is not the one" in said.err
    assert run("init").code == 1
    folder.rmdir()
    away.rename(folder)
    assert "tips: 1, cases: 1" in run("sweep").out


def sent_with(demo: Demo, *blobs: bytes) -> bytes:
    """Return the id of a new tip that has these files."""
    settings = demo.deployed.settings
    tip = ATip(blobs=blobs)
    Drop(open_inbox(settings.inbox_database, public=True), demo.deployed.reserve).put(tip)
    return tip.tip_id


def test_the_files_of_a_destroyed_tip_go_at_once(run: Run, demo: Demo) -> None:
    before, file = files_left(demo), a_file(demo, now())
    tip_id = sent_with(demo, file, b"g" * 16)  # the second is gone already: it must not matter
    assert "files: 0" in run("sweep").out
    demo.deployed.shelf.set_due(tip_id, now().date())
    said = run("sweep")
    assert (said.code, said.err) == (0, "")
    assert "tips: 1, cases: 0" in said.out
    assert "files: 2" in said.out
    assert files_left(demo) == before


def test_keys_go_though_the_files_disk_can_only_be_read(
    run: Run, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What makes every copy unreadable must not wait for a disk."""
    files = [a_file(demo, now()) for _ in range(2)]
    tips = [sent_with(demo, file) for file in files]
    for tip_id in tips:
        demo.deployed.shelf.set_due(tip_id, now().date())
    with monkeypatch.context() as broken:
        broken.setattr(Blobs, "remove", refuse)
        said = run("sweep")
    assert "tips: 2" in said.out
    assert "files: 0" in said.out
    assert f"Files that stay until a later run: 2. {StoreReadOnlyError().sentence}" in said.err
    for tip_id in tips:
        with pytest.raises(NotFoundError):
            demo.deployed.shelf.tip(tip_id, ["TRIAGE"])
    for file in files:
        os.utime(demo.deployed.blobs.folder / file.hex(), (0, 0))
    assert "files: 2" in run("sweep").out


def refuse(*_: object) -> None:
    raise StoreReadOnlyError


def test_files_that_were_not_sent_go_after_a_day(run: Run, demo: Demo) -> None:
    before = files_left(demo)
    young = a_file(demo, now() - timedelta(hours=25, minutes=30))
    old, kept = (a_file(demo, now() - timedelta(hours=27)) for _ in range(2))
    sent_with(demo, kept)
    (demo.deployed.blobs.folder / "00.part").touch()
    os.utime(demo.deployed.blobs.folder / "00.part", (0, 0))
    assert "files: 1" in run("sweep").out
    assert files_left(demo) == before | {young, kept}
    assert old not in files_left(demo)


def test_files_come_and_go_where_there_is_no_folder_yet(run: Run, demo: Demo) -> None:
    belonging.beside(demo.deployed.blobs.folder).unlink()  # of a deployment that takes none
    demo.deployed.blobs.folder.rename(demo.var / "elsewhere")
    assert "files: 0" in run("sweep").out
    demo.deployed.blobs.make()
    assert files_left(demo) == set()


def test_an_index_goes_if_nobody_worked_with_it_since_tips_went(run: Run, demo: Demo) -> None:
    files = demo.deployed.index_files
    for desk in ("TRIAGE", "OPS"):
        files.write(desk, b"sealed")
    two_days_ago = (now() - timedelta(days=2)).timestamp()
    os.utime(files.folder / "TRIAGE.age", (two_days_ago, two_days_ago))
    assert "indexes: 0" in run("sweep").out, "nothing has gone that it could know"
    demo.deployed.case_sweeper.end_tip(demo.known_tip)
    assert "indexes: 1" in run("sweep").out
    assert files.read("TRIAGE") is None
    assert files.read("OPS") == b"sealed", "somebody works with it"


def test_a_picture_of_a_camera_goes_on_its_day_and_no_sooner(run: Run, demo: Demo) -> None:
    """No tip names it: its own row keeps it from being taken for a file that was not sent."""
    with demo.deployed.blobs.create() as blob:
        blob.write(b"sealed")
        kept = blob.keep()
    path = demo.deployed.blobs.folder / kept.hex()
    os.utime(path, (0, 0))
    demo.deployed.stills.add(kept, now().date() + timedelta(days=1))
    assert "stills: 0" in run("sweep").out
    assert path.exists()
    demo.deployed.stills.drop(kept)
    demo.deployed.stills.add(kept, now().date())
    assert "stills: 1" in run("sweep").out
    assert not path.exists()
    assert demo.deployed.stills.named() == frozenset()
