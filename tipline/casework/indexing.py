"""Bringing a desk's index up to date, with the keys of whoever is at work.

It is made of the tips that the desk may open, and of their cases.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework.casefile import open_case
from tipline.casework.entries import entry, stamp
from tipline.errors import (
    AgeError,
    NotFoundError,
    RecordMalformedError,
    StoreError,
    TipKeyRefusedError,
    TipUnreadableError,
)
from tipline.keyring.own import open_own, seal_own
from tipline.search.index import Index

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.casework.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.search.entry import Entry

log = logging.getLogger(__name__)

UNOPENED = (
    NotFoundError,
    TipKeyRefusedError,
    TipUnreadableError,
    AgeError,
    RecordMalformedError,
)
AT_ONCE = 20  # cases, or tips, that are opened before the clock is looked at
WAIT_SECONDS = 0.5  # that a page waits for its desk's index to come up to date
SAVED_EVERY = 200  # tips: what was not saved is made again at the next opening
LATE = timedelta(hours=2)  # a tip may be stored a while after its hour began


@dataclass(frozen=True)
class Current:
    """A desk's index, and how much of what there is it knows, from 0 to 1."""

    index: Index
    share: float


def current(visit: Visit, desk: str, seconds: float = WAIT_SECONDS) -> Current:
    """Return a desk's index, as far up to date as some seconds' work brings it.

    1. It is in memory, or on the disk; else it begins empty.
    2. What is no more the desk's leaves it.
    3. The cases that changed since are opened, in the order of their changes, and put into it.
    4. So are the tips that nobody has opened.
    5. It is sealed and saved, if enough has changed.

    One at a time: who comes meanwhile waits for that. Raises StoreError.
    """
    office = visit.office
    with office.indexes.turn(desk):
        index = _in_memory(visit, desk) or _kept(visit, desk)  # 1
        work = _Work(visit, desk, index, time.monotonic() + seconds)
        forgot = work.forget()  # 2
        share = work.follow()  # 3
        if share == 1:
            share = work.add_new()  # 4
        office.indexes.put(desk, index)
        if forgot or index.unsaved >= SAVED_EVERY:  # 5
            save(visit, desk, index)
    return Current(index, share)


def save(visit: Visit, desk: str, index: Index) -> None:
    """Seal an index to its desk and keep it on the disk."""
    sealed = seal_own(index.image(), visit.member.desks[desk])
    index.unsaved = 0
    try:
        visit.office.index_files.write(desk, sealed)
    except StoreError as fault:  # the operator's to mend: the index can be made again
        log.error("%s", fault.sentence)  # noqa: TRY400 (its sentence says it all)


def _in_memory(visit: Visit, desk: str) -> Index | None:
    found = visit.office.indexes.get(desk)
    return found if found is not None and _fits(visit, found) else None


def _fits(visit: Visit, index: Index) -> bool:
    """Tell whether an index is of this casebook; one of a later state is not: it was set back."""
    return index.mark.changes <= visit.office.changes.tally().changes


def _kept(visit: Visit, desk: str) -> Index:
    sealed = None
    try:
        sealed = visit.office.index_files.read(desk)
    except StoreError as fault:
        log.error("%s", fault.sentence)  # noqa: TRY400 (its sentence says it all)
    if sealed is not None:
        with suppress(AgeError, RecordMalformedError):
            found = Index.of(open_own(sealed, visit.member.desks[desk]))
            if found is not None and _fits(visit, found):
                return found
        log.warning("The index of desk %s does not open, or is older than the program: it is made"
                    " again.", desk)  # fmt: skip
    return Index()


