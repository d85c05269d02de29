"""WebP (RFC 9649): the chunks of the picture or of its frames, and flags that are then true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from PIL.WebPImagePlugin import WebPImageFile

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.pictures import decoding, exif, icc
from tipline.evidence.cleaning.pictures.findings import SEEN, Findings
from tipline.evidence.cleaning.pictures.pieces import Pieces, Window
from tipline.tips.evidence import Found

CHUNKS_MAX = 20_000
BITS = {b"VP8 ", b"VP8L"}
ICC_FLAG, ALPHA_FLAG, EXIF_FLAG, ANIMATED_FLAG = 0x20, 0x10, 0x08, 0x02
EXTENDED, ANIMATION, FRAME = 10, 6, 16  # bytes of VP8X and ANIM, and of ANMF before its chunks
PIXELS_MAX = 2_000_000_000  # of all frames


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean a WebP (see ``cleaned.Cleaner``)."""
    webp = _Webp(Window(source))
    planned = webp.planned()
    decoding.decode(planned.view(source), WebPImageFile, webp.pixels)
    planned.write(source, sink)
    return webp.findings.cleaned()


class _Webp:
    def __init__(self, window: Window) -> None:
        self._window = window
        self.findings = Findings()
        self.pixels = self._all_pixels = 0
        self._extended = self._profile = b""
        self._body = Pieces()
        self._seen: set[bytes] = set()

    def planned(self) -> Pieces:
        """Walk the chunks and return the clean file."""
        end = 8 + int.from_bytes(self._window.at(4, 4), "little")
        if end > self._window.size:
            raise FileDamagedError
        for name, at, length in self._chunks(12, end):
            self._chunk(name, at, length)
        if end + end % 2 < self._window.size:
            self.findings.add(Found.REST)
        if not self._seen & {b"ANMF", *BITS}:
            raise FileDamagedError
        return self._written()

    def _chunks(self, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
        """Yield name, place and length of each chunk's content (RFC 9649, 2.3)."""
        for _ in range(CHUNKS_MAX):
            if at + 8 > end:
                return
            length = int.from_bytes(self._window.at(at + 4, 4), "little")
            if at + 8 + length > end:
                raise FileDamagedError
            yield self._window.at(at, 4), at + 8, length
            at += 8 + length + length % 2
        raise FileTooComplexError

    def _chunk(self, name: bytes, at: int, length: int) -> None:
        if name == b"VP8X" and length >= EXTENDED and not self._extended:
            self._extended = self._window.at(at, EXTENDED)
            self.pixels = decoding.measure(*_sides(self._extended[4:]))
        elif name == b"ANMF" and length >= FRAME:
            self._frame(at, length)
        elif name == b"ANIM" and length >= ANIMATION and name not in self._seen:
            self._keep(self._body, name, at, ANIMATION)
        elif name in BITS or name == b"ALPH":
            self._picture(self._body, self._seen, name, at, length)
        else:
            self._metadata(name, self._window.at(at, min(length, icc.PROFILE_MAX)))
        self._seen.add(name)

    def _picture(self, pieces: Pieces, seen: set[bytes], name: bytes, at: int, length: int) -> None:
        """Plan a bitstream, or the transparency before it; only the first of each counts."""
        if seen & BITS or name in seen:
            self.findings.add(Found.REST)
            return
        if name in BITS:
            pixels = decoding.measure(*self._sides_of(name, at))
            self.pixels = self.pixels or pixels
        self._keep(pieces, name, at, length)

    def _sides_of(self, name: bytes, at: int) -> tuple[int, int]:
        if name == b"VP8 ":  # RFC 6386, 9.1
            head = self._window.at(at + 3, 7)
            if head[:3] != b"\x9d\x01\x2a":
                raise FileDamagedError
            low = int.from_bytes(head[3:5], "little"), int.from_bytes(head[5:7], "little")
            return low[0] & 0x3FFF, low[1] & 0x3FFF
        head = self._window.at(at, 5)  # RFC 9649, 3.4
        bits = int.from_bytes(head[1:5], "little")
        if head[0] != 0x2F:
            raise FileDamagedError
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1

    def _frame(self, at: int, length: int) -> None:
        head = self._window.at(at, FRAME)
        width, height = _sides(head[6:])
        self._all_pixels += decoding.measure(width, height)
        if self._all_pixels > PIXELS_MAX:
            raise FileTooComplexError
        inside, seen = Pieces(), set[bytes]()
        for name, start, size in self._chunks(at + FRAME, at + length):
            if name in BITS or name == b"ALPH":
                self._picture(inside, seen, name, start, size)
            else:
                self.findings.add(Found.REST)
            seen.add(name)
        if not seen & BITS:
            raise FileDamagedError
        self._body.add(b"ANMF" + (FRAME + inside.size).to_bytes(4, "little") + head)
        self._body.extend(inside)

    def _metadata(self, name: bytes, content: bytes) -> None:
        if name == b"ICCP" and not self._profile:
            self._profile = self.findings.profile(content)
        elif name == b"EXIF":
            self.findings.exif(content[:SEEN])
        elif name == b"XMP ":
            self.findings.xmp(content[:SEEN])
        else:
            self.findings.add(Found.REST)

    def _keep(self, pieces: Pieces, name: bytes, at: int, length: int) -> None:
        pieces.add(name + length.to_bytes(4, "little"))
        pieces.span(at, length)
        pieces.add(bytes(length % 2))

    def _written(self) -> Pieces:
        head = b"".join(self._head()) if self._extended else b""
        tail = self._tail() if self._extended else b""
        pieces = Pieces()
        size = 4 + len(head) + self._body.size + len(tail)
        pieces.add(b"RIFF" + size.to_bytes(4, "little") + b"WEBP" + head)
        pieces.extend(self._body)
        pieces.add(tail)
        return pieces

    def _head(self) -> Iterator[bytes]:
        flags = self._extended[0] & (ALPHA_FLAG | ANIMATED_FLAG)
        flags |= ICC_FLAG if self._profile else 0
        flags |= EXIF_FLAG if self.findings.orientation != 1 else 0
        yield _fresh(b"VP8X", bytes((flags, 0, 0, 0)) + self._extended[4:])
        if self._profile:
            yield _fresh(b"ICCP", self._profile)

    def _tail(self) -> bytes:
        way = self.findings.orientation
        return _fresh(b"EXIF", exif.upright(way)) if way != 1 else b""


def _sides(six: bytes) -> tuple[int, int]:
    """Read two numbers of 24 bits, each one less than what it means."""
    return int.from_bytes(six[:3], "little") + 1, int.from_bytes(six[3:6], "little") + 1


def _fresh(name: bytes, content: bytes) -> bytes:
    return name + len(content).to_bytes(4, "little") + content + bytes(len(content) % 2)
