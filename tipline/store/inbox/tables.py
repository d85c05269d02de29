"""The inbox's tables. docs/stored.md says of each column why it stands in the clear.

No table has a row number: rows lie in the order of their keys, which are random ids, so that the
file keeps no order of arrival. What belongs to a tip is keyed by its hour first: the tips of a page
of the work list lie together, however many there are. Nothing links a tip to its mailbox: that
link is sealed inside the report.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Named,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
)

from tipline.store.kinds import Hour

metadata = MetaData()


class _Tip(TypedColumns):
    hour: Named[datetime] = Column(Hour, primary_key=True)
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True, unique=True)
    recipient: Named[bytes] = Column(LargeBinary)
    first_part: Named[bytes] = Column(LargeBinary(16))


class _Envelope(TypedColumns):
    hour: Named[datetime] = Column(Hour, primary_key=True)
    tip_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True
    )
    desk: Named[str] = Column(String(16), primary_key=True)
    due_day: Named[date | None] = Column(Date)
    sealed: Named[bytes] = Column(LargeBinary)
    original_day: Named[date | None] = Column(Date)


class _Part(TypedColumns):
    hour: Named[datetime] = Column(Hour, primary_key=True)
    tip_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True
    )
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    unread: Named[bool] = Column(Boolean)
    sealed: Named[bytes] = Column(LargeBinary)


class _Evidence(TypedColumns):
    hour: Named[datetime] = Column(Hour, primary_key=True)
    tip_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("tip.id", ondelete="CASCADE"), primary_key=True
    )
    blob: Named[bytes] = Column(LargeBinary(16), primary_key=True, index=True)


class _Mailbox(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    due_day: Named[date | None] = Column(Date, index=True)
    head: Named[bytes] = Column(LargeBinary)


class _Answer(TypedColumns):
    mailbox_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("mailbox.id", ondelete="CASCADE"), primary_key=True
    )
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    sealed: Named[bytes] = Column(LargeBinary)


class _Published(TypedColumns):
    first: Named[date] = Column(Date, primary_key=True)
    last: Named[date] = Column(Date)
    shown: Named[bool] = Column(Boolean)
    figures: Named[bytes] = Column(LargeBinary)


class _Destroyed(TypedColumns):
    month: Named[date] = Column(Date, primary_key=True)
    tips: Named[int] = Column(Integer)


class _AgencyLink(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(32), primary_key=True)
    until: Named[datetime] = Column(Hour)
    recipient: Named[bytes] = Column(LargeBinary)
    shown: Named[str] = Column(Text)
    desk: Named[str] = Column(String(16), index=True)
    origin: Named[bytes] = Column(LargeBinary)


class _AgencySaid(TypedColumns):
    link: Named[bytes] = Column(LargeBinary(32), primary_key=True)
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    sealed: Named[bytes] = Column(LargeBinary)


tip = Table("tip", metadata, _Tip, sqlite_with_rowid=False)
envelope = Table(
    "envelope", metadata, _Envelope, UniqueConstraint("tip_id", "desk"), sqlite_with_rowid=False
)
part = Table("part", metadata, _Part, UniqueConstraint("tip_id", "id"), sqlite_with_rowid=False)
evidence = Table(
    "evidence", metadata, _Evidence, UniqueConstraint("tip_id", "blob"), sqlite_with_rowid=False
)
mailbox = Table("mailbox", metadata, _Mailbox, sqlite_with_rowid=False)
answer = Table("answer", metadata, _Answer, sqlite_with_rowid=False)
published = Table("published", metadata, _Published, sqlite_with_rowid=False)
destroyed = Table("destroyed", metadata, _Destroyed, sqlite_with_rowid=False)
agency_link = Table("agency_link", metadata, _AgencyLink, sqlite_with_rowid=False)
agency_said = Table("agency_said", metadata, _AgencySaid, sqlite_with_rowid=False)

# One envelope stands in exactly one of the two: the work list and the archive are each read along
# an index of their own. The archive's also tells the sweeper what is due.
open_envelopes = Index(
    "envelope_open",
    envelope.c.desk,
    envelope.c.hour,
    envelope.c.tip_id,
    envelope.c.due_day,  # always NULL here; without it SQLite reads each row to see that
    sqlite_where=envelope.c.due_day.is_(None),
    postgresql_where=envelope.c.due_day.is_(None),
)
finished_envelopes = Index(
    "envelope_finished",
    envelope.c.desk,
    envelope.c.hour,
    envelope.c.tip_id,
    envelope.c.due_day,
    sqlite_where=envelope.c.due_day.is_not(None),
    postgresql_where=envelope.c.due_day.is_not(None),
)
# The originals that wait for their day, each until it is destroyed.
waiting_originals = Index(
    "envelope_original",
    envelope.c.desk,
    envelope.c.original_day,
    envelope.c.tip_id,
    sqlite_where=envelope.c.original_day.is_not(None),
    postgresql_where=envelope.c.original_day.is_not(None),
)
# A reporter who adds to a finished tip is found among the messages that nobody has read.
unread_parts = Index(
    "part_unread",
    part.c.tip_id,
    part.c.hour,
    sqlite_where=part.c.unread,
    postgresql_where=part.c.unread,
)
