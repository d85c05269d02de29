"""A PostgreSQL server of the tests' own, in a temporary folder, reached by a Unix socket alone."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from tipline.store import migrate
from tipline.store.engine import open_casebook
from tipline.store.transactions import writing

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "postgresql.md"
PROGRAMS = "/usr/lib/postgresql"  # Debian's place: a folder for each release, and its bin in that
USER = "postgres"  # who runs the server where the tests run as root, which it refuses to run as
START_SECONDS = STOP_SECONDS = 60


@dataclass(frozen=True)
class Cluster:
    """A running server with the roles and databases of the page."""

    folder: Path

    def url(self, role: str, database: str) -> str:
        """Return the address of a database for a role."""
        return f"postgresql+psycopg://{role}@/{database}?host={self.folder}"

    def run(self, statements: str) -> None:
        """Run statements one by one as the superuser: a database is made in no transaction."""
        with self.superuser() as connection:
            for statement in statements.split(";"):
                if statement.strip():
                    connection.execute(statement.encode())

    def superuser(self) -> psycopg.Connection:
        """Return a connection of the superuser's."""
        return psycopg.connect(host=str(self.folder), user=USER, dbname=USER, autocommit=True)


def statements(which: str) -> str:
    """Return the statements that the page gives for the ``server`` or for a database."""
    found = re.search(rf"```sql {which}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


def programs() -> Path | None:
    """Return the folder of the newest release's programs, if there is any."""
    found = Path(PROGRAMS).glob("*/bin/initdb")
    newest = max(found, key=lambda path: int(path.parts[-3].split(".")[0]), default=None)
    return newest.parent if newest else None


def installed() -> Path:
    """Return the programs, or skip the test: in CI it fails."""
    found = programs()
    if found is None:
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("PostgreSQL is missing. `make test` installs it where apt is at hand.")
    return found


def upgrade(cluster: Cluster, which: str) -> None:
    """Make a database as its owner, and say what the sites may do, in the page's own words."""
    url = cluster.url("tipline_owner", which)
    migrate.upgrade(url, which)
    owner = open_casebook(url)
    with writing(owner) as connection:
        connection.execute(text(statements(which)))
    owner.dispose()


@contextmanager
def running(programs: Path) -> Iterator[Cluster]:
    """Make a cluster, serve it with the page's roles and databases, and take it away again."""
    folder = Path(tempfile.mkdtemp(prefix="tipline-postgresql-"))
    as_user: dict[str, Any] = {"cwd": folder}
    if os.geteuid() == 0:
        user = pwd.getpwnam(USER)
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    try:
        with serving(programs, folder, as_user) as cluster:
            cluster.run(statements("server"))
            yield cluster
    finally:
        shutil.rmtree(folder)


@contextmanager
def serving(programs: Path, folder: Path, as_user: dict[str, Any]) -> Iterator[Cluster]:
    """Make the files of a cluster and serve them until the end of the block."""
    options = ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"]
    make = [str(programs / "initdb"), "--pgdata=cluster", f"--username={USER}", *options]
    subprocess.run(make, check=True, stdout=subprocess.DEVNULL, **as_user)
    here = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", "-D", "cluster", *here], stdout=log, stderr=log, **as_user
        )
    try:
        yield answering(Cluster(folder), server)
    finally:
        server.send_signal(signal.SIGINT)  # "fast": it does not wait for whoever is connected
        server.wait(STOP_SECONDS)


def answering(cluster: Cluster, server: subprocess.Popen[bytes]) -> Cluster:
    """Return the cluster once its server answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            cluster.superuser().close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((cluster.folder / "server.log").read_text()) from None
            time.sleep(0.05)
        else:
            return cluster
