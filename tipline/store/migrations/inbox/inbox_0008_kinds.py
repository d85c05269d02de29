"""What is added to the inbox is of the kinds that its columns have, and an envelope has its tip.

SQLite lets anything stand in a column, and the public site's and the agencies' connections look up
no foreign key. One text in the place of an hour, or of an id, kept a desk from its work list; and
20,000 envelopes of no tip, in an hour, kept its index from ever knowing what came after them.
"""

from __future__ import annotations

from alembic import op

revision = "inbox_0008"
down_revision = "inbox_0007"
branch_labels = None
depends_on = None

WHOLE, BYTES, TEXT = "integer", "blob", "text"
KINDS = {
    "tip": {"hour": WHOLE, "id": BYTES, "recipient": BYTES, "first_part": BYTES},
    "envelope": {"hour": WHOLE, "tip_id": BYTES, "desk": TEXT, "sealed": BYTES},
    "part": {"hour": WHOLE, "tip_id": BYTES, "id": BYTES, "unread": WHOLE, "sealed": BYTES},
    "evidence": {"hour": WHOLE, "tip_id": BYTES, "blob": BYTES},
    "mailbox": {"id": BYTES, "head": BYTES},
    "agency_said": {"link": BYTES, "id": BYTES, "sealed": BYTES},
}
DAYS = {"envelope": ["due_day", "original_day"], "mailbox": ["due_day"]}
OF_TIP = "EXISTS (SELECT 1 FROM tip WHERE id = NEW.tip_id)"


def upgrade() -> None:
    """Make SQLite's triggers; PostgreSQL looks at kinds and keys by itself."""
    if op.get_context().dialect.name != "sqlite":
        return
    for table, kinds in KINDS.items():
        fits = [f"typeof(NEW.{column}) = '{kind}'" for column, kind in kinds.items()]
        days = (f"NEW.{day}" for day in DAYS.get(table, ()))
        fits += [f"({day} IS NULL OR {day} IS date({day}))" for day in days]
        fits += [OF_TIP] if table == "envelope" else []
        op.execute(
            f"CREATE TRIGGER {table}_kinds BEFORE INSERT ON {table}"
            f" WHEN NOT ({' AND '.join(fits)})"
            " BEGIN SELECT RAISE(ABORT, 'not of the kind of its column'); END"
        )
