"""What stands for the camera in the jail: a port there, whose bytes go to the keeper and back.

ffmpeg's libraries read RTSP from a TCP connection of their own making, and from nothing else.
"""

from __future__ import annotations

import select
import socket
import threading
from types import TracebackType
from typing import Protocol, Self

from tipline.stills.video.bounds import STAND_IN, TO_CAMERA, TURN_SECONDS

BLOCK_BYTES = 64 * 1024

_listening: list[socket.socket] = []  # one, made before the process gives up making any


class Coming(Protocol):
    """What comes from the keeper (``jail.inside.Source``)."""

    def take(self, at: int, target: memoryview) -> int:
        """Take what is there after ``at`` bytes; none where nothing has come."""


class Going(Protocol):
    """What goes to the keeper (``jail.inside.Sink``)."""

    def write(self, block: bytes) -> int:
        """Send a block."""


def listen() -> int:
    """Listen in the jail's own network, and return the port."""
    listener = socket.create_server((STAND_IN, 0), backlog=1)
    _listening.append(listener)
    port: int = listener.getsockname()[1]
    return port


def port() -> int:
    """Return the port."""
    found: int = _listening[0].getsockname()[1]
    return found


class Relay:
    """Passes on what is said, for the length of a block; then nothing of it is under way."""

    def __init__(self, coming: Coming, going: Going) -> None:
        """Take the keeper's two ends."""
        self._coming, self._going = coming, going
        self._at = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End, once the one that was served has closed its side."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        here = self._accepted()
        try:
            while here is not None and not self._over.is_set():
                self._up(here)
                self._down(here)
        except OSError:  # the one that was served has closed it
            return

    def _accepted(self) -> socket.socket | None:
        """Return the one connection there is; None where none came."""
        while not self._over.is_set():
            if select.select(_listening, [], [], TURN_SECONDS)[0]:
                return _listening[0].accept()[0]
        return None

    def _up(self, here: socket.socket) -> None:
        while select.select([here], [], [], 0)[0]:
            block = here.recv(BLOCK_BYTES)
            if not block:
                raise OSError
            self._going.write(TO_CAMERA + block)

    def _down(self, here: socket.socket) -> None:
        block = bytearray(BLOCK_BYTES)
        came = self._coming.take(self._at, memoryview(block))
        self._at += came
        here.sendall(memoryview(block)[:came])
