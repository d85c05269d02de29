"""Figures for everybody: the public site reads them, the review site writes them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "inbox_0003"
down_revision = "inbox_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "published",
        sa.Column("first", sa.Date, primary_key=True),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("shown", sa.Boolean, nullable=False),
        sa.Column("figures", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
