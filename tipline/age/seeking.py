"""Reading an age file from anywhere: each chunk opens by itself, under its number.

Source: C2SP age, "Payload".
"""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING, BinaryIO

from tipline.age.header import read_header
from tipline.age.payload import CHUNK_BYTES, SEALED_CHUNK_BYTES, opened_chunk, read_full
from tipline.age.primitives import PAYLOAD_NONCE_BYTES, payload_cipher
from tipline.errors import AgeFormatError, AgePayloadError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.age.stanza import Identity

TAG_BYTES = SEALED_CHUNK_BYTES - CHUNK_BYTES


class SealedFile(io.RawIOBase):
    """What an age file holds, read from anywhere; authentic bytes only, one chunk in memory.

    ``size`` is the number of its bytes. It is not closed with the source.
    """

    def __init__(
        self, source: BinaryIO, identities: Sequence[Identity], length: int | None = None
    ) -> None:
        """Open the age file that is the first ``length`` bytes of a seekable source, or all of it.

        1. Read the header, find the identity that it is for, and check its MAC.
        2. Count the chunks by the length, and open the last as the last: a file that was cut, or
           that goes on, is refused before a byte of it is given.

        Raises AgeFormatError, AgeNoMatchError, AgeHeaderTamperedError or AgePayloadError.
        """
        end = source.seek(0, os.SEEK_END) if length is None else length
        source.seek(0)
        file_key = read_header(source).open(identities)  # 1
        nonce = read_full(source, PAYLOAD_NONCE_BYTES)
        self._begin = source.tell()
        if len(nonce) != PAYLOAD_NONCE_BYTES or self._begin > end:
            raise AgeFormatError
        self._source, self._cipher = source, payload_cipher(file_key, nonce)
        sealed = end - self._begin  # 2
        self._last = max(0, (sealed - 1) // SEALED_CHUNK_BYTES)
        self.size = sealed - (self._last + 1) * TAG_BYTES
        self._end, self._at = end, 0
        self._number, self._chunk = self._last, self._open(self._last)
        if self._last and not self._chunk:  # only the one chunk of an empty payload may be empty
            raise AgePayloadError

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read from anywhere."""
        return True

    def tell(self) -> int:
        """Return where the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go somewhere, beyond the end too; ValueError before the beginning."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            message = "before the beginning of the file"
            raise ValueError(message)
        self._at = base + offset
        return self._at

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]  # what io hands it
        """Fill ``target`` as far as one chunk reaches; 0 at the end; AgePayloadError."""
        number, offset = divmod(self._at, CHUNK_BYTES)
        if self._at >= self.size:
            return 0
        if number != self._number:
            self._chunk, self._number = self._open(number), number
        block = self._chunk[offset : offset + len(target)]
        target[: len(block)] = block
        self._at += len(block)
        return len(block)

    def _open(self, number: int) -> bytes:
        begin = self._begin + number * SEALED_CHUNK_BYTES
        self._source.seek(begin)
        size = min(SEALED_CHUNK_BYTES, self._end - begin)
        sealed = read_full(self._source, size)
        if len(sealed) != size:  # the source ends before it should
            raise AgePayloadError
        return opened_chunk(self._cipher, number, sealed, last=number == self._last)
