"""The curves of a colour profile (ICC.1:2022, 10.6 and 10.18): read, compared, written anew."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

STEPS = 32  # a curve is compared and, if it is none that is known, written at 33 points
NEAR = 0.002  # in linear light, 0 to 1
GRAIN = 500  # levels to which the points of an unknown curve are rounded
# How many parameters each function of a parametric curve takes.
PARAMETERS = (1, 3, 4, 5, 7)
SRGB = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
REC_709 = (1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081)
GAMMAS = (1.0, 1.8, 563 / 256, 2.4, 2.6)


@dataclass(frozen=True)
class Curve:
    """A curve as it will be written: the bytes of its tag."""

    written: bytes
    is_srgb: bool = False


def curve(tag: bytes) -> list[float]:
    """Return the linear light (0 to 1) at 33 equal steps of the curve in a tag.

    Raises ValueError, IndexError or struct.error where it is none, or does not rise.
    """
    points = _points(tag)
    if points[0] >= points[-1] or any(low > high for low, high in pairwise(points)):
        raise ValueError
    return points


def _points(tag: bytes) -> list[float]:
    count = int.from_bytes(tag[8:12])
    if tag[:4] == b"para":
        return _parametric(tag)
    if tag[:4] != b"curv":
        raise ValueError
    if count <= 1:
        gamma = int.from_bytes(tag[12:14]) / 256 if count else 1.0
        return [(step / STEPS) ** gamma for step in range(STEPS + 1)]
    table = struct.unpack_from(f">{count}H", tag, 12)
    return [_between(table, step / STEPS * (count - 1)) / 0xFFFF for step in range(STEPS + 1)]


def _between(table: Sequence[int], at: float) -> float:
    low = min(int(at), len(table) - 2)
    return table[low] + (table[low + 1] - table[low]) * (at - low)


def _parametric(tag: bytes) -> list[float]:
    function = int.from_bytes(tag[8:10])
    values = struct.unpack_from(f">{PARAMETERS[function]}i", tag, 12)
    g, a, b, c, d, e, f = _seven(function, [value / 0x1_0000 for value in values])
    points = []
    for step in range(STEPS + 1):
        x = step / STEPS
        point = max(a * x + b, 0) ** g + e if x >= d else c * x + f
        points.append(min(max(point, 0), 1))
    return points


def _seven(function: int, values: list[float]) -> list[float]:
    """Return the parameters g, a, b, c, d, e, f that say the same for functions 0 to 4."""
    if function == 0:
        return [values[0], 1, 0, 0, 0, 0, 0]
    if function in {1, 2}:
        g, a, b, *c = values
        low = c[0] if c else 0
        return [g, a, b, 0, -b / a if a else 0, low, low]
    return [*values, 0, 0] if function == 3 else values


def nearest(points: list[float]) -> Curve:
    """Return the known curve that these points follow, or one through them, rounded."""
    srgb = _para(3, SRGB)
    known = [srgb, _para(3, REC_709), *(_para(0, (gamma,)) for gamma in GAMMAS)]
    for written in known:
        if max(abs(a - b) for a, b in zip(curve(written), points, strict=True)) <= NEAR:
            return Curve(written, is_srgb=written is srgb)
    levels = [round(round(point * GRAIN) / GRAIN * 0xFFFF) for point in points]
    return Curve(b"curv" + struct.pack(f">II{len(levels)}H", 0, len(levels), *levels) + b"\0\0")


def _para(function: int, values: Sequence[float]) -> bytes:
    fixed = [round(value * 0x1_0000) for value in values]
    return b"para" + struct.pack(f">IHH{len(fixed)}i", 0, function, 0, *fixed)
