"""Signing in: passphrase, then the authenticator's code, then a session."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.errors import (
    PassphraseRefusedError,
    SignInNameRefusedError,
    SignInRefusedError,
    StartAgainError,
    TotpRefusedError,
    TotpSpentError,
)
from tipline.keyring import names, session, totp
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.enrolment import open_profile, open_totp
from tipline.sealing.audit import Action

if TYPE_CHECKING:
    from tipline.keyring.session import SessionKey
    from tipline.review.access.door import Door
    from tipline.review.house import House
    from tipline.store.casebook.staff import AnalystRow

OWN_TRIES = 2  # of an address, though strangers to it made the name wait: one, and a slip
CODES = "codes"  # no pseudonym of an address, which is in hex
STEP_LIFE = timedelta(minutes=5)  # between the passphrase and the code: time to find the telephone


@dataclass(frozen=True, kw_only=True)
class Halfway:
    """What is carried, sealed, from the first step to the second."""

    at: datetime
    analyst: bytes
    keys: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """What signing in gives: the cookie's key, and under what the next one's waits are counted."""

    key: SessionKey
    lookup: bytes


def check_passphrase(  # noqa: PLR0913 (who, with what, from where and when)
    door: Door, name: str, passphrase: str, device: bytes, now: datetime, *, address: str = ""
) -> Halfway:
    """Open an analyst's identity: the first step.

    ``device`` is empty, or names a browser in which this name has signed in before; ``address`` is
    the pseudonym of the request's address.

    1. A name that was refused often, known or not, waits: SignInWaitError, and no work is done.
       An address that was not refused for it lately has a few tries of its own.
    2. Find the row by the name's keyed hash. An unknown or disabled name gets the decoy.
    3. Pass the gate, or SignInBusyError; then open the identity: scrypt, the same for all.
    4. Refuse unknown name, disabled analyst and wrong passphrase alike: SignInNameRefusedError.
       What is written down of a known name is written after the answer.
    5. The identity must be that of the row's recipient, or the row was forged.
    """
    lookup = names.lookup(door.secret, name)
    _check_wait(door, lookup, device, address)  # 1
    found = door.house.staff.by_lookup(lookup)  # 2
    row = None if found is None or found.disabled else found
    sealed = door.decoy if row is None else row.identity
    try:
        with door.gate.passed():  # 3
            identity = AnalystIdentity.open(sealed, passphrase)
    except PassphraseRefusedError:
        row = None
    if row is None:  # 4
        refuse(door, lookup, device, address)
        if found is not None:
            door.aside.do(partial(_note_refusal, door.house, found))
        raise SignInNameRefusedError
    open_profile(row, identity)  # 5
    return Halfway(at=now, analyst=row.id, keys=identity.pack())


def check_code(  # noqa: PLR0913 (who, with what, from where and when)
    door: Door, halfway: Halfway, code: str, device: bytes, now: datetime, *, address: str = ""
) -> SignedIn:
    """Check the authenticator's code and start a session: the second step.

    1. The first step was not long ago, and the analyst is still there and not disabled.
    2. Who gave wrong codes often waits: SignInWaitError. They have the passphrase: what strangers
       without it were refused does not count here, nor do codes count there.
    3. The code is that of now, or SignInRefusedError.
    4. Its counter is spent in the database: of two requests with one code, one gets in.
    5. The trail gets its entry: what cannot be recorded is not done.
    6. A session is drawn, and the identity sealed under it; what this browser and this address were
       refused is forgotten, and what strangers were is not.
    """
    row = door.house.staff.analyst(halfway.analyst)
    if row.disabled or not timedelta(0) <= now - halfway.at <= STEP_LIFE:  # 1
        raise StartAgainError
    door.waits.check(waiting(row.lookup, device, CODES))  # 2
    identity = AnalystIdentity.unpack(halfway.keys)
    profile = open_profile(row, identity)
    try:
        step = totp.check(open_totp(row, identity), code, now, used=row.totp_used)  # 3
        door.house.staff.spend_totp(row.id, step)  # 4
    except (TotpRefusedError, TotpSpentError):
        door.waits.refuse(waiting(row.lookup, device, CODES))
        _note_refusal(door.house, row)
        raise SignInRefusedError from None
    facts = {"refused_before": row.failures}
    trail.write(door.house, Action.SIGN_IN, row.id, profile.name, facts)  # 5
    key = session.SessionKey.draw()  # 6
    opened = session.Opened(name=profile.name, identity=identity)
    door.house.sessions.start(key.row_id, row.id, session.seal(opened, key, row.id), now)
    forgive(door, row.lookup, device, address)
    if row.failures:
        door.house.staff.forget_failures(row.id)
    return SignedIn(key=key, lookup=row.lookup)


def waiting(lookup: bytes, device: bytes, apart: str = "") -> bytes:
    """Return under what the refusals of a name are counted: apart for a browser that it knows.

    So that a stranger who tries a name all day makes the stranger wait, not its owner. A browser
    that another name has signed in with is a stranger's: each of those would be four more tries.
    ``apart`` is the pseudonym of an address, or ``CODES``.
    """
    return hashlib.sha256(lookup + _own(lookup, device) + apart.encode()).digest()


def refuse(door: Door, lookup: bytes, device: bytes, address: str) -> None:
    """Count a wrong passphrase: for the browser if the name knows it, else for all and for one."""
    door.waits.refuse(waiting(lookup, device))
    if address and not _own(lookup, device):
        door.waits.refuse(waiting(lookup, b"", address))


def forgive(door: Door, lookup: bytes, device: bytes, address: str) -> None:
    """Forget what whoever has signed in was refused; strangers go on waiting."""
    mine = waiting(lookup, device, "" if _own(lookup, device) else address)
    door.waits.forgive(mine)
    door.waits.forgive(waiting(lookup, device, CODES))


def _check_wait(door: Door, lookup: bytes, device: bytes, address: str) -> None:
    if not _own(lookup, device):
        mine = waiting(lookup, b"", address)
        if address and door.waits.times(mine) < OWN_TRIES:
            return
        door.waits.check(mine)
    door.waits.check(waiting(lookup, device))


def _own(lookup: bytes, device: bytes) -> bytes:
    return device if device.startswith(lookup) else b""


def _note_refusal(house: House, row: AnalystRow) -> None:
    house.staff.count_failure(row.id, None)
    trail.write(house, Action.SIGN_IN_REFUSED, row.id, "", {})
