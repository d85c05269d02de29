"""Tasks that try to get out of the jail that reads a camera's video. They run in it only."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tests.evidence.jail.escapes import tested, through, tried, use_keeper, use_path
from tipline.stills.video import relay
from tipline.stills.video.calls import NETWORK, WHERE

if TYPE_CHECKING:
    from tipline.tips.evidence import Kind

SECOND = 1.0


def every_other_call(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    """Try each number that is not one of those that are left; answer with what went through."""
    return {"through": through(NETWORK), "tested": tested(WHERE)}


def connect(host: str, port: int) -> None:
    """Connect to an address; OSError where it is not reached."""
    with socket.socket() as one:
        one.connect((host, port))


def reach(_: Kind | None, __: BinaryIO, ___: BinaryIO, *, port: int) -> dict[str, Any]:
    """Answer with what was reached of a port of the machine, and of the relay's own."""
    reached = []
    for name, place in (("machine", port), ("next", relay.port() + 1), ("relay", relay.port())):
        try:
            connect("127.0.0.1", place)
        except OSError:
            continue
        reached.append(name)
    return {"reached": reached}


def thread(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    """Answer from a thread, which the relay needs."""
    told: list[int] = []
    started = threading.Thread(target=lambda: told.append(1))
    started.start()
    started.join()
    return {"told": told}


REFUSED = {
    "read a file": use_path(Path.read_bytes, "/etc/ld.so.cache"),
    "listen": lambda _, __: socket.create_server(("127.0.0.1", 0)),
    "a socket of the machine": lambda _, __: socket.socket(socket.AF_UNIX),
    "see addresses": lambda _, __: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "reach the host": lambda _, __: socket.socket(socket.AF_VSOCK),
    "by version 6": lambda _, __: socket.socket(socket.AF_INET6),
    "the wide world": lambda _, __: connect("192.0.2.1", 80),
    "fork": lambda _, __: os.fork(),
    "signal": use_keeper(lambda keeper: os.kill(keeper, 0)),
}
TASKS = {
    **{name: tried(attempt) for name, attempt in REFUSED.items()},
    "every other call": every_other_call,
    "reach": reach,
    "thread": thread,
}
