"""Screens that show a desk's wall."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0006"
down_revision = "casebook_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "screen",
        sa.Column("id", sa.LargeBinary(32), primary_key=True),
        sa.Column("desk", sa.String(16), nullable=False, index=True),
        sa.Column("recipient", sa.LargeBinary, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.Column("posted", sa.BigInteger),
        sa.Column("sealed", sa.LargeBinary),
        sqlite_with_rowid=False,
    )
