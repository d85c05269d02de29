"""The casebook's tables. docs/stored.md says of each column why it stands in the clear."""

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
    TypedColumns,
)

from tipline.store.kinds import Hour, Moment

metadata = MetaData()


class _CaseFile(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    recipient: Named[bytes] = Column(LargeBinary)
    head: Named[bytes] = Column(LargeBinary)
    revision: Named[int] = Column(Integer)


class _Tally(TypedColumns):
    id: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    changes: Named[int] = Column(Integer)
    removals: Named[int] = Column(Integer)
    removed: Named[date | None] = Column(Date)


class _Likeness(TypedColumns):
    tip_id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    sealed: Named[bytes] = Column(LargeBinary)


class _CaseEnvelope(TypedColumns):
    case_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("casefile.id", ondelete="CASCADE"), primary_key=True
    )
    desk: Named[str] = Column(String(16), primary_key=True)
    sealed: Named[bytes] = Column(LargeBinary)


class _CaseTip(TypedColumns):
    tip_id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    case_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("casefile.id", ondelete="CASCADE"), index=True
    )
    home_id: Named[bytes | None] = Column(LargeBinary(16))


class _Event(TypedColumns):
    case_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("casefile.id", ondelete="CASCADE"), primary_key=True
    )
    number: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    sealed: Named[bytes] = Column(LargeBinary)


class _Analyst(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    lookup: Named[bytes] = Column(LargeBinary(32), unique=True)
    recipient: Named[bytes] = Column(LargeBinary)
    verifier: Named[bytes] = Column(LargeBinary(32))
    identity: Named[bytes] = Column(LargeBinary)
    totp: Named[bytes] = Column(LargeBinary)
    profile: Named[bytes] = Column(LargeBinary)
    disabled: Named[bool] = Column(Boolean)
    failures: Named[int] = Column(Integer)
    wait_until: Named[datetime | None] = Column(Moment)
    totp_used: Named[int] = Column(Integer)


class _Membership(TypedColumns):
    analyst_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("analyst.id", ondelete="CASCADE"), primary_key=True
    )
    desk: Named[str] = Column(String(16), primary_key=True)
    role: Named[str] = Column(String(16))
    sealed: Named[bytes] = Column(LargeBinary)
    card: Named[bytes] = Column(LargeBinary)
    ended: Named[date | None] = Column(Date)


class _Session(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(32), primary_key=True)
    analyst_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("analyst.id", ondelete="CASCADE"), index=True
    )
    sealed: Named[bytes] = Column(LargeBinary)
    started: Named[datetime] = Column(Moment)
    seen: Named[datetime] = Column(Moment)


class _Screen(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(32), primary_key=True)
    desk: Named[str] = Column(String(16), index=True)
    recipient: Named[bytes] = Column(LargeBinary)
    made: Named[datetime] = Column(Moment)
    posted: Named[datetime | None] = Column(Moment)
    sealed: Named[bytes | None] = Column(LargeBinary)


class _Invitation(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(32), primary_key=True)
    expires: Named[datetime] = Column(Moment)
    sealed: Named[bytes] = Column(LargeBinary)


