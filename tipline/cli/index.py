"""``tipline index``: the desks' sealed indexes, in which tips are found and listed."""

from __future__ import annotations

import sys
from dataclasses import dataclass

import click

from tipline import configuration
from tipline.casework.index.indexing import made_anew
from tipline.casework.index.listing_cases import case_desks
from tipline.casework.office import Office
from tipline.casework.visit import Visit
from tipline.cli.deployed import Deployed, now
from tipline.cli.signing_in import sign_in
from tipline.errors import NoDeskError, NotMemberError
from tipline.evidence.jail import Jail
from tipline.evidence.showing.viewing import Viewer
from tipline.sealing.audit import Action
from tipline.search.entry import Holds
from tipline.store.casebook.calls import Calls
from tipline.store.casebook.keeping import Keeping

PARTS, TENTHS = 100, 10


@click.group()
def index() -> None:
    """Look after the desks' sealed indexes.

    Example: tipline index rebuild
    """


@index.command()
@click.option("--desk", "only", help="Only the index of this desk, such as TRIAGE.")
def rebuild(only: str | None) -> None:
    """Make the indexes of your desks anew, from their tips and cases.

    You sign in as a member: name, passphrase, authenticator. Run it as the user of the review site,
    whose files they are. An index is made again by itself where it is lost or damaged, a little at
    each page; this does it in one go, some minutes for a hundred thousand tips. A review site that
    is running goes on with what it has in memory: stop it meanwhile, or start it anew afterwards.

    Next: open the work list; nothing is being made any more.
    """
    deployed = Deployed.here()
    member = sign_in(deployed)
    visit = Visit(office_of(deployed), member, now())
    desks = visit.desks if only is None else [only]
    if not desks:
        raise NoDeskError
    if not set(desks) <= set(visit.desks):
        raise NotMemberError(desk=only)
    for desk in desks:
        deployed.record(Action.INDEX, {"desk": desk}, by=member)
        click.echo(f"{desk}: the index is whole. Tips in it: {rebuilt(visit, desk)}.")
        if desk in case_desks(visit):
            known = rebuilt(visit, desk, Holds.CASES)
            click.echo(f"{desk}: the index of its cases is whole. Cases in it: {known}.")


def office_of(deployed: Deployed) -> Office:
    """Return the office without its pages. Raises KeyFileError, StoreError, ConfigurationError."""
    settings = deployed.settings
    return Office(
        settings=settings,
        configuration=configuration.load(settings.config, settings.languages),
        deployment=deployed.public,
        shelf=deployed.shelf,
        cases=deployed.cases,
        staff=deployed.staff,
        audit=deployed.trail,
        viewer=Viewer(deployed.blobs, Jail(settings.jail), at_once=1),
        changes=deployed.changes,
        index_files=deployed.index_files,
        keeping=Keeping(deployed.cases.engine),
        handovers=deployed.handovers,
        calls=Calls(deployed.cases.engine),
        cameras=deployed.cameras,
        stills=deployed.stills,
    )


def rebuilt(visit: Visit, desk: str, holds: Holds = Holds.TIPS) -> int:
    """Make a desk's index anew, telling how far it is; return how many tips, or cases, it knows."""
    if not sys.stderr.isatty():
        return made_anew(visit, desk, Lines(desk), holds).size
    with click.progressbar(length=PARTS, label=desk, file=sys.stderr) as bar:

        def tell(share: float) -> None:
            bar.update(int(share * PARTS) - bar.pos)

        return made_anew(visit, desk, tell, holds).size


@dataclass
class Lines:
    """Tells how far a desk's index is in a line for each tenth, where no terminal shows a bar."""

    desk: str
    told: int = 0

    def __call__(self, share: float) -> None:
        """Tell, if there is anything new to tell."""
        tenth = int(share * TENTHS)
        if tenth > self.told:
            self.told = tenth
            click.echo(f"{self.desk}: {tenth * PARTS // TENTHS} %", err=True)
