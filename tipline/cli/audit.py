"""``tipline audit``: what was done, by whom and when, and whether the trail is whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tipline.cli.asking import plainly
from tipline.cli.deployed import Deployed
from tipline.cli.files import read_identities
from tipline.cli.signing_in import sign_in
from tipline.errors import (
    AgeError,
    AuditBrokenError,
    AuditNoteError,
    IdentityForeignError,
    NotAuditorError,
    RecordMalformedError,
)
from tipline.sealing.audit import NOTHING_BEFORE, Action, chain, open_entry
from tipline.sealing.deployment import AUDIT_DESK

if TYPE_CHECKING:
    from tipline.age import HybridIdentity
    from tipline.store.casebook.audit import AuditRow

NOTE = re.compile(r"(\d+):([0-9a-f]{64})")


@dataclass(frozen=True)
class Entry:
    """One entry of the trail, opened and found in its place."""

    number: int
    chain: bytes
    record: dict[str, Any]

    def line(self) -> str:
        """Return a row of the table; what is not as it should be is shown as it is, quoted."""
        facts = self.record.get("facts")
        told = " ".join(map(_told, facts.items())) if isinstance(facts, dict) else ""
        cells = [str(self.record.get(key) or "-") for key in ("at", "action", "name")]
        return f"{self.number:>7}  {cells[0]:<20}  {cells[1]:<19}  {cells[2]:<20}  {told}".rstrip()

    def json(self) -> str:
        """Return a line of JSON."""
        return json.dumps({"number": self.number, **self.record}, ensure_ascii=False)


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
        click.echo(last.json() if as_json else plainly(last.line()))
    if last is None:
        click.echo("The audit trail is empty.", err=True)
    else:
        told = f"The {last.number} entries are whole. Note this: {last.number}:{last.chain.hex()}"
        click.echo(told, err=True)


def checked(
    rows: Iterator[AuditRow], key: HybridIdentity, noted: tuple[int, bytes] | None = None
) -> Iterator[Entry]:
    """Yield the entries, each as soon as it is found to be in its place.

    1. Numbers run from 1 without a gap.
    2. The chain value is that of this entry after the one before.
    3. The entry opens, and names its number and the chain value before it.
    4. The entry that the auditor noted has the chain value that was noted.
    Raises AuditBrokenError with the number of the first entry that is not so.
    """
    number, before = 0, NOTHING_BEFORE
    for number, row in enumerate(rows, start=1):
        record = _opened(row, number, before, key)  # 1, 2, 3
        if noted and noted[0] == number and noted[1] != row.chain:  # 4
            raise AuditBrokenError(number=number)
        yield Entry(number, row.chain, record)
        before = row.chain
    if noted and noted[0] > number:  # 4
        raise AuditBrokenError(number=number + 1)


def _opened(row: AuditRow, number: int, before: bytes, key: HybridIdentity) -> dict[str, Any]:
    if row.number != number or row.chain != chain(number, before, row.sealed):
        raise AuditBrokenError(number=number)
    try:
        opened = open_entry(row.sealed, key)
    except (AgeError, RecordMalformedError):
        raise AuditBrokenError(number=number) from None
    record = opened.get("entry")
    in_place = (opened.get("number"), opened.get("previous")) == (number, before.hex())
    if not in_place or not isinstance(record, dict):
        raise AuditBrokenError(number=number)
    return record


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
