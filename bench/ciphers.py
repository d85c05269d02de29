"""The bound of the report bench: what the ciphers of one report alone cost.

One report costs one Argon2id (the mailbox), the keys of a tip and of a mailbox, and the seals of
the key envelope (two recipients), of the report and of the mailbox's head. Invented reports whose
code nobody is told have no Argon2id, and one mailbox's key for many.
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
    """Do the ciphers of one report, and nothing else. An empty pepper stretches no code."""
    tip = HybridIdentity.from_seed(secrets.token_bytes(32))
    mailbox = derive(draw(), pepper).identity if pepper else desks[0]
    body = bytes(BODY)
    seal_bytes(tip.text.encode(), [desk.recipient for desk in desks])
    seal_bytes(body, [tip.recipient])
    seal_bytes(body, [mailbox.recipient])


def count(done: QueueOf[int], pepper: bytes) -> None:
    """Do as many as fit into SECONDS; put the count."""
    desks = [HybridIdentity.generate() for _ in range(2)]
    once(desks, pepper)
    end, made = time.perf_counter() + SECONDS, 0
    while time.perf_counter() < end:
        once(desks, pepper)
        made += 1
    done.put(made)


def rate(processes: int, *, stretched: bool = True) -> float:
    """Return how many reports' ciphers ``processes`` do in a second, together."""
    done: QueueOf[int] = Queue()
    pepper = secrets.token_bytes(32) if stretched else b""
    started = [Process(target=count, args=(done, pepper)) for _ in range(processes)]
    for process in started:
        process.start()
    made = sum(done.get(timeout=60) for _ in started)
    for process in started:
        process.join()
    return made / SECONDS
