"""Coded pictures: HEVC (ITU-T H.265) and AV1, without the messages that no decoder needs.

Encoders write their names and settings into such messages, and cameras what they like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.evidence.cleaning.pictures.pieces import Pieces, Window
from tipline.tips.evidence import Found

UNITS_MAX = 2_000  # of one item: slices of a picture, with what stands between
HEVC_SLICES = range(32)  # H.265, table 7-1: slices of pictures,
HEVC_SETS = range(32, 35)  # and their parameter sets
HEVC_HEAD, AV1_HEAD = 23, 4  # bytes of hvcC and of av1C before what varies
SEQUENCE, METADATA = 1, 5  # AV1, 6.2.2
AV1_UNITS = frozenset({SEQUENCE, 3, 4, 6, 7})  # frame headers, tile groups, frames
AV1_LIGHT = (b"\1", b"\2", b"\3")  # metadata about brightness and layers
# They tell nothing, and nothing needs them in a file of boxes.
HEVC_DELIMITER, AV1_DELIMITER = 35, 2


class Notes(Protocol):
    """What notes kinds of what was found."""

    def add(self, *found: Found) -> None:
        """Note kinds that were found."""


class Extents:
    """The content of an item, which may lie in several places of the file."""

    def __init__(self, window: Window, extents: Iterable[tuple[int, int]]) -> None:
        """Take offsets and lengths; FileDamagedError if one goes beyond the file."""
        self._window, self._extents = window, tuple(extents)
        if any(offset + length > window.size for offset, length in self._extents):
            raise FileDamagedError
        self.size = sum(length for _, length in self._extents)

    def _spans(self, at: int, length: int) -> Iterator[tuple[int, int]]:
        if at + length > self.size:
            raise FileDamagedError
        for offset, size in self._extents:
            if length and at < size:
                taken = min(length, size - at)
                yield offset + at, taken
                length, at = length - taken, at + taken
            at -= size

    def at(self, at: int, length: int) -> bytes:
        """Return ``length`` bytes of the content, or FileDamagedError."""
        return b"".join(self._window.at(*span) for span in self._spans(at, length))

    def copy(self, pieces: Pieces, at: int, length: int) -> None:
        """Plan ``length`` bytes of the content."""
        for span in self._spans(at, length):
            pieces.span(*span)


def coded(kind: bytes, head: bytes, content: Extents, findings: Findings) -> Pieces:
    """Return the coded data of an ``hvc1`` or ``av01`` item that goes over.

    ``head`` is the content of its ``hvcC`` or ``av1C``.
    """
    units = _nal_units(content, (head[21] & 3) + 1) if kind == b"hvc1" else _obus(content)
    pieces = Pieces()
    for number, (start, length, needed) in enumerate(units):
        if number > UNITS_MAX:
            raise FileTooComplexError
        if needed:
            content.copy(pieces, start, length)
        else:
            findings.add(Found.PROGRAM)
    if not pieces.size:
        raise FileDamagedError
    return pieces


def _nal_units(content: Extents, wide: int) -> Iterator[tuple[int, int, bool]]:
    """Yield place and length of each unit with its length field, and whether it is needed."""
    at = 0
    while at < content.size:
        length = int.from_bytes(content.at(at, wide))
        name = content.at(at + wide, 1)[0] >> 1 & 0x3F
        if length < 2 or at + wide + length > content.size:
            raise FileDamagedError
        if name != HEVC_DELIMITER:
            yield at, wide + length, name in HEVC_SLICES or name in HEVC_SETS
        at += wide + length


def obus(sample: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield place and length of each AV1 unit of a video's sample, and whether it is needed."""
    return _obus(_Plain(sample))


class _Plain:
    def __init__(self, content: bytes) -> None:
        self._content, self.size = content, len(content)

    def at(self, at: int, length: int) -> bytes:
        if at + length > self.size:
            raise FileDamagedError
        return self._content[at : at + length]


def _obus(content: Extents | _Plain) -> Iterator[tuple[int, int, bool]]:
    """Yield place and length of each AV1 unit (5.3), and whether it is needed."""
    at = 0
    while at < content.size:
        head = content.at(at, min(16, content.size - at))
        name, extended, sized = head[0] >> 3 & 15, head[0] >> 2 & 1, head[0] >> 1 & 1
        begin = 1 + extended
        length, more = _leb128(head[begin:]) if sized else (content.size - at - begin, 0)
        if at + begin + more + length > content.size:
            raise FileDamagedError
        light = name == METADATA and head[begin + more : begin + more + 1] in AV1_LIGHT
        if name != AV1_DELIMITER:
            yield at, begin + more + length, name in AV1_UNITS or light
        at += begin + more + length


def _leb128(coded_number: bytes) -> tuple[int, int]:
    """Return a number of seven bits a byte, lowest first, and how many bytes it took (4.10.5)."""
    number = 0
    for place, byte in enumerate(coded_number[:8]):
        number |= (byte & 0x7F) << 7 * place
        if not byte & 0x80:
            return number, place + 1
    raise FileDamagedError


def hevc_header(content: bytes, findings: Notes) -> bytes:
    """Return hvcC (ISO/IEC 14496-15, 8.3.2) with its parameter sets and no messages."""
    if len(content) < HEVC_HEAD:
        raise FileDamagedError
    arrays, at = [], HEVC_HEAD
    for _ in range(content[22]):
        name, start = content[at] & 0x3F, at
        count, at = int.from_bytes(content[at + 1 : at + 3]), at + 3
        for _ in range(count):
            at += 2 + int.from_bytes(content[at : at + 2])
        if at > len(content):
            raise FileDamagedError
        if name in HEVC_SETS:
            arrays.append(content[start:at])
        else:
            findings.add(Found.PROGRAM)
    return content[:22] + bytes((len(arrays),)) + b"".join(arrays)


def av1_header(content: bytes, findings: Notes) -> bytes:
    """Return av1C (AV1 in ISO base media, 2.3) with its sequence header and no messages."""
    if len(content) < AV1_HEAD:
        raise FileDamagedError
    units, at = [], AV1_HEAD
    while at < len(content):
        name, extended = content[at] >> 3 & 15, content[at] >> 2 & 1
        length, more = _leb128(content[at + 1 + extended :])
        end = at + 1 + extended + more + length
        if end > len(content) or not content[at] & 2:
            raise FileDamagedError
        if name == SEQUENCE:
            units.append(content[at:end])
        else:
            findings.add(Found.PROGRAM)
        at = end
    return content[:AV1_HEAD] + b"".join(units)
