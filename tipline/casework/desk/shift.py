"""Handing a desk over: what is left open, and who has read it."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.casework.case.vouching import cards, colleagues
from tipline.casework.index.indexing import current
from tipline.casework.index.listing_cases import given_cases
from tipline.casework.lists.watch import heads, held
from tipline.errors import HandOverRefusedError, NotFoundError
from tipline.keyring.handing import open_entry, seal_entry
from tipline.sealing.audit import Action
from tipline.search import standing
from tipline.search.entry import Holds
from tipline.search.tables import FRESH
from tipline.tips.clocks import Moments
from tipline.tips.priority import Priority
from tipline.tips.shift import LEFT_MAX, Entry, HandOver, Left, Why, put_together

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from tipline.casework.visit import Visit
    from tipline.search.standing import Open
    from tipline.tips.state import State

INDEX_SECONDS = 1.0  # that a shift waits for what its index does not know yet
SHIFT = timedelta(hours=8)  # a task that is due within it is named to the next
URGENT = frozenset({Priority.P1, Priority.P2})


@dataclass(frozen=True)
class Book:
    """The hand-overs of a desk, the newest first; ``refused`` entries are not the desk's word."""

    desk: str
    handovers: tuple[HandOver, ...]
    refused: int


def book(visit: Visit, desk: str) -> Book:
    """Return the hand-overs of one of the visit's desks. NotFoundError for another's."""
    _check(visit, desk)
    members = cards(visit, desk)
    entries = list[tuple[Entry, bytes]]()
    rows = visit.office.handovers.of(desk)
    for sealed in rows:
        with suppress(HandOverRefusedError):
            entries.append(open_entry(sealed, visit.member.desks[desk], members))
    return Book(desk, put_together(entries), len(rows) - len(entries))


def left_open(visit: Visit, desk: str) -> dict[Left, str]:
    """Return what the next shift must know of: late, unread, P1 and P2, what is due, what waits.

    Each with the code of its category, which a hand-over does not keep.

    1. The desk's indexes say what may be such: of tips, and of the cases that it was given.
    2. Whether a task is due is read from the heads of the cases of which something is.
    What is late longest stands first, then what is due first.
    """
    _check(visit, desk)
    named: dict[Left, str] = {}
    for holds in held(visit, desk):
        index = current(visit, desk, INDEX_SECONDS, holds).index
        rows = standing.left(index, visit.now + SHIFT, 2 * LEFT_MAX)  # 1
        if holds is Holds.CASES:
            has = visit.office.changes.cases_of(desk, [row.id for row in rows])
            rows = [row for row in rows if row.id in has]
        tasks = _tasks(visit, desk, rows, holds)  # 2
        named |= {
            Left(tip=row.id, why=why, due=row.due, case=holds is Holds.CASES): row.category
            for row in rows
            if (why := _why(row, tasks.get(row.id), FRESH[holds], visit.now))
        }
    ordered = sorted(named.items(), key=lambda each: each[0].due or visit.now + 99 * SHIFT)
    return dict(ordered[:LEFT_MAX])


def hand_over(visit: Visit, desk: str, text: str, present: Collection[bytes]) -> None:
    """Hand a desk over: who is on, of those ``present``, what is left open, and what is said.

    NotFoundError for a desk that is not the visit's.
    """
    _check(visit, desk)
    there = colleagues(visit, desk)
    on = [name for analyst, name in there.items() if analyst in present]
    entry = _entry(visit, desk, text)
    _enter(visit, replace(entry, on=tuple(on), left=tuple(left_open(visit, desk))))


def take_over(visit: Visit, desk: str, digest: bytes, text: str) -> None:
    """Sign that a hand-over was read. NotFoundError where it is not there; twice is once."""
    for each in book(visit, desk).handovers:
        if each.digest == digest:
            if not each.read_by(visit.member.analyst):
                _enter(visit, replace(_entry(visit, desk, text), of=digest))
            return
    raise NotFoundError


def on_duty(visit: Visit, shown: Book, present: Collection[bytes]) -> dict[str, datetime | None]:
    """Return who is on: those who are signed in, with when they took over, if they did.

    Whoever took over within the hours that a session may last counts, signed in or not.
    """
    there = colleagues(visit, shown.desk)
    hours = timedelta(hours=visit.office.settings.absolute_hours)
    on: dict[str, datetime | None] = {
        name: None for analyst, name in there.items() if analyst in present
    }
    for each in reversed(shown.handovers):
        for read in each.read:
            if visit.now - read.at < hours:
                on[read.name] = read.at
    return on


def _why(row: Open, task: datetime | None, fresh: State, now: datetime) -> tuple[Why, ...]:
    chosen = (
        (Why.LATE, row.due is not None and row.due <= now),
        (Why.UNREAD, row.state is fresh),
        (Why.URGENT, row.priority in URGENT),
        (Why.TASK, task is not None and task <= now + SHIFT),
        (Why.WAITING, row.until is not None),
        (Why.AGENCY, row.unsettled),
    )
    return tuple(why for why, is_so in chosen if is_so)


def _tasks(
    visit: Visit, desk: str, rows: Sequence[Open], holds: Holds
) -> Mapping[bytes, datetime | None]:
    """Return when a task is due first, of what has something that is due within the shift."""
    soon = [row.id for row in rows if row.due is not None and row.due <= visit.now + SHIFT]
    if holds is Holds.TIPS:
        return {tip: head.moments.task for tip, head in heads(visit, desk, soon).items()}
    given = given_cases(visit, soon, [desk])
    return {
        case_id: Moments.of(each.case.state).task for case_id, each in given.items() if each.case
    }


def _entry(visit: Visit, desk: str, text: str) -> Entry:
    return Entry(
        desk=desk,
        at=visit.now,
        author=visit.member.analyst,
        name=visit.member.name,
        text=text,
    )


def _enter(visit: Visit, entry: Entry) -> None:
    trail.record(visit, Action.HAND_OVER, desk=entry.desk)
    until = visit.now.date() + timedelta(days=visit.office.settings.handover_days)
    recipient = visit.office.deployment.desk(entry.desk).recipient
    sealed = seal_entry(entry, visit.member.identity, recipient)
    visit.office.handovers.add(secrets.token_bytes(16), entry.desk, until, sealed)


def _check(visit: Visit, desk: str) -> None:
    if desk not in visit.desks:
        raise NotFoundError
