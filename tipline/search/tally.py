"""How many tips there are of each kind that a view counts, kept up to date as tips come and go.

A party is the desks that work on a tip, in their order. There are few parties, and few people: of a
hundred thousand tips a view adds up some hundred numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from tipline.search.conditions import Condition

_OF_NEW = "new.finished, new.late, new.state = 'INFO', new.party, coalesce(new.person, x'')"
_OF_OLD = _OF_NEW.replace("new.", "old.")
_KIND = "finished, late, info, party, person"
_IN = f"""
    INSERT INTO tally VALUES ({_OF_NEW}, 1)
    ON CONFLICT DO UPDATE SET tips = tips + 1;
"""  # noqa: S608 (our own words)
_OUT = f"""
    UPDATE tally SET tips = tips - 1 WHERE ({_KIND}) = ({_OF_OLD});
    DELETE FROM tally WHERE ({_KIND}) = ({_OF_OLD}) AND tips = 0;
"""  # noqa: S608 (our own words)
TABLES = f"""
CREATE TABLE party (number INTEGER PRIMARY KEY, desks TEXT NOT NULL UNIQUE);
CREATE TABLE tally (
    finished INTEGER NOT NULL, late INTEGER NOT NULL, info INTEGER NOT NULL,
    party INTEGER NOT NULL, person BLOB NOT NULL, tips INTEGER NOT NULL, PRIMARY KEY ({_KIND})
) WITHOUT ROWID;
CREATE TRIGGER tip_in AFTER INSERT ON tip BEGIN {_IN} END;
CREATE TRIGGER tip_out AFTER DELETE ON tip BEGIN {_OUT} END;
CREATE TRIGGER tip_turns AFTER UPDATE OF late ON tip BEGIN {_OUT} {_IN} END;
"""
COUNT = "SELECT coalesce(sum(tips), 0) FROM tally WHERE {}"


def party(database: sqlite3.Connection, desks: Iterable[str]) -> int:
    """Return the number of a party, which is given one if it has none."""
    told = (_written(desks),)
    database.execute("INSERT INTO party (desks) VALUES (?) ON CONFLICT DO NOTHING", told)
    [number] = database.execute("SELECT number FROM party WHERE desks = ?", told).fetchone()
    return int(number)


def desks_of(written: str) -> tuple[str, ...]:
    """Return the desks of a party as it is written."""
    return tuple(written.split())


def party_of(desks: Iterable[str], *, or_nobody: bool = False) -> Condition:
    """Return the condition that one of these desks is in the party, ``or_nobody`` is."""
    codes = sorted(desks)
    which = ["instr(desks, ?)"] * len(codes) + (["desks = ''"] if or_nobody else [])
    condition = f"party IN (SELECT number FROM party WHERE {' OR '.join(which)})"  # noqa: S608 (our own words)
    return condition, tuple(_written([code]) for code in codes)


def _written(desks: Iterable[str]) -> str:
    """Return desks as a party is written: each between spaces."""
    return "".join(f" {code} " for code in desks)
