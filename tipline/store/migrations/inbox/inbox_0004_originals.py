"""The day on which what a finished tip's reporter wrote is destroyed, before its case."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "inbox_0004"
down_revision = "inbox_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day, which nothing has yet: a tip gets its own at the next look. Index it."""
    op.add_column("envelope", sa.Column("original_day", sa.Date))
    waits = sa.text("original_day IS NOT NULL")
    op.create_index(
        "envelope_original",
        "envelope",
        ["desk", "original_day", "tip_id"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
