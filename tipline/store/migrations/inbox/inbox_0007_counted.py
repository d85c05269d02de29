"""What waits is counted, and read on from a place, along its index alone.

SQLite looks each row up for a column that an index does not hold, though the index's own condition
says what is in it: 100,000 tips took 0.6 s to be counted, and take 7 ms.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "inbox_0007"
down_revision = "inbox_0006"
branch_labels = None
depends_on = None

NAME = "envelope_open"


def upgrade() -> None:
    """Make the index of the work list anew, with the column that it is conditional on."""
    waits = sa.text("due_day IS NULL")
    op.drop_index(NAME, "envelope")
    op.create_index(
        NAME,
        "envelope",
        ["desk", "hour", "tip_id", "due_day"],
        sqlite_where=waits,
        postgresql_where=waits,
    )
