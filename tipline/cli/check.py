"""``tipline check``: looks at a deployment and says each trouble with its mend."""

from __future__ import annotations

import ipaddress
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

import tipline
from tipline.errors import TiplineError
from tipline.settings import Settings, from_environment
from tipline.store import migrate

MIB = 1024 * 1024
CLOCK_SLACK_SECONDS = 3600
OTHERS = stat.S_IRWXG | stat.S_IRWXO
TRANSLATIONS = Path(tipline.__file__).with_name("translations")
SOURCE_LANGUAGE = "en"  # the language that the code is written in needs no catalogue


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not as it must be, and what to do about it: two sentences."""

    found: str
    mend: str


Look = Callable[[Settings], Iterator[Trouble]]


@click.command()
@click.pass_context
def check(context: click.Context) -> None:
    """Look at settings, keys, databases, clock, disk and translations.

    Every trouble is said with its mend. Nothing is changed. The exit code is 0 when all is well
    and 1 when it is not, so that a timer can run this and raise an alarm.
    """
    settings = from_environment()
    troubles = [trouble for look in LOOKS for trouble in look(settings)]
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


def look_at_keys(settings: Settings) -> Iterator[Trouble]:
    """See that keys exist and that nobody but their owner reads the secret ones."""
    if not settings.keys.is_dir():
        yield Trouble(
            f"There are no keys in {settings.keys}.", "Run `tipline init`, or correct `keys`."
        )
        return
    if _mode(settings.keys) & OTHERS:
        yield _open_to_others(settings.keys, "700")
    for path in sorted(settings.keys.iterdir()):
        if path.is_file() and not _is_public(path) and _mode(path) & OTHERS:
            yield _open_to_others(path, "600")


def look_at_databases(settings: Settings) -> Iterator[Trouble]:
    """See that both databases answer and are of the newest form."""
    for name, url in (("inbox", settings.inbox_database), ("casebook", settings.casebook_database)):
        try:
            outdated = migrate.pending(url, name)
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
    """See that every language has its catalogue, compiled from the words as they are now."""
    for language in settings.languages:
        words = TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
        compiled = words.with_suffix(".mo")
        if not words.exists():
            if language != SOURCE_LANGUAGE:
                yield Trouble(
                    f"The language {language} has no words.",
                    f"Add {words.relative_to(TRANSLATIONS.parents[1])}, or correct `languages`.",
                )
        elif not compiled.exists() or compiled.stat().st_mtime < words.stat().st_mtime:
            yield Trouble(
                f"The words of the language {language} are not compiled.",
                "Run `pybabel compile -d tipline/translations`.",
            )


LOOKS: tuple[Look, ...] = (
    look_at_demo,
    look_at_tls,
    look_at_keys,
    look_at_databases,
    look_at_clock,
    look_at_disk,
    look_at_translations,
)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def _open_to_others(path: Path, mode: str) -> Trouble:
    return Trouble(f"{path} can be used by other users of this machine.", f"chmod {mode} {path}")


def _is_public(path: Path) -> bool:
    """Tell whether a file in keys/ may be read by anybody: the README, and lists of recipients."""
    if path.name == "README.md":
        return True
    if not os.access(path, os.R_OK):
        return False
    lines = path.read_text("utf-8", errors="replace").splitlines()
    told = [line for line in lines if line.strip() and not line.startswith("#")]
    return bool(told) and all(line.startswith("age1") for line in told)
