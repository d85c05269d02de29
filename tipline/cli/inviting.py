"""Invitations that an operator hands over: made once, shown once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import click

from tipline.cli.asking import show_once
from tipline.cli.deployed import now
from tipline.errors import AnalystExistsError
from tipline.keyring.card import NAME_MAX
from tipline.keyring.invitation import Invitation, InvitationCode, seal
from tipline.keyring.names import plain
from tipline.web.fields import clean

if TYPE_CHECKING:
    from tipline.cli.deployed import Deployed
    from tipline.keyring.card import Role
    from tipline.keyring.desk import DeskIdentity

UNREADABLE: Final = "\ufffd"  # what stands for bytes that are no text


def require_free(deployed: Deployed, name: str) -> str:
    """Return the name as it is shown; AnalystExistsError if somebody has it."""
    name = require_name(name)
    if deployed.staff.by_lookup(deployed.lookup(name)):
        raise AnalystExistsError
    return name


def require_name(name: str) -> str:
    """Return the name as the page for signing in reads it; click.UsageError for one that is none.

    An invitation of another name could never be taken up, and with it a desk's key would be lost.
    """
    name = plain(clean(name))
    if not 1 <= len(name) <= NAME_MAX or UNREADABLE in name:
        message = f"A name has 1 to {NAME_MAX} characters, in UTF-8."
        raise click.UsageError(message)
    return name


def invite(
    deployed: Deployed, name: str, role: Role, desk: DeskIdentity | None = None
) -> InvitationCode:
    """Store an invitation, and return the code that opens it: it is kept nowhere.

    With a desk, the invitation carries its seed, and whoever takes it up is its first member.
    """
    code = InvitationCode.draw()
    content = Invitation(
        name=name,
        role=role,
        desk=desk.code if desk else "",
        desk_seed=desk.seed if desk else b"",
    )
    expires = now() + timedelta(hours=deployed.settings.invitation_hours)
    deployed.invitations.add(code.id, expires, seal(content, code))
    return code


def hand_over(deployed: Deployed, code: InvitationCode, name: str, role: Role) -> None:
    """Show an invitation's code, with what its receiver does with it."""
    hours = deployed.settings.invitation_hours
    show_once(
        f"Invitation of {name} ({role.value}):",
        code.text,
        f"Shown once, and works once for {hours} h, on the review site's page of invitations."
        "\nHand it over in person or by telephone, not by mail: whoever has it can use it.",
    )
