"""GIF (version 89a): frames, their controls, and how often they repeat."""

from __future__ import annotations

from typing import BinaryIO

from PIL.GifImagePlugin import GifImageFile

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.pictures import decoding
from tipline.evidence.cleaning.pictures.findings import SEEN, Findings
from tipline.evidence.cleaning.pictures.pieces import Pieces, Window
from tipline.tips.evidence import Found

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
TEXT, CONTROL, COMMENT, APPLICATION = 0x01, 0xF9, 0xFE, 0xFF
FRAMES_MAX = 10_000
BLOCKS_MAX = 30_000
PIXELS_MAX = 2_000_000_000  # of all frames
LOOPS = frozenset({b"NETSCAPE2.0", b"ANIMEXTS1.0"})


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean a GIF (see ``cleaned.Cleaner``)."""
    gif = _Gif(Window(source))
    planned = gif.planned()
    decoding.decode(planned.view(source), GifImageFile, gif.pixels)
    planned.write(source, sink)
    return gif.findings.cleaned()


class _Gif:
    def __init__(self, window: Window) -> None:
        self._window = window
        self.findings = Findings()
        self._pieces = Pieces()
        self._control = b""  # waits for the frame that it is about
        self._frames = self._all_pixels = 0
        self.pixels = decoding.measure(*self._sides(6))

    def planned(self) -> Pieces:
        """Walk the blocks up to the trailer and return the clean file."""
        at = 13 + _colours(self._window.at(10, 1)[0])
        self._pieces.span(0, 13)
        self._pieces.span(13, len(self._window.at(13, at - 13)))
        for _ in range(BLOCKS_MAX):
            kind = self._window.at(at, 1)[0]
            if kind == TRAILER:
                return self._ended(at + 1)
            if kind not in {EXTENSION, IMAGE}:
                raise FileDamagedError
            at = self._image(at) if kind == IMAGE else self._extension(at)
        raise FileTooComplexError

    def _ended(self, end: int) -> Pieces:
        if not self._frames:
            raise FileDamagedError
        if self._window.size > end:
            self.findings.add(Found.REST)
        self._pieces.add(bytes((TRAILER,)))
        return self._pieces

    def _sides(self, at: int) -> tuple[int, int]:
        pair = self._window.at(at, 4)
        return int.from_bytes(pair[:2], "little"), int.from_bytes(pair[2:], "little")

    def _image(self, at: int) -> int:
        self._frames += 1
        (left, top), (width, height) = self._sides(at + 1), self._sides(at + 5)
        self._all_pixels += decoding.measure(width, height)
        self.pixels = max(self.pixels, decoding.measure(left + width, top + height))
        if self._frames > FRAMES_MAX or self._all_pixels > PIXELS_MAX:
            raise FileTooComplexError
        start = at + 10 + _colours(self._window.at(at + 9, 1)[0])
        end = self._behind(start + 1)
        self._pieces.add(self._control)
        self._pieces.span(at, end - at)
        self._control = b""
        return end

    def _behind(self, at: int) -> int:
        """Return where a row of sub-blocks ends, each at most 255 bytes behind its length."""
        while length := self._window.at(at, 1)[0]:
            at += 1 + length
        return at + 1

    def _extension(self, at: int) -> int:
        label, end = self._window.at(at + 1, 1)[0], self._behind(at + 2)
        if label == CONTROL and end - at == 8:
            self._control = self._window.at(at, 8)
        elif label == APPLICATION:
            self._application(at + 2, end)
        else:
            self.findings.add(Found.WORDS if label in {TEXT, COMMENT} else Found.REST)
            self._control = b"" if label == TEXT else self._control
        return end

    def _application(self, at: int, end: int) -> None:
        """Keep how often frames repeat; look at XMP, whose bytes stand without sub-blocks."""
        name = self._window.at(at + 1, self._window.at(at, 1)[0])
        behind = at + 1 + len(name)
        if name in LOOPS and end - behind == 5 and self._window.at(behind, 2) == b"\x03\x01":
            self._pieces.add(bytes((EXTENSION, APPLICATION, 11)) + name)
            self._pieces.span(behind, 5)
        elif name == b"XMP DataXMP":
            self.findings.xmp(self._window.at(behind, min(end - behind, SEEN)))
        else:
            self.findings.add(Found.WORDS if name.startswith(b"ICCRGB") else Found.REST)


def _colours(packed: int) -> int:
    """Return the bytes of the colour table that these flags announce."""
    return 3 << (packed & 7) + 1 if packed & 0x80 else 0
