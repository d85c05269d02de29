"""``tipline init``: the keys of a deployment and its empty databases, once."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from tipline.age import HybridIdentity
from tipline.cli.asking import ask, show_once
from tipline.cli.deployed import Deployed
from tipline.cli.files import DEMO_FILE, FOLDER, PUBLIC, make_folder, write_new
from tipline.cli.inviting import hand_over, invite, require_name
from tipline.errors import (
    DemoThereError,
    KeysOfOthersError,
    KeysThereError,
    OperatorFileError,
)
from tipline.keyring.card import Role
from tipline.keyring.desk import DeskIdentity
from tipline.sealing.audit import Action
from tipline.sealing.deployment import (
    AUDIT,
    AUDIT_DESK,
    AUDIT_SEALED,
    DELIVERER,
    DELIVERER_SECRET,
    DESKS,
    PEPPER,
    RECOVERY,
    REVIEW_SECRET,
    SECRET_BYTES,
    Deployment,
    DeskCard,
    read_pepper,
    read_review_secret,
)
from tipline.sealing.envelope import seal_identity
from tipline.store import belonging, migrate

KEY_FILES = (PEPPER, REVIEW_SECRET, RECOVERY, AUDIT)
SECRETS = {PEPPER: read_pepper, REVIEW_SECRET: read_review_secret}
OFFLINE = (
    "It opens every report of this deployment. Take it offline now: print it, or move it to two\n"
    "disks that lie in two safes, and leave no copy on this machine. Without it, a desk whose\n"
    "members have all lost their passphrases is lost with its reports (docs/how-to/recover.md)."
)


@click.command()
@click.option(
    "--recovery-file",
    type=click.Path(path_type=Path),
    help="Write the recovery identity to this new file (mode 0600), on a disk that you take away.",
)
@click.option("--show", is_flag=True, help="Show the recovery identity in the terminal instead.")
@click.option(
    "--auditor", help="The name of the first auditor, who alone can read the audit trail."
)
def init(recovery_file: Path | None, *, show: bool, auditor: str | None) -> None:
    """Make the keys of a deployment, and its databases.

    The first time, say where the recovery identity goes: --recovery-file or --show. It is the one
    key that opens everything; it is written once, and kept nowhere here. The first auditor gets an
    invitation, which is shown once.

    Run again after an upgrade: the databases are brought up to date, and no key is touched.

    Example: tipline init --recovery-file /media/usb/recovery.txt --auditor "Amal S."
    """
    deployed = Deployed.here()
    existing = [name for name in KEY_FILES if (deployed.settings.keys / name).exists()]
    if existing:
        bring_up_to_date(deployed, asked_for_keys=bool(recovery_file or show or auditor))
        return
    if bool(recovery_file) == show:
        message = "Say where the recovery identity goes: either --recovery-file PATH or --show."
        raise click.UsageError(message)
    name = auditor or ask("Name of the first auditor")
    if not name:
        message = "An auditor is needed: without one, nobody can ever read the audit trail."
        raise click.UsageError(message)
    begin(deployed, recovery_file, require_name(name))


def begin(deployed: Deployed, recovery_file: Path | None, auditor: str) -> None:
    """Make everything; the keys last, and none if the recovery identity cannot be written."""
    if (deployed.settings.var / DEMO_FILE).exists():
        raise DemoThereError(folder=deployed.settings.var)
    upgrade(deployed)
    deployed.keep_reserve()
    recovery = HybridIdentity.generate()
    if recovery_file:
        write_new(recovery_file, recovery_text(recovery))
        click.echo(f"The recovery identity is in {recovery_file}.\n{OFFLINE}")
    else:
        show_once("The recovery identity, shown once:", recovery.text, OFFLINE)
    audit = make_keys(deployed.settings.keys, recovery)
    code = invite(deployed, auditor, Role.AUDITOR, audit)
    deployed.record(Action.INIT)
    hand_over(deployed, code, auditor, Role.AUDITOR)
    click.echo("Next: `tipline desk add`, for the desk that takes reports in and for oversight.")


def make_keys(keys: Path, recovery: HybridIdentity) -> DeskIdentity:
    """Write the files of a new deployment and return the audit identity, kept nowhere else open."""
    require_no_desks(keys)
    make_folder(keys)
    make_folder(keys / DESKS)
    keep_private(keys)
    audit = DeskIdentity.generate(AUDIT_DESK)
    sealed = seal_identity(audit.identity, [recovery.recipient])
    write_desk_card(keys, audit)
    write_new(keys / AUDIT_SEALED, sealed)
    write_new(keys / AUDIT, f"{audit.recipient}\n", PUBLIC)
    write_new(keys / PEPPER, f"{secrets.token_hex(SECRET_BYTES)}\n")
    write_new(keys / REVIEW_SECRET, f"{secrets.token_hex(SECRET_BYTES)}\n")
    write_new(keys / RECOVERY, f"{recovery.recipient}\n", PUBLIC)
    make_deliverer(keys)
    click.echo(f"Made the keys in {keys}: the pepper and the review site's secret for this user.")
    return audit


def make_deliverer(keys: Path) -> None:
    """Write the key pair of `tipline deliver`, if neither half is there."""
    if (keys / DELIVERER).exists() or (keys / DELIVERER_SECRET).exists():
        return
    identity = HybridIdentity.generate()
    write_new(keys / DELIVERER_SECRET, f"{identity.text}\n")
    write_new(keys / DELIVERER, f"{identity.recipient}\n", PUBLIC)


def write_desk_card(keys: Path, desk: DeskIdentity) -> Path:
    """Write a desk's public half and return its file; AlreadyThereError if there is one."""
    card, file = DeskCard(desk.code, desk.recipient, desk.verifier), desk_card_file(keys, desk.code)
    write_new(file, card.text(), PUBLIC)
    return file


