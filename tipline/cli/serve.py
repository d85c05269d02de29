"""``tipline serve``: the sites as child processes that share nothing, and their common end."""

from __future__ import annotations

import contextlib
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType

import click

from tipline.errors import (
    AddressInUseError,
    AddressRefusedError,
    SiteSilentError,
    SiteStoppedError,
)
from tipline.settings import (
    Settings,
    environment,
    from_environment,
    require_two_addresses,
    variable,
)

SITES = ("public", "review", "agencies")
START_SECONDS = 60
STOP_SECONDS = 15  # more than the server grants its own requests (tipline.serving)
LOOK_SECONDS = 0.2
PASSED_ON = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")
PASSED_ON_PREFIXES = ("LC_", "PG", "PYTHON")
# The C library would give each thread a heap of its own, and with it a block of its own for
# Argon2id's 8 MiB: with four threads of two workers these no longer fit a processor's cache.
ONE_ARENA = {"MALLOC_ARENA_MAX": "1"}
ROOT = Path(__file__).parents[2]  # where wsgi.py lies


@click.command()
@click.argument("site", type=click.Choice([*SITES, "both"]))
def serve(site: str) -> None:
    """Serve the public site, the review site, or both; or the site where agencies answer.

    They run until ctrl-C or TERM. Each site is a process of its own that is told only the settings
    that concern it. In earnest run them under two users of the operating system, one `tipline
    serve` each: `both` is for one machine and one user, and serves the agencies' site too where
    `agencies_url` is set. Put a proxy in front, and set `tls` and
    `trusted_proxies` (docs/how-to/proxy.md).

    Example: tipline serve public
    """
    settings = from_environment()
    serve_sites(settings, wanted(settings) if site == "both" else (site,))


def wanted(settings: Settings) -> tuple[str, ...]:
    """Return the sites of a deployment: that of the agencies only where they get links."""
    return SITES if settings.agencies_url else SITES[:2]


def serve_sites(
    settings: Settings,
    sites: Sequence[str],
    ready: Callable[[], None] | None = None,
    *,
    deliver: bool = False,
    broker: bool = False,
) -> None:
    """Serve until a signal says to stop; call ``ready`` once every site has answered.

    ``deliver``: run a deliverer beside them. ``broker``: run what fetches pictures of cameras.

    Raises ``SettingsError``, ``AddressInUseError`` or ``AddressRefusedError`` before anything is
    started, ``SiteStoppedError`` or ``SiteSilentError`` after having stopped the others.
    """
    if len(sites) > 1:
        require_two_addresses(settings, sites)
    for site in sites:
        require_free(settings, site)
    with (
        stop_signals() as stop,
        running(settings, sites, deliver=deliver, broker=broker) as children,
    ):
        for site in sites:
            await_answer(settings, site, children, stop)
        if ready and not stop.is_set():
            ready()
        while not stop.wait(LOOK_SECONDS):
            require_alive(children)


@contextlib.contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """Turn INT and TERM into an event for the length of a block."""
    stop = threading.Event()

    def set_event(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {
        number: signal.signal(number, set_event) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def running(
    settings: Settings, sites: Sequence[str], *, deliver: bool = False, broker: bool = False
) -> Iterator[Mapping[str, subprocess.Popen[bytes]]]:
    """Start the sites' processes; stop them all at the end of the block, however it ends."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    commands = {site: (site, ["tipline.serving", site]) for site in sites}
    if deliver:
        commands["deliverer"] = ("review", ["tipline", "deliver", "--with-parent"])
    if broker:
        commands["broker"] = ("broker", ["tipline", "stills", "serve", "--with-parent"])
    try:
        for name, (site, module) in commands.items():
            children[name] = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
                [sys.executable, "-m", *module],
                env=child_environment(settings, site),
                stdin=subprocess.DEVNULL,
            )
        yield children
    finally:
        stop_all(children)


def child_environment(settings: Settings, site: str) -> dict[str, str]:
    """Return the whole environment of a site's process: a few common names and its settings."""
    common = {
        name: value
        for name, value in os.environ.items()
        if name in PASSED_ON or name.startswith(PASSED_ON_PREFIXES)
    }
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return common | ONE_ARENA | {"PYTHONPATH": path} | environment(settings, site)


def stop_all(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Ask every process to finish its requests and end; kill what has not after a while."""
    deadline = time.monotonic() + STOP_SECONDS
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def require_free(settings: Settings, site: str) -> None:
    """Raise unless the site's address can be listened on."""
    host, port = address(settings, site)
    words = {"address": f"{host}:{port}", "setting": variable(f"{site}_port")}
    try:
        family, *_, target = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(target)
            probe.listen()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AddressInUseError(**words) from error
        raise AddressRefusedError(**words, reason=error.strerror) from error


def require_alive(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Raise ``SiteStoppedError`` when a process has ended."""
    for site, child in children.items():
        code = child.poll()
        if code is not None:
            raise SiteStoppedError(site=site, code=code)


def await_answer(
    settings: Settings,
    site: str,
    children: Mapping[str, subprocess.Popen[bytes]],
    stop: threading.Event,
) -> None:
    """Return when the site answers a request, whatever the answer, or when told to stop."""
    deadline = time.monotonic() + START_SECONDS
    while not stop.wait(LOOK_SECONDS):
        require_alive(children)
        if answers(settings, site):
            return
        if time.monotonic() > deadline:
            raise SiteSilentError(site=site, seconds=START_SECONDS)


def answers(settings: Settings, site: str) -> bool:
    """Tell whether a site answers HTTP."""
    connection = http.client.HTTPConnection(*address(settings, site), timeout=1)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def address(settings: Settings, site: str) -> tuple[str, int]:
    """Return the host and port of a site."""
    host, port = getattr(settings, f"{site}_host"), getattr(settings, f"{site}_port")
    return str(host).strip("[]"), int(port)
