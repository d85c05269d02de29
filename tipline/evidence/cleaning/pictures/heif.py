"""HEIC and AVIF (ISO/IEC 23008-12): the one picture that a viewer shows, in a file written anew.

Kept are the primary item, what it is put together from, and its transparency. Thumbnails, gain and
depth maps, further pictures, EXIF, XMP and every box that is not asked for stay behind. Coded data
goes over as it is, but for the messages in it that no picture needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.pictures import heif_properties, heif_writing
from tipline.evidence.cleaning.pictures.findings import SEEN, Findings
from tipline.evidence.cleaning.pictures.heif_boxes import Box, boxes
from tipline.evidence.cleaning.pictures.heif_coded import Extents, coded
from tipline.evidence.cleaning.pictures.heif_meta import Item, Meta
from tipline.evidence.cleaning.pictures.heif_properties import Property, is_alpha, kept, pixels
from tipline.evidence.cleaning.pictures.pieces import Pieces, Window
from tipline.tips.evidence import Found

# Coded items, and the property that a decoder begins with.
HEADS = {b"hvc1": b"hvcC", b"av01": b"av1C"}
CODED = HEADS.keys()
DERIVED = frozenset({b"grid", b"iden"})
KEPT_MAX = 4_000  # items: tiles of the largest pictures are about 800


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean a HEIC or AVIF (see ``cleaned.Cleaner``).

    Of a picture that moves, the still one beside the movement is kept, and ``lossless`` is false.
    """
    window, findings = Window(source), Findings()
    meta, moves = _outer(window, findings)
    items = _shown(meta)
    _tell(meta, items, findings, window)
    contents = [Extents(window, item.extents) for item in items]
    if sum(content.size for content in contents) > window.size:
        raise FileTooComplexError  # bytes that are used many times
    shared: heif_properties.Remembered = {}
    parts = [
        _part(item, content, _said(item, meta, shared, findings), findings)
        for item, content in zip(items, contents, strict=True)
    ]
    heif_writing.planned(parts, meta).write(source, sink)
    return findings.cleaned(lossless=not moves)


def _outer(window: Window, findings: Findings) -> tuple[Meta, bool]:
    """Walk the outermost boxes: return what ``meta`` says, and whether there is a movement."""
    meta, moves = None, False
    try:
        for box in boxes(window, 0, window.size):
            if box.name == b"meta" and meta is None:
                meta = Meta(window, box)
            moves = moves or box.name == b"moov"
            _tell_outer(box, findings)
    except FileDamagedError:
        if meta is None:
            raise
        findings.add(Found.REST)  # no box, but what some telephones write behind the last one
    if meta is None:
        raise FileTooComplexError if moves else FileDamagedError
    return meta, moves


def _tell_outer(box: Box, findings: Findings) -> None:
    if box.name == b"mpvd":  # a video of the moment
        findings.add(Found.ENCLOSED)
    elif box.name not in {b"ftyp", b"meta", b"mdat", b"free", b"skip"}:
        findings.add(Found.REST)


def _shown(meta: Meta) -> list[Item]:
    """Return the primary item, what it is put together from, then its transparency likewise."""
    shown = list(_whole(meta, meta.primary))
    masks = (one for one, others in meta.references(b"auxl") if meta.primary in others)
    alpha = next((one for one in masks if is_alpha(meta.properties_of(one))), None)
    if alpha is not None and alpha not in {item.number for item in shown}:
        shown += _whole(meta, alpha)
    if len({item.number for item in shown}) != len(shown):
        raise FileDamagedError
    return shown


def _whole(meta: Meta, number: int) -> Iterator[Item]:
    """Yield an item and what it is derived from, one level deep, as cameras write it."""
    item = meta.item(number)
    if item.kind not in CODED | DERIVED:
        raise FileTooComplexError
    yield item
    if item.kind in CODED:
        return
    sources = [each for one, others in meta.references(b"dimg") if one == number for each in others]
    if not 0 < len(sources) <= KEPT_MAX:
        raise FileTooComplexError if sources else FileDamagedError
    for each in dict.fromkeys(sources):
        tile = meta.item(each)
        if tile.kind not in CODED:
            raise FileTooComplexError
        yield tile


def _tell(meta: Meta, shown: list[Item], findings: Findings, window: Window) -> None:
    """Note what stays behind."""
    numbers = {item.number for item in shown}
    thumbnails = {one for one, _ in meta.references(b"thmb")}
    tiles = {each for _, others in meta.references(b"dimg") for each in others}
    for item in meta.items:
        if item.number in numbers:
            continue
        if item.kind in {b"Exif", b"mime"}:
            _metadata(item, Extents(window, item.extents), findings)
        elif item.number not in tiles:
            findings.add(Found.PREVIEW if item.number in thumbnails else Found.REST)


def _metadata(item: Item, content: Extents, findings: Findings) -> None:
    if not findings.may_look():
        return
    raw = content.at(0, min(content.size, SEEN))
    if item.kind == b"mime":
        findings.xmp(raw)
    else:  # behind an offset of four bytes (23008-12, A.2.1)
        findings.exif(raw[4 + int.from_bytes(raw[:4]) :])


def _said(
    item: Item, meta: Meta, shared: heif_properties.Remembered, findings: Findings
) -> tuple[Property, ...]:
    """Return the properties of an item that go over."""
    said = []
    for own in meta.properties_of(item.number):
        clean_one = kept(own, shared, findings)
        if clean_one is None and own.essential and own.name != b"colr":
            raise FileTooComplexError
        said += [clean_one] if clean_one else []
    pixels(said, required=item.number == meta.primary)
    return tuple(said)


def _part(
    item: Item, content: Extents, said: tuple[Property, ...], findings: Findings
) -> heif_writing.Part:
    pieces = _coded(item, said, content, findings)
    return heif_writing.Part(item=item, properties=said, content=pieces)


def _coded(
    item: Item, properties: tuple[Property, ...], content: Extents, findings: Findings
) -> Pieces:
    if item.kind in DERIVED:
        return _grid(content)
    name = HEADS[item.kind]
    head = next((own.content for own in properties if own.name == name), None)
    if head is None:
        raise FileDamagedError
    return coded(item.kind, head, content, findings)


def _grid(content: Extents) -> Pieces:
    """Return how tiles are laid (6.6.2.3.2): 8 bytes, 12 with large sides; nothing for ``iden``."""
    pieces = Pieces()
    if content.size:
        pieces.add(content.at(0, 12 if content.at(1, 1)[0] & 1 else 8))
    return pieces
