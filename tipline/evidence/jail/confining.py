"""What a jailed process gives up, once and for all, before it sees a byte of the file.

It holds whatever starts the process: a container's own walls (``bubblewrap``) come on top.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct

from tipline.evidence.jail.syscalls import refuse_calls

MEMORY_BYTES = 1024**3  # of addresses: a picture of 100 megapixels is decoded in less
CPU_SECONDS = 300  # should its keeper be gone; else the keeper's patience is shorter
FILES = 3  # the pipes that it has, and nowhere
PR_SET_NO_NEW_PRIVS, PR_SET_DUMPABLE = 38, 4  # prctl(2)

# landlock(7), and linux/landlock.h: which rights each version of the kernel's interface knows.
CREATE_RULESET, RESTRICT_SELF = 444, 446
VERSION_FLAG = 1
PATH_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # bits; newer versions know no more
NETWORK_FROM, NETWORK_RIGHTS = 4, 2  # bits: to bind and to connect
SCOPES_FROM, SCOPES = 6, 2  # bits: abstract sockets, signals


def confine() -> None:
    """Give up privileges, every path, memory, time, files, and other processes."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    give_up_paths(libc)
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, FILES),
    ):
        resource.setrlimit(what, (most, most))
    refuse_calls(libc)


def give_up_paths(libc: ctypes.CDLL) -> bool:
    """Let the kernel refuse every path and connection; return whether this kernel can."""
    version = libc.syscall(CREATE_RULESET, None, 0, VERSION_FLAG)
    if version < 1:
        return False
    paths = (1 << PATH_RIGHTS[min(version, max(PATH_RIGHTS))]) - 1
    network = (1 << NETWORK_RIGHTS) - 1 if version >= NETWORK_FROM else 0
    scopes = (1 << SCOPES) - 1 if version >= SCOPES_FROM else 0
    words = (paths, network, scopes)[: 1 + (version >= NETWORK_FROM) + (version >= SCOPES_FROM)]
    ruleset = struct.pack(f"={len(words)}Q", *words)
    handle = libc.syscall(CREATE_RULESET, ruleset, len(ruleset), 0)
    if handle < 0:
        return False
    refused: int = libc.syscall(RESTRICT_SELF, handle, 0)  # no rule was added: nothing is allowed
    os.close(handle)
    return not refused
