"""Pictures, drawn anew: upright, in the colours of screens (sRGB), and no larger than asked for."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO, cast

from PIL import (
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from PIL.ImageFile import ImageFile

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.showing import heic
from tipline.tips.evidence import Kind

PIXELS_MAX = 200_000_000
WHOLE_MAX = 50_000_000  # pixels that fit into the jail's memory at once; JPEG can be read smaller
CODECS: Mapping[Kind, type[ImageFile]] = {
    Kind.JPEG: JpegImagePlugin.JpegImageFile,
    Kind.PNG: PngImagePlugin.PngImageFile,
    Kind.WEBP: WebPImagePlugin.WebPImageFile,
    Kind.GIF: GifImagePlugin.GifImageFile,
    Kind.AVIF: AvifImagePlugin.AvifImageFile,
}
SEEN_THROUGH = frozenset({"RGBA", "LA", "PA", "La", "RGBa"})
SRGB = ImageCms.createProfile("sRGB")
LOADED = (TiffImagePlugin,)  # reads EXIF; in the jail nothing can be loaded any more
Image.preinit()
Image.MAX_IMAGE_PIXELS = PIXELS_MAX
warnings.simplefilter("ignore")
AvifImagePlugin.DEFAULT_MAX_THREADS = 1  # threads are refused in the jail


@contextmanager
def opened(kind: Kind, source: BinaryIO) -> Iterator[Image.Image]:
    """Open a picture; its pixels are read later. FileTooComplexError for too many of them."""
    source.seek(0)
    with heic.opened(source) if kind is Kind.HEIC else CODECS[kind](source) as picture:
        pixels = picture.width * picture.height
        if pixels > (PIXELS_MAX if kind is Kind.JPEG else WHOLE_MAX):
            raise FileTooComplexError
        yield picture


def upright(picture: Image.Image, side: int) -> Image.Image:
    """Return a picture as a person sees it, at most ``side`` pixels wide and high: L, RGB or RGBA.

    1. A JPEG is decoded smaller, as far as it is too large anyhow.
    2. It is turned as its EXIF says.
    3. Its colours become those of screens.
    """
    if picture.mode in {"P", "1"}:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    if picture.mode.startswith("I"):  # 16 bits of grey
        info, picture = picture.info, picture.convert("I").point(lambda grey: grey * (1 / 256))
        picture = picture.convert("L")
        picture.info = info
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)  # 1
    ImageOps.exif_transpose(picture, in_place=True)  # 2
    wanted = "RGBA" if _seen_through(picture) else "L" if picture.mode == "L" else "RGB"
    return _in_srgb(picture, wanted)  # 3


def _seen_through(picture: Image.Image) -> bool:
    if picture.mode in SEEN_THROUGH:
        lowest, _ = cast("tuple[int, int]", picture.getchannel("A").getextrema())
        return lowest < 255  # noqa: PLR2004 (opaque)
    return "transparency" in picture.info


def _in_srgb(picture: Image.Image, wanted: str) -> Image.Image:
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        try:
            turned = ImageCms.profileToProfile(
                picture, io.BytesIO(profile), SRGB, outputMode="RGBA" if wanted == "RGBA" else "RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            return picture.convert(wanted)  # a profile that cannot be followed is none
        if turned is not None:
            return turned
    return picture.convert(wanted)


def write(picture: Image.Image, sink: BinaryIO, quality: int = 90) -> dict[str, Any]:
    """Write a picture as JPEG, or as PNG where it can be seen through; tell its sides."""
    picture.info = {}  # nothing of the file but its pixels
    if picture.mode == "RGBA":
        picture.save(sink, "PNG", compress_level=1)
    else:
        picture.save(sink, "JPEG", quality=quality, subsampling=0)  # colours as fine as edges
    return {"width": picture.width, "height": picture.height}


def draw(kind: Kind, source: BinaryIO, sink: BinaryIO, side: int) -> dict[str, Any]:
    """Write a picture (of a moving one, its first) at most ``side`` pixels wide and high."""
    with opened(kind, source) as picture:
        return write(upright(picture, side), sink)


def count(kind: Kind, source: BinaryIO) -> int:
    """Return how many pictures a picture has: one that moves has several."""
    with opened(kind, source) as picture:
        return int(getattr(picture, "n_frames", 1))


def some(kind: Kind, source: BinaryIO, most: int, side: int) -> Iterator[Image.Image]:
    """Yield at most ``most`` pictures of one that moves, evenly taken, in order."""
    with opened(kind, source) as picture:
        frames = int(getattr(picture, "n_frames", 1))
        if frames < 1:
            raise FileDamagedError
        taken = min(most, frames)
        for number in range(taken):
            picture.seek(number * frames // taken)
            yield upright(picture.copy(), side)
