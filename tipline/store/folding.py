"""Folds SQLite's journal into the database beside the requests, not inside one of them.

SQLite itself lets the writer of each thousandth page do it: one report in fifty waited for some
twenty milliseconds. Where it falls behind, SQLite does it all the same (``engine.JOURNAL_PAGES``).
"""

from __future__ import annotations

import os
from threading import Lock, Thread
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from tipline.errors import StoreError
from tipline.store.engine import pragma
from tipline.store.turns import WAIT_SECONDS, turn

if TYPE_CHECKING:
    from sqlalchemy import Engine

NAME = "folds the journal"
COMMITS = 50  # between two foldings: each report takes some twenty pages of 4 KiB

_commits: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()
_guard = Lock()


def committed(engine: Engine) -> None:
    """Count a transaction that was written; after some of them, begin to fold the journal."""
    if engine.dialect.name != "sqlite":
        return
    with _guard:
        _commits[engine] = count = (_commits.get(engine, 0) + 1) % COMMITS
    if not count:
        Thread(target=fold, args=(engine,), name=NAME, daemon=True).start()


def fold(engine: Engine, patience: float = WAIT_SECONDS) -> None:
    """Fold the journal, so that the next writer begins it anew.

    1. Most of it while others write. 2. What they added meanwhile, while none does: else it would
    grow as long as there is always somebody. What fails now is tried after the next transactions.
    """
    try:
        pragma(engine, "wal_checkpoint(PASSIVE)")  # 1
        with turn(engine, patience):  # 2
            pragma(engine, "wal_checkpoint(RESTART)")
    except StoreError:
        return


def _begin_anew() -> None:
    """Forget, in a child, a guard that a thread of the parent's may hold for good."""
    global _guard  # noqa: PLW0603 (see above)
    _guard = Lock()


os.register_at_fork(after_in_child=_begin_anew)
