"""The frames that pass between a jail and its keeper: a sign, a length, a payload.

From the keeper: TASK (JSON: task, kind, size, seconds, given), DATA (what was asked for). From the
jail: READY; READ (offset and length), answered by DATA, which is shorter at the end of the file;
WRITE, and COPY (offset and length of what goes over as it stands in the file, of any length: the
keeper copies it); and at last DONE (JSON) or FAILED (the name of an EvidenceError).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import struct
import time
from collections.abc import Sequence

from tipline.errors import FileDamagedError, FileTooComplexError

READY, READ, WRITE, COPY, DONE, FAILED = b"Y", b"R", b"W", b"C", b"D", b"F"
TASK, DATA = b"T", b"A"
HEAD = struct.Struct(">cI")  # the sign; the payload's length in bytes
SPAN = struct.Struct(">QQ")  # READ, COPY: offset and length in bytes
BLOCK_BYTES = 256 * 1024  # at most, of what is read or written at a time
PIPE_BYTES = 2 * BLOCK_BYTES  # so that a frame has room in a pipe whose other end is busy
ANSWER_BYTES = 16 * 1024  # of a DONE
LONGEST = {
    READY: 0,
    READ: SPAN.size,
    WRITE: BLOCK_BYTES,
    COPY: SPAN.size,
    DONE: ANSWER_BYTES,
    FAILED: 64,
}


class LineEndedError(Exception):
    """The jail ended before it had answered."""


class Line:
    """The keeper's end. It waits for the jail no longer than ``until`` (of ``time.monotonic``)."""

    def __init__(self, reading: int, writing: int) -> None:
        """Take the descriptors of two pipes."""
        self.until = 0.0
        self._reading, self._writing = reading, writing
        for pipe in (reading, writing):
            os.set_blocking(pipe, False)
            with contextlib.suppress(OSError):  # a user has only so much: it is slower, no more
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE_BYTES)

    def receive(self) -> tuple[bytes, bytes]:
        """Return the next frame's sign and payload.

        Raises FileDamagedError for what is no frame, FileTooComplexError when time is up, and
        LineEndedError.
        """
        sign, size = HEAD.unpack(self._exactly(HEAD.size))
        if size > LONGEST.get(sign, -1):
            raise FileDamagedError
        return sign, self._exactly(size)

    def send(self, sign: bytes, payload: bytes) -> None:
        """Send a frame; FileTooComplexError when time is up, LineEndedError."""
        left = framed(sign, payload)
        while left:
            self._wait(self._writing, select.POLLOUT)
            try:
                left = beyond(left, os.writev(self._writing, left))
            except BlockingIOError:
                continue  # room for less than PIPE_BUF bytes
            except BrokenPipeError:
                raise LineEndedError from None

    def _exactly(self, size: int) -> bytes:
        block = bytearray(size)
        left = memoryview(block)
        while left:
            self._wait(self._reading, select.POLLIN)
            read = os.readv(self._reading, [left])
            if not read:
                raise LineEndedError
            left = left[read:]
        return bytes(block)

    def _wait(self, pipe: int, event: int) -> None:
        poll = select.poll()
        poll.register(pipe, event)
        left = self.until - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise FileTooComplexError


def framed(sign: bytes, payload: bytes | memoryview) -> list[memoryview]:
    """Return a frame as it is sent, in two parts: a payload is not copied."""
    return [memoryview(HEAD.pack(sign, len(payload))), memoryview(payload)]


def beyond(parts: Sequence[memoryview], sent: int) -> list[memoryview]:
    """Return what is left of some parts once their first ``sent`` bytes have gone."""
    left = []
    for part in parts:
        gone = min(sent, len(part))
        sent -= gone
        if gone < len(part):
            left.append(part[gone:])
    return left
