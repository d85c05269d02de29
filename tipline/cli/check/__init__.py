"""``tipline check``: looks at a deployment and says each trouble with its mend."""

from __future__ import annotations

import ipaddress
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from tipline import configuration
from tipline.errors import ConfigurationError, KeyFileError, KeyFileExposedError, TiplineError
from tipline.sealing.deployment import Deployment, read_pepper, read_review_secret
from tipline.settings import Settings, from_environment
from tipline.store import migrate
from tipline.web.languages import DOMAINS, FOLDER, SOURCE_LANGUAGE

MIB = 1024 * 1024
CLOCK_SLACK_SECONDS = 3600
OTHERS = stat.S_IRWXG | stat.S_IRWXO

# What each site's user may see, and so what there is to look at.
SECRETS: dict[str, tuple[Callable[[Path], bytes], ...]] = {
    "public": (read_pepper,),
    "review": (read_review_secret,),
}
SECRETS["both"] = SECRETS["public"] + SECRETS["review"]
DATABASES: dict[str, tuple[str, ...]] = {"public": ("inbox",), "review": ("inbox", "casebook")}
DATABASES["both"] = DATABASES["review"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not as it must be, and what to do about it: two sentences."""

    found: str
    mend: str


Look = Callable[[Settings], Iterator[Trouble]]


@click.command()
@click.option(
    "--site",
    type=click.Choice(["public", "review", "both"]),
    default="both",
    show_default=True,
    help="Look only at what this site's user of the operating system may see.",
)
@click.pass_context
def check(context: click.Context, site: str) -> None:
    """Look at settings, keys, databases, clock, disk and translations.

    Every trouble is said with its mend. Nothing is changed. The exit code is 0 when all is well
    and 1 when it is not, so that a timer can run this and raise an alarm.
    """
    settings = from_environment()
    looks: tuple[Look, ...] = (
        partial(look_at_keys, site),
        partial(look_at_databases, site),
        *LOOKS,
    )
    troubles = [trouble for look in looks for trouble in look(settings)]
    for trouble in troubles:
        click.echo(f"- {trouble.found}\n  {trouble.mend}")
    click.echo(f"{len(troubles)} to mend." if troubles else "All is well.")
    context.exit(1 if troubles else 0)


def look_at_demo(settings: Settings) -> Iterator[Trouble]:
    """See that a demo, whose sign-in everybody knows, is not reached from elsewhere."""
    hosts = {settings.public_host, settings.review_host}
    if settings.demo and not all(_is_loopback(host) for host in hosts):
        yield Trouble(
            "The demo, whose sign-in is known, can be reached from other machines.",
            "Set public_host and review_host to 127.0.0.1, or switch demo off.",
        )


def look_at_tls(settings: Settings) -> Iterator[Trouble]:
    """See that no report crosses a network in the clear, outside a demo."""
    if not settings.demo and not settings.tls and not settings.onion_location:
        yield Trouble(
            "Neither tls nor onion_location is set: reports would travel in the clear.",
            "Put a proxy that speaks TLS in front of the sites and set tls = true.",
        )


def look_at_keys(site: str, settings: Settings) -> Iterator[Trouble]:
    """See that the keys are there, whole, and closed to others."""
    if not settings.keys.is_dir():
        yield Trouble(
            f"There are no keys in {settings.keys}.", "Run `tipline init`, or correct `keys`."
        )
        return
    if settings.keys.stat().st_mode & OTHERS:
        yield Trouble(
            f"{settings.keys} can be entered by other users of this machine.",
            f"chmod 700 {settings.keys}",
        )
    readers: tuple[Callable[[Path], object], ...] = (Deployment.read, *SECRETS[site])
    for read in readers:
        try:
            read(settings.keys)
        except KeyFileExposedError as error:
            yield Trouble(error.sentence, f"chmod 600 {error.values['file']}")
        except KeyFileError as error:
            yield Trouble(error.sentence, "Bring it back from your copy of the keys.")


def look_at_lanes(settings: Settings) -> Iterator[Trouble]:
    """See that the desks that reports are sealed to have keys: the public site needs both."""
    try:
        texts = configuration.load(settings.config, settings.languages)
        deployment = Deployment.read(settings.keys)
    except ConfigurationError as error:
        yield Trouble(error.sentence, f"Correct it in {settings.config}.")
        return
    except KeyFileError:
        return  # told with the keys
    for lane in (texts.intake, texts.oversight):
        if lane not in deployment.desks:
            yield Trouble(
                f"There is no desk {lane} among the keys, and reports are sealed to it.",
                f"Run `tipline desk add {lane} --first NAME`.",
            )


def look_at_databases(site: str, settings: Settings) -> Iterator[Trouble]:
    """See that the databases answer and are of the newest form."""
    addresses = {"inbox": settings.inbox_database, "casebook": settings.casebook_database}
    for name in DATABASES[site]:
        try:
            outdated = migrate.pending(addresses[name], name)
        except TiplineError as error:
            yield Trouble(
                f"The {name} does not answer: {error.sentence}",
                f"See that its server or folder is there and may be used, or correct {name}_url.",
            )
            continue
        if outdated:
            yield Trouble(
                f"The {name} is missing or of an older form.",
                "Run `tipline init`: it brings both databases up to date and keeps what they hold.",
            )


def look_at_clock(settings: Settings) -> Iterator[Trouble]:
    """See that the clock is not behind what was already written."""
    written = [path.stat().st_mtime for path in settings.var.glob("*/*") if path.is_file()]
    ahead = max(written, default=0) - time.time()
    if ahead > CLOCK_SLACK_SECONDS:
        yield Trouble(
            f"The clock is at least {ahead / 3600:.0f} hours behind the newest file in"
            f" {settings.var}: it was set back.",
            "Set the clock and keep it with NTP: sign-in codes, sessions and dates depend on it.",
        )


def look_at_disk(settings: Settings) -> Iterator[Trouble]:
    """See that there is room for reports and their evidence."""
    if not settings.var.is_dir():
        yield Trouble(
            f"There is no folder {settings.var}.", "Run `tipline init`, or correct `var`."
        )
        return
    free = shutil.disk_usage(settings.var).free // MIB
    if free < settings.reserve_mib:
        refused = "no report is taken"
    elif free < settings.min_free_mib:
        refused = "no evidence is taken"
    else:
        return
    yield Trouble(
        f"{free} MiB are free where {settings.var} lies: {refused}.",
        "Make room there, or move `var` to a larger disk.",
    )


def look_at_translations(settings: Settings) -> Iterator[Trouble]:
    """See that every language has all its catalogues."""
    for language in settings.languages:
        words = [FOLDER / language / "LC_MESSAGES" / f"{domain}.po" for domain in DOMAINS]
        missing = [path.name for path in words if not path.is_file()]
        if missing and language != SOURCE_LANGUAGE:
            yield Trouble(
                f"The language {language} lacks words: {', '.join(missing)}.",
                f"Add them in {words[0].parent}, or correct `languages`.",
            )


LOOKS: tuple[Look, ...] = (
    look_at_demo,
    look_at_tls,
    look_at_lanes,
    look_at_clock,
    look_at_disk,
    look_at_translations,
)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
