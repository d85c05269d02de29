"""What runs in the jail: one task on one file, then the end.

All that a task needs is imported before the process gives up its rights.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO, TypeAlias, cast

from tipline.errors import EvidenceError, FileTooComplexError
from tipline.evidence import cleaning, kinds
from tipline.evidence.jail.confining import confine
from tipline.evidence.jail.frames import FRAME_MAX, READING, BrokenFrameError, Frame, receive, send
from tipline.seeking import SeekableReader
from tipline.tips.evidence import Kind

Task: TypeAlias = Callable[[Kind | None, BinaryIO, BinaryIO], dict[str, Any]]
"""Given the kind, or none, the file and a sink: what it tells, as a JSON object."""


def recognise(_: Kind | None, source: BinaryIO, __: BinaryIO) -> dict[str, Any]:
    """Tell the kind of a file."""
    return {"kind": kinds.recognise(source).value}


def clean(kind: Kind | None, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    """Clean a file of this kind, or of the kind that it is; tell which, and what was found."""
    kind = kind or kinds.recognise(source)
    cleaned = cleaning.clean(kind, source, sink)
    return {
        "kind": kind.value,
        "found": sorted(cleaned.found),
        "lossless": cleaned.lossless,
        "taken": cleaned.taken,
        "place": cleaned.place,
    }


TASKS: Mapping[str, Task] = {"recognise": recognise, "clean": clean}


def main(tasks: Mapping[str, Task] = TASKS) -> None:
    """Wait for a request, do it, and answer."""
    asked, answers = _pipes()
    confine()
    try:
        _, content = receive(asked)
        send(answers, *_done(tasks, json.loads(content), asked, answers))
    except (BrokenFrameError, BrokenPipeError):  # the keeper is gone, or has had enough
        os._exit(1)
    os._exit(0)  # whatever a library would do at its end, it does not


def _done(
    tasks: Mapping[str, Task], request: dict[str, Any], asked: BinaryIO, answers: BinaryIO
) -> tuple[Frame, bytes]:
    source = io.BufferedReader(_Source(asked, answers, request["size"]), FRAME_MAX)
    kind = Kind(request["kind"]) if request["kind"] else None
    sink = io.BufferedWriter(cast("io.RawIOBase", _Sink(answers)), FRAME_MAX)
    try:
        told = tasks[request["task"]](kind, cast("BinaryIO", source), cast("BinaryIO", sink))
        sink.flush()
    except EvidenceError as error:
        return Frame.FAILED, type(error).__name__.encode()
    except (MemoryError, RecursionError):
        return Frame.FAILED, FileTooComplexError.__name__.encode()
    return Frame.DONE, json.dumps(told).encode()


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the two pipes; what a library prints goes where errors go, which is nowhere."""
    asked, answers = os.fdopen(0, "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return asked, answers


class _Source(SeekableReader):
    """The file, read from the keeper piece by piece."""

    def __init__(self, asked: BinaryIO, answers: BinaryIO, size: int) -> None:
        super().__init__(size)
        self._asked, self._answers = asked, answers

    def piece(self, at: int, most: int) -> bytes:
        send(self._answers, Frame.READ, READING.pack(at, min(most, FRAME_MAX)))
        return receive(self._asked)[1]


class _Sink(io.RawIOBase):
    """What the task makes, handed to the keeper piece by piece."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers

    def writable(self) -> bool:
        return True

    def write(self, block: memoryview) -> int:  # type: ignore[override]  # what io hands it
        piece = memoryview(block)[:FRAME_MAX]
        send(self._answers, Frame.WRITE, piece)
        return len(piece)
