"""`tipline audit`: a trail that was touched is told loudly."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tipline.age import HybridIdentity
from tipline.cli.deployed import now
from tipline.keyring import totp
from tipline.sealing.audit import Action, seal_entry

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Demo, Run


@pytest.fixture
def key(demo: Demo, tmp_path: Path) -> Path:
    """Write the audit identity to a file."""
    file = tmp_path / "audit-identity.txt"
    file.write_text(demo.member(demo.known.auditor).desks["AUDIT"].text)
    return file


def tamper(demo: Demo, *statements: str, values: tuple[object, ...] = ()) -> None:
    """Change the casebook as somebody does who can write the file and holds no key."""
    with closing(sqlite3.connect(demo.var / "casebook" / "casebook.sqlite3")) as connection:
        for statement in statements:
            connection.execute(statement, values)
        connection.commit()


def test_an_auditor_reads_what_was_done_and_no_word_of_a_report(run: Run, demo: Demo) -> None:
    person = demo.known.auditor
    code = totp.code_at(bytes.fromhex(person.totp), totp.step_at(now()))
    said = run("audit", typed=f"{person.name}\n{person.passphrase}\n{code}\n")
    assert said.code == 0, said.err
    assert "open" in said.out
    assert demo.known.analyst.name in said.out
    assert "محطة" not in said.out
    assert "are whole" in said.err


def test_entries_come_as_json_too(run: Run, demo: Demo, key: Path) -> None:
    said = run("audit", "--identity", key, "--json")
    entries = [json.loads(line) for line in said.out.splitlines()]
    assert [entry["number"] for entry in entries] == list(range(1, len(entries) + 1))
    assert {"at", "action", "name", "facts"} <= entries[0].keys()


def test_an_analyst_is_no_auditor(run: Run, demo: Demo) -> None:
    person = demo.known.analyst
    code = totp.code_at(bytes.fromhex(person.totp), totp.step_at(now()))
    said = run("audit", typed=f"{person.name}\n{person.passphrase}\n{code}\n")
    assert said.code == 1
    assert not said.out


def test_another_identity_is_refused(run: Run, demo: Demo) -> None:
    said = run("audit", "--identity", demo.recovery)
    assert said.code == 1
    assert not said.out


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit WHERE number = 4",
        "UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE number = 5) WHERE number = 4",
        "UPDATE audit SET chain = zeroblob(32) WHERE number = 4",
    ],
)
def test_a_broken_chain_is_loud(run: Run, demo: Demo, key: Path, statement: str) -> None:
    tamper(demo, statement)
    said = run("audit", "--identity", key)
    assert said.code == 1
    assert "THE AUDIT TRAIL IS BROKEN at entry 4" in said.err
    assert "are whole" not in said.err


def test_an_entry_cut_off_is_missed_by_what_was_noted(run: Run, demo: Demo, key: Path) -> None:
    noted = re.findall(r"\d+:[0-9a-f]{64}", run("audit", "--identity", key).err)[0]
    assert run("audit", "--identity", key, "--noted", noted).code == 0
    last = int(noted.split(":")[0])
    tamper(demo, "DELETE FROM audit WHERE number >= ?", values=(last - 1,))
    assert run("audit", "--identity", key).code == 0, "the chain alone cannot know"
    run("audit", "--identity", key)
    said = run("audit", "--identity", key, "--noted", noted)
    assert said.code == 1
    assert "BROKEN" in said.err


def test_a_trail_written_anew_is_missed_by_what_was_noted(run: Run, demo: Demo, key: Path) -> None:
    noted = re.findall(r"\d+:[0-9a-f]{64}", run("audit", "--identity", key).err)[0]
    tamper(demo, "DELETE FROM audit")
    for _ in range(int(noted.split(":")[0])):
        demo.deployed.record(Action.SWEEP)
    assert run("audit", "--identity", key, "--noted", noted).code == 1


def test_an_entry_for_another_key_breaks_the_chain(run: Run, demo: Demo, key: Path) -> None:
    stranger = HybridIdentity.generate().recipient
    demo.deployed.trail.append(lambda number, before: seal_entry({}, number, before, stranger))
    assert run("audit", "--identity", key).code == 1


def test_an_entry_cannot_move_the_auditors_terminal(run: Run, demo: Demo, key: Path) -> None:
    demo.deployed.record(Action.SWEEP, {"of": "wiped \x1b[2J\u202e\n  999  forged"})
    said = run("audit", "--identity", key)
    assert "\x1b" not in said.out
    assert "\u202e" not in said.out
    assert "\n  999" not in said.out


def test_a_note_that_is_none_is_refused(run: Run, demo: Demo, key: Path) -> None:
    assert run("audit", "--identity", key, "--noted", "12").code == 1
