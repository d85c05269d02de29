"""The keeper's side: the one connection to a camera, whose bytes go into the jail and back."""

from __future__ import annotations

import os
import select
import socket
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, cast

from tipline.errors import (
    BrokerUnreadyError,
    EvidenceError,
    FileKindRefusedError,
    FileLockedError,
    JailBusyError,
    JailError,
    StillBrokenError,
    StillBusyError,
    StillError,
    StillLargeError,
    StillRefusedError,
    StillSignInError,
    StillSilentError,
    StillSlowError,
)
from tipline.evidence.jail import Jail, walls
from tipline.stills.line import STILL_BYTES
from tipline.stills.sources import Source
from tipline.stills.video.bounds import (
    INSIDE,
    MOST_BYTES,
    PICTURE,
    SECONDS,
    TASKS,
    TO_CAMERA,
    TURN_SECONDS,
)

AT_ONCE = 2  # each may take a gigabyte
CONNECT_SECONDS = 5.0
SAID = {FileLockedError: StillSignInError, FileKindRefusedError: StillRefusedError}


def video_jail(mode: str) -> Jail:
    """Return the jail that reads cameras' video; it starts nothing. ``mode``: the setting."""
    return Jail(mode, tasks=TASKS, at_once=AT_ONCE, walls=command)


def command(module: str, also: Sequence[Path] = (), *, walled: bool = True) -> list[str]:
    """Return the command of a process. It never runs without walls: it makes sockets. JailError."""
    if not walled:
        raise JailError(reason="the video of cameras is read with walls alone")
    return walls.command(module, also, inside=INSIDE)


def fetch(jail: Jail, source: Source, ip: str, seconds: float = SECONDS) -> bytes:
    """Return a picture out of a camera's video, as JPEG.

    1. The one connection goes to the address that was checked.
    2. What the camera sends is read in the jail. That has the camera's name and password, and no
       way to anybody but this camera.
    Raises StillError.
    """
    with closing(_Line(source, ip, seconds)) as line:  # 1
        given = {"target": source.target, "user": source.user, "password": source.password}
        try:
            jail.run("still", None, cast("BinaryIO", line), line.take, SECONDS, given=given)  # 2
        except JailBusyError:
            raise StillBusyError from None
        except JailError:
            raise BrokerUnreadyError from None
        except EvidenceError as error:
            raise line.trouble or SAID.get(type(error), StillBrokenError)() from None
        return line.picture


class _Line:
    """The connection, as a file that the jail reads and writes. Its StillErrors pass through."""

    def __init__(self, source: Source, ip: str, seconds: float) -> None:
        self.trouble: StillError | None = None
        self._until = time.monotonic() + seconds
        self._came = 0
        self._picture = bytearray()
        try:
            self._socket = socket.create_connection((ip, source.port), CONNECT_SECONDS)
        except TimeoutError:
            raise StillSlowError from None
        except OSError:
            raise StillSilentError from None

    @property
    def picture(self) -> bytes:
        """The picture that came out of the jail."""
        if not self._picture:
            raise StillBrokenError
        return bytes(self._picture)

    def seek(self, at: int, whence: int = os.SEEK_SET) -> int:
        """Answer how much may come at most, where its size is asked for."""
        return MOST_BYTES if whence == os.SEEK_END else at

    def read(self, most: int) -> bytes:
        """Return what has come; nothing after a short while without."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise StillSlowError
        if not select.select([self._socket], [], [], min(left, TURN_SECONDS))[0]:
            return b""
        try:
            block = self._socket.recv(most)
        except OSError:
            block = b""
        if not block:
            raise StillBrokenError
        self._came += len(block)
        if self._came >= MOST_BYTES:
            self.trouble = StillLargeError()
        return block

    def take(self, block: bytes) -> None:
        """Pass on what goes to the camera, and keep the picture."""
        if block[:1] == PICTURE:
            self._picture += block[1:]
            if len(self._picture) > STILL_BYTES:
                raise StillLargeError
        elif block[:1] == TO_CAMERA:
            self._send(block[1:])
        else:
            raise StillBrokenError

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _send(self, block: bytes) -> None:
        left = self._until - time.monotonic()
        if left <= 0:
            raise StillSlowError
        self._socket.settimeout(left)
        try:
            self._socket.sendall(block)
        except OSError:
            raise StillBrokenError from None
