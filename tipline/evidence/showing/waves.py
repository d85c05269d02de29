"""Waves: how loud a recording is, drawn over its time."""

from __future__ import annotations

import sys
from array import array
from typing import TYPE_CHECKING, Any, BinaryIO

import av
from av.audio.resampler import AudioResampler
from PIL import Image, ImageDraw

from tipline.errors import FileDamagedError
from tipline.evidence.showing import pictures, recordings
from tipline.evidence.showing.bounds import STRETCH_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.tips.evidence import Kind

RATE = 8000  # samples a second
LOUDEST = 32768
COLOUR = (58, 143, 160, 255)  # seen on light and on dark paper
CLEAR = (0, 0, 0, 0)


def draw(
    kind: Kind, source: BinaryIO, sink: BinaryIO, start: int, sides: tuple[int, int]
) -> dict[str, Any]:
    """Write the wave of the ten minutes from a second on, or of what there is of them."""
    width, height = sides
    with recordings.opened(kind, source) as container:
        samples = array("h")
        for block in _samples(container, start):
            samples.extend(block)
    if not samples:
        raise FileDamagedError
    wave = Image.new("RGBA", sides, CLEAR)
    brush, middle = ImageDraw.Draw(wave), height / 2
    for column in range(width):
        part = samples[column * len(samples) // width : (column + 1) * len(samples) // width + 1]
        loud = max(1.0, loudest(part) / LOUDEST * middle)
        brush.line((column, middle - loud, column, middle + loud), COLOUR)
    return pictures.write(wave, sink)


def loudest(part: array[int]) -> int:
    """Return how far samples go from silence."""
    return max(max(part), -min(part))  # noqa: PLW3301 (flattened, it would be a million arguments)


def _samples(container: Any, start: int) -> Iterator[array[int]]:  # noqa: ANN401 (av's container)
    """Yield the samples of the first sound, of one channel."""
    if not container.streams.audio:
        raise FileDamagedError
    resampler = AudioResampler("s16", "mono", RATE)
    begin = recordings.begin(container) + start
    recordings.go(container, start)
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except av.FFmpegError:
            continue
        for frame in frames:
            at = (frame.time or 0.0) - begin
            if at >= STRETCH_SECONDS:
                return
            if at >= 0:
                for part in resampler.resample(frame):
                    yield _numbers(part)


def _numbers(part: Any) -> array[int]:  # noqa: ANN401 (av's frame)
    numbers = array("h")
    numbers.frombytes(bytes(part.planes[0])[: 2 * part.samples])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
