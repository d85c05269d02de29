"""What a desk's shifts leave to each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0007"
down_revision = "casebook_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "handover",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("desk", sa.String(16), nullable=False, index=True),
        sa.Column("due_day", sa.Date, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
