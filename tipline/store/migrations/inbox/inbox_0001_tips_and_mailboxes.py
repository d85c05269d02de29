"""Tips, their envelopes and parts; mailboxes and their answers.

No table has a row number: the file keeps no order of arrival. On SQLite a trigger a table keeps a
row that is there from being replaced: the authorizer cannot see that in an insertion.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "inbox_0001"
down_revision = None
branch_labels = None
depends_on = None

KEYS = {"tip": ["id"], "envelope": ["tip_id", "desk"], "part": ["tip_id", "id"], "mailbox": ["id"]}


def upgrade() -> None:
    """Make the tables, the indexes of the shelf, and SQLite's triggers."""
    op.create_table(
        "tip",
        sa.Column("hour", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.LargeBinary(16), primary_key=True, unique=True),
        sa.Column("recipient", sa.LargeBinary, nullable=False),
        sa.Column("first_part", sa.LargeBinary(16), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "envelope",
        sa.Column("hour", sa.Integer, primary_key=True, autoincrement=False),
        _reference("tip_id", "tip.id"),
        sa.Column("desk", sa.String(16), primary_key=True),
        sa.Column("due_day", sa.Date),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("tip_id", "desk"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "part",
        sa.Column("hour", sa.Integer, primary_key=True, autoincrement=False),
        _reference("tip_id", "tip.id"),
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("unread", sa.Boolean, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("tip_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "mailbox",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("due_day", sa.Date, index=True),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answer",
        _reference("mailbox_id", "mailbox.id"),
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    _index("part_unread", "part", ["tip_id", "hour"], "unread")
    _index("envelope_open", "envelope", ["desk", "hour", "tip_id"], "due_day IS NULL")
    _index(
        "envelope_finished",
        "envelope",
        ["desk", "hour", "tip_id", "due_day"],
        "due_day IS NOT NULL",
    )
    if op.get_context().dialect.name == "sqlite":
        _keep_rows_from_replacement()


def _reference(name: str, target: str) -> sa.Column[bytes]:
    return sa.Column(
        name, sa.LargeBinary(16), sa.ForeignKey(target, ondelete="CASCADE"), primary_key=True
    )


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    """Make an index of some rows; SQLite uses it for a question with the very same condition."""
    native = op.get_context().dialect.supports_native_boolean
    condition = sa.text("unread = 1" if where == "unread" and not native else where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)


def _keep_rows_from_replacement() -> None:
    for table, key in KEYS.items():
        same = " AND ".join(f"{column} = NEW.{column}" for column in key)
        op.execute(
            f"CREATE TRIGGER {table}_once BEFORE INSERT ON {table}"  # noqa: S608 (our own names)
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"
            " BEGIN SELECT RAISE(IGNORE); END"
        )
