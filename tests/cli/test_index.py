"""`tipline index rebuild`: whole, of one's own desks, told as it goes, and entered in the trail."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tipline.casework.index import catching_up, indexing
from tipline.casework.index.indexing import current
from tipline.cli.deployed import now
from tipline.keyring import totp
from tipline.search.entry import Question

if TYPE_CHECKING:
    from tests.cli.conftest import Demo, Run
    from tipline.cli.demo.people import Person


def typed(person: Person) -> str:
    code = totp.code_at(bytes.fromhex(person.totp), totp.step_at(now()))
    return f"{person.name}\n{person.passphrase}\n{code}\n"


def test_the_indexes_of_ones_desks_are_made_whole(
    run: Run, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "TOLD_SECONDS", 0)
    demo.deployed.index_files.write("TRIAGE", b"damaged")
    said = run("index", "rebuild", typed=typed(demo.known.analyst))
    assert said.code == 0, said.err
    tips = len(demo.deployed.shelf.tips_of("TRIAGE"))
    assert f"TRIAGE: the index is whole. Tips in it: {tips}." in said.out
    told = [line for line in said.err.splitlines() if line.startswith("TRIAGE: ")]
    assert told[-1] == "TRIAGE: 100 %"
    assert told == sorted(set(told), key=lambda line: int(line.split()[1]))
    assert len(told) > 2
    monkeypatch.setattr(catching_up, "entry", lambda *_: pytest.fail("it is made again"))
    with demo.at_work() as visit:
        found = current(visit, "TRIAGE", 60)
        assert found.share == 1
        assert found.index.size == tips
        assert found.index.find(Question(language="ur"), 9)


def test_it_is_entered_and_tells_no_word(run: Run, demo: Demo) -> None:
    said = run("index", "rebuild", "--desk", "TRIAGE", typed=typed(demo.known.analyst))
    assert said.code == 0, said.err
    assert "محطة" not in said.out + said.err
    audited = run("audit", typed=typed(demo.known.auditor))
    [entry] = [line for line in audited.out.splitlines() if " index" in line]
    assert demo.known.analyst.name in entry
    assert "TRIAGE" in entry


@pytest.mark.parametrize("options", [("--desk", "OVS"), ("--desk", "GONE")])
def test_a_desk_of_others_is_refused(run: Run, demo: Demo, options: tuple[str, ...]) -> None:
    said = run("index", "rebuild", *options, typed=typed(demo.known.analyst))
    assert said.code == 1
    assert f"You hold no key of the desk {options[1]}." in said.err
    assert demo.deployed.index_files.read(options[1]) is None


def test_who_is_at_no_desk_is_told(run: Run, demo: Demo) -> None:
    with closing(sqlite3.connect(demo.var / "casebook" / "casebook.sqlite3")) as connection:
        connection.execute("DELETE FROM membership")
        connection.commit()
    said = run("index", "rebuild", typed=typed(demo.known.analyst))
    assert (said.code, said.out) == (1, "")
    assert "You are at no desk" in said.err
