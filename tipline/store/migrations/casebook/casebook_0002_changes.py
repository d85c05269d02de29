"""What changed since: for the desks' indexes. And what a tip's pictures look like."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0002"
down_revision = "casebook_0001"
branch_labels = None
depends_on = None

NUMBERED = """
UPDATE casefile SET revision = counted.number
FROM (SELECT id, row_number() OVER (ORDER BY id) AS number FROM casefile) AS counted
WHERE counted.id = casefile.id
"""


def upgrade() -> None:
    """Add the numbers, the tally and the table; cases that are there count by their random ids."""
    op.add_column("casefile", sa.Column("revision", sa.Integer, nullable=False, server_default="0"))
    op.execute(NUMBERED)
    op.create_index("casefile_revision", "casefile", ["revision"])
    op.create_table(
        "tally",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("changes", sa.Integer, nullable=False),
        sa.Column("removals", sa.Integer, nullable=False),
        sa.Column("removed", sa.Date),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO tally SELECT 1, count(*), 0, NULL FROM casefile")
    op.create_table(
        "likeness",
        sa.Column("tip_id", sa.LargeBinary(16), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
