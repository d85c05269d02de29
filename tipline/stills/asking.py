"""Asking the broker for a picture of a camera, over its socket."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from tipline.errors import BrokerSilentError, StillUnknownError
from tipline.stills.line import HEAD_BYTES, Still, asked, read_head

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

SECONDS = 45.0  # more than the broker grants any camera
HERE_SECONDS = 3.0  # to say that it is there
BLOCK_BYTES = 256 * 1024


@dataclass(frozen=True)
class Broker:
    """The broker at a socket."""

    at: Path
    seconds: float = SECONDS

    def still(self, code: str) -> Still:
        """Return one picture of a camera, as it came: a stranger made it. Raises StillError."""
        try:
            line = asked(code)
        except ValueError:
            raise StillUnknownError from None
        if line == asked(""):
            raise StillUnknownError
        return self._still(line)

    def require(self) -> None:
        """Return where it answers and its file can be read. Raises StillError."""
        with _Call(self.at, HERE_SECONDS) as call:
            if call.head(asked("")) is not None:
                raise BrokerSilentError

    def _still(self, line: bytes) -> Still:
        with _Call(self.at, self.seconds) as call:
            head = call.head(line)
            if head is None:
                raise BrokerSilentError
            at, size = head
            return Still(at, call.exactly(size))


class _Call:
    """One connection, which lasts so many seconds at most. BrokerSilentError for whatever fails."""

    def __init__(self, at: Path, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._socket = socket.socket(socket.AF_UNIX)
        try:
            self._wait()
            self._socket.connect(str(at))
        except OSError:
            self._socket.close()
            raise BrokerSilentError from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def head(self, line: bytes) -> tuple[datetime, int] | None:
        try:
            self._wait()
            self._socket.sendall(line)
        except OSError:
            raise BrokerSilentError from None
        told = b""
        while not told.endswith(b"\n"):
            if len(told) >= HEAD_BYTES:
                raise BrokerSilentError
            told += self._some(1)  # what follows is the picture's
        return read_head(told)

    def exactly(self, size: int) -> bytes:
        found = bytearray()
        while len(found) < size:
            found += self._some(min(size - len(found), BLOCK_BYTES))
        return bytes(found)

    def _some(self, most: int) -> bytes:
        try:
            self._wait()
            block = self._socket.recv(most)
        except OSError:
            block = b""
        if not block:
            raise BrokerSilentError
        return block

    def _wait(self) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
