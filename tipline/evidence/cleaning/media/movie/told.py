"""What the metadata of a movie tells, read before it is left behind.

Sources: QuickTime File Format, "User data" and "Metadata"; 3GPP TS 26.244, 8; and the names that
makers of telephones and cameras use.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tipline.errors import EvidenceError
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.pictures import xmp
from tipline.evidence.cleaning.pictures.heif_boxes import Box, boxes
from tipline.evidence.cleaning.pictures.origin import place
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.tips.evidence import Found

SEEN = 64 * 1024  # bytes of one piece of metadata that are looked at
EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
UNIX = 2_082_844_800  # seconds from then to 1970: a smaller number is of a clock never set
XMP = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
SPHERICAL = bytes.fromhex("ffcc8263f8554a938814587a02521fdd")  # Spherical Video V1: RDF
NAMES: dict[bytes, Found] = {
    **dict.fromkeys((b"\xa9xyz", b"loci", b"gps ", b"GPS ", b"\xa9gps"), Found.PLACE),
    **dict.fromkeys((b"\xa9day", b"yrrc", b"date", b"\xa9TIM", b"\xa9TSC", b"\xa9TSZ"), Found.TIME),
    **dict.fromkeys(
        (b"\xa9mak", b"\xa9mod", b"manu", b"modl", b"FIRM", b"LENS", b"CAME", b"MUID", b"GPMF"),
        Found.DEVICE,
    ),
    **dict.fromkeys((b"smta", b"smrd", b"SDLN", b"hinf", b"HMMT", b"CNTH", b"NCTG"), Found.DEVICE),
    **dict.fromkeys(
        (b"\xa9aut", b"\xa9ART", b"aART", b"auth", b"perf", b"\xa9wrt", b"cprt", b"\xa9cpy"),
        Found.PERSON,
    ),
    **dict.fromkeys((b"\xa9dir", b"\xa9prd", b"\xa9own", b"apID", b"ownr"), Found.PERSON),
    **dict.fromkeys((b"\xa9swr", b"\xa9too", b"\xa9enc", b"tool", b"\xa9req"), Found.PROGRAM),
    **dict.fromkeys((b"covr", b"thmb", b"pnot", b"snal", b"PICT"), Found.PREVIEW),
    **dict.fromkeys(
        (b"\xa9nam", b"\xa9cmt", b"desc", b"ldes", b"\xa9des", b"\xa9inf", b"\xa9gen", b"gnre"),
        Found.WORDS,
    ),
    **dict.fromkeys((b"titl", b"dscp", b"kywd", b"\xa9alb", b"albm", b"\xa9lyr"), Found.WORDS),
    **dict.fromkeys((b"name", b"chpl", b"keyw", b"\xa9key", b"rtng"), Found.WORDS),
}
# Beginnings of keys, behind ``com.apple.quicktime.`` and the like.
KEYS: tuple[tuple[str, Found], ...] = (
    ("location", Found.PLACE),
    ("creationdate", Found.TIME),
    *((key, Found.DEVICE) for key in ("make", "model", "camera", "lens", "capture", "version")),
    *((key, Found.PERSON) for key in ("author", "artist", "producer", "director", "publisher")),
    ("software", Found.PROGRAM),
    ("artwork", Found.PREVIEW),
    *((key, Found.WORDS) for key in ("title", "comment", "description", "keywords", "information")),
)
# Tracks of data, by how they are coded.
TRACKS: dict[bytes, tuple[Found, ...]] = {
    **dict.fromkeys((b"gpmd", b"camm", b"djmd"), (Found.PLACE, Found.DEVICE)),
    b"rtmd": (Found.DEVICE, Found.TIME),
    b"tmcd": (Found.TIME,),
    **dict.fromkeys(
        (b"tx3g", b"text", b"sbtl", b"wvtt", b"stpp", b"c608", b"c708", b"mp4s"), (Found.WORDS,)
    ),
}
PREFIX = re.compile(r"(com\.apple\.quicktime|com\.android|com\.\w+)\.")
ZONE = re.compile(r"([+-]\d\d)(\d\d)$")


def since_1904(seconds: int) -> str:
    """Return a time of a movie's header, or nothing if its clock was not set."""
    if seconds <= UNIX or seconds > 0xFFFF_FFFF:
        return ""
    return f"{EPOCH + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}Z"


