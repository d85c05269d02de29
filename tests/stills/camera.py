"""Stand-ins of cameras that speak HTTP: good ones, and ones that are slow, broken or hostile."""

from __future__ import annotations

import hashlib
import io
import re
import socket
import ssl
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from PIL import Image, ImageDraw

USER, PASSWORD = "tipline", "correct horse: battery"
NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c0"
REALM = "camera"


def picture(words: str = "A street", *, size: tuple[int, int] = (320, 180)) -> bytes:
    """Return a JPEG as a camera makes it, with its make and its place inside."""
    drawn = Image.new("RGB", size, "steelblue")
    ImageDraw.Draw(drawn).text((10, 10), words, fill="white")
    exif = Image.Exif()
    exif[0x010F] = "Example Cameras"
    exif[0x0110] = "Model 7 at the old pier"
    held = io.BytesIO()
    drawn.save(held, "JPEG", exif=exif)
    return held.getvalue()


PICTURE = picture()


class Handler(BaseHTTPRequestHandler):
    """One camera at each path."""

    server: Camera
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (its signature)
        """Say nothing."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.hosts.append(self.headers.get("host", ""))
        name = self.path.strip("/").partition("?")[0].replace("-", "_")
        getattr(self, f"give_{name}")()

    def give(self, content: bytes, kind: str = "image/jpeg", status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def give_still(self) -> None:
        self.give(self.server.frame)

    def give_basic(self) -> None:
        shown = "Basic " + b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        self._if(self.headers.get("authorization") == shown, 'Basic realm="camera"')

    def give_digest(self) -> None:
        self._if(self._digest_fits(), f'Digest realm="{REALM}", nonce="{NONCE}", qop="auth"')

    def give_unknown_digest(self) -> None:
        more = self.path.partition("?")[2].replace("%20", " ")
        self._if(False, f'Digest realm="{REALM}", nonce="{NONCE}", {more}')  # noqa: FBT003 (a test's own)

    def give_endless_refusal(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", f'Digest realm="{REALM}", nonce="{NONCE}"')
        self.end_headers()
        self._pour(b"x" * 65536)

    def give_page(self) -> None:
        self.give(b"<html>Please sign in</html>", "text/html")

    def give_nothing_here(self) -> None:
        self.give(b"no", "text/plain", 404)

    def give_elsewhere(self) -> None:
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.1:{self.server.other}/still")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def give_broken(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(PICTURE)))
        self.end_headers()
        self.wfile.write(PICTURE[: len(PICTURE) // 2])
        self.close_connection = True

    def give_cut(self) -> None:
        self.give(PICTURE[: len(PICTURE) // 2])

    def give_noise(self) -> None:
        self.wfile.write(b"this is no HTTP at all\r\n\r\n")
        self.close_connection = True

    def give_silent(self) -> None:
        self.server.over.wait(30)
        self.close_connection = True

    def give_slow(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(PICTURE)))
        self.end_headers()
        for byte in PICTURE:
            if self.server.over.wait(0.05):
                return
            self.wfile.write(bytes([byte]))

    def give_slow_head(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not self.server.over.wait(0.05):
            self.wfile.write(b"x")

    def give_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "image/jpeg")
        self.end_headers()
        self._pour(PICTURE)

    def give_packed(self) -> None:
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", "20")
        self.end_headers()
        self.wfile.write(b"\x1f\x8b" + b"\0" * 18)

    def give_stream(self) -> None:
        self._stream("frame", told=True)

    def give_stream_untold(self) -> None:
        self._stream("--frame", told=False)

    def give_stream_endless(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        self.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\n\r\n")
        self._pour(PICTURE)

    def give_stream_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        self.wfile.write(b"--frame\r\nContent-Length: 99999\r\n\r\n" + PICTURE)
        self.close_connection = True

    def _stream(self, boundary: str, *, told: bool) -> None:
        self.send_response(200)
        kind = f"multipart/x-mixed-replace;boundary={boundary}"
        self.send_header("Content-Type", kind)
        self.end_headers()
        line = b"--" + boundary.lstrip("-").encode()
        length = f"Content-Length: {len(PICTURE)}\r\n".encode() if told else b""
        part = line + b"\r\nContent-Type: image/jpeg\r\n" + length + b"\r\n" + PICTURE + b"\r\n"
        self._pour(part, 0.01)

    def _pour(self, block: bytes, wait: float = 0) -> None:
        try:
            while not self.server.over.wait(wait):
                self.wfile.write(block)
                self.server.poured += len(block)
        except OSError:
            self.close_connection = True

    def _if(self, fits: bool, challenge: str) -> None:  # noqa: FBT001 (a test's own)
        self.server.shown.append(self.headers.get("authorization", ""))
        if fits:
            self.give(PICTURE)
            return
        self.send_response(401)
        self.send_header("WWW-Authenticate", challenge)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _digest_fits(self) -> bool:
        """RFC 7616, 3.4.1, as a camera of today still has it: MD5."""
        shown = self.headers.get("authorization", "")
        given = dict(re.findall(r'(\w+)="?([^",]+)"?', shown))
        if not shown.startswith("Digest ") or given.get("username") != USER:
            return False
        first, second = _md5(f"{USER}:{REALM}:{PASSWORD}"), _md5(f"GET:{self.path}")
        middle = f"{NONCE}:{given['nc']}:{given['cnonce']}:auth"
        return bool(given["response"] == _md5(f"{first}:{middle}:{second}"))


class Camera(ThreadingHTTPServer):
    """A machine with a camera at each path."""

    daemon_threads = True

    def __init__(self, other: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.hosts: list[str] = []
        self.shown: list[str] = []
        self.poured, self.frame = 0, PICTURE
        self.other = other
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever was served has gone."""


@contextmanager
def camera(other: int = 0, tls: ssl.SSLContext | None = None) -> Iterator[Camera]:
    """Run one; ``other``: the port that it points to."""
    made = Camera(other)
    if tls is not None:
        made.socket = tls.wrap_socket(made.socket, server_side=True)
    thread = threading.Thread(target=made.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        made.shutdown()
        made.server_close()


def unused_port() -> int:
    """Return a port at which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def eventually(true: Any, seconds: float = 5) -> bool:
    """Tell whether something comes true within some seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.02)
    return False


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
