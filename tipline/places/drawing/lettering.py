"""Words on the map: shaped by RAQM, so that Arabic letters join and run the right way.

Pillow's basic layout would draw Arabic as loose letters from left to right and raise nothing; so
RAQM is asked for before anything is drawn. ``letters/`` holds the font and its licence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from PIL import Image, ImageDraw, ImageFont, features

from tipline.errors import MapLettersError
from tipline.places.drawing.palette import Ink

FONT = Path(__file__).with_name("letters") / "map.ttf"
SIZE, LARGER = 28, 2.0  # pixels of the picture, whose pixels are half those of the page
HALO = 3  # pixels around each letter
EDGES = (0x40, 0x80, 0xC0)  # how covered a pixel is from which on it takes the next darker ink
STEPS = tuple([255 * (level >= edge) for level in range(256)] for edge in EDGES)
SHAPED_MAX = 4096  # words kept; a kingdom's places in two languages and sizes


@dataclass(frozen=True)
class Word:
    """A word ready to be put down: what its halo covers, and each of its inks."""

    inks: tuple[Image.Image, ...]
    halo: Image.Image
    width: int
    height: int


@dataclass(frozen=True)
class Lettering:
    """How words are written in a language; ``large``: twice as large as usual."""

    language: str
    large: bool = False

    def word(self, text: str, share: float = 1.0) -> Word:
        """Return a word, at a share of the usual size."""
        size = round(SIZE * share * (LARGER if self.large else 1))
        return _word(text, self.language, size)


def put(picture: Image.Image, word: Word, at: tuple[int, int], inks: tuple[Ink, Ink, Ink]) -> None:
    """Put a word down with its upper left corner at a pixel."""
    picture.paste(int(Ink.HALO), at, word.halo)
    for ink, covered in zip(inks, word.inks, strict=True):
        picture.paste(int(ink), at, covered)


def require() -> None:
    """Raise MapLettersError where Pillow cannot shape Arabic, or the font is missing."""
    if not features.check("raqm"):
        raise MapLettersError(reason="Pillow was built without RAQM")
    if not FONT.is_file():
        raise MapLettersError(reason=f"{FONT} is missing")


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    require()
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=SHAPED_MAX)
def _word(text: str, language: str, size: int) -> Word:
    font = _font(size)
    right_to_left = Locale.parse(language, sep="-").character_order == "right-to-left"
    direction = "rtl" if right_to_left else "ltr"
    left, top, right, bottom = font.getbbox(text, direction=direction, stroke_width=HALO)
    shape = (max(1, round(right - left)), max(1, round(bottom - top)))
    letters, halo = (Image.new("L", shape, 0) for _ in range(2))
    for mask, stroke in ((letters, 0), (halo, HALO)):
        ImageDraw.Draw(mask).text(
            (-left, -top), text, 255, font, direction=direction, stroke_width=stroke
        )
    return Word(tuple(letters.point(step) for step in STEPS), halo.point(STEPS[1]), *shape)
