"""System calls that are left to what reads a video, beside those of the other jail.

It gets threads, and TCP within its own network, where nothing but the relay listens. It gets no
other socket, no file, no process, no program. Numbers are of the same tables as in ``jail.calls``.
"""

from __future__ import annotations

from types import MappingProxyType

from tipline.evidence.jail import calls

NETWORK: calls.Numbers = MappingProxyType(
    {
        "connect": (42, 203),
        "accept4": (288, 242),
        "sendto": (44, 206),
        "recvfrom": (45, 207),
        "setsockopt": (54, 208),
        "getsockopt": (55, 209),
        "getpeername": (52, 205),
        "getsockname": (51, 204),
        "shutdown": (48, 210),
        "fcntl": (72, 25),  # whom it could have signalled is in its own namespace of processes
        "set_robust_list": (273, 99),  # threads
        "rseq": (334, 293),
    }
)
CLONE_THREAD = 0x10000  # linux/sched.h
AF_INET = 2  # linux/socket.h
WHERE: calls.Checked = MappingProxyType(
    {
        "clone": (56, 220, calls.HAS, CLONE_THREAD),  # clone3 is "not there"
        "socket": (41, 198, calls.EQUAL, AF_INET),
    }
)


def filtering() -> bytes:
    """Return the filter for this machine, as ``jail.calls.filtering`` does."""
    allowed = MappingProxyType({**calls.ALLOWED, **NETWORK})
    return calls.filtering(allowed, calls.OWN, WHERE)
