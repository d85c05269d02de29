"""Databases that do not wait for the disk: what is invented can be invented again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import event

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy import Engine

# A process that is killed leaves them whole (sqlite.org/pragma.html, synchronous); a power cut may
# not, and then the demonstration is made anew. The sites open them as they do any other's.
HASTY = ("synchronous = OFF", "cache_size = -65536")  # 64 MiB


def hasten(engine: Engine) -> Engine:
    """Return the engine, whose connections wait for no disk from now on."""
    engine.dispose()
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in HASTY:
        connection.execute(f"PRAGMA {pragma}")
