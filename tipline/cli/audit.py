"""``tipline audit``: what was done, by whom and when, and whether the trail is whole."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tipline.casework.audit.opened_trail import checked
from tipline.cli.asking import plainly
from tipline.cli.deployed import Deployed
from tipline.cli.files import read_identities
from tipline.cli.signing_in import sign_in
from tipline.errors import AuditNoteError, IdentityForeignError, NotAuditorError
from tipline.sealing.audit import Action
from tipline.sealing.deployment import AUDIT_DESK

if TYPE_CHECKING:
    from tipline.age import HybridIdentity
    from tipline.casework.audit.opened_trail import Entry

NOTE = re.compile(r"(\d+):([0-9a-f]{64})")


def line(entry: Entry) -> str:
    """Return a row of the table; what is not as it should be is shown as it is, quoted."""
    told = " ".join(map(_told, entry.facts.items()))
    cells = [str(entry.record.get(key) or "-") for key in ("at", "action", "name")]
    return f"{entry.number:>7}  {cells[0]:<20}  {cells[1]:<19}  {cells[2]:<20}  {told}".rstrip()


def as_object(entry: Entry) -> str:
    """Return a line of JSON."""
    return json.dumps({"number": entry.number, **entry.record}, ensure_ascii=False)


def _told(fact: tuple[str, object]) -> str:
    name, value = fact
    return f"{name}={','.join(map(str, value)) if isinstance(value, list) else value}"


@click.command()
@click.option(
    "--identity",
    type=click.Path(path_type=Path),
    help="The audit identity in a file, instead of signing in.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--noted", help="What you noted at the last audit, NUMBER:CHAIN.")
def audit(identity: Path | None, *, as_json: bool, noted: str | None) -> None:
    """Read the audit trail, and see that it is whole.

    You sign in as an auditor: name, passphrase, authenticator. Each entry names what was done, by
    whom, when and to what, never a reporter's words. The last line gives NUMBER:CHAIN: write it
    down, away from this machine. Given at the next audit with --noted, it shows what the chain by
    itself cannot: that the newest entries were cut off, or the whole trail was written anew.

    Exit code 1 means that the trail is broken.

    Example: tipline audit --json
    """
    deployed = Deployed.here()
    key = _from_file(deployed, identity) if identity else _signed_in(deployed)
    note = _parsed(noted)
    last = None
    for last in checked(deployed.trail.entries(), key, note):
        click.echo(as_object(last) if as_json else plainly(line(last)))
    if last is None:
        click.echo("The audit trail is empty.", err=True)
    else:
        told = f"The {last.number} entries are whole. Note this: {last.number}:{last.chain.hex()}"
        click.echo(told, err=True)


def _signed_in(deployed: Deployed) -> HybridIdentity:
    member = sign_in(deployed)
    if AUDIT_DESK not in member.desks:
        raise NotAuditorError
    key = member.desks[AUDIT_DESK].identity
    deployed.record(Action.AUDIT, by=member)
    return key


def _from_file(deployed: Deployed, path: Path) -> HybridIdentity:
    found: Sequence[HybridIdentity] = read_identities(path)
    for identity in found:
        if identity.recipient == deployed.public.audit:
            deployed.record(Action.AUDIT)
            return identity
    raise IdentityForeignError(file=path, key="audit identity")


def _parsed(noted: str | None) -> tuple[int, bytes] | None:
    if noted is None:
        return None
    found = NOTE.fullmatch(noted.strip().lower())
    if not found:
        raise AuditNoteError
    return int(found[1]), bytes.fromhex(found[2])