def desk_card_file(keys: Path, code: str) -> Path:
    """Return where the public half of a desk lies."""
    return keys / DESKS / f"{code}.toml"


def recovery_text(identity: HybridIdentity) -> str:
    """Return the recovery identity as a stock identity file."""
    return (
        "# Tipline: the recovery identity. Whoever has it opens every report. Keep it offline.\n"
        f"# public key: {identity.recipient}\n{identity.text}\n"
    )


def keep_private(keys: Path) -> None:
    """Shut the keys' folder to others, and say so if that was needed."""
    if keys.stat().st_mode & 0o077:
        keys.chmod(FOLDER)
        click.echo(f"{keys} was open to other users of this machine, and is no longer.")


def require_no_desks(keys: Path) -> None:
    """Refuse to make keys beside the desks of an older deployment: their reports would be lost."""
    for path in sorted((keys / DESKS).glob("*.toml")):
        raise KeysOfOthersError(file=path)


def bring_up_to_date(deployed: Deployed, *, asked_for_keys: bool) -> None:
    """Keep the keys, look whether they are whole, and upgrade the databases."""
    keys = deployed.settings.keys
    if asked_for_keys:
        raise KeysThereError(folder=keys)
    Deployment.read(keys)
    for name, read in SECRETS.items():
        if (keys / name).exists():
            read(keys)
        else:
            click.echo(f"There is no {name} here: right for a site that has no use of it.")
    click.echo(f"The keys in {keys} are whole, and were kept.")
    if (keys / REVIEW_SECRET).exists():
        make_deliverer(keys)
    upgrade(deployed)


def upgrade(deployed: Deployed) -> None:
    """Make the databases and the files' folder where they are missing; bring them up to date."""
    settings = deployed.settings
    try:
        migrate.upgrade(settings.inbox_database, "inbox")
        migrate.upgrade(settings.casebook_database, "casebook")
        deployed.blobs.make()
        belonging.settle(deployed.blobs.folder)
    except OSError as error:
        raise OperatorFileError(file=settings.var, reason=error.strerror) from None
    click.echo("The inbox and the casebook are up to date.")
