"""The outside monitor is asked once a minute, learns nothing, and holds nothing up."""

from __future__ import annotations

import ssl
from datetime import timedelta
from threading import Event

import pytest

from tests.dispatch.conftest import NOW, HookHost, free_port
from tipline.dispatch.monitor import EVERY, Monitor

SECOND = timedelta(seconds=1)


def told(monitor: Monitor) -> None:
    """Wait until it was asked."""
    if monitor._telling:
        monitor._telling.join(10)


def test_it_is_asked_once_a_minute(hook: HookHost, believing: ssl.SSLContext) -> None:
    monitor = Monitor(f"https://localhost:{hook.port}/beat", believing)
    for at in (NOW, NOW + SECOND, NOW + EVERY - SECOND, NOW + EVERY):
        monitor.turn(at)
        told(monitor)
    assert [(each.path, each.body) for each in hook.asked] == [("/beat", b"")] * 2


def test_without_an_address_nobody_is_asked(believing: ssl.SSLContext) -> None:
    monitor = Monitor("", believing)
    monitor.turn(NOW)
    assert monitor._telling is None


def test_one_that_does_not_answer_holds_nothing_up(
    hook: HookHost, believing: ssl.SSLContext
) -> None:
    hook.silent = Event()
    monitor = Monitor(f"https://localhost:{hook.port}/beat", believing)
    for minutes in range(3):
        monitor.turn(NOW + minutes * EVERY)
    hook.silent.set()
    told(monitor)
    assert len(hook.asked) == 1


@pytest.mark.parametrize("status", [0, 500, 302])
def test_one_that_is_down_or_elsewhere_is_logged_by_no_name(
    hook: HookHost, believing: ssl.SSLContext, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    hook.answers = [(status, {"location": "/elsewhere"})]
    port = hook.port if status else free_port()
    monitor = Monitor(f"https://localhost:{port}/beat", believing)
    monitor.turn(NOW)
    told(monitor)
    assert [each.message for each in caplog.records if each.name.startswith("tipline")] == [
        "The monitor does not answer."
    ]
    assert len(hook.asked) == (1 if status else 0)
