"""AAC: encoders put their names into elements that are skipped, before the first that is heard."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.media.units import Sift
from tipline.tips.evidence import Found

Field: TypeAlias = Callable[[int, int], int]  # where it begins and how many bits it has

STREAM, FILL = 4, 6  # ISO/IEC 14496-3, table 4.85
HEARD = frozenset({11, 12, 13, 14})  # table 4.121: loudness, surround, spectral bands
ELEMENTS_MAX = 64
HEAD = 32 * 1024  # bytes: more than so many elements have


def aac(told: Told) -> Sift:
    """Return a sift of raw data blocks (ISO/IEC 14496-3, 4.4.2.1): no length changes."""

    def sift(sample: bytes) -> bytes:
        if not sample or sample[0] >> 5 not in {STREAM, FILL}:
            return sample
        kept = _silenced(sample[:HEAD]) + sample[HEAD:]
        if kept != sample:
            told.add(Found.PROGRAM)
        return kept

    return sift


def _silenced(sample: bytes) -> bytes:
    """Clear what skipped elements hold, as long as nothing else comes before them."""
    bits, number = 8 * len(sample), int.from_bytes(sample)

    def field(at: int, wide: int) -> int:
        return number >> max(0, bits - at - wide) & (1 << wide) - 1

    at = 0
    for _ in range(ELEMENTS_MAX):
        name = field(at, 3)
        if name == FILL:
            start, length = _fill(field, at + 3)
            if length and field(start, 4) in HEARD:
                break
        elif name == STREAM:
            start, length = _stream(field, at + 3)
        else:
            break
        at = start + 8 * length
        if at > bits:
            break
        number &= ~(((1 << 8 * length) - 1) << bits - at)
    return number.to_bytes(len(sample))


def _fill(field: Field, at: int) -> tuple[int, int]:
    length = field(at, 4)
    return (at + 12, 15 + field(at + 4, 8) - 1) if length == 15 else (at + 4, length)


def _stream(field: Field, at: int) -> tuple[int, int]:
    aligned, length, start = field(at + 4, 1), field(at + 5, 8), at + 13
    if length == 255:
        length, start = 255 + field(start, 8), start + 8
    return (start + 7) // 8 * 8 if aligned else start, length
