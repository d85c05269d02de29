"""WebM: a movie written anew from its tracks of pictures and sound, in the clusters that it had.

What stands about the tracks stays behind. The places where a player may begin come first, so that
it can jump at once, also in what a browser recorded, which has none.
"""

from __future__ import annotations

from typing import BinaryIO

from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.media.webm import reading, writing
from tipline.evidence.cleaning.pictures.pieces import Window


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean a WebM (see ``cleaned.Cleaner``)."""
    window, told = Window(source), Told()
    movie = reading.read(window, told)
    sink.writelines(writing.written(movie, window))
    return told.cleaned()
