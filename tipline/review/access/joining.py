"""Joining by invitation: the code, a passphrase, an authenticator, then an analyst is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.errors import (
    AnalystExistsError,
    InvitationRefusedError,
    NotFoundError,
    StartAgainError,
)
from tipline.keyring import names, totp
from tipline.keyring.desk import DeskIdentity
from tipline.keyring.enrolment import Keys, Profile, new_analyst, seat
from tipline.keyring.invitation import Invitation, InvitationCode, open_invitation
from tipline.review.access.administering import readers
from tipline.sealing.audit import Action
from tipline.store.casebook import joining as store

if TYPE_CHECKING:
    from tipline.review.access.door import Door
    from tipline.review.house import House
    from tipline.store.casebook.staff import AnalystRow, MembershipRow

JOIN_LIFE = timedelta(minutes=60)  # to choose a passphrase and to set an authenticator up


@dataclass(frozen=True, kw_only=True)
class Invited:
    """What is carried, sealed, while a passphrase is chosen."""

    at: datetime
    code: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What is carried, sealed, while the authenticator is set up: no passphrase any more."""

    at: datetime
    code: str = field(repr=False)
    sealed: bytes = field(repr=False)
    recipient: str = field(repr=False)
    verifier: bytes
    secret: bytes = field(repr=False)


def look(door: Door, code: InvitationCode, now: datetime) -> Invitation:
    """Return what an invitation says and leave it.

    Raises InvitationRefusedError for one that is unknown, used, expired or another's, all alike,
    and AnalystExistsError if somebody has the name by now.
    """
    try:
        invitation = open_invitation(door.house.invitations.look(code.id, now), code)
    except NotFoundError:
        raise InvitationRefusedError from None
    if door.house.staff.by_lookup(names.lookup(door.secret, invitation.name)) is not None:
        raise AnalystExistsError
    return invitation


def prepare(door: Door, invited: Invited, passphrase: str, now: datetime) -> Prepared:
    """Make the identity, seal it with the passphrase, draw the authenticator's secret.

    Raises StartAgainError after an hour, SignInBusyError if too many passphrases are being checked.
    """
    _in_time(invited.at, now)
    with door.gate.passed():
        keys = Keys.make(passphrase)
    return Prepared(
        at=now,
        code=invited.code,
        sealed=keys.sealed,
        recipient=keys.recipient,
        verifier=keys.verifier,
        secret=totp.draw(),
    )


def join(door: Door, prepared: Prepared, typed: str, now: datetime) -> None:
    """Store the analyst.

    1. The steps before were not long ago, and the invitation is still there.
    2. The authenticator shows the right code, or TotpRefusedError; this code is spent.
    3. A desk that came with the invitation must be the deployment's: DeskKeyRefusedError.
    4. The trail gets its entry: what cannot be recorded is not done.
    5. In one transaction the invitation is destroyed and the analyst stored: of two requests with
       one invitation, one gets in, and the other is told what an unknown code is told.
    """
    _in_time(prepared.at, now)  # 1
    code = InvitationCode.parse(prepared.code)
    invitation = look(door, code, now)
    step = totp.check(prepared.secret, typed, now)  # 2
    row = new_analyst(
        Keys(prepared.sealed, prepared.recipient, prepared.verifier),
        Profile(name=invitation.name, language=invitation.language),
        lookup=names.lookup(door.secret, invitation.name),
        totp_secret=prepared.secret,
        totp_used=step,
    )
    places = _places(door.house, invitation, row)  # 3
    facts = {"desk": invitation.desk, "role": invitation.role.value}
    trail.write(door.house, Action.JOIN, row.id, invitation.name, facts)  # 4
    try:
        store.join(door.house.staff.engine, code.id, row, places, now)  # 5
    except NotFoundError:
        raise InvitationRefusedError from None


def _places(house: House, invitation: Invitation, row: AnalystRow) -> list[MembershipRow]:
    if not invitation.desk_seed:
        return []
    desk = DeskIdentity(invitation.desk, invitation.desk_seed)
    desk.matched(house.deployment.desks.get(invitation.desk))
    return [seat(desk, row, invitation.name, invitation.role, readers(house))]


def _in_time(at: datetime, now: datetime) -> None:
    if not timedelta(0) <= now - at <= JOIN_LIFE:
        raise StartAgainError
