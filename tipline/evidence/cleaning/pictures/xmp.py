"""XMP (ISO 16684-1): a bounded look at which properties a packet names, without an XML parser."""

from __future__ import annotations

import re

from tipline.evidence.cleaning.pictures.origin import Origin, moment, place
from tipline.tips.evidence import Found

NAME = re.compile(rb"[<\s]([A-Za-z][A-Za-z0-9-]{0,31}:[A-Za-z][A-Za-z0-9]{0,63})")
NAMES_MAX = 5_000
TELLING = {
    Found.PLACE: r"exif:GPS|photoshop:(City|State|Country)|Iptc4xmp\w+:(Location|Country|City)",
    Found.TIME: r"\w+:.*Date|\w+:.*Time(stamp)?$|stEvt:when",
    Found.DEVICE: r"tiff:(Make|Model)|aux:|exifEX:|exif:(Exposure|FNumber|F|ISO|Lens|Flash)",
    Found.PERSON: r"dc:(creator|rights|contributor|publisher)|xmpRights:|plus:|mwg-rs:|"
    r"photoshop:(Author|Credit|CaptionWriter|Source)|Iptc4xmp\w+:(Creator|Person|Ci)|exifEX:Camera",
    Found.PROGRAM: r"xmp:CreatorTool|tiff:Software|stEvt:softwareAgent|x:xmptk|\w+:Software",
    Found.HISTORY: r"xmpMM:|stEvt:|stRef:|crs:|photoshop:(History|DocumentAncestors)",
    Found.PREVIEW: r"xmpGImg:|xmp:Thumbnails",
    Found.WORDS: r"dc:(title|description|subject)|lr:|xmp:(Label|Nickname)|exif:UserComment|"
    r"tiff:ImageDescription|photoshop:(Headline|Instructions|TransmissionReference)|digiKam:",
    Found.AROUND: r"GPano:|GSpherical:",
    Found.ENCLOSED: r"(GCamera|Camera):M|Container:|GDepth:|GImage:|GAudio:|Item:",
}
PATTERNS = {found: re.compile(pattern) for found, pattern in TELLING.items()}
EMPTY = re.compile(r"(x|rdf|xmlns|xml):")
VALUE = r"""\b%s(?:\s*=\s*["']|>)\s*([^"'<]{1,60})"""
DEGREES = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])")


def read(raw: bytes) -> Origin:
    """Tell what an XMP packet names."""
    names: set[str] = set()
    for match in NAME.finditer(raw):
        names.add(match[1].decode("ascii"))
        if len(names) >= NAMES_MAX:
            break
    found = {found for found, told in PATTERNS.items() if any(map(told.match, names))}
    if not found and not all(map(EMPTY.match, names)):
        found = {Found.REST}
    text = raw.decode("utf-8", "replace")
    times = (moment(_value(text, name)) for name in ("exif:DateTimeOriginal", "xmp:CreateDate"))
    return Origin(found=frozenset(found), taken=next(filter(None, times), ""), place=_place(text))


def _value(text: str, name: str) -> str:
    match = re.search(VALUE % name, text)
    return match[1] if match else ""


def _place(text: str) -> str:
    ways = (_degrees(_value(text, f"exif:GPS{way}")) for way in ("Latitude", "Longitude"))
    return place(*ways)


def _degrees(text: str) -> float:
    """Read ``26,13.71N`` or ``26,13,42N`` (XMP part 2, 8.3.1); not a number where it is neither."""
    match = DEGREES.match(text)
    if not match:
        return float("nan")
    degrees = int(match[1]) + float(match[2]) / 60 + float(match[3] or 0) / 3600
    return -degrees if match[4] in "SW" else degrees
