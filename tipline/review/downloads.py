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
from tipline.tips.content import Downloaded
from tipline.tips.leaving import check_may_leave

if TYPE_CHECKING:
    from flask import Flask

    from tipline.casework.attachments import OpenAttachment
    from tipline.casework.visit import Visit

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


def let_go(visit: Visit, opened: OpenAttachment, reason: str, *, sealed: bool) -> str:
    """Enter that a file leaves, and return the ticket for it.

    1. Nothing leaves a case that may be false.
    2. The trail gets its entry.
    3. The case gets its event; whatever is amiss with the case ends it here.
    Raises NotToLeaveError (1) and what ``actions.enter`` does.
    """
    tip, file = opened.tip, opened.file
    check_may_leave(tip.case.state)  # 1
    trail.record(visit, Action.DOWNLOAD, tip=tip.id, file=file.id, sealed=sealed)  # 2
    content = Downloaded(tip=tip.id, file=file.id, sealed=sealed, text=reason)
    actions.enter(visit, tip, content, None)  # 3
    ticket = Ticket(sealed=sealed, at=int(visit.now.timestamp()))
    return token.seal(ticket, current_app.extensions[PLACE], _bound(visit, tip.id, file.id))


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
