"""Cases and their events; analysts, their desks, sessions and invitations; the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "casebook_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _make_cases()
    _make_analysts()
    _make_entrances()
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("chain", sa.LargeBinary(32), nullable=False),
        sqlite_with_rowid=False,
    )


def _make_cases() -> None:
    op.create_table(
        "casefile",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("recipient", sa.LargeBinary, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_envelope",
        _case(primary_key=True),
        sa.Column("desk", sa.String(16), primary_key=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "case_tip",
        sa.Column("tip_id", sa.LargeBinary(16), primary_key=True),
        _case(index=True),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event",
        _case(primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def _make_analysts() -> None:
    op.create_table(
        "analyst",
        sa.Column("id", sa.LargeBinary(16), primary_key=True),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("recipient", sa.LargeBinary, nullable=False),
        sa.Column("verifier", sa.LargeBinary(32), nullable=False),
        sa.Column("identity", sa.LargeBinary, nullable=False),
        sa.Column("totp", sa.LargeBinary, nullable=False),
        sa.Column("profile", sa.LargeBinary, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("wait_until", sa.BigInteger),
        sa.Column("totp_used", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "membership",
        _analyst(primary_key=True),
        sa.Column("desk", sa.String(16), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("card", sa.LargeBinary, nullable=False),
        sa.Column("ended", sa.Date),
        sqlite_with_rowid=False,
    )


def _make_entrances() -> None:
    op.create_table(
        "session",
        sa.Column("id", sa.LargeBinary(32), primary_key=True),
        _analyst(index=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("started", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.LargeBinary(32), primary_key=True),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def _case(*, primary_key: bool = False, index: bool = False) -> sa.Column[bytes]:
    return _reference("case_id", "casefile.id", primary_key=primary_key, index=index)


def _analyst(*, primary_key: bool = False, index: bool = False) -> sa.Column[bytes]:
    return _reference("analyst_id", "analyst.id", primary_key=primary_key, index=index)


def _reference(name: str, target: str, *, primary_key: bool, index: bool) -> sa.Column[bytes]:
    key = sa.ForeignKey(target, ondelete="CASCADE")
    kind = sa.LargeBinary(16)
    return sa.Column(name, kind, key, primary_key=primary_key, index=index, nullable=False)
