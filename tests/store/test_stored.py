"""The census of columns: docs/stored.md lists each one of both databases, and no other."""

import re
from pathlib import Path

import pytest
from sqlalchemy import inspect

from tipline.store import migrate
from tipline.store.engine import open_casebook

PAGE = Path(__file__).parents[2] / "docs" / "stored.md"
HEADING = re.compile(r"### (\w+): (\w+)")
ROW = re.compile(r"\| `(\w+)` \| ([^|]+) \| ([^|]+) \|")


def documented(which: str) -> dict[str, list[str]]:
    """Return the columns of each table that the page lists; every row says what and why."""
    found: dict[str, list[str]] = {}
    columns: list[str] = []
    for line in PAGE.read_text("utf-8").splitlines():
        if heading := HEADING.fullmatch(line):
            columns = found.setdefault(heading[2], []) if heading[1] == which else []
        elif line.startswith("| `"):
            row = ROW.fullmatch(line)
            assert row, f"not a row of three: {line}"
            columns.append(row[1])
    return found


@pytest.mark.parametrize("which", list(migrate.Which))
def test_every_column_is_listed_with_its_reason(made: Path, which: str) -> None:
    engine = open_casebook(f"sqlite:///{made}/{which}/{which}.sqlite3")
    looked = inspect(engine)
    actual = {
        table: [column["name"] for column in looked.get_columns(table)]
        for table in looked.get_table_names()
    }
    engine.dispose()
    assert documented(which) == actual


def test_a_sealed_column_is_bytes(made: Path) -> None:
    for which in migrate.Which:
        engine = open_casebook(f"sqlite:///{made}/{which}/{which}.sqlite3")
        for table in documented(which):
            for column in inspect(engine).get_columns(table):
                if column["name"] in {"sealed", "head", "identity", "totp", "profile", "card"}:
                    assert str(column["type"]) == "BLOB"
        engine.dispose()
