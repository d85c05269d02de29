"""What runs in the jail: one task on one file, which comes and goes through two pipes.

``main`` is called with nothing but standard streams: the keeper's frames in, ours out.
"""

from __future__ import annotations

import importlib
import io
import json
import os
from typing import Any

from tipline.errors import EvidenceError, FileDamagedError, FileTooComplexError
from tipline.evidence.jail import confining
from tipline.evidence.jail.line import (
    BLOCK_BYTES,
    DATA,
    DONE,
    FAILED,
    HEAD,
    READ,
    READY,
    SPAN,
    TASK,
    WRITE,
)
from tipline.seeking import SeekableReader
from tipline.tips.evidence import Kind


def main(module: str) -> None:
    """Do one task of a module's ``TASKS``.

    1. Import all that will ever run; keep the two pipes from whatever prints.
    2. Give up the rest of the world, and say so.
    3. Wait for the task; bound its time.
    4. Do it; answer with what it tells, or with the name of an EvidenceError.
    """
    confining.die_with_keeper()
    tasks = importlib.import_module(module).TASKS  # 1
    pipes = Pipes()
    confining.confine()  # 2
    pipes.send(READY)
    asked = json.loads(pipes.receive(TASK))  # 3
    confining.limit_time(asked["seconds"])
    kind = Kind(asked["kind"]) if asked["kind"] else None
    source = io.BufferedReader(Source(pipes, asked["size"]), BLOCK_BYTES)
    sink = io.BufferedWriter(Sink(pipes), BLOCK_BYTES)
    try:
        answer = tasks[asked["task"]](kind, source, sink, **asked["given"])  # 4
        sink.flush()
    except EvidenceError as error:
        pipes.send(FAILED, type(error).__name__.encode())
    except MemoryError:
        pipes.send(FAILED, FileTooComplexError.__name__.encode())
    except Exception:  # noqa: BLE001 (a stranger's file may break a parser in any way)
        pipes.send(FAILED, FileDamagedError.__name__.encode())
    else:
        pipes.send(DONE, json.dumps(answer).encode())
    os._exit(0)  # what is still buffered is of no use to anybody


class Pipes:
    """The jail's end of the line; it waits for its keeper for ever, and ends with it."""

    def __init__(self) -> None:
        """Take the standard streams away from whatever prints."""
        self._reading, self._writing = os.dup(0), os.dup(1)
        for stream in (0, 1):
            os.dup2(2, stream)

    def send(self, sign: bytes, payload: bytes = b"") -> None:
        """Send a frame."""
        left = memoryview(HEAD.pack(sign, len(payload)) + payload)
        while left:
            left = left[os.write(self._writing, left) :]

    def receive(self, wanted: bytes) -> bytearray:
        """Return the payload of the next frame, which must be of this sign."""
        sign, size = HEAD.unpack(self._exactly(HEAD.size))
        if sign != wanted:
            raise EOFError
        return self._exactly(size)

    def _exactly(self, size: int) -> bytearray:
        block = bytearray(size)
        left = memoryview(block)
        while left:
            read = os.readv(self._reading, [left])
            if not read:
                os._exit(1)  # the keeper has gone
            left = left[read:]
        return block


class Source(SeekableReader):
    """The file, ``size`` bytes, read from anywhere; each read is a question to the keeper."""

    def __init__(self, pipes: Pipes, size: int) -> None:
        """Begin at its beginning."""
        super().__init__(size)
        self._pipes = pipes

    def piece(self, at: int, most: int) -> bytes:
        """Ask for some of it."""
        self._pipes.send(READ, SPAN.pack(at, min(most, BLOCK_BYTES)))
        return bytes(self._pipes.receive(DATA))


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
        part = bytes(memoryview(block).cast("B")[:BLOCK_BYTES])
        self._pipes.send(WRITE, part)
        return len(part)
