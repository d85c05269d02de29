"""Which blobs belong to which tip, so that they go with it.

As with the other tables: no row number, and on SQLite no row that is there is replaced.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "inbox_0002"
down_revision = "inbox_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, its index for the sweeper, and SQLite's trigger."""
    op.create_table(
        "evidence",
        sa.Column("hour", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column(
            "tip_id",
            sa.LargeBinary(16),
            sa.ForeignKey("tip.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("blob", sa.LargeBinary(16), primary_key=True, index=True),
        sa.UniqueConstraint("tip_id", "blob"),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER evidence_once BEFORE INSERT ON evidence"
            " WHEN EXISTS (SELECT 1 FROM evidence WHERE tip_id = NEW.tip_id AND blob = NEW.blob)"
            " BEGIN SELECT RAISE(IGNORE); END"
        )
