"""LibreOffice's jail reads one file, writes one, and does nothing else, however it tries."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evidence.jail.test_calls import HEADERS, NUMBER
from tests.evidence.offices.drawn import EVERY, docx
from tests.evidence.offices.escapes import BROKEN, ENDLESS, REFUSED, UNWRITTEN
from tipline.errors import (
    EvidenceError,
    FileDamagedError,
    FileLockedError,
    FileTooComplexError,
    JailError,
)
from tipline.evidence.jail import Jail
from tipline.evidence.offices import bounds, walls
from tipline.evidence.offices.calls import FILES, WHERE
from tipline.tips.evidence import Kind

TESTS = Path(__file__).resolve().parents[2]
ESCAPES = "tests.evidence.offices.escapes"


@pytest.fixture(scope="module")
def escaping() -> Iterator[Jail]:
    made = Jail(tasks=ESCAPES, also=[*walls.SEEN, TESTS], walls=walls.command)
    yield made
    made.close()


def run(jail: Jail, task: str, seconds: int = 20) -> dict[str, object]:
    return jail.run(task, None, io.BytesIO(b"content"), lambda _: None, seconds)


@pytest.mark.parametrize("task", [*REFUSED, *(f"write {path}" for path in UNWRITTEN)])
def test_what_is_outside_is_out_of_reach(escaping: Jail, task: str) -> None:
    assert list(run(escaping, task)) == ["refused"]


def test_every_call_that_it_does_not_need_is_refused(escaping: Jail) -> None:
    told = run(escaping, "every other call")
    assert told["through"] == []
    assert len(told["tested"]) == len(WHERE)  # type: ignore[arg-type]  # a list


def test_it_has_threads(escaping: Jail) -> None:
    assert run(escaping, "thread") == {"told": [1]}


def test_it_sees_libreoffice_fonts_and_its_room(escaping: Jail) -> None:
    seen = run(escaping, "see")
    assert not {"proc", "sys", "run", "srv"} & set(seen["root"])  # type: ignore[call-overload]  # a list
    assert seen["devices"] == ["urandom"]
    assert set(seen["settings"]) <= {"fonts", "libreoffice", "ld.so.cache"}  # type: ignore[call-overload]  # a list
    assert "profile" in seen["room"]  # type: ignore[operator]  # a list
    assert seen["addresses"] == bounds.MEMORY_BYTES
    assert seen["threads"] == 64


@pytest.mark.parametrize("task", BROKEN)
def test_a_crash_is_a_damaged_file(escaping: Jail, task: str) -> None:
    with pytest.raises(FileDamagedError):
        run(escaping, task)


@pytest.mark.parametrize("task", ENDLESS)
def test_what_does_not_end_is_ended(escaping: Jail, task: str) -> None:
    with pytest.raises(FileTooComplexError):
        run(escaping, task, seconds=1)


def test_an_error_of_a_task_comes_out_as_it_is(escaping: Jail) -> None:
    with pytest.raises(FileLockedError):
        run(escaping, "locked")


def test_what_it_reads_is_what_it_was_told_to(jail: Jail) -> None:
    """A page of HTML, a drawing or a text is not drawn where a letter was promised."""
    for content in (
        b"<html><body>web</body></html>",
        b"words",
        b"{\\rtf1 words}",
        EVERY[Kind.ODT],
    ):
        with pytest.raises(EvidenceError):
            jail.run("lay out", Kind.DOCX, io.BytesIO(content), print_nothing, given={"pages": 1})


def test_a_spoilt_file_is_refused_or_drawn(jail: Jail) -> None:
    content = bytearray(EVERY[Kind.ODT])
    for at in range(60, len(content), len(content) // 4):
        spoilt = content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :]
        with contextlib.suppress(EvidenceError):
            jail.run("lay out", Kind.ODT, io.BytesIO(spoilt), print_nothing, given={"pages": 1})


def test_a_hang_is_ended_and_the_next_file_is_drawn(jail: Jail) -> None:
    long = docx(*("One line of many. " * 40 for _ in range(20_000)))
    with pytest.raises(FileTooComplexError):
        jail.run("lay out", Kind.DOCX, io.BytesIO(long), print_nothing, 1, given={"pages": 201})
    jail.run("lay out", Kind.DOCX, io.BytesIO(docx("next")), print_nothing, given={"pages": 1})


def test_it_is_never_without_walls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(JailError):
        Jail("off", tasks=walls.TASKS, walls=walls.command).require()
    monkeypatch.setattr(walls, "PROGRAM", tmp_path)
    assert not walls.installed()
    with pytest.raises(JailError, match="LibreOffice is not here"):
        walls.office_jail().require()


@pytest.mark.parametrize("column", range(2), ids=HEADERS)
def test_numbers(column: int) -> None:
    header = list(HEADERS.values())[column]
    calls = dict(NUMBER.findall(header.read_text("ascii", "replace")))
    told = {name: of[column] for name, of in FILES.items()}
    told |= {name: (of[0], of[1])[column] for name, of in WHERE.items()}
    assert told == {name: int(calls[name]) if name in calls else None for name in told}


def print_nothing(_: bytes) -> None:
    pass
