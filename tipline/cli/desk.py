"""``tipline desk``: the teams that share a key."""

from __future__ import annotations

import re
from pathlib import Path

import click

from tipline import configuration
from tipline.cli.deployed import Deployed
from tipline.cli.files import write_new
from tipline.cli.init import write_desk_card
from tipline.cli.inviting import hand_over, invite, require_free
from tipline.cli.signing_in import sign_in
from tipline.errors import DeskCodeError, DeskExistsError, NotMemberError
from tipline.keyring.card import Role
from tipline.keyring.desk import DeskIdentity
from tipline.sealing.audit import Action
from tipline.sealing.deployment import AUDIT_DESK

CODE = re.compile(r"[A-Z][A-Z0-9-]{1,15}")  # 16 characters: what a column of the database holds


@click.group()
def desk() -> None:
    """Make desks, list them, or take a desk's key offline.

    Example: tipline desk list
    """


@desk.command()
@click.argument("code")
@click.option("--first", "name", required=True, help="The name of the first supervisor.")
def add(code: str, name: str) -> None:
    """Make the keys of the desk CODE, and invite its first supervisor.

    CODE is one of config/desks.toml, such as TRIAGE. The public half goes to keys/desks/CODE.toml:
    copy that file to wherever the public site has its keys. The private half exists only in the
    invitation, which is shown once; the supervisor who takes it up holds the desk's key from then
    on and gives it to further members on the review site.

    Example: tipline desk add TRIAGE --first "Fatima A."
    """
    deployed = Deployed.here()
    name = require_free(deployed, name)
    make_desk(deployed, code, name)
    known = configuration.load(deployed.settings.config, deployed.settings.languages)
    if code not in {each.code for each in known.desks}:
        click.echo(f"The desk {code} has no name yet: add it to {deployed.settings.config}.")


def make_desk(deployed: Deployed, code: str, first: str) -> DeskIdentity:
    """Make a desk's keys, show its first supervisor's invitation, and return the identity.

    Raises DeskCodeError, DeskExistsError, KeyFileError, StoreError.
    """
    if not CODE.fullmatch(code) or code == AUDIT_DESK:
        raise DeskCodeError(code=repr(code))
    if code in deployed.public.desks:
        raise DeskExistsError(desk=code)
    identity = DeskIdentity.generate(code)
    deployed.record(Action.DESK_ADD, {"desk": code})
    invitation = invite(deployed, first, Role.SUPERVISOR, identity)
    card = write_desk_card(deployed.settings.keys, identity)
    click.echo(f"Made the desk {code}: its public half is in {card}.")
    hand_over(deployed, invitation, first, Role.SUPERVISOR)
    return identity


@desk.command("list")
def list_desks() -> None:
    """List the desks that have keys, with how many members each has and had.

    Next: `tipline desk add` for one that is missing; more members are added on the review site.
    """
    deployed = Deployed.here()
    for code in deployed.public.desks:
        rows = deployed.staff.members_of([code])
        present = sum(row.ended is None for row in rows)
        who = "auditors" if code == AUDIT_DESK else "members"
        click.echo(f"{code:<16}  {who}: {present}, former: {len(rows) - present}")


@desk.command()
@click.argument("code")
@click.option(
    "--file",
    type=click.Path(path_type=Path),
    required=True,
    help="The new file (mode 0600) to write the identity to: on a disk that you take away.",
)
def identity(code: str, file: Path) -> None:
    """Write the identity of the desk CODE to a file, to open exports on an offline computer.

    You sign in as a member of the desk: name, passphrase, authenticator. The file is a stock age
    identity and opens every tip that the desk can open, so the audit trail gets an entry, and the
    file belongs on an encrypted disk that never comes back to a networked machine.

    Example: tipline desk identity TRIAGE --file /media/safe/triage.txt
    """
    deployed = Deployed.here()
    member = sign_in(deployed)
    if code not in member.desks:
        raise NotMemberError(desk=code)
    opened = member.desks[code]
    deployed.record(Action.DESK_IDENTITY, {"desk": code}, by=member)
    write_new(
        file, f"# Tipline: the identity of the desk {code}. Keep it offline.\n{opened.text}\n"
    )
    click.echo(f"Wrote the identity of {code} to {file}. Take it offline now.")
