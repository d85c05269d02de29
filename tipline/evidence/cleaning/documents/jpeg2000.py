"""JPEG 2000 (ITU-T T.800): what decodes goes over; comments and other boxes do not.

Either boxes (annex I), of which those that a picture needs stay, or a bare codestream (annex A),
from whose main header the comments are taken. Tile headers may hold comments too; they stay.
"""

from __future__ import annotations

from collections.abc import Iterator

from tipline.errors import FileDamagedError

BOXES = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c"})
START, TILE, COMMENT = b"\xff\x4f", b"\xff\x90", b"\xff\x64"


def plain(raw: bytes) -> bytes:
    """Return a picture without comments. Raises FileDamagedError."""
    if raw.startswith(START):
        return b"".join(_codestream(raw))
    return b"".join(_boxes(raw))


def _boxes(raw: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(raw):
        length, name, head = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8], 8
        if length == 1:
            length, head = int.from_bytes(raw[at + 8 : at + 16]), 16
        elif length == 0:
            length = len(raw) - at
        if length < head or at + length > len(raw):
            raise FileDamagedError
        content = raw[at + head : at + length]
        if name == b"jp2c":
            content = b"".join(_codestream(content))
        if name in BOXES:
            yield (len(content) + 8).to_bytes(4) + name + content
        at += length


def _codestream(raw: bytes) -> Iterator[bytes]:
    if not raw.startswith(START):
        raise FileDamagedError
    at = len(START)
    yield START
    while (marker := raw[at : at + 2]) != TILE:
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4])
        if marker[:1] != b"\xff" or end < at + 4 or end > len(raw):
            raise FileDamagedError
        if marker != COMMENT:
            yield raw[at:end]
        at = end
    yield raw[at:]
