"""The wall of a desk: for those who are at it, and for screens that hold no desk's key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.age import HybridRecipient
from tipline.casework import trail
from tipline.casework.index.listing_cases import case_desks
from tipline.errors import AgeError, NotFoundError, RecordMalformedError, SessionEndedError
from tipline.keyring.screen import ScreenKey
from tipline.sealing.audit import Action
from tipline.sealing.body import open_body, seal_body
from tipline.search.board import Board, board
from tipline.search.entry import Holds
from tipline.store.casebook.screens import Screens
from tipline.tips.shape import from_json, to_json

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.casework.office import Office
    from tipline.casework.visit import Visit
    from tipline.search.index import Index

POSTED_EVERY = timedelta(seconds=10)


@dataclass(frozen=True)
class Hung:
    """What a screen shows: whose wall, and how it was last; None before anybody was at work."""

    desk: str
    board: Board | None


def shown(visit: Visit, desk: str) -> Holds:
    """Return of what the wall of a member's desk is: of its tips, or of the cases it was given."""
    return Holds.CASES if desk in case_desks(visit) else Holds.TIPS


def post(visit: Visit, desk: str, index: Index) -> None:
    """Put the wall on the screens of a desk, if that was not done a moment ago.

    Whoever works at the desk does it, with every page that brings the index up to date.
    """
    screens = screens_of(visit.office)
    due = [
        row
        for row in screens.of(desk, visit.now)
        if row.posted is None or abs(visit.now - row.posted) >= POSTED_EVERY
    ]
    if not due:
        return
    record = to_json(board(index, visit.now))
    for row in due:
        sealed = seal_body(record, [HybridRecipient.from_public(row.recipient)])
        screens.post(row.id, sealed, visit.now)


def give_screen(visit: Visit, desk: str) -> ScreenKey:
    """Make a screen of a desk that the member supervises; return what its browser keeps.

    Raises NotFoundError and StoreError.
    """
    _supervised(visit, desk)
    key = ScreenKey.draw()
    trail.record(visit, Action.SCREEN, desk=desk)
    screens_of(visit.office).add(key.row_id, desk, key.identity.recipient.public, visit.now)
    return key


def end_screens(visit: Visit, desk: str) -> int:
    """Shut out the screens of a desk that the member supervises; return how many.

    Raises NotFoundError and StoreError.
    """
    _supervised(visit, desk)
    trail.record(visit, Action.SCREENS_END, desk=desk)
    return screens_of(visit.office).end(desk)


def hung(office: Office, cookie: str, now: datetime) -> Hung:
    """Return what the screen of a cookie shows. Raises SessionEndedError for any other cookie."""
    key = ScreenKey.parse(cookie)
    row = screens_of(office).find(key.row_id, now)
    if row is None:
        raise SessionEndedError
    if row.sealed is None:
        return Hung(row.desk, None)
    try:
        return Hung(row.desk, from_json(Board, open_body(row.sealed, [key.identity])))
    except (AgeError, RecordMalformedError):
        raise SessionEndedError from None


def screens_of(office: Office) -> Screens:
    """Return the screens of an office's casebook."""
    return Screens(office.cases.engine)


def _supervised(visit: Visit, desk: str) -> None:
    if desk not in visit.member.supervised():
        raise NotFoundError
