"""What the schema of CAP does not say: section 3 of the standard, and our own profile.

Source: OASIS CAP 1.2, section 3; the domain guide, 8, "CAP 1.2 validator".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tipline.dispatch.cap.alert import Area, Certainty, Circle, Info, Message, Scope, Status
from tipline.errors import (
    CapAddressesError,
    CapAreaError,
    CapCircleError,
    CapEventError,
    CapInfoError,
    CapLanguageError,
    CapNameError,
    CapNoteError,
    CapObservedError,
    CapPolygonError,
    CapPublicError,
    CapReferencesError,
    CapResourceError,
    CapRestrictionError,
    CapTimeError,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tipline.dispatch.cap.alert import Alert
    from tipline.errors import CapError

NAME = re.compile(r"[^\s,<&]+")  # 3.2.1, identifier and sender
REFERRING = frozenset({Message.UPDATE, Message.CANCEL, Message.ACK, Message.ERROR})
TELLING = frozenset({Message.ALERT, Message.UPDATE})
PAIRS_MIN = 4  # 3.2.4, polygon
NORTH_MAX, EAST_MAX = 90, 180  # degrees
MINUTE = 60  # seconds
YEARS = range(1000, 10_000)  # are written with four digits


def check(alert: Alert) -> None:
    """Refuse a message that breaks a rule, with the first CapError."""
    broken = troubles(alert)
    if broken:
        raise broken[0]


def troubles(alert: Alert) -> tuple[CapError, ...]:
    """Return each rule that a message breaks, once."""
    of_alert = [error() for error, holds in _OF_ALERT if not holds(alert)]
    of_info = [error() for error, holds in _OF_INFO if not all(holds(each) for each in alert.infos)]
    return (*of_alert, *of_info)


def _named(alert: Alert) -> bool:
    return all(NAME.fullmatch(each) for each in (alert.identifier, alert.sender))


def _timed(alert: Alert) -> bool:
    return all(writable(at) for at in (alert.sent, *(each.sent for each in alert.references)))


def writable(at: datetime) -> bool:
    """Tell whether a time has an offset of whole minutes, whole seconds, and a year of 4 digits."""
    offset = at.utcoffset()
    whole = offset is not None and not offset.total_seconds() % MINUTE
    return whole and not at.microsecond and at.year in YEARS


def _referring(alert: Alert) -> bool:
    named = all(
        NAME.fullmatch(part) for each in alert.references for part in (each.sender, each.identifier)
    )
    return named and (alert.message not in REFERRING or bool(alert.references))


def _noted(alert: Alert) -> bool:
    wanted = alert.status is Status.EXERCISE or alert.message is Message.ERROR
    return not wanted or bool(alert.note.strip())


def _addressed(alert: Alert) -> bool:
    if any(not each.strip() or '"' in each for each in alert.addresses):
        return False
    return alert.scope is not Scope.PRIVATE or bool(alert.addresses)


def _in_each_language_once(alert: Alert) -> bool:
    spoken = [each.language for each in alert.infos]
    return all(spoken) and len(set(spoken)) == len(spoken)


def _in_place(info: Info) -> bool:
    return all(each.description.strip() for each in info.areas)


def _closed(info: Info) -> bool:
    return all(_is_ring(each) for each in info.areas)


def _is_ring(area: Area) -> bool:
    ring = area.polygon
    whole = len(ring) >= PAIRS_MIN and ring[0] == ring[-1]
    return not ring or (whole and all(_on_earth(*pair) for pair in ring))


def _round(info: Info) -> bool:
    return all(each.circle is None or _is_circle(each.circle) for each in info.areas)


def _is_circle(circle: Circle) -> bool:
    return _on_earth(circle.latitude, circle.longitude) and 0 <= circle.radius < float("inf")


def _on_earth(latitude: float, longitude: float) -> bool:
    return abs(latitude) <= NORTH_MAX and abs(longitude) <= EAST_MAX


def _described(info: Info) -> bool:
    return all(
        each.description.strip() and each.mimetype.strip() and each.size >= 0
        for each in info.resources
    )


_OF_ALERT: tuple[tuple[type[CapError], Callable[[Alert], bool]], ...] = (
    (CapNameError, _named),
    (CapTimeError, _timed),
    (CapPublicError, lambda alert: alert.scope is not Scope.PUBLIC),
    (CapAddressesError, _addressed),
    (
        CapRestrictionError,
        lambda alert: alert.scope is not Scope.RESTRICTED or bool(alert.restriction.strip()),
    ),
    (CapNoteError, _noted),
    (CapReferencesError, _referring),
    (CapInfoError, lambda alert: alert.message not in TELLING or bool(alert.infos)),
    (CapLanguageError, _in_each_language_once),
)
_OF_INFO: tuple[tuple[type[CapError], Callable[[Info], bool]], ...] = (
    (CapEventError, lambda info: bool(info.categories) and bool(info.event.strip())),
    (CapObservedError, lambda info: info.certainty is not Certainty.OBSERVED),
    (CapResourceError, _described),
    (CapAreaError, _in_place),
    (CapPolygonError, _closed),
    (CapCircleError, _round),
)
