"""How many tips were destroyed, month by month, for the figures that are published."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "inbox_0005"
down_revision = "inbox_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; what was destroyed before is not known."""
    op.create_table(
        "destroyed",
        sa.Column("month", sa.Date, primary_key=True),
        sa.Column("tips", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
