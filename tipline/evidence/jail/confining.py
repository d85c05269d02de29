"""What the process in the jail gives up, for good, before a stranger's first byte reaches it.

Sources: setrlimit(2), prctl(2), capset(2), seccomp(2), landlock(7).
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
from collections.abc import Mapping

from tipline.evidence.jail.calls import filtering

MEMORY_BYTES = 512 * 1024 * 1024  # of addresses; about 60 MiB are taken before the file comes
NO_NEW_PRIVS, DEATH_SIGNAL, DUMPABLE, SECCOMP = 38, 1, 4, 22  # linux/prctl.h
SECCOMP_FILTER = 2  # linux/seccomp.h
CAPABILITY_VERSION = 0x20080522  # linux/capability.h: two sets of three words
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446  # the same on every architecture
BENEATH, PORT = 1, 2  # linux/landlock.h: rules about what lies below a folder, and about a port
CONNECT = 2  # the right to connect to a TCP port (LANDLOCK_ACCESS_NET_CONNECT_TCP)
LANDLOCK_VERSION = 1  # the flag that asks for it

_libc = ctypes.CDLL(None, use_errno=True)


def die_with_keeper() -> None:
    """Be killed when the thread ends that started this process."""
    _libc.prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def confine() -> None:
    """Give up all but the descriptors at hand; OSError where the kernel refuses what it knows.

    Landlock is there where the kernel has it, the filter on the machines that ``calls`` knows; with
    bubblewrap there is no file and no network to reach without them.
    """
    limit(
        {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_NPROC: 0,
            resource.RLIMIT_AS: MEMORY_BYTES,
        }
    )
    give_up({})
    limit({resource.RLIMIT_NOFILE: 0})  # what is open stays open
    refuse_calls(filtering())


def limit(bounds: Mapping[int, int]) -> None:
    """Set limits of setrlimit(2), which cannot be raised again."""
    for bound, most in bounds.items():
        resource.setrlimit(bound, (most, most))


def give_up(seen: Mapping[str, int], port: int = 0) -> None:
    """Give up capabilities, new privileges, all paths but ``seen``, and all TCP ports but one.

    ``seen``: which rights of Landlock are left below a folder. ``port``: which one it may connect
    to, 0 for none.
    """
    _prctl(DUMPABLE, 0)
    _drop_capabilities()
    _prctl(NO_NEW_PRIVS, 1)
    _see_only(seen, port)


def limit_time(seconds: int) -> None:
    """Be killed after so many seconds of computing."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def _drop_capabilities() -> None:
    """Be root no more than by name, where it is root: bubblewrap has done so, nobody else has."""
    header, none = struct.pack("=Ii", CAPABILITY_VERSION, 0), bytes(2 * 3 * 4)
    if _libc.capset(header, none) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def _see_only(seen: Mapping[str, int], port: int) -> None:
    """Handle every right that the kernel's Landlock knows, and grant none but those that are told.

    Kernels before its fourth version know no rights of ports.
    """
    version = _libc.syscall(LANDLOCK_CREATE, None, 0, LANDLOCK_VERSION)
    if version < 1:
        return
    files = (1 << (13 + (version >= 2) + (version >= 3) + (version >= 5))) - 1  # noqa: PLR2004 (landlock(7), "Landlock rights")
    rules = struct.pack("=QQQ", files, 3, 3)  # TCP: bind, connect; scopes: sockets, signals
    size = 8 + 8 * (version >= 4) + 8 * (version >= 6)  # noqa: PLR2004 (the versions that know them)
    ruleset = _libc.syscall(LANDLOCK_CREATE, rules, size, 0)
    granted = ruleset >= 0 and all(_grant(ruleset, at, seen[at] & files) for at in seen)
    if port and version >= 4:  # noqa: PLR2004 (as above)
        rule = struct.pack("=QQ", CONNECT, port)  # struct landlock_net_port_attr
        granted = granted and _libc.syscall(LANDLOCK_ADD, ruleset, PORT, rule, 0) == 0
    if not granted or _libc.syscall(LANDLOCK_RESTRICT, ruleset, 0) != 0:
        raise OSError(ctypes.get_errno(), "landlock")
    os.close(ruleset)


def _grant(ruleset: int, folder: str, rights: int) -> bool:
    """Grant rights below a folder; False where the kernel refuses."""
    opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
    rule = struct.pack("=Qi", rights, opened)  # struct landlock_path_beneath_attr
    added = _libc.syscall(LANDLOCK_ADD, ruleset, BENEATH, rule, 0)
    os.close(opened)
    return bool(added == 0)


def refuse_calls(program: bytes) -> None:
    """Load a filter of ``calls``; an empty one loads nothing."""
    if not program:
        return
    steps = ctypes.create_string_buffer(program, len(program))
    told = struct.pack("@HP", len(program) // 8, ctypes.addressof(steps))  # struct sock_fprog
    _prctl(SECCOMP, SECCOMP_FILTER, told)


def _prctl(option: int, value: int, told: bytes | None = None) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), told, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")
