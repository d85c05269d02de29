"""Bringing a desk's index up to date, with the keys of whoever is at work.

It is made of the tips that the desk may open, and of their cases. A desk that responds has a second
one, of the cases that it was given.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from tipline.casework.index import boards
from tipline.casework.index.catching_up import Work
from tipline.casework.index.catching_up_cases import CaseWork
from tipline.errors import AgeError, RecordMalformedError, StoreError
from tipline.keyring.own import open_own, seal_own
from tipline.search.entry import Holds
from tipline.search.index import Index

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tipline.casework.visit import Visit

log = logging.getLogger(__name__)

WAIT_SECONDS = 0.5  # that a page waits for its desk's index to come up to date
HINT_SECONDS = 0.1  # that a page waits which only hints at what the index knows
TOLD_SECONDS = 1  # after which the command line is told how far it is
SAVED_EVERY = 500  # tips: what was not saved is made again at the next opening
WORK: Mapping[Holds, type[Work]] = MappingProxyType({each.holds: each for each in (Work, CaseWork)})
NAMES: Mapping[Holds, str] = MappingProxyType({Holds.TIPS: "{}", Holds.CASES: "{}.cases"})


@dataclass(frozen=True)
class Current:
    """A desk's index, and how much of what there is it knows, from 0 to 1."""

    index: Index
    share: float
    desk: str


def current(
    visit: Visit, desk: str, seconds: float = WAIT_SECONDS, holds: Holds = Holds.TIPS
) -> Current:
    """Return a desk's index, as far up to date as some seconds' work brings it.

    1. One at a time fills it. Who has waited so long takes it as it is.
    2. It is in memory, or on the disk; else it begins empty.
    3. What is no more the desk's leaves it.
    4. The cases that changed since are opened, in the order of their changes, and put into it.
    5. So are the tips that nobody has opened.
    6. It is sealed and saved, if enough has changed.
    7. Where it is whole, the desk's wall is put on its screens.

    Raises StoreError.
    """
    office = visit.office
    turn = office.indexes.turn(desk, holds)
    if not turn.acquire(timeout=seconds):  # 1
        index = _in_memory(visit, desk, holds) or Index(holds)
        return Current(index, WORK[holds](visit, desk, index, 0).share(), desk)
    try:
        index = _in_memory(visit, desk, holds) or _kept(visit, desk, holds)  # 2
        office.indexes.put(desk, index)
        work = WORK[holds](visit, desk, index, time.monotonic() + seconds)
        forgot = work.forget()  # 3
        whole = work.follow() and work.add_new()  # 4, 5
        share = 1 if whole else work.share()
        if forgot or index.unsaved >= SAVED_EVERY:  # 6
            save(visit, desk, index)
    finally:
        turn.release()
    if share == 1 and holds is boards.shown(visit, desk):
        boards.post(visit, desk, index)  # 7
    return Current(index, share, desk)


def made_anew(
    visit: Visit, desk: str, tell: Callable[[float], None], holds: Holds = Holds.TIPS
) -> Index:
    """Make a desk's index from nothing, and keep it once it is whole; whatever was there goes.

    ``tell`` is told again and again how much of what there is it knows, from 0 to 1. What is
    destroyed meanwhile is forgotten before it is kept. Raises StoreError.
    """
    office = visit.office
    with office.indexes.turn(desk, holds):
        index, whole = Index(holds), False
        index.set_mark(replace(index.mark, removals=office.changes.tally().removals))
        while not whole:
            work = WORK[holds](visit, desk, index, time.monotonic() + TOLD_SECONDS)
            whole = work.follow() and work.add_new() and not work.forget()
            tell(1 if whole else work.share())
        office.indexes.put(desk, index)
        save(visit, desk, index)
    return index


def save(visit: Visit, desk: str, index: Index) -> None:
    """Seal an index to its desk and keep it on the disk."""
    sealed = seal_own(index.image(), visit.member.desks[desk])
    index.unsaved = 0
    try:
        visit.office.index_files.write(NAMES[index.holds].format(desk), sealed)
    except StoreError as fault:  # the operator's to mend: the index can be made again
        log.error("%s", fault.sentence)  # noqa: TRY400 (its sentence says it all)


def _in_memory(visit: Visit, desk: str, holds: Holds) -> Index | None:
    found = visit.office.indexes.get(desk, holds)
    return found if found is not None and _fits(visit, found) else None


def _fits(visit: Visit, index: Index) -> bool:
    """Tell whether an index is of this casebook; one of a later state is not: it was set back."""
    return index.mark.changes <= visit.office.changes.tally().changes


def _kept(visit: Visit, desk: str, holds: Holds) -> Index:
    sealed, name = None, NAMES[holds].format(desk)
    try:
        sealed = visit.office.index_files.read(name)
    except StoreError as fault:
        log.error("%s", fault.sentence)  # noqa: TRY400 (its sentence says it all)
    if sealed is not None:
        with suppress(AgeError, RecordMalformedError):
            found = Index.of(open_own(sealed, visit.member.desks[desk]), holds)
            if found is not None and _fits(visit, found):
                return found
        log.warning("The index of desk %s does not open, or is older than the program: it is made"
                    " again.", name)  # fmt: skip
    return Index(holds)
