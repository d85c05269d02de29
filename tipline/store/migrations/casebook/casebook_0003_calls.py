"""Calls to the hotline that are being written down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0003"
down_revision = "casebook_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "call",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column(
            "analyst_id",
            sa.LargeBinary(16),
            sa.ForeignKey("analyst.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("desk", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_call_analyst_id", "call", ["analyst_id"])
    op.create_index("ix_call_desk", "call", ["desk"])
