"""Asking a device by ONVIF where its pictures are: once, by an operator, when it is enrolled.

Sources: ONVIF Core 2.x, 5.9.4 (WS-UsernameToken) and 8.1 (GetServices, GetSystemDateAndTime);
ONVIF Media 2.x, 5.2.2 (GetProfiles), 5.15 (GetStreamUri, GetSnapshotUri); SOAP 1.2; WS-Security
UsernameToken Profile 1.0, 3.1.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from xml.sax.saxutils import escape, quoteattr

import httpx
from lxml import etree

from tipline.errors import EnrolmentError
from tipline.stills import wires
from tipline.stills.reaching import reach
from tipline.stills.sources import Source, Sources

Element: TypeAlias = Any  # lxml publishes no types

SOAP = "http://www.w3.org/2003/05/soap-envelope"
DEVICE = "http://www.onvif.org/ver10/device/wsdl"
MEDIA = "http://www.onvif.org/ver10/media/wsdl"
SCHEMA = "http://www.onvif.org/ver10/schema"
NAMES = {"s": SOAP, "tds": DEVICE, "trt": MEDIA, "tt": SCHEMA}
SECURITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
UTILITY = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
TOKEN = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0"  # noqa: S105 (a name)
DIGEST = f"{TOKEN}#PasswordDigest"
BASE64 = (
    "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
)
NONCE_BYTES = 16
ANSWER_BYTES = 1024 * 1024
PROFILES_MAX = 8
SECONDS = 15.0  # for all of it
REFUSED = (400, 401, 403)  # a fault of the sender's, which a wrong password is


@dataclass(frozen=True)
class Addresses:
    """Where one profile of a device has its picture and its video; empty where it has none."""

    profile: str
    picture: str = field(default="", repr=False)
    video: str = field(default="", repr=False)


def enrol(sources: Sources, device: Source) -> list[Addresses]:
    """Return where the profiles of a device have their pictures, the first profile first.

    The device must lie where the broker may ask, and answer with addresses of its own host alone.
    Raises EnrolmentError, StillError.
    """
    try:
        return asyncio.run(asyncio.wait_for(_enrolled(sources, device), SECONDS))
    except TimeoutError:
        raise EnrolmentError(reason="it took too long") from None


async def _enrolled(sources: Sources, device: Source) -> list[Addresses]:
    """Ask it.

    1. Its address is checked as a camera's is. 2. Its clock is asked, since it refuses what was
    signed at another time. 3. Where its media service is. 4. Its profiles, and the two addresses of
    each. What it answers with at another host is refused.
    """
    ip = await reach(sources, device)  # 1
    ahead = await _clock(_Device(device, ip, timedelta()))  # 2
    asked = await _Device(device, ip, ahead).ask(
        f'<GetServices xmlns="{DEVICE}"><IncludeCapability>false</IncludeCapability></GetServices>'
    )
    places = asked.xpath(
        "//tds:Service[tds:Namespace=$media]/tds:XAddr/text()", namespaces=NAMES, media=MEDIA
    )
    if not places:
        raise EnrolmentError(reason="it has no media service")
    media = _Device(_own(device, str(places[0]), ("http", "https")), ip, ahead)  # 3
    profiles = await media.ask(f'<GetProfiles xmlns="{MEDIA}"/>')
    tokens = profiles.xpath("//trt:Profiles/@token", namespaces=NAMES)[:PROFILES_MAX]
    found = [await _addresses(media, str(each)) for each in tokens]  # 4
    if not any(each.picture or each.video for each in found):
        raise EnrolmentError(reason="it names no address of a picture")
    return found


async def _addresses(media: _Device, token: str) -> Addresses:
    shown = f"<ProfileToken>{escape(token)}</ProfileToken>"
    picture = await _address(
        media, f'<GetSnapshotUri xmlns="{MEDIA}">{shown}</GetSnapshotUri>', ("http", "https")
    )
    video = await _address(
        media,
        f'<GetStreamUri xmlns="{MEDIA}"><StreamSetup>'
        f'<Stream xmlns="{SCHEMA}">RTP-Unicast</Stream>'
        f'<Transport xmlns="{SCHEMA}"><Protocol>RTSP</Protocol></Transport>'
        f"</StreamSetup>{shown}</GetStreamUri>",
        ("rtsp",),
    )
    return Addresses(token, picture, video)


async def _address(media: _Device, body: str, schemes: tuple[str, ...]) -> str:
    """Return one address; empty where the device has none of this sort."""
    try:
        told = await media.ask(body)
    except EnrolmentError:
        return ""
    found = told.xpath("//trt:MediaUri/tt:Uri/text()", namespaces=NAMES)
    return _own(media.at, str(found[0]).strip(), schemes).address if found else ""


async def _clock(device: _Device) -> timedelta:
    """Return by how much a device's clock is ahead; nothing where it does not tell."""
    try:
        told = await device.ask(f'<GetSystemDateAndTime xmlns="{DEVICE}"/>', signed=False)
        fields = [
            int(told.xpath(f"string(//tt:UTCDateTime/{path})", namespaces=NAMES))
            for path in (
                "tt:Date/tt:Year", "tt:Date/tt:Month", "tt:Date/tt:Day",
                "tt:Time/tt:Hour", "tt:Time/tt:Minute", "tt:Time/tt:Second",
            )
        ]  # fmt: skip
        year, month, day, hour, minute, second = fields
        at = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (EnrolmentError, ValueError):
        return timedelta()
    return at - datetime.now(UTC)


