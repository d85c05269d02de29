"""Of what case an item of the outbox is, for the desk that sent it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0010"
down_revision = "casebook_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("outbox", sa.Column("desk", sa.String(16)))
    op.add_column("outbox", sa.Column("origin", sa.LargeBinary))
