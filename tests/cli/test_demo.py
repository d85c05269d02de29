"""`tipline demo`: made once, kept, and never on top of anything else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.conftest import Demo, Run
from tipline.cli.demo import welcome
from tipline.review.opening import open_tip
from tipline.sealing import mailbox, receipt
from tipline.sealing.answer import open_answer
from tipline.sealing.deployment import read_pepper
from tipline.store.engine import open_inbox
from tipline.store.inbox.drop import Drop

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_run_keeps_what_the_first_stored(run: Run, demo: Demo) -> None:
    before = len(list(demo.deployed.shelf.envelopes()))
    told = (demo.var / "demo.json").read_bytes()
    said = run("demo", "--no-serve")
    assert said.code == 0, said.err
    assert len(list(demo.deployed.shelf.envelopes())) == before >= 12
    assert (demo.var / "demo.json").read_bytes() == told
    assert (demo.var / "demo.json").stat().st_mode & 0o777 == 0o600


def test_it_is_not_made_in_a_deployment_in_earnest(run: Run, tmp_path: Path) -> None:
    run("init", "--show", "--auditor", "Amal")
    said = run("demo", "--no-serve")
    assert said.code == 1
    assert "not a demo" in said.err
    assert not (tmp_path / "var" / "demo.json").exists()


def test_the_known_code_opens_a_mailbox_with_answers(demo: Demo) -> None:
    code = receipt.parse(demo.known.receipt)
    own = mailbox.derive(code, read_pepper(demo.deployed.settings.keys))
    drop = Drop(
        open_inbox(demo.deployed.settings.inbox_database, public=True), demo.deployed.reserve
    )
    row = drop.mailbox(own.id)
    assert row
    answers = [open_answer(each.sealed, own.identity) for each in row.answers]
    assert [answer.question for answer in sorted(answers, key=lambda it: it.shown_from)] == [
        False, True,
    ]  # fmt: skip


def test_the_triage_desk_does_not_see_the_report_about_the_police(demo: Demo) -> None:
    shelf = demo.deployed.shelf
    triage = {row.tip_id for row in shelf.envelopes() if row.desk == "TRIAGE"}
    oversight = {row.tip_id for row in shelf.envelopes() if row.desk == "OVS"}
    assert len(oversight) == 1
    assert not triage & oversight


def test_every_tip_opens_and_every_case_is_whole(demo: Demo) -> None:
    with demo.at_work() as visit:
        rows = visit.house.shelf.page(["TRIAGE"], limit=200)
        rows += visit.house.shelf.page(["TRIAGE"], limit=200, finished=True)
        assert len(rows) == 12
        for row in rows:
            assert open_tip(visit, row.tip_id).case.trouble is None


def test_how_to_sign_in_is_told(demo: Demo) -> None:
    told = welcome(demo.deployed, demo.known)
    kept = json.loads((demo.var / "demo.json").read_text())
    assert kept["passphrase"] in told
    assert kept["receipt"] in told
    assert "DEMONSTRATION" in told
