"""Asking a device for its addresses: what is believed of its answer, and what is not."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network

import pytest

from tests.stills.camera import PASSWORD, USER
from tests.stills.device import Device, device
from tipline.errors import EnrolmentError, StillForbiddenError
from tipline.stills import onvif
from tipline.stills.onvif import Addresses
from tipline.stills.sources import Sources

ALLOWED = Sources((ip_network("127.0.0.1"),), {})
DTD = '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "{0}">]>'


def asked(one: Device, password: str = PASSWORD, sources: Sources = ALLOWED) -> list[Addresses]:
    at = onvif.device_at(f"127.0.0.1:{one.port}", USER, password)
    return onvif.enrol(sources, at)


def test_a_device_says_where_its_pictures_are() -> None:
    with device() as one:
        first, second = asked(one)
    assert first.picture == "http://127.0.0.1:8080/still.jpg?a=1&b=2"
    assert first.video == "rtsp://127.0.0.1:554/live"
    assert (first.profile, second.profile) == ("main", "small")


def test_a_device_whose_clock_is_wrong_is_asked_by_its_own() -> None:
    with device(ahead=timedelta(days=-400)) as one:
        assert asked(one)


def test_a_wrong_password_is_told() -> None:
    with device() as one, pytest.raises(EnrolmentError, match="name or the password"):
        asked(one, "wrong")


@pytest.mark.parametrize("host", ["10.0.0.1", "localhost", "127.0.0.1.example"])
def test_an_address_of_another_host_is_refused(host: str) -> None:
    with device(host) as one, pytest.raises(EnrolmentError, match="another host"):
        asked(one)


def test_a_device_beyond_the_list_is_not_asked() -> None:
    with device() as one:
        with pytest.raises(StillForbiddenError):
            asked(one, sources=Sources((ip_network("10.0.0.0/8"),), {}))
        assert one.asked == []


def test_an_answer_with_a_document_type_is_refused(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    secret = tmp_path_factory.mktemp("secret") / "file"
    secret.write_text("secret")
    with device(before=DTD.format(secret.as_uri())) as one, pytest.raises(EnrolmentError):
        asked(one)
    with pytest.raises(EnrolmentError):
        onvif.read(f"{DTD.format(secret.as_uri())}<s>&c;</s>".encode())


@pytest.mark.parametrize("answer", [b"", b"<html><p>sign in</html>", b"\xff\xfe", b"{}"])
def test_what_is_no_xml_is_refused(answer: bytes) -> None:
    with pytest.raises(EnrolmentError):
        onvif.read(answer)


@pytest.mark.parametrize("host", ["", "a b", "user:word@host", "host/path#x"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(EnrolmentError):
        onvif.device_at(host, USER, PASSWORD)
