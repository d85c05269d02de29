"""What runs in the jail: one task on one file, which comes and goes through two pipes.

``main`` is called with nothing but standard streams: the keeper's frames in, ours out.
"""

from __future__ import annotations

import fcntl
import importlib
import io
import json
import os
from collections.abc import Callable
from typing import Any

from tipline.errors import EvidenceError, FileDamagedError, FileTooComplexError
from tipline.evidence.jail import confining
from tipline.evidence.jail.line import (
    BLOCK_BYTES,
    COPY,
    DATA,
    DONE,
    FAILED,
    HEAD,
    PIPE_BYTES,
    READ,
    READY,
    SPAN,
    TASK,
    WRITE,
    beyond,
    framed,
)
from tipline.seeking import SeekableReader
from tipline.tips.evidence import Kind


def main(module: str, confine: Callable[[], None] = confining.confine) -> None:
    """Do one task of a module's ``TASKS``; ``confine`` gives up the rest of the world.

    1. Import all that will ever run; keep the two pipes from whatever prints.
    2. Give up the rest of the world, and say so.
    3. Wait for the task; bound its time.
    4. Do it; answer with what it tells, or with the name of an EvidenceError.
    """
    confining.die_with_keeper()
    tasks = importlib.import_module(module).TASKS  # 1
    pipes = Pipes()
    confine()  # 2
    pipes.send(READY)
    asked = json.loads(pipes.receive(TASK))  # 3
    confining.limit_time(asked["seconds"])
    kind = Kind(asked["kind"]) if asked["kind"] else None
    file = Source(pipes, asked["size"])
    source, sink = io.BufferedReader(file, BLOCK_BYTES), Output(Sink(pipes))
    try:
        answer = tasks[asked["task"]](kind, source, sink, **asked["given"])  # 4
        sink.flush()
    except EvidenceError as error:
        told = FAILED, type(error).__name__
    except MemoryError:
        told = FAILED, FileTooComplexError.__name__
    except Exception:  # noqa: BLE001 (a stranger's file may break a parser in any way)
        told = FAILED, FileDamagedError.__name__
    else:
        told = DONE, json.dumps(answer)
    file.forget()
    pipes.send(told[0], told[1].encode())
    os._exit(0)  # what is still buffered is of no use to anybody


class Pipes:
    """The jail's end of the line; it waits for its keeper for ever, and ends with it."""

    def __init__(self) -> None:
        """Take the standard streams away from whatever prints."""
        self._reading, self._writing = os.dup(0), os.dup(1)
        for stream in (0, 1):
            os.dup2(2, stream)
        self.roomy = fcntl.fcntl(self._reading, fcntl.F_GETPIPE_SZ) >= PIPE_BYTES

    def send(self, sign: bytes, payload: bytes | memoryview = b"") -> None:
        """Send a frame."""
        left = framed(sign, payload)
        while left:
            left = beyond(left, os.writev(self._writing, left))

    def receive(self, wanted: bytes) -> bytearray:
        """Return the payload of the next frame, which must be of this sign."""
        block = bytearray(self._size(wanted))
        self._fill(memoryview(block))
        return block

    def receive_into(self, wanted: bytes, target: memoryview) -> int:
        """Take the payload of the next frame into ``target``; return how many bytes it was."""
        size = self._size(wanted)
        self._fill(target[:size])
        return size

    def _size(self, wanted: bytes) -> int:
        head = bytearray(HEAD.size)
        self._fill(memoryview(head))
        sign, size = HEAD.unpack(head)
        if sign != wanted:
            raise EOFError
        return int(size)

    def _fill(self, left: memoryview) -> None:
        while left:
            read = os.readv(self._reading, [left])
            if not read:
                os._exit(1)  # the keeper has gone
            left = left[read:]


class Source(SeekableReader):
    """The file, ``size`` bytes, read from anywhere; each read is a question to the keeper.

    One that goes on where the last ended will likely be followed by its like, so that question is
    asked at once: the keeper looks for the answer while this process works. The pipe must have room
    for an answer that is not read yet, or each could wait for the other to read.
    """

    def __init__(self, pipes: Pipes, size: int) -> None:
        """Begin at its beginning."""
        super().__init__(size)
        self._pipes = pipes
        self._asked: tuple[int, int] | None = None  # offset and length of what was not read yet
        self._end = -1  # of what was read last

    def piece(self, at: int, most: int) -> bytes:
        """Return some of it."""
        block = bytearray(min(most, BLOCK_BYTES))
        return bytes(block[: self.take(at, memoryview(block))])

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]  # what io hands it
        """Fill ``target`` as far as one answer reaches; 0 at the end."""
        most = min(len(target), self.size - self._at)
        read = self.take(self._at, memoryview(target)[:most]) if most > 0 else 0
        self._at += read
        return read

    def take(self, at: int, target: memoryview) -> int:
        """Take what stands at ``at`` into ``target``; return how many bytes it was."""
        if self._asked is None or self._asked[0] != at or self._asked[1] > len(target):
            self.forget()
            self._ask(at, len(target))
        read = self._pipes.receive_into(DATA, target)
        self._asked = None
        goes_on, self._end = at == self._end, at + read
        if goes_on and self._pipes.roomy and self._end < self.size:
            self._ask(self._end, self.size - self._end)
        return read

    def forget(self) -> None:
        """Take what was asked for and is not wanted: nothing is then on its way here."""
        if self._asked is not None:
            self._pipes.receive(DATA)
            self._asked = None

    def _ask(self, at: int, most: int) -> None:
        self._asked = at, min(most, BLOCK_BYTES)
        self._pipes.send(READ, SPAN.pack(*self._asked))


class Sink(io.RawIOBase):
    """Takes the output in order."""

    def __init__(self, pipes: Pipes) -> None:
        """Write to the keeper."""
        self._pipes = pipes

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def write(self, block: Any) -> int:  # noqa: ANN401 (any buffer)
        """Send the beginning of a block, and tell how much."""
        part = memoryview(block).cast("B")[:BLOCK_BYTES]
        self._pipes.send(WRITE, part)
        return len(part)

    def copy(self, at: int, length: int) -> None:
        """Have the keeper copy a span of the file, which it has as well."""
        self._pipes.send(COPY, SPAN.pack(at, length))


class Output(io.BufferedWriter):
    """The output in large blocks, and spans of the file that need not pass through here."""

    def __init__(self, sink: Sink) -> None:
        """Write to ``sink``."""
        super().__init__(sink, BLOCK_BYTES)
        self._sink = sink

    def copy(self, at: int, length: int) -> None:
        """Let a span of the file follow what was written before (``cleaned.Copying``)."""
        self.flush()
        self._sink.copy(at, length)
