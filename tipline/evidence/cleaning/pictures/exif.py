"""EXIF (CIPA DC-008): read to tell what was there, and written with nothing but which way is up."""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping

from tipline.evidence.cleaning.pictures.origin import Origin, moment, place
from tipline.evidence.cleaning.pictures.tiff import Field, Tiff
from tipline.tips.evidence import Found

EXIF, GPS, INTEROPERABILITY = 0x8769, 0x8825, 0xA005
ORIENTATION = 0x0112
# What says how a picture is stored, not where it came from.
PLAIN = frozenset(
    {
        *(0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0112, 0x0115, 0x011A, 0x011B, 0x011C, 0x0128),
        *(0x0213, 0x9000, 0x9101, 0xA000, 0xA001, 0xA002, 0xA003, EXIF, GPS, INTEROPERABILITY),
    }
)
TELLING: Mapping[int, Found] = (
    dict.fromkeys((0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012), Found.TIME)
    | dict.fromkeys((0x9290, 0x9291, 0x9292, 0x882A), Found.TIME)
    | dict.fromkeys((0x010F, 0x0110, 0x013C, 0xC614, 0xC62F, 0x927C), Found.DEVICE)
    | dict.fromkeys((0x829A, 0x829D, 0x8822, 0x8827, 0x8830, 0x9201, 0x9202), Found.DEVICE)
    | dict.fromkeys((0x9203, 0x9204, 0x9205, 0x9207, 0x9208, 0x9209, 0x920A), Found.DEVICE)
    | dict.fromkeys((0xA20E, 0xA20F, 0xA210, 0xA217, 0xA405, 0xA420), Found.DEVICE)
    | dict.fromkeys((0xA431, 0xA432, 0xA433, 0xA434, 0xA435, 0xA460), Found.DEVICE)
    | dict.fromkeys((0x013B, 0x8298, 0x9C9D, 0xA430), Found.PERSON)
    | dict.fromkeys((0x000B, 0x0131), Found.PROGRAM)
    | dict.fromkeys((0x010D, 0x010E, 0x9286, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F), Found.WORDS)
    | dict.fromkeys((0x4746, 0x4749, 0x02BC, 0x83BB, 0x8649), Found.WORDS)
    | {0x8825: Found.PLACE, 0xA004: Found.ENCLOSED}
)
GPS_TIME = frozenset({7, 29})
TIMES = ((0x9003, 0x9011), (0x9004, 0x9012), (0x0132, 0x9010))  # each with its offset from UTC


def read(raw: bytes) -> Origin:
    """Tell what EXIF holds. ValueError where it is none, or points beyond its end."""
    tiff = Tiff(raw)
    fields, gps = {**tiff.first.fields, **tiff.inner(EXIF)}, tiff.inner(GPS)
    found = {TELLING.get(tag, Found.REST) for tag in fields.keys() - PLAIN}
    found |= {Found.TIME if tag in GPS_TIME else Found.PLACE for tag in gps if tag}
    found |= {Found.PREVIEW} if tiff.following() else set()
    return Origin(found=frozenset(found), taken=_taken(tiff, fields), place=_place(tiff, gps))


def _taken(tiff: Tiff, fields: Mapping[int, Field]) -> str:
    told = (
        moment(tiff.text(fields.get(time)), tiff.text(fields.get(zone))) for time, zone in TIMES
    )
    return next(filter(None, told), "")


def _place(tiff: Tiff, gps: Mapping[int, Field]) -> str:
    try:
        latitude, longitude = (_degrees(tiff.numbers(gps.get(tag))) for tag in (2, 4))
    except ZeroDivisionError:
        return ""
    south, west = tiff.text(gps.get(1)).upper() == "S", tiff.text(gps.get(3)).upper() == "W"
    return place(-latitude if south else latitude, -longitude if west else longitude)


def _degrees(values: tuple[float, ...]) -> float:
    degrees, minutes, seconds = (*values, 0.0, 0.0, 0.0)[:3] if values else (math.nan, 0.0, 0.0)
    return degrees + minutes / 60 + seconds / 3600


def orientation(raw: bytes) -> int:
    """Return which way is up (1 to 8, EXIF 4.6.4 A), 1 where that is not told."""
    try:
        tiff = Tiff(raw)
        way = tiff.numbers(tiff.first.fields.get(ORIENTATION))
    except (ValueError, ZeroDivisionError):
        return 1
    return int(way[0]) if way and way[0] in range(1, 9) else 1


def upright(value: int) -> bytes:
    """Return a TIFF structure that tells the orientation ``value`` (2 to 8) and nothing else."""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, value, 0)  # a SHORT
    return b"MM\0\x2a\0\0\0\x08\0\x01" + entry + b"\0\0\0\0"
