# ruff: noqa: INP001  (a folder for PYTHONPATH, not a package)
"""Sets the clock of a Python process back by a year; on PYTHONPATH it is loaded at its start.

A process cannot have a wall clock of its own on Linux, and the machine's belongs to others.
"""

from __future__ import annotations

import datetime as dt
import time

YEAR = dt.timedelta(days=365)
REAL = dt.datetime
real_time = time.time


class Meta(type):
    """Takes every real datetime for an instance."""

    def __instancecheck__(cls, instance: object) -> bool:
        """Tell whether it is a datetime."""
        return isinstance(instance, REAL)


class Datetime(REAL, metaclass=Meta):
    """A datetime whose now was a year ago."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]  # a stand-in of the same shape
        """Return the time of a year ago."""
        return REAL.now(tz) - YEAR


dt.datetime = Datetime  # type: ignore[misc]  # the stand-in takes its place
time.time = lambda: real_time() - YEAR.total_seconds()