def _own(device: Source, address: str, schemes: tuple[str, ...]) -> Source:
    """Return an address that a device answered with; EnrolmentError for one of another host."""
    try:
        found = Source.parse(address, user=device.user, password=device.password)
    except ValueError:
        raise EnrolmentError(reason="it answers with what is no address") from None
    if found.host != device.host or found.scheme not in schemes:
        raise EnrolmentError(reason="it answers with an address of another host")
    return found


@dataclass(frozen=True)
class _Device:
    """A service of a device; ``ahead``: by how much its clock is."""

    at: Source
    ip: str
    ahead: timedelta

    async def ask(self, body: str, *, signed: bool = True) -> Element:
        """Return the answer to a SOAP body. EnrolmentError, StillError."""
        head = self._signed() if signed and self.at.user else ""
        content = (
            f'<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="{SOAP}">'
            f"<s:Header>{head}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
        ).encode()
        headers = {"content-type": "application/soap+xml; charset=utf-8"}
        with wires.told_plainly():
            async with wires.client(self.at) as client:
                asked = wires.request(
                    client, "POST", self.at, self.ip, headers=headers, content=content
                )
                answer = await wires.send(client, asked)
                async with aclosing(answer):
                    if answer.status_code != httpx.codes.OK:
                        refused = answer.status_code in REFUSED
                        why = "it refuses the name or the password" if refused else "it refuses"
                        raise EnrolmentError(reason=why)
                    return read(await wires.whole(answer, ANSWER_BYTES))

    def _signed(self) -> str:
        """Return the header that shows who asks: the password goes as a digest only."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        at = (datetime.now(UTC) + self.ahead).strftime("%Y-%m-%dT%H:%M:%SZ")
        shown = hashlib.sha1(nonce + at.encode() + self.at.password.encode()).digest()  # noqa: S324 (the profile's own)
        digest, once = base64.b64encode(shown).decode(), base64.b64encode(nonce).decode()
        return (
            f'<Security s:mustUnderstand="1" xmlns="{SECURITY}"><UsernameToken>'
            f"<Username>{escape(self.at.user)}</Username>"
            f"<Password Type={quoteattr(DIGEST)}>{digest}</Password>"
            f"<Nonce EncodingType={quoteattr(BASE64)}>{once}</Nonce>"
            f'<Created xmlns="{UTILITY}">{at}</Created>'
            f"</UsernameToken></Security>"
        )


def read(answer: bytes) -> Element:
    """Return the XML of an answer: nothing of it is expanded, fetched or believed of its size.

    Raises EnrolmentError, also for a document type: SOAP 1.2, 5 forbids it.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        found = etree.fromstring(answer, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise EnrolmentError(reason="its answer is not XML") from None
    if found.getroottree().docinfo.doctype:
        raise EnrolmentError(reason="its answer has a document type")
    return found


def device_at(host: str, user: str, password: str) -> Source:
    """Return a device's own service; ``host`` may have a port. EnrolmentError, for no host."""
    try:
        return Source.parse(f"http://{host}/onvif/device_service", user=user, password=password)
    except ValueError:
        raise EnrolmentError(reason="that is no host") from None
