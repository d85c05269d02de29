"""Bringing a desk's index up to date, with the keys of whoever is at work.

It is made of the tips that somebody of the desk has opened, and of their cases.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from tipline.casework.attachments import attachments
from tipline.casework.casefile import open_case
from tipline.casework.likenesses import of_tip, read
from tipline.errors import (
    AgeError,
    NotFoundError,
    RecordMalformedError,
    StoreError,
    TipKeyRefusedError,
    TipUnreadableError,
)
from tipline.keyring.opening import open_key, open_parts
from tipline.keyring.own import open_own, seal_own
from tipline.search.entry import Entry, Filed
from tipline.search.index import Index

if TYPE_CHECKING:
    from tipline.casework.visit import Visit
    from tipline.store.casebook.changes import Tally

log = logging.getLogger(__name__)

UNOPENED = (
    NotFoundError,
    TipKeyRefusedError,
    TipUnreadableError,
    AgeError,
    RecordMalformedError,
)
AT_ONCE = 100  # cases asked for at a time
WAIT_SECONDS = 0.5  # that a page waits for its desk's index to come up to date
SAVED_EVERY = 200  # changes: what was not saved is made again at the next opening


def current(visit: Visit, desk: str, seconds: float = WAIT_SECONDS) -> Index:
    """Return a desk's index, as far up to date as some seconds' work brings it.

    1. It is in memory, or on the disk; else it begins empty.
    2. What is no more the desk's leaves it.
    3. The cases that changed since are opened, in the order of their changes, and put into it.
    4. It is sealed and saved, if enough has changed.

    One at a time; who comes meanwhile takes it as it is. Raises StoreError.
    """
    office = visit.office
    with office.indexes.turn(desk):
        index = office.indexes.get(desk) or _kept(visit, desk)  # 1
        before, tally = index.mark, office.changes.tally()
        _drop_gone(visit, desk, index, tally)  # 2
        _follow(visit, desk, index, tally, time.monotonic() + seconds)  # 3
        office.indexes.put(desk, index)
        if index.mark[1] != before[1] or index.mark[0] - before[0] >= SAVED_EVERY:  # 4
            save(visit, desk, index)
    return index


def save(visit: Visit, desk: str, index: Index) -> None:
    """Seal an index to its desk and keep it on the disk."""
    sealed = seal_own(index.image(), visit.member.desks[desk])
    try:
        visit.office.index_files.write(desk, sealed)
    except StoreError as fault:  # the operator's to mend: the index can be made again
        log.error("%s", fault.sentence)  # noqa: TRY400 (its sentence says it all)


def _kept(visit: Visit, desk: str) -> Index:
    sealed = None
    try:
        sealed = visit.office.index_files.read(desk)
    except StoreError as fault:
        log.error("%s", fault.sentence)  # noqa: TRY400 (its sentence says it all)
    if sealed is not None:
        with suppress(AgeError, RecordMalformedError):
            found = Index.of(open_own(sealed, visit.member.desks[desk]))
            if found is not None and found.mark[0] <= visit.office.changes.tally().changes:
                return found
        log.warning("The index of desk %s does not open, or is older than the program: it is made"
                    " again.", desk)  # fmt: skip
    return Index()


def _drop_gone(visit: Visit, desk: str, index: Index, tally: Tally) -> None:
    changes, removals = index.mark
    if removals != tally.removals:
        index.remove(index.tips() - visit.office.changes.tips_of(desk))
        index.set_mark(changes, tally.removals)


def _follow(visit: Visit, desk: str, index: Index, tally: Tally, end: float) -> None:
    seen, removals = index.mark
    while seen < tally.changes:
        found = visit.office.changes.since(seen, desk, AT_ONCE)
        for number, case_id in found:
            _put(visit, desk, index, case_id)
            index.set_mark(number, removals)
            if time.monotonic() > end:
                return
        seen = found[-1][0] if len(found) == AT_ONCE else tally.changes
        index.set_mark(max(seen, index.mark[0]), removals)


def _put(visit: Visit, desk: str, index: Index, case_id: bytes) -> None:
    """Put a case's tips into the index. What does not open for the desk is not in it."""
    entries = []
    with suppress(*UNOPENED):
        case = open_case(visit, visit.office.cases.case(case_id, [desk]))
        for tip in map(bytes.fromhex, case.state.tips):
            with suppress(*UNOPENED):
                entries.append(_entry(visit, desk, case_id, tip))
    index.put(case_id, entries)


def _entry(visit: Visit, desk: str, case_id: bytes, tip_id: bytes) -> Entry:
    row = visit.office.shelf.tip(tip_id, [desk])
    identity = open_key(row, visit.member.desks)
    parts = open_parts({part.id: part.sealed for part in row.parts}, identity, tip_id)
    newest = max(parts.reports.values(), key=lambda report: report.arrived, default=None)
    if newest is None:
        raise TipUnreadableError
    looks = of_tip(visit, tip_id, identity)
    return Entry(
        tip=tip_id,
        case=case_id,
        arrived=newest.arrived,
        category=newest.answers.subcategory or newest.answers.category,
        files=tuple(
            Filed(each.number, each.evidence.received, read(looks.get(each.id.hex(), "")))
            for each in attachments(parts)
        ),
    )
