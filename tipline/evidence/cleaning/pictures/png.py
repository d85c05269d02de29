"""PNG (W3C, third edition) and animated PNG: the chunks that a decoder needs, and no others.

The compressed rows are unpacked and counted, piece by piece, which shows a cut, a bomb, and what
hides behind the last row, without a picture in memory.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from contextlib import suppress
from typing import BinaryIO

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.pictures import exif, icc
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.evidence.cleaning.pictures.pieces import Pieces, Window
from tipline.evidence.cleaning.pictures.png_rows import Header, Rows
from tipline.evidence.cleaning.pictures.png_words import tell
from tipline.tips.evidence import Found

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNKS_MAX = 200_000
CHUNK_MAX = 0x7FFF_FFFF  # bytes; 5.3
# Kept if they have just so many bytes; a palette and transparency differ.
SIZES: Mapping[bytes, range | tuple[int, ...]] = {
    b"PLTE": range(3, 769, 3),
    b"tRNS": range(1, 257),
    b"gAMA": (4,),
    b"cHRM": (32,),
    b"sRGB": (1,),
    b"cICP": (4,),
    b"mDCV": (24,),
    b"cLLI": (8,),
    b"sBIT": (1, 2, 3, 4),
    b"bKGD": (1, 2, 6),
    b"pHYs": (9,),
    b"acTL": (8,),
}
FRAME_CONTROL = 26  # bytes of fcTL
SMALL = 4 * 1024 * 1024  # bytes of a chunk that is looked into
FRAMES_PIXELS_MAX = 2_000_000_000  # of all frames of an animation


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean a PNG (see ``cleaned.Cleaner``)."""
    png = _Png(Window(source))
    planned = png.planned()
    planned.write(source, sink)
    return png.findings.cleaned()


class _Png:
    def __init__(self, window: Window) -> None:
        self._window = window
        self.findings = Findings()
        self._pieces = Pieces()
        self._seen: set[bytes] = set()
        self._header = Header.read(window.at(8, 25))
        self._rows = Rows(self._header)  # of the picture, or of the frame that is read
        self._main: Rows | None = self._rows
        self._pixels = self._frames = 0

    def planned(self) -> Pieces:
        """Walk the chunks up to the end and return the clean file."""
        self._pieces.add(SIGNATURE)
        self._fresh(b"IHDR", self._window.at(16, 13))
        at = 33
        for _ in range(CHUNKS_MAX):
            length, name = self._window.number(at, 4), self._window.at(at + 4, 4)
            if length > CHUNK_MAX or at + 12 + length > self._window.size:
                raise FileDamagedError
            if name == b"IEND":
                return self._ended(at + 12 + length)
            self._chunk(name, at + 8, length)
            at += 12 + length
        raise FileTooComplexError

    def _ended(self, end: int) -> Pieces:
        if b"IDAT" not in self._seen:
            raise FileDamagedError
        self._rows.finish()
        if self._window.size > end:
            self.findings.add(Found.REST)
        self._fresh(b"IEND", b"")
        return self._pieces

    def _chunk(self, name: bytes, at: int, length: int) -> None:
        if name == b"IDAT":
            self._picture(at, length)
        elif name == b"fdAT" and self._frames and length >= 4:
            self._rows_of(b"fdAT", at, length, 4)
        elif name == b"fcTL" and length == FRAME_CONTROL and self._header.animated(self._seen):
            self._frame(self._window.at(at, length))
        elif length > SMALL:
            self._dropped(name, b"")
        else:
            self._small(name, self._window.at(at, length))

    def _picture(self, at: int, length: int) -> None:
        if b"IDAT" not in self._seen:
            self._seen.add(b"IDAT")
            self._upright()
        self._rows_of(b"IDAT", at, length, 0)

    def _rows_of(self, name: bytes, at: int, length: int, number: int) -> None:
        """Check rows of ``length`` bytes, the first ``number`` of them a frame's; plan the used."""
        crc = zlib.crc32(self._window.at(at, number), zlib.crc32(name))
        used, done = number, number
        while done < length:
            block = self._window.some(at + done)[: length - done]
            used += self._rows.feed(block)
            crc = zlib.crc32(block, crc)
            done += len(block)
        if crc != self._window.number(at + length, 4):
            raise FileDamagedError
        if used < length:
            self.findings.add(Found.REST)
            crc = self._crc_of(name, at, used)
        if used > number:
            self._pieces.add(used.to_bytes(4) + name)
            self._pieces.span(at, used)
            self._pieces.add(crc.to_bytes(4))

    def _crc_of(self, name: bytes, at: int, length: int) -> int:
        crc, done = zlib.crc32(name), 0
        while done < length:
            block = self._window.some(at + done)[: length - done]
            crc = zlib.crc32(block, crc)
            done += len(block)
        return crc

    def _frame(self, control: bytes) -> None:
        """Begin a frame of an animation; the first may be the picture itself."""
        width, height = int.from_bytes(control[4:8]), int.from_bytes(control[8:12])
        if b"IDAT" in self._seen:
            self._rows.finish()
            self._rows = Rows(self._header.sized(width, height))
            self._frames += 1
        self._pixels += width * height
        if self._pixels > FRAMES_PIXELS_MAX:
            raise FileTooComplexError
        self._fresh(b"fcTL", control)

    def _small(self, name: bytes, content: bytes) -> None:
        if name in SIZES and len(content) in SIZES[name] and name not in self._seen:
            self._seen.add(name)
            self._fresh(name, content)
        elif name == b"iCCP" and name not in self._seen:
            self._seen.add(name)
            self._profile(content)
        elif name[:1].isupper() and name not in SIZES:
            raise FileDamagedError  # a critical chunk that no decoder knows
        else:
            self._dropped(name, content)

    def _dropped(self, name: bytes, content: bytes) -> None:
        tell(self.findings, name, content)

    def _profile(self, content: bytes) -> None:
        _, _, packed = content.partition(b"\0")
        told = b""
        with suppress(zlib.error):  # a broken profile is none
            told = zlib.decompressobj().decompress(packed[1:], icc.PROFILE_MAX)
        plain = self.findings.profile(told)
        if plain:
            self._fresh(b"iCCP", b"x\0\0" + zlib.compress(plain))

    def _upright(self) -> None:
        if self.findings.orientation != 1:
            self._fresh(b"eXIf", exif.upright(self.findings.orientation))

    def _fresh(self, name: bytes, content: bytes) -> None:
        crc = zlib.crc32(content, zlib.crc32(name))
        self._pieces.add(len(content).to_bytes(4) + name + content + crc.to_bytes(4))
