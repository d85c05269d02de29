"""Writers of one process wait in line, first come, first served; processes wait in short naps.

SQLite's own waiting is a row of ever longer naps, up to a tenth of a second, after which whoever
happens to be awake gets the lock: with eight threads on a slow disk some waited for seconds while
others wrote a hundred times.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections import deque
from contextlib import AbstractContextManager, contextmanager, nullcontext
from threading import Lock
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from tipline.errors import StoreBusyError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

WAIT_SECONDS = 5  # for a turn, a lock, a free connection, before a person is told to come back
BUSY_TIMEOUT: Final = f"busy_timeout = {WAIT_SECONDS * 1000}"
NAP_SECONDS = 0.002  # between two tries for the lock that another process has


class Line:
    """A lock whose waiters get it in the order in which they came."""

    def __init__(self) -> None:
        """Begin with nobody at the front."""
        self._guard = Lock()
        self._taken = False
        self._waiting: deque[Lock] = deque()

    @contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Wait for one's turn, at most so many seconds, and have it; or raise StoreBusyError."""
        self._take(seconds)
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, seconds: float) -> None:
        mine = Lock()
        mine.acquire()
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                raise StoreBusyError
        # Between the end of the waiting and the guard, the turn was passed on to us after all.

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


_lines: WeakKeyDictionary[Engine, Line] = WeakKeyDictionary()
_lines_guard = Lock()


def line_of(engine: Engine) -> Line:
    """Return the line in which the writers of an engine wait."""
    with _lines_guard:
        return _lines.setdefault(engine, Line())


def turn(engine: Engine, seconds: float = WAIT_SECONDS) -> AbstractContextManager[None]:
    """Wait for one's turn to write, where only one can; StoreBusyError after so many seconds."""
    if engine.dialect.name != "sqlite":
        return nullcontext()
    return line_of(engine).turn(seconds)


def take_write_lock(connection: sqlite3.Connection) -> None:
    """Begin to write, when no other process does; after 5 s raise what SQLite says."""
    patience = time.monotonic() + WAIT_SECONDS
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while _is_taken(connection) and time.monotonic() < patience:
            time.sleep(NAP_SECONDS)
        if not connection.in_transaction:
            connection.execute("BEGIN IMMEDIATE")
    finally:
        connection.execute(f"PRAGMA {BUSY_TIMEOUT}")


def _is_taken(connection: sqlite3.Connection) -> bool:
    """Try to take the write lock; tell whether somebody else has it."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return False


def _begin_anew() -> None:
    """Forget, in a child, lines whose front is a thread that only the parent has."""
    global _lines_guard  # noqa: PLW0603 (a thread of the parent's may hold it for good)
    _lines_guard = Lock()
    _lines.clear()


os.register_at_fork(after_in_child=_begin_anew)
