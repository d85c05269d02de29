"""What is kept of the work list: searches, and when an analyst last looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0004"
down_revision = "casebook_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "saved_search",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column(
            "analyst_id",
            sa.LargeBinary(16),
            sa.ForeignKey("analyst.id", ondelete="CASCADE"),
            index=True,
        ),
        sa.Column("desk", sa.String(16), index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "last_look",
        sa.Column(
            "analyst_id",
            sa.LargeBinary(16),
            sa.ForeignKey("analyst.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
