"""``tipline check``: looks at a deployment and says each trouble with its mend."""

from __future__ import annotations

import click

from tipline.health import looks
from tipline.settings import from_environment


@click.command()
@click.option(
    "--site",
    type=click.Choice(["public", "review", "agencies", "both"]),
    default="both",
    show_default=True,
    help="Look only at what this site's user of the operating system may see; both: public and"
    " review.",
)
@click.pass_context
def check(context: click.Context, site: str) -> None:
    """Look at settings, keys, databases, clock, disk and translations.

    With both, it is the public and the review site: the agencies' own has a user of its own, who
    looks with --site agencies.

    Every trouble is said with its mend. Nothing is changed. The exit code is 0 when all is well
    and 1 when it is not, so that a timer can run this and raise an alarm. A warning, such as a
    text that is not translated yet, is said and raises none.

    Example: tipline check --site public
    """
    settings = from_environment()
    troubles = [trouble for look in looks(site) for trouble in look(settings)]
    for trouble in troubles:
        click.echo(f"- {'Warning: ' * trouble.warning}{trouble.found}\n  {trouble.mend}")
    to_mend = sum(not trouble.warning for trouble in troubles)
    well = "Nothing has to be mended." if troubles else "All is well."
    click.echo(f"{to_mend} to mend." if to_mend else well)
    context.exit(1 if to_mend else 0)
