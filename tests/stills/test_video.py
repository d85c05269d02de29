"""One picture out of a video by RTSP: read in a jail that has no way to anybody but the camera."""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from PIL import Image

from tests.stills.camera import PASSWORD, USER, unused_port
from tests.stills.conftest import rtsp_camera
from tipline.errors import (
    BrokerUnreadyError,
    JailError,
    StillBrokenError,
    StillError,
    StillRefusedError,
    StillSignInError,
    StillSilentError,
    StillSlowError,
)
from tipline.evidence.jail import Jail
from tipline.stills.sources import Source
from tipline.stills.video import keeping

HERE = "127.0.0.1"
SDP = (
    b"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n"
    b"m=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:track1\r\n"
)


def at(port: int, path: str = "/live", password: str = PASSWORD) -> Source:
    return Source.parse(f"rtsp://{HERE}:{port}{path}", user=USER, password=password)


def had(jail: Jail, source: Source, seconds: float = 60) -> bytes:
    return keeping.fetch(jail, source, HERE, seconds)


@pytest.mark.parametrize("path", ["/live", "/pictures"])
def test_a_picture_is_had_of_a_video(jail: Jail, rtsp: int, path: str) -> None:
    content = had(jail, at(rtsp, path))
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (640, 360)
        colours = picture.convert("RGB").getcolors(640 * 360)
    assert colours is not None
    assert len(colours) > 7  # a test picture's bars, not a grey ground


def test_basic_sign_in_is_shown_where_the_camera_wants_it(jail: Jail) -> None:
    with rtsp_camera("basic") as port:
        assert had(jail, at(port)).startswith(b"\xff\xd8\xff")


def test_a_wrong_password_and_a_path_without_video_are_told(jail: Jail, rtsp: int) -> None:
    with pytest.raises(StillSignInError):
        had(jail, at(rtsp, password="wrong"))
    with pytest.raises(StillSignInError):
        had(jail, Source.parse(f"rtsp://{HERE}:{rtsp}/live"))
    with pytest.raises(StillRefusedError):
        had(jail, at(rtsp, "/nothing"))


def test_a_camera_that_is_off_is_silent(jail: Jail) -> None:
    with pytest.raises(StillSilentError):
        had(jail, at(unused_port()))


@contextmanager
def hostile(talk: Callable[[socket.socket, threading.Event], None]) -> Iterator[int]:
    """Run a machine that takes one connection and does with it what ``talk`` says."""
    over = threading.Event()
    with socket.create_server((HERE, 0)) as listener:

        def work() -> None:
            try:
                with listener.accept()[0] as one:
                    talk(one, over)
            except OSError:
                return

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        yield int(listener.getsockname()[1])
        over.set()
    thread.join(5)


def silent(_: socket.socket, over: threading.Event) -> None:
    """Say nothing."""
    over.wait(30)


def answered(one: socket.socket, line: bytes, more: bytes = b"", body: bytes = b"") -> None:
    """Answer one request."""
    asked = one.recv(65536)
    number = next(it for it in asked.split(b"\r\n") if it.lower().startswith(b"cseq"))
    length = b"Content-Length: %d\r\n" % len(body) if body else b""
    one.sendall(b"RTSP/1.0 " + line + b"\r\n" + number + b"\r\n" + more + length + b"\r\n" + body)


def test_one_that_says_nothing_is_left_in_time(jail: Jail) -> None:
    began = time.monotonic()
    with hostile(silent) as port, pytest.raises(StillSlowError):
        had(jail, at(port), 1)
    assert time.monotonic() - began < 5


def test_one_that_drips_is_left_in_time(jail: Jail) -> None:
    def drip(one: socket.socket, over: threading.Event) -> None:
        one.sendall(b"RTSP/1.0 200 OK\r\nX-Slow: ")
        while not over.wait(0.02):
            one.sendall(b"x")

    with hostile(drip) as port, pytest.raises(StillSlowError):
        had(jail, at(port), 1)


def test_what_is_no_rtsp_is_no_picture(jail: Jail) -> None:
    def noise(one: socket.socket, over: threading.Event) -> None:
        while not over.is_set():
            one.sendall(b"\x00\xff" * 4096)

    with hostile(noise) as port, pytest.raises(StillError):
        had(jail, at(port), 3)


def test_one_that_hangs_up_is_broken(jail: Jail) -> None:
    with hostile(lambda one, _: one.close()) as port, pytest.raises(StillBrokenError):
        had(jail, at(port), 5)


def test_a_stream_without_end_and_without_a_picture_is_left(jail: Jail) -> None:
    def pour(one: socket.socket, over: threading.Event) -> None:
        answered(one, b"200 OK", b"Public: DESCRIBE, SETUP, PLAY\r\n")
        answered(one, b"200 OK", b"Content-Type: application/sdp\r\n", SDP)
        answered(
            one, b"200 OK", b"Session: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n"
        )
        answered(one, b"200 OK", b"Session: 1\r\n")
        packet = b"\x80\x60" + bytes(10) + b"\x41" + b"\x00" * 1000
        while not over.is_set():
            one.sendall(b"$\x00" + len(packet).to_bytes(2) + packet)

    began = time.monotonic()
    with hostile(pour) as port, pytest.raises(StillError):
        had(jail, at(port), 3)
    assert time.monotonic() - began < 10


def test_a_camera_that_points_elsewhere_is_not_followed(jail: Jail, rtsp: int) -> None:
    """The other would give a picture: but the jail has no way there."""

    def point(one: socket.socket, over: threading.Event) -> None:
        where = f"Location: rtsp://{USER}:{PASSWORD}@{HERE}:{rtsp}/live\r\n".encode()
        answered(one, b"200 OK", b"Public: DESCRIBE, SETUP, PLAY\r\n")
        answered(one, b"302 Moved", where)
        over.wait(10)

    with hostile(point) as port, pytest.raises(StillError):
        had(jail, at(port), 5)


def test_video_is_never_read_without_walls() -> None:
    unwalled = keeping.video_jail("off")
    with pytest.raises(JailError):
        unwalled.require()
    with (
        hostile(silent) as port,
        pytest.raises(BrokerUnreadyError),
    ):
        had(unwalled, at(port), 1)
    unwalled.close()
