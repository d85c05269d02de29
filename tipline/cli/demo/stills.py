"""A camera of the demonstration: it draws the time, so that a picture can be asked for."""

from __future__ import annotations

import io
import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from tipline.cli.deployed import now
from tipline.cli.files import read_bytes
from tipline.places.cameras.camera import Stills
from tipline.places.cameras.reading import read
from tipline.settings.kinds import SOCKET_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.settings import Settings

HOST = "127.0.0.1"
REGISTER = "examples/cameras.csv"  # in config/
FILE, SOCKET = "stills.toml", "stills.sock"  # in var/
SIDES, GROUND, INK = (960, 540), (38, 60, 84), (235, 240, 245)
GIVEN = frozenset({Stills.HTTP, Stills.RTSP})  # by HTTP, whatever the register says: it is invented


@contextmanager
def stand_in(settings: Settings) -> Iterator[Settings]:
    """Run the camera for the length of a block, and return the settings of a broker that asks it.

    It answers on this machine alone. Settings that name a broker, or a folder whose path has no
    room for a socket's, are returned as they are.
    """
    place, register = settings.var.absolute() / SOCKET, settings.config / REGISTER
    if settings.stills_socket or len(str(place).encode()) > SOCKET_BYTES or not register.is_file():
        yield settings
        return
    with ThreadingHTTPServer((HOST, 0), Camera) as server:
        file = settings.var.absolute() / FILE
        known = [each.code for each in read(read_bytes(register)).cameras if each.stills in GIVEN]
        file.touch(0o600)
        file.write_text(_lines(known, int(server.server_address[1])), "ascii")
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield replace(settings, stills_socket=str(place), stills_file=file)
        finally:
            server.shutdown()


class Camera(BaseHTTPRequestHandler):
    """Gives a picture with the time on it, at any path."""

    def do_GET(self) -> None:
        """Draw one."""
        content = picture(f"{now():%Y-%m-%d %H:%M:%S} UTC")
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "image/jpeg")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's)
        """Say nothing."""


def picture(words: str) -> bytes:
    """Return a JPEG that shows some words, and what it is."""
    drawn = Image.new("RGB", SIDES, GROUND)
    draw, middle = ImageDraw.Draw(drawn), (SIDES[0] // 2, SIDES[1] // 2)
    draw.text(middle, words, INK, ImageFont.load_default(48), anchor="mm")
    draw.text((20, 20), "DEMONSTRATION: no camera", INK, ImageFont.load_default(24))
    held = io.BytesIO()
    drawn.save(held, "JPEG", quality=90)
    return held.getvalue()


def _lines(codes: list[str], port: int) -> str:
    """Return the file of a broker that asks it for all cameras."""
    address = f'address = "http://{HOST}:{port}/still.jpg"\n'
    cameras = "".join(f"[camera.{json.dumps(code)}]\n{address}" for code in codes)
    return f'allow = ["{HOST}"]\n{cameras}'
