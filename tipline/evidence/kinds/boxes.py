"""ISO base media files (ISO/IEC 14496-12): pictures, videos and sound in boxes, told by brands.

The brands of ``ftyp`` say what a reader must know; only between a video and a sound recording in
one and the same brand do the handlers of the tracks decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from tipline.tips.evidence import Kind

BOXES_MAX = 2000  # looked at in one file
BRANDS_MAX = 64
HEIC = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})
AVIF = frozenset({b"avif", b"avis"})
SOUND = frozenset({b"M4A ", b"M4B "})
VIDEO = frozenset(
    {
        *(b"isom", b"mp41", b"mp42", b"mp71", b"avc1", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"f4v "),
        *(b"dash", b"XAVC", b"NDSC", b"NDSH", b"NDSM", b"NDSP", b"NDSS", b"hvc1", b"av01"),
        *(b"iso%d" % number for number in range(2, 10)),
    }
)
# Before there was ``ftyp`` (2001), QuickTime files began with one of these.
OLD_MOVIE = frozenset({b"moov", b"mdat", b"wide", b"pnot"})
INSIDE = frozenset({b"moov", b"trak", b"mdia"})


def kind(head: bytes, source: BinaryIO) -> Kind | None:
    """Return the kind of a file of boxes, or None if it is none of ours."""
    if head[4:8] in OLD_MOVIE:
        return Kind.MOV if any(_handlers(source)) else None
    if head[4:8] != b"ftyp":
        return None
    brands = _brands(head)
    known = next(filter(None, map(_of_brand, brands)), None)
    if known is Kind.MP4 and set(_handlers(source)) & {b"vide", b"soun"} == {b"soun"}:
        return Kind.M4A
    return known


def _brands(head: bytes) -> list[bytes]:
    """Return the major brand, then the compatible ones in their order."""
    end = min(int.from_bytes(head[:4]), 16 + 4 * BRANDS_MAX, len(head))
    return [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]


def _of_brand(brand: bytes) -> Kind | None:
    if brand.startswith((b"3gp", b"3g2", b"3gr", b"3gs", b"3ge", b"3gg")):
        return Kind.THREE_GP
    table = ((HEIC, Kind.HEIC), (AVIF, Kind.AVIF), (SOUND, Kind.M4A), (VIDEO, Kind.MP4))
    return Kind.MOV if brand == b"qt  " else next((k for own, k in table if brand in own), None)


def _handlers(source: BinaryIO) -> Iterator[bytes]:
    """Yield the handler type of each track, as ``vide`` or ``soun``."""
    size = source.seek(0, 2)
    pending = [(0, size)]
    for _ in range(BOXES_MAX):
        while pending and pending[-1][0] + 8 > pending[-1][1]:
            pending.pop()
        if not pending:
            return
        at, end = pending.pop()
        name, inner, after = _box(source, at, end)
        pending.append((after, end))
        if name in INSIDE:
            pending.append((inner, after))
        elif name == b"hdlr":
            source.seek(inner + 8)
            yield source.read(4)


def _box(source: BinaryIO, at: int, end: int) -> tuple[bytes, int, int]:
    """Return the name of the box at ``at``, where its content begins, and where it ends."""
    source.seek(at)
    start = source.read(16)
    length, header = int.from_bytes(start[:4]), 8
    if length == 1:
        length, header = int.from_bytes(start[8:16]), 16
    after = end if length < header else min(at + length, end)
    return start[4:8], at + header, after
