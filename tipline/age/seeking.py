"""Reading an age file from anywhere: each chunk opens by itself, under its number.

Source: C2SP age, "Payload".
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO

from tipline.age.header import read_header
from tipline.age.payload import CHUNK_BYTES, SEALED_CHUNK_BYTES, opened_chunk, read_full
from tipline.age.primitives import PAYLOAD_NONCE_BYTES, payload_cipher
from tipline.errors import AgeFormatError, AgePayloadError
from tipline.seeking import SeekableReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.age.stanza import Identity

TAG_BYTES = SEALED_CHUNK_BYTES - CHUNK_BYTES


class SealedFile(SeekableReader):
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
        self._end = end
        super().__init__(sealed - (self._last + 1) * TAG_BYTES)
        self._number, self._chunk = self._last, self._open(self._last)
        if self._last and not self._chunk:  # only the one chunk of an empty payload may be empty
            raise AgePayloadError

    def piece(self, at: int, most: int) -> bytes:
        """Return what one chunk has of it; AgePayloadError."""
        number, offset = divmod(at, CHUNK_BYTES)
        if number != self._number:
            self._chunk, self._number = self._open(number), number
        return self._chunk[offset : offset + most]

    def _open(self, number: int) -> bytes:
        begin = self._begin + number * SEALED_CHUNK_BYTES
        self._source.seek(begin)
        size = min(SEALED_CHUNK_BYTES, self._end - begin)
        sealed = read_full(self._source, size)
        if len(sealed) != size:  # the source ends before it should
            raise AgePayloadError
        return opened_chunk(self._cipher, number, sealed, last=number == self._last)
