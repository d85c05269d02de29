"""Links by which outside agencies answer, and what they said until the desk takes it in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "inbox_0006"
down_revision = "inbox_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, and SQLite's trigger."""
    op.create_table(
        "agency_link",
        sa.Column("id", sa.LargeBinary(32), primary_key=True),
        sa.Column("until", sa.Integer, nullable=False),
        sa.Column("recipient", sa.LargeBinary, nullable=False),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("desk", sa.String(16), nullable=False, index=True),
        sa.Column("origin", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "agency_said",
        sa.Column("link", sa.LargeBinary(32), primary_key=True),
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER agency_said_once BEFORE INSERT ON agency_said"
            " WHEN EXISTS (SELECT 1 FROM agency_said WHERE link = NEW.link AND id = NEW.id)"
            " BEGIN SELECT RAISE(IGNORE); END"
        )
