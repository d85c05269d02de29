"""`tipline demo`: made once, kept, and never on top of anything else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Demo, Run
from tipline.casework.tip.opening import open_tip
from tipline.cli.demo import welcome
from tipline.cli.files import DEMO_FILE
from tipline.sealing import mailbox, receipt
from tipline.sealing.answer import open_answer
from tipline.sealing.deployment import read_pepper
from tipline.store.engine import _close_idle_connections, open_inbox
from tipline.store.inbox.drop import Drop

ROOT = Path(__file__).resolve().parents[2]


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
    assert "not a demo's" in said.err
    assert not (tmp_path / "var" / "demo.json").exists()


def bytes_of(var: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(var.rglob("*")) if path.is_file()}


@pytest.fixture
def earnest(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the working directory of a deployment that is named by its tipline.toml alone."""
    assert run("init", "--show", "--auditor", "Amal").code == 0
    _close_idle_connections()  # so that its journals are folded in
    (tmp_path / "tipline.toml").write_text(f'var = "{tmp_path}/var"\nkeys = "{tmp_path}/keys"\n')
    for name in ("VAR", "KEYS", "SETTINGS"):
        monkeypatch.delenv(f"TIPLINE_{name}")
    monkeypatch.setenv("TIPLINE_CONFIG", str(ROOT / "config"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_deployment_that_a_settings_file_names_stays_as_it_was(run: Run, earnest: Path) -> None:
    before = bytes_of(earnest)
    said = run("demo", "--no-serve")
    assert said.code == 1
    assert "TIPLINE_SETTINGS= TIPLINE_VAR=FOLDER tipline demo" in said.err
    assert bytes_of(earnest) == before


def test_the_mend_that_is_told_makes_a_demo(
    run: Run, earnest: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bytes_of(earnest)
    monkeypatch.setenv("TIPLINE_SETTINGS", "")
    monkeypatch.setenv("TIPLINE_VAR", "other")
    assert run("demo", "--no-serve").code == 0
    assert bytes_of(earnest).items() >= before.items()
    assert (earnest / "other" / "keys" / "pepper").exists()
    assert (earnest / "other" / DEMO_FILE).exists()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('var = "fresh"\nkeys = "keys"', "keys/pepper"),
        ('var = "var"', "var/inbox/inbox.sqlite3"),
        ('var = "fresh"\ninbox_url = "sqlite:///var/inbox/inbox.sqlite3"', "`inbox_url`"),
        ('var = "fresh"\ncasebook_url = "postgresql+psycopg://u:hunter2@h/d"', "`casebook_url`"),
    ],
)
def test_a_demo_is_refused_where_the_settings_lead_to_others_files(
    run: Run, earnest: Path, line: str, told: str
) -> None:
    (earnest / "tipline.toml").write_text(line)
    before = bytes_of(earnest)
    said = run("demo", "--no-serve")
    assert said.code == 1
    assert told in said.err
    assert "hunter2" not in said.err
    assert bytes_of(earnest) == before


def test_the_keys_that_a_settings_file_names_are_not_used(run: Run, earnest: Path) -> None:
    (earnest / "tipline.toml").write_text('var = "fresh"\nkeys = "none yet"')
    assert run("demo", "--no-serve").code == 0
    assert not (earnest / "none yet").exists()
    assert (earnest / "fresh" / "keys" / "pepper").exists()
    assert run("demo", "--no-serve").code == 0


def test_no_deployment_is_made_on_top_of_a_demo(
    run: Run, demo: Demo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("TIPLINE_DEMO")
    monkeypatch.setenv("TIPLINE_KEYS", str(tmp_path / "keys"))
    before = bytes_of(demo.var)
    said = run("init", "--show", "--auditor", "Amal")
    assert said.code == 1
    assert "everybody knows" in said.err
    assert bytes_of(demo.var) == before
    assert not (tmp_path / "keys").exists()


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
        rows = visit.office.shelf.page(["TRIAGE"], limit=200)
        rows += visit.office.shelf.page(["TRIAGE"], limit=200, finished=True)
        assert len(rows) == 16
        for row in rows:
            assert open_tip(visit, row.tip_id).case.trouble is None


def test_it_has_an_example_of_what_desks_and_second_officers_do(demo: Demo) -> None:
    with demo.at_work() as visit:
        rows = visit.office.shelf.page(["TRIAGE"], limit=200)
        states = [open_tip(visit, row.tip_id).case.state for row in rows]
    assert any(state.guests for state in states)
    assert any(state.links for state in states)
    assert any(state.summary_few and state.summary_read for state in states)
    assert any(state.hand_off and state.hand_off.decided for state in states)
    assert any(state.tasks for state in states)
    for code in ("CG", "OPS"):
        assert any(code in state.desks and state.placed for state in states)


def test_reports_stand_on_its_map(demo: Demo) -> None:
    with demo.at_work() as visit:
        rows = visit.office.shelf.page(["TRIAGE"], limit=200)
        places = [open_tip(visit, row.tip_id).report.answers.place for row in rows]
        assert sum(place.point is not None for place in places) >= 8
        assert not [it for it in places if it.point and not it.said]


def test_how_to_sign_in_is_told(demo: Demo) -> None:
    told = welcome(demo.deployed, demo.known)
    kept = json.loads((demo.var / "demo.json").read_text())
    assert kept["passphrase"] in told
    assert kept["receipt"] in told
    assert "DEMONSTRATION" in told
