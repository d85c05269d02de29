"""Makes the databases and brings them up to date. The migrations lie beside, one folder each."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import make_url

from tipline.errors import StoreMissingError, StoreOutdatedError
from tipline.store.engine import open_casebook, pragma
from tipline.store.transactions import reading, writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"
UPGRADE_LOCK = 0x7469706C  # the number of PostgreSQL's advisory lock: one upgrade at a time


class Which(StrEnum):
    """The two databases."""

    INBOX = "inbox"
    CASEBOOK = "casebook"


# Two operating-system users open the inbox, through a group that they share; one the casebook.
PARENT_MODE: Final = 0o755  # whoever could write there could put other folders in their place
FOLDER_MODE: Final = {Which.INBOX: 0o2770, Which.CASEBOOK: 0o700}
PERMISSIONS: Final = 0o777
JOURNALS: Final = ("", "-wal", "-shm")  # SQLite's own beside the database
FILE_MODE: Final = {Which.INBOX: 0o660, Which.CASEBOOK: 0o600}


def upgrade(url: str, which: str, revision: str = "head") -> None:
    """Make the ``inbox`` or the ``casebook`` where it is missing, and run what is pending, as one.

    It comes to the newest ``revision``, or to the one that is named. Several processes may ask at
    the same time: one does it, the others wait. Raises ``StoreError``.
    """
    database = Which(which)
    _make_file(url, database)
    with _unrestricted(url) as engine:
        _keep_a_journal(engine)
        with writing(engine) as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
            config = _config(database)
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, revision)
            except CommandError:  # the database names a revision that is not among ours
                raise StoreOutdatedError from None


def pending(url: str, which: str) -> bool:
    """Return whether ``upgrade`` would have something to do. Raises ``StoreError``."""
    script = ScriptDirectory.from_config(_config(Which(which)))
    with _unrestricted(url) as engine:
        try:
            with reading(engine) as connection:
                found = MigrationContext.configure(connection).get_current_heads()
        except StoreMissingError:
            return True
    return set(found) != set(script.get_heads())


def exposed(url: str, which: str) -> Iterator[tuple[Path, int]]:
    """Yield what of an SQLite database more users may use than should, and its right mode.

    What this user may not look at is left out: then the database does not answer either.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return
    path = Path(address.database or "").absolute()
    files = [path.with_name(path.name + suffix) for suffix in JOURNALS]
    for each, mode in [(path.parent, FOLDER_MODE[Which(which)])] + [
        (file, FILE_MODE[Which(which)]) for file in files
    ]:
        with suppress(OSError):
            if each.stat().st_mode & PERMISSIONS & ~mode:
                yield each, mode


@contextmanager
def _unrestricted(url: str) -> Iterator[Engine]:
    engine = open_casebook(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _config(which: Which) -> Config:
    config = Config()
    config.set_main_option("script_location", _escaped(MIGRATIONS))
    config.set_main_option("version_locations", _escaped(MIGRATIONS / which))
    config.set_main_option("path_separator", "newline")
    return config


def _escaped(path: Path) -> str:
    return str(path).replace("%", "%%")  # a per cent sign means something to configparser


def _make_file(url: str, which: Which) -> None:
    """Make an SQLite file that nobody else can read; its journal gets the same mode from SQLite."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return
    path = Path(address.database or "").absolute()
    try:
        if not path.parent.exists():
            for folder in reversed([each for each in path.parents if not each.exists()]):
                folder.mkdir(mode=PARENT_MODE, exist_ok=True)
            path.parent.chmod(FOLDER_MODE[which])
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, FILE_MODE[which]))
        path.chmod(FILE_MODE[which])
    except FileExistsError:
        return
    except OSError:
        raise StoreMissingError from None


def _keep_a_journal(engine: Engine) -> None:
    """Let readers and one writer work at once; SQLite remembers it in the file."""
    if engine.dialect.name == "sqlite":
        pragma(engine, "journal_mode = WAL")
