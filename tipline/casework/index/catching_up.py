"""Catching up: what a desk's index does not know yet is opened, and put into it.

It has the keys of whoever is at work, and some seconds of their time.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from tipline.casework.case.casefile import open_case
from tipline.casework.index.entries import broken, entry, stamp
from tipline.errors import (
    AgeError,
    NotFoundError,
    RecordMalformedError,
    TipKeyRefusedError,
    TipUnreadableError,
)
from tipline.search.entry import Holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.search.entry import Entry
    from tipline.search.index import Index
    from tipline.store.inbox.rows import TipRow

UNOPENED = (
    NotFoundError,
    TipKeyRefusedError,
    TipUnreadableError,
    AgeError,
    RecordMalformedError,
)
AT_ONCE = 20  # cases, or tips, that are opened before the clock is looked at
COUNT_SECONDS = 60  # after which it is counted again whether a tip was missed
ALMOST = 0.99  # what it knows at most while something is left
LATE = timedelta(hours=2)  # a tip may be stored a while after its hour began


@dataclass(frozen=True)
class Work:
    """Some seconds' work on one index; ``end`` is when they are over, on the monotonic clock.

    The index is that of the tips which the desk may open, with their cases.
    """

    holds: ClassVar[Holds] = Holds.TIPS

    visit: Visit
    desk: str
    index: Index
    end: float

    def forget(self) -> bool:
        """Take out what is the desk's no more, if anything has gone; return whether."""
        mark, removals = self.index.mark, self.visit.office.changes.tally().removals
        if mark.removals == removals:
            return False
        self.index.remove(self.index.tips() - self._there())
        self.index.set_mark(replace(mark, removals=removals))
        return True

    def follow(self) -> bool:
        """Put the cases that changed since; return whether it knows all changes now.

        Whoever can write the casebook can give a case a number that is beyond all changes: it must
        not keep those that follow from being seen.
        """
        changes = self.visit.office.changes
        all_of_them = changes.tally().changes
        while self.index.mark.changes < all_of_them:
            found = changes.since(self.index.mark.changes, self.desk, AT_ONCE)
            entries, kept = self.entries([case_id for _, case_id in found])
            for number, case_id in found:
                self.index.put(case_id, entries.get(case_id, ()), kept=kept)
                self._seen(min(number, all_of_them))
            if len(found) < AT_ONCE:
                self._seen(max(all_of_them, self.index.mark.changes))
            elif self._is_over() and self.index.mark.changes < all_of_them:
                return False
        return True

    def add_new(self) -> bool:
        """Add the tips that nobody has opened; return whether it knows all of these now.

        They have no number by which what is new could be asked for, only an hour: one that is yet
        to come must not hide those that come before it.
        """
        since = min(self.index.mark.hour, self.visit.now)
        arrived = self.visit.office.shelf.arrived(self.desk, since - LATE)
        for hour, tips in arrived:
            known = self.index.among(tips)
            fresh = [each for each in tips if each not in known]
            for start in range(0, len(fresh), AT_ONCE):
                self._add(fresh[start : start + AT_ONCE])
                if self._is_over():
                    return False
            since = max(since, min(hour, self.visit.now))
            self.index.set_mark(replace(self.index.mark, hour=since))
        return self._add_missed()

    def _add_missed(self) -> bool:
        """Add what came with an hour long gone, of a wrong clock; return whether all is known.

        Once in a while it is counted how many tips there are, and only if that differs, which.
        """
        if time.monotonic() - self.index.counted < COUNT_SECONDS:
            return True
        shelf = self.visit.office.shelf
        if shelf.count(self.desk) != self.index.size:
            missed = list(shelf.tips_of(self.desk) - self.index.tips())
            for start in range(0, len(missed), AT_ONCE):
                self._add(missed[start : start + AT_ONCE])
                if self._is_over():
                    return False
        self.index.counted = time.monotonic()
        return True

    def share(self) -> float:
        """Return how much it knows, below 1: of all changes, and of all tips, whichever is less."""
        changes = self.visit.office.changes.tally().changes
        tips = self.visit.office.shelf.count(self.desk)
        seen = self.index.mark.changes / changes if changes else 1
        return min(seen, self.index.size / tips if tips else 1, ALMOST)

    def _there(self) -> set[bytes]:
        """Return the ids of all that the index may hold."""
        return self.visit.office.shelf.tips_of(self.desk)

    def _add(self, tips: Sequence[bytes]) -> None:
        for row in self.visit.office.shelf.tips(tips, [self.desk]).values():
            self.index.add(_known(self.visit, row, None, None))

    def opened(self, case_ids: Sequence[bytes]) -> dict[bytes, OpenCase]:
        """Open these cases, as far as they open for the desk."""
        rows = self.visit.office.cases.of_desk(case_ids, self.desk)
        events = self.visit.office.cases.events_of(case_ids)
        cases = {}
        for case_id, row in rows.items():
            with suppress(*UNOPENED):
                cases[case_id] = open_case(self.visit, row, events.get(case_id, ()))
        return cases

    def entries(self, case_ids: Sequence[bytes]) -> tuple[dict[bytes, list[Entry]], set[bytes]]:
        """Return what the index learns of the tips of these cases.

        And the tips of which it would learn nothing new: they are not opened.
        A case whose events are spoilt does not tell which tips are its own; the database does.
        """
        office, cases = self.visit.office, self.opened(case_ids)
        told = office.cases.tips_of([each for each in case_ids if not _tells(cases.get(each))])
        for case_id, case in cases.items():
            told.setdefault(case_id, [bytes.fromhex(tip) for tip in case.state.tips])
        ids = [tip for tips in told.values() for tip in tips]
        rows, looks = office.shelf.tips(ids, [self.desk]), office.changes.likenesses(ids)
        entries: dict[bytes, list[Entry]] = {}
        kept: set[bytes] = set()
        for case_id, tips in told.items():
            of_case, stamps = entries.setdefault(case_id, []), self.index.stamps(case_id)
            for tip in [each for each in tips if each in rows]:
                made_of = (rows[tip], cases.get(case_id), looks.get(tip))
                if stamps.get(tip) == stamp(*made_of):
                    kept.add(tip)
                else:
                    of_case.append(_known(self.visit, *made_of))
        return entries, kept

    def _seen(self, changes: int) -> None:
        self.index.set_mark(replace(self.index.mark, changes=changes))

    def _is_over(self) -> bool:
        return time.monotonic() > self.end


def _known(visit: Visit, row: TipRow, case: OpenCase | None, looks: bytes | None) -> Entry:
    """Return what the index learns of a tip: of one that does not open, that it is there."""
    try:
        return entry(visit, row, case, looks)
    except UNOPENED:
        return broken(row, case)


def _tells(case: OpenCase | None) -> bool:
    return case is not None and bool(case.state.tips)