@dataclass(frozen=True)
class _Work:
    """Some seconds' work on one index; ``end`` is when they are over, on the monotonic clock."""

    visit: Visit
    desk: str
    index: Index
    end: float

    def forget(self) -> bool:
        """Take out what is the desk's no more, if anything has gone; return whether."""
        mark, removals = self.index.mark, self.visit.office.changes.tally().removals
        if mark.removals == removals:
            return False
        self.index.remove(self.index.tips() - self.visit.office.shelf.tips_of(self.desk))
        self.index.set_mark(replace(mark, removals=removals))
        return True

    def follow(self) -> float:
        """Put the cases that changed since; return how much of all changes it knows now.

        Whoever can write the casebook can give a case a number that is beyond all changes: it must
        not keep those that follow from being seen.
        """
        changes = self.visit.office.changes
        all_of_them = changes.tally().changes
        while self.index.mark.changes < all_of_them:
            found = changes.since(self.index.mark.changes, self.desk, AT_ONCE)
            entries, kept = self._entries([case_id for _, case_id in found])
            for number, case_id in found:
                self.index.put(case_id, entries.get(case_id, ()), kept=kept)
                self._seen(min(number, all_of_them))
                if self._is_over() and number < all_of_them:
                    return number / all_of_them
            if len(found) < AT_ONCE:
                self._seen(max(all_of_them, self.index.mark.changes))
        return 1

    def add_new(self) -> float:
        """Add the tips that nobody has opened; return how much of these it knows now.

        They have no number by which what is new could be asked for, only an hour: one that is yet
        to come must not hide those that come before it. What did not open once is not tried again:
        others wait behind it.
        """
        since = min(self.index.mark.hour, self.visit.now)
        arrived = self.visit.office.shelf.arrived(self.desk, since - LATE)
        for at, (hour, tips) in enumerate(arrived):
            known = self.index.among(tips) | self.index.unopened
            fresh = [each for each in tips if each not in known]
            for start in range(0, len(fresh), AT_ONCE):
                self._add(fresh[start : start + AT_ONCE])
                if self._is_over():
                    return at / len(arrived)
            since = max(since, min(hour, self.visit.now))
            self.index.set_mark(replace(self.index.mark, hour=since))
        return 1

    def _add(self, tips: Sequence[bytes]) -> None:
        rows = self.visit.office.shelf.tips(tips, [self.desk])
        for tip in tips:
            try:
                self.index.add(entry(self.visit, rows[tip], None, None))
            except (*UNOPENED, KeyError):
                self.index.unopened.add(tip)

    def _opened(self, case_ids: Sequence[bytes]) -> dict[bytes, OpenCase]:
        """Open these cases, as far as they open for the desk."""
        rows = self.visit.office.cases.of_desk(case_ids, self.desk)
        events = self.visit.office.cases.events_of(case_ids)
        cases = {}
        for case_id, row in rows.items():
            with suppress(*UNOPENED):
                cases[case_id] = open_case(self.visit, row, events.get(case_id, ()))
        return cases

    def _entries(self, case_ids: Sequence[bytes]) -> tuple[dict[bytes, list[Entry]], set[bytes]]:
        """Return what the index learns of the tips of these cases, as far as they open.

        And the tips of which it would learn nothing new: they are not opened.
        A case whose events are spoilt does not tell which tips are its own; the database does.
        """
        office, cases = self.visit.office, self._opened(case_ids)
        told = office.cases.tips_of([each for each in case_ids if not _tells(cases.get(each))])
        for case_id, case in cases.items():
            told.setdefault(case_id, [bytes.fromhex(tip) for tip in case.state.tips])
        ids = [tip for tips in told.values() for tip in tips]
        rows, looks = office.shelf.tips(ids, [self.desk]), office.changes.likenesses(ids)
        entries: dict[bytes, list[Entry]] = {}
        kept: set[bytes] = set()
        for case_id, tips in told.items():
            of_case, known = entries.setdefault(case_id, []), self.index.stamps(case_id)
            for tip in tips:
                with suppress(*UNOPENED, KeyError):
                    made_of = (rows[tip], cases.get(case_id), looks.get(tip))
                    if known.get(tip) == stamp(*made_of):
                        kept.add(tip)
                    else:
                        of_case.append(entry(self.visit, *made_of))
        return entries, kept

    def _seen(self, changes: int) -> None:
        self.index.set_mark(replace(self.index.mark, changes=changes))

    def _is_over(self) -> bool:
        return time.monotonic() > self.end


def _tells(case: OpenCase | None) -> bool:
    return case is not None and bool(case.state.tips)
