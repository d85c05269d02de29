"""Turns what a database driver complains of into an error of our tree, without its parameters."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from tipline.errors import (
    BlobsMissingError,
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreFullError,
    StoreMissingError,
    StoreOutdatedError,
    StoreReadOnlyError,
    StoreRefusedError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES: Final[dict[int, type[StoreError]]] = {
    errno.ENOSPC: StoreFullError,
    errno.EDQUOT: StoreFullError,
    errno.EFBIG: StoreFullError,
    errno.EROFS: StoreReadOnlyError,
    errno.EACCES: StoreMissingError,
    errno.EPERM: StoreMissingError,
    errno.ENOENT: StoreMissingError,
    errno.ENOTDIR: StoreMissingError,
}
PRIMARY_CODE = 0xFF  # the low byte of an extended code (sqlite.org/rescode.html, 2)

SQLITE: Final[dict[int, type[StoreError]]] = {
    sqlite3.SQLITE_BUSY: StoreBusyError,
    sqlite3.SQLITE_LOCKED: StoreBusyError,
    sqlite3.SQLITE_READONLY: StoreReadOnlyError,
    sqlite3.SQLITE_FULL: StoreFullError,
    # A quota or a file-size limit ends a write with an error other than ENOSPC, which SQLite
    # reports as one of these.
    sqlite3.SQLITE_IOERR_WRITE: StoreFullError,
    sqlite3.SQLITE_IOERR_SHMSIZE: StoreFullError,
    sqlite3.SQLITE_CORRUPT: StoreDamagedError,
    sqlite3.SQLITE_NOTADB: StoreDamagedError,
    sqlite3.SQLITE_CANTOPEN: StoreMissingError,
    sqlite3.SQLITE_AUTH: StoreRefusedError,
}
# What SQLite tells in words only, all under the code SQLITE_ERROR.
SQLITE_WORDS: Final[dict[str, type[StoreError]]] = {
    "no such table": StoreOutdatedError,
    "no such column": StoreOutdatedError,
    "has no column named": StoreOutdatedError,
    "not authorized": StoreRefusedError,
}
# Appendix A of the PostgreSQL manual: a whole code, or its class (the first two characters).
POSTGRESQL: Final[dict[str, type[StoreError]]] = {
    "55P03": StoreBusyError,
    "40": StoreBusyError,
    "53300": StoreBusyError,
    "57": StoreBusyError,
    "25006": StoreReadOnlyError,
    "53100": StoreFullError,
    "XX": StoreDamagedError,
    "08": StoreMissingError,
    "28": StoreMissingError,
    "3D": StoreMissingError,
    "42501": StoreRefusedError,
    "42": StoreOutdatedError,
}


@contextmanager
def told_plainly(own: type[Exception] = sqlite3.Error) -> Iterator[None]:
    """Raise a ``StoreError`` for whatever a database complains of inside.

    ``own`` is the base of the errors of the driver that is used without SQLAlchemy. The driver's
    error is cut off, as PostgreSQL's repeats the values of a row.
    """
    try:
        yield
    except PoolTimeoutError:
        raise StoreBusyError from None
    except DBAPIError as error:
        raise kind_of(error.orig) from None
    except own as error:
        raise kind_of(error) from None


@contextmanager
def files_told_plainly(folder: Path | None = None) -> Iterator[None]:
    """Raise a ``StoreError`` for whatever the file system complains of inside.

    It names no path but ``folder``, the one of all files, where that is not at hand.
    """
    try:
        yield
    except OSError as error:
        kind = FILES.get(error.errno or 0, StoreError)
        if folder and kind is StoreMissingError:
            raise BlobsMissingError(folder=folder) from None
        raise kind from None


def kind_of(error: object) -> type[StoreError]:
    """Return the kind of our error that a driver's error stands for."""
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR:
        words = str(error)
        return next((kind for each, kind in SQLITE_WORDS.items() if each in words), StoreError)
    if code is not None:
        return SQLITE.get(code) or SQLITE.get(code & PRIMARY_CODE, StoreError)
    state = getattr(error, "sqlstate", None)
    if state is not None:
        return POSTGRESQL.get(state) or POSTGRESQL.get(state[:2], StoreError)
    # psycopg gives no code where no server answered at all.
    return StoreMissingError if type(error).__name__ == "OperationalError" else StoreError
