"""Ogg with Opus or Vorbis: packets of sound as they are, under headers without comments.

Sources: RFC 3533 (pages); RFC 7845, 5 (Opus); Vorbis I, 4.2 and 5 (headers and comments). A file
may hold several recordings one after another; tracks beside the sound stay behind.
"""

from __future__ import annotations

from typing import BinaryIO

from tipline.errors import FileDamagedError, FileKindRefusedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.media.ogg_pages import (
    CONTINUED,
    FIRST,
    LAST,
    Page,
    of_packets,
    pages,
)
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.tips.evidence import Found

RECORDINGS_MAX = 1000
HEADERS_MAX = 64 * 1024 * 1024  # bytes: comments may hold pictures
TAGS_MAX = 1000
OPUS, VORBIS = b"OpusHead", b"\x01vorbis"
# Comments of no program and no words: the sign, two lengths of zero, and Vorbis' closing bit.
NO_COMMENTS = {OPUS: b"OpusTags" + bytes(8), VORBIS: b"\x03vorbis" + bytes(8) + b"\x01"}
HEADERS = {OPUS: 2, VORBIS: 3}
VORBIS_HEAD_BYTES = 30


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean an Ogg file (see ``cleaned.Cleaner``)."""
    told, recordings = Told(), 0
    current: _Recording | None = None
    for page in pages(Window(source)):
        sign = _sign(page) if page.flags & FIRST else b""
        if sign and current is not None and not current.ended:
            raise FileTooComplexError  # two sounds at once
        if sign:
            recordings += 1
            if recordings > RECORDINGS_MAX:
                raise FileTooComplexError
            current = _Recording(page, sign, recordings, told, sink)
        elif current is not None and page.stream == current.stream and not current.ended:
            current.take(page)
        else:
            told.add(Found.REST)
    if current is None:
        raise FileKindRefusedError
    if not current.ended:
        raise FileDamagedError
    return told.cleaned()


def _sign(page: Page) -> bytes:
    """Return how the sound of a stream's first page begins; nothing if it is no sound of ours."""
    if page.body.startswith((b"\x80theora", b"Speex   ", b"\x7fFLAC")):
        raise FileKindRefusedError
    return next((sign for sign in HEADERS if page.body.startswith(sign)), b"")


class _Recording:
    """One stream, written as it comes: headers are gathered, then pages go over."""

    def __init__(self, page: Page, sign: bytes, number: int, told: Told, sink: BinaryIO) -> None:
        self.stream, self.ended = page.stream, False
        self._sign, self._number, self._told, self._sink = sign, number, told, sink
        self._headers: list[bytes] = []
        self._part: list[bytes] = []
        self._gathered = self._written = 0
        head = _head(page, sign)
        self._write(Page(FIRST, 0, 0, bytes((len(head),)), head))

    def take(self, page: Page) -> None:
        """Take a further page of this stream."""
        if page.flags & FIRST:
            raise FileDamagedError
        if len(self._headers) + 1 < HEADERS[self._sign]:
            self._gather(page)
        else:
            self._write(page)
        self.ended = bool(page.flags & LAST)

    def _gather(self, page: Page) -> None:
        self._gathered += len(page.body)
        if self._gathered > HEADERS_MAX:
            raise FileTooComplexError
        if bool(page.flags & CONTINUED) != bool(self._part):
            raise FileDamagedError
        for packet, ends in page.packets():
            self._part.append(packet)
            if ends:
                self._headers.append(b"".join(self._part))
                self._part = []
        missing = HEADERS[self._sign] - 1 - len(self._headers)
        if missing < 0 or (not missing and self._part) or page.flags & LAST:
            raise FileDamagedError  # headers end with a page
        if not missing:
            self._begin()

    def _begin(self) -> None:
        plain = NO_COMMENTS[self._sign]
        comments, *setup = self._headers
        if not comments.startswith(plain[:-8].rstrip(b"\0")):
            raise FileDamagedError
        if any(not packet.startswith(b"\x05vorbis") for packet in setup):
            raise FileDamagedError
        if comments != plain:
            tell(comments[8 if self._sign == OPUS else 7 :], self._told)
        for page in of_packets([plain, *setup]):
            self._write(page)

    def _write(self, page: Page) -> None:
        self._sink.write(page.packed(self._number, self._written))
        self._written += 1


def _head(page: Page, sign: bytes) -> bytes:
    """Return the first header, without bytes behind what its version defines."""
    body = page.body
    length = VORBIS_HEAD_BYTES
    if sign == OPUS:
        length = 19 if len(body) > 18 and body[18] == 0 else 21 + (body[9] if len(body) > 9 else 0)
    if len(body) < length or page.flags & LAST or len(page.laces) != 1:
        raise FileDamagedError
    return body[:length]


def tell(comments: bytes, told: Told) -> None:
    """Look through comments: a program's name, then ``NAME=value`` so many times."""
    size = int.from_bytes(comments[:4], "little")
    if size:
        told.add(Found.PROGRAM)
    at = 8 + size
    for _ in range(min(TAGS_MAX, int.from_bytes(comments[at - 4 : at], "little"))):
        size = int.from_bytes(comments[at : at + 4], "little")
        name, _, value = comments[at + 4 : at + 4 + min(size, 300)].partition(b"=")
        told.tag(name.decode("latin-1"), value.decode("utf-8", "replace"))
        at += 4 + size
        if at >= len(comments):
            return
    told.add(*({Found.REST} if len(comments) > at + 1 else ()))
