"""What a file might make a parser do, as tasks of the jail."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import time
from collections.abc import Mapping
from typing import Any, BinaryIO

from tipline.evidence.jail.inside import TASKS, Task
from tipline.evidence.jail.inside import main as begin
from tipline.tips.evidence import Kind

FOLDERS = ("/", "/etc", "/usr", "/root", "/home", "/var", "/proc", ".")
UNHEARD = 9  # a frame's kind that there is none of


def can(what: Any, *given: Any) -> bool:
    try:
        what(*given)
    except (OSError, MemoryError):
        return False
    return True


def escapes(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    """Tell what of all this is possible."""
    files = ("/etc/passwd", "/usr/bin/env", "/proc/self/environ", "/proc/1/mem", __file__)
    tries = {f"open {name}": can(open, name) for name in files}
    tries |= {f"list {name}": can(os.listdir, name) for name in FOLDERS}
    tries |= {f"make {name}/x": can(os.mkdir, f"{name}/x") for name in FOLDERS}
    tries |= {
        "connect": can(socket.create_connection, ("127.0.0.1", 80), 1),
        "listen": can(socket.create_server, ("127.0.0.1", 0)),
        "unix socket": can(socket.socket, socket.AF_UNIX),
        "pipe": can(os.pipe),
        "fork": can(os.fork),
        "run": can(os.execv, "/usr/bin/env", ["env"]),
        "allocate": can(bytearray, 2 * 1024**3),
        "write to the file": can(os.write, 0, b"x"),
        "become root": can(os.setuid, 0) and os.geteuid() == 0 and can(os.chroot, "/"),
        "kill its keeper": can(os.kill, os.getppid(), signal.SIGTERM),
    }
    return {"possible": sorted(name for name, possible in tries.items() if possible)}


def environment(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    return {"names": sorted(os.environ), "uid": os.getuid()}


def copy(_: Kind | None, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    size = 0
    while block := source.read(100_000):
        size += sink.write(block)
    beyond = source.seek(10**12) and source.read(1)
    source.seek(0)
    return {"size": size, "beyond": len(beyond or b""), "first": source.read(3).hex()}


def allocate(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    held = []
    while True:
        held.append(bytearray(50_000_000))


def recurse(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    return recurse(None, __, ___)


def spin(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    while True:
        pass


def sleep(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    time.sleep(3600)
    return {}


def flood(_: Kind | None, __: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    while True:
        sink.write(bytes(1_000_000))


def crash(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    ctypes.string_at(1)
    return {}


def leave(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    os._exit(0)


def talk(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    """Say what is no frame, on every handle that there is."""
    for handle in range(3, 10):
        can(os.write, handle, bytes([UNHEARD, 0, 0, 0, 1, 0]))
    return {}


def huge(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    for handle in range(3, 10):
        can(os.write, handle, bytes([4, 255, 255, 255, 255]))
    return {}


def print_much(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    os.write(1, b"a library's own words\n" * 1000)
    return {"said": True}


def fail(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    raise ZeroDivisionError


ATTACKS: Mapping[str, Task] = {
    each.__name__: each
    for each in (
        escapes, environment, copy, allocate, recurse, spin, sleep, flood, crash, leave, talk,
        huge, print_much, fail,
    )
}  # fmt: skip


def main() -> None:
    begin({**TASKS, **ATTACKS})
