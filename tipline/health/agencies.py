"""Whether outside agencies can answer: the address of their site, what it opens, what it holds."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from urllib.parse import urlsplit

from tipline import configuration
from tipline.errors import (
    ConfigurationError,
    ConfigurationFileError,
    KeyFileError,
    KeyFileExposedError,
    KeyFileMissingError,
    TiplineError,
)
from tipline.health.keys import OTHERS
from tipline.health.trouble import Trouble
from tipline.sealing.deployment import CHANNELS_SECRET, read_private
from tipline.settings import Settings
from tipline.store.authorizer import AGENCIES
from tipline.store.engine import open_for_agencies
from tipline.store.granted import differences
from tipline.store.inbox.doorstep import Doorstep

INBOUND = "inbound"


def look_at_address(site: str, settings: Settings) -> Iterator[Trouble]:
    """See that agencies are told an address at which their site answers."""
    if not settings.agencies_url:
        if site == "agencies" or settings.agencies_mail:
            yield Trouble(
                "agencies_url is empty: no agency gets a link, so none can answer by page, mail or"
                " webhook.",
                "Set it to the address by which agencies reach their site, for the review site"
                " too.",
            )
        return
    named = urlsplit(settings.agencies_url).hostname or ""
    if settings.agencies_hosts and named not in settings.agencies_hosts:
        yield Trouble(
            f"The agencies' site does not answer to {named}, which agencies_url names: its own"
            " links are refused.",
            f"Add {named} to agencies_hosts, or correct agencies_url.",
        )


def look_at_doorstep(settings: Settings) -> Iterator[Trouble]:
    """See that the site finds links and can keep what is said, and may do nothing else.

    A mail that is handed over takes the same way.
    """
    engine = open_for_agencies(settings.inbox_database, connections=1)
    try:
        Doorstep(engine).require()
        lacking, beyond = differences(engine, AGENCIES)
    except TiplineError as error:
        yield Trouble(
            f"What agencies say cannot be kept: {error.sentence}",
            "Let the site's user use the inbox: by the group of var/inbox, or by the grants that"
            " postgresql.md has for tipline_agencies.",
        )
        return
    finally:
        engine.dispose()
    if lacking:
        yield Trouble(
            f"What agencies say cannot be kept: the site's role lacks {', '.join(lacking)}.",
            "Run the grants that postgresql.md has for tipline_agencies.",
        )
    if beyond:
        yield Trouble(
            f"The agencies' site may do what it need not: {', '.join(beyond)}.",
            "Give it a role of its own, with the grants that postgresql.md has for"
            " tipline_agencies.",
        )


def look_at_held(settings: Settings) -> Iterator[Trouble]:
    """See that the site holds no secret but those by which agencies' machines sign."""
    keys = settings.keys
    if not keys.is_dir():
        return  # it needs none
    if keys.stat().st_mode & OTHERS:
        yield Trouble(f"{keys} can be entered by other users of this machine.", f"chmod 700 {keys}")
    try:
        there = [path.name for path in keys.iterdir()]
    except PermissionError:
        yield Trouble(
            f"{keys} cannot be read by this user: webhooks of agencies are refused.",
            f"Give the site a folder of its own, with {CHANNELS_SECRET} or nothing in it.",
        )
        return
    more = sorted(set(there) - {CHANNELS_SECRET})
    if more:
        yield Trouble(
            f"{keys} holds what the agencies' site does not need: {', '.join(more)}.",
            f"Give the site a folder of its own, with {CHANNELS_SECRET} or nothing in it.",
        )
    yield from _of_inbound(settings)


def _of_inbound(settings: Settings) -> Iterator[Trouble]:
    file = settings.keys / CHANNELS_SECRET
    try:
        held = tomllib.loads(read_private(file))
    except KeyFileMissingError:
        return  # no agency answers by webhook
    except KeyFileExposedError as error:
        yield Trouble(error.sentence, f"chmod 600 {file}")
        return
    except KeyFileError as error:
        yield Trouble(error.sentence, "Bring it back from your copy of the keys.")
        return
    except ValueError:
        yield Trouble(f"{file} is no TOML.", "Write it anew, as dispatch.md shows it.")
        return
    more = sorted(held.keys() - {INBOUND})
    if more:
        yield Trouble(
            f"{file} holds what the agencies' site does not need: {', '.join(more)}.",
            f"Leave [{INBOUND}] alone in it.",
        )
    yield from _of_unknown(settings, held.get(INBOUND))


def _of_unknown(settings: Settings, inbound: object) -> Iterator[Trouble]:
    """See that each secret is one of a channel that there is."""
    try:
        channels = configuration.load(settings.config, settings.languages).channels.channels
    except (ConfigurationError, ConfigurationFileError):
        return  # told with the configuration
    named = set(inbound) if isinstance(inbound, dict) else set()
    unknown = sorted(named - {each.code for each in channels})
    if unknown:
        yield Trouble(
            f"Secrets of channels that there are not: {', '.join(unknown)}.",
            f"Correct [{INBOUND}] in {settings.keys / CHANNELS_SECRET}, or channels.toml.",
        )
