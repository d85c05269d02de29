"""ASCII armor: an age file as text, for a mail or a form. Strict both ways.

Source: C2SP age, "ASCII armor"; RFC 7468, 3 (Figure 3). White space before and after is allowed,
up to 1 KiB, and lines may end in CRLF; nothing else may differ from what we would write.
"""

from __future__ import annotations

import binascii
import io
from typing import TYPE_CHECKING, BinaryIO, Self

from tipline.age.payload import BlockReader, read_full
from tipline.errors import AgeArmorError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
END = b"-----END AGE ENCRYPTED FILE-----"
LINE_BYTES = 48  # 64 columns of base64
SPACE_LIMIT = 1024  # bytes of white space on either side; as age's own reader has it


def armor(sealed: bytes) -> str:
    """Write an age file as text; it ends in a line feed."""
    sink = io.BytesIO()
    with ArmorWriter(sink) as writer:
        writer.write(sealed)
    return sink.getvalue().decode("ascii")


def dearmor(text: str) -> bytes:
    """Return the age file that a text holds; AgeArmorError for any other text."""
    if not text.isascii():
        raise AgeArmorError
    return b"".join(_decoded_lines(io.BytesIO(text.encode("ascii"))))


def open_armor(source: BinaryIO) -> BinaryIO:
    """Return a reader of the age file that an armored stream holds.

    Reading raises AgeArmorError where the armor is broken, the end of it included. The source is
    not closed.
    """
    return io.BufferedReader(BlockReader(_decoded_lines(source)))


class ArmorWriter:
    """Armors what is written to it into ``sink``, whose closing is left to the caller.

    As with SealingWriter, only ``close`` makes it whole, and an error within ``with`` does not.
    """

    def __init__(self, sink: BinaryIO) -> None:
        """Write the first line."""
        self._sink = sink
        self._pending = b""
        self._closed = False
        sink.write(BEGIN + b"\n")

    def write(self, block: bytes) -> int:
        """Take all bytes of ``block`` and return how many; ValueError once closed."""
        if self._closed:
            message = "write to a closed armor"
            raise ValueError(message)
        waiting = self._pending + block
        whole = len(waiting) - len(waiting) % LINE_BYTES
        self._sink.write(_encode_lines(waiting[:whole]))
        self._pending = waiting[whole:]
        return len(block)

    def close(self) -> None:
        """Write what is left and the last line; closing again does nothing."""
        if not self._closed:
            self._closed = True
            self._sink.write(_encode_lines(self._pending) + END + b"\n")

    def __enter__(self) -> Self:
        """Return the writer itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close after success; after an error leave the armor without its last line."""
        if kind is None:
            self.close()
        self._closed = True


def _encode_lines(raw: bytes) -> bytes:
    starts = range(0, len(raw), LINE_BYTES)
    return b"".join(binascii.b2a_base64(raw[start : start + LINE_BYTES]) for start in starts)


def _decoded_lines(source: BinaryIO) -> Iterator[bytes]:
    """Yield the bytes of each line. All but the last are full, and nothing follows the end."""
    if _first_line(source) != BEGIN:
        raise AgeArmorError
    while (line := _take_line(source)) != END:
        block = _decode_line(line)
        yield block
        if len(block) < LINE_BYTES:
            if _take_line(source) != END:
                raise AgeArmorError
            break
    _refuse_trailing(source)


def _first_line(source: BinaryIO) -> bytes:
    """Return the first line that is not white space."""
    skipped = 0
    while not (line := _take_line(source)).strip():
        skipped += len(line) + 1
        if skipped > SPACE_LIMIT:
            raise AgeArmorError
    return line


def _take_line(source: BinaryIO) -> bytes:
    line = source.readline(SPACE_LIMIT)
    if not line:
        raise AgeArmorError
    return line.removesuffix(b"\n").removesuffix(b"\r")


def _decode_line(line: bytes) -> bytes:
    """Read one line of 1 to 48 bytes in canonical, padded base64."""
    try:
        block = binascii.a2b_base64(line, strict_mode=True)
    except ValueError:
        raise AgeArmorError from None
    if not 0 < len(block) <= LINE_BYTES or binascii.b2a_base64(block, newline=False) != line:
        raise AgeArmorError
    return block


def _refuse_trailing(source: BinaryIO) -> None:
    rest = read_full(source, SPACE_LIMIT + 1)
    if rest.strip() or len(rest) > SPACE_LIMIT:
        raise AgeArmorError
