"""Letting a file or a summary leave: on purpose, with a reason, told in the case and in the trail.

The form leads on to an address that holds a ticket, so that a download that broke can go on, and a
part of a long file can be asked for (RFC 9110, 14). The ticket is sealed and bound to the analyst,
the tip and the file, or the event by which a summary left; without the analyst's own session it is
of no use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app

from tipline.casework import trail
from tipline.casework.tip import actions
from tipline.errors import NotFoundError, OriginalClosedError, RecordMalformedError
from tipline.sealing import token
from tipline.sealing.audit import Action
from tipline.sealing.derivation import derive
from tipline.tips.leaving import check_may_leave

if TYPE_CHECKING:
    from flask import Flask

    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.tips.content import Downloaded

PLACE = "tipline.downloads"
TICKET_SECONDS = 3600  # a large file over a slow line, and once more


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What was let go: ``sealed`` is the age file as it lies; ``at`` in seconds since the epoch."""

    sealed: bool
    at: int


def set_up(app: Flask, secret: bytes) -> None:
    """Give an application the key of its tickets."""
    app.extensions[PLACE] = derive(secret, "download")


def let_go(visit: Visit, tip: OpenTip, content: Downloaded) -> str:
    """Enter that a file leaves, and return the ticket for it.

    1. Nothing leaves a case that may be false, or that nobody graded; nor what is closed to this
       officer.
    2. The trail gets its entry.
    3. The case gets its event, which needs a permit unless a life is at stake; whatever is amiss
       with the case ends it here.
    Raises OriginalClosedError and what ``leaving.left`` (1, 3) and ``actions.enter`` do.
    """
    check_may_leave(tip.case.state)  # 1
    if tip.closed:
        raise OriginalClosedError
    trail.record(visit, Action.DOWNLOAD, tip=tip.id, file=content.file, sealed=content.sealed)  # 2
    actions.enter(visit, tip, content, None)  # 3
    return _sealed(visit, _bound(visit, tip.id, content.file), sealed=content.sealed)


def let_go_before(visit: Visit, tip_id: bytes, file_id: bytes, ticket: str) -> Ticket:
    """Return what a ticket was for; NotFoundError for another's, another file's, or an old one."""
    return _opened(visit, _bound(visit, tip_id, file_id), ticket)


def sent(visit: Visit, tip_id: bytes, number: int) -> str:
    """Return the ticket for what left with an event, by its number, that was entered just now."""
    return _sealed(visit, _bound(visit, tip_id, _event(number)), sealed=False)


def check_sent(visit: Visit, tip_id: bytes, number: int, ticket: str) -> None:
    """Refuse, with NotFoundError, a ticket of another, for another event, or an old one."""
    _opened(visit, _bound(visit, tip_id, _event(number)), ticket)


def _event(number: int) -> bytes:
    return b"dispatch" + number.to_bytes(4)


def _sealed(visit: Visit, bound: bytes, *, sealed: bool) -> str:
    ticket = Ticket(sealed=sealed, at=int(visit.now.timestamp()))
    return token.seal(ticket, current_app.extensions[PLACE], bound)


def _opened(visit: Visit, bound: bytes, ticket: str) -> Ticket:
    key = current_app.extensions[PLACE]
    try:
        found = token.open_token(Ticket, ticket, key, bound)
    except RecordMalformedError:
        raise NotFoundError from None
    if not 0 <= visit.now.timestamp() - found.at < TICKET_SECONDS:
        raise NotFoundError
    return found


def _bound(visit: Visit, tip_id: bytes, what: bytes) -> bytes:
    return visit.member.analyst + tip_id + what