def quietly(look: Callable[[], None], told: Told) -> None:
    """Look at metadata: it goes whether it can be read or not, so no failure counts."""
    try:
        look()
    except (EvidenceError, ArithmeticError, LookupError, ValueError):
        told.add(Found.REST)


def user(window: Window, udta: Box, told: Told) -> None:
    """Tell what user data names."""
    for each in boxes(window, udta.start, udta.end):
        if each.name == b"meta":
            meta(window, each, told)
        else:
            told.add(NAMES.get(each.name, Found.REST))
            _user_value(each.name, _seen(window, each.start, each.end), told)


def _user_value(name: bytes, value: bytes, told: Told) -> None:
    if name == b"loci":
        _loci(value, told)
    elif name == b"\xa9xyz":
        told.stood(value[4:].decode("latin-1"))
    elif name == b"\xa9day":
        _day(value[4:].decode("latin-1"), told)
    elif name == b"XMP_":
        _xmp(value, told)


def _loci(value: bytes, told: Told) -> None:
    """Read a place (3GPP TS 26.244, table 8.10): behind its name, degrees in 16.16."""
    name = value[6:]
    wide = name.startswith((b"\xfe\xff", b"\xff\xfe"))
    at = name.index(b"\0\0" if wide else b"\0") + (2 if wide else 1) + 1
    east, north = (
        int.from_bytes(name[start : start + 4], signed=True) / 65536 for start in (at, at + 4)
    )
    told.place = told.place or place(north, east)


def _day(text: str, told: Told) -> None:
    told.at(ZONE.sub(r"\1:\2", text.strip("\0 ")))


def _xmp(packet: bytes, told: Told) -> None:
    origin = xmp.read(packet)
    told.add(*origin.found)
    told.taken, told.place = told.taken or origin.taken, told.place or origin.place


def meta(window: Window, box: Box, told: Told) -> None:
    """Tell what a box of metadata names, which QuickTime writes without a version."""
    bare = window.at(box.start, min(8, box.end - box.start))[4:] == b"hdlr"
    inside = list(boxes(window, box.start + (0 if bare else 4), box.end))
    keys: list[str] = []
    for each in inside:
        if each.name == b"keys":
            keys = _keys(window, each)
    for each in inside:
        if each.name == b"ilst":
            _items(window, each, keys, told)
        elif each.name not in {b"hdlr", b"keys", b"free"}:
            told.add(Found.WORDS if each.name == b"ID32" else Found.REST)


def _keys(window: Window, box: Box) -> list[str]:
    named = boxes(window, box.start + 8, box.end)
    return [
        PREFIX.sub("", window.at(each.start, each.end - each.start)[:200].decode("latin-1"))
        for each in named
    ]


def _items(window: Window, ilst: Box, keys: list[str], told: Told) -> None:
    for each in boxes(window, ilst.start, ilst.end):
        number = int.from_bytes(each.name)
        value = _seen(window, each.start + 16, each.end)
        if 0 < number <= len(keys):
            _key(keys[number - 1].lower(), value.decode("utf-8", "replace"), told)
            continue
        told.add(NAMES.get(each.name, Found.REST))
        _user_value(each.name, bytes(4) + value, told)


def _key(key: str, value: str, told: Told) -> None:
    found = next((found for start, found in KEYS if key.startswith(start)), Found.REST)
    told.add(found)
    if found is Found.TIME:
        _day(value, told)
    elif found is Found.PLACE:
        told.stood(value)


def own(window: Window, box: Box, told: Told) -> None:
    """Tell what a box with a maker's own name (``uuid``) has: XMP, or something else."""
    content = _seen(window, box.start, box.end)
    if content.startswith(XMP):
        _xmp(content[16:], told)
    elif content.startswith(SPHERICAL):
        told.add(Found.AROUND, Found.PROGRAM)
    else:
        told.add(Found.REST)


def track(coding: bytes, description: bytes, told: Told) -> None:
    """Tell what a track has that is neither seen nor heard."""
    told.add(*TRACKS.get(coding, (Found.REST,)))
    if b"location" in description.lower():
        told.add(Found.PLACE)


def _seen(window: Window, start: int, end: int) -> bytes:
    return window.at(start, min(SEEN, max(0, end - start)))
