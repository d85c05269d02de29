"""System calls that are left to LibreOffice, beside those of the other jail.

It opens files by name, makes threads, and does not start without a socket by which a second one
of it would call: one of its own machine, in its own network. It gets no other socket, no process,
no program, no call that names another process, and none that changes owners, modes or mounts.
Numbers are of the same tables as in ``jail.calls``.
"""

from __future__ import annotations

from types import MappingProxyType

from tipline.evidence.jail import calls

FILES: calls.Numbers = MappingProxyType(
    {
        "open": (2, None),
        "openat": (257, 56),
        "stat": (4, None),
        "lstat": (6, None),
        "newfstatat": (262, None),
        "fstatat": (None, 79),
        "statx": (332, 291),
        "access": (21, None),
        "faccessat": (269, 48),
        "readlink": (89, None),
        "readlinkat": (267, 78),
        "getdents64": (217, 61),
        "getcwd": (79, 17),
        "statfs": (137, 43),
        "fstatfs": (138, 44),
        "pread64": (17, 67),
        "pwrite64": (18, 68),
        "ftruncate": (77, 46),
        "fsync": (74, 82),
        "fdatasync": (75, 83),
        "fadvise64": (221, 223),
        "mkdir": (83, None),
        "mkdirat": (258, 34),
        "rmdir": (84, None),
        "unlink": (87, None),
        "unlinkat": (263, 35),
        "rename": (82, None),
        "renameat": (264, 38),
        "renameat2": (316, 276),
        "fcntl": (72, 25),  # whom it could have signalled is in its own namespace of processes
        "dup": (32, 23),
        "dup2": (33, None),
        "dup3": (292, 24),
        "pipe2": (293, 59),  # how its threads wake each other
        "eventfd2": (290, 19),
        "bind": (49, 200),
        "listen": (50, 201),
        "accept": (43, 202),
        "connect": (42, 203),
        "shutdown": (48, 210),
        "set_robust_list": (273, 99),  # threads
        "rseq": (334, 293),
    }
)
CLONE_THREAD = 0x10000  # linux/sched.h
AF_UNIX = 1  # linux/socket.h
WHERE: calls.Checked = MappingProxyType(
    {
        "clone": (56, 220, calls.HAS, CLONE_THREAD),  # clone3 is "not there"
        "socket": (41, 198, calls.EQUAL, AF_UNIX),
    }
)


def filtering() -> bytes:
    """Return the filter for this machine, as ``jail.calls.filtering`` does."""
    allowed = MappingProxyType({**calls.ALLOWED, **FILES})
    return calls.filtering(allowed, calls.OWN, WHERE)
