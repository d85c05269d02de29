"""The process that alone knows where cameras answer: asked for a code, it gives one picture."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tipline.errors import (
    BrokerUnreadyError,
    KeyFileError,
    SocketRefusedError,
    StillBusyError,
    StillError,
    StillsFileError,
    StillSlowError,
    StillUnknownError,
)
from tipline.stills import pictures
from tipline.stills.line import CODE_BYTES, Still, head_of, head_of_trouble, ready
from tipline.stills.reaching import reach
from tipline.stills.sources import Source, Sources
from tipline.stills.video import keeping
from tipline.stills.video.bounds import SECONDS as VIDEO_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from tipline.evidence.jail import Jail

AT_ONCE = 4  # cameras; of one camera one picture at a time
SECONDS = 10.0  # for a picture by HTTP, from the look-up of its name to its last byte
SLACK_SECONDS = 10.0  # a jail's own, beside those of the video
ASKING_SECONDS = 5.0  # to say which camera
GIVING_SECONDS = 10.0  # to take the picture
MODE = 0o660  # of the socket: its user, and the group of the folder that it lies in

_log = logging.getLogger(__name__)


@dataclass
class Broker:
    """Gives pictures. ``file`` is read anew for each: what is entered there holds at once."""

    file: Path
    jail: Jail
    seconds: float = SECONDS
    video_seconds: float = VIDEO_SECONDS
    asking_seconds: float = ASKING_SECONDS
    _turns: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def serve(self, socket: Path) -> None:
        """Answer at a socket until INT or TERM."""
        server = await asyncio.start_unix_server(self.answer, socket, limit=CODE_BYTES + 1)
        os.chmod(socket, MODE)  # noqa: PTH101 (as blocking as the other, and once)
        stop, loop = asyncio.Event(), asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        async with server:
            await stop.wait()

    async def answer(self, asked: asyncio.StreamReader, told: asyncio.StreamWriter) -> None:
        """Answer one question, whatever is wrong with it."""
        try:
            async with asyncio.timeout(self.asking_seconds):
                code = (await asked.readuntil()).decode().removesuffix("\n")
            await self._tell(told, code)
        except (OSError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass  # nobody is there any more, or what was asked is no question
        finally:
            told.close()
            with contextlib.suppress(OSError):
                await told.wait_closed()

    async def still(self, code: str) -> Still:
        """Return one picture of a camera. Raises StillError."""
        turn = self._turns[code] if code in self._sources().cameras else None
        if turn is None:
            raise StillUnknownError
        if turn.locked() or self._places.locked():
            raise StillBusyError
        async with turn, self._places:
            sources = self._sources()
            content = await self._fetched(sources, sources.of(code))
        return Still(datetime.now(UTC).replace(microsecond=0), content)

    async def _tell(self, told: asyncio.StreamWriter, code: str) -> None:
        try:
            if not code:
                self._sources()
                told.write(ready())
            else:
                still = await self.still(code)
                told.write(head_of(still) + still.content)
        except StillError as trouble:
            _log.info("A still was not had: %s", type(trouble).__name__)
            told.write(head_of_trouble(trouble))
        async with asyncio.timeout(GIVING_SECONDS):
            await told.drain()

    async def _fetched(self, sources: Sources, source: Source) -> bytes:
        video = source.scheme == "rtsp"
        whole = self.video_seconds + SLACK_SECONDS if video else self.seconds
        try:
            async with asyncio.timeout(whole):
                ip = await reach(sources, source)
                if not video:
                    return await pictures.fetch(source, ip)
                return await asyncio.to_thread(
                    keeping.fetch, self.jail, source, ip, self.video_seconds
                )
        except TimeoutError:
            raise StillSlowError from None

    def _sources(self) -> Sources:
        try:
            return Sources.read(self.file)
        except (KeyFileError, StillsFileError):
            raise BrokerUnreadyError from None


def run(broker: Broker, socket: Path) -> None:
    """Serve until a signal says to stop. KeyFileError, StillsFileError, SocketRefusedError."""
    Sources.read(broker.file)
    try:
        socket.unlink(missing_ok=True)  # of one that was killed
        asyncio.run(broker.serve(socket))
    except OSError as error:
        raise SocketRefusedError(socket=socket, reason=error.strerror) from None
    finally:
        broker.jail.close()
        with contextlib.suppress(OSError):
            socket.unlink(missing_ok=True)
