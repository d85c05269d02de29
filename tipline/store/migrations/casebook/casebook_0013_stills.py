"""Pictures of cameras: which blobs they are, and the day on which each goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0013"
down_revision = "casebook_0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "still",
        sa.Column("blob", sa.LargeBinary(16), primary_key=True),
        sa.Column("due_day", sa.Date, nullable=False),
        sqlite_with_rowid=False,
    )
