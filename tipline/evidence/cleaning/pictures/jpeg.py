"""JPEG (ITU-T T.81): frames, tables and scans go over; what applications added does not.

Written afresh: the JFIF density, which way is up (a minimal EXIF), a colour profile without its
texts, and Adobe's colour transform. Everything behind the end of the first picture stays behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from PIL.JpegImagePlugin import JpegImageFile

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.pictures import decoding, exif
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.evidence.cleaning.pictures.pieces import Pieces, Window
from tipline.tips.evidence import Found

SOI, EOI, SOS, COM, APP0, APP1, APP2 = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xE1, 0xE2
APP13, APP14, APP15 = 0xED, 0xEE, 0xEF
# SOF0-15 (without DHT, JPG, DAC among them), DHT, DAC, DQT, DNL, DRI, DHP, EXP
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})
TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD, 0xDE, 0xDF})
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
SEGMENTS_MAX = 20_000
SCANS_MAX = 500
SCANNED_MAX = (
    2_000_000_000  # pixels times scans: each scan of a progressive picture passes them all
)
JFIF, EXIF, XMP, MORE_XMP = (
    b"JFIF\0",
    b"Exif\0",
    b"http://ns.adobe.com/xap/",
    b"http://ns.adobe.com/xmp/ext",
)
PHOTOSHOP, ICC, MPF, ADOBE = b"Photoshop 3.0\0", b"ICC_PROFILE\0", b"MPF\0", b"Adobe"


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean a JPEG (see ``cleaned.Cleaner``).

    1. Walk its segments up to the end of the picture; plan what goes over, note what does not.
    2. See what stands behind.
    3. Decode the planned file, one pixel of 64.
    4. Write it.
    """
    jpeg = _Jpeg(Window(source))
    end = jpeg.walk()  # 1
    jpeg.look_behind(end)  # 2
    planned = jpeg.planned()
    scaled = not jpeg.progressive
    decoding.decode(planned.view(source), JpegImageFile, jpeg.pixels, scaled=scaled)  # 3
    planned.write(source, sink)  # 4
    return jpeg.findings.cleaned()


class _Jpeg:
    def __init__(self, window: Window) -> None:
        self._window = window
        self.findings = Findings()
        self.pixels = self._scans = 0
        self.progressive = False
        self._body = Pieces()
        self._density = self._transform = b""
        self._profile: dict[int, bytes] = {}

    def walk(self) -> int:
        """Plan the body of the picture and return where it ends."""
        at = 2
        for _ in range(SEGMENTS_MAX):
            at, marker = self._marker(at)
            if marker == EOI:
                return at
            length = self._window.number(at, 2)
            if length < 2:
                raise FileDamagedError
            self._segment(marker, at, length)
            at += length
            if marker == SOS:
                at = self._scan(at)
        raise FileTooComplexError

    def _marker(self, at: int) -> tuple[int, int]:
        """Return where the next marker from ``at`` on ends, and which it is."""
        found = self._next(at)
        if found != at:  # fill bytes, or others that every decoder passes over
            self.findings.add(Found.REST)
        return found + 2, self._window.number(found + 1, 1)

    def _next(self, at: int) -> int:
        """Return where the next marker stands that is not one within coded data."""
        while block := self._window.some(at, least=2):
            match = MARKER.search(block)
            if match:
                return at + match.start()
            at += max(1, len(block) - 1)  # the last byte may begin a marker
        raise FileDamagedError

    def _segment(self, marker: int, at: int, length: int) -> None:
        if marker in FRAMES or marker in TABLES or marker == SOS:
            if marker in FRAMES:
                self._frame(marker, at)
            self._body.add(bytes((0xFF, marker)))
            self._body.span(at, length)
        elif APP0 <= marker <= APP15:
            self._application(marker, self._window.at(at + 2, length - 2))
        elif marker == COM:
            self.findings.add(Found.WORDS)
        else:
            raise FileDamagedError

    def _frame(self, marker: int, at: int) -> None:
        height, width = self._window.number(at + 3, 2), self._window.number(at + 5, 2)
        if self.pixels:
            raise FileDamagedError
        self.pixels = decoding.measure(width, height)
        self.progressive = marker in PROGRESSIVE

    def _scan(self, start: int) -> int:
        """Plan the entropy-coded data from ``start`` and return where the next marker stands."""
        self._scans += 1
        if self._scans > SCANS_MAX or self._scans * self.pixels > SCANNED_MAX:
            raise FileTooComplexError
        end = self._next(start)
        self._body.span(start, end - start)
        return end

    def _application(self, marker: int, content: bytes) -> None:
        if marker == APP0 and content.startswith(JFIF):
            self._density = content[5:12]
            if content[12:14] != b"\0\0":
                self.findings.add(Found.PREVIEW)
        elif marker == APP14 and content.startswith(ADOBE) and len(content) >= 12:
            self._transform = content[11:12]
        elif marker == APP2 and content.startswith(ICC):
            self._profile.setdefault(content[12] if len(content) > 12 else 0, content[14:])
        else:
            self._metadata(marker, content)

    def _metadata(self, marker: int, content: bytes) -> None:
        if marker == APP1 and content.startswith(EXIF):
            self.findings.exif(content)
        elif marker == APP1 and content.startswith((XMP, MORE_XMP)):
            self.findings.xmp(content)
        elif marker == APP13 and content.startswith(PHOTOSHOP):
            self.findings.photoshop(content)
        elif (marker == APP2 and content.startswith(MPF)) or (
            marker == APP0 and content.startswith(b"JFXX\0")
        ):
            self.findings.add(Found.PREVIEW)
        else:
            self.findings.add(Found.REST)

    def look_behind(self, end: int) -> None:
        """Note what stands behind the picture: second pictures, a video, or whatever."""
        behind = self._window.some(end)
        if b"ftyp" in behind or b"PK\x03\x04" in behind:
            self.findings.add(Found.ENCLOSED)
        elif behind.lstrip(b"\0").startswith(b"\xff\xd8"):
            self.findings.add(Found.PREVIEW)
        elif behind.strip(b"\0\r\n"):
            self.findings.add(Found.REST)

    def planned(self) -> Pieces:
        """Return the clean file."""
        if not self._scans or not self.pixels:
            raise FileDamagedError
        pieces = Pieces()
        pieces.add(b"\xff\xd8" + b"".join(self._head()))
        pieces.extend(self._body)
        pieces.add(b"\xff\xd9")
        return pieces

    def _head(self) -> Iterator[bytes]:
        if len(self._density) == 7:
            yield _segment(APP0, JFIF + self._density + b"\0\0")
        if self.findings.orientation != 1:
            yield _segment(APP1, b"Exif\0\0" + exif.upright(self.findings.orientation))
        yield from self._profile_segments()
        if self._transform:
            yield _segment(APP14, ADOBE + b"\0\x64\0\0\0\0" + self._transform)

    def _profile_segments(self) -> Iterator[bytes]:
        """Write the profile without its texts, in parts of less than 64 KiB (ICC.1, B.4)."""
        told = b"".join(self._profile[number] for number in sorted(self._profile))
        if not told:
            return
        plain, most = self.findings.profile(told), 65_000
        parts = [plain[at : at + most] for at in range(0, len(plain), most)]
        for number, part in enumerate(parts, 1):
            yield _segment(APP2, ICC + bytes((number, len(parts))) + part)


def _segment(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content
