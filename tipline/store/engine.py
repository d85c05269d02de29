"""Opens the two databases, SQLite by default, PostgreSQL by its address.

One engine a process and database, safe to share between threads. Connections are pooled and never
cross a fork.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final, cast
from urllib.parse import quote
from weakref import WeakSet

from sqlalchemy import URL, Engine, QueuePool, create_engine, event, make_url

from tipline.errors import StoreDriverError
from tipline.store.authorizer import AGENCIES, PUBLIC, authorizer
from tipline.store.failures import told_plainly
from tipline.store.transactions import WRITES
from tipline.store.turns import BUSY_TIMEOUT, WAIT_SECONDS, take_write_lock

if TYPE_CHECKING:
    from sqlalchemy import Connection

CONNECTIONS = 64  # where nobody says how many threads there are

PRAGMAS: Final = (
    BUSY_TIMEOUT,
    "synchronous = FULL",  # a committed report survives a power cut
    "secure_delete = ON",  # what is deleted is overwritten with zeros
    "temp_store = MEMORY",  # sorting writes no temporary file
    "trusted_schema = OFF",  # sqlite.org/security.html, 2
    "cell_size_check = ON",
)
# To check that a part's tip is there, SQLite would ask for the public connection's right to read
# tips. On that side the keys point nowhere worse than to a destroyed tip, which the sweeper finds.
FOREIGN_KEYS: Final = "foreign_keys = {}"

# The public site folds the journal beside its requests (tipline.store.folding). Only where that
# falls behind does a report wait for it.
JOURNAL_PAGES: Final = "wal_autocheckpoint = 8000"

_engines: WeakSet[Engine] = WeakSet()


def open_inbox(url: str, *, public: bool, connections: int = CONNECTIONS) -> Engine:
    """Return an engine on the inbox; ``public`` can only add, and read and delete in mailboxes.

    ``connections``: how many there may be at a time, each opened when it is first needed; a site
    has one for each of its threads, or requests would wait for one that other requests hold.
    Nothing is opened yet: a missing or damaged database is told by the first transaction.
    """
    engine = _engine(url, connections)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_public if public else _prepare)
    return engine


def open_for_agencies(url: str, *, connections: int = CONNECTIONS) -> Engine:
    """Return an engine on the inbox that can read links and add what an agency says, no more."""
    engine = _engine(url, connections)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_agencies)
    return engine


def open_casebook(url: str, *, connections: int = CONNECTIONS) -> Engine:
    """Return an engine on the casebook, which only the review site and the command line open."""
    engine = _engine(url, connections)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare)
    return engine


def scrub(engine: Engine) -> bool:
    """Fold SQLite's journal into the database and empty it; return whether all of it went.

    Until then, what was deleted may still stand in the journal. Another reader or writer in the
    middle of its work keeps a rest there, for the sweeper. Other databases have nothing to do.
    """
    if engine.dialect.name != "sqlite":
        return True
    busy, _, _ = pragma(engine, "wal_checkpoint(TRUNCATE)")
    return not busy


def pragma(engine: Engine, what: str) -> tuple[Any, ...]:
    """Run one of SQLite's pragmas outside a transaction and return the row that it answers."""
    with told_plainly(), closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA {what}")
        return tuple(cursor.fetchone() or ())


def _engine(url: str, connections: int) -> Engine:
    """Return an engine whose errors show no parameters; its pool keeps to this process."""
    address = make_url(url)
    if address.drivername == "postgresql":
        address = address.set(drivername="postgresql+psycopg")
    own: dict[str, Any] = {}
    if address.get_backend_name() == "sqlite":
        address = _existing_file(address)
        own = {"check_same_thread": False, "isolation_level": None}
    else:
        own = {"options": f"-c lock_timeout={WAIT_SECONDS}s", "connect_timeout": WAIT_SECONDS}
    try:
        engine = create_engine(
            address,
            hide_parameters=True,
            poolclass=QueuePool,
            pool_size=connections,
            max_overflow=0,
            pool_timeout=WAIT_SECONDS,
            pool_pre_ping=address.get_backend_name() != "sqlite",
            connect_args=own,
        )
    except ModuleNotFoundError:
        raise StoreDriverError from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", _begin)
    _engines.add(engine)
    return engine


def _existing_file(address: URL) -> URL:
    """Return the address of a file that must be there: only ``migrate.upgrade`` makes one."""
    path = quote(os.path.abspath(address.database or ""))  # noqa: PTH100 (as SQLAlchemy reads it)
    return address.set(
        database=f"file:{path}", query={"mode": "rw", "uri": "true", **address.query}
    )


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in (*PRAGMAS, FOREIGN_KEYS.format("ON")):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)


def _prepare_public(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in (*PRAGMAS, FOREIGN_KEYS.format("OFF"), JOURNAL_PAGES):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.set_authorizer(authorizer(PUBLIC))


def _prepare_agencies(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in (*PRAGMAS, FOREIGN_KEYS.format("OFF")):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.set_authorizer(authorizer(AGENCIES))


def _begin(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES):
        take_write_lock(cast("sqlite3.Connection", connection.connection.driver_connection))
    else:
        connection.exec_driver_sql("BEGIN")


def _close_idle_connections() -> None:
    """Let no child inherit an SQLite connection: its end there would undo what happens here."""
    for engine in list(_engines):
        engine.dispose()


os.register_at_fork(before=_close_idle_connections)
