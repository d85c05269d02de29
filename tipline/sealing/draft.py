"""A report on its way: what has been answered travels with the form, sealed, and is kept nowhere.

Source: docs/format.md, 9. Whoever holds the pepper can open a draft; the reporter's browser holds
the draft and not the pepper.
"""

import re
import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from tipline.age import HybridIdentity
from tipline.errors import (
    DraftExpiredError,
    DraftOtherVersionError,
    DraftRefusedError,
    DraftTooLargeError,
    ReceiptCodeError,
    RecordMalformedError,
    TicketError,
    TicketExpiredError,
)
from tipline.sealing import receipt, token
from tipline.sealing.derivation import derive
from tipline.sealing.receipt import ReceiptCode
from tipline.tips.evidence import FILES_MAX, Upload
from tipline.tips.report import Answers, YesNo
from tipline.tips.shape import several

FORM_VERSION = 4  # raise it when what Draft or Answers must hold changes: a test compares fields
ID_BYTES = 16
SEED_BYTES = 32
STEPS_MAX, STEP_MAX = 40, 40  # pages, and characters of a page's name
TEXT_MAX = 64 * 1024  # characters of a sealed draft: docs/design.md, 3
REST_HOURS = 24  # the most that a setting allows
TICKET_MINUTES = 30  # long enough to read an answer and to write one, on a telephone
SO_MANY = {"at_most": FILES_MAX, "each": 0}
TEXT = re.compile(r"([0-9]{1,4})\.([0-9]{8})\.([A-Za-z0-9_-]+)")


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A report being written.

    Tip and receipt code are drawn with it, so that sending it twice is one tip and one code.
    ``apart_seed`` gives the tip that it makes for another desk, and lies in no envelope.
    ``steps`` are the pages that the reporter has come past, by the form's names for them.
    ``disguise``: in what is added, voices are to have their pitch changed.
    """

    tip_id: bytes
    tip_seed: bytes = field(repr=False)
    apart_seed: bytes = field(repr=False)
    receipt: ReceiptCode
    language: str
    answers: Answers = field(default=Answers(), repr=False)
    steps: tuple[str, ...] = several(STEPS_MAX, each=STEP_MAX)
    files: tuple[Upload, ...] = field(default=(), repr=False, metadata=SO_MANY)
    disguise: bool = False

    @property
    def identity(self) -> HybridIdentity:
        """The tip's identity: it is sealed into the envelope, and forgotten with the draft."""
        return HybridIdentity.from_seed(self.tip_seed)

    def for_its_desk(self) -> Self:
        """Return the draft as it is sent: a report about the police has an id, key and code apart.

        It is another desk's: if the report was sent before it turned out to be one, what is sent
        now must not join the tip that the first desk opens, nor may that tip's envelope give it
        away. They are derived, so that turning the same way twice is one tip, and turning back is
        the first.
        """
        if self.answers.about_police is not YesNo.YES:
            return self
        return replace(
            self,
            tip_id=derive(self.apart_seed, "apart/id", size=ID_BYTES),
            tip_seed=derive(self.apart_seed, "apart/seed", size=SEED_BYTES),
            receipt=receipt.derived(derive(self.apart_seed, "apart/receipt")),
        )


@dataclass(frozen=True, kw_only=True)
class _Resting:
    draft: Draft
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Ticket:
    """What an open mailbox carries to its next page: its code, and files that are not sent yet.

    ``disguise`` is as in a draft.
    """

    receipt: ReceiptCode
    since: datetime
    files: tuple[Upload, ...] = field(default=(), repr=False, metadata=SO_MANY)
    disguise: bool = False


class DraftBox:
    """Seals and opens drafts and tickets; holds the pepper and nothing of any report."""

    def __init__(self, pepper: bytes, hours: int = REST_HOURS) -> None:
        """Take the pepper (32 bytes) and how long a draft may rest between two steps."""
        self._pepper = pepper
        self._rest = timedelta(hours=hours)
        self._keys: dict[str, bytes] = {}
        self._ticket_key = derive(pepper, "ticket")

    def begin(self, language: str) -> Draft:
        """Begin a report: draw its id, its seeds and its receipt code."""
        return Draft(
            tip_id=secrets.token_bytes(ID_BYTES),
            tip_seed=secrets.token_bytes(SEED_BYTES),
            apart_seed=secrets.token_bytes(SEED_BYTES),
            receipt=receipt.draw(),
            language=language,
        )

    def seal(self, draft: Draft, now: datetime) -> str:
        """Return the draft as text for a form's hidden field, at most 64 KiB.

        Raises DraftTooLargeError: some 25,000 characters were answered, and hardly compress.
        """
        day = _day(now)
        sealed = token.seal(_Resting(draft=draft, since=now), self._key(day), _bound(day))
        text = f"{FORM_VERSION}.{day}.{sealed}"
        if len(text) > TEXT_MAX:
            raise DraftTooLargeError
        return text

    def open(self, text: str, now: datetime) -> Draft:
        """Return the draft that ``seal`` gave.

        1. Read version and day, which stand in the clear; what has none is refused
           (DraftRefusedError), another version is told (DraftOtherVersionError).
        2. A day whose drafts have all rested too long: DraftExpiredError.
        3. Open it under the key of its day, version and day bound in: DraftRefusedError.
        4. Compare the time inside: DraftExpiredError.

        A draft of a later time is taken: it means that our clock was set back, and what the
        reporter wrote must not be lost to that.
        """
        match = TEXT.fullmatch(text) if len(text) <= TEXT_MAX else None  # 1
        if match is None:
            raise DraftRefusedError
        version, day, sealed = match.groups()
        if int(version) != FORM_VERSION:
            raise DraftOtherVersionError
        if day < _day(now - self._rest):  # 2
            raise DraftExpiredError
        try:
            resting = token.open_token(_Resting, sealed, self._key(day), _bound(day))  # 3
        except (RecordMalformedError, ReceiptCodeError):
            raise DraftRefusedError from None
        if resting.since < now - self._rest:  # 4
            raise DraftExpiredError
        return resting.draft

    def seal_ticket(
        self,
        code: ReceiptCode,
        now: datetime,
        files: tuple[Upload, ...] = (),
        *,
        disguise: bool = False,
    ) -> str:
        """Return the receipt code, and files to be sent, as text for its mailbox's next page."""
        ticket = Ticket(receipt=code, since=now, files=files, disguise=disguise)
        return token.seal(ticket, self._ticket_key, b"")

    def open_ticket(self, text: str, now: datetime) -> Ticket:
        """Return what ``seal_ticket`` took; TicketExpiredError after 30 minutes, or TicketError."""
        try:
            ticket = token.open_token(Ticket, text, self._ticket_key, b"")
        except (RecordMalformedError, ReceiptCodeError):
            raise TicketError from None
        if ticket.since < now - timedelta(minutes=TICKET_MINUTES):
            raise TicketExpiredError
        return ticket

    def _key(self, day: str) -> bytes:
        key = self._keys.get(day)
        if key is None:
            key = derive(self._pepper, f"draft/{day}")
            self._keys = {day: key}  # one day's is enough, but around midnight
        return key


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat().replace("-", "")


def _bound(day: str) -> bytes:
    return f"{FORM_VERSION}.{day}".encode("ascii")
