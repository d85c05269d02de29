"""The search for residue can fail: it finds what is planted, in each form and each place."""

from __future__ import annotations

import base64
import os
import secrets
import sqlite3
import subprocess
import sys
import urllib.parse
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.traces import Search, family, spellings

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
HIDINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-16-le": lambda mark: mark.encode("utf-16-le"),
    "utf-16-be": lambda mark: mark.encode("utf-16-be"),
    "base64 0": lambda mark: base64.b64encode(b"abc" + mark.encode() + b"!"),
    "base64 1": lambda mark: base64.urlsafe_b64encode(b"a" + mark.encode() + b"!!"),
    "base64 2": lambda mark: base64.b64encode(b"ab" + mark.encode()),
    "percent": lambda mark: urllib.parse.quote_plus(mark).encode(),
    "percent, small letters": lambda mark: urllib.parse.quote(mark, safe="").lower().encode(),
    "percent, every byte": lambda mark: "".join(f"%{byte:02x}" for byte in mark.encode()).encode(),
    "hex": lambda mark: mark.encode().hex().encode(),
}


def arabic_word() -> str:
    return "".join(secrets.choice(ARABIC) for _ in range(12))


def marks() -> list[str]:
    return [secrets.token_hex(8), arabic_word(), "127.83.21.9"]


@pytest.mark.parametrize("hiding", HIDINGS)
def test_a_mark_is_found_in_each_form(hiding: str, tmp_path: Path) -> None:
    for mark in marks():
        search = Search([mark])
        file = tmp_path / "blob"
        file.write_bytes(os.urandom(5000) + b"|" + HIDINGS[hiding](mark) + b"|" + os.urandom(5000))
        assert [trace.mark for trace in search.files(tmp_path)] == [mark]


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "blob").write_bytes(os.urandom(1_000_000) + base64.b64encode(os.urandom(1_000_000)))
    assert Search(marks()).files(tmp_path) == []


def test_a_receipt_code_is_found_however_it_is_written(tmp_path: Path) -> None:
    code = "".join(secrets.choice("0123456789") for _ in range(28))
    search = Search(spellings(code))
    for written in spellings(code):
        (tmp_path / "log").write_bytes(b"code " + written.encode() + b"\n")
        assert {trace.mark for trace in search.files(tmp_path)} == {written}


def test_a_mark_is_found_in_a_database_that_is_open_and_in_its_journal(tmp_path: Path) -> None:
    mark = arabic_word()
    database = sqlite3.connect(tmp_path / "inbox.sqlite3")
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE note (text TEXT)")
    database.execute("INSERT INTO note VALUES (?)", [mark])
    database.commit()
    found = Search([mark]).files(tmp_path)
    database.close()
    assert [Path(trace.place).name for trace in found] == ["inbox.sqlite3-wal"]
    assert [Path(trace.place).name for trace in Search([mark]).files(tmp_path)] == ["inbox.sqlite3"]


def test_a_mark_is_found_in_the_name_of_a_file(tmp_path: Path) -> None:
    mark = secrets.token_hex(8)
    (tmp_path / f"report-{mark}.txt").touch()
    assert [trace.mark for trace in Search([mark]).files(tmp_path)] == [mark]


def test_a_mark_is_found_in_processes(tmp_path: Path) -> None:
    variable, argument, deleted = (secrets.token_hex(8) for _ in range(3))
    child = (
        "import sys, tempfile\n"
        "file = tempfile.TemporaryFile()\n"
        "file.write(sys.stdin.buffer.readline())\n"
        "file.flush()\n"
        "print(flush=True)\n"
        "sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", "import subprocess, sys; subprocess.run(sys.argv[1:])"]
    command += [sys.executable, "-c", child, argument]
    environment = os.environ | {"MARK": variable, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(deleted.encode() + b"\n")
        process.stdin.flush()
        process.stdout.readline()
        numbers = family(process.pid)
        found = Search([variable, argument, deleted]).processes(numbers)
        process.stdin.close()
    assert len(numbers) == 2
    assert {trace.mark for trace in found} == {variable, argument, deleted}
    assert any("(deleted)" in trace.place for trace in found)