class _SavedSearch(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    analyst_id: Named[bytes | None] = Column(
        LargeBinary(16), ForeignKey("analyst.id", ondelete="CASCADE"), index=True
    )
    desk: Named[str | None] = Column(String(16), index=True)
    sealed: Named[bytes] = Column(LargeBinary)


class _LastLook(TypedColumns):
    analyst_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("analyst.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Named[bytes] = Column(LargeBinary)


class _Call(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    analyst_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("analyst.id", ondelete="CASCADE"), index=True
    )
    desk: Named[str] = Column(String(16), index=True)
    revision: Named[int] = Column(Integer)
    sealed: Named[bytes] = Column(LargeBinary)


class _Hail(TypedColumns):
    call_id: Named[bytes] = Column(
        LargeBinary(16), ForeignKey("call.id", ondelete="CASCADE"), primary_key=True
    )
    sealed: Named[bytes] = Column(LargeBinary)
    answer: Named[bytes | None] = Column(LargeBinary)


class _Audit(TypedColumns):
    number: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    sealed: Named[bytes] = Column(LargeBinary)
    chain: Named[bytes] = Column(LargeBinary(32))


class _HandOver(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    desk: Named[str] = Column(String(16), index=True)
    due_day: Named[date] = Column(Date)
    sealed: Named[bytes] = Column(LargeBinary)


class _Broadcast(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    due_day: Named[date] = Column(Date)
    sealed: Named[bytes] = Column(LargeBinary)


class _BroadcastSeen(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    broadcast_id: Named[bytes] = Column(LargeBinary(16), index=True)
    sealed: Named[bytes] = Column(LargeBinary)


class _Outbox(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    channel: Named[str] = Column(String(32))
    state: Named[str] = Column(String(16))
    hour: Named[datetime] = Column(Hour)
    until: Named[datetime] = Column(Hour)
    attempts: Named[int] = Column(Integer)
    trouble: Named[str] = Column(String(16))
    holder: Named[bytes | None] = Column(LargeBinary(16))
    sealed: Named[bytes] = Column(LargeBinary)
    desk: Named[str | None] = Column(String(16))
    origin: Named[bytes | None] = Column(LargeBinary)


class _Deliverer(TypedColumns):
    id: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    beat: Named[datetime] = Column(Moment)


class _CameraRegister(TypedColumns):
    desk: Named[str] = Column(String(16), primary_key=True)
    sealed: Named[bytes] = Column(LargeBinary)


class _Still(TypedColumns):
    blob: Named[bytes] = Column(LargeBinary(16), primary_key=True)
    due_day: Named[date] = Column(Date)


casefile = Table("casefile", metadata, _CaseFile, sqlite_with_rowid=False)
tally = Table("tally", metadata, _Tally, sqlite_with_rowid=False)
likeness = Table("likeness", metadata, _Likeness, sqlite_with_rowid=False)
case_envelope = Table("case_envelope", metadata, _CaseEnvelope, sqlite_with_rowid=False)
case_tip = Table("case_tip", metadata, _CaseTip, sqlite_with_rowid=False)
event = Table("event", metadata, _Event, sqlite_with_rowid=False)
analyst = Table("analyst", metadata, _Analyst, sqlite_with_rowid=False)
membership = Table("membership", metadata, _Membership, sqlite_with_rowid=False)
session = Table("session", metadata, _Session, sqlite_with_rowid=False)
screen = Table("screen", metadata, _Screen, sqlite_with_rowid=False)
invitation = Table("invitation", metadata, _Invitation, sqlite_with_rowid=False)
saved_search = Table("saved_search", metadata, _SavedSearch, sqlite_with_rowid=False)
last_look = Table("last_look", metadata, _LastLook, sqlite_with_rowid=False)
call = Table("call", metadata, _Call, sqlite_with_rowid=False)
hail = Table("hail", metadata, _Hail, sqlite_with_rowid=False)
audit = Table("audit", metadata, _Audit, sqlite_with_rowid=False)
handover = Table("handover", metadata, _HandOver, sqlite_with_rowid=False)
broadcast = Table("broadcast", metadata, _Broadcast, sqlite_with_rowid=False)
broadcast_seen = Table("broadcast_seen", metadata, _BroadcastSeen, sqlite_with_rowid=False)
outbox = Table("outbox", metadata, _Outbox, sqlite_with_rowid=False)
deliverer = Table("deliverer", metadata, _Deliverer, sqlite_with_rowid=False)
camera_register = Table("camera_register", metadata, _CameraRegister, sqlite_with_rowid=False)
still = Table("still", metadata, _Still, sqlite_with_rowid=False)

# What an index has not seen yet is read in this order, however many cases there are.
changed_cases = Index("casefile_revision", casefile.c.revision)
# What waits is few, among what was delivered and is kept for a while.
outbox_state = Index("outbox_state", outbox.c.state, outbox.c.channel)
