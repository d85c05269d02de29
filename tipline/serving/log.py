"""The server's log: what happened to the process, never what somebody asked or wrote.

Libraries put request paths, addresses and values into their messages and exceptions. So only lines
that our own code or the web server wrote are kept; of any other the place that wrote it is named,
and of an exception its type and the places it passed through, not its text.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

OURS = str(Path(__file__).parents[1])
SERVER = "_granian"
MANY_THREADS = "Configuration allows spawning up to"  # they wait for slow uploads, not for cores

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Formats a record without a value that could be a reporter's."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; of a library's, only where in its code it was written."""
        if not (record.pathname.startswith(OURS) or record.name.split(".")[0] == SERVER):
            place = f"{record.name}, {record.filename}:{record.lineno} (text withheld)"
            record = logging.makeLogRecord(record.__dict__ | {"msg": place, "args": ()})
        record.exc_text = None  # what another formatter may have made of the exception
        return super().format(record)

    def formatException(self, ei: Raised) -> str:  # noqa: N802 (logging's name)
        """Return the exception's type and its frames: file, line and function, no source text."""
        kind, _, trace = ei
        frames = [
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(trace, limit=-20)
        ]
        return "\n".join([*frames, f"  {kind.__name__ if kind else 'nothing'} (text withheld)"])


def is_told(record: logging.LogRecord) -> bool:
    """Tell whether a record is written: all but the server's doubt about our number of threads."""
    return not str(record.msg).startswith(MANY_THREADS)


def configuration(site: str, level: str) -> dict[str, Any]:
    """Return the logging configuration (``logging.config.dictConfig``) of one site's processes."""
    line = f"%(asctime)s {site} [%(process)d] %(levelname)s %(message)s"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"discreet": {"()": DiscreetFormatter, "fmt": line}},
        "filters": {"told": {"()": lambda: is_told}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "discreet",
                "filters": ["told"],
            }
        },
        "loggers": {
            "_granian": {},
            "httpx": {"level": "WARNING"},  # a line for each request, all well
            "granian.access": {"level": "CRITICAL"},
            "alembic.runtime.plugins": {"level": "ERROR"},  # six lines at each start, all well
        },
        "root": {"handlers": ["stderr"], "level": level.upper()},
    }


def guarded(application: Application) -> Application:
    """Return the application with a last guard: what escapes it is logged here, discreetly.

    The server itself would print such an exception with its text.
    """

    def guard(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            return application(environ, start_response)
        except Exception:
            logging.getLogger(__name__).exception("A request failed outside the application.")
            start_response("500 Internal Server Error", [("Content-Type", "text/plain")])
            return [b"Something went wrong on our side. Please try again in a few minutes.\n"]

    return guard
