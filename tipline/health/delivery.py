"""Whether what leaves the house is being delivered: the dead-man switch of `tipline deliver`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from tipline import configuration
from tipline.configuration import Channels
from tipline.errors import (
    ConfigurationError,
    ConfigurationFileError,
    KeyFileError,
    KeyFileExposedError,
    KeyFileMissingError,
    StoreError,
)
from tipline.health.trouble import Trouble
from tipline.sealing.deployment import (
    CHANNELS_SECRET,
    DELIVERER_SECRET,
    read_deliverer,
    read_private,
)
from tipline.settings import Settings
from tipline.store.casebook.outbox import Outbox, Standing
from tipline.store.engine import open_casebook


def look_at_delivery(settings: Settings) -> Iterator[Trouble]:
    """See that a deliverer runs, where it has something to do, and that nothing is dead."""
    try:
        configured = configuration.load(settings.config, settings.languages).channels
        standing = _standing(settings)
    except (ConfigurationError, ConfigurationFileError, StoreError):
        return  # told with the configuration or the databases
    if configured.channels:
        yield from _of_keys(settings)
    yield from _of_silence(configured, standing)
    if standing.dead:
        yield Trouble(
            f"Messages that could not be delivered: {standing.dead}.",
            "Run `tipline outbox`: it shows by which channel, and tries them again or drops them.",
        )


def _standing(settings: Settings) -> Standing:
    engine = open_casebook(settings.casebook_database, connections=1)
    try:
        return Outbox(engine).standing()
    finally:
        engine.dispose()


def _of_silence(configured: Channels, standing: Standing) -> Iterator[Trouble]:
    now = datetime.now(UTC)
    if (configured.channels or standing.waiting) and standing.is_silent(now):
        when = "yet" if standing.beat is None else f"since {standing.beat:%Y-%m-%d %H:%M} UTC"
        yield Trouble(
            f"No deliverer has run {when}: nothing leaves the house, and no alarm rings.",
            "Start `tipline deliver`; if it has stopped, its log says why.",
        )


def _of_keys(settings: Settings) -> Iterator[Trouble]:
    keys = settings.keys
    for name in (DELIVERER_SECRET, CHANNELS_SECRET):
        try:
            read_private(keys / name)
        except KeyFileExposedError as error:
            yield Trouble(error.sentence, f"chmod 600 {keys / name}")
        except KeyFileMissingError:
            continue  # one that is wanted stops the deliverer, which is told below
        except KeyFileError as error:
            yield Trouble(error.sentence, "Bring it back from your copy of the keys.")
    try:
        read_deliverer(keys)
    except KeyFileError as error:
        yield Trouble(error.sentence, "Run `tipline init`: it makes the deliverer's keys.")
