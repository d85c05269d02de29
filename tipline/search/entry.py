"""What goes into an index and what comes out, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tipline.tips.moments import Step

DIGEST_BYTES = 16  # of SHA-256: enough to tell files apart


@dataclass(frozen=True)
class Filed:
    """A file of a tip. ``position``: its place among the tip's files, from 1.

    ``digest`` is the SHA-256 of what was sent, ``likeness`` what a picture looks like, 32 bytes.
    """

    position: int
    digest: bytes
    likeness: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What the figures count of a tip; all of it are codes and times.

    ``suggested``: the priority that it asks for by itself; ``reached``: when it came to each step,
    as far as it has; ``messages``: how many its reporter sent after the report.
    """

    suggested: str = ""
    outcome: str = ""
    desk: str = ""
    channel: str = ""
    messages: int = 0
    reached: Mapping[Step, datetime] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A tip as the index knows it; ``arrived`` is kept to the minute.

    ``case`` is None while nobody has opened it. ``category`` and ``state`` are codes, ``priority``
    one of P1 to P5 or empty; ``words`` are as ``words.tokens`` gives them; ``measured`` is for
    the figures.
    """

    tip: bytes
    case: bytes | None
    arrived: datetime
    category: str
    state: str = "NEW"
    priority: str = ""
    language: str = ""
    words: frozenset[str] = field(default=frozenset(), repr=False)
    files: tuple[Filed, ...] = ()
    measured: Measured = Measured()


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked for; what is empty is not asked.

    ``words`` must all be there, as ``words.asked`` gives them; ``category`` stands for its
    sub-categories too; ``since`` and ``until`` bound the arrival, both included.
    """

    words: tuple[str, ...] = field(default=(), repr=False)
    states: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    category: str = ""
    language: str = ""
    with_files: bool = False
    since: datetime | None = None
    until: datetime | None = None


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Mark:
    """How far an index has come.

    ``changes`` and ``removals`` are those of the casebook that it has seen; of the tips that nobody
    has opened, it knows those that arrived before ``hour``, and more.
    """

    changes: int = 0
    removals: int = 0
    hour: datetime = EPOCH


@dataclass(frozen=True, kw_only=True)
class Alike:
    """A file of another tip that is the same as one that was asked for, or looks like it.

    ``position`` is that of the file that was asked for, ``other`` the other's in its own tip;
    ``bits`` is by how many of 256 their looks differ, 0 for the same.
    """

    position: int
    tip: bytes
    other: int
    arrived: datetime
    category: str
    same: bool
    bits: int = 0
