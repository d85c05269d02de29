"""The keeper: gives each file a process of its own, and keeps the next one waiting.

A process takes about 0.2 seconds to start, most of it imports. It dies with the thread that started
it (prctl(2), PR_SET_PDEATHSIG), so one thread that lasts starts them all.
"""

from __future__ import annotations

import os
import queue
import subprocess
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from tipline.errors import JailError
from tipline.evidence.jail.cell import Cell
from tipline.evidence.jail.places import Places
from tipline.evidence.jail.walls import command
from tipline.tips.evidence import Kind

TASKS = "tipline.evidence.jail.tasks"
AT_ONCE = 4  # files that one worker has parsed at a time; each may take 512 MiB
WAIT_SECONDS = 60  # for one of these places
SECONDS = 30  # of a file's task
SLACK = 4  # times a task's seconds, with the time that its source and sink take
BYTES_A_SECOND = 4 * 1024 * 1024  # and what a larger file is given beside


class Walls(Protocol):
    """Builds the command of a process."""

    def __call__(self, module: str, also: Sequence[Path], *, walled: bool) -> list[str]:
        """Return it, as ``walls.command`` does; JailError."""


class Jail:
    """Runs tasks on strangers' files. Safe in threads; a worker that was forked begins anew."""

    def __init__(
        self,
        mode: str = "bubblewrap",
        *,
        tasks: str = TASKS,
        also: Sequence[Path] = (),
        at_once: int = AT_ONCE,
        walls: Walls = command,
    ) -> None:
        """Take the setting ``jail``; start nothing. ``tasks``: a module with ``TASKS``.

        ``also``: what the process may see besides Python and this package, until it is confined.
        ``at_once``: how many files are worked on at a time. ``walls``: what returns its command.
        """
        self._mode, self._tasks, self._also, self._walls = mode, tasks, tuple(also), walls
        self._at_once = at_once
        self._starter: Starter | None = None
        self._begin()
        begin = weakref.WeakMethod(self._begin)
        os.register_at_fork(after_in_child=lambda: (again := begin()) and again())

    def require(self) -> None:
        """Try the walls; JailError with the reason where they cannot be made."""
        cell = self._start(subprocess.PIPE)
        try:
            cell.await_ready()
        finally:
            cell.close()

    def warm(self) -> None:
        """Let a process wait for the first file; returns at once."""
        with self._lock:
            if self._starter is None:
                self._starter = Starter(self._start)

    def run(  # noqa: PLR0913 (a task, its file, and what bounds and guides it)
        self,
        task: str,
        kind: Kind | None,
        source: BinaryIO,
        sink: Callable[[bytes], object],
        seconds: int = SECONDS,
        *,
        given: Mapping[str, int | str] | None = None,
    ) -> dict[str, Any]:
        """Do a task on a seekable file; ``sink`` gets its output in blocks, in order.

        ``given`` are numbers and texts that the task takes by name. ``kind`` may be None where it
        finds that.
        Raises the task's EvidenceError; FileDamagedError for a crash, FileTooComplexError beyond
        ``seconds`` (and more for a large file; the sink's time is not its own), memory or output;
        JailBusyError where there is no place for it, or source and sink take far too long;
        JailError where no process can be had. A stranger made the answer.
        """
        size = source.seek(0, os.SEEK_END)
        most = seconds + size // BYTES_A_SECOND
        asked = {"task": task, "kind": kind, "size": size, "seconds": most, "given": given or {}}
        with self._places.place(WAIT_SECONDS) as place:
            cell = self._next()
            try:
                with place.watched(SLACK * most, cell.end):
                    return cell.run(asked, source, sink)
            finally:
                cell.close()

    def close(self) -> None:
        """End the process that waits."""
        with self._lock:
            starter, self._starter = self._starter, None
        if starter is not None:
            starter.close()

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._places = Places(self._at_once)
        self._starter = None

    def _next(self) -> Cell:
        """Return a process that is ready; the one that waited may have been ended by others."""
        for last in (False, True):
            self.warm()
            starter = self._starter
            cell = starter.take() if starter else self._start()
            try:
                cell.await_ready()
            except JailError:
                cell.close()
                if last:
                    raise
            else:
                return cell
        raise AssertionError

    def _start(self, complaints: int = subprocess.DEVNULL) -> Cell:
        walled = self._walls(self._tasks, self._also, walled=self._mode != "off")
        try:
            return Cell(walled, complaints)
        except OSError as error:
            raise JailError(reason=error.strerror) from None


class Starter:
    """A thread that starts processes, one ahead of what was asked for."""

    def __init__(self, start: Callable[[], Cell]) -> None:
        """Start the first, and return at once."""
        self._start = start
        self._wanted = threading.Semaphore(1)
        self._waiting: queue.SimpleQueue[Cell | JailError] = queue.SimpleQueue()
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="jail", daemon=True)
        self._thread.start()

    def take(self) -> Cell:
        """Return the one that waits, and let the next be started."""
        self._wanted.release()
        cell = self._waiting.get()
        if isinstance(cell, JailError):
            raise cell
        return cell

    def close(self) -> None:
        """End the thread, and the process that waits."""
        self._closing = True
        self._wanted.release()
        self._thread.join()
        while not self._waiting.empty():
            cell = self._waiting.get()
            if isinstance(cell, Cell):
                cell.close()

    def _work(self) -> None:
        while self._wanted.acquire() and not self._closing:
            try:
                self._waiting.put(self._start())
            except JailError as error:
                self._waiting.put(error)
