"""``tipline demo``: the sites with invented reports and a sign-in that everybody may know."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import click

from tipline.cli.demo import cameras, stills
from tipline.cli.demo.ground import own
from tipline.cli.demo.people import OTHERS, SECOND, Known, complete, establish
from tipline.cli.demo.seeding import written
from tipline.cli.demo.settling import settle
from tipline.cli.deployed import Deployed, now
from tipline.cli.files import DEMO_FILE, read_bytes
from tipline.cli.init import make_deliverer, upgrade
from tipline.cli.serve import serve_sites, wanted
from tipline.settings import from_environment

FIRST = 40  # reports that a first run adds to those of reports.toml
RULE = "-" * 78


@click.command()
@click.option("--no-serve", is_flag=True, help="Make the demonstration, and do not serve it.")
@click.option(
    "--tips",
    type=click.IntRange(0),
    metavar="N",
    help=f"Add N more invented reports first, each time anew; a first run adds {FIRST}.",
)
def demo(*, no_serve: bool, tips: int | None) -> None:
    """Serve the sites with invented reports, to look around.

    The first run makes keys and databases in var/, people of each role who can sign in, and reports
    of a week in Arabic, English and Urdu, with what was done about them; further runs keep whatever
    is there. How to sign in is printed, and stands on the review site's own page: never use this
    for real reports.

    TIPLINE_PUBLIC_PORT, TIPLINE_REVIEW_PORT and TIPLINE_AGENCIES_PORT choose other ports,
    TIPLINE_VAR another folder; keys and databases are in that folder alone. Where the settings lead
    to a deployment that no demonstration made, nothing is written. A camera that draws the time
    stands in for those of the register, so that a picture can be asked for. Ctrl-C stops all of it.

    Next: open the addresses that are printed.
    """
    os.environ["TIPLINE_DEMO"] = "1"
    deployed = Deployed(own(from_environment()))
    known = prepare(deployed, tips)
    if no_serve:
        click.echo(f"The demonstration is ready in {deployed.settings.var}.")
        return
    with stills.stand_in(deployed.settings) as settings:
        serve_sites(
            settings,
            wanted(settings),
            ready=lambda: click.echo(welcome(deployed, known)),
            deliver=True,
            broker=bool(settings.stills_socket),
        )


def prepare(deployed: Deployed, tips: int | None = None) -> Known:
    """Return how to sign in, having made the demonstration if it is not there.

    ``tips``: how many reports are added; None adds some to a new one, and none to another.
    """
    settings = deployed.settings
    file = settings.var / DEMO_FILE
    if file.exists():
        upgrade(deployed)
        make_deliverer(deployed.settings.keys)
        known = Known.from_json(json.loads(read_bytes(file)))
        whole = complete(deployed, known)
        if whole != known:
            whole.write(file)
        if tips:
            settle(deployed, whole, tips)
        cameras.install(deployed)
        return whole
    known = establish(deployed)
    settle(Deployed(settings), known, FIRST if tips is None else tips, written())
    cameras.install(deployed)
    known.write(file)
    return known


def welcome(deployed: Deployed, known: Known) -> str:
    """Return what is printed once the sites answer."""
    settings = deployed.settings
    return "\n".join(
        [
            RULE,
            "DEMONSTRATION. Its sign-in is known to everybody: never use it for real reports.",
            "",
            f"Public site:  http://{settings.public_host}:{settings.public_port}/",
            f"  a report with answers waits under the receipt code  {known.receipt}",
            f"Agencies:     {settings.agencies_url}/ (by the links that a dispatch has)",
            f"Review site:  http://{settings.review_host}:{settings.review_port}/",
            *known.analyst.lines("the triage desk, as its supervisor"),
            *_others(known),
            *known.auditor.lines(
                "the oversight desk, and the audit trail (`TIPLINE_DEMO=1 tipline audit`)"
            ),
            "",
            f"A code works once, within a minute (it is {now():%H:%M:%S} UTC); the page of sign-in",
            "shows the present one. Ctrl-C stops all of it; a second run keeps all.",
            RULE,
        ]
    )


def _others(known: Known) -> Iterator[str]:
    if SECOND in known.others:
        yield from known.others[SECOND].lines("the triage desk: the second officer")
    for key, place in OTHERS.items():
        yield from known.others[key].lines(place.told)
