"""Reading the audit trail, for those who hold its key."""

from __future__ import annotations

import threading
from time import monotonic
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.casework.audit.opened_trail import Trail
from tipline.errors import NotFoundError
from tipline.keyring.card import Role
from tipline.sealing.audit import Action
from tipline.sealing.deployment import AUDIT_DESK

if TYPE_CHECKING:
    from tipline.casework.visit import Visit
    from tipline.keyring.desk import DeskIdentity

READ_SECONDS = 2.0  # that a page waits until the trail is read
LOOK = bytes(16)  # as what the trail is entered in the minutes of who looks at what
_turn = threading.Lock()


def read(visit: Visit, seconds: float = READ_SECONDS) -> Trail:
    """Return the trail as far as it is read in some seconds. That it is read is an entry, too.

    It stays in memory while an auditor works with it, as a desk's index does.

    Raises NotFoundError for who is no auditor, and StoreError.
    """
    key, trails = auditor_key(visit), visit.office.trails
    trail.record_once(visit, Action.AUDIT, LOOK)
    with _turn:
        found = trails.get(AUDIT_DESK) or Trail()
        found.read_on(visit.office.audit, key.identity, monotonic() + seconds)
        trails.put(AUDIT_DESK, found)
    return found


def auditor_key(visit: Visit) -> DeskIdentity:
    """Return the key of the trail, of a member who is its auditor. Raises NotFoundError."""
    if visit.member.believed.get(AUDIT_DESK) is not Role.AUDITOR:
        raise NotFoundError
    return visit.member.desks[AUDIT_DESK]
