"""The memory that a server and all that it started take, looked at while something happens."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from typing import Self

LOOK_SECONDS = 0.02


class Watch:
    """Looks at a process and its descendants, for the length of a block; values in MiB.

    ``idle`` is what they take before, ``most`` the most that was seen since.
    """

    def __init__(self, leader: int) -> None:
        """Take the process; look once."""
        self._leader, self._over = leader, threading.Event()
        self.most = self.idle = mebibytes(self._leader)
        self._thread = threading.Thread(target=self._work)

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.most = max(self.most, mebibytes(self._leader))


def mebibytes(leader: int) -> float:
    """Return what memory a process and its descendants have: what several share counts once.

    Source: proc(5), Pss of smaps_rollup. Of a process that may not be looked into, as a jail's may
    not but by root, all counts that is resident.
    """
    total = 0.0
    for process in descent(leader):
        home = Path("/proc", str(process))
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended since
            try:
                lines = (home / "smaps_rollup").read_text().splitlines()
                total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
            except PermissionError:
                pages = int((home / "statm").read_text().split()[1])
                total += pages * os.sysconf("SC_PAGESIZE") / 1024
    return total / 1024


def descent(leader: int) -> set[int]:
    """Return a process and all that it started, and those started, whatever their sessions."""
    parents = {}
    for home in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parents[int(home.name)] = int((home / "stat").read_text().rpartition(")")[2].split()[1])
    found, before = {leader}, 0
    while len(found) > before:
        before = len(found)
        found |= {process for process, parent in parents.items() if parent in found}
    return found
