# ruff: noqa: INP001  (a folder for PYTHONPATH, not a package)
"""Sets the clock of a Python process back by a year; on PYTHONPATH it is loaded at its start.

A process cannot have a wall clock of its own on Linux, and the machine's belongs to others.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import time_machine

time_machine.travel(datetime.now(UTC) - timedelta(days=365), tick=True).start()
