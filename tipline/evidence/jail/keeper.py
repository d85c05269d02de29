"""The keeper of jails: starts each, serves it one file, and bounds whatever it does."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

from tipline.errors import (
    EvidenceError,
    FileDamagedError,
    FileEmptyError,
    FileKindRefusedError,
    FileLockedError,
    FileTooComplexError,
    JailError,
)
from tipline.evidence.jail import bubblewrap
from tipline.evidence.jail.frames import FRAME_MAX, READING, BrokenFrameError, Frame, receive, send

if TYPE_CHECKING:
    from tipline.tips.evidence import Kind

SECONDS = 60  # for any file, and beyond that
BYTES_A_SECOND = 4 * 1024 * 1024  # of a large one
OUTPUT_FACTOR, OUTPUT_BYTES = 2, 64 * 1024 * 1024  # a clean file is rarely larger than it was
ERRORS = {
    error.__name__: error
    for error in (
        FileDamagedError, FileEmptyError, FileKindRefusedError, FileLockedError,
        FileTooComplexError,
    )
}  # fmt: skip
END_SECONDS = 1  # for a process that broke off, to say how
# By the kernel, for its time or its memory; bubblewrap says it as a shell does.
KILLED = {each for way in (signal.SIGXCPU, signal.SIGKILL) for each in (-way, 128 + way)}


class Jail:
    """Runs a task on one file at a time in a process of its own; safe to share between threads.

    One process waits, ready, for the next file; it is used once, and ends with its keeper.
    """

    def __init__(self, command: list[str]) -> None:
        """Keep jails that ``command`` begins; see ``make``."""
        self._command = command
        self._guard = threading.Lock()
        self._waiting: tuple[int, subprocess.Popen[bytes]] | None = None  # and whose it is

    @classmethod
    def make(cls, *, walls: bool = True) -> Self:
        """Keep jails with bubblewrap's walls, or without; JailError if they cannot be made."""
        inside = bubblewrap.program()
        try:
            jail = cls(bubblewrap.walled(inside) if walls else inside)
        except FileNotFoundError:
            raise JailError(reason="the command bwrap is missing") from None
        jail.prove()
        return jail

    def run(
        self, task: str, kind: Kind | None, source: BinaryIO, sink: Callable[[bytes], object]
    ) -> dict[str, Any]:
        """Do ``task`` on ``source`` (seekable); what it makes goes to ``sink`` piece by piece.

        1. Take a process that knows no file yet, and let another begin to wait.
        2. Tell it the task; answer what it reads, take what it writes, within bounds.
        3. End it, whatever it did.

        Returns what the task tells. Raises the EvidenceError that it names; FileTooComplexError
        if it went over a bound; FileDamagedError if it broke off or kept to no protocol. What
        ``source`` and ``sink`` raise comes through.
        """
        size = source.seek(0, os.SEEK_END)
        with self._process() as process, _timed(process, size) as late:  # 1, 3
            try:
                send(_in(process), Frame.REQUEST, _request(task, kind, size))  # 2
                return _served(process, source, sink, size)
            except (BrokenFrameError, BrokenPipeError):
                raise _why(process, late) from None

    def prove(self) -> None:
        """Raise JailError unless a process can be jailed here, and answers as it should."""
        try:
            self.run("recognise", None, io.BytesIO(), len)
        except FileEmptyError:
            return
        except EvidenceError:
            self.close()
        raise JailError(reason="a jailed process does not answer")

    def close(self) -> None:
        """End the process that waits."""
        with self._guard:
            waiting, self._waiting = self._waiting, None
        if waiting and waiting[0] == os.getpid():
            _end(waiting[1])

    @contextlib.contextmanager
    def _process(self) -> Iterator[subprocess.Popen[bytes]]:
        with self._guard:
            waiting, self._waiting = self._waiting, None
            if waiting and waiting[0] == os.getpid() and waiting[1].poll() is not None:
                _end(waiting[1])  # it died waiting
                waiting = None
            ours = waiting and waiting[0] == os.getpid()
            process = waiting[1] if waiting and ours else self._start()
            self._waiting = os.getpid(), self._start()
        try:
            yield process
        finally:
            _end(process)

    def _start(self) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 (our own command)
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # so that all of it can be killed as one
                env={},
                cwd="/",
            )
        except OSError as error:
            raise JailError(reason=error.strerror) from None


def _served(
    process: subprocess.Popen[bytes],
    source: BinaryIO,
    sink: Callable[[bytes], object],
    size: int,
) -> dict[str, Any]:
    room = OUTPUT_FACTOR * size + OUTPUT_BYTES
    while True:
        frame, content = receive(_out(process))
        if frame is Frame.READ and len(content) == READING.size:
            at, wanted = READING.unpack(content)
            source.seek(min(at, size))
            send(_in(process), Frame.BYTES, source.read(min(wanted, FRAME_MAX)))
        elif frame is Frame.WRITE:
            room -= len(content)
            if room < 0:
                raise FileTooComplexError
            sink(content)
        else:
            return _told(frame, content)


def _told(frame: Frame, content: bytes) -> dict[str, Any]:
    """Return what a task told at its end, or raise what it failed with."""
    if frame is Frame.FAILED:
        raise ERRORS.get(content.decode("ascii", "replace"), FileDamagedError)
    try:
        told = json.loads(content) if frame is Frame.DONE else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise BrokenFrameError
    return told


def _request(task: str, kind: Kind | None, size: int) -> bytes:
    return json.dumps({"task": task, "kind": kind and kind.value, "size": size}).encode()


@contextlib.contextmanager
def _timed(process: subprocess.Popen[bytes], size: int) -> Iterator[threading.Event]:
    """Kill a process that takes too long; the event says whether that happened."""
    late = threading.Event()

    def kill() -> None:
        late.set()
        _kill(process)

    timer = threading.Timer(SECONDS + size / BYTES_A_SECOND, kill)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _why(process: subprocess.Popen[bytes], late: threading.Event) -> EvidenceError:
    """Return what a process that broke off died of."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END_SECONDS)
    over = late.is_set() or process.poll() in KILLED
    return FileTooComplexError() if over else FileDamagedError()


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process)
    process.wait()
    for pipe in (_in(process), _out(process)):
        with contextlib.suppress(OSError):
            pipe.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill bubblewrap and what it holds; with the first process of its namespace all others end."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def _in(process: subprocess.Popen[bytes]) -> BinaryIO:
    return cast("BinaryIO", process.stdin)


def _out(process: subprocess.Popen[bytes]) -> BinaryIO:
    return cast("BinaryIO", process.stdout)
