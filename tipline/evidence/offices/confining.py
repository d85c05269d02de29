"""What the process gives up before a stranger's first byte reaches it, and LibreOffice with it.

Sources: setrlimit(2), landlock(7).
"""

from __future__ import annotations

import resource

from tipline.evidence.jail import confining
from tipline.evidence.offices.bounds import MEMORY_BYTES, ROOM_BYTES
from tipline.evidence.offices.calls import filtering
from tipline.evidence.offices.walls import ROOM

THREADS_MAX = 64
OPEN_MAX = 256
READ = 1 << 2 | 1 << 3  # linux/landlock.h: files, folders; never to run one
WRITE = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 9 | 1 << 13 | 1 << 14
# ... to write, to take away a folder and a file, to make them and sockets, to move and to cut one


def confine() -> None:
    """Give up all but reading what is seen, writing in the room, threads and memory; OSError."""
    confining.limit(
        {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: ROOM_BYTES,
            resource.RLIMIT_NPROC: THREADS_MAX,
            resource.RLIMIT_NOFILE: OPEN_MAX,
            resource.RLIMIT_AS: MEMORY_BYTES,
        }
    )
    confining.give_up({"/": READ, ROOM: READ | WRITE})
    confining.refuse_calls(filtering())
