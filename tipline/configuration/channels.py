"""How desks and agencies are reached: what ``channels.toml`` says, as values and as it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tipline import age
from tipline.errors import AgeKeyError

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import timedelta

    from tipline.configuration.model import Text
    from tipline.configuration.table import Table

CODE = re.compile(r"[A-Z][A-Z0-9-]{0,31}")
MAILBOX = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[A-Za-z0-9.-]{1,255}")  # RFC 5321, 4.1.2, less
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
PORT_MAX = 65535


class By(StrEnum):
    """How a channel reaches somebody."""

    MAIL = "mail"
    WEBHOOK = "webhook"


class Tls(StrEnum):
    """When a mail server is spoken to under TLS: from the first byte, or once it was asked for."""

    IMPLICIT = "implicit"
    STARTTLS = "starttls"


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """The server that takes mails; ``sender`` is whom they are from."""

    host: str
    port: int
    tls: Tls
    sender: str


@dataclass(frozen=True, kw_only=True)
class ChannelName:
    """A channel of a desk: ``to`` is a mail address or an https address.

    ``rings_for``: desks whose unopened reports ring there. ``recipient``: what is sent there is
    sealed to it, ``age1…``; empty where its desk has none.
    """

    code: str
    desk: str
    by: By
    to: str
    rings_for: tuple[str, ...]
    recipient: str


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """When unopened reports ring; ``cover``: a notice in each batch, whatever waits."""

    target: timedelta
    batch: timedelta
    cover: bool


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a mail says."""

    subject: Text
    body: Text


@dataclass(frozen=True, kw_only=True)
class Channels:
    """How desks and agencies are reached. ``hosts`` are all machines that are connected to.

    ``answer``: what an agency reads beside the link by which it answers; nothing where no text is.
    """

    hosts: frozenset[str]
    monitor: str
    alarm: Alarm
    notice: Wording
    now: Wording
    dispatch: Wording
    answer: Text
    mail: MailServer | None
    channels: tuple[ChannelName, ...]

    def ringing(self) -> tuple[ChannelName, ...]:
        """Return the channels that ring for some desk."""
        return tuple(each for each in self.channels if each.rings_for)


def channels(table: Table, desks: Collection[str]) -> Channels:
    """Return what the file says; ``desks`` are their codes. Raises ConfigurationError."""
    hosts = frozenset(table.lines("hosts"))
    if not all(HOST.fullmatch(host) for host in hosts):
        raise table.refuse("hosts", "a list of host names in small letters")
    mail = _mail(table.table("mail"), hosts) if table.has("mail") else None
    texts = table.table("text")
    found = Channels(
        hosts=hosts,
        monitor=_https(table, "monitor", hosts, perhaps=True),
        alarm=_alarm(table.table("alarm")),
        notice=_wording(texts.table("notice")),
        now=_wording(texts.table("now")),
        dispatch=_wording(texts.table("dispatch")),
        answer=_answer(texts.table("answer")) if texts.has("answer") else {},
        mail=mail,
        channels=tuple(_channel(it, hosts, desks, mail) for it in table.tables("channel")),
    )
    table.once_each("channel", (each.code for each in found.channels))
    texts.end()
    table.end()
    return found


def _mail(table: Table, hosts: Collection[str]) -> MailServer:
    server = MailServer(
        host=table.line("host"),
        port=table.count("port", 465, PORT_MAX),
        tls=table.choice("tls", Tls),
        sender=_mailbox(table, "sender"),
    )
    if server.host not in hosts:
        raise table.refuse("host", "one of the hosts of this file")
    table.end()
    return server


def _alarm(table: Table) -> Alarm:
    alarm = Alarm(
        target=table.duration("target"),
        batch=table.duration("batch"),
        cover=table.flag("cover", default=False),
    )
    table.end()
    return alarm


def _wording(table: Table) -> Wording:
    wording = Wording(subject=table.text("subject"), body=table.text("body"))
    table.end()
    return wording


def _answer(table: Table) -> Text:
    text = table.text("body")
    table.end()
    return text


def _channel(
    table: Table, hosts: Collection[str], desks: Collection[str], mail: MailServer | None
) -> ChannelName:
    by = table.choice("by", By)
    channel = ChannelName(
        code=table.code(CODE),
        desk=table.line("desk"),
        by=by,
        to=_mailbox(table, "to") if by is By.MAIL else _https(table, "to", hosts),
        rings_for=table.lines("rings_for"),
        recipient=_recipient(table),
    )
    if not {channel.desk, *channel.rings_for}.issubset(desks):
        raise table.refuse("desk", "of desks.toml, as each in rings_for must be")
    if by is By.MAIL and mail is None:
        raise table.refuse("by", "webhook, as long as there is no [mail] in this file")
    table.end()
    return channel


def _recipient(table: Table) -> str:
    text = table.line("recipient", "")
    try:
        if text:
            age.parse_recipient(text)
    except AgeKeyError:
        raise table.refuse("recipient", "an age recipient, age1pq1… or age1…") from None
    return text


def _mailbox(table: Table, name: str) -> str:
    address = table.line(name)
    if not MAILBOX.fullmatch(address) or not address.isascii():
        raise table.refuse(name, "a mail address, like duty@example.org")
    return address


def _https(table: Table, name: str, hosts: Collection[str], *, perhaps: bool = False) -> str:
    """Return an address whose host is allowed, without a user, in printable ASCII."""
    address = table.line(name, "" if perhaps else None)
    if perhaps and not address:
        return ""
    try:
        parts = urlsplit(address)
        port = parts.port  # ValueError for a port that is no number
    except ValueError:
        raise table.refuse(name, "an address that begins with https://") from None
    named = parts.hostname in hosts and parts.netloc in {parts.hostname, f"{parts.hostname}:{port}"}
    plain = address.isascii() and address.isprintable() and " " not in address
    if parts.scheme != "https" or not named or not plain:
        raise table.refuse(name, "an address that begins with https:// and one of the hosts")
    return address
