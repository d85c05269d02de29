"""Pictures of every shape that their formats allow show afterwards what they showed before."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pillow_heif
import pytest
from PIL import Image

from tests.evidence.pictures.drawing import drawn, encoded, seen
from tests.evidence.pictures.profiles import DISPLAY_P3, SRGB, labelled
from tests.evidence.pictures.tiles import tiled
from tipline.errors import FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning import clean
from tipline.tips.evidence import Found, Kind

MARK = b"MARKED"
FRAMES = [drawn((40, 30)).rotate(turn) for turn in (0, 90, 180)]
MOVING: dict[str, object] = {"save_all": True, "append_images": FRAMES[1:], "duration": 80}


def cleaned(kind: Kind, picture: bytes) -> tuple[bytes, Cleaned]:
    sink = io.BytesIO()
    done = clean(kind, io.BytesIO(picture), sink)
    return sink.getvalue(), done


def oriented(way: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = way
    return exif.tobytes()


def interlaced() -> bytes:
    """Grey, in seven passes (PNG, 8.1), which Pillow reads and does not write."""
    picture = drawn((13, 11), "L")
    pixels = picture.tobytes()
    rows = b"".join(
        b"\0" + pixels[13 * y + left : 13 * (y + 1) : across]
        for left, top, across, down in PASSES
        for y in range(top, 11, down)
    )
    header = struct.pack(">IIBBBBB", 13, 11, 8, 0, 0, 0, 1)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


PASSES = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
SHAPES: dict[str, tuple[Kind, Callable[[], bytes]]] = {
    "grey": (Kind.JPEG, lambda: encoded(Kind.JPEG, drawn(mode="L"))),
    "progressive": (Kind.JPEG, lambda: encoded(Kind.JPEG, progressive=True)),
    "cmyk": (Kind.JPEG, lambda: encoded(Kind.JPEG, drawn(mode="CMYK"))),
    "restarts": (Kind.JPEG, lambda: encoded(Kind.JPEG, restart_marker_blocks=2)),
    "rgb in a jpeg": (Kind.JPEG, lambda: encoded(Kind.JPEG, keep_rgb=True)),
    "fine colours": (Kind.JPEG, lambda: encoded(Kind.JPEG, subsampling=0, optimize=True)),
    "a palette": (Kind.PNG, lambda: encoded(Kind.PNG, drawn().quantize(17), transparency=3)),
    "two colours": (Kind.PNG, lambda: encoded(Kind.PNG, drawn().convert("1"))),
    "deep grey": (Kind.PNG, lambda: encoded(Kind.PNG, drawn(mode="L").convert("I;16"))),
    "see-through": (Kind.PNG, lambda: encoded(Kind.PNG, drawn(mode="RGBA"))),
    "interlaced": (Kind.PNG, interlaced),
    "a moving png": (Kind.PNG, lambda: encoded(Kind.PNG, FRAMES[0], **MOVING)),
    "a png with a cover": (
        Kind.PNG,
        lambda: encoded(Kind.PNG, FRAMES[0], default_image=True, **MOVING),
    ),
    "lossless": (Kind.WEBP, lambda: encoded(Kind.WEBP, lossless=True)),
    "a see-through webp": (Kind.WEBP, lambda: encoded(Kind.WEBP, drawn(mode="RGBA"))),
    "a moving webp": (Kind.WEBP, lambda: encoded(Kind.WEBP, FRAMES[0], **MOVING)),
    "a moving gif": (Kind.GIF, lambda: encoded(Kind.GIF, FRAMES[0], loop=3, **MOVING)),
    "a gif with a hole": (Kind.GIF, lambda: encoded(Kind.GIF, drawn().quantize(9), transparency=2)),
    "a see-through heic": (Kind.HEIC, lambda: encoded(Kind.HEIC, drawn(mode="RGBA"))),
    "a heic of tiles": (Kind.HEIC, lambda: tiled(Kind.HEIC)),
    "an avif of tiles": (Kind.AVIF, lambda: tiled(Kind.AVIF)),
    "a see-through avif": (Kind.AVIF, lambda: encoded(Kind.AVIF, drawn(mode="RGBA"))),
    "a turned avif": (Kind.AVIF, lambda: encoded(Kind.AVIF, exif=oriented(8))),
}


@pytest.mark.parametrize("name", SHAPES)
def test_it_shows_what_it_showed(name: str) -> None:
    kind, draw = SHAPES[name]
    picture = draw()
    once, done = cleaned(kind, picture)
    assert seen(kind, once) == seen(kind, picture)
    assert done.lossless
    assert cleaned(kind, once)[0] == once


@pytest.mark.parametrize("way", range(1, 9))
@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.WEBP])
def test_which_way_is_up_survives(kind: Kind, way: int) -> None:
    picture = encoded(kind, exif=oriented(way))
    once, done = cleaned(kind, picture)
    assert seen(kind, once) == seen(kind, picture)
    assert not done.found


def test_a_gif_repeats_as_often_as_before() -> None:
    once, _ = cleaned(Kind.GIF, encoded(Kind.GIF, FRAMES[0], loop=3, **MOVING))
    with Image.open(io.BytesIO(once)) as picture:
        assert (picture.info["loop"], picture.info["duration"]) == (3, 80)


def jpeg_with(*segments: bytes, behind: bytes = b"") -> bytes:
    written = [
        b"\xff" + bytes((each[0],)) + struct.pack(">H", len(each) + 1) + each[1:]
        for each in segments
    ]
    whole = encoded(Kind.JPEG)
    return whole[:2] + b"".join(written) + whole[2:] + behind


@pytest.mark.parametrize(
    ("picture", "found"),
    [
        (jpeg_with(b"\xfe" + MARK), Found.WORDS),
        (jpeg_with(b"\xe2MPF\0" + MARK, behind=encoded(Kind.JPEG)), Found.PREVIEW),
        (jpeg_with(behind=b"\0\0\0\x18ftypmp42" + MARK), Found.ENCLOSED),
        (jpeg_with(behind=b"PK\x03\x04" + MARK), Found.ENCLOSED),
        (jpeg_with(behind=MARK), Found.REST),
        (jpeg_with(b"\xec").replace(b"\xff\xec\0\2", MARK), Found.REST),
        (jpeg_with(b"\xe5" + MARK), Found.REST),
        (jpeg_with(b"\xe0JFXX\0\x10" + encoded(Kind.JPEG)), Found.PREVIEW),
        (jpeg_with(b"\xe1Exif\0\0" + MARK), Found.REST),
        (
            jpeg_with(b"\xe1http://ns.adobe.com/xap/1.0/\0<a GCamera:MotionPhoto='1'>"),
            Found.ENCLOSED,
        ),
    ],
)
def test_what_a_jpeg_holds_besides_is_told(picture: bytes, found: Found) -> None:
    once, done = cleaned(Kind.JPEG, picture)
    assert done.found == {found}
    assert once == cleaned(Kind.JPEG, encoded(Kind.JPEG))[0]


def test_a_colour_profile_goes_on_without_its_texts() -> None:
    told = labelled(DISPLAY_P3, MARK)
    for kind in (Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.HEIC, Kind.AVIF):
        once, done = cleaned(kind, encoded(kind, icc_profile=told))
        assert MARK not in once
        assert done.found == {Found.WORDS} | (done.found & {Found.PROGRAM})
        profile = _profile(kind, once)
        assert profile
        assert MARK not in profile


def _profile(kind: Kind, picture: bytes) -> bytes:
    if kind is Kind.HEIC:
        told = pillow_heif.open_heif(picture).info["icc_profile"]
    else:
        with Image.open(io.BytesIO(picture)) as opened:
            told = opened.info["icc_profile"]
    assert isinstance(told, bytes)
    return told


def test_what_hides_behind_the_rows_of_a_png_is_dropped() -> None:
    whole = encoded(Kind.PNG)
    at = whole.rfind(b"IDAT") - 4
    length = int.from_bytes(whole[at : at + 4])
    content = whole[at + 8 : at + 8 + length] + MARK
    crc = zlib.crc32(b"IDAT" + content).to_bytes(4)
    hiding = (
        whole[:at] + len(content).to_bytes(4) + b"IDAT" + content + crc + whole[at + 12 + length :]
    )
    once, done = cleaned(Kind.PNG, hiding)
    assert once == cleaned(Kind.PNG, whole)[0]
    assert done.found == {Found.REST}


MESSAGES = {  # user data: an SEI message of HEVC, a metadata unit of AV1
    Kind.HEIC: struct.pack(">IBBBB", 4 + len(MARK), 39 << 1, 1, 5, len(MARK)) + MARK,
    Kind.AVIF: bytes((5 << 3 | 2, 1 + len(MARK), 4)) + MARK,
}


@pytest.mark.parametrize("kind", MESSAGES)
def test_messages_within_coded_pictures_are_dropped(kind: Kind) -> None:
    once, done = cleaned(kind, tiled(kind, message=MESSAGES[kind]))
    assert MARK not in once
    assert Found.PROGRAM in done.found
    assert once == cleaned(kind, tiled(kind))[0]


def test_the_flags_of_a_webp_are_true_afterwards() -> None:
    told = encoded(Kind.WEBP, drawn(mode="RGBA"), exif=oriented(1), xmp=MARK, icc_profile=SRGB)
    once, _ = cleaned(Kind.WEBP, told)
    assert (told[20], once[20]) == (0x20 | 0x10 | 0x08 | 0x04, 0x10)


def test_of_several_pictures_in_a_heic_the_shown_one_is_kept() -> None:
    many = pillow_heif.from_pillow(drawn())
    many.add_from_pillow(drawn((64, 64), "RGB").rotate(90))
    sink = io.BytesIO()
    many.save(sink, quality=60)
    once, done = cleaned(Kind.HEIC, sink.getvalue())
    assert Found.REST in done.found
    assert len(pillow_heif.open_heif(once)) == 1
    assert seen(Kind.HEIC, once) == seen(Kind.HEIC, sink.getvalue())


def test_of_an_avif_that_moves_the_still_picture_is_kept_and_this_is_told() -> None:
    moving = encoded(Kind.AVIF, FRAMES[0], **MOVING)
    once, done = cleaned(Kind.AVIF, moving)
    assert not done.lossless
    assert seen(Kind.AVIF, once) == seen(Kind.AVIF, moving)[:1]
    with pytest.raises(FileTooComplexError):
        cleaned(Kind.AVIF, moving.replace(b"meta", b"free", 1))
