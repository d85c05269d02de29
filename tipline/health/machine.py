"""Whether the machine is as the deployment needs it: the network, the clock, the disk."""

from __future__ import annotations

import ipaddress
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator

from limits.storage import storage_from_string

from tipline.errors import JailError
from tipline.evidence.jail import Jail
from tipline.evidence.offices.walls import installed, office_jail
from tipline.health.trouble import Trouble
from tipline.settings import Settings

MIB = 1024 * 1024
CLOCK_SLACK_SECONDS = 3600
DRAWING = (sys.executable, "-m", "tipline.places.drawing")  # ends with what it lacks


def look_at_demo(settings: Settings) -> Iterator[Trouble]:
    """See that a demo, whose sign-in everybody knows, is not reached from elsewhere."""
    hosts = {settings.public_host, settings.review_host, settings.agencies_host}
    if settings.demo and not all(_is_loopback(host) for host in hosts):
        yield Trouble(
            "The demo, whose sign-in is known, can be reached from other machines.",
            "Set public_host, review_host and agencies_host to 127.0.0.1, or switch demo off.",
        )


def look_at_tls(settings: Settings) -> Iterator[Trouble]:
    """See that no report crosses a network in the clear, outside a demo."""
    if not settings.demo and not settings.tls and not settings.onion_location:
        yield Trouble(
            "Neither tls nor onion_location is set: reports would travel in the clear.",
            "Put a proxy that speaks TLS in front of the sites and set tls = true.",
        )


def look_at_links(settings: Settings) -> Iterator[Trouble]:
    """See that no agency's link crosses a network in the clear, outside a demo."""
    if not settings.demo and settings.agencies_url.startswith("http:"):
        yield Trouble(
            "The links of agencies would travel in the clear: agencies_url begins with http://.",
            "Put a proxy that speaks TLS in front of their site, and let it begin with https://.",
        )


def look_at_rates(settings: Settings) -> Iterator[Trouble]:
    """See that the shared store of rates answers: without it nobody is limited."""
    if not storage_from_string(settings.limiter_storage).check():
        yield Trouble(
            "The store that limiter_storage names does not answer, so nobody's rates are limited.",
            "Start it, or correct limiter_storage.",
        )


def look_at_jail(settings: Settings) -> Iterator[Trouble]:
    """See that strangers' files can be parsed where they can do no harm."""
    try:
        Jail(settings.jail).require()
    except JailError as error:
        yield Trouble(
            f"Files cannot be checked safely on this machine: {error.values['reason']}.",
            'Install bubblewrap and allow user namespaces, or set jail = "off" to take that risk.',
        )
    if settings.jail == "off" and not settings.demo:
        yield Trouble(
            "jail is off: what parses strangers' files has no walls but its own limits.",
            'Install bubblewrap and set jail = "bubblewrap".',
            warning=True,
        )


def look_at_office(settings: Settings) -> Iterator[Trouble]:
    """See that office files can be laid out in pages, where LibreOffice is here and wanted."""
    if not settings.office_pages or settings.jail == "off" or not installed():
        return
    try:
        office_jail().require()
    except JailError as error:
        yield Trouble(
            f"Office files are shown as words, not as pages: {error.values['reason']}.",
            "Install all packages that first-day.md names, or set office_pages = false.",
            warning=True,
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


def look_at_map(_settings: Settings) -> Iterator[Trouble]:
    """See that names can be written on the map in all scripts, and not as loose letters.

    In a process of its own: what draws is not loaded where analysts work.
    """
    tried = subprocess.run(DRAWING, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603 (our own)
    if tried.returncode:
        *_, reason = tried.stderr.splitlines() or [str(tried.returncode)]
        yield Trouble(
            f"Names cannot be written on the map on this machine: {reason}.",
            "Install FriBiDi (Debian: libfribidi0), and Pillow as its makers publish it.",
            warning=True,
        )


def look_at_disk(settings: Settings) -> Iterator[Trouble]:
    """See that the disk is far from full; with a database elsewhere there may be no ``var``."""
    if not settings.var.is_dir():
        if not settings.inbox_url:
            yield Trouble(
                f"There is no folder {settings.var}.", "Run `tipline init`, or correct `var`."
            )
        return
    free = shutil.disk_usage(settings.var).free // MIB
    if free < settings.min_free_mib:
        yield Trouble(
            f"{free} MiB are free where {settings.var} lies, fewer than min_free_mib"
            f" ({settings.min_free_mib}). On a full disk casework is refused, and reports too once"
            " the reserve is used up.",
            "Make room there, or move `var` to a larger disk.",
        )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
