"""A HEIC or AVIF written anew: its items numbered from 1, the shown one first."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from tipline.evidence.cleaning.pictures.heif_meta import Item, Meta
from tipline.evidence.cleaning.pictures.heif_properties import Property
from tipline.evidence.cleaning.pictures.pieces import Pieces

REFERENCES = (b"dimg", b"auxl", b"prem")
NARROW_MAX = 127  # properties that a mark of one byte can tell


@dataclass(frozen=True)
class Part:
    """An item as it goes over: what is said of it, and its content."""

    item: Item
    properties: tuple[Property, ...]
    content: Pieces

    @property
    def inside(self) -> bool:
        """Whether its content stands in ``meta``: that of derived pictures, a few bytes."""
        return self.item.kind in {b"grid", b"iden"}


def planned(parts: Sequence[Part], meta: Meta) -> Pieces:
    """Return the clean file: ``ftyp``, ``meta``, and ``mdat`` with the coded data."""
    brands = _box(b"ftyp", _brands(parts))
    start = len(brands) + len(_meta(parts, meta, 0)) + 8
    pieces = Pieces()
    pieces.add(brands + _meta(parts, meta, start))
    outside = [part.content for part in parts if not part.inside]
    pieces.add((8 + sum(each.size for each in outside)).to_bytes(4) + b"mdat")
    for each in outside:
        pieces.extend(each)
    return pieces


def _brands(parts: Sequence[Part]) -> bytes:
    if any(part.item.kind == b"av01" for part in parts):
        return b"avif\0\0\0\0avifmif1miaf"
    deep = any(_depth(part) > 8 for part in parts)
    brand = b"heix" if deep else b"heic"
    return brand + b"\0\0\0\0mif1miaf" + brand


def _depth(part: Part) -> int:
    """Bits of a coded HEVC picture's brightness (hvcC, bit_depth_luma_minus8)."""
    return max(
        (8 + (own.content[17] & 7) for own in part.properties if own.name == b"hvcC"), default=8
    )


def _meta(parts: Sequence[Part], meta: Meta, start: int) -> bytes:
    numbers = {part.item.number: number for number, part in enumerate(parts, 1)}
    stored = Pieces()
    for part in parts:
        if part.inside:
            stored.extend(part.content)
    return _full(
        b"meta",
        _full(b"hdlr", bytes(4) + b"pict" + bytes(13)),
        _full(b"pitm", numbers[meta.primary].to_bytes(2)),
        _full(b"iloc", _places(parts, start), version=1),
        _full(b"iinf", len(parts).to_bytes(2), *map(_entry, enumerate(parts, 1))),
        _references(numbers, meta),
        _properties(parts),
        _box(b"idat", stored.fresh()) if stored.size else b"",
    )


def _entry(numbered: tuple[int, Part]) -> bytes:
    number, part = numbered
    content = struct.pack(">HH4sx", number, 0, part.item.kind)
    return _full(b"infe", content, version=2, flags=int(part.item.hidden))


def _places(parts: Sequence[Part], start: int) -> bytes:
    """Write iloc: offsets and lengths of 4 bytes, derived pictures in ``idat``."""
    places = [struct.pack(">HH", 0x4400, len(parts))]
    inside, outside = 0, start
    for number, part in enumerate(parts, 1):
        at, size = (inside if part.inside else outside), part.content.size
        places.append(struct.pack(">HHHHII", number, int(part.inside), 0, 1, at, size))
        inside, outside = (inside + size, outside) if part.inside else (inside, outside + size)
    return b"".join(places)


def _references(numbers: dict[int, int], meta: Meta) -> bytes:
    written = [
        _box(
            kind,
            struct.pack(
                f">{2 + len(others)}H", numbers[one], len(others), *map(numbers.get, others)
            ),
        )
        for kind in REFERENCES
        for one, others in meta.references(kind)
        if one in numbers and set(others) <= numbers.keys()
    ]
    return _full(b"iref", *written) if written else b""


def _properties(parts: Sequence[Part]) -> bytes:
    shelf = list(
        dict.fromkeys((own.name, own.content) for part in parts for own in part.properties)
    )
    places = {own: place for place, own in enumerate(shelf, 1)}
    wide = 2 if len(shelf) > NARROW_MAX else 1
    marks = [len(parts).to_bytes(4)]
    for number, part in enumerate(parts, 1):
        marks.append(struct.pack(">HB", number, len(part.properties)))
        for own in part.properties:
            bit = own.essential << 8 * wide - 1
            marks.append((places[own.name, own.content] | bit).to_bytes(wide))
    return _box(
        b"iprp",
        _box(b"ipco", *(_box(name, content) for name, content in shelf)),
        _full(b"ipma", *marks, flags=wide - 1),
    )


def _box(name: bytes, *content: bytes) -> bytes:
    inner = b"".join(content)
    return (8 + len(inner)).to_bytes(4) + name + inner


def _full(name: bytes, *content: bytes, version: int = 0, flags: int = 0) -> bytes:
    return _box(name, bytes((version,)) + flags.to_bytes(3), *content)
