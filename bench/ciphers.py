"""The bound of the report bench: what the ciphers of one report alone cost.

One report costs one Argon2id (the mailbox), the keys of a tip and of a mailbox, and the seals of
the key envelope (two recipients), of the report and of the mailbox's head.
"""

from __future__ import annotations

import secrets
import time
from multiprocessing import Process, Queue
from typing import TYPE_CHECKING

from tipline.age import HybridIdentity, seal_bytes
from tipline.sealing.mailbox import derive
from tipline.sealing.receipt import draw

if TYPE_CHECKING:
    from multiprocessing.queues import Queue as QueueOf

SECONDS = 4.0
BODY = 4608


def once(desks: list[HybridIdentity], pepper: bytes) -> None:
    """Do the ciphers of one report, and nothing else."""
    tip = HybridIdentity.from_seed(secrets.token_bytes(32))
    mailbox = derive(draw(), pepper).identity
    body = bytes(BODY)
    seal_bytes(tip.text.encode(), [desk.recipient for desk in desks])
    seal_bytes(body, [tip.recipient])
    seal_bytes(body, [mailbox.recipient])


def count(done: QueueOf[int]) -> None:
    """Do as many as fit into SECONDS; put the count."""
    desks, pepper = [HybridIdentity.generate() for _ in range(2)], secrets.token_bytes(32)
    once(desks, pepper)
    end, made = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < end:
        once(desks, pepper)
        made += 1
    done.put(made)


def rate(processes: int) -> float:
    """Return how many reports' ciphers ``processes`` do in a second, together."""
    done: QueueOf[int] = Queue()
    started = [Process(target=count, args=(done,)) for _ in range(processes)]
    for process in started:
        process.start()
    made = sum(done.get(timeout=60) for _ in started)
    for process in started:
        process.join()
    return made / SECONDS
