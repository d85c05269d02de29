"""Letting a file leave: on purpose, with a reason, told in the case and in the trail.

The form leads on to an address that holds a ticket, so that a download that broke can go on, and a
part of a long file can be asked for (RFC 9110, 14). The ticket is sealed and bound to the analyst,
the tip and the file; without the analyst's own session it is of no use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import current_app

from tipline.casework import actions, trail
from tipline.errors import NotFoundError, RecordMalformedError
from tipline.sealing import token
from tipline.sealing.audit import Action
from tipline.sealing.derivation import derive
from tipline.tips.leaving import check_may_leave

if TYPE_CHECKING:
    from flask import Flask

    from tipline.casework.opening import OpenTip
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

    1. Nothing leaves a case that may be false, or that nobody graded.
    2. The trail gets its entry.
    3. The case gets its event, which needs a permit unless a life is at stake; whatever is amiss
       with the case ends it here.
    Raises what ``leaving.left`` (1, 3) and ``actions.enter`` do.
    """
    check_may_leave(tip.case.state)  # 1
    trail.record(visit, Action.DOWNLOAD, tip=tip.id, file=content.file, sealed=content.sealed)  # 2
    actions.enter(visit, tip, content, None)  # 3
    ticket = Ticket(sealed=content.sealed, at=int(visit.now.timestamp()))
    return token.seal(ticket, current_app.extensions[PLACE], _bound(visit, tip.id, content.file))


def let_go_before(visit: Visit, tip_id: bytes, file_id: bytes, ticket: str) -> Ticket:
    """Return what a ticket was for; NotFoundError for another's, another file's, or an old one."""
    key, bound = current_app.extensions[PLACE], _bound(visit, tip_id, file_id)
    try:
        found = token.open_token(Ticket, ticket, key, bound)
    except RecordMalformedError:
        raise NotFoundError from None
    if not 0 <= visit.now.timestamp() - found.at < TICKET_SECONDS:
        raise NotFoundError
    return found


def _bound(visit: Visit, tip_id: bytes, file_id: bytes) -> bytes:
    return visit.member.analyst + tip_id + file_id
