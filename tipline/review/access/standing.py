"""What somebody may enter, by the roles that their desks' signed cards give them.

A role counts at the desks that it belongs to: an operator's at a hotline's desk, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tipline.configuration import DeskKind
from tipline.keyring.card import Role
from tipline.sealing.deployment import AUDIT_DESK
from tipline.web.entrance import Who

if TYPE_CHECKING:
    from tipline.configuration import Configuration
    from tipline.keyring.member import Member

Standing = Mapping[Role, frozenset[Who]]

OPERATING: Standing = {
    Role.OPERATOR: frozenset({Who.OPERATOR}),
    Role.SUPERVISOR: frozenset({Who.OPERATOR, Who.SUPERVISOR}),
}
ADMINISTERING: Standing = {
    Role.ADMINISTRATOR: frozenset({Who.ADMINISTRATOR}),
    Role.SUPERVISOR: frozenset({Who.ADMINISTRATOR, Who.SUPERVISOR}),
}
READING: Standing = {
    Role.ANALYST: frozenset({Who.MEMBER}),
    Role.SUPERVISOR: frozenset({Who.MEMBER, Who.SUPERVISOR}),
}
AUDITING: Standing = {Role.AUDITOR: frozenset({Who.AUDITOR})}
OF_KIND = {DeskKind.HOTLINE: OPERATING, DeskKind.ADMINISTRATION: ADMINISTERING}
GIVEN = (Role.ANALYST, Role.OPERATOR, Role.ADMINISTRATOR, Role.SUPERVISOR)  # by a supervisor


def standing(member: Member, configuration: Configuration) -> frozenset[Who]:
    """Return what somebody who has signed in is, at all their desks together."""
    found = {Who.SIGNED_IN}
    for code, role in member.believed.items():
        found |= _at(code, configuration).get(role, frozenset())
    return frozenset(found)


def roles_at(code: str, configuration: Configuration) -> tuple[Role, ...]:
    """Return the roles that a supervisor of a desk may give there.

    An auditor comes with the audit key, from the command line.
    """
    at = _at(code, configuration)
    return tuple(role for role in GIVEN if role in at)


def _at(code: str, configuration: Configuration) -> Standing:
    if code == AUDIT_DESK:
        return AUDITING
    kind = configuration.kind_of(code)
    return OF_KIND.get(kind, READING) if kind else READING
