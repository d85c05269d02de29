"""`tipline init`, `desk` and `analyst`: keys are made once, and secrets shown once."""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Demo, Run
from tipline.age import open_bytes
from tipline.cli.deployed import Deployed, now
from tipline.cli.files import read_identities
from tipline.keyring import totp
from tipline.keyring.card import Role
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.invitation import Invitation, InvitationCode, open_invitation

if TYPE_CHECKING:
    from pathlib import Path

SHARED = {"inbox", "blobs"}  # the folders that both sites' users write
CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){6}\b")


def invitation(told: str) -> tuple[InvitationCode, Invitation]:
    """Take up the invitation that a command showed, as the review site does."""
    code = InvitationCode.parse(CODE.findall(told)[0])
    return code, open_invitation(Deployed.here().invitations.take(code.id, now()), code)


def files(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder, by its name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_keys_are_made_and_only_their_owner_reads_the_secret_ones(run: Run, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    keys.mkdir(mode=0o755)
    said = run("init", "--recovery-file", tmp_path / "recovery.txt", "--auditor", "Amal")
    assert said.code == 0, said.err
    assert keys.stat().st_mode & 0o777 == 0o700
    for name in ("pepper", "review.secret", "audit.age"):
        assert (keys / name).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "recovery.txt").stat().st_mode & 0o777 == 0o600
    [recovery] = read_identities(tmp_path / "recovery.txt")
    public = Deployed.here().public
    assert recovery.recipient == public.recovery
    assert "offline" in said.out
    assert "AGE-SECRET-KEY" not in said.out + said.err


def test_the_recovery_identity_is_nowhere_but_where_it_was_asked_for(
    run: Run, tmp_path: Path
) -> None:
    said = run("init", "--show", typed="Amal\n")
    assert said.code == 0
    [text] = re.findall(r"AGE-SECRET-KEY-PQ-1\w+", said.out)
    assert not [name for name, content in files(tmp_path).items() if text.encode() in content]


def test_the_auditor_gets_the_audit_identity_and_recovery_could_give_it_again(
    run: Run, tmp_path: Path
) -> None:
    said = run("init", "--recovery-file", tmp_path / "recovery.txt", "--auditor", "Amal")
    _, content = invitation(said.out)
    assert (content.name, content.role, content.desk) == ("Amal", Role.AUDITOR, "AUDIT")
    audit = DeskIdentity("AUDIT", content.desk_seed)
    public = Deployed.here().public
    assert audit.matched(public.desks["AUDIT"]).recipient == public.audit
    recovery = read_identities(tmp_path / "recovery.txt")
    again = open_bytes((tmp_path / "keys" / "audit.age").read_bytes(), recovery)
    assert again.decode().strip() == audit.text


def test_nothing_that_is_there_is_overwritten(run: Run, tmp_path: Path) -> None:
    run("init", "--recovery-file", tmp_path / "recovery.txt", "--auditor", "Amal")
    before = files(tmp_path / "keys")
    again = run("init", "--recovery-file", tmp_path / "other.txt", "--auditor", "Amal")
    assert again.code == 1
    assert "Never move the keys away" in again.err
    assert not (tmp_path / "other.txt").exists()
    kept = run("init")
    assert kept.code == 0
    assert "were kept" in kept.out
    assert files(tmp_path / "keys") == before


def test_a_recovery_file_that_exists_stops_everything(run: Run, tmp_path: Path) -> None:
    (tmp_path / "recovery.txt").write_text("something dear")
    said = run("init", "--recovery-file", tmp_path / "recovery.txt", "--auditor", "Amal")
    assert said.code == 1
    assert (tmp_path / "recovery.txt").read_text() == "something dear"
    assert not (tmp_path / "keys" / "pepper").exists()


@pytest.mark.parametrize(
    "arguments", [[], ["--show", "--recovery-file", "x"], ["--show", "--auditor", " "]]
)
def test_wrong_usage_is_told(run: Run, arguments: list[str], tmp_path: Path) -> None:
    said = run("init", *arguments)
    assert said.code == 2
    assert not (tmp_path / "keys").exists()


def test_a_desk_is_made_and_its_seed_lies_in_the_invitation_alone(run: Run, tmp_path: Path) -> None:
    run("init", "--show", "--auditor", "Amal")
    said = run("desk", "add", "TRIAGE", "--first", "  Fatima   A. ")
    assert said.code == 0, said.err
    _, content = invitation(said.out)
    assert (content.name, content.role) == ("Fatima A.", Role.SUPERVISOR)
    desk = DeskIdentity("TRIAGE", content.desk_seed)
    desk.matched(Deployed.here().public.desks["TRIAGE"])
    assert not [name for name, kept in files(tmp_path).items() if desk.text.encode() in kept]
    assert run("desk", "add", "TRIAGE", "--first", "Somebody").code == 1
    assert "TRIAGE " in run("desk", "list").out


@pytest.mark.parametrize("code", ["triage", "A", "../TRIAGE", "AUDIT", "T" * 17, "A\nB"])
def test_a_desk_of_no_proper_code_is_refused(run: Run, code: str) -> None:
    run("init", "--show", "--auditor", "Amal")
    said = run("desk", "add", code, "--first", "Fatima")
    assert said.code == 1
    assert len(Deployed.here().public.desks) == 1


def test_an_invitation_has_no_desk_and_works_once(run: Run) -> None:
    run("init", "--show", "--auditor", "Amal")
    said = run("analyst", "invite", "Noor", "--role", "supervisor")
    _, content = invitation(said.out)
    assert (content.name, content.role, content.desk, content.desk_seed) == (
        "Noor", Role.SUPERVISOR, "", b"",
    )  # fmt: skip


def test_without_keys_a_sentence_says_what_to_do(run: Run) -> None:
    for command in (["desk", "list"], ["analyst", "invite", "X"], ["sweep"]):
        said = run(*command)
        assert said.code == 1
        assert said.err.strip()


def test_a_disabled_analyst_is_signed_out_at_once(run: Run, demo: Demo) -> None:
    row = demo.deployed.staff.by_lookup(demo.deployed.lookup(demo.known.analyst.name))
    assert row
    demo.deployed.sessions.start(b"s" * 32, row.id, b"sealed", now())
    assert demo.deployed.sessions.find(b"s" * 32, now())
    said = run("analyst", "disable", demo.known.analyst.name.upper())
    assert said.code == 0, said.err
    assert demo.deployed.sessions.find(b"s" * 32, now()) is None
    listed = run("analyst", "list").out
    assert f"{row.id.hex()}  disabled" in listed
    assert demo.known.analyst.name not in listed
    assert run("analyst", "disable", "Nobody").code == 1


def typed_by(demo: Demo, *, code: str | None = None, words: str | None = None) -> str:
    """What the analyst types to sign in."""
    person = demo.known.analyst
    right = totp.code_at(bytes.fromhex(person.totp), totp.step_at(now()))
    return f"{person.name}\n{words or person.passphrase}\n{code or right}\n"


def test_a_member_takes_the_desks_identity_offline(run: Run, demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "triage.txt"
    said = run("desk", "identity", "TRIAGE", "--file", file, typed=typed_by(demo))
    assert said.code == 0, said.err
    assert file.stat().st_mode & 0o777 == 0o600
    [identity] = read_identities(file)
    assert identity.recipient == demo.deployed.public.desks["TRIAGE"].recipient
    again = run("desk", "identity", "TRIAGE", "--file", tmp_path / "2.txt", typed=typed_by(demo))
    assert again.code == 1, "a code works once"


@pytest.mark.parametrize("wrong", [{"code": "000000"}, {"words": "not these words at all"}])
def test_a_wrong_passphrase_and_a_wrong_code_are_refused_alike(
    run: Run, demo: Demo, tmp_path: Path, wrong: dict[str, str]
) -> None:
    file = tmp_path / "triage.txt"
    said = run("desk", "identity", "TRIAGE", "--file", file, typed=typed_by(demo, **wrong))
    assert said.code == 1
    assert "not right" in said.err
    assert not file.exists()
    soon = run("desk", "identity", "TRIAGE", "--file", file, typed=typed_by(demo))
    assert "try again" in soon.err


def test_nobody_takes_the_identity_of_a_desk_that_is_not_theirs(
    run: Run, demo: Demo, tmp_path: Path
) -> None:
    said = run("desk", "identity", "OVS", "--file", tmp_path / "ovs.txt", typed=typed_by(demo))
    assert said.code == 1
    assert not (tmp_path / "ovs.txt").exists()


@pytest.mark.parametrize("name", ["", " \u202e ", "a" * 101, "Amal\udcff"])
def test_a_name_that_could_never_sign_in_gets_no_desk(run: Run, tmp_path: Path, name: str) -> None:
    run("init", "--show", typed="Amal\n")
    before = files(tmp_path / "keys")
    assert run("desk", "add", "TRIAGE", "--first", name).code == 2
    assert run("analyst", "invite", name).code == 2
    assert run("analyst", "disable", name).code == 1
    assert files(tmp_path / "keys") == before


def test_a_name_is_that_which_signs_in(run: Run) -> None:
    run("init", "--show", typed="Amal\n")
    _, invited = invitation(run("analyst", "invite", " Fa\u202etima\tA. ").out)
    assert invited.name == "Fatima A."


@pytest.mark.parametrize("mask", [0o000, 0o077])
def test_nobody_else_can_write_a_folder_that_was_made(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mask: int
) -> None:
    for name in ("VAR", "KEYS"):
        monkeypatch.setenv(f"TIPLINE_{name}", str(tmp_path / "deep" / "down" / name.lower()))
    before = os.umask(mask)
    try:
        assert run("init", "--show", typed="Amal\n").code == 0
    finally:
        os.umask(before)
    made = [path for path in tmp_path.rglob("*") if path.is_dir() and path.name not in SHARED]
    assert len(made) == 6
    assert [path for path in made if path.stat().st_mode & 0o022] == []
    blobs = Deployed.here().blobs.folder
    assert {stat.S_IMODE(each.stat().st_mode) for each in (blobs, blobs.parent)} == {0o2770}
