"""Mails under TLS or none, each of one size; a server that fails is told by how it fails."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
import trustme

from tests.dispatch.conftest import ITEM, NOW, MailHost, dumb, free_port, mail_host, mail_to
from tipline.age import HybridIdentity, open_bytes, seal_bytes
from tipline.configuration import Channels, Tls
from tipline.dispatch.item import Item, Kind
from tipline.dispatch.mail import SIZE_STEP, Mail, _filler
from tipline.errors import (
    DeliveryBusyError,
    DeliveryError,
    DeliveryInsecureError,
    DeliveryRefusedError,
    DeliverySlowError,
    DeliveryUnreachableError,
)

NOTICE = Item(Kind.NOTICE)


@pytest.mark.parametrize("how", list(Tls))
def test_a_notice_arrives_under_tls(
    how: Tls, serving: ssl.SSLContext, believing: ssl.SSLContext, configured: Channels
) -> None:
    with mail_host(how, serving) as host:
        mail_to(host.port, configured, believing, how).send(ITEM, NOTICE, NOW)
    mail = host.read()
    assert host.recipients == ["duty@example.org"]
    assert mail["Message-ID"] == f"<{ITEM.hex()}@example.org>"
    assert "قائمة العمل" in mail.get_content()
    assert "Please look at the work list." in mail.get_content()


def test_every_mail_without_a_package_has_one_size(mail: Mail) -> None:
    mails = [mail.written(ITEM, Item(kind), NOW) for kind in Kind]
    assert {len(each) for each in mails} == {len(mails[0])}
    assert len(mails[0]) % SIZE_STEP == 0
    assert max(map(len, mails[0].splitlines())) <= 998


def test_a_filler_has_the_size_that_is_wanted() -> None:
    for size in range(len(_filler(1)), 400):
        made = _filler(size)
        assert len(made) == size
        assert all(line.startswith(b"X-Padding: ") for line in made.splitlines())


def test_a_package_opens_for_its_agency_alone(
    mail: Mail, host: MailHost, agency: HybridIdentity
) -> None:
    package = seal_bytes(b"what the summary says", [agency.recipient])
    mail.send(ITEM, Item.of_package("TL-7F3K", package), NOW)
    [attached] = list(host.read().iter_attachments())
    assert open_bytes(attached.get_content(), [agency]) == b"what the summary says"
    assert b"what the summary says" not in host.mails[0]


def test_what_a_server_says_no_to_for_good_is_refused(mail: Mail, host: MailHost) -> None:
    for told in ("550 no such mailbox", "554 no"):
        host.to_recipient = told
        with pytest.raises(DeliveryRefusedError):
            mail.send(ITEM, NOTICE, NOW)
    host.to_recipient, host.to_data = "250 OK", "554 no"
    with pytest.raises(DeliveryRefusedError):
        mail.send(ITEM, NOTICE, NOW)


def test_what_a_server_says_no_to_for_now_waits(mail: Mail, host: MailHost) -> None:
    host.to_recipient = "451 later"
    with pytest.raises(DeliveryBusyError):
        mail.send(ITEM, NOTICE, NOW)
    host.to_recipient, host.to_data = "250 OK", "452 full"
    with pytest.raises(DeliveryBusyError):
        mail.send(ITEM, NOTICE, NOW)


def test_a_server_that_hangs_up_after_the_last_byte_gets_the_same_mail_again(
    mail: Mail, host: MailHost
) -> None:
    host.drops = 1
    with pytest.raises(DeliveryUnreachableError):
        mail.send(ITEM, NOTICE, NOW)
    mail.send(ITEM, NOTICE, NOW)
    first, second = host.mails
    assert first == second


def test_a_server_that_is_down(configured: Channels, believing: ssl.SSLContext) -> None:
    with pytest.raises(DeliveryUnreachableError):
        mail_to(free_port(), configured, believing).send(ITEM, NOTICE, NOW)


def silent(line: socket.socket) -> None:
    line.recv(1)
    line.recv(1 << 16)
    time.sleep(1.5)


def dripping(line: socket.socket) -> None:
    for _ in range(100):
        line.sendall(b"2")
        time.sleep(0.05)


@pytest.mark.parametrize("speak", [silent, dripping])
def test_a_server_that_does_not_come_to_an_end(
    speak: Callable[[socket.socket], None], configured: Channels, believing: ssl.SSLContext
) -> None:
    how = Tls.IMPLICIT if speak is silent else Tls.STARTTLS
    with dumb(speak) as port:
        mail = mail_to(port, configured, believing, how)
        begun = time.monotonic()
        with pytest.raises(DeliverySlowError):
            replace(mail, step_seconds=0.5, whole_seconds=1).send(ITEM, NOTICE, NOW)
        assert time.monotonic() - begun < 3


def test_without_tls_nothing_is_said(
    serving: ssl.SSLContext, believing: ssl.SSLContext, configured: Channels
) -> None:
    with mail_host(None, serving) as host:
        for how in Tls:
            with pytest.raises(DeliveryInsecureError):
                mail_to(host.port, configured, believing, how).send(ITEM, NOTICE, NOW)
    assert host.mails == []


def test_who_has_the_password_is_let_in_and_without_it_every_mail_waits(
    serving: ssl.SSLContext, believing: ssl.SSLContext, configured: Channels
) -> None:
    with mail_host(Tls.STARTTLS, serving, b"long words") as host:
        mail = mail_to(host.port, configured, believing, Tls.STARTTLS)
        replace(mail, login=("tipline", "long words")).send(ITEM, NOTICE, NOW)
        with pytest.raises(DeliveryBusyError):
            replace(mail, login=("tipline", "other words")).send(ITEM, NOTICE, NOW)
    assert len(host.mails) == 1


def test_a_server_that_somebody_else_vouches_for_gets_nothing(mail: Mail, host: MailHost) -> None:
    strangers = ssl.create_default_context()
    trustme.CA().configure_trust(strangers)
    with pytest.raises(DeliveryInsecureError):
        replace(mail, tls=strangers).send(ITEM, NOTICE, NOW)
    assert host.mails == []


def test_an_error_tells_nothing_of_what_was_sent_or_answered(mail: Mail, host: MailHost) -> None:
    host.to_recipient = "550 secret words of the server"
    with pytest.raises(DeliveryError) as caught:
        mail.send(ITEM, NOTICE, NOW)
    assert caught.value.sentence == (
        "The machine of OPS-MAIL refuses the message. It is not tried again by itself."
    )
    assert caught.value.__cause__ is None
