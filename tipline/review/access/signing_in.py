"""Signing in: passphrase, then the authenticator's code, then a session."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

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
from tipline.review import trail
from tipline.sealing.audit import Action

if TYPE_CHECKING:
    from tipline.keyring.session import SessionKey
    from tipline.review.access.door import Door
    from tipline.review.house import House
    from tipline.store.casebook.staff import AnalystRow

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


def check_passphrase(
    door: Door, name: str, passphrase: str, device: bytes, now: datetime
) -> Halfway:
    """Open an analyst's identity: the first step.

    ``device`` is empty, or names a browser in which this name has signed in before.

    1. A name that was refused often, known or not, waits: SignInWaitError, and no work is done.
    2. Find the row by the name's keyed hash. An unknown or disabled name gets the decoy.
    3. Pass the gate, or SignInBusyError; then open the identity: scrypt, the same for all.
    4. Refuse unknown name, disabled analyst and wrong passphrase alike: SignInNameRefusedError.
       What is written down of a known name is written after the answer.
    5. The identity must be that of the row's recipient, or the row was forged.
    """
    lookup = names.lookup(door.secret, name)
    door.waits.check(waiting(lookup, device))  # 1
    found = door.house.staff.by_lookup(lookup)  # 2
    row = None if found is None or found.disabled else found
    sealed = door.decoy if row is None else row.identity
    try:
        with door.gate.passed():  # 3
            identity = AnalystIdentity.open(sealed, passphrase)
    except PassphraseRefusedError:
        row = None
    if row is None:  # 4
        door.waits.refuse(waiting(lookup, device))
        if found is not None:
            door.aside.do(partial(_note_refusal, door.house, found))
        raise SignInNameRefusedError
    open_profile(row, identity)  # 5
    return Halfway(at=now, analyst=row.id, keys=identity.pack())


def check_code(door: Door, halfway: Halfway, code: str, device: bytes, now: datetime) -> SignedIn:
    """Check the authenticator's code and start a session: the second step.

    1. The first step was not long ago, and the analyst is still there and not disabled.
    2. Whoever was refused often waits: SignInWaitError.
    3. The code is that of now, or SignInRefusedError.
    4. Its counter is spent in the database: of two requests with one code, one gets in.
    5. The trail gets its entry: what cannot be recorded is not done.
    6. A session is drawn, and the identity sealed under it; what was counted is forgotten.
    """
    row = door.house.staff.analyst(halfway.analyst)
    if row.disabled or not timedelta(0) <= now - halfway.at <= STEP_LIFE:  # 1
        raise StartAgainError
    door.waits.check(waiting(row.lookup, device))  # 2
    identity = AnalystIdentity.unpack(halfway.keys)
    profile = open_profile(row, identity)
    try:
        step = totp.check(open_totp(row, identity), code, now, used=row.totp_used)  # 3
        door.house.staff.spend_totp(row.id, step)  # 4
    except (TotpRefusedError, TotpSpentError):
        door.waits.refuse(waiting(row.lookup, device))
        _note_refusal(door.house, row)
        raise SignInRefusedError from None
    facts = {"refused_before": row.failures}
    trail.write(door.house, Action.SIGN_IN, row.id, profile.name, facts)  # 5
    key = session.SessionKey.draw()  # 6
    opened = session.Opened(name=profile.name, identity=identity)
    door.house.sessions.start(key.row_id, row.id, session.seal(opened, key, row.id), now)
    door.waits.forgive(waiting(row.lookup, device))
    if row.failures:
        door.house.staff.forget_failures(row.id)
    return SignedIn(key=key, lookup=row.lookup)


def waiting(lookup: bytes, device: bytes) -> bytes:
    """Return under what the refusals of a name are counted: apart for a browser that it knows.

    So that a stranger who tries a name all day makes the stranger wait, not its owner. A browser
    that another name has signed in with is a stranger's: each of those would be four more tries.
    """
    own = device if device.startswith(lookup) else b""
    return hashlib.sha256(lookup + own).digest()


def _note_refusal(house: House, row: AnalystRow) -> None:
    house.staff.count_failure(row.id, None)
    trail.write(house, Action.SIGN_IN_REFUSED, row.id, "", {})
