"""What goes into an index, and what is asked of it, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum

from tipline.tips.moments import Step
from tipline.tips.point import Point
from tipline.tips.report import Exactness
from tipline.tips.said import Said
from tipline.tips.second import Allowed

DIGEST_BYTES = 16  # of SHA-256: enough to tell files apart


class Holds(IntEnum):
    """What the entries of an index are: each has an id, and is called a tip in its tables."""

    TIPS = 0
    CASES = 1  # that a desk was given: an entry's id is its case's


@dataclass(frozen=True)
class Filed:
    """A file of a tip. ``position``: its place among the tip's files, from 1.

    ``digest`` is the SHA-256 of what was sent, ``likeness`` what a picture looks like, 32 bytes.
    """

    position: int
    digest: bytes
    likeness: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Trace:
    """By what a report is known to concern the same as another.

    ``marks`` are numbers that stand for plates, places and their like (``marks.Mark.number``),
    ``words`` is how many different words the reporter wrote, ``says`` some plain answers, a bit
    each (``casework.index.traits``).
    """

    marks: frozenset[int] = frozenset()
    words: int = 0
    says: int = 0


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What the figures count of a tip, or of a case that a desk was given: codes and times alone.

    ``suggested``: the priority that it asks for by itself; ``reached``: when it came to each step,
    as far as it has; ``messages``: how many its reporter sent after the report.
    """

    suggested: str = ""
    outcome: str = ""
    desk: str = ""
    channel: str = ""
    messages: int = 0
    reached: Mapping[Step, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Gist:
    """What a list shows of a case that a desk was given: how its summary begins.

    ``leads``: the desk leads the others; ``doubtful``: an event is not what it was.
    """

    said: str = field(default="", repr=False)
    leads: bool = False
    doubtful: bool = False


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A tip as the index knows it.

    ``case`` is None while nobody has opened it. ``category`` and ``state`` are codes, ``priority``
    one of P1 to P5 or empty; ``words`` are as ``words.tokens`` gives them. ``trace`` is for
    ``kin``, ``measured`` for the figures. ``stamp`` tells what it was made of from anything else.

    For the work list: ``finished``, ``rank`` (0 is the most urgent), ``life`` (somebody's life is
    threatened), ``person`` (16 bytes) who has it within the desk, ``desks`` that work on it, the
    lead first, ``point`` (where it is), ``exact`` (how exactly, where its reporter said that) and
    ``areas`` (codes of those that it lies in), ``due`` and ``until`` (put off till then), ``asked``
    (for a second officer), ``changed`` last (None: on its arrival), ``broken``: it does not open;
    ``unsettled``: what bodies outside do that waits for somebody here, they ask or decline;
    ``allowed``: what was approved and not done yet.

    Of a case that a desk was given, ``tip`` is the case's id, ``arrived`` when it was given, and
    ``granted`` how many attachments the desk may see, ``gist`` what a list shows of it.
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
    trace: Trace = field(default=Trace(), repr=False)
    stamp: int = 0
    measured: Measured = Measured()
    finished: bool = False
    rank: int = 0
    life: bool = False
    person: bytes | None = None
    desks: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    point: Point | None = field(default=None, repr=False)
    exact: Exactness | None = None
    due: datetime | None = None
    until: datetime | None = None
    asked: datetime | None = None
    changed: datetime | None = None
    broken: bool = False
    unsettled: frozenset[Said] = frozenset()
    allowed: tuple[Allowed, ...] = ()
    granted: int = 0
    gist: Gist | None = None

    @property
    def official(self) -> bool:
        """Whether an officer has assessed it."""
        return bool(self.priority)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked for; what is empty is not asked.

    ``words`` must all be there, as ``words.asked`` gives them; ``priorities`` may hold the empty
    one of what nobody has assessed; ``category`` stands for its sub-categories too; ``desk`` works
    on it; its place lies in ``area``; ``person`` has it, empty bytes for nobody; ``since`` and
    ``until`` bound the arrival, both included.
    """

    words: tuple[str, ...] = field(default=(), repr=False)
    states: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    category: str = ""
    language: str = ""
    with_files: bool = False
    desk: str = ""
    area: str = ""
    person: bytes | None = None
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
class Sought:
    """A tip whose kin are looked for: its own number, the words that its reporter wrote, its marks.

    ``near`` are marks that count only of tips that arrived within a day, as what lies close to
    ``point`` does; ``any`` count at all times.
    """

    tip: bytes
    arrived: datetime
    words: frozenset[str] = field(repr=False)
    point: Point | None = field(default=None, repr=False)
    near: frozenset[int] = field(default=frozenset(), repr=False)
    any: frozenset[int] = field(default=frozenset(), repr=False)
