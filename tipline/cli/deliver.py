"""``tipline deliver``: the process that sends what leaves the house, and rings."""

from __future__ import annotations

import logging.config
import signal
from functools import partial
from typing import TYPE_CHECKING

import click

from tipline import configuration
from tipline.cli.deployed import OPERATOR, Deployed, now
from tipline.cli.serve import stop_signals
from tipline.dispatch.channel import Wires, all_of
from tipline.dispatch.deliverer import Deliverer
from tipline.dispatch.monitor import Monitor
from tipline.dispatch.posting import Post
from tipline.dispatch.secrets import ChannelSecrets, read_identity
from tipline.dispatch.watching import Watch
from tipline.sealing.audit import Action, entry, seal_entry
from tipline.sealing.deployment import read_deliverer
from tipline.serving.log import configuration as logging_of
from tipline.serving.process import be_discreet, end_with_parent

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.configuration import Channels
    from tipline.store.casebook.outbox import OutboxRow


@click.command()
@click.option("--once", is_flag=True, help="Try each item that waits once, and end.")
@click.option("--with-parent", is_flag=True, hidden=True, help="End when the parent has ended.")
def deliver(*, once: bool, with_parent: bool) -> None:
    """Send what waits in the outbox, and ring where reports wait unopened.

    Runs until ctrl-C or TERM, beside the review site and under its user. How desks and agencies are
    reached stands in config/channels.toml, passwords and signing secrets in `channels.secret` among
    the keys. Several may run; none sends what another is sending. When none has run for some
    minutes, the wall and `tipline check` say so.

    Next: `tipline outbox`, which shows what could not be delivered.
    """
    be_discreet()
    if with_parent:
        end_with_parent(signal.SIGTERM)
    deployed = Deployed.here()
    logging.config.dictConfig(logging_of("deliver", deployed.settings.log_level))
    made = deliverer(deployed)
    if once:
        made.once()
        return
    with stop_signals() as stop:
        made.run(stop)


def deliverer(deployed: Deployed) -> Deliverer:
    """Return the deliverer of a deployment. Raises ConfigurationError, KeyFileError."""
    settings = deployed.settings
    configured = configuration.load(settings.config, settings.languages).channels
    wires = Wires.of_machine(ChannelSecrets.read(settings.keys))
    watch, monitor = watch_of(deployed, configured), Monitor(configured.monitor, wires.tls)

    def beside(at: datetime) -> None:
        watch.turn(at)
        monitor.turn(at)

    return Deliverer(
        outbox=deployed.outbox,
        channels=all_of(configured, wires),
        identity=read_identity(settings.keys),
        note=partial(note, deployed),
        beside=beside,
    )


def watch_of(deployed: Deployed, configured: Channels) -> Watch:
    """Return what looks for unopened reports. Raises KeyFileError."""
    return Watch(
        post=Post(deployed.outbox, configured, read_deliverer(deployed.settings.keys)),
        shelf=deployed.shelf,
        cases=deployed.cases,
        sessions=deployed.sessions,
        staff=deployed.staff,
    )


def note(deployed: Deployed, row: OutboxRow, ended: str) -> None:
    """Enter in the audit trail how an attempt ended. Raises StoreError."""
    facts = {"item": row.id.hex(), "channel": row.channel, "attempt": row.attempts, "ended": ended}
    made = entry(Action.DELIVER, facts, at=now(), analyst=None, name=OPERATOR)
    deployed.trail.append(partial(seal_entry, made, recipient=deployed.public.audit))
