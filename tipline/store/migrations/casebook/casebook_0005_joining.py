"""The case that a tip came from, while it is in another's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0005"
down_revision = "casebook_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: no tip has joined another's case yet."""
    op.add_column("case_tip", sa.Column("home_id", sa.LargeBinary(16)))
