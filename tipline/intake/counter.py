"""What a door can do: seal and drop a report, and open one mailbox by its code."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING, Protocol, Self

from tipline.age import HybridIdentity, HybridRecipient
from tipline.errors import AgeError, MailboxUnknownError, RecordMalformedError
from tipline.sealing import mailbox
from tipline.sealing.answer import open_answer, open_head, seal_head
from tipline.sealing.tip import pack, pack_message
from tipline.tips.call import NO_CALL, Call
from tipline.tips.evidence import Upload
from tipline.tips.mailbox import Head
from tipline.tips.report import Answers, Channel, YesNo

if TYPE_CHECKING:
    from tipline.configuration import Configuration
    from tipline.sealing.deployment import Deployment
    from tipline.sealing.draft import Draft, DraftBox
    from tipline.sealing.receipt import ReceiptCode
    from tipline.store.inbox.drop import AnswerRow, Drop
    from tipline.tips.mailbox import Answer

# A worker has about a core: reports that it seals side by side would only push each other's memory
# out of that core's cache. While one is written to the disk, the next is sealed.
SEALING = Lock()


class Taker(Protocol):
    """Takes files in, and keeps them while a draft has them."""

    def take(
        self,
        stream: Iterable[bytes],
        name: str,
        recipient: HybridRecipient,
        *,
        disguise: bool = False,
    ) -> Upload:
        """Take a file in: its bytes as they arrive, the reporter's name, whom it is sealed to.

        ``disguise``: the pitch of voices is to be changed, in what has no pictures.
        Raises an EvidenceError, a StoreError or a JailError; nothing of the file is kept then.
        """

    def renew(self, blob: bytes) -> None:
        """Keep a file that was taken for as long again; ``NotFoundError`` where it is gone."""


@dataclass(frozen=True)
class Opened:
    """A mailbox that its code opened: the head, and the answers to show now, oldest first."""

    id: bytes
    head: Head = field(repr=False)
    answers: tuple[Answer, ...] = field(repr=False)


@dataclass(frozen=True)
class Decoy:
    """A mailbox of nobody, opened in place of one that is not there, so that both take as long."""

    head: bytes = field(repr=False)
    seed: bytes = field(repr=False)

    @classmethod
    def make(cls) -> Self:
        """Make one, at the start of the process."""
        identity = HybridIdentity.generate()
        head = Head(tip=bytes(16), tip_recipient=identity.recipient.public, language="")
        return cls(seal_head(head, identity.recipient), identity.seed)

    @property
    def identity(self) -> HybridIdentity:
        """What opens it, expanded anew at each look, as that of a code is."""
        return HybridIdentity.from_seed(self.seed)


@dataclass(frozen=True)
class Intake:
    """A door's whole power: recipients, the pepper, the inbox's slot."""

    configuration: Configuration
    deployment: Deployment
    pepper: bytes = field(repr=False)
    box: DraftBox
    drop: Drop
    decoy: Decoy
    taker: Taker | None = None  # None: this site takes no files, and its pages ask for none

    def send(
        self,
        draft: Draft,
        now: datetime,
        *,
        channel: Channel = Channel.WEB,
        call: Call = NO_CALL,
    ) -> None:
        """Seal a report and keep it; on return it is on disk. Twice the same is once.

        ``call``: what is kept of a call beside its words. Raises the ``StoreError`` that fits;
        nothing of the report is kept then.
        """
        lane = self.lane(draft.answers)
        with SEALING:
            sealed = pack(
                draft, now, self.deployment, self.pepper, lane, channel=channel, call=call
            )
        self.drop.put(sealed)

    def lane(self, answers: Answers) -> str:
        """Return the desk that a report is sealed to: one about the police goes to oversight."""
        police = answers.about_police is YesNo.YES
        return self.configuration.oversight if police else self.configuration.intake

    def look(self, code: ReceiptCode, now: datetime) -> Opened:
        """Open a mailbox by its receipt code.

        1. Derive the mailbox's id and identity: Argon2id for every code, known or not.
        2. Find the row; one that is not there is stood in for by the decoy.
        3. Open the head, the decoy's as well: the one dear step that depends on the row.
        4. Not there (unknown, purged), damaged, or hidden (spam): ``MailboxUnknownError`` for all.
        5. Open the answers, pass over those that do not open, and keep those whose time has come,
           oldest first.
        """
        key = mailbox.derive(code, self.pepper)  # 1
        row = self.drop.mailbox(key.id)  # 2
        sealed, identity = (
            (row.head, key.identity) if row else (self.decoy.head, self.decoy.identity)
        )
        try:
            head = open_head(sealed, identity)  # 3
        except (AgeError, RecordMalformedError):
            raise MailboxUnknownError from None
        if row is None or head.hidden:  # 4
            raise MailboxUnknownError
        opened = opened_answers(row.answers, key.identity)  # 5
        shown = sorted(
            (each for each in opened if each.shown_from <= now), key=lambda each: each.shown_from
        )
        return Opened(key.id, head, tuple(shown))

    def add(  # noqa: PLR0913 (what a message is made of)
        self,
        opened: Opened,
        text: str,
        ticket: str,
        now: datetime,
        *,
        files: tuple[Upload, ...] = (),
        call: Call = NO_CALL,
    ) -> None:
        """Seal what the reporter adds and keep it; the same under the same ticket is once."""
        nonce = hashlib.sha256(ticket.encode()).digest()
        head = opened.head
        self.drop.add(
            pack_message(head.tip, head.tip_recipient, text, now, nonce, files=files, call=call)
        )

    def delete_answer(self, opened: Opened, answer_id: bytes) -> None:
        """Delete an answer, truly; one that is not in this mailbox changes nothing."""
        self.drop.delete_answer(opened.id, answer_id)


def opened_answers(rows: Iterable[AnswerRow], identity: HybridIdentity) -> list[Answer]:
    """Return the answers that open: a damaged one must not hide the others."""
    opened = []
    for row in rows:
        with suppress(AgeError, RecordMalformedError):
            opened.append(open_answer(row.sealed, identity))
    return opened
