"""The payload: chunks of 64 KiB, each sealed under its number and whether it is the last.

Source: C2SP age, "Payload".
"""

from __future__ import annotations

import io
from itertools import count
from typing import TYPE_CHECKING, BinaryIO

from cryptography.exceptions import InvalidTag

from tipline.errors import AgePayloadError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

CHUNK_BYTES = 64 * 1024
SEALED_CHUNK_BYTES = CHUNK_BYTES + 16  # and its Poly1305 tag


def chunk_nonce(number: int, *, last: bool) -> bytes:
    """Return a chunk's nonce: its number in 11 bytes, big-endian, and whether it is the last."""
    return (number << 8 | last).to_bytes(12, "big")


def read_full(source: BinaryIO, size: int) -> bytes:
    """Read ``size`` bytes, fewer only at the end: a pipe or a socket may give less at a time."""
    block = source.read(size)
    while 0 < len(block) < size and (more := source.read(size - len(block))):
        block += more
    return block


class ChunkSealer:
    """Seals chunks in their order; all but the last must be full."""

    def __init__(self, cipher: ChaCha20Poly1305) -> None:
        """Begin at chunk 0."""
        self._cipher = cipher
        self._number = 0

    def seal(self, chunk: bytes | memoryview, *, last: bool = False) -> bytes:
        """Seal at most 64 KiB; 16 bytes longer."""
        nonce = chunk_nonce(self._number, last=last)
        self._number += 1
        return self._cipher.encrypt(nonce, chunk, None)


def opened_chunks(source: BinaryIO, cipher: ChaCha20Poly1305) -> Iterator[bytes]:
    """Yield each chunk once it is known to be authentic; one chunk is in memory at a time.

    Raises AgePayloadError at the first that is not, if the last is missing, or if anything
    follows it. What was yielded before is a true beginning of the file, not the file.
    """
    for number in count():
        chunk, last = _open_chunk(cipher, number, read_full(source, SEALED_CHUNK_BYTES))
        if chunk:
            yield chunk
        elif number:  # only the one chunk of an empty payload may be empty
            raise AgePayloadError
        if last:
            break
    if source.read(1):
        raise AgePayloadError


def opened_chunk(cipher: ChaCha20Poly1305, number: int, sealed: bytes, *, last: bool) -> bytes:
    """Return one chunk; AgePayloadError if it is not that one, or not the last if it should be."""
    try:
        return cipher.decrypt(chunk_nonce(number, last=last), sealed, None)
    except InvalidTag:
        raise AgePayloadError from None


def _open_chunk(cipher: ChaCha20Poly1305, number: int, sealed: bytes) -> tuple[bytes, bool]:
    """Return the chunk and whether it is the last. A full one may be: try the likelier first."""
    for last in (False, True) if len(sealed) == SEALED_CHUNK_BYTES else (True,):
        try:
            return cipher.decrypt(chunk_nonce(number, last=last), sealed, None), last
        except InvalidTag:
            continue
    raise AgePayloadError


class BlockReader(io.RawIOBase):
    """Reads what an iterator yields. An error stays: no later read takes it for the end."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        """Take the blocks in their order, each when it is needed."""
        self._blocks = blocks
        self._rest = memoryview(b"")
        self._error: Exception | None = None

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]  # what io hands it
        """Fill ``target`` as far as the current block reaches; 0 at the end."""
        if not self._rest:
            self._rest = memoryview(self._next())
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size

    def _next(self) -> bytes:
        if self._error is not None:
            raise self._error
        try:
            return next(self._blocks, b"")
        except Exception as error:
            self._error = error
            raise
