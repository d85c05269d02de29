"""A picture that was saved anew looks like itself; another does not."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from tipline.evidence.showing.likenesses import likeness
from tipline.search.looks import ALIKE_BITS

SIDES = (960, 720)
SCENES = 25
Change = Callable[[Image.Image], Image.Image]


@cache
def scene(seed: int) -> Image.Image:
    """Return a picture with large and small things in it, by a seed."""
    drawn = random.Random(seed)  # noqa: S311 (a picture, no secret)
    picture = Image.new("RGB", SIDES, tuple(drawn.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(25):
        left, top = drawn.randrange(SIDES[0]), drawn.randrange(SIDES[1])
        box = (left, top, left + drawn.randrange(40, 400), top + drawn.randrange(40, 300))
        shape = draw.ellipse if drawn.random() < 0.5 else draw.rectangle
        shape(box, fill=tuple(drawn.randrange(256) for _ in range(3)))
    return picture.filter(ImageFilter.GaussianBlur(2))


@cache
def page(seed: int) -> Image.Image:
    """Return the picture of a page of words: such differ least."""
    drawn = random.Random(seed)  # noqa: S311 (a picture, no secret)
    picture = Image.new("L", (600, 800), 255)
    draw = ImageDraw.Draw(picture)
    for top in range(40, 760, 16):
        left = 40
        while left < 560 and drawn.random() > 0.05:
            right = min(560, left + drawn.randrange(8, 50))
            draw.rectangle((left, top, right, top + 7), fill=0)
            left = right + 7
    return picture


def saved(quality: int) -> Change:
    def change(picture: Image.Image) -> Image.Image:
        kept = io.BytesIO()
        picture.save(kept, "JPEG", quality=quality)
        return Image.open(io.BytesIO(kept.getvalue()))

    return change


CHANGES: dict[str, Change] = {
    "a quarter as wide": lambda picture: picture.resize((240, 180)),
    "badly saved": saved(20),
    "darker": lambda picture: ImageEnhance.Brightness(picture).enhance(0.6),
    "harder": lambda picture: ImageEnhance.Contrast(picture).enhance(1.3),
    "grey": lambda picture: picture.convert("L"),
    "a hair cut off": lambda picture: picture.crop((5, 4, 955, 716)),
}


def bits(one: Image.Image, other: Image.Image) -> int:
    first, second = likeness(one), likeness(other)
    assert first is not None
    assert second is not None
    assert len(first) == len(second) == 32
    return (int.from_bytes(first, "big") ^ int.from_bytes(second, "big")).bit_count()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_picture_looks_alike(change: Change) -> None:
    assert max(bits(scene(seed), change(scene(seed))) for seed in range(SCENES)) <= ALIKE_BITS


@pytest.mark.parametrize("drawn", [scene, page])
def test_others_do_not(drawn: Callable[[int], Image.Image]) -> None:
    apart = min(bits(drawn(one), drawn(other)) for one in range(SCENES) for other in range(one))
    assert apart > ALIKE_BITS + 10


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_a_plain_picture_looks_like_nothing(grey: int) -> None:
    assert likeness(Image.new("RGB", SIDES, (grey, grey, grey))) is None
