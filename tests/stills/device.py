"""A stand-in of a device that speaks ONVIF, and checks who asks as the standard says."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from lxml import etree

from tests.stills.camera import PASSWORD, USER

SOAP = "http://www.w3.org/2003/05/soap-envelope"
STALE = timedelta(seconds=30)


class Device(ThreadingHTTPServer):
    """A device; ``host``: under which its addresses are, ``ahead``: by how much its clock is."""

    daemon_threads = True

    def __init__(self, host: str, ahead: timedelta, before: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.host, self.ahead, self.before = host, ahead, before
        self.asked: list[str] = []

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Handler(BaseHTTPRequestHandler):
    """Its two services."""

    server: Device

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its signature)
        """Say nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        asked = etree.fromstring(body)
        (what,) = asked.find(f"{{{SOAP}}}Body")
        name = etree.QName(what).localname
        self.server.asked.append(name)
        if name != "GetSystemDateAndTime" and not self._fits(asked):
            self._answer(400, "<s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code></s:Fault>")
            return
        self._answer(200, getattr(self, f"tell_{name.lower()}")())

    def tell_getsystemdateandtime(self) -> str:
        now = self.server.now
        return (
            "<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:UTCDateTime>"
            f"<tt:Time><tt:Hour>{now.hour}</tt:Hour><tt:Minute>{now.minute}</tt:Minute>"
            f"<tt:Second>{now.second}</tt:Second></tt:Time>"
            f"<tt:Date><tt:Year>{now.year}</tt:Year><tt:Month>{now.month}</tt:Month>"
            f"<tt:Day>{now.day}</tt:Day></tt:Date></tt:UTCDateTime>"
            "</tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>"
        )

    def tell_getservices(self) -> str:
        return (
            "<tds:GetServicesResponse>"
            "<tds:Service><tds:Namespace>http://www.onvif.org/ver10/device/wsdl</tds:Namespace>"
            "<tds:XAddr>http://127.0.0.1/never</tds:XAddr></tds:Service>"
            "<tds:Service><tds:Namespace>http://www.onvif.org/ver10/media/wsdl</tds:Namespace>"
            f"<tds:XAddr>http://127.0.0.1:{self.server.port}/onvif/media</tds:XAddr>"
            "</tds:Service></tds:GetServicesResponse>"
        )

    def tell_getprofiles(self) -> str:
        return (
            '<trt:GetProfilesResponse><trt:Profiles token="main" fixed="true"/>'
            '<trt:Profiles token="small" fixed="true"/></trt:GetProfilesResponse>'
        )

    def tell_getsnapshoturi(self) -> str:
        return self._uri("GetSnapshotUri", f"http://{self.server.host}:8080/still.jpg?a=1&amp;b=2")

    def tell_getstreamuri(self) -> str:
        return self._uri("GetStreamUri", f"rtsp://{self.server.host}:554/live")

    def _uri(self, name: str, address: str) -> str:
        return (
            f"<trt:{name}Response><trt:MediaUri><tt:Uri>{address}</tt:Uri></trt:MediaUri>"
            f"</trt:{name}Response>"
        )

    def _fits(self, asked: Any) -> bool:
        """Check digest and age of a UsernameToken (WS-Security UsernameToken Profile, 3.1)."""
        given = {
            name: asked.findtext(f".//{{*}}{name}") or ""
            for name in ("Username", "Password", "Nonce", "Created")
        }
        nonce, made = base64.b64decode(given["Nonce"]), given["Created"]
        wanted = hashlib.sha1(nonce + made.encode() + PASSWORD.encode()).digest()  # noqa: S324 (theirs)
        age = abs(
            self.server.now - datetime.strptime(made, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        )
        return (
            given["Username"] == USER
            and given["Password"] == base64.b64encode(wanted).decode()
            and age < STALE
        )

    def _answer(self, status: int, body: str) -> None:
        content = (
            f'<?xml version="1.0"?>{self.server.before}<s:Envelope xmlns:s="{SOAP}"'
            ' xmlns:tds="http://www.onvif.org/ver10/device/wsdl"'
            ' xmlns:trt="http://www.onvif.org/ver10/media/wsdl"'
            ' xmlns:tt="http://www.onvif.org/ver10/schema">'
            f"<s:Body>{body}</s:Body></s:Envelope>"
        ).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/soap+xml")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def device(
    host: str = "127.0.0.1", ahead: timedelta = timedelta(), before: str = ""
) -> Iterator[Device]:
    """Run one."""
    made = Device(host, ahead, before)
    threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield made
    finally:
        made.shutdown()
        made.server_close()
