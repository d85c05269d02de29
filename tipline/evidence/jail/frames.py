"""What the jail and its keeper say to each other: frames over two pipes.

A frame is a byte that says what it is, the length of what follows (4 bytes, big-endian), and that.
The keeper sends REQUEST and then answers each READ with BYTES; the jail sends READ and WRITE as it
likes, and at the end DONE or FAILED.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import BinaryIO

HEAD = struct.Struct(">BI")
READING = struct.Struct(">QI")  # where, how many bytes
FRAME_MAX = 256 * 1024  # bytes of a frame's content: few round trips, and little memory


class Frame(IntEnum):
    """What a frame is."""

    REQUEST = 1  # a JSON object: task, kind, size of the file in bytes
    READ = 2  # READING
    BYTES = 3  # of the file, fewer than asked for only at its end
    WRITE = 4  # the next bytes of what the task makes
    DONE = 5  # a JSON object: what the task tells
    FAILED = 6  # the name of an error


class BrokenFrameError(Exception):
    """The other side is gone, or does not keep to the frames."""


def send(pipe: BinaryIO, kind: Frame, content: bytes | memoryview) -> None:
    """Send one frame at once."""
    pipe.write(HEAD.pack(kind, len(content)))
    pipe.write(content)
    pipe.flush()


def receive(pipe: BinaryIO) -> tuple[Frame, bytes]:
    """Return the next frame; BrokenFrameError where there is none, or it is none of ours."""
    try:
        kind, size = HEAD.unpack(pipe.read(HEAD.size))
        content = pipe.read(size) if size <= FRAME_MAX else b""
        if len(content) != size:
            raise BrokenFrameError
        return Frame(kind), content
    except (struct.error, ValueError):
        raise BrokenFrameError from None
