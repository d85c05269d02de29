"""Strips: some pictures of what moves, in one picture, in rows of four from the left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from PIL import Image

from tipline.errors import FileDamagedError
from tipline.evidence.showing import pictures
from tipline.evidence.showing.bounds import STRIP_COLUMNS, STRIP_FRAMES, STRIP_SIDE

BETWEEN = (16, 24, 28)  # what is seen beside a narrower picture


def moments(seconds: int) -> list[int]:
    """Return the seconds of a recording whose pictures make its strip."""
    taken = max(1, min(STRIP_FRAMES, seconds))
    return [(2 * number + 1) * seconds // (2 * taken) for number in range(taken)]


def write(frames: Iterable[Image.Image], sink: BinaryIO) -> dict[str, Any]:
    """Write pictures of at most ``STRIP_SIDE`` pixels as one; FileDamagedError for none."""
    taken = [frame.convert("RGB") for frame in frames]
    if not taken:
        raise FileDamagedError
    width, height = max(each.width for each in taken), max(each.height for each in taken)
    rows = -(-len(taken) // STRIP_COLUMNS)
    strip = Image.new("RGB", (STRIP_COLUMNS * width, rows * height), BETWEEN)
    for number, frame in enumerate(taken):
        row, column = divmod(number, STRIP_COLUMNS)
        left, top = (width - frame.width) // 2, (height - frame.height) // 2
        strip.paste(frame, (column * width + left, row * height + top))
    return pictures.write(strip, sink, quality=80) | {"frames": len(taken)}


__all__ = ["STRIP_SIDE", "moments", "write"]
