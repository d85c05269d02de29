"""Sample entries: how the samples of a track are coded (ISO/IEC 14496-12, 8.5.2 and 12).

Names of coders and makers stay behind. A coding that is not listed is not taken over.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from tipline.errors import FileDamagedError, FileLockedError, FileTooComplexError
from tipline.evidence.cleaning.media import aac, units
from tipline.evidence.cleaning.media.movie import settings
from tipline.evidence.cleaning.media.movie.making import box
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.media.units import Sift
from tipline.evidence.cleaning.pictures.heif_boxes import Box, boxes
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.tips.evidence import Found

ENTRIES_MAX = 16
SETTING_MAX = 64 * 1024  # bytes
PRORES = frozenset({b"apch", b"apcn", b"apcs", b"apco", b"ap4h", b"ap4x"})
AVC, HEVC = frozenset({b"avc1", b"avc3"}), frozenset({b"hvc1", b"hev1"})
STILL = frozenset({b"jpeg", b"mjpg", b"MJPG"})
VIDEO = AVC | HEVC | PRORES | STILL | {b"av01", b"vp08", b"vp09", b"mp4v", b"s263"}
# Bytes of one sound of a channel, where nothing else tells them.
PLAIN = {b"twos": 2, b"sowt": 2, b"in24": 3, b"in32": 4, b"fl32": 4, b"fl64": 8}
PLAIN |= {b"ulaw": 1, b"alaw": 1, b"raw ": 1}
SOUND = frozenset(PLAIN) | {b"mp4a", b".mp3", b"alac", b"fLaC", b"Opus", b"samr", b"sawb"}
SOUND |= {b"ac-3", b"ec-3", b"lpcm", b"ipcm", b"fpcm", b"ima4"}
LOCKED = frozenset({b"encv", b"enca", b"drmi", b"drms"})
AAC = frozenset({0x40, 0x66, 0x67, 0x68})  # object types (ISO/IEC 14496-1, table 5)
AAC_BLOCKS = frozenset({1, 2, 3, 4, 5, 29})  # audio object types of raw data blocks
ALL_AROUND = frozenset({b"sv3d", b"st3d", b"proj", b"vexu", b"hfov"})
COMPRESSOR = slice(42, 74)  # of a visual entry: the name of its coder


@dataclass(frozen=True)
class Entry:
    """A sample entry as it goes over, and what is to be sifted out of its samples.

    With ``resizing``, a sifted sample may be shorter. ``packet``: samples and bytes of what plain
    sound is counted in, where QuickTime's sizes of samples do not tell them.
    """

    written: bytes
    still: bool = False
    sift: Sift | None = None
    resizing: bool = False
    packet: tuple[int, int] | None = None


def read(window: Window, stsd: Box, handler: bytes, told: Told) -> list[Entry] | None:
    """Read all entries of a track; None if one is coded in a way that is not taken over."""
    listed = VIDEO if handler == b"vide" else SOUND
    found = list(boxes(window, stsd.start + 8, stsd.end))
    if any(entry.name in LOCKED for entry in found):
        raise FileLockedError
    if len(found) > ENTRIES_MAX:
        raise FileTooComplexError
    if not found or any(entry.name not in listed for entry in found):
        return None
    if handler == b"vide":
        return [_video(window, entry, told) for entry in found]
    quicktime = window.number(stsd.start, 1) == 0
    return [_sound(window, entry, told, quicktime=quicktime) for entry in found]


def _video(window: Window, entry: Box, told: Told) -> Entry:
    fixed = window.at(entry.start, 78)
    if fixed[COMPRESSOR].strip(b"\0") or fixed[12:16].strip(b"\0"):
        told.add(Found.PROGRAM)
    kept = _settings(window, entry.start + 78, entry.end, settings.SHOWN, told)
    plain = bytes(6) + b"\0\1" + bytes(16) + fixed[24:36] + bytes(4) + b"\0\1"
    whole = box(entry.name, plain, bytes(32), fixed[74:76], b"\xff\xff", *_boxes(kept))
    sift = _video_sift(entry.name, kept, told)
    resizing = sift is not None and entry.name not in PRORES
    return Entry(whole, still=entry.name in STILL, sift=sift, resizing=resizing)


def _video_sift(name: bytes, kept: Mapping[bytes, bytes], told: Told) -> Sift | None:
    if name in AVC:
        return units.avc((_needed(kept, b"avcC")[4] & 3) + 1, told)
    if name in HEVC:
        return units.hevc((_needed(kept, b"hvcC")[21] & 3) + 1, told)
    if name == b"av01":
        return units.av1(told)
    if name in STILL or (name == b"mp4v" and _object(kept) == 0x6C):
        return units.jpeg(told)
    if name == b"mp4v":
        return units.mpeg(told)
    return units.prores(told) if name in PRORES else None


def _needed(kept: Mapping[bytes, bytes], name: bytes) -> bytes:
    if name not in kept:
        raise FileDamagedError
    return kept[name]


def _sound(window: Window, entry: Box, told: Told, *, quicktime: bool) -> Entry:
    fixed = window.at(entry.start, 28)
    version = int.from_bytes(fixed[8:10]) if quicktime else 0
    more = window.at(entry.start + 28, {1: 16, 2: 36}.get(version, 0))
    start = entry.start + 28 + len(more)
    kept = _settings(window, start, entry.end, settings.HEARD, told)
    if fixed[12:16].strip(b"\0"):
        told.add(Found.PROGRAM)
    plain = bytes(6) + b"\0\1" + version.to_bytes(2) + bytes(6) + fixed[16:28] + more
    aac_sift = aac.aac(told) if entry.name == b"mp4a" and _is_aac(kept) else None
    packet = _packet(entry.name, fixed, more)
    return Entry(box(entry.name, plain, *_boxes(kept)), sift=aac_sift, packet=packet)


def _packet(name: bytes, fixed: bytes, more: bytes) -> tuple[int, int] | None:
    """Return what is counted in (QuickTime File Format, "Sound sample description")."""
    channels, bits = struct.unpack(">HH", fixed[16:20])
    if len(more) == 36:
        size, samples = struct.unpack(">II", more[28:36])
        return (samples, size) if size and samples else None
    if len(more) == 16:
        samples, _, size, _ = struct.unpack(">IIII", more)
        return (samples, size) if size and samples else None
    if name == b"ima4":
        return 64, 34 * channels
    if name in PLAIN:
        wide = bits // 8 if name in {b"twos", b"sowt"} and bits in {8, 16} else PLAIN[name]
        return 1, channels * wide
    return None


def _is_aac(kept: Mapping[bytes, bytes]) -> bool:
    specific = _es(kept)[35:]
    kind = specific[0] >> 3 if specific else 0
    return _object(kept) in AAC and kind in AAC_BLOCKS


def _object(kept: Mapping[bytes, bytes]) -> int:
    """Return the object type of an esds as ``settings.es`` writes it, 0 if there is none."""
    return (_es(kept) or bytes(18))[17]


def _es(kept: Mapping[bytes, bytes]) -> bytes:
    """Return the esds of an entry, which QuickTime keeps within ``wave``."""
    return kept.get(b"esds") or kept.get(b"wave", b"").partition(b"esds")[2]


def _settings(
    window: Window, start: int, end: int, known: Mapping[bytes, settings.Setting], told: Told
) -> dict[bytes, bytes]:
    kept: dict[bytes, bytes] = {}
    for each in boxes(window, start, end):
        if each.name not in known:
            told.add(*_unknown(each.name))
        elif each.name not in kept:
            if each.end - each.start > SETTING_MAX:
                raise FileTooComplexError
            plain = known[each.name](window.at(each.start, each.end - each.start), told)
            if plain:
                kept[each.name] = plain
    return kept


def _unknown(name: bytes) -> tuple[Found, ...]:
    if name in ALL_AROUND:
        return (Found.AROUND,)
    return () if name in {b"btrt", bytes(4)} else (Found.REST,)


def _boxes(kept: Mapping[bytes, bytes]) -> list[bytes]:
    return [box(name, content) for name, content in kept.items()]
