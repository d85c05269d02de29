"""Which desks work on a case, and how far each of them is.

Source: the domain guide, 5 and 6. A case is given to several desks at once, one of which leads.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from tipline.tips.state import Outcome, State

WISHES_MAX = 20  # of a desk that wait in one case


class Stand(StrEnum):
    """How far one desk is with a case that it was given; the last three have it no more."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    ACTION = "action"
    REFERRED = "referred"
    DONE = "done"
    DECLINED = "declined"
    GAVE_BACK = "gave-back"
    TAKEN = "taken-back"


GONE = frozenset({Stand.DECLINED, Stand.GAVE_BACK, Stand.TAKEN})
WORKING = frozenset({Stand.ACCEPTED, Stand.ACTION, Stand.REFERRED})


@dataclass(frozen=True, kw_only=True)
class DeskWork:
    """One desk's part in a case.

    ``number`` is that of the event that gave it the case, ``given_at`` its time, and ``since`` the
    time of the desk's last step. ``accepted_at`` and ``started_at`` are when it first did that.
    ``text`` is the reason or the note of the last step, ``evaluated`` whether the case had a
    summary and a grade when it was given; ``body`` and ``reference`` are of an outside body.
    """

    desk: str
    lead: bool
    stand: Stand
    number: int
    given_at: datetime
    since: datetime
    accepted_at: datetime | None = None
    started_at: datetime | None = None
    outcome: Outcome | None = None
    text: str = field(default="", repr=False)
    body: str = field(default="", repr=False)
    reference: str = field(default="", repr=False)
    evaluated: bool = True

    @property
    def has_it(self) -> bool:
        """Whether the desk has the case, finished or not."""
        return self.stand not in GONE


@dataclass(frozen=True)
class Person:
    """Who of a desk has the case: ``id`` (16 bytes), name, and since when."""

    id: bytes
    name: str
    since: datetime


@dataclass(frozen=True)
class Wish:
    """What a desk would have triage ask the reporter: number of the event, desk, author, when."""

    number: int
    desk: str
    name: str
    at: datetime
    text: str = field(repr=False)


def state_of(desks: Mapping[str, DeskWork]) -> State:
    """Return where a case stands by what its desks do: the one that is furthest at work decides.

    Finished ones do so only together, and without any desk it is with triage.
    """
    return state_by({work.stand for work in desks.values() if work.has_it})


def state_by(stands: Collection[Stand]) -> State:
    """Return where a case stands with desks that stand so, all of which have it."""
    if not stands:
        return State.TRIAGE
    for stand, state in _FURTHEST:
        if stand in stands:
            return state
    return State.DONE


def with_it(desks: Mapping[str, DeskWork]) -> tuple[str, ...]:
    """Return the codes of the desks that have a case, the leading one first."""
    having = [work for work in desks.values() if work.has_it]
    return tuple(work.desk for work in sorted(having, key=lambda work: not work.lead))


def leads(desks: Iterable[DeskWork]) -> str:
    """Return the code of the desk that leads; empty where none does."""
    return next((work.desk for work in desks if work.lead and work.has_it), "")


_FURTHEST = (
    (Stand.ACTION, State.ACTION),
    (Stand.ACCEPTED, State.ACCEPTED),
    (Stand.REFERRED, State.REFERRED),
    (Stand.OFFERED, State.ASSIGNED),
)
