"""A picture put together from tiles, as telephones write it: a grid item over two of them."""

from __future__ import annotations

import io
import struct

from PIL import Image

from tests.evidence.pictures.drawing import drawn, encoded
from tipline.evidence.cleaning.pictures.heif_boxes import boxes
from tipline.evidence.cleaning.pictures.heif_meta import Meta
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.tips.evidence import Kind

SIDE = 64


def box(name: bytes, *content: bytes) -> bytes:
    inner = b"".join(content)
    return struct.pack(">I4s", 8 + len(inner), name) + inner


def full(name: bytes, *content: bytes, version: int = 0) -> bytes:
    return box(name, bytes((version, 0, 0, 0)), *content)


def tiled(kind: Kind, *, message: bytes = b"") -> bytes:
    """Two tiles beside each other, turned a quarter; a coded message may stand before each."""
    drawings = drawn((SIDE, SIDE)), drawn((SIDE, SIDE)).rotate(90)
    tiles = [
        (name, head, message + data)
        for name, head, data in (_coded(kind, tile) for tile in drawings)
    ]
    (name, head, _), _ = tiles
    meta = _meta(kind, name, head, [len(data) for _, _, data in tiles], 0)
    brand = b"ftyp", kind.encode() + bytes(4) + b"mif1" + kind.encode()
    start = len(box(*brand)) + len(meta) + 8
    meta = _meta(kind, name, head, [len(data) for _, _, data in tiles], start)
    return box(*brand) + meta + box(b"mdat", *(data for _, _, data in tiles))


def _coded(kind: Kind, tile: Image.Image) -> tuple[bytes, bytes, bytes]:
    """The name and content of a tile's decoder configuration, and its coded data."""
    whole = encoded(kind, tile)
    window = Window(io.BytesIO(whole))
    meta = Meta(window, next(each for each in boxes(window, 0, len(whole)) if each.name == b"meta"))
    head = next(own for own in meta.properties_of(meta.primary) if own.name in {b"hvcC", b"av1C"})
    extents = meta.item(meta.primary).extents
    return head.name, head.content, b"".join(whole[at : at + size] for at, size in extents)


def _meta(kind: Kind, name: bytes, head: bytes, sizes: list[int], start: int) -> bytes:
    item = b"hvc1" if kind is Kind.HEIC else b"av01"
    entries = [(1, item), (2, item), (3, b"grid")]
    infos = [
        full(b"infe", struct.pack(">HH4sx", *entry[:1], 0, entry[1]), version=2)
        for entry in entries
    ]
    places = struct.pack(">HH", 0x4400, 3)
    for number, (at, size) in enumerate([(start, sizes[0]), (start + sizes[0], sizes[1])], 1):
        places += struct.pack(">HHHHII", number, 0, 0, 1, at, size)
    places += struct.pack(">HHHHII", 3, 1, 0, 1, 0, 8)
    sides = [full(b"ispe", struct.pack(">II", *each)) for each in ((SIDE, SIDE), (2 * SIDE, SIDE))]
    shelf = [box(name, head), *sides, box(b"irot", b"\1"), box(b"colr", b"nclx", NCLX)]
    marks = struct.pack(">I", 3)
    for number in (1, 2):
        marks += struct.pack(">HB3B", number, 3, 0x81, 2, 5)
    marks += struct.pack(">HB3B", 3, 3, 3, 0x84, 5)
    return full(
        b"meta",
        full(b"hdlr", bytes(4) + b"pict" + bytes(13)),
        full(b"pitm", struct.pack(">H", 3)),
        full(b"iloc", places, version=1),
        full(b"iinf", struct.pack(">H", 3), *infos),
        full(b"iref", box(b"dimg", struct.pack(">4H", 3, 2, 1, 2))),
        box(b"iprp", box(b"ipco", *shelf), full(b"ipma", marks)),
        box(b"idat", struct.pack(">BBBBHH", 0, 0, 0, 1, 2 * SIDE, SIDE)),
    )


NCLX = struct.pack(">HHHB", 1, 13, 6, 0x80)
