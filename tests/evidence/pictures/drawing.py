"""Pictures for the tests, drawn by Pillow and libheif, and read by them again."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import pillow_heif
from PIL import Image, ImageOps

from tipline.tips.evidence import Kind

SIDES = (96, 64)
PICTURES = (Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.GIF, Kind.HEIC, Kind.AVIF)
HOW: dict[Kind, dict[str, object]] = {
    Kind.JPEG: {"quality": 80},
    Kind.WEBP: {"quality": 80},
    Kind.AVIF: {"quality": 60, "speed": 10},
}


def drawn(sides: tuple[int, int] = SIDES, mode: str = "RGB") -> Image.Image:
    """Draw something with edges and slopes in all channels."""
    bands = [
        Image.effect_mandelbrot(sides, (-2 + step / 9, -1.5, 1, 1.5), 30 + 20 * step)
        for step in range(len(Image.new(mode, (1, 1)).getbands()))
    ]
    return bands[0] if mode == "L" else Image.merge(mode, bands)


def encoded(kind: Kind, picture: Image.Image | None = None, **how: object) -> bytes:
    """Encode a picture in a kind."""
    picture = picture or drawn()
    sink = io.BytesIO()
    if kind is Kind.HEIC:
        pillow_heif.from_pillow(picture).save(sink, quality=60, **how)
    else:
        names = {Kind.JPEG: "JPEG"}
        picture.save(sink, names.get(kind, kind.name), **{**HOW.get(kind, {}), **how})
    return sink.getvalue()


def seen(kind: Kind, encoded_picture: bytes) -> list[tuple[tuple[int, int], bytes]]:
    """Return what a viewer shows: sides and pixels of each frame, upright."""
    with warnings.catch_warnings(action="ignore"):
        if kind is Kind.HEIC:
            return [_upright(pillow_heif.open_heif(encoded_picture).to_pillow(), turn=False)]
        with Image.open(io.BytesIO(encoded_picture)) as picture:
            frames = []
            for number in range(getattr(picture, "n_frames", 1)):
                picture.seek(number)
                frames.append(_upright(picture, turn=kind not in {Kind.AVIF, Kind.GIF}))
            return frames


def _upright(picture: Image.Image, *, turn: bool) -> tuple[tuple[int, int], bytes]:
    """EXIF does not turn what is turned by a property (HEIC, AVIF)."""
    shown = ImageOps.exif_transpose(picture) if turn else picture
    return shown.size, shown.convert("RGBA" if shown.mode != "CMYK" else "CMYK").tobytes()


def written(folder: Path, kind: Kind, picture: bytes) -> Path:
    path = folder / f"drawn.{kind}"
    path.write_bytes(picture)
    return path
