"""An operator who asks for a supervisor at the phone, and the answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0012"
down_revision = "casebook_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "hail",
        sa.Column(
            "call_id",
            sa.LargeBinary(16),
            sa.ForeignKey("call.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("answer", sa.LargeBinary),
        sqlite_with_rowid=False,
    )
