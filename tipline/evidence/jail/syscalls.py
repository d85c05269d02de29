"""A short list of system calls that a jailed process has no use for, refused by the kernel.

Landlock and the limits refuse what needs a path, a socket or a handle. What is left is to begin a
process, which a limit does not refuse where the keeper is root, and to reach for other processes
and for the kernel's own tools. Source: seccomp(2), linux/filter.h, linux/audit.h.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from collections.abc import Mapping

PR_SET_SECCOMP, MODE_FILTER = 22, 2
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE = 0, 4  # where seccomp_data holds them, in bytes
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
FOREIGN = 0x40000000  # on x86-64: from here on, calls of another interface (x32)

REFUSED: Mapping[str, tuple[int, dict[str, int]]] = {
    "x86_64": (
        0xC000003E,
        {
            "clone": 56, "fork": 57, "vfork": 58, "execve": 59, "ptrace": 101, "chroot": 161,
            "mount": 165, "keyctl": 250, "unshare": 272, "perf_event_open": 298, "setns": 308,
            "process_vm_readv": 310, "process_vm_writev": 311, "bpf": 321, "execveat": 322,
            "userfaultfd": 323, "io_uring_setup": 425, "pidfd_open": 434, "clone3": 435,
            "socket": 41, "socketpair": 53,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "mount": 40, "chroot": 51, "unshare": 97, "ptrace": 117, "socket": 198,
            "socketpair": 199, "keyctl": 219, "clone": 220, "execve": 221, "perf_event_open": 241,
            "setns": 268, "process_vm_readv": 270, "process_vm_writev": 271, "bpf": 280,
            "execveat": 281, "userfaultfd": 282, "io_uring_setup": 425, "pidfd_open": 434,
            "clone3": 435,
        },
    ),
}  # fmt: skip


def refuse_calls(libc: ctypes.CDLL) -> bool:
    """Have them refused with EPERM from here on; return whether this machine can.

    It needs PR_SET_NO_NEW_PRIVS before.
    """
    if platform.machine() not in REFUSED:
        return False
    words = program(*REFUSED[platform.machine()])
    held = ctypes.create_string_buffer(b"".join(words))
    told = struct.pack("@HP", len(words), ctypes.addressof(held))
    refused: int = libc.prctl(PR_SET_SECCOMP, MODE_FILTER, told, 0, 0)
    return not refused


def program(architecture: int, numbers: Mapping[str, int]) -> list[bytes]:
    """Return the filter's words (8 bytes each): these calls are refused, all others allowed."""
    words = [
        _word(LOAD, ARCHITECTURE),
        _word(EQUAL, architecture, true=1),
        _word(RETURN, KILL),
        _word(LOAD, NUMBER),
        _word(AT_LEAST, FOREIGN, false=1),
        _word(RETURN, REFUSE),
    ]
    for number in numbers.values():
        words += [_word(EQUAL, number, false=1), _word(RETURN, REFUSE)]
    return [*words, _word(RETURN, ALLOW)]


def _word(what: int, value: int, *, true: int = 0, false: int = 0) -> bytes:
    return struct.pack("=HBBI", what, true, false, value)
