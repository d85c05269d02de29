"""Tracks of a WebM: how their blocks are coded, without their names, numbers and languages.

Sources: RFC 9559, 5.1.4; the WebM guidelines; "Matroska codec specifications" for CodecPrivate.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from tipline.errors import FileDamagedError, FileKindRefusedError, FileLockedError
from tipline.evidence.cleaning.media import ogg, units
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.media.units import Sift
from tipline.evidence.cleaning.media.webm import names
from tipline.evidence.cleaning.media.webm.elements import (
    Element,
    elements,
    made,
    real,
    unsigned,
    whole,
)
from tipline.evidence.cleaning.pictures.heif_coded import av1_header
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.tips.evidence import Found

Private: TypeAlias = Callable[[bytes, Told], bytes]
"""Takes the settings of a coding (CodecPrivate) and returns what of them goes over."""

CONTENT_MAX = 1024 * 1024  # bytes of one setting
PICTURES, SOUND = 1, 2  # TrackType
OPUS_HEAD = 19
VP9_SETTING = 3  # bytes: a name, a length of 1, a value
KEPT = (names.DEFAULT_DURATION, names.DELAY, names.PREROLL)
WHOLE, REAL, CHOSEN = "whole", "real", "chosen"
# What a player goes by (RFC 9559, 5.1.4.1.28 and 29), and how each is coded.
COLOUR: Mapping[int, str] = MappingProxyType(
    dict.fromkeys(range(0x55B1, 0x55BE), WHOLE) | {0x55D0: CHOSEN}
)
SHOWN: Mapping[int, str] = MappingProxyType(
    dict.fromkeys((0x9A, 0x9D, 0x53B8, 0xB0, 0xBA), WHOLE)  # lines, stereo, width and height
    | dict.fromkeys((0x54AA, 0x54BB, 0x54CC, 0x54DD), WHOLE)  # what is cut off
    | dict.fromkeys((0x54B0, 0x54BA, 0x54B2), WHOLE)  # how large it is shown
    | {0x55B0: CHOSEN, 0x7670: CHOSEN}  # colours, and which way is up
)
HEARD: Mapping[int, str] = MappingProxyType(
    {0xB5: REAL, 0x78B5: REAL, 0x9F: WHOLE, 0x6264: WHOLE}  # rates, channels, bits
)
WITHIN: Mapping[int, Mapping[int, str]] = MappingProxyType(
    {
        names.VIDEO: SHOWN,
        names.AUDIO: HEARD,
        0x55B0: COLOUR,
        0x55D0: MappingProxyType(dict.fromkeys(range(0x55D1, 0x55DB), REAL)),
        0x7670: MappingProxyType({0x7671: WHOLE, 0x7673: REAL, 0x7674: REAL, 0x7675: REAL}),
    }
)


@dataclass(frozen=True)
class Track:
    """A track; ``written``: its settings as they go over, but its number.

    ``lasts``: how long one block lasts, in nanoseconds, 0 if that is not told.
    """

    number: int
    kind: int
    enabled: bool
    written: bytes
    lasts: int
    sift: Sift | None


def read(window: Window, parent: Element, told: Told) -> Track | int:
    """Read a track; of one that is not taken over, only its kind."""
    inside = {each.name: each for each in elements(window, parent)}

    def content(name: int) -> bytes:
        return _content(window, inside[name]) if name in inside else b""

    _refuse_encoded(window, inside.get(names.ENCODINGS))
    kind, codec = unsigned(content(names.TYPE)), content(names.CODEC).rstrip(b"\0")
    if inside.keys() & {0x536E, 0x258688, 0x22B59D}:
        told.add(Found.WORDS)
    coding = CODINGS.get(codec)
    if coding is None or kind != coding.kind:
        return kind
    if _transparent(window, inside.get(names.VIDEO)):
        told.add(Found.TRANSPARENCY)
        told.lossless = False
    private = coding.private(content(names.PRIVATE), told)
    numbers = ((name, unsigned(content(name))) for name in KEPT)
    shape = names.VIDEO if kind == PICTURES else names.AUDIO
    if shape not in inside:
        raise FileDamagedError
    written = (
        made(names.TYPE, whole(kind)),
        made(names.LANGUAGE, b"und"),
        made(names.CODEC, codec),
        made(names.PRIVATE, private) if private else b"",
        *(made(name, whole(value)) for name, value in numbers if value),
        _chosen(window, inside[shape], told),
    )
    return Track(
        unsigned(content(names.NUMBER)),
        kind,
        names.ENABLED not in inside or content(names.ENABLED) != b"\0",
        b"".join(written),
        unsigned(content(names.DEFAULT_DURATION)),
        coding.sift(told),
    )


def _content(window: Window, each: Element) -> bytes:
    if each.end - each.start > CONTENT_MAX:
        raise FileDamagedError
    return window.at(each.start, each.end - each.start)


def _refuse_encoded(window: Window, encodings: Element | None) -> None:
    """WebM knows no compression of blocks (RFC 9559, 5.1.4.1.31), and a key is not here."""
    if encodings is None:
        return
    for encoding in elements(window, encodings):
        if any(each.name == names.ENCRYPTION for each in elements(window, encoding)):
            raise FileLockedError
    raise FileKindRefusedError


def _transparent(window: Window, video: Element | None) -> bool:
    inside = elements(window, video) if video else ()
    return any(
        each.name == names.ALPHA and unsigned(_content(window, each)) == 1 for each in inside
    )


def _chosen(window: Window, parent: Element, told: Told) -> bytes:
    """Return an element with what is known within it, each once, as numbers."""
    known, kept = WITHIN[parent.name], {}
    for each in elements(window, parent):
        form = known.get(each.name)
        if form is None:
            if each.name not in {names.VOID, names.CHECKSUM, names.ALPHA}:
                told.add(Found.REST)
        elif form is CHOSEN:
            kept[each.name] = _chosen(window, each, told)
        elif form is WHOLE:
            kept[each.name] = made(each.name, whole(unsigned(_content(window, each))))
        else:
            kept[each.name] = made(each.name, struct.pack(">d", real(_content(window, each))))
    return made(parent.name, *kept.values())


def _nothing(content: bytes, told: Told) -> bytes:
    if content:
        told.add(Found.REST)
    return b""


def _vp9(content: bytes, _: Told) -> bytes:
    """Return profile, level, depth and sampling: each a name, a length of 1 and a value."""
    each = (content[at : at + VP9_SETTING] for at in range(0, len(content), VP9_SETTING))
    return b"".join(one for one in each if len(one) == VP9_SETTING and one[1] == 1)[:12]


def _opus(content: bytes, _: Told) -> bytes:
    """Return OpusHead (RFC 7845, 5.1)."""
    if not content.startswith(b"OpusHead") or len(content) < OPUS_HEAD:
        raise FileDamagedError
    return content[: OPUS_HEAD if content[18] == 0 else OPUS_HEAD + 2 + content[9]]


def _vorbis(content: bytes, told: Told) -> bytes:
    """Return Vorbis' three headers, laced as Xiph does, with empty comments."""
    if content[:1] != b"\2":
        raise FileDamagedError
    at, sizes = 1, []
    for _ in range(2):
        size = 0
        while content[at] == 0xFF:
            size, at = size + 0xFF, at + 1
        sizes.append(size + content[at])
        at += 1
    first, comments, setup = (
        content[at : at + sizes[0]],
        content[at + sizes[0] : at + sum(sizes)],
        content[at + sum(sizes) :],
    )
    if not first.startswith(ogg.VORBIS) or not setup.startswith(b"\5vorbis"):
        raise FileDamagedError
    first, plain = first[: ogg.VORBIS_HEAD_BYTES], ogg.NO_COMMENTS[ogg.VORBIS]
    if comments != plain:
        ogg.tell(comments[len(ogg.VORBIS) :], told)
    return b"\2" + bytes((len(first), len(plain))) + first + plain + setup


def _av1(content: bytes, told: Told) -> bytes:
    return av1_header(content, told) if content else b""


def _unsifted(_: Told) -> None:
    return None


@dataclass(frozen=True)
class Coding:
    """A coding: its kind, what of its settings goes over, and what goes from its blocks."""

    kind: int
    private: Private
    sift: Callable[[Told], Sift | None] = _unsifted


CODINGS: Mapping[bytes, Coding] = MappingProxyType(
    {
        b"V_VP8": Coding(PICTURES, _nothing),
        b"V_VP9": Coding(PICTURES, _vp9),
        b"V_AV1": Coding(PICTURES, _av1, units.av1),
        b"A_OPUS": Coding(SOUND, _opus),
        b"A_VORBIS": Coding(SOUND, _vorbis),
        b"A_PCM/FLOAT/IEEE": Coding(SOUND, _nothing),
        b"A_PCM/INT/LIT": Coding(SOUND, _nothing),
    }
)
