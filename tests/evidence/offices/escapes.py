"""Tasks that try to get out of the jail that lays out office files. They run in it only."""

from __future__ import annotations

import os
import resource
import signal
import socket
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from tests.evidence.jail.escapes import (
    call,
    crash,
    locked,
    plain,
    spin,
    tested,
    through,
    tried,
    use_keeper,
    use_path,
    write_on,
)
from tipline.evidence.offices.calls import FILES, WHERE
from tipline.evidence.offices.walls import PROGRAM, ROOM

if TYPE_CHECKING:
    from tipline.tips.evidence import Kind

MIB = 1024 * 1024


def every_other_call(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    """Try each number that is not one of those that are left; answer with what went through."""
    return {"through": through(FILES), "tested": tested(WHERE)}


def fill(_: BinaryIO, __: BinaryIO) -> None:
    """Write more than there is room for, in files that each are as large as one may be."""
    for number in range(10):
        with Path(ROOM, f"filled-{number}").open("wb") as file:
            file.writelines(bytes(MIB) for _block in range(64))


def see(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    """Answer with what can be seen of the machine."""
    return {
        "root": sorted(os.listdir("/")),  # noqa: PTH208 (of names alone)
        "devices": sorted(os.listdir("/dev")),  # noqa: PTH208 (the same)
        "settings": sorted(os.listdir("/etc")),  # noqa: PTH208 (the same)
        "room": sorted(os.listdir(ROOM)),  # noqa: PTH208 (the same)
        "addresses": resource.getrlimit(resource.RLIMIT_AS)[0],
        "threads": resource.getrlimit(resource.RLIMIT_NPROC)[0],
    }


def thread(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    """Answer from a thread, which LibreOffice needs."""
    told: list[int] = []
    started = threading.Thread(target=lambda: told.append(1))
    started.start()
    started.join()
    return {"told": told}


def write(path: str) -> Any:
    return tried(use_path(lambda place: place.joinpath("made").write_bytes(b"1"), path))


REFUSED = {
    "read what is not seen": use_path(Path.read_bytes, "/etc/passwd"),
    "connect": lambda _, __: socket.socket(),
    "see addresses": lambda _, __: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "reach the host": lambda _, __: socket.socket(socket.AF_VSOCK),
    "a pair": lambda _, __: socket.socketpair(),
    "fork": lambda _, __: os.fork(),
    "run": lambda _, __: os.execv(str(PROGRAM / "soffice.bin"), ["soffice"]),  # noqa: S606 (it must fail)
    "signal": use_keeper(lambda keeper: os.kill(keeper, 0)),
    "signal all": lambda _, __: os.kill(-1, signal.SIGTERM),
    "limit": use_keeper(lambda keeper: resource.prlimit(keeper, resource.RLIMIT_NOFILE)),
    "slow down": use_keeper(lambda keeper: os.setpriority(os.PRIO_PROCESS, keeper, 0)),
    "change": use_path(lambda path: path.chmod(0o777), ROOM),
    "link": use_path(lambda path: path.joinpath("link").symlink_to("/"), ROOM),
    "mark": use_path(lambda path: os.setxattr(path, "user.mark", b""), ROOM),
    "a file of memory": lambda _, __: os.memfd_create("made"),
    "mount": call("mount", b"none", b"/var/tmp", b"tmpfs", 0, None),
    "be another": call("unshare", 0x10000000),
    "trace": call("ptrace", 0, 0, 0, 0),
    "outlive its keeper": call("prctl", 1, 0, 0, 0, 0),
    "fill": fill,
}
UNWRITTEN = ("/", "/usr", "/usr/lib/libreoffice", "/etc/fonts", "/var", "/dev", "/tmp")  # noqa: S108 (in the jail)
BROKEN = {
    "crash": crash,
    "abort": lambda _, __: os.abort(),
    "end": lambda _, __: os._exit(0),
    "raise": lambda _, __: 1 // 0,
}
ENDLESS = {
    "spin": spin,
    "sleep": lambda _, __: time.sleep(60),
    "write on": write_on,
    "take all memory": lambda _, __: bytearray(1 << 40),
}
TASKS = {
    **{name: tried(attempt) for name, attempt in REFUSED.items()},
    **{f"write {path}": write(path) for path in UNWRITTEN},
    **{name: plain(attempt) for name, attempt in (BROKEN | ENDLESS).items()},
    "locked": plain(locked),
    "every other call": every_other_call,
    "see": see,
    "thread": thread,
}
