"""A blob: the age file of one file, followed by random bytes, so that its size tells little.

Source: docs/format.md, 3. Where the age file ends stands in the sealed report only: what is
exported is cut there, and is a plain age file.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, BinaryIO

from tipline.age import SealedFile, SealingWriter
from tipline.sealing.digest import Digest
from tipline.sealing.padding import padme
from tipline.seeking import SeekableReader

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from tipline.age import Identity, Recipient

BLOCK_BYTES = 64 * 1024


class BlobWriter:
    """Seals what is written to it into ``sink``; after ``close`` it tells sizes and digest.

    ``size`` and ``sha256`` (a digest of 32 bytes) are of what was written, ``sealed_size`` is that
    of the age file, all in bytes.
    """

    def __init__(
        self, sink: BinaryIO, recipient: Recipient, beside: Executor | None = None
    ) -> None:
        """Write the header; AgeKeyError for a key that cannot seal.

        What is long is digested in ``beside``, while it is sealed.
        """
        self._sink = _Counted(sink)
        self._writer = SealingWriter(self._sink, [recipient])  # type: ignore[arg-type]  # it needs write only
        self._digest = Digest(beside)
        self.size = 0

    def write(self, block: bytes) -> int:
        """Seal some more; return how many bytes."""
        self._digest.update(block)
        self.size += len(block)
        return self._writer.write(block)

    def close(self) -> None:
        """Make the age file whole, and fill up to the next Padmé size."""
        self._writer.close()
        self.sealed_size = self._sink.size
        missing = padme(self.sealed_size) - self.sealed_size
        while missing:
            block = secrets.token_bytes(min(missing, BLOCK_BYTES))
            self._sink.write(block)
            missing -= len(block)

    @property
    def sha256(self) -> bytes:
        """The digest of what was written."""
        return self._digest.digest()


def open_blob(source: BinaryIO, sealed_size: int, identity: Identity) -> SealedFile:
    """Return a reader of what a blob holds; AgeError if it does not open or was changed."""
    return SealedFile(source, [identity], sealed_size)


class SealedPart(SeekableReader):
    """The age file at the beginning of a blob, as it lies; closing it closes the blob."""

    def __init__(self, source: BinaryIO, sealed_size: int) -> None:
        """Read the first ``sealed_size`` bytes of ``source``; what is missing reads as the end."""
        super().__init__(sealed_size)
        self._source = source

    def piece(self, at: int, most: int) -> bytes:
        """Return some of it."""
        self._source.seek(at)
        return self._source.read(most)

    def close(self) -> None:
        """Close the blob."""
        super().close()
        self._source.close()


class _Counted:
    def __init__(self, sink: BinaryIO) -> None:
        self._sink = sink
        self.size = 0

    def write(self, block: bytes) -> int:
        self._sink.write(block)
        self.size += len(block)
        return len(block)
