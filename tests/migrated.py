# noqa: INP001 (tests/ itself is no package)
"""The databases as the migrations leave them: made once a process, and copied for each test."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from tipline.store import migrate
from tipline.store.migrate import FILE_MODE, FOLDER_MODE, Which


def make(url: str, which: str) -> None:
    """Make the ``inbox`` or the ``casebook`` at an SQLite address where there is none."""
    path = Path(make_url(url).database or "")
    path.parent.mkdir(parents=True)
    path.parent.chmod(FOLDER_MODE[Which(which)])
    path.write_bytes(_content(Which(which)))
    path.chmod(FILE_MODE[Which(which)])


@cache
def _content(which: Which) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / which / "made.sqlite3"
        migrate.upgrade(f"sqlite:///{path}", which)
        return path.read_bytes()
