"""What a cleaner tells of the file that it cleaned, and what every cleaner is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, Protocol, TypeAlias, runtime_checkable

from tipline.errors import FileDamagedError
from tipline.tips.evidence import Found


@dataclass(frozen=True, kw_only=True)
class Cleaned:
    """What was found and removed; the reporter may choose to tell ``taken`` and ``place``.

    Both are as in ``tips.evidence.Evidence``, of at most 60 characters, empty where none was found.
    """

    found: frozenset[Found]
    lossless: bool = True
    taken: str = ""
    place: str = ""


Cleaner: TypeAlias = Callable[[BinaryIO, BinaryIO], Cleaned]
"""Reads ``source`` (seekable, from its beginning, never whole in memory if it may be large) and
writes the clean file to ``sink`` in order (by ``write`` and ``copied`` only). It raises an
``EvidenceError``; any other exception counts as ``FileDamagedError``. What it wrote before an error
is dropped."""

COPIED_LEAST = 64 * 1024  # bytes of a span from which asking for it is less work than moving it
BLOCK_BYTES = 256 * 1024


@runtime_checkable
class Copying(Protocol):
    """A sink on whose other side the source is as well."""

    def copy(self, at: int, length: int) -> None:
        """Take a span of the source as it stands there."""


def copied(source: BinaryIO, sink: BinaryIO, at: int, length: int) -> None:
    """Let ``length`` bytes at ``at`` go over from source to sink as they are.

    Where the sink's other side has the source, a long span never comes here. FileDamagedError if
    the source ends before.
    """
    if isinstance(sink, Copying) and length >= COPIED_LEAST:
        sink.copy(at, length)
        return
    source.seek(at)
    while length:
        block = source.read(min(length, BLOCK_BYTES))
        if not block:
            raise FileDamagedError
        sink.write(block)
        length -= len(block)
