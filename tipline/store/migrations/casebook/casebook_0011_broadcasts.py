"""Messages to all desks, and who has seen them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0011"
down_revision = "casebook_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "broadcast",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("due_day", sa.Date, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "broadcast_seen",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("broadcast_id", sa.LargeBinary(16), nullable=False, index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
