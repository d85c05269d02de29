"""What an index answers, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Found:
    """A tip that fits a question; ``number`` is its place among all, the oldest first."""

    number: int
    tip: bytes
    case: bytes | None

    @property
    def is_case(self) -> bool:
        """Whether it is a case that a desk was given."""
        return self.tip == self.case


@dataclass(frozen=True, slots=True)
class Member:
    """A tip of a case."""

    arrived: datetime
    tip: bytes
    category: str
    language: str


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


@dataclass(frozen=True, kw_only=True)
class Kin:
    """Another tip, and what it has in common with the one that was asked for.

    ``common`` words of ``words`` that its reporter wrote; ``same``: a file; ``looks``: a picture;
    ``metres``: how far it is, where both have a point.
    """

    tip: bytes
    case: bytes | None
    arrived: datetime
    category: str
    state: str
    priority: str
    language: str
    marks: frozenset[int] = field(default=frozenset(), repr=False)
    common: int = 0
    words: int = 0
    says: int = 0
    same: bool = False
    looks: bool = False
    metres: float | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """How many tips near in time are like one, itself among them.

    ``like``: of nearly the same words, or with the same file, within the one time; ``subject``:
    with the same plate, number, address, account or boat, within the other.
    """

    like: int = 1
    subject: int = 1
