"""AMR, as telephones record speech: a sign, then one frame for each 20 milliseconds.

Source: RFC 4867, 5; 3GPP TS 26.101 and 26.201 for the bits of a frame.
"""

from __future__ import annotations

from typing import BinaryIO

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.pictures.pieces import BLOCK, Window
from tipline.tips.evidence import Found

NARROW, WIDE = b"#!AMR\n", b"#!AMR-WB\n"
# Bits of a frame by its type: speech, then comfort noise, then frames that hold nothing.
BITS = {
    NARROW: dict(enumerate((95, 103, 118, 134, 148, 159, 204, 244, 39))) | {15: 0},
    WIDE: dict(enumerate((132, 177, 253, 285, 317, 365, 397, 461, 477, 40))) | {14: 0, 15: 0},
}
FRAMES_MAX = 10_000_000  # 55 hours
HEAD_BITS = 0x7C  # type and quality; the others mean nothing


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean an AMR recording (see ``cleaned.Cleaner``): bits that no decoder reads become zero."""
    window, told = Window(source), Told()
    sign = WIDE if window.at(0, min(len(WIDE), window.size)) == WIDE else NARROW
    if window.at(0, len(sign)) != sign or window.size == len(sign):
        raise FileDamagedError
    sink.write(sign)
    at, ready = len(sign), bytearray()
    for _ in range(FRAMES_MAX):
        if at == window.size:
            sink.write(ready)
            return told.cleaned()
        frame = _frame(window, at, BITS[sign])
        if frame != window.at(at, len(frame)):
            told.add(Found.REST)
        ready += frame
        at += len(frame)
        if len(ready) >= BLOCK:
            sink.write(ready)
            ready = bytearray()
    raise FileTooComplexError


def _frame(window: Window, at: int, bits: dict[int, int]) -> bytes:
    """Return the frame at ``at`` without stray bits; FileDamagedError if there is none."""
    head = window.at(at, 1)[0]
    used = bits.get(head >> 3 & 15)
    if used is None:
        raise FileDamagedError
    whole = window.at(at + 1, (used + 7) // 8)
    unused = -used % 8
    if unused:
        whole = whole[:-1] + bytes((whole[-1] >> unused << unused,))
    return bytes((head & HEAD_BITS,)) + whole
