"""IPTC-IIM datasets, and Photoshop's image resources around them: read to tell what was there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tipline.evidence.cleaning.pictures import exif, xmp
from tipline.evidence.cleaning.pictures.origin import Origin
from tipline.tips.evidence import Found

IPTC, EXIF, XMP = 0x0404, 0x0422, 0x0424
PREVIEWS = frozenset({0x0409, 0x040C})
PLAIN = frozenset({0x03ED, 0x0425, 0x03F3, 0x03F5, 0x03F8})  # resolution, a digest, for printing
# Datasets of record 2, the application record.
TELLING: Mapping[int, Found] = (
    dict.fromkeys((26, 27, 90, 92, 95, 100, 101), Found.PLACE)
    | dict.fromkeys((30, 35, 37, 38, 47, 55, 60, 62, 63), Found.TIME)
    | dict.fromkeys((80, 85, 110, 115, 116, 118, 122), Found.PERSON)
    | dict.fromkeys((65, 70), Found.PROGRAM)
    | dict.fromkeys((5, 7, 12, 15, 20, 25, 40, 103, 105, 120), Found.WORDS)
    | dict.fromkeys((200, 201, 202), Found.PREVIEW)
)
APPLICATION, VERSION = 2, 0
HEADER = 5  # bytes of a dataset: 1C, record, dataset, length of two


def read_resources(raw: bytes) -> Origin:
    """Tell what Photoshop's resources hold (Photoshop File Formats, "Image Resource Blocks")."""
    origin, found = Origin(), set[Found]()
    for number, content in _resources(raw):
        told = _resource(number, content)
        found |= told.found
        origin = origin.or_else(told)
    return Origin(found=frozenset(found), taken=origin.taken, place=origin.place)


def _resources(raw: bytes) -> Iterator[tuple[int, bytes]]:
    at = raw.find(b"8BIM")
    while at >= 0 and raw[at : at + 4] == b"8BIM" and at + 12 <= len(raw):
        name = raw[at + 6] + 1
        start = at + 6 + name + name % 2
        length = int.from_bytes(raw[start : start + 4])
        yield int.from_bytes(raw[at + 4 : at + 6]), raw[start + 4 : start + 4 + length]
        at = start + 4 + length + length % 2


def _resource(number: int, content: bytes) -> Origin:
    if number in PLAIN:
        return Origin()
    if number in PREVIEWS:
        return Origin(found=frozenset({Found.PREVIEW}))
    readers = {IPTC: read, EXIF: exif.read, XMP: xmp.read}
    return readers.get(number, lambda _: Origin(found=frozenset({Found.REST})))(content)


def read(raw: bytes) -> Origin:
    """Tell what IPTC datasets hold (IIM 4.2, 1.5)."""
    found, at = set[Found](), 0
    while len(raw) - at >= HEADER and raw[at] == 0x1C:
        record, number = raw[at + 1], raw[at + 2]
        if record == APPLICATION and number != VERSION:
            found.add(TELLING.get(number, Found.REST))
        at += HEADER + int.from_bytes(raw[at + 3 : at + 5])
    return Origin(found=frozenset(found))
