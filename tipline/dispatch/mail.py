"""The channel by mail: SMTP under TLS, or nothing.

Sources: RFC 5321 (SMTP), RFC 3207 (STARTTLS), RFC 8314 (TLS from the start). An item's Message-ID
is the same whenever it is sent. Without a package every mail has the same size, whatever it says.
"""

from __future__ import annotations

import asyncio
import ssl
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING

import aiosmtplib
from aiosmtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from tipline.configuration import Tls
from tipline.dispatch.item import Item, Kind
from tipline.dispatch.line import talk
from tipline.errors import (
    DeliveryBusyError,
    DeliveryError,
    DeliveryInsecureError,
    DeliveryRefusedError,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime

    from tipline.configuration import ChannelName, Channels, MailServer, Wording

STEP_SECONDS = 20.0  # each answer of the server is waited for so long
WHOLE_SECONDS = 120.0  # and all of them together
SIZE_STEP = 2048  # bytes: mails without a package are filled up to a multiple of it
FILLER = "X-Padding: {}\r\n"
FILLER_LINE = 78  # RFC 5322, 2.1.1, less the end of the line
PERMANENT = range(500, 600)  # RFC 5321, 4.2.1
FILE_NAME = "message.age"
BROKEN = (SMTPException, OSError)


@dataclass(frozen=True)
class Mail:
    """A mailbox that somebody reads."""

    name: ChannelName
    server: MailServer
    wordings: Mapping[Kind, Wording]
    login: tuple[str, str] | None = field(repr=False)
    tls: ssl.SSLContext = field(repr=False)
    step_seconds: float = STEP_SECONDS
    whole_seconds: float = WHOLE_SECONDS

    @classmethod
    def of(
        cls,
        name: ChannelName,
        configured: Channels,
        login: tuple[str, str] | None,
        tls: ssl.SSLContext,
    ) -> Mail:
        """Return a channel of a configuration, which has a mail server."""
        if configured.mail is None:
            raise ValueError
        wordings = {
            Kind.NOTICE: configured.notice,
            Kind.NOW: configured.now,
            Kind.DISPATCH: configured.dispatch,
        }
        return cls(name, configured.mail, wordings, login, tls)

    def send(self, item_id: bytes, item: Item, now: datetime) -> None:
        """Send a mail: see ``Channel.send``.

        1. TLS comes before anything else is said, with a certificate that is believed.
        2. Whoever answers too slowly is left, however little at a time is answered.
        3. It is sent once the server has said yes to its last byte; what comes after is no matter.
        """
        mail = self.written(item_id, item, now)
        talk(self._deliver(mail), self.name.code, self.whole_seconds, BROKEN)  # 2

    def written(self, item_id: bytes, item: Item, now: datetime) -> bytes:
        """Return the mail's bytes."""
        if item.package:
            return self._message(item_id, item, now)
        mails = {kind: self._message(item_id, Item(kind, item.reference), now) for kind in Kind}
        longest = max(map(len, mails.values())) + len(FILLER)
        size = -(-longest // SIZE_STEP) * SIZE_STEP
        return _filler(size - len(mails[item.kind])) + mails[item.kind]

    def _message(self, item_id: bytes, item: Item, now: datetime) -> bytes:
        wording = self.wordings[item.kind]
        message = EmailMessage()
        message["From"] = Address(addr_spec=self.server.sender)
        message["To"] = Address(addr_spec=self.name.to)
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{item_id.hex()}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no absence notes in return
        message["Subject"] = " / ".join(dict.fromkeys(wording.subject.values()))
        paragraphs = [*dict.fromkeys(wording.body.values()), item.reference]
        message.set_content("\n\n".join(filter(None, paragraphs)) + "\n", cte="base64")
        if item.package:
            message.add_attachment(
                item.content, maintype="application", subtype="octet-stream", filename=FILE_NAME
            )
        return message.as_bytes(policy=SMTP)

    @property
    def _domain(self) -> str:
        return self.server.sender.partition("@")[2]

    async def _deliver(self, mail: bytes) -> None:
        async with self._entered() as server:
            try:
                await server.sendmail(self.server.sender, [self.name.to], mail)  # 3
            except SMTPRecipientsRefused as refused:
                raise self._of_code(refused.recipients[0].code) from None
            except SMTPResponseException as answered:
                raise self._of_code(answered.code) from None
            with suppress(SMTPException, OSError):
                await server.quit()

    @asynccontextmanager
    async def _entered(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """Yield the server under TLS, signed in. Trouble with the sign-in is none with the mail."""
        server = aiosmtplib.SMTP(
            hostname=self.server.host,
            port=self.server.port,
            local_hostname=self._domain,
            timeout=self.step_seconds,
            use_tls=self.server.tls is Tls.IMPLICIT,
            start_tls=False,
            tls_context=self.tls,
        )
        try:
            await self._greeted(server)
            if self.login:
                await server.login(*self.login)
        except SMTPResponseException:
            raise DeliveryBusyError(channel=self.name.code) from None
        else:
            yield server
        finally:
            await _left(server)

    async def _greeted(self, server: aiosmtplib.SMTP) -> None:
        await server.connect()
        if self.server.tls is Tls.STARTTLS:  # 1
            try:
                await server.starttls(tls_context=self.tls)
            except SMTPException:
                raise DeliveryInsecureError(channel=self.name.code) from None

    def _of_code(self, code: int) -> DeliveryError:
        kind = DeliveryRefusedError if code in PERMANENT else DeliveryBusyError
        return kind(channel=self.name.code)


async def _left(server: aiosmtplib.SMTP) -> None:
    """Hang up without waiting for the other side, and let the loop know before it ends."""
    if isinstance(server.transport, asyncio.WriteTransport):
        server.transport.abort()
    server.close()
    await asyncio.sleep(0)


def _filler(size: int) -> bytes:
    """Return header lines of ``size`` bytes together, which is at least what an empty one has."""
    empty, longest = len(FILLER.format("")), FILLER_LINE
    lines = []
    while size > 0:
        line = size if size <= longest else min(longest, size - empty)
        lines.append(FILLER.format("x" * (line - empty)))
        size -= line
    return "".join(lines).encode()
