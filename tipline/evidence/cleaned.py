"""What a cleaner tells of the file that it cleaned, and what every cleaner is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO, TypeAlias

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
writes the clean file to ``sink`` in order (``write`` only). It raises an ``EvidenceError``; any
other exception counts as ``FileDamagedError``. What it wrote before an error is dropped."""
