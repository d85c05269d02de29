"""``tipline analyst``: who may sign in."""

from __future__ import annotations

import click

from tipline.cli.deployed import Deployed
from tipline.cli.inviting import hand_over, invite, require_free
from tipline.errors import AnalystUnknownError
from tipline.keyring.card import Role
from tipline.sealing.audit import Action

ROLES = [Role.ANALYST.value, Role.SUPERVISOR.value]  # an auditor is made with the audit key


@click.group()
def analyst() -> None:
    """Invite analysts, shut them out, or list them.

    Example: tipline analyst list
    """


@analyst.command("invite")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default=ROLES[0], help="What they will be.")
def invite_analyst(name: str, role: str) -> None:
    """Invite NAME, who signs in under exactly this name.

    The invitation is a code that works once. Whoever takes it up chooses a passphrase and sets up
    an authenticator, and can open nothing yet: a supervisor of a desk gives them the desk's key on
    the review site, and with it the role that counts.

    Example: tipline analyst invite "Noor K."
    """
    deployed = Deployed.here()
    name = require_free(deployed, name)
    deployed.record(Action.INVITE, {"role": role})
    code = invite(deployed, name, Role(role))
    hand_over(deployed, code, name, Role(role))


@analyst.command()
@click.argument("name")
def disable(name: str) -> None:
    """Shut NAME out: no sign-in from now on, and all their sessions end at once.

    What they signed stays verified. They have held their desks' keys: a copy of the database that
    they may have taken opens to them. Think of a new desk if that is a danger.

    Example: tipline analyst disable "Noor K."
    """
    deployed = Deployed.here()
    row = deployed.staff.by_lookup(deployed.lookup(name))
    if row is None:
        raise AnalystUnknownError
    deployed.record(Action.DISABLE, {"whom": row.id.hex()})
    deployed.staff.disable(row.id)
    click.echo("Disabled. All their sessions have ended.")


@analyst.command("list")
def list_analysts() -> None:
    """List the analysts by their ids. Names are sealed, and are not known here.

    Next: `tipline analyst disable` shuts out one whose name you know.
    """
    deployed = Deployed.here()
    for row in sorted(deployed.staff.analysts(), key=lambda row: row.id):
        desks = ", ".join(f"{seat.desk} ({seat.role})" for seat in deployed.staff.desks_of(row.id))
        state = "disabled" if row.disabled else "active"
        click.echo(f"{row.id.hex()}  {state:<8}  {desks or 'no desk'}")
