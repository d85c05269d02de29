"""Whether a picture decodes: its size is judged first, and no more is decoded than must be."""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image, TiffImagePlugin
from PIL.ImageFile import ImageFile

from tipline.errors import FileDamagedError, FileTooComplexError

PIXELS_MAX = 200_000_000  # a phone's largest pictures have 108 and 200 million
# Decoded whole for a look, with 4 bytes a pixel in Pillow and as many in the decoder: 128 MB.
WHOLE_MAX = 16_000_000
Image.MAX_IMAGE_PIXELS = PIXELS_MAX
LOADED = (TiffImagePlugin,)  # reads a JPEG's EXIF; in the jail nothing can be loaded any more


def measure(width: int, height: int) -> int:
    """Return the number of pixels. FileDamagedError for none, FileTooComplexError for too many."""
    if width < 1 or height < 1:
        raise FileDamagedError
    if width * height > PIXELS_MAX:
        raise FileTooComplexError
    return width * height


def decode(view: BinaryIO, codec: type[ImageFile], pixels: int, *, scaled: bool = False) -> None:
    """Decode a picture, or raise whatever Pillow raises if it cannot be.

    ``codec`` is Pillow's class for the format; ``Image.open`` would load and ask all of them. With
    ``scaled`` (JPEG, not progressive) the decoder goes through all the data but makes one pixel of
    64; else more than 16 million pixels are left to whoever looks at them, since a decoder would
    hold all of them in memory.
    """
    if pixels > WHOLE_MAX and not scaled:
        return
    with codec(view) as picture:
        if scaled:
            picture.draft(picture.mode, (1, 1))
        picture.load()
