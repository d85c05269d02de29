"""What runs in the jail reads one file, writes one, and does nothing else, however it tries."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evidence.jail.escapes import BROKEN, ENDLESS, REFUSED
from tipline.errors import (
    FileDamagedError,
    FileLockedError,
    FileTooComplexError,
    JailBusyError,
    JailError,
    StoreError,
    StoreFullError,
)
from tipline.evidence.cleaned import COPIED_LEAST
from tipline.evidence.jail import Jail, keeping
from tipline.evidence.jail.cell import OUTPUT_BYTES, Cell
from tipline.evidence.jail.line import Line
from tipline.evidence.jail.walls import PACKAGE, command

ESCAPES = "tests.evidence.jail.escapes"
LOOKING = f"""
import os, socket
print(*os.listdir("/"), *(f"here:{{one}}" for one in os.listdir({str(PACKAGE.parent)!r})))
print(*(f"net:{{name}}" for _, name in socket.if_nameindex()))
"""
TESTS = Path(__file__).resolve().parents[2]
MODES = ["bubblewrap", "off"]


@pytest.fixture(scope="module", params=MODES)
def jail(request: pytest.FixtureRequest) -> Iterator[Jail]:
    jail = Jail(request.param, tasks=ESCAPES, also=[TESTS])
    yield jail
    jail.close()


def run(jail: Jail, task: str, content: bytes = b"content", seconds: int = 10) -> dict[str, object]:
    return jail.run(task, None, io.BytesIO(content), lambda _: None, seconds)


@pytest.mark.parametrize("task", REFUSED)
def test_what_is_outside_is_out_of_reach(jail: Jail, task: str) -> None:
    assert list(run(jail, task)) == ["refused"]


def test_every_call_that_it_does_not_need_is_refused(jail: Jail) -> None:
    assert run(jail, "every other call") == {"through": []}


@pytest.mark.parametrize("task", BROKEN)
def test_a_crash_or_a_broken_rule_is_a_damaged_file(jail: Jail, task: str) -> None:
    with pytest.raises(FileDamagedError):
        run(jail, task)


@pytest.mark.parametrize("task", ENDLESS)
def test_what_does_not_end_is_ended(jail: Jail, task: str) -> None:
    with pytest.raises(FileTooComplexError):
        run(jail, task, seconds=1)


def test_one_that_the_kernel_ends_for_its_memory_took_too_much(jail: Jail) -> None:
    def end(_: bytes) -> None:
        started = children()
        every = started | {inner for pid in started for inner in children(pid)}
        for pid in every:  # the next one may be at its start, and not yet bound to its parent's end
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)
        while not all(map(over, every)):  # it would go on until then
            time.sleep(0.001)

    with pytest.raises(FileTooComplexError):
        jail.run("copy", None, io.BytesIO(bytes(3_000_000)), end)


def test_an_error_of_a_task_comes_out_as_it_is(jail: Jail) -> None:
    with pytest.raises(FileLockedError):
        run(jail, "locked")


def test_a_task_is_given_numbers(jail: Jail) -> None:
    assert jail.run("told", None, io.BytesIO(), print, given={"number": 3}) == {"number": 3}


def test_it_gets_no_environment_and_no_byte_beyond_the_end(jail: Jail) -> None:
    seen = run(jail, "seen")
    assert seen["beyond"] == 2 * len(b"content")
    assert seen["open"] == [0, 1, 2, 3, 4]  # nothing, thrice, and the two pipes
    assert seen["environment"] in ({"LC_CTYPE": "C.UTF-8"}, {"LC_CTYPE": "C.UTF-8", "PWD": "/"})


def test_a_large_file_passes_as_it_is(jail: Jail) -> None:
    content, came = os.urandom(3_000_001), io.BytesIO()
    jail.run("copy", None, io.BytesIO(content), came.write)
    assert came.getvalue() == content


@pytest.mark.parametrize("size", [1, 1000, COPIED_LEAST, 3_000_001])
def test_spans_of_the_file_stand_where_they_were_asked_for(jail: Jail, size: int) -> None:
    content, came = os.urandom(size), io.BytesIO()
    jail.run("spans", None, io.BytesIO(content), came.write)
    assert came.getvalue() == b"<" + content[1:] + b"|" + content[1:]


def test_a_long_span_does_not_pass_through_the_jail(
    jail: Jail, monkeypatch: pytest.MonkeyPatch
) -> None:
    received: list[bytes] = []
    receive = Line.receive

    def heard(line: Line) -> tuple[bytes, bytes]:
        frame = receive(line)
        received.append(frame[1])
        return frame

    monkeypatch.setattr(Line, "receive", heard)
    run(jail, "spans", bytes(3_000_000))
    assert sum(map(len, received)) < 100


def test_an_error_of_the_sink_ends_the_process(jail: Jail) -> None:
    def full(_: bytes) -> None:
        raise StoreFullError

    with pytest.raises(StoreFullError):
        jail.run("copy", None, io.BytesIO(bytes(1000)), full)


class Broken(io.BytesIO):
    """A file on a disk that breaks while it is read."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 100_000:
            raise OSError(errno.EIO, "a broken disk")
        return super().read(size)


