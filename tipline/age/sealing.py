"""Sealing: from bytes, from a stream, or as bytes are pushed. Needs recipients only."""

from __future__ import annotations

import io
import secrets
from typing import TYPE_CHECKING, BinaryIO, Self

from tipline.age.header import write_header
from tipline.age.payload import CHUNK_BYTES, ChunkSealer, read_full
from tipline.age.primitives import PAYLOAD_NONCE_BYTES, new_file_key, payload_cipher

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from tipline.age.stanza import Recipient


def seal_bytes(plaintext: bytes, recipients: Sequence[Recipient]) -> bytes:
    """Return the age file of ``plaintext``, sealed to every recipient.

    Post-quantum (hybrid) recipients stand with their like only, a passphrase alone: the spec says
    that a file should not be sealed to both kinds, for the weaker would open it; we refuse it, as
    age itself does. Reading a file that somebody mixed all the same is allowed. Raises
    AgeRecipientsError, and AgeKeyError for a public key that cannot seal.
    """
    sink = io.BytesIO()
    seal_stream(io.BytesIO(plaintext), sink, recipients)
    return sink.getvalue()


def seal_stream(source: BinaryIO, sink: BinaryIO, recipients: Sequence[Recipient]) -> None:
    """Seal ``source``, to its end, into ``sink``; two chunks are in memory at a time.

    Neither is closed. ``sink.write`` must take all that it is given. Recipients and errors are as
    in ``seal_bytes``; if the source fails, what was written is no whole age file.
    """
    sealer = _begin(sink, recipients)
    chunk = read_full(source, CHUNK_BYTES)
    while following := read_full(source, CHUNK_BYTES):
        sink.write(sealer.seal(chunk))
        chunk = following
    sink.write(sealer.seal(chunk, last=True))


class SealingWriter:
    """Seals what is written to it into ``sink``, whose closing is left to the caller.

    Only ``close`` makes the file whole. As a context manager it closes after success and leaves
    the file cut short after an error, so that half a file never opens as a whole one.
    """

    def __init__(self, sink: BinaryIO, recipients: Sequence[Recipient]) -> None:
        """Write the header. Recipients and errors are as in ``seal_bytes``."""
        self._sink = sink
        self._sealer = _begin(sink, recipients)
        self._pending = bytearray(CHUNK_BYTES)
        self._filled = 0
        self._closed = False

    def write(self, block: bytes | bytearray | memoryview) -> int:
        """Take all bytes of ``block`` and return how many; ValueError once closed."""
        if self._closed:
            message = "write to a closed age file"
            raise ValueError(message)
        rest = memoryview(block).cast("B")
        size = len(rest)
        while rest:
            rest = self._whole_chunk(rest) if self._filled in {0, CHUNK_BYTES} else self._fill(rest)
        return size

    def close(self) -> None:
        """Seal the last chunk; closing again does nothing."""
        if not self._closed:
            self._closed = True
            self._sink.write(self._sealer.seal(self._waiting(), last=True))

    def __enter__(self) -> Self:
        """Return the writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close after success; after an error leave the file cut short, and closed to writing."""
        if kind is None:
            self.close()
        self._closed = True

    def _whole_chunk(self, rest: memoryview) -> memoryview:
        """Seal one full chunk, now that more is known to follow it; return what is left."""
        if self._filled:
            self._sink.write(self._sealer.seal(self._waiting()))
            self._filled = 0
            return rest
        if len(rest) <= CHUNK_BYTES:
            return self._fill(rest)
        self._sink.write(self._sealer.seal(rest[:CHUNK_BYTES]))
        return rest[CHUNK_BYTES:]

    def _fill(self, rest: memoryview) -> memoryview:
        """Copy what fits into the waiting chunk; return what is left."""
        size = min(len(rest), CHUNK_BYTES - self._filled)
        self._pending[self._filled : self._filled + size] = rest[:size]
        self._filled += size
        return rest[size:]

    def _waiting(self) -> memoryview:
        return memoryview(self._pending)[: self._filled]


def _begin(sink: BinaryIO, recipients: Sequence[Recipient]) -> ChunkSealer:
    """Write the header and the payload's nonce; return the sealer of its chunks."""
    file_key = new_file_key()
    nonce = secrets.token_bytes(PAYLOAD_NONCE_BYTES)
    sink.write(write_header(file_key, recipients) + nonce)
    return ChunkSealer(payload_cipher(file_key, nonce))
