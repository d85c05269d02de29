"""What a decoder must be told of a coding before its first sample, without what it need not know.

Sources: ISO/IEC 14496-1, 7.2.6 (descriptors), 14496-15, 5.3 and 8.3; QuickTime File Format, "Sound
sample description extensions"; Opus, FLAC and AV1 in ISO base media; 3GPP TS 26.244, 6.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from tipline.errors import FileDamagedError
from tipline.evidence.cleaning.media.movie.making import box
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.media.units import MPEG_USER_DATA
from tipline.evidence.cleaning.pictures.heif_coded import av1_header, hevc_header
from tipline.tips.evidence import Found

Setting: TypeAlias = Callable[[bytes, Told], bytes]
"""Takes the content of a box and returns what of it goes over; nothing, if the box goes."""

ES, DECODER, SPECIFIC, SYNC = 3, 4, 5, 6  # ISO/IEC 14496-1, table 1
HIGH_PROFILES = frozenset({100, 110, 122, 144, 244, 44})
SPECIFIC_MAX = 4096


def of_length(*lengths: int) -> Setting:
    """Return a setting of numbers that has one of these lengths."""

    def keep(content: bytes, told: Told) -> bytes:
        if len(content) in lengths:
            return content
        told.add(Found.REST)
        return b""

    return keep


def up_to(most: int) -> Setting:
    """Return a setting of numbers that is at most so long."""
    return of_length(*range(1, most + 1))


def avc(content: bytes, told: Told) -> bytes:
    """Return avcC with its parameter sets."""
    sets, at = [content[:5]], 5
    for mask in (0x1F, 0xFF):
        start = at
        at += 1
        for _ in range(content[start] & mask):
            at += 2 + int.from_bytes(content[at : at + 2])
        sets.append(content[start:at])
    if at > len(content):
        raise FileDamagedError
    if content[1] in HIGH_PROFILES and len(content) >= at + 4:
        sets.append(content[at : at + 3] + b"\0")
        at += 4
    if content[at:].strip(b"\0"):
        told.add(Found.REST)
    return b"".join(sets)


def es(content: bytes, told: Told) -> bytes:
    """Return esds written anew: the coding, its rates, and what its decoder must know."""
    stream = descriptor(content[4:], ES)
    decoder = descriptor(stream[_inside(stream) :], DECODER)
    specific = descriptor(decoder[13:], SPECIFIC)[:SPECIFIC_MAX] if len(decoder) > 13 else b""
    plain = MPEG_USER_DATA.sub(b"", specific)
    if plain != specific:
        told.add(Found.PROGRAM)
    inner = _written(SPECIFIC, plain) if plain else b""
    return bytes(4) + _written(
        ES, bytes(3) + _written(DECODER, decoder[:13] + inner) + _written(SYNC, b"\2")
    )


def _inside(stream: bytes) -> int:
    """Where the descriptors in an ES descriptor begin."""
    flags = stream[2]
    at = 3 + (2 if flags & 0x80 else 0)
    at += 1 + stream[at] if flags & 0x40 else 0
    return at + (2 if flags & 0x20 else 0)


def descriptor(content: bytes, wanted: int) -> bytes:
    """Return the content of the first descriptor, which must be of this kind."""
    length, at = 0, 1
    while at < 5:
        length, at = length << 7 | content[at] & 0x7F, at + 1
        if not content[at - 1] & 0x80:
            break
    if content[0] != wanted or at + length > len(content):
        raise FileDamagedError
    return content[at : at + length]


def _written(tag: int, content: bytes) -> bytes:
    length = len(content)
    more = bytes((length >> 21 & 127 | 128, length >> 14 & 127 | 128, length >> 7 & 127 | 128))
    return bytes((tag,)) + more + bytes((length & 127,)) + content


def colour(content: bytes, told: Told) -> bytes:
    """Return colr that tells its colours by numbers; a profile is told and goes."""
    if content[:4] in {b"nclx", b"nclc"}:
        return content[: 11 if content[:4] == b"nclx" else 10]
    told.add(Found.REST)
    return b""


def vp(content: bytes, _: Told) -> bytes:
    """Return vpcC without what VP8 and VP9 do not use."""
    return content[:10] + bytes(2) if len(content) >= 12 else b""


def speech(content: bytes, told: Told) -> bytes:
    """Return damr or d263 without the maker's sign and the version of its coder."""
    if content[:5].strip(b"\0"):
        told.add(Found.PROGRAM)
    return bytes(5) + content[5:9]


def flac(content: bytes, told: Told) -> bytes:
    """Return dfLa with the block that says how the sound is coded."""
    if len(content) < 42 or content[4] & 0x7F or content[5:8] != b"\0\0\x22":
        raise FileDamagedError
    if len(content) > 42:
        told.add(Found.PROGRAM, Found.WORDS)
    return bytes(4) + b"\x80" + content[5:42]


def alac(content: bytes, _: Told) -> bytes:
    """Return the numbers of Apple's lossless coding."""
    return content[:28]


def wave(content: bytes, told: Told) -> bytes:
    """Return QuickTime's box of sound settings, with those that are known."""
    kept, at = [], 0
    while at + 8 <= len(content):
        length, name = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        if name == bytes(4):
            break
        if length < 8 or at + length > len(content):
            raise FileDamagedError
        inner = content[at + 8 : at + length]
        plain = WAVE[name](inner, told) if name in WAVE else b""
        kept.append(box(name, plain) if plain else b"")
        at += length
    return b"".join((*kept, box(bytes(4))))


SHOWN: Mapping[bytes, Setting] = MappingProxyType(
    {
        b"avcC": avc,
        b"hvcC": hevc_header,
        b"av1C": av1_header,
        b"vpcC": vp,
        b"esds": es,
        b"d263": speech,
        b"colr": colour,
        b"pasp": of_length(8),
        b"clap": of_length(32),
        b"fiel": of_length(2),
        b"gama": of_length(4),
        b"mdcv": of_length(24),
        b"clli": of_length(4),
        b"amve": of_length(8),
        b"SmDm": of_length(28),
        b"CoLL": of_length(8),
    }
)
HEARD: Mapping[bytes, Setting] = MappingProxyType(
    {
        b"esds": es,
        b"wave": wave,
        b"alac": alac,
        b"damr": speech,
        b"dfLa": flac,
        b"dOps": up_to(11 + 2 + 255),
        b"dac3": of_length(3),
        b"dec3": up_to(64),
        b"pcmC": of_length(6),
        b"srat": of_length(8),
        b"chan": up_to(12 + 20 * 32),
        b"chnl": up_to(512),
    }
)
WAVE: Mapping[bytes, Setting] = MappingProxyType(
    {
        b"frma": of_length(4),
        b"mp4a": of_length(4),
        b"esds": es,
        b"enda": of_length(2),
        b"alac": alac,
    }
)
