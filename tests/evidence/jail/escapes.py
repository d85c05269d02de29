"""Tasks that try to get out, or to bring the keeper down. They run in the jail only."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import resource
import socket
import struct
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from tipline.errors import FileLockedError
from tipline.evidence.cleaned import copied
from tipline.evidence.jail.calls import ALLOWED, ARCHITECTURES, OWN
from tipline.evidence.jail.line import COPY, DONE, FAILED, HEAD, READ, SPAN, WRITE
from tipline.tips.evidence import Kind

PR_SET_PDEATHSIG = 1
X32 = 0x40000000  # a second set of numbers on x86_64
PROBES = {335, 336}  # uretprobe, uprobe: past every filter, and the end of who has no probe
libc = ctypes.CDLL(None, use_errno=True)
Try = Callable[[BinaryIO, BinaryIO], object]


def tried(attempt: Try) -> Callable[[Kind | None, BinaryIO, BinaryIO], dict[str, Any]]:
    """Answer with the error that an attempt met; what went through says so."""

    def task(_: Kind | None, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
        try:
            got = attempt(source, sink)
        except OSError as error:
            return {"refused": error.errno}
        return {"got": repr(got)}

    return task


def plain(attempt: Try) -> Callable[[Kind | None, BinaryIO, BinaryIO], dict[str, Any]]:
    def task(_: Kind | None, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
        attempt(source, sink)
        return {}

    return task


def copy(source: BinaryIO, sink: BinaryIO) -> None:
    while block := source.read(1 << 16):
        sink.write(block)


def pass_through(_: Kind | None, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    copy(source, sink)
    return {"kind": "wav", "found": ["place"], "lossless": True, "taken": "", "place": ""}


def told(_: Kind | None, __: BinaryIO, ___: BinaryIO, *, number: int) -> dict[str, Any]:
    return {"number": number}


def spin(_: BinaryIO, __: BinaryIO) -> None:
    while True:
        pass


def write_on(_: BinaryIO, sink: BinaryIO) -> None:
    while True:
        sink.write(bytes(1 << 18))


def spans(source: BinaryIO, sink: BinaryIO) -> None:
    """Write some, let the file follow from its second byte on, write some, and let it follow."""
    size = source.seek(0, os.SEEK_END)
    for fresh in (b"<", b"|"):
        sink.write(fresh)
        copied(source, sink, 1, size - 1)


def span_on(source: BinaryIO, sink: BinaryIO) -> None:
    size = source.seek(0, os.SEEK_END)
    while True:
        copied(source, sink, 0, size)


def say(sign: bytes, payload: bytes) -> Try:
    def attempt(source: BinaryIO, __: BinaryIO) -> None:
        source.raw._pipes.send(sign, payload)  # type: ignore[attr-defined]  # the jail's own
        time.sleep(60)

    return attempt


def raw(octets: bytes) -> Try:
    def attempt(source: BinaryIO, __: BinaryIO) -> None:
        os.write(source.raw._pipes._writing, octets)  # type: ignore[attr-defined]  # the jail's own
        time.sleep(60)

    return attempt


def locked(_: BinaryIO, __: BinaryIO) -> None:
    raise FileLockedError


def half(_: BinaryIO, sink: BinaryIO) -> None:
    sink.write(bytes(1000))
    sink.flush()
    os._exit(0)


def crash(_: BinaryIO, __: BinaryIO) -> None:
    ctypes.string_at(8)


def use_path(call: Callable[[Path], object], path: str) -> Try:
    return lambda _, __: call(Path(path))


def use_keeper(call: Callable[[int], object]) -> Try:
    return lambda _, __: call(os.getppid())


def call(name: str, *given: object) -> Try:
    """Call a function of the C library."""

    def attempt(_: BinaryIO, __: BinaryIO) -> None:
        if libc[name](*given) == -1:
            raise OSError(ctypes.get_errno(), name)

    return attempt


def is_open(handle: int) -> bool:
    return libc.lseek(handle, 0, os.SEEK_CUR) != -1 or ctypes.get_errno() != errno.EBADF


def through(*left: Mapping[str, Sequence[int | None]]) -> list[int]:
    """Return which numbers of calls went through that are none of those ``left``, nor usual."""
    column = list(ARCHITECTURES).index(platform.machine())
    every: list[Mapping[str, Sequence[int | None]]] = [ALLOWED, OWN, *left]
    known = {of[column] for some in every for of in some.values()}
    found = []
    for number in {*range(600), *range(X32, X32 + 600)} - known - PROBES:
        ctypes.set_errno(0)
        libc.syscall(number, 0, 0, 0, 0, 0, 0)
        if ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
            found.append(number)
    return found


def tested(where: Mapping[str, Sequence[int | None]]) -> list[int | None]:
    """Return the numbers of calls whose arguments are looked at."""
    column = list(ARCHITECTURES).index(platform.machine())
    return [of[column] for of in where.values()]


def every_other_call(_: Kind | None, __: BinaryIO, ___: BinaryIO) -> dict[str, Any]:
    """Try each number that is not one of those that are left; answer with what went through."""
    return {"through": through()}


REFUSED = {
    "open": use_path(Path.read_bytes, "/etc/passwd"),
    "open itself": use_path(Path.read_bytes, __file__),
    "list": use_path(lambda path: list(path.iterdir()), "/"),
    "make": use_path(lambda path: path.open("x"), "/made"),
    "change": use_path(lambda path: path.chmod(0o755), "/"),  # as it is
    "touch": use_path(os.utime, "/"),
    "mark": use_path(lambda path: os.setxattr(path, "user.mark", b""), "/"),
    "erase a mark": use_path(lambda path: os.removexattr(path, "user.mark"), "/"),
    "see": use_path(Path.stat, "/"),
    "go": use_path(os.chdir, "/"),
    "change the root": use_path(os.chroot, "/"),
    "change what is open": lambda _, __: os.fchmod(2, 0o666),  # as it is
    "connect": lambda _, __: socket.socket(),
    "listen": lambda _, __: socket.socket(socket.AF_UNIX),
    "fork": lambda _, __: os.fork(),
    "run": lambda _, __: os.execv("/bin/sh", ["sh"]),  # noqa: S606 (it must fail)
    "signal": use_keeper(lambda keeper: os.kill(keeper, 0)),
    "be signalled": lambda _, __: os.kill(os.getpid(), 0),
    "let a pipe signal": use_keeper(lambda keeper: fcntl.fcntl(0, fcntl.F_SETOWN, keeper)),
    "limit": use_keeper(lambda keeper: resource.prlimit(keeper, resource.RLIMIT_NOFILE)),
    "slow down": use_keeper(lambda keeper: os.setpriority(os.PRIO_PROCESS, keeper, 0)),
    "bind": use_keeper(lambda keeper: os.sched_setaffinity(keeper, [0])),
    "be more": call("setrlimit", resource.RLIMIT_NOFILE, struct.pack("@LL", 100, 100)),
    "outlive its keeper": call("prctl", PR_SET_PDEATHSIG, 0, 0, 0, 0),
}
BROKEN = {
    "crash": crash,
    "abort": lambda _, __: os.abort(),
    "end": lambda _, __: os._exit(0),
    "half": half,
    "unknown sign": say(b"?", b""),
    "no span": say(READ, b"123"),
    "read beyond": say(READ, SPAN.pack(1 << 63, 10)),
    "read much": say(READ, SPAN.pack(0, 1 << 31)),
    "copy no span": say(COPY, b"123"),
    "copy beyond": say(COPY, SPAN.pack(1, 1 << 20)),
    "copy far beyond": say(COPY, SPAN.pack((1 << 64) - 1, 2)),
    "copy what is not there": lambda source, sink: copied(source, sink, 1, 100),
    "no answer": say(DONE, b"[]"),
    "deep answer": say(DONE, b"[" * 10_000),
    "much": raw(HEAD.pack(WRITE, 1 << 31)),
    "much of an answer": raw(HEAD.pack(DONE, 1 << 20)),
    "another's error": say(FAILED, b"UploadsBusyError"),
    "raise": lambda _, __: 1 // 0,
}
ENDLESS = {
    "spin": spin,
    "sleep": lambda _, __: time.sleep(60),
    "half a frame": raw(b"W"),
    "write on": write_on,
    "allocate": lambda _, __: bytearray(1 << 40),
}
TASKS = {
    **{name: tried(attempt) for name, attempt in REFUSED.items()},
    **{name: plain(attempt) for name, attempt in (BROKEN | ENDLESS).items()},
    "copy": plain(copy),
    "spans": plain(spans),
    "span on": plain(span_on),
    "locked": plain(locked),
    "clean": pass_through,
    "told": told,
    "every other call": every_other_call,
    "seen": lambda _, source, __: {
        "open": [handle for handle in range(1000) if is_open(handle)],
        "environment": dict(os.environ),
        "beyond": len(source.read()) + len(source.read(10)) + source.seek(0, os.SEEK_END),
    },
}
