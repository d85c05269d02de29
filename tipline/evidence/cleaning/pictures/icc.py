"""Colour profiles (ICC.1:2022) without what tells their maker: only how colours are meant goes on.

A profile of three primaries and curves is written anew: as no profile at all if it is sRGB; with
the primaries and curves of a known space if it is one; else with its own numbers, rounded, since
a screen's measured profile is a mark of that screen. Others (scanners', printers' tables) keep
their numbers as they are. None keeps a text, a date, a maker, or a tag that converting does not
need.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping

from tipline.evidence.cleaning.pictures.curves import Curve, curve, nearest

PROFILE_MAX = 4 * 1024 * 1024  # bytes
TAGS_MAX = 100
HEADER = 128
PRIMARIES = (b"rXYZ", b"gXYZ", b"bXYZ")
CURVES = (b"rTRC", b"gTRC", b"bTRC")
TABLES = frozenset({b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"D2B0", b"D2B1"})
NEEDED = TABLES | {*PRIMARIES, *CURVES, b"kTRC", b"wtpt", b"bkpt", b"chad", b"gamt", b"cicp"}
NUMBERS = frozenset(
    {b"XYZ ", b"curv", b"para", b"mft1", b"mft2", b"mAB ", b"mBA ", b"sf32", b"cicp"}
)
KINDS = frozenset({b"scnr", b"mntr", b"prtr", b"spac"})
COLOURS = frozenset({b"RGB ", b"GRAY", b"CMYK"})
WHITE = (0.9642, 1.0, 0.8249)  # D50, of the connection space
SRGB = (0.4361, 0.2225, 0.0139, 0.3851, 0.7169, 0.0971, 0.1431, 0.0606, 0.7141)
SPACES = (  # X, Y, Z of red, green and blue, adapted to D50
    SRGB,
    (0.5151, 0.2412, -0.0011, 0.2920, 0.6922, 0.0419, 0.1571, 0.0666, 0.7841),  # Display P3
    (0.6097, 0.3111, 0.0195, 0.2053, 0.6257, 0.0609, 0.1492, 0.0632, 0.7446),  # Adobe RGB
    (0.6734, 0.2790, -0.0019, 0.1657, 0.6753, 0.0299, 0.1251, 0.0456, 0.7969),  # Rec. 2020
    (0.4543, 0.2426, 0.0148, 0.3533, 0.6744, 0.0904, 0.1566, 0.0834, 0.7195),  # Generic RGB
    (0.7977, 0.2880, 0.0, 0.1352, 0.7119, 0.0, 0.0313, 0.0001, 0.8249),  # ProPhoto RGB
)
NEAR = 0.005  # of X, Y or Z: how far a profile's primaries may be from a known space
FLAT = 0.01  # primaries in a line or a plane span no colours; sRGB's determinant is 0.19
GRAIN = 0.01  # of X, Y or Z, to which unknown primaries are rounded


def plain(told: bytes) -> bytes:
    """Return a profile that means the same colours, or nothing for sRGB and for a broken one.

    Primaries move by 0.005 in X, Y and Z at most, curves by 0.002 in linear light (0 to 1).
    """
    try:
        tags = _tags(told)
        if told[16:20] == b"RGB " and not TABLES & tags.keys():
            return _matrix(tags)
        return _tables(told, tags)
    except (ValueError, KeyError, IndexError, struct.error):
        return b""


def _tags(told: bytes) -> dict[bytes, bytes]:
    """Return the tags that are needed, each with its type and content."""
    count = int.from_bytes(told[HEADER : HEADER + 4])
    if len(told) > PROFILE_MAX or told[36:40] != b"acsp" or count > TAGS_MAX:
        raise ValueError
    tags = {}
    for at in range(HEADER + 4, HEADER + 4 + 12 * count, 12):
        name, start, length = struct.unpack_from(">4sII", told, at)
        content = told[start : start + length]
        if name in NEEDED and content[:4] in NUMBERS and len(content) == length:
            tags[name] = content
    return tags


def _matrix(tags: Mapping[bytes, bytes]) -> bytes:
    own = [value for name in PRIMARIES for value in _point(tags[name])]
    known = next((space for space in SPACES if _distance(space, own) <= NEAR), None)
    primaries = known or tuple(round(value / GRAIN) * GRAIN for value in own)
    if abs(_determinant(own)) < FLAT:
        raise ValueError
    shapes = [nearest(curve(tags[name])) for name in CURVES]
    if primaries == SRGB and all(shape.is_srgb for shape in shapes):
        return b""
    return _written(b"mntr", b"RGB ", b"XYZ ", _matrix_tags(primaries, shapes))


def _matrix_tags(primaries: tuple[float, ...], shapes: list[Curve]) -> dict[bytes, bytes]:
    points = (primaries[0:3], primaries[3:6], primaries[6:9])
    return {
        b"wtpt": _xyz(WHITE),
        **{name: _xyz(point) for name, point in zip(PRIMARIES, points, strict=True)},
        **{name: shape.written for name, shape in zip(CURVES, shapes, strict=True)},
    }


def _tables(told: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    kind, space, connection = told[12:16], told[16:20], told[20:24]
    wanted = b"kTRC" if space == b"GRAY" else b"A2B0"
    if kind not in KINDS or space not in COLOURS or connection not in {b"XYZ ", b"Lab "}:
        raise ValueError
    if not tags.keys() & {wanted, b"A2B0"}:
        raise ValueError
    return _written(kind, space, connection, tags)


def _written(kind: bytes, space: bytes, connection: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    """Write a profile (version 4.3) of these tags, and of two texts that each one must have."""
    text = b"mluc" + struct.pack(">IIIHHII", 0, 1, 12, 0x656E, 0x5553, 2, 28) + b"\0x"
    every = {b"desc": text, b"cprt": text, **tags}
    at, table, content = HEADER + 4 + 12 * len(every), b"", b""
    for name, value in every.items():
        table += struct.pack(">4sII", name, at + len(content), len(value))
        content += value + bytes(-len(value) % 4)
    header = struct.pack(
        ">I4sI4s4s4s12x4s28x3i48x",
        *(at + len(content), b"\0\0\0\0", 0x0430_0000, kind, space, connection, b"acsp"),
        *_fixed(WHITE),
    )
    return header + struct.pack(">I", len(every)) + table + content


def _determinant(nine: list[float]) -> float:
    a, b, c, d, e, f, g, h, i = nine
    return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)


def _point(tag: bytes) -> tuple[float, ...]:
    return tuple(value / 0x1_0000 for value in struct.unpack_from(">3i", tag, 8))


def _xyz(point: Iterable[float]) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *_fixed(point))


def _fixed(values: Iterable[float]) -> list[int]:
    """Return numbers as ICC's s15Fixed16Number."""
    return [round(value * 0x1_0000) for value in values]


def _distance(one: Iterable[float], other: Iterable[float]) -> float:
    return max(abs(a - b) for a, b in zip(one, other, strict=True))
