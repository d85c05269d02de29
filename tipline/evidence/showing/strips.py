"""Strips: some pictures of what moves, in one picture, in rows of four from the left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from PIL import Image

from tipline.errors import FileDamagedError
from tipline.evidence.showing import pictures
from tipline.evidence.showing.bounds import STRIP_COLUMNS

BETWEEN = (16, 24, 28)  # what is seen beside a narrower picture


def write(frames: Iterable[Image.Image | None], sink: BinaryIO) -> dict[str, Any]:
    """Write pictures as one; FileDamagedError for none.

    Where one is missing (None), its place stays empty: a page says what stands where.
    """
    taken = [frame and frame.convert("RGB") for frame in frames]
    there = [frame for frame in taken if frame]
    if not there:
        raise FileDamagedError
    width, height = max(each.width for each in there), max(each.height for each in there)
    rows = -(-len(taken) // STRIP_COLUMNS)
    strip = Image.new("RGB", (STRIP_COLUMNS * width, rows * height), BETWEEN)
    for number, frame in enumerate(taken):
        if frame is None:
            continue
        row, column = divmod(number, STRIP_COLUMNS)
        left, top = (width - frame.width) // 2, (height - frame.height) // 2
        strip.paste(frame, (column * width + left, row * height + top))
    return pictures.write(strip, sink, quality=80) | {"frames": len(there)}
