"""``tipline verify``: the offline check of an export. Reads no settings and no database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tipline.cli.asking import plainly
from tipline.cli.files import read_bytes, read_desk_card, read_identities
from tipline.keyring.bundle import Archive, Finding, Verdict, check

if TYPE_CHECKING:
    from collections.abc import Iterable

SOMETHING_WRONG = 1
NOT_ALL_CHECKED = 3  # 2 is Click's, for wrong usage
MARKS = {
    Verdict.WHOLE: "  whole    ",
    Verdict.WRONG: "  WRONG    ",
    Verdict.UNCHECKED: "  ?        ",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--identity",
    type=click.Path(path_type=Path),
    help="The identity file of the desk that exported (`tipline desk identity`).",
)
@click.option(
    "--recovery",
    type=click.Path(path_type=Path),
    help="The recovery identity, in its place: it opens as much, and confirms no keys.",
)
@click.option(
    "--desk-card",
    "cards",
    type=click.Path(path_type=Path),
    multiple=True,
    help="A desk's public card, keys/desks/CODE.toml, got otherwise than with the export.",
)
@click.pass_context
def verify(
    ctx: click.Context,
    file: Path,
    identity: Path | None,
    recovery: Path | None,
    cards: tuple[Path, ...],
) -> None:
    """Check an exported FILE: what in it is whole, by whom and when.

    Works on a computer that is offline and knows nothing of the deployment. Without --identity
    only the digests are compared: they show that the file was not damaged on its way, and not
    that it is genuine. With the desk's identity, every sealed file is opened (in memory; nothing
    of it is shown), the signatures and the chain of the case's events are followed, and the tip's
    parts are compared with what the events say was read. The recovery identity does so too, but
    only --desk-card then tells whether the keys that signed are the desk's.

    Exit code 0: all is whole. 1: something is not. 3: nothing is wrong, and not all was checked.

    Example: tipline verify case.zip --identity /media/safe/triage.txt
    """
    archive = Archive.read(str(file), read_bytes(file))
    identities = read_identities(identity) if identity else []
    from_recovery = read_identities(recovery) if recovery else []
    believed = {card.code: card for card in map(read_desk_card, cards)}
    case, by = archive.manifest.case.hex(), plainly(archive.manifest.desk)
    click.echo(f"Export of case {case} by the desk {by}:")
    ctx.exit(_told(check(archive, identities, believed, recovery=from_recovery)))


def _told(findings: Iterable[Finding]) -> int:
    """Print each finding and the verdict on all; return the exit code."""
    verdicts = set()
    for finding in findings:
        verdicts.add(finding.verdict)
        click.echo(MARKS[finding.verdict] + plainly(finding.sentence))
    if Verdict.WRONG in verdicts:
        click.echo("THIS EXPORT IS NOT WHOLE. The lines marked WRONG say what was found.")
        return SOMETHING_WRONG
    if Verdict.UNCHECKED in verdicts:
        click.echo("Nothing wrong was found, but not everything was checked: see the lines with ?.")
        return NOT_ALL_CHECKED
    click.echo("The export is whole.")
    return 0
