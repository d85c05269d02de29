"""``tipline outbox``: what waits to be delivered, and what could not be."""

from __future__ import annotations

from datetime import timedelta

import click

from tipline.cli.deployed import Deployed, now
from tipline.sealing.audit import Action

AGAIN = timedelta(hours=48)


@click.command()
@click.option("--again", is_flag=True, help="Try all dead items again, for two days at most.")
@click.option("--drop", is_flag=True, help="Delete all dead items, undelivered.")
def outbox(*, again: bool, drop: bool) -> None:
    """Show how many items wait, and each that is dead: its channel, and how it failed.

    An item is dead when its receiver refused it, or when its time was over. It is not tried again
    by itself, and is told on the wall and by `tipline check` until somebody says what becomes of
    it: mend what is wrong with the channel, then --again; or --drop.

    Example: tipline outbox --again
    """
    if again and drop:
        message = "Either --again or --drop."
        raise click.UsageError(message)
    deployed = Deployed.here()
    standing, dead = deployed.outbox.standing(), deployed.outbox.dead()
    click.echo(f"Waiting: {standing.waiting}. Dead: {standing.dead}.")
    for row in dead:
        click.echo(f"{row.id.hex()[:8]}  {row.channel}  {row.trouble or 'never tried'}")
    chosen = [row.id for row in dead]
    if again:
        until = now() + AGAIN
        deployed.record(
            Action.OUTBOX, {"again": deployed.outbox.revive(chosen, now=now(), until=until)}
        )
        click.echo("They are tried again.")
    if drop:
        deployed.record(Action.OUTBOX, {"dropped": deployed.outbox.drop(chosen)})
        click.echo("They are deleted.")
