"""Opening: to bytes, as a stream, or into another stream. Needs an identity."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from tipline.age.header import read_header
from tipline.age.payload import CHUNK_BYTES, BlockReader, opened_chunks, read_full
from tipline.age.primitives import PAYLOAD_NONCE_BYTES, payload_cipher
from tipline.errors import AgeFormatError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tipline.age.stanza import Identity


def open_bytes(sealed: bytes, identities: Sequence[Identity]) -> bytes:
    """Return what an age file holds, all of it authentic.

    Raises AgeFormatError, AgeNoMatchError, AgeHeaderTamperedError or AgePayloadError, all of them
    AgeError; nothing is returned then.
    """
    return b"".join(_open(io.BytesIO(sealed), identities))


def open_stream(source: BinaryIO, identities: Sequence[Identity]) -> BinaryIO:
    """Return a reader of what an age file holds; two chunks are in memory at a time.

    The header is checked before this returns; errors are as in ``open_bytes``. Reading gives
    authentic bytes only, and raises AgePayloadError where the file was cut or changed, then and at
    every later read: only a reader that came to its end has read the file. The source must end
    where the age file ends; it is not closed.
    """
    return io.BufferedReader(BlockReader(_open(source, identities)), CHUNK_BYTES)


def copy_opened(source: BinaryIO, sink: BinaryIO, identities: Sequence[Identity]) -> None:
    """Write what an age file holds to ``sink``, chunk by chunk; neither is closed.

    Errors are as in ``open_bytes``. After one, what the sink has is a true beginning of the file,
    and the caller must drop it.
    """
    for chunk in _open(source, identities):  # noqa: FURB122  a sink needs no more than write
        sink.write(chunk)


def _open(source: BinaryIO, identities: Sequence[Identity]) -> Iterator[bytes]:
    """Check the header at once and return the chunks, each opened when it is asked for.

    1. Read the header by its grammar.
    2. Find the identity that it is for, and check its MAC.
    3. Read the payload's nonce, and open chunk after chunk.
    """
    file_key = read_header(source).open(identities)  # 1, 2
    nonce = read_full(source, PAYLOAD_NONCE_BYTES)  # 3
    if len(nonce) != PAYLOAD_NONCE_BYTES:
        raise AgeFormatError
    return opened_chunks(source, payload_cipher(file_key, nonce))
