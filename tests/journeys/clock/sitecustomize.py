# ruff: noqa: INP001  (a folder for PYTHONPATH, not a package)
"""Moves the clock of a Python process; on PYTHONPATH it is loaded at its start.

A process cannot have a wall clock of its own on Linux, and the machine's belongs to others. By how
many seconds it is ahead, or behind, stands in a file of the process's home.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

ahead = timedelta(seconds=float(Path("~/clock-ahead").expanduser().read_text()))
time_machine.travel(datetime.now(UTC) + ahead, tick=True).start()
