"""The register of cameras."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0009"
down_revision = "casebook_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "camera_register",
        sa.Column("desk", sa.String(16), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
