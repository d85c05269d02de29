"""What the process gives up before a camera's first byte reaches it.

Sources: setrlimit(2), landlock(7).
"""

from __future__ import annotations

import resource

from tipline.evidence.jail import confining
from tipline.stills.video.calls import filtering

MEMORY_BYTES = 1024 * 1024 * 1024  # of addresses: pictures of 4K, and the decoder's earlier ones
THREADS_MAX = 8
OPEN_MAX = 16


def confine(port: int) -> None:
    """Give up all but the descriptors at hand, threads, and connecting to one port; OSError."""
    confining.limit(
        {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_NPROC: THREADS_MAX,
            resource.RLIMIT_NOFILE: OPEN_MAX,
            resource.RLIMIT_AS: MEMORY_BYTES,
        }
    )
    confining.give_up({}, port)
    confining.refuse_calls(filtering())
