"""What the public site does with the inbox: drop a report in, and look into one mailbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import delete, select

from tipline.errors import StoreFullError
from tipline.store.engine import scrub
from tipline.store.inbox.tables import answer, envelope, evidence, mailbox, part, tip
from tipline.store.rows import adding
from tipline.store.transactions import reading, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine

    from tipline.store.reserve import Reserve
    from tipline.store.rows import Rows


class SealedPart(Protocol):
    """A report or a message as it is stored: ids of 16 bytes, the hour, an age file."""

    @property
    def tip_id(self) -> bytes:
        """The tip that it belongs to."""
        ...

    @property
    def part_id(self) -> bytes:
        """Its own id."""
        ...

    @property
    def hour(self) -> datetime:
        """When it arrived; minutes are not kept."""
        ...

    @property
    def part(self) -> bytes:
        """The age file, sealed to the tip's recipient."""
        ...

    @property
    def blobs(self) -> tuple[bytes, ...]:
        """The ids of the files that came with it; they are in the store of blobs already."""
        ...


class SealedTip(SealedPart, Protocol):
    """A new tip: its first part, its key envelope for one desk, and its mailbox."""

    @property
    def recipient(self) -> bytes:
        """The tip's recipient: the 1,216 bytes of its public key."""
        ...

    @property
    def desk(self) -> str:
        """The code of the desk that opens the envelope."""
        ...

    @property
    def envelope(self) -> bytes:
        """The tip's identity, sealed to that desk and to recovery."""
        ...

    @property
    def mailbox_id(self) -> bytes:
        """What the receipt code leads to (16 bytes)."""
        ...

    @property
    def head(self) -> bytes:
        """The mailbox's head, sealed to the mailbox."""
        ...


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer as it is stored: its id (16 bytes) and an age file for the mailbox."""

    id: bytes
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class MailboxRow:
    """A mailbox as it is stored: its head, and its answers in no order (what is inside has one)."""

    head: bytes = field(repr=False)
    answers: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class Drop:
    """The inbox through the public site's connection, and the space kept free for reports.

    Safe to share between threads. Each verb raises the ``StoreError`` that fits.
    """

    engine: Engine
    reserve: Reserve

    def put(self, sealed: SealedTip) -> None:
        """Store a tip whole or not at all; it is on disk on return. Twice the same is once."""
        self.put_all([sealed])

    def put_all(self, tips: Sequence[SealedTip]) -> None:
        """Store all of some tips or none, as ``put`` does one."""

        def write(rows: Rows) -> None:
            for sealed in tips:
                _add_tip(rows, sealed)

        self._add(write)

    def add(self, sealed: SealedPart) -> None:
        """Store one more part of a tip; it is on disk on return. Twice the same is once."""
        self._add(lambda rows: _add_part(rows, sealed, unread=True))

    def mailbox(self, mailbox_id: bytes) -> MailboxRow | None:
        """Return a mailbox, or None; the work is the same for an id that never was."""
        heads = select(mailbox.c.head).where(mailbox.c.id == mailbox_id)
        answers = select(answer.c.id, answer.c.sealed).where(answer.c.mailbox_id == mailbox_id)
        with reading(self.engine) as connection:
            head = connection.execute(heads).scalar()
            rows = connection.execute(answers).all()
        return None if head is None else MailboxRow(head, tuple(AnswerRow(*row) for row in rows))

    def delete_answer(self, mailbox_id: bytes, answer_id: bytes) -> None:
        """Delete an answer, so that its bytes are in no file of the database; twice is once.

        Where others read in that moment, the journal keeps them until the sweeper comes by.
        """
        chosen = (answer.c.mailbox_id == mailbox_id) & (answer.c.id == answer_id)
        with writing(self.engine) as connection:
            connection.execute(delete(answer).where(chosen))
        scrub(self.engine)

    def _add(self, work: Callable[[Rows], object]) -> None:
        """Add in one transaction; on a full disk, give up the reserve and add once more."""
        try:
            self._add_once(work)
        except StoreFullError:
            if not self.reserve.give_up():
                raise
            self._add_once(work)

    def _add_once(self, work: Callable[[Rows], object]) -> None:
        with adding(self.engine) as rows:
            work(rows)


def _add_tip(rows: Rows, sealed: SealedTip) -> None:
    new = rows.add_once(tip, _tip(sealed))
    rows.add_once(envelope, _envelope(sealed))
    _add_part(rows, sealed, unread=not new)
    rows.add_once(mailbox, {"id": sealed.mailbox_id, "head": sealed.head})


def _tip(sealed: SealedTip) -> dict[str, object]:
    return {
        "id": sealed.tip_id,
        "hour": sealed.hour,
        "recipient": sealed.recipient,
        "first_part": sealed.part_id,
    }


def _envelope(sealed: SealedTip) -> dict[str, object]:
    return {
        "tip_id": sealed.tip_id,
        "desk": sealed.desk,
        "hour": sealed.hour,
        "sealed": sealed.envelope,
    }


def _add_part(rows: Rows, sealed: SealedPart, *, unread: bool) -> None:
    """Add a part and its files; of one that is there already, other blobs are the sweeper's."""
    if not rows.add_once(part, _part(sealed, unread=unread)):
        return
    for blob in sealed.blobs:
        rows.add_once(evidence, {"tip_id": sealed.tip_id, "hour": sealed.hour, "blob": blob})


def _part(sealed: SealedPart, *, unread: bool) -> dict[str, object]:
    return {
        "tip_id": sealed.tip_id,
        "id": sealed.part_id,
        "hour": sealed.hour,
        "unread": unread,
        "sealed": sealed.part,
    }
