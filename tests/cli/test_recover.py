"""The drill of docs/how-to/recover.md, end to end."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Demo, Run, exported_by
from tests.cli.test_init import invitation
from tipline.age import HybridIdentity
from tipline.casework.tip.opening import open_tip
from tipline.cli.demo.people import Person, admit
from tipline.cli.deployed import Deployed
from tipline.errors import NotFoundError
from tipline.keyring import bundle
from tipline.keyring.card import Role, issue, read
from tipline.keyring.desk import DeskIdentity
from tipline.sealing.envelope import seal_identity

if TYPE_CHECKING:
    from pathlib import Path


def recovered(run: Run, demo: Demo, *more: str, desk: str = "TRIAGE-2") -> str:
    """Recover everything that TRIAGE could open, for a new desk; return what was said."""
    arguments = ("--identity", demo.recovery, "--desk", desk, "--of", "TRIAGE", *more)
    said = run("recover", *arguments)
    assert said.code == 0, said.err
    return said.out


def supervisor(demo: Demo, told: str) -> Person:
    """Take up the invitation to a new desk; return its only member."""
    _, content = invitation(told)
    person = Person.draw(content.name, "TRIAGE", Role.SUPERVISOR)
    desk = DeskIdentity(content.desk, content.desk_seed)
    readers = [demo.deployed.public.recovery]
    admit(Deployed(demo.deployed.settings), person, {desk: Role.SUPERVISOR}, readers)
    return person


def test_a_new_desk_opens_every_case_and_checks_who_signed(run: Run, demo: Demo) -> None:
    told = recovered(run, demo, "--first", "Fatima A.")
    assert "Tips: 16 given" in told
    person = supervisor(demo, told)
    fresh = Demo(demo.var, demo.known, Deployed(demo.deployed.settings))
    with fresh.at_work(fresh.member(person)) as visit:
        rows = visit.office.shelf.page(["TRIAGE-2"], limit=100)
        rows += visit.office.shelf.page(["TRIAGE-2"], limit=100, finished=True)
        assert len(rows) == 16
        for row in rows:
            tip = open_tip(visit, row.tip_id)
            assert tip.case.trouble is None
            assert tip.report.answers.what
        [busy] = [row.tip_id for row in rows if row.tip_id == demo.known_tip]
        tip = open_tip(visit, busy)
        zipped = exported_by(visit, tip)
        desk = visit.member.desks["TRIAGE-2"].identity
    believed = {"TRIAGE": demo.deployed.public.desks["TRIAGE"]}
    found = list(bundle.check(bundle.Archive.read("x", zipped), [desk], believed))
    assert {each.verdict for each in found} == {bundle.Verdict.WHOLE}, found


def test_of_two_new_desks_both_check_who_signed(run: Run, demo: Demo) -> None:
    """The first has worked on a case before the second took it over too."""
    first = supervisor(demo, recovered(run, demo, "--first", "Fatima A."))
    assert _opens(demo, first)
    second = supervisor(demo, recovered(run, demo, "--first", "Huda B.", desk="TRIAGE-3"))
    assert _opens(demo, first)
    assert _opens(demo, second)


def test_a_card_that_its_desk_did_not_sign_is_not_handed_on(run: Run, demo: Demo) -> None:
    public, staff = demo.deployed.public, demo.deployed.staff
    row = next(row for row in staff.members_of(["TRIAGE"]))
    stranger = DeskIdentity.generate("TRIAGE")
    card = read(demo.member().desks["TRIAGE"], row.card)
    forged = issue(stranger, card, [public.recovery])
    staff.join(replace(row, card=forged))
    told = recovered(run, demo, "--first", "Fatima A.")
    assert (
        "Members' cards: 3 sealed anew" in told
    )  # of the other, and of two desks that have cases of theirs
    assert f"1 DO NOT OPEN: {row.analyst_id.hex()}" in told
    assert forged in {each.card for each in staff.members_of(["TRIAGE"])}


def test_the_oversight_desks_tips_are_not_taken_along(run: Run, demo: Demo) -> None:
    recovered(run, demo, "--first", "Fatima A.")
    shelf = demo.deployed.shelf
    police = [row.tip_id for row in shelf.envelopes() if row.desk == "OVS"]
    with pytest.raises(NotFoundError):
        shelf.tip(police[0], ["TRIAGE-2"])


def test_without_a_limit_everything_is_taken(run: Run, demo: Demo) -> None:
    said = run("recover", "--identity", demo.recovery, "--desk", "ALL", "--first", "Fatima A.")
    assert "Tips: 17 given" in said.out


def test_a_run_cut_short_goes_on_where_it_stopped(run: Run, demo: Demo) -> None:
    recovered(run, demo, "--first", "Fatima A.")
    with closing(sqlite3.connect(demo.var / "inbox" / "inbox.sqlite3")) as inbox:
        inbox.execute("DELETE FROM envelope WHERE desk = 'TRIAGE-2' AND hex(tip_id) < '8'")
        left = inbox.execute("SELECT count(*) FROM envelope WHERE desk = 'TRIAGE-2'").fetchone()[0]
        inbox.commit()
    told = recovered(run, demo)
    assert f"Tips: {16 - left} given to the desk, {left} it had already." in told
    assert "Invitation" not in told
    assert "Tips: 0 given" in recovered(run, demo)


def test_a_key_that_a_stranger_sealed_to_recovery_is_not_taken(run: Run, demo: Demo) -> None:
    tip_id = demo.known_tip
    forged = seal_identity(HybridIdentity.generate(), [demo.deployed.public.recovery])
    demo.deployed.shelf.add_envelope(tip_id, "TRIAGE", forged)
    told = recovered(run, demo, "--first", "Fatima A.")
    assert "Tips: 15 given" in told
    assert f"1 DO NOT OPEN: {tip_id.hex()}" in told


def test_another_identity_recovers_nothing(run: Run, demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "stranger.txt"
    file.write_text(HybridIdentity.generate().text)
    said = run("recover", "--identity", file, "--desk", "TRIAGE-2", "--first", "Fatima A.")
    assert said.code == 1
    assert "TRIAGE-2" not in Deployed.here().public.desks


def test_a_new_desk_needs_somebody(run: Run, demo: Demo) -> None:
    said = run("recover", "--identity", demo.recovery, "--desk", "TRIAGE-2")
    assert said.code == 2
    assert run("recover", "--identity", demo.recovery).code == 2


def test_a_new_auditor_gets_the_audit_identity(run: Run, demo: Demo) -> None:
    said = run("recover", "--identity", demo.recovery, "--auditor", "Second")
    assert said.code == 0, said.err
    _, content = invitation(said.out)
    assert content.role is Role.AUDITOR
    audit = DeskIdentity("AUDIT", content.desk_seed)
    assert audit.recipient == demo.deployed.public.audit


def _opens(demo: Demo, person: Person) -> bool:
    """Tell whether somebody finds the chain of the known tip's case whole."""
    fresh = Demo(demo.var, demo.known, Deployed(demo.deployed.settings))
    with fresh.at_work(fresh.member(person)) as visit:
        return open_tip(visit, demo.known_tip).case.trouble is None
