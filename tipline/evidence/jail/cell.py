"""One process of the jail, from its start to its end, and what is said with it."""

from __future__ import annotations

import contextlib
import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from tipline.errors import (
    EvidenceError,
    FileDamagedError,
    FileEmptyError,
    FileKindRefusedError,
    FileLockedError,
    FileTooComplexError,
    JailError,
    StoreError,
)
from tipline.evidence.jail.line import (
    BLOCK_BYTES,
    COPY,
    DATA,
    DONE,
    FAILED,
    READ,
    READY,
    SPAN,
    TASK,
    WRITE,
    Line,
    LineEndedError,
)

START_SECONDS = 30  # of a busy machine
ENDING_SECONDS = 2
COPIED_BYTES = 1024 * 1024  # of a span, at a time
OUT_OF_BOUNDS = {signal.SIGXCPU, signal.SIGKILL}  # of computing time; of memory, by the kernel
TOLD = {  # what it may say of a file; of all else that goes wrong, its keeper tells
    kind.__name__.encode(): kind
    for kind in (
        FileKindRefusedError,
        FileEmptyError,
        FileDamagedError,
        FileLockedError,
        FileTooComplexError,
    )
}
OUTPUT_BYTES = 64 * 1024 * 1024  # and twice what came in


class Cell:
    """A process that waits for its one task. ``close`` ends it, whatever it does."""

    def __init__(self, command: Sequence[str], complaints: int = subprocess.DEVNULL) -> None:
        """Start it; OSError. ``complaints``: where its standard error goes."""
        self.process = subprocess.Popen(  # noqa: S603 (our own command)
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env={},
            bufsize=0,
            start_new_session=True,  # a ctrl-C is for its keeper
        )
        assert self.process.stdin is not None  # noqa: S101 (it is a pipe: for mypy)
        assert self.process.stdout is not None  # noqa: S101 (the same)
        self._line = Line(self.process.stdout.fileno(), self.process.stdin.fileno())
        self._ended = False

    def await_ready(self) -> None:
        """Return once it is confined; JailError where it ended before, or is too slow."""
        self._line.until = time.monotonic() + START_SECONDS
        try:
            sign, _ = self._line.receive()
        except (LineEndedError, EvidenceError):
            raise JailError(reason=self._complaint()) from None
        if sign != READY or self.process.poll() is not None:  # it may have ended since
            raise JailError(reason=self._complaint())

    def run(
        self,
        asked: dict[str, Any],
        source: BinaryIO,
        sink: Callable[[bytes], object],
    ) -> dict[str, Any]:
        """Do the task (``asked``: task, kind, size, seconds, given) and return its answer.

        Raises the EvidenceError that it names, FileTooComplexError beyond its bounds,
        FileDamagedError where it crashed or broke the rules; what source and sink raise, and a
        StoreError where the source's disk fails.
        """
        self._line.until = time.monotonic() + asked["seconds"]
        try:
            self._line.send(TASK, json.dumps(asked).encode())
            return self._serve(asked["size"], source, sink)
        except LineEndedError:
            raise self._ending() from None

    def end(self) -> None:
        """Kill it, and hear no more of it; from any thread."""
        self._ended = True
        self.process.kill()  # bubblewrap takes all of its processes with it

    def close(self) -> None:
        """Kill it, and wait for its end."""
        self.end()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()

    def _serve(
        self, size: int, source: BinaryIO, sink: Callable[[bytes], object]
    ) -> dict[str, Any]:
        room = 2 * size + OUTPUT_BYTES
        while True:
            sign, payload = self._line.receive()
            if self._ended:  # what it said before may still stand in the pipe
                raise LineEndedError
            if sign == READ:
                self._line.send(DATA, _read(source, size, payload))
            elif sign == WRITE:
                room = self._give([payload], sink, room)
            elif sign == COPY:
                room = self._give(_span(source, size, payload), sink, room)
            elif sign == DONE:
                return _answer(payload)
            else:
                raise _failure(sign, payload)

    def _give(self, blocks: Iterable[bytes], sink: Callable[[bytes], object], room: int) -> int:
        """Give blocks to the sink, and return what room is left; its time is not the file's."""
        began = time.monotonic()
        for block in blocks:
            room -= len(block)
            if room < 0:
                raise FileTooComplexError
            if self._ended:
                raise LineEndedError
            sink(block)
        self._line.until += time.monotonic() - began
        return room

    def _ending(self) -> EvidenceError:
        """Return what its end means."""
        try:
            code = self.process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            return FileDamagedError()
        by = -code if code < 0 else code - 128  # bubblewrap's own, as a shell's
        return FileTooComplexError() if by in OUT_OF_BOUNDS else FileDamagedError()

    def _complaint(self) -> str:
        """Return the last line that it wrote to its standard error, where that is read."""
        said = ""
        if self.process.stderr is not None:
            self.process.kill()
            said = self.process.stderr.read().decode(errors="replace").strip()
        return said.splitlines()[-1] if said else "the process ended at its start"


def _read(source: BinaryIO, size: int, span: bytes) -> bytes:
    offset, length = _unpacked(span)
    if offset >= size or length > BLOCK_BYTES:
        raise FileDamagedError
    return _at(source, offset, length)


def _span(source: BinaryIO, size: int, span: bytes) -> Iterator[bytes]:
    """Yield what stands in a span of the source, all of which lies within it."""
    offset, length = _unpacked(span)
    if offset + length > size:
        raise FileDamagedError
    while length:
        block = _at(source, offset, min(length, COPIED_BYTES))
        if not block:
            raise FileDamagedError
        offset, length = offset + len(block), length - len(block)
        yield block


def _unpacked(span: bytes) -> tuple[int, int]:
    if len(span) != SPAN.size:
        raise FileDamagedError
    offset, length = SPAN.unpack(span)
    return offset, length


def _at(source: BinaryIO, offset: int, length: int) -> bytes:
    """Return what stands in the source; a StoreError for what its disk complains of."""
    try:
        source.seek(offset)
        return source.read(length)
    except OSError:
        raise StoreError from None


def _answer(payload: bytes) -> dict[str, Any]:
    with contextlib.suppress(ValueError, RecursionError):
        answer = json.loads(payload)
        if isinstance(answer, dict):
            return answer
    raise FileDamagedError


def _failure(sign: bytes, name: bytes) -> EvidenceError:
    found = TOLD.get(name) if sign == FAILED else None
    return found() if found else FileDamagedError()
