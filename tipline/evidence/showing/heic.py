"""HEIC, put together: libheif starts threads, which the jail refuses, so tiles go to ffmpeg's HEVC.

Source: ISO/IEC 23008-12 (6.5 properties, 6.6.2 derived pictures). What is read here was written
anew when the file was cleaned: one picture, or the tiles of one, one level deep.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import av
from av.codec import CodecContext
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from PIL import Image

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.pictures.heif_boxes import boxes
from tipline.evidence.cleaning.pictures.heif_coded import Extents
from tipline.evidence.cleaning.pictures.heif_meta import Item, Meta
from tipline.evidence.cleaning.pictures.pieces import Window

PIXELS_MAX = 50_000_000  # that fit into the jail's memory at once
ROTATIONS = {
    1: Image.Transpose.ROTATE_90,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_270,
}
MIRRORS = {0: Image.Transpose.FLIP_TOP_BOTTOM, 1: Image.Transpose.FLIP_LEFT_RIGHT}
MATRICES = {  # ISO/IEC 23091-2, 8.3
    1: Colorspace.ITU709,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    9: Colorspace.BT2020,
}
FULL = 0x80


def opened(source: BinaryIO) -> Image.Image:
    """Return the picture, turned as its properties say; FileDamagedError, FileTooComplexError."""
    window = Window(source)
    found = next((box for box in boxes(window, 0, window.size) if box.name == b"meta"), None)
    if found is None:
        raise FileDamagedError
    meta = Meta(window, found)
    item = meta.item(meta.primary)
    picture = _laid(window, meta, item) if item.kind == b"grid" else _alone(window, meta, item)
    return _transformed(picture, meta, item)


def _alone(window: Window, meta: Meta, item: Item) -> Image.Image:
    """Return a coded picture, or the one that a derived one (``iden``) is the same as."""
    if item.kind != b"hvc1":
        item = meta.item(_sources(meta, item)[0])
    return _decoded(window, meta, item)


def _laid(window: Window, meta: Meta, item: Item) -> Image.Image:
    """Return the picture that tiles make, in rows from the left, cut to its sides (6.6.2.3)."""
    told = Extents(window, item.extents)
    wide = 4 if told.at(1, 1)[0] & 1 else 2
    rows, columns = (each + 1 for each in told.at(2, 2))
    sides = told.at(4, 2 * wide)
    width, height = int.from_bytes(sides[:wide]), int.from_bytes(sides[wide:])
    sources = _sources(meta, item)
    if len(sources) != rows * columns or not 0 < width * height <= PIXELS_MAX:
        raise FileTooComplexError
    canvas = Image.new("RGB", (width, height))
    for number, tile in enumerate(_tiles(window, meta, sources)):
        row, column = divmod(number, columns)
        canvas.paste(tile, (column * tile.width, row * tile.height))
    return canvas


def _tiles(window: Window, meta: Meta, sources: Sequence[int]) -> Iterator[Image.Image]:
    sides = None
    for number in sources:
        tile = _decoded(window, meta, meta.item(number))
        if sides not in {None, tile.size}:
            raise FileDamagedError
        sides = tile.size
        yield tile


def _sources(meta: Meta, item: Item) -> tuple[int, ...]:
    found = [others for one, others in meta.references(b"dimg") if one == item.number]
    if not found or not found[0]:
        raise FileDamagedError
    return found[0]


def _decoded(window: Window, meta: Meta, item: Item) -> Image.Image:
    """Return one coded picture."""
    said = {own.name: own.content for own in meta.properties_of(item.number)}
    if item.kind != b"hvc1" or b"hvcC" not in said:
        raise FileTooComplexError
    content = Extents(window, item.extents)
    decoder = CodecContext.create("hevc", "r")
    decoder.extradata, decoder.thread_count = said[b"hvcC"], 1
    try:
        frames = decoder.decode(Packet(content.at(0, content.size))) or decoder.decode(None)
    except av.FFmpegError:
        raise FileDamagedError from None
    if not frames or frames[0].width * frames[0].height > PIXELS_MAX:
        raise FileDamagedError
    return _in_rgb(frames[0], said.get(b"colr", b""))


def _in_rgb(frame: VideoFrame, colours: bytes) -> Image.Image:
    """Return a frame in the colours that its property (6.5.5) or else its coding tells."""
    matrix = full = None
    if colours[:4] == b"nclx" and len(colours) > 10:  # noqa: PLR2004 (its bytes)
        matrix = MATRICES.get(int.from_bytes(colours[8:10]))
        full = ColorRange.JPEG if colours[10] & FULL else ColorRange.MPEG
    shown = VideoReformatter().reformat(
        frame, format="rgb24", src_colorspace=matrix, src_color_range=full, threads=1
    )
    picture: Image.Image = shown.to_image(threads=1)
    return picture


def _transformed(picture: Image.Image, meta: Meta, item: Item) -> Image.Image:
    """Crop, turn and mirror a picture, in the order in which its properties stand."""
    profile = None
    for own in meta.properties_of(item.number):
        if own.name == b"irot" and own.content[0] & 3:
            picture = picture.transpose(ROTATIONS[own.content[0] & 3])
        elif own.name == b"imir":
            picture = picture.transpose(MIRRORS[own.content[0] & 1])
        elif own.name == b"clap":
            picture = _cropped(picture, own.content)
        elif own.name == b"colr" and own.content[:4] in {b"prof", b"rICC"}:
            profile = own.content[4:]
    if profile:
        picture.info["icc_profile"] = profile
    return picture


def _cropped(picture: Image.Image, told: bytes) -> Image.Image:
    """Return the clean aperture (ISO/IEC 14496-12, 12.1.4): four fractions about the middle."""
    numbers = [int.from_bytes(told[at : at + 4], signed=True) for at in range(0, 32, 4)]
    if 0 in numbers[1::2]:
        raise FileDamagedError
    width, height, right, down = (numbers[at] / numbers[at + 1] for at in range(0, 8, 2))
    left = round((picture.width - width) / 2 + right)
    top = round((picture.height - height) / 2 + down)
    if not (
        0 <= left < left + width <= picture.width and 0 <= top < top + height <= picture.height
    ):
        raise FileDamagedError
    return picture.crop((left, top, left + round(width), top + round(height)))
