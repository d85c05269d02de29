"""What comes together or not at all: events of several cases or of one, and a tip that moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import update

from tipline.errors import EventConflictError
from tipline.store.casebook.case_keys import set_keys
from tipline.store.casebook.events import appended
from tipline.store.casebook.tables import case_tip
from tipline.store.transactions import writing

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from tipline.store.casebook.case_keys import NewKeys


@dataclass(frozen=True, slots=True)
class Grown:
    """A case with one more event: its number, and the head that was and that is now.

    ``keys`` is what the event changes of the case's keys.
    """

    case_id: bytes
    number: int
    sealed: bytes = field(repr=False)
    head: bytes = field(repr=False)
    was: bytes = field(repr=False)
    keys: NewKeys | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Move:
    """A tip that goes from one case to another; ``home``: its own case, while it is in another."""

    tip_id: bytes
    source: bytes
    target: bytes
    home: bytes | None


@dataclass(frozen=True, slots=True)
class Together:
    """The cases of the casebook, several at a time. Each verb raises the ``StoreError`` that fits.

    A row names the case that a tip came from: that case goes with its tip.
    """

    engine: Engine

    def append(self, cases: Iterable[Grown], move: Move | None = None) -> None:
        """Add these events to their cases, and move a tip, all of it or nothing.

        Of one case there may be several, in their order: each stands on the head of the one before.
        Raises EventConflictError where somebody was faster in one of them, and NotFoundError.
        """
        with writing(self.engine) as connection:
            for each in cases:
                appended(connection, each.case_id, each.number, each.sealed, each.head, each.was)
                if each.keys is not None:
                    set_keys(connection, each.case_id, each.keys)
            if move is None:
                return
            here = (case_tip.c.tip_id == move.tip_id) & (case_tip.c.case_id == move.source)
            there = update(case_tip).where(here).values(case_id=move.target, home_id=move.home)
            if not connection.execute(there).rowcount:
                raise EventConflictError
