"""What a supervisor does with people: invite, give a desk, disable. And who is there."""

from __future__ import annotations

import hmac
import logging
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.errors import AnalystExistsError, CardRefusedError, NotFoundError
from tipline.keyring import card as cards
from tipline.keyring import enrolment, invitation, names
from tipline.keyring.card import Role
from tipline.keyring.invitation import Invitation, InvitationCode
from tipline.review.access.administering import readers
from tipline.sealing.audit import Action

if TYPE_CHECKING:
    from tipline.keyring.member import Member
    from tipline.review.access.door import Door
    from tipline.review.house import House
    from tipline.store.casebook.staff import AnalystRow

log = logging.getLogger("tipline.review")


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """A member of a desk, as the members page lists them, past ones too."""

    analyst: bytes
    name: str
    desk: str
    role: Role
    present: bool


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A seat at a desk that is to be given.

    ``read_out`` are the digits that the analyst read out from their own page.
    """

    desk: str
    name: str
    read_out: str
    role: Role


def colleagues(house: House, member: Member) -> tuple[Colleague, ...]:
    """Return the members of the desks that the member supervises, by desk and name.

    A card that its desk did not sign is nobody's: it is left out, and the log says so.
    """
    found = []
    disabled = {row.id for row in house.staff.analysts() if row.disabled}
    for row in house.staff.members_of(member.supervised()):
        try:
            card = cards.read(member.desks[row.desk], row.card)
        except CardRefusedError:
            log.warning("a card of desk %s was not signed by it", row.desk)
            continue
        present = row.ended is None and card.analyst not in disabled
        found.append(Colleague(
            analyst=card.analyst, name=card.name, desk=row.desk, role=card.role, present=present
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.desk, not one.present, one.name)))


def invite(door: Door, member: Member, asked: Invitation, now: datetime) -> InvitationCode:
    """Store an invitation to a desk that the member supervises, and return its code.

    ``asked`` has no desk seed yet. The code is shown once and kept nowhere.

    1. The member supervises the desk, or NotFoundError, as for a desk that is not there.
    2. Nobody has the name, or AnalystExistsError.
    3. The desk's identity goes into the invitation, which only the code opens.
    4. The trail gets its entry: what cannot be recorded is not done.
    """
    desk = member.desks[_supervised(member, asked.desk)]  # 1
    if door.house.staff.by_lookup(names.lookup(door.secret, asked.name)) is not None:  # 2
        raise AnalystExistsError
    code = InvitationCode.draw()
    whole = Invitation(
        name=names.plain(asked.name),
        role=asked.role,
        desk=desk.code,
        desk_seed=desk.seed,
        language=asked.language,
    )
    sealed = invitation.seal(whole, code)  # 3
    facts = {"name_invited": whole.name, "desk": desk.code, "role": whole.role.value}
    trail.record_by(door.house, member, Action.INVITE, **facts)  # 4
    expires = now + timedelta(hours=door.house.settings.invitation_hours)
    door.house.invitations.add(code.id, expires, sealed)
    return code


def give_desk(door: Door, member: Member, asked: Seat) -> None:
    """Give an analyst a seat at a desk that the member supervises.

    1. The member supervises the desk, or NotFoundError.
    2. There is an analyst of this name, not disabled, and the digits are those of the name and the
       keys in the row: else NotFoundError, as the database may name a stranger's keys.
    3. The desk's identity is sealed to those keys, and the card signed.
    4. The trail gets its entry: what cannot be recorded is not done.
    """
    own = member.desks[_supervised(member, asked.desk)]  # 1
    row = door.house.staff.by_lookup(names.lookup(door.secret, asked.name))  # 2
    if row is None or row.disabled or not _is_read_out(row, asked):
        raise NotFoundError
    name = names.plain(asked.name)
    seat = enrolment.seat(own, row, name, asked.role, readers(door.house))  # 3
    role = asked.role.value
    trail.record_by(
        door.house, member, Action.DESK_GIVE, whom=row.id, desk=own.code, role=role
    )  # 4
    door.house.staff.join(seat)


def disable(house: House, member: Member, analyst: bytes) -> Colleague:
    """Shut out a member of a desk that the member supervises; their sessions end at once.

    Raises NotFoundError for anybody else, for oneself, and for who is disabled already.
    """
    found = disableable(house, member, analyst)
    trail.record_by(house, member, Action.DISABLE, whom=analyst)
    house.staff.disable(analyst)
    return found


def disableable(house: House, member: Member, analyst: bytes) -> Colleague:
    """Return whom ``disable`` would shut out, or raise NotFoundError."""
    for one in colleagues(house, member):
        if one.analyst == analyst != member.analyst and one.present:
            return one
    raise NotFoundError


def _supervised(member: Member, desk: str) -> str:
    if desk not in member.supervised():
        raise NotFoundError
    return desk


def _is_read_out(row: AnalystRow, asked: Seat) -> bool:
    digits = "".join(str(unicodedata.decimal(it)) for it in asked.read_out if it.isdecimal())
    own = "".join(enrolment.fingerprint(asked.name, row.recipient, row.verifier))
    return hmac.compare_digest(digits.encode(), own.encode())
