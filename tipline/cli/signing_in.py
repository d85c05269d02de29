"""Signing in at the terminal, for what needs a member's keys: no session is made."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from tipline.cli.asking import ask
from tipline.cli.deployed import Deployed, now
from tipline.errors import (
    PassphraseRefusedError,
    SignInRefusedError,
    SignInWaitError,
    TotpRefusedError,
)
from tipline.keyring import totp
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.enrolment import open_profile, open_totp
from tipline.keyring.member import Member
from tipline.keyring.passphrase import normalised
from tipline.sealing.audit import Action

if TYPE_CHECKING:
    from tipline.store.casebook.staff import AnalystRow

PAUSE = timedelta(seconds=5)  # after a refusal; the guess itself has cost 128 MiB of scrypt
NO_SESSION = b""


def sign_in(deployed: Deployed) -> Member:
    """Ask for name, passphrase and code, and return the member with their keys.

    1. Find the row by the name; a disabled analyst is as unknown as one who never was.
    2. Wait out what earlier refusals ask for.
    3. The passphrase opens the identity, and the identity must be the row's own.
    4. The code is that of this moment, and was not used before.
    5. Forget earlier refusals.
    Raises SignInRefusedError (1, 3, 4), SignInWaitError (2), IdentityDamagedError (3), StoreError.
    """
    name = ask("Name")
    passphrase = normalised(ask("Passphrase", hidden=True))
    code = ask("Code of the authenticator")
    row = deployed.staff.by_lookup(deployed.lookup(name))  # 1
    if row is None or row.disabled:
        raise SignInRefusedError
    _require_no_wait(row)  # 2
    try:
        identity = AnalystIdentity.open(row.identity, passphrase)  # 3
        profile = open_profile(row, identity)
        step = totp.check(open_totp(row, identity), code, now(), used=row.totp_used)  # 4
    except (PassphraseRefusedError, TotpRefusedError):
        deployed.staff.count_failure(row.id, now() + PAUSE)
        deployed.record(Action.SIGN_IN_REFUSED, {"whom": row.id.hex()})
        raise SignInRefusedError from None
    deployed.staff.spend_totp(row.id, step)
    deployed.staff.forget_failures(row.id)  # 5
    click.echo(f"Signed in: {profile.name}", err=True)
    return member_of(deployed, row, profile.name, identity)


def _require_no_wait(row: AnalystRow) -> None:
    if row.wait_until is not None and row.wait_until > now():
        seconds = int((row.wait_until - now()).total_seconds()) + 1
        raise SignInWaitError(seconds=seconds)


def member_of(deployed: Deployed, row: AnalystRow, name: str, identity: AnalystIdentity) -> Member:
    """Return a member whose identity was opened, without a session."""
    return Member(
        analyst=row.id,
        name=name,
        identity=identity,
        session_id=NO_SESSION,
        memberships=tuple(deployed.staff.desks_of(row.id)),
        published=deployed.public.desks,
    )
