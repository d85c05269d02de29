"""Serve one site with Granian until a signal says to stop (docs/decisions/002-web-server.md)."""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging.config
import os
import signal
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from tipline.errors import TiplineError
from tipline.evidence.jail import Jail
from tipline.serving.log import Application, configuration, guarded
from tipline.serving.process import be_discreet, end_with_parent, prepare_workers
from tipline.settings import Settings, from_environment

HEADER_BYTES = 32 * 1024  # one request's line and headers; a session cookie is below 4 KiB
HEADER_MILLISECONDS = 10_000  # a client that has not sent its headers by then is dropped
STOP_SECONDS = 10  # requests in flight at a stop are finished within these
TAKES_FILES = frozenset({"public", "review"})
NEW_OBJECTS = 10_000  # that a worker makes before rubbish is looked for; a page makes some 500
RESPAWN_SECONDS = 0.2  # after a worker's death, before the next one is started


def main() -> int:
    """Serve the site that the first argument names; return an exit code."""
    site = sys.argv[1]
    end_with_parent(signal.SIGTERM)
    be_discreet()
    prepare_workers()
    with said_briefly(site):
        settings = from_environment()
        logging.config.dictConfig(configuration(site, settings.log_level))
        load_code(site)
        rehearse(site)
        server(site, settings).serve(target_loader=worker_application)
    return 0


@contextlib.contextmanager
def said_briefly(site: str) -> Iterator[None]:
    """End the process with a sentence for an error of ours, a discreet log line for any other."""
    try:
        yield
    except TiplineError as error:
        sys.stderr.write(f"{error.sentence}\n")
        sys.exit(1)
    except Exception:
        logging.getLogger(__name__).exception("The %s site cannot begin.", site)
        sys.exit(1)


def load_code(site: str) -> None:
    """Import what the site's workers need, once: they are forked, and share it from the start.

    Nothing of the other site is imported, and nothing is opened.
    """
    for name in ("wsgi", f"tipline.{site}"):
        importlib.import_module(name)


def rehearse(site: str) -> None:
    """Build the site's application and a jail once, in a child; end with its code if that fails.

    Workers are started again when they end: one that cannot begin would try for ever.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            with said_briefly(site):
                application(site)
                if site in TAKES_FILES:
                    require_jail()
            code = 0
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        sys.exit(1)


def require_jail() -> None:
    """Raise JailError where files are taken and cannot be walled in."""
    settings = from_environment()
    if settings.files:
        Jail(settings.jail).require()


def application(site: str) -> Application:
    """Return the WSGI application of a site."""
    made: Application = getattr(sys.modules["wsgi"], site)()
    return made


def worker_application(site: str) -> Application:
    """Return the application as a worker serves it.

    What is there now stays as long as the worker: the garbage collector need not look at it again.
    """
    made = guarded(application(site))
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    return made


def server(site: str, settings: Settings) -> MPServer:
    """Return the web server of a site, ready to serve."""
    host, port = getattr(settings, f"{site}_host"), getattr(settings, f"{site}_port")
    return MPServer(
        site,
        address=str(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][4][0]),
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.workers,
        blocking_threads=getattr(settings, f"{site}_threads"),
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=HEADER_MILLISECONDS, max_buffer_size=HEADER_BYTES
        ),
        websockets=False,
        log_access=False,
        log_level=LogLevels(settings.log_level),
        log_dictconfig=configuration(site, settings.log_level),
        respawn_failed_workers=True,
        respawn_interval=RESPAWN_SECONDS,
        workers_kill_timeout=STOP_SECONDS,
        working_dir=Path.cwd(),
    )


if __name__ == "__main__":
    sys.exit(main())
