"""``tipline recover``: with the offline recovery identity, what was lost opens again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tipline.cli.deployed import Deployed
from tipline.cli.desk import make_desk
from tipline.cli.files import read_bytes, read_identities
from tipline.cli.init import desk_card_file
from tipline.cli.inviting import hand_over, invite, require_free
from tipline.cli.taking_over import Takeover, give_cards, give_cases, give_tips
from tipline.errors import AgeError, IdentityForeignError
from tipline.keyring.card import Role
from tipline.keyring.desk import DeskIdentity
from tipline.sealing.audit import Action
from tipline.sealing.deployment import AUDIT_DESK, AUDIT_SEALED
from tipline.sealing.envelope import open_identity

if TYPE_CHECKING:
    from tipline.age import HybridIdentity


@click.command()
@click.option(
    "--identity",
    "file",
    type=click.Path(path_type=Path),
    required=True,
    help="The recovery identity, as `tipline init` wrote it.",
)
@click.option("--desk", "code", help="The code of the desk that takes over, not one that was lost.")
@click.option("--first", "name", help="The name of the new desk's first supervisor.")
@click.option(
    "--of",
    "only",
    multiple=True,
    help="Take over only what this desk could open; may be repeated. Without it: everything.",
)
@click.option("--auditor", help="Also, or only: invite a new first auditor of this name.")
def recover(
    file: Path, code: str | None, name: str | None, only: tuple[str, ...], auditor: str | None
) -> None:
    """Give a new desk every tip and case, with the recovery identity.

    For a desk whose members have all lost their passphrases, or whose key must not be used any
    more. Makes the desk CODE, invites its first supervisor, and seals the key of every tip and
    case to it; nothing else is changed, and no report is opened. If the run is cut short, start
    it again: it goes on where it stopped, and a desk that is there already is kept. Run it once
    more for tips that came in meanwhile.

    \b
    Example: tipline recover --identity /media/safe/recovery.txt \\
        --desk TRIAGE-2 --first "Fatima A." --of TRIAGE

    Reports about the police are sealed to the oversight desk: name what you take over with --of
    unless the new desk may see these too. The whole drill is in docs/how-to/recover.md.
    """  # noqa: D301 (Click looks for the character that it stands for)
    if not (code or auditor):
        message = "Say what to recover: --desk CODE, --auditor NAME, or both."
        raise click.UsageError(message)
    deployed = Deployed.here()
    recovery = recovery_identity(deployed, file)
    if code:
        recover_desk(deployed, recovery, code, name, frozenset(only))
    if auditor:
        recover_audit(deployed, recovery, auditor)


def recovery_identity(deployed: Deployed, file: Path) -> HybridIdentity:
    """Return the recovery identity in a file; IdentityForeignError if it is not this one's."""
    for identity in read_identities(file):
        if identity.recipient == deployed.public.recovery:
            return identity
    raise IdentityForeignError(file=file, key="recovery identity")


def recover_desk(
    deployed: Deployed, recovery: HybridIdentity, code: str, name: str | None, only: frozenset[str]
) -> None:
    """Give a desk the envelopes.

    1. Look whether the desk is there from a run that was cut short; if not, it needs a name.
    2. The audit trail gets its entry before anything is opened.
    3. Make the desk.
    4. Seal the key of each tip to it and to recovery, then that of each case.
    5. Seal the members' cards to it, so that it can tell who signed the cases' events.
    """
    if code not in deployed.public.desks and not name:  # 1
        message = f"There is no desk {code} yet: name its first supervisor with --first."
        raise click.UsageError(message)
    deployed.record(Action.RECOVER, {"desk": code, "of": " ".join(sorted(only)) or "all"})  # 2
    if code not in deployed.public.desks and name:  # 3
        make_desk(deployed, code, require_free(deployed, name))
    fresh = Deployed(deployed.settings)  # whose public keys know the desk
    takeover = Takeover(recovery, fresh.public.desk(code), only)
    click.echo(f"Tips: {give_tips(fresh, takeover)}")  # 4
    click.echo(f"Cases: {give_cases(fresh, takeover)}")
    click.echo(f"Members' cards: {give_cards(fresh, takeover).anew}")  # 5
    click.echo(
        f"If {code} is to open what comes in from now on, name it as `intake` in config/desks.toml"
        f" and copy {desk_card_file(deployed.settings.keys, code)} to the public site. Take the"
        " identity offline again."
    )


def recover_audit(deployed: Deployed, recovery: HybridIdentity, auditor: str) -> None:
    """Invite a new first auditor with the audit identity, which `tipline init` sealed to recovery.

    Raises OperatorFileError or IdentityForeignError for a keys/audit.age that is not this one's.
    """
    path = deployed.settings.keys / AUDIT_SEALED
    try:
        identity = open_identity(read_bytes(path), [recovery])
    except AgeError:
        raise IdentityForeignError(file=path, key="audit identity") from None
    desk = DeskIdentity(AUDIT_DESK, identity.seed).matched(deployed.public.desk(AUDIT_DESK))
    name = require_free(deployed, auditor)
    deployed.record(Action.RECOVER, {"desk": AUDIT_DESK})
    hand_over(deployed, invite(deployed, name, Role.AUDITOR, desk), name, Role.AUDITOR)
