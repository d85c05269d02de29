"""What a picture looks like, in 256 bits: of two that look alike, few of them differ.

A perceptual hash of the discrete cosine transform, along the lines of PDQ (Facebook, "The TMK+PDQF
Video-Hashing Algorithm and the PDQ Image-Hashing Algorithm", 2019): 64 by 64 greys, the 16 by 16
frequencies from 1 to 16 each way, a bit for each that lies above their median. It holds when a
picture is made smaller, saved anew, lighter or darker; not when it is cut, turned or mirrored.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul
from statistics import median, pstdev

from PIL import Image

SIDE, KEPT = 64, 16
FLAT = 4.0  # greys of 255: what varies less shows too little to be told from others
Rows = Sequence[Sequence[float]]
_WAVES: Rows = [
    [math.cos(math.pi * frequency * (2 * at + 1) / (2 * SIDE)) for at in range(SIDE)]
    for frequency in range(1, KEPT + 1)
]


def likeness(picture: Image.Image) -> bytes | None:
    """Return the hash of an upright picture, 32 bytes; None for one that is all but plain."""
    small = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    greys = list(small.tobytes())
    if pstdev(greys) < FLAT:
        return None
    rows = [greys[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    lowest = _times(_WAVES, _times(_WAVES, rows))
    every = [value for row in lowest for value in row]
    middle = median(every)
    bits = "".join("1" if value > middle else "0" for value in every)
    return int(bits, 2).to_bytes(KEPT * KEPT // 8, "big")


def _times(waves: Rows, rows: Rows) -> list[list[float]]:
    """Return each wave's share in each row, turned: a row for each wave."""
    return [[sum(map(mul, wave, row)) for row in rows] for wave in waves]
