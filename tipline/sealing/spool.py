"""A file that waits to be read from anywhere, and lies nowhere in the clear.

What fits is kept in memory; the rest is sealed in chunks, under a key that only this object has,
into a file without a name. Both are gone with the process, whatever ends it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from tipline.errors import StoreDamagedError
from tipline.sealing.digest import Digest
from tipline.seeking import SeekableReader

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from types import TracebackType

MEMORY_BYTES = 4 * 1024 * 1024  # a picture of a telephone
CHUNK_BYTES = 256 * 1024
SEALED_BYTES = CHUNK_BYTES + 16  # and its Poly1305 tag
BLOCK_BYTES = 4 * CHUNK_BYTES  # that are digested and sealed at a time
NONCE_BYTES = 12  # the chunk's number: the key seals each number once


class Spool:
    """Takes a file as it comes, then gives readers of it. ``size`` in bytes, ``sha256`` 32 bytes.

    Chunks that were swapped or changed on the disk do not open: StoreDamagedError.
    """

    def __init__(
        self,
        scratch: Callable[[], BinaryIO],
        beside: Executor | None = None,
        *,
        memory: int = MEMORY_BYTES,
    ) -> None:
        """Take what gives a file without a name, and how many bytes stay in memory.

        What is long is digested in ``beside``, while it is sealed.
        """
        self._scratch, self._memory = scratch, memory
        self._file: BinaryIO | None = None
        self._cipher = ChaCha20Poly1305(ChaCha20Poly1305.generate_key())
        self._held = bytearray()  # all of it; once there is a file, what is not a whole block yet
        self._chunks = 0
        self._digest = Digest(beside)
        self.size = 0

    def __enter__(self) -> Self:
        """Return the spool itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Let go of the file, which has no name and is gone then."""
        self._held.clear()
        if self._file is not None:
            self._file.close()

    def write(self, block: bytes) -> None:
        """Take some more. What the disk complains of is an OSError."""
        self.size += len(block)
        self._held += block
        if self._file is None and len(self._held) > self._memory:
            self._file = self._scratch()
        if self._file is not None:
            self._spill(self._file, BLOCK_BYTES)

    def finish(self) -> None:
        """Seal what is left; nothing may be written after it."""
        if self._file is None:
            self._digest.update(bytes(self._held))
        else:
            self._spill(self._file, 1)
            self._file.flush()

    @property
    def sha256(self) -> bytes:
        """The digest of what was written, once that is finished."""
        return self._digest.digest()

    def reader(self) -> BinaryIO:
        """Return a reader from anywhere; it must not be used after the spool is let go."""
        return io.BufferedReader(_Reader(self), CHUNK_BYTES)

    def chunk(self, number: int) -> bytes:
        """Return the chunk of this number; empty beyond the end."""
        begin = number * CHUNK_BYTES
        if self._file is None:
            return bytes(self._held[begin : begin + CHUNK_BYTES])
        size = min(CHUNK_BYTES, self.size - begin)
        if size <= 0:
            return b""
        sealed = os.pread(self._file.fileno(), size + 16, number * SEALED_BYTES)
        try:
            return self._cipher.decrypt(_nonce(number), sealed, None)
        except InvalidTag:
            raise StoreDamagedError from None

    def _spill(self, file: BinaryIO, least: int) -> None:
        """Digest blocks and seal them into the file, as long as ``least`` bytes are held."""
        while len(self._held) >= least:
            block = bytes(memoryview(self._held)[:BLOCK_BYTES])
            del self._held[:BLOCK_BYTES]
            self._digest.update(block)
            for at in range(0, len(block), CHUNK_BYTES):
                chunk = memoryview(block)[at : at + CHUNK_BYTES]
                file.write(self._cipher.encrypt(_nonce(self._chunks), chunk, None))
                self._chunks += 1


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_BYTES, "big")


class _Reader(SeekableReader):
    def __init__(self, spool: Spool) -> None:
        super().__init__(spool.size)
        self._spool = spool
        self._number, self._chunk = -1, b""  # which was read last: reads seldom begin with one

    def piece(self, at: int, most: int) -> bytes:
        number, offset = divmod(at, CHUNK_BYTES)
        if number != self._number:
            self._number, self._chunk = number, self._spool.chunk(number)
        return self._chunk[offset : offset + most]
