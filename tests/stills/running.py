"""A broker in a thread of the test, with a file of its own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tipline.evidence.jail import Jail
from tipline.stills.broker import Broker
from tipline.stills.video.keeping import video_jail

START_SECONDS = 5
ALLOWED = 'allow = ["127.0.0.0/8"]\n'


def entry(code: str, address: str, **more: str) -> str:
    """Return the lines of one camera."""
    told = "".join(f'{name} = "{value}"\n' for name, value in more.items())
    return f'[camera."{code}"]\naddress = "{address}"\n{told}'


def write(file: Path, *entries: str, allowed: str = ALLOWED, mode: int = 0o600) -> Path:
    """Write a broker's file."""
    file.write_text(allowed + "".join(entries), "utf-8")
    file.chmod(mode)
    return file


@contextmanager
def running(file: Path, socket: Path, jail: Jail | None = None, **given: Any) -> Iterator[Broker]:
    """Let a broker answer at a socket."""
    made = Broker(file, jail or video_jail("off"), **given)
    over, listens = asyncio.Event(), threading.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        server = await asyncio.start_unix_server(made.answer, socket)
        async with server:
            listens.set()  # the socket is there a moment before
            await over.wait()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)

    thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
    thread.start()
    assert listens.wait(START_SECONDS)
    try:
        yield made
    finally:
        loops[0].call_soon_threadsafe(over.set)
        thread.join(10)
