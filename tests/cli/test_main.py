"""What a person at a terminal is told when something is wrong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest

from tipline.cli import FAULT, STOPPED, cli, main
from tipline.errors import SettingsError

ROOT = Path(__file__).resolve().parents[2]


def broken(error: BaseException) -> click.Command:
    def fail() -> None:
        raise error

    return click.Command("check", callback=fail)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (SettingsError(name="demo", found="1", wanted="true"), 1, "The setting demo is 1;"),
        (click.UsageError("No such thing."), 2, "No such thing."),
        (click.Abort(), STOPPED, "Stopped."),
        (RuntimeError("a reporter's words"), FAULT, "RuntimeError"),
    ],
)
def test_an_error_is_a_sentence_and_an_exit_code(
    error: Exception,
    code: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(type(cli), "get_command", lambda *_: broken(error))
    assert main(["check"]) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert "Traceback" not in told.err
    assert "a reporter's words" not in told.err


def test_details_are_shown_in_a_demo_on_request(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(type(cli), "get_command", lambda *_: broken(RuntimeError("details")))
    monkeypatch.setenv("TIPLINE_DEBUG", "1")
    assert main(["check"]) == FAULT
    assert "details" not in capsys.readouterr().err
    monkeypatch.setenv("TIPLINE_DEMO", "true")
    assert main(["check"]) == FAULT
    assert "details" in capsys.readouterr().err


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["frobnicate"]) == 2
    assert "No such command" in capsys.readouterr().err


def test_the_module_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tipline", "--version"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith("tipline")