def test_a_disk_that_breaks_while_a_file_is_read_is_told(jail: Jail) -> None:
    with pytest.raises(StoreError) as told:
        jail.run("copy", None, Broken(bytes(1 << 20)), lambda _: None)
    assert "broken" not in str(told.value)
    run(jail, "copy")


@pytest.mark.parametrize(("task", "times"), [("copy", 1), ("spans", 2)])
def test_a_slow_sink_takes_no_time_of_the_file(jail: Jail, task: str, times: int) -> None:
    content, came = io.BytesIO(bytes((1 << 20) // times)), io.BytesIO()

    def slow(block: bytes) -> None:
        time.sleep(0.4)
        came.write(block)

    jail.run(task, None, content, slow, 1)
    assert len(came.getvalue()) == 1 << 20


@pytest.fixture
def one_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Jail]:
    monkeypatch.setattr(keeping, "WAIT_SECONDS", 0.1)
    jail = Jail("off", tasks=ESCAPES, also=[TESTS], at_once=1)
    yield jail
    jail.close()


def test_who_finds_no_place_is_told_to_come_again(one_place: Jail) -> None:
    def come_too(_: bytes) -> None:
        with pytest.raises(JailBusyError):
            run(one_place, "copy")

    one_place.run("copy", None, io.BytesIO(b"content"), come_too)
    assert run(one_place, "copy") == {}


@pytest.mark.parametrize("task", ["copy", "spans"])
def test_a_stuck_sink_holds_no_place_for_ever(
    one_place: Jail, monkeypatch: pytest.MonkeyPatch, task: str
) -> None:
    monkeypatch.setattr(keeping, "SLACK", 0.5)

    monkeypatch.setattr(keeping, "WAIT_SECONDS", 5)

    others: list[dict[str, object]] = []

    def stuck(_: bytes) -> None:
        others.append(run(one_place, "copy"))

    with pytest.raises(JailBusyError):
        one_place.run(task, None, io.BytesIO(bytes(1 << 20)), stuck, 1)
    assert others == [{}]
    assert run(one_place, "copy") == {}


def test_many_threads_are_served(jail: Jail) -> None:
    came: list[dict[str, object]] = []
    threads = [threading.Thread(target=lambda: came.append(run(jail, "copy"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came == [{}] * 8


@pytest.mark.parametrize("mode", MODES)
def test_nothing_is_left_behind(mode: str) -> None:
    before, mine = open_files(), children()
    with pytest.raises(FileDamagedError):
        run(jail := Jail(mode, tasks=ESCAPES, also=[TESTS]), "half")
    until = time.monotonic() + 10
    while children() == mine:  # the next one is to wait
        assert time.monotonic() < until
        time.sleep(0.01)
    jail.close()
    assert children() == mine
    assert open_files() == before


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # workers are forked early
@pytest.mark.parametrize("mode", MODES)
def test_a_forked_worker_has_its_own_and_takes_it_along(mode: str) -> None:
    jail = Jail(mode, tasks=ESCAPES, also=[TESTS])
    jail.warm()
    reading, writing = os.pipe()
    if (worker := os.fork()) == 0:
        signal.alarm(30)  # it must not wait for a thread that was not forked
        os.write(writing, str(waiting_after_a_run(jail)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as told:
        waiting = Path("/proc") / told.read().decode("ascii")
    jail.close()
    assert waiting.name.isdecimal()
    assert os.waitpid(worker, 0)[1] == 0
    until = time.monotonic() + 10
    while waiting.exists() and " Z " not in (waiting / "stat").read_text("ascii"):
        assert time.monotonic() < until
        time.sleep(0.01)


def waiting_after_a_run(jail: Jail) -> int | None:
    """Return the process that waits after one that ran; None if something went wrong."""
    if run(jail, "copy") != {} or jail._starter is None:
        return None
    cell = jail._starter._waiting.get()
    return cell.process.pid if isinstance(cell, Cell) else None


def test_without_walls_it_has_given_up_what_root_has() -> None:
    jail = Jail("off")
    jail.warm()
    assert jail._starter is not None
    cell = jail._starter._waiting.get()
    assert not isinstance(cell, JailError)
    select.select([cell._line._reading], [], [], 10)  # it is ready
    lines = Path(f"/proc/{cell.process.pid}/status").read_text("ascii").splitlines()
    cell.close()
    jail.close()
    told = dict(line.split(":\t") for line in lines)
    assert {int(told[each], 16) for each in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {0}
    assert (told["NoNewPrivs"], told["Seccomp"]) == ("1", "2")


@pytest.mark.parametrize(("task", "size"), [("write on", 1), ("span on", COPIED_LEAST)])
def test_output_is_bounded(jail: Jail, task: str, size: int) -> None:
    came: list[int] = []
    with pytest.raises(FileTooComplexError):
        jail.run(task, None, io.BytesIO(bytes(size)), lambda block: came.append(len(block)))
    assert sum(came) <= OUTPUT_BYTES + 2 * size


def test_one_that_was_ended_while_it_waited_is_replaced(jail: Jail) -> None:
    run(jail, "copy")
    assert jail._starter is not None
    ended = jail._starter._waiting.get()
    assert not isinstance(ended, JailError)
    select.select([ended._line._reading], [], [], 10)  # it was ready
    ended.process.kill()
    ended.process.wait()
    jail._starter._waiting.put(ended)
    assert run(jail, "copy") == {}


def test_the_walls_alone_hide_all_but_python_and_this_package() -> None:
    walled = command("none")
    looking = [*walled[: walled.index("--") + 1], sys.executable, "-I", "-c", LOOKING]
    seen = subprocess.run(looking, capture_output=True, text=True, check=True).stdout.split()
    assert not {"proc", "dev", "sys", "run"} & set(seen)
    assert not {"here:keys", "here:var", "here:.git", "here:wsgi.py"} & set(seen)
    assert "here:tipline" in seen
    assert [each for each in seen if each.startswith("net:")] == ["net:lo"]


def test_without_bubblewrap_it_refuses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(JailError, match="bwrap is not here"):
        Jail().require()
    Jail("off").require()


def test_it_refuses_with_the_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho 'No permissions to create a namespace' >&2\n")
    (tmp_path / "bwrap").chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    with pytest.raises(JailError, match="No permissions to create a namespace"):
        Jail().require()


def open_files() -> set[str]:
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def children(pid: str = "self") -> set[str]:
    """Return the processes that one started, by default this one."""
    tasks = Path("/proc", pid, "task")
    return {pid for task in tasks.iterdir() for pid in (task / "children").read_text().split()}


def over(pid: str) -> bool:
    """Tell whether a process has ended."""
    try:
        return Path("/proc", pid, "stat").read_text().rpartition(") ")[2].startswith("Z")
    except OSError:
        return True
