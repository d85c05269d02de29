"""A digest that is made while its maker goes on: hashing needs no lock of the interpreter.

What seals a stream digests it too, and either is half of the work.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import Executor, Future

BESIDE_LEAST = 512 * 1024  # bytes of a block; to hand over a much shorter one takes as long


class Digest:
    """SHA-256 of blocks, in their order; of a long one in ``beside``, where there is one."""

    def __init__(self, beside: Executor | None) -> None:
        """Begin with nothing; ``beside`` must last until the digest is asked for, or dropped."""
        self._beside = beside
        self._hash = hashlib.sha256()
        self._last: Future[None] | None = None

    def update(self, block: bytes) -> None:
        """Take a block; one at most is still worked on after this."""
        self._settle()
        if self._beside is None or len(block) < BESIDE_LEAST:
            self._hash.update(block)
        else:
            self._last = self._beside.submit(self._hash.update, block)

    def digest(self) -> bytes:
        """Return the digest of all blocks so far: 32 bytes."""
        self._settle()
        return self._hash.digest()

    def _settle(self) -> None:
        if self._last is not None:
            self._last.result()
            self._last = None
