"""System calls that are left inside: seccomp(2), a filter in classic BPF.

What a process of pure computing needs, and no other call. Numbers are of
linux/arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h.
"""

from __future__ import annotations

import errno
import platform
import struct
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
ALLOWED = {  # of x86_64 and of aarch64, where there is one
    "read": (0, 63),  # what is open stays open: two pipes, and nothing else can be opened
    "readv": (19, 65),
    "write": (1, 64),
    "writev": (20, 66),
    "close": (3, 57),
    "lseek": (8, 62),
    "fstat": (5, 80),
    "poll": (7, None),
    "ppoll": (271, 73),
    "select": (23, None),
    "pselect6": (270, 72),
    "brk": (12, 214),  # memory, within its limit
    "mmap": (9, 222),
    "mremap": (25, 216),
    "munmap": (11, 215),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    "futex": (202, 98),
    "sched_yield": (24, 124),
    "getcpu": (309, 168),
    "clock_gettime": (228, 113),  # time
    "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115),
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "time": (201, None),
    "times": (100, 153),
    "getrusage": (98, 165),
    "getpid": (39, 172),  # what it is
    "getppid": (110, 173),
    "gettid": (186, 178),
    "getuid": (102, 174),
    "geteuid": (107, 175),
    "getgid": (104, 176),
    "getegid": (108, 177),
    "uname": (63, 160),
    "sysinfo": (99, 179),
    "getrandom": (318, 278),
    "rt_sigaction": (13, 134),  # signals of its own making: none can be sent
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
OWN = {  # those that name a process first: allowed for 0 alone, which is the caller
    "prlimit64": (302, 261),
    "sched_getaffinity": (204, 123),
}
Numbers: TypeAlias = Mapping[str, tuple[int | None, int | None]]
Checked: TypeAlias = Mapping[str, tuple[int | None, int | None, int, int]]  # and test, value
NOWHERE: Checked = MappingProxyType({})
NEW = 424  # from here (Linux 5.1) a call has one number everywhere; older kernels have none of them
LOAD, EQUAL, AT_LEAST, HAS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # linux/bpf_common.h
NUMBER, ARCHITECTURE, FIRST = 0, 4, 16  # offsets in struct seccomp_data, of a small-endian machine
TO_FIRST, TO_ALLOW = 1, 4  # steps from behind the tests of numbers to what follows them
ALLOW = 0x7FFF0000  # SECCOMP_RET_ALLOW
DENY = 0x00050000 | errno.EPERM  # SECCOMP_RET_ERRNO
MISSING = 0x00050000 | errno.ENOSYS  # a C library has another way then, as on an older kernel


def filtering(allowed: Numbers = ALLOWED, own: Numbers = OWN, where: Checked = NOWHERE) -> bytes:
    """Return the filter for this machine, 8 bytes an instruction; empty for an unknown one.

    ``own`` are allowed for the process itself, ``where`` by a test of their first argument. A call
    of another set of numbers (32-bit, x32) is refused.
    """
    machine = platform.machine()
    if machine not in ARCHITECTURES:
        return b""
    column = list(ARCHITECTURES).index(machine)
    tests = [
        (of[column], beyond)
        for calls, beyond in ((allowed, TO_ALLOW), (own, TO_FIRST))
        for of in calls.values()
        if of[column] is not None
    ]
    last = len(tests) - 1
    steps = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, ARCHITECTURES[machine]),
        (RETURN, 0, 0, DENY),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, 0, 1, NEW),
        (RETURN, 0, 0, MISSING),
        *(
            step
            for *of, test, value in where.values()
            for step in _checked(of[column], test, value)
        ),
        *((EQUAL, last - at + beyond, 0, number) for at, (number, beyond) in enumerate(tests)),
        (RETURN, 0, 0, DENY),
        (LOAD, 0, 0, FIRST),
        (EQUAL, 1, 0, 0),
        (RETURN, 0, 0, DENY),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _checked(number: int | None, test: int, value: int) -> Iterator[tuple[int, int, int, int]]:
    """Yield what allows a call if its first argument is ``value`` (EQUAL), or HAS these bits."""
    if number is not None:
        yield from ((EQUAL, 0, 4, number), (LOAD, 0, 0, FIRST), (test, 0, 1, value))
        yield from ((RETURN, 0, 0, ALLOW), (RETURN, 0, 0, DENY))
