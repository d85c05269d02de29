"""What leaves the house, and which processes deliver it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0008"
down_revision = "casebook_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("until", sa.Integer, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("trouble", sa.String(16), nullable=False),
        sa.Column("holder", sa.LargeBinary(16)),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("outbox_state", "outbox", ["state", "channel"])
    op.create_table(
        "deliverer",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("beat", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
