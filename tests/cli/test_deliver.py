"""`tipline deliver` as a process, what `tipline outbox` shows, and what is said when none runs."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from tests.cli.conftest import Demo, Run
from tests.dispatch.conftest import HookHost, hook_host, serving_context
from tests.store.samples import an_id
from tipline.cli.deployed import now
from tipline.cli.serve import running
from tipline.dispatch.item import Item, Kind, seal_item
from tipline.health.delivery import look_at_delivery
from tipline.sealing.deployment import read_deliverer
from tipline.settings import from_environment
from tipline.store.casebook.outbox import SILENT, Outbox

ROOT = Path(__file__).resolve().parents[2]
CHANNEL = """
[[channel]]
code = "OPS-HOOK"
desk = "OPS"
by = "webhook"
to = "https://localhost:{port}/tipline"
"""
SECRETS = '[webhook]\nOPS-HOOK = ["whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]\n'


@pytest.fixture(autouse=True)
def logging_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a command that runs in this process log to its own, and no longer than the test."""
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.root.level)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def hook(authority: trustme.CA) -> Iterator[HookHost]:
    with hook_host(serving_context(authority)) as host:
        yield host


@pytest.fixture
def reached(
    demo: Demo, hook: HookHost, authority: trustme.CA, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Demo:  # fmt: skip
    """Return a demonstration with a channel to the hook, which the process is to believe."""
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    text = (config / "channels.toml").read_text().replace("hosts = []", 'hosts = ["localhost"]')
    (config / "channels.toml").write_text(text + CHANNEL.format(port=hook.port))
    secrets = demo.var / "keys" / "channels.secret"
    secrets.write_text(SECRETS)
    secrets.chmod(0o600)
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    monkeypatch.setenv("TIPLINE_CONFIG", str(config))
    return demo


def put(demo: Demo) -> bytes:
    item, outbox = an_id(), demo.deployed.outbox
    sealed = seal_item(Item(Kind.NOW), read_deliverer(demo.deployed.settings.keys))
    outbox.put(item, "OPS-HOOK", sealed, now=now(), until=now() + timedelta(hours=3))
    return item


def said(demo: Demo) -> str:
    """Return what the check finds of the deliveries."""
    return " ".join(trouble.found for trouble in look_at_delivery(from_environment()))


def test_what_waits_is_sent_once_and_each_attempt_is_an_entry(
    reached: Demo, run: Run, hook: HookHost
) -> None:
    item, before = put(reached), reached.deployed.trail.count()
    told = run("deliver", "--once")
    assert told.code == 0, told.err
    assert f"msg_{item.hex()}" in hook.ids
    assert reached.deployed.trail.count() == before + 1
    assert "Waiting: 0. Dead: 0." in run("outbox").out


def test_a_process_delivers_shows_that_it_runs_and_ends_when_told(
    reached: Demo, hook: HookHost
) -> None:
    item = put(reached)
    process = subprocess.Popen(
        [sys.executable, "-m", "tipline", "deliver"],
        cwd=ROOT, env=dict(os.environ), stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 90
        while not hook.ids and time.monotonic() < deadline:
            assert process.poll() is None
            time.sleep(0.1)
    finally:
        process.send_signal(signal.SIGTERM)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 0, told
    assert f"msg_{item.hex()}" in hook.ids
    assert len(set(hook.ids)) == len(hook.ids)
    assert said(reached) == ""
    assert told == ""


def test_the_demonstration_runs_one_beside_its_sites(reached: Demo, hook: HookHost) -> None:
    item, outbox = put(reached), reached.deployed.outbox
    with running(from_environment(), (), deliver=True) as children:
        deadline = time.monotonic() + 60
        while not hook.ids and time.monotonic() < deadline:
            assert children["deliverer"].poll() is None
            time.sleep(0.1)
    assert f"msg_{item.hex()}" in hook.ids
    assert children["deliverer"].returncode == 0
    assert not outbox.standing().is_silent(now())


def test_a_refusal_is_dead_told_tried_again_and_dropped(
    reached: Demo, run: Run, hook: HookHost
) -> None:
    hook.answers = [(410, {}), (410, {})]
    put(reached)
    told = run("deliver", "--once")
    assert told.code == 0, told.err
    assert "Messages that could not be delivered: 1." in said(reached)
    told = run("outbox")
    assert "OPS-HOOK  refused" in told.out
    assert run("outbox", "--again", "--drop").code == 2
    assert "tried again" in run("outbox", "--again").out
    assert "Waiting: 1. Dead: 0." in run("outbox").out
    run("deliver", "--once")
    assert "deleted" in run("outbox", "--drop").out
    assert "could not be delivered" not in said(reached)


def test_where_no_deliverer_runs_it_is_said(reached: Demo) -> None:
    assert "No deliverer has run yet" in said(reached)
    outbox = Outbox(reached.deployed.cases.engine)
    outbox.beat(an_id(), now() - 2 * SILENT)
    assert "No deliverer has run since" in said(reached)
    outbox.beat(an_id(), now())
    assert said(reached) == ""


def test_where_nobody_is_to_be_reached_nothing_is_missed(demo: Demo) -> None:
    assert said(demo) == ""


def test_secrets_that_are_missing_or_open_to_others_are_told(reached: Demo, run: Run) -> None:
    secrets = reached.var / "keys" / "channels.secret"
    secrets.chmod(0o644)
    assert "channels.secret" in said(reached)
    assert "channels.secret" in run("deliver", "--once").err
    secrets.chmod(0o600)
    for text in ("", "[webhook]\nOPS-HOOK = 5\n", '[webhook]\nOPS-HOOK = ["whsec_YQ=="]\n', "x"):
        secrets.write_text(text)
        told = run("deliver", "--once")
        assert told.code == 1
        assert "channels.secret" in told.err


def test_an_older_deployment_gets_its_keys(demo: Demo, run: Run) -> None:
    keys = demo.var / "keys"
    for name in ("deliverer.txt", "deliverer.secret"):
        (keys / name).unlink()
    assert "deliverer" in run("deliver", "--once").err
    run("init")
    assert (keys / "deliverer.secret").stat().st_mode & 0o777 == 0o600
    before = (keys / "deliverer.txt").read_text()
    run("init")
    assert (keys / "deliverer.txt").read_text() == before
    assert run("deliver", "--once").code == 0
