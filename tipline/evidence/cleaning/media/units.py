"""Coded video without the messages that no decoder needs: H.264, HEVC, AV1, MPEG-4, JPEG, ProRes.

Encoders write their names and settings into such messages, cameras their times, places and numbers.
A sift takes one coded sample and returns what of it goes over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

from tipline.errors import FileDamagedError
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.pictures.heif_coded import obus
from tipline.tips.evidence import Found

Sift: TypeAlias = Callable[[bytes], bytes]

AVC_MESSAGES, HEVC_MESSAGES = frozenset({6}), frozenset({39, 40})
# H.264, table 7-1: slices, parameter sets, delimiters, ends; no messages, filler or private units.
AVC_NEEDED = frozenset({1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 13, 14, 15, 19, 20})
# H.265, table 7-1: slices, parameter sets, delimiters, ends; Dolby's 62 and 63 are private ones.
HEVC_NEEDED = frozenset({*range(10), *range(16, 22), *range(32, 38)})
# Messages (H.264, D.1; H.265, D.2) that say where to begin, and how to show: recovery, stereo
# packing, turning, brightness of the mastering display, of the content and of the room.
SHOWING = frozenset({6, 45, 47, 137, 144, 147, 148, 165})
SILENT = frozenset({0, 1, 129, 130, 132})  # timing of buffers, checksums: they tell nothing
USER_DATA = 5
MESSAGES_MAX = 64 * 1024  # bytes of a unit of messages that is looked into
MPEG_USER_DATA = re.compile(rb"\x00\x00\x01\xb2.*?(?=\x00\x00\x01|\Z)", re.DOTALL)
JFIF = 18  # bytes of a JPEG's first segment, if there is no small picture in it
ESCAPED = re.compile(rb"\x00\x00(?=[\x00-\x03])")  # H.264, 7.4.1.1: a 3 comes between


def avc(wide: int, told: Told) -> Sift:
    """Return a sift of H.264 whose units have a length of ``wide`` bytes before them."""

    def name(head: int) -> int:
        return head & 31

    return lambda sample: _sifted(sample, wide, name, AVC_NEEDED, AVC_MESSAGES, 1, told)


def hevc(wide: int, told: Told) -> Sift:
    """Return a sift of HEVC whose units have a length of ``wide`` bytes before them."""

    def name(head: int) -> int:
        return head >> 1 & 0x3F

    return lambda sample: _sifted(sample, wide, name, HEVC_NEEDED, HEVC_MESSAGES, 2, told)


def _sifted(  # noqa: PLR0913, PLR0917 (what the two codings differ in)
    sample: bytes,
    wide: int,
    name: Callable[[int], int],
    needed: frozenset[int],
    messages: frozenset[int],
    head: int,
    told: Told,
) -> bytes:
    kept: list[bytes] = []
    for start, end in _units(sample, wide):
        kind = name(sample[start])
        if kind in needed:
            kept.append(sample[start - wide : end])
        elif kind in messages and end - start <= MESSAGES_MAX:
            unit = _messages(sample[start:end], head, told)
            kept.append(len(unit).to_bytes(wide) + unit if unit else b"")
        elif sample[start + head : end].strip(b"\xff\x80"):  # filler is of these
            told.add(Found.REST)
    return b"".join(kept)


def _units(sample: bytes, wide: int) -> Iterator[tuple[int, int]]:
    at, size = 0, len(sample)
    while at < size:
        start = at + wide
        at = start + int.from_bytes(sample[at:start])
        if at > size or start > size:
            raise FileDamagedError
        if at > start:
            yield start, at


def _messages(unit: bytes, head: int, told: Told) -> bytes:
    """Return a unit of messages (H.264, 7.3.2.3) with those alone that a player needs."""
    content, at = unit[head:].replace(b"\0\0\3", b"\0\0"), 0
    kept: list[bytes] = []
    while at + 2 < len(content):  # the last byte is a mark of the end
        start = at
        kind, at = _number(content, at)
        size, at = _number(content, at)
        if at + size > len(content):
            told.add(Found.REST)
            break
        at += size
        if kind in SHOWING:
            kept.append(content[start:at])
        elif kind not in SILENT:
            told.add(Found.PROGRAM if kind == USER_DATA else Found.REST)
    if not kept:
        return b""
    return unit[:head] + ESCAPED.sub(b"\0\0\3", b"".join(kept) + b"\x80")


def _number(content: bytes, at: int) -> tuple[int, int]:
    """Read a number of bytes of 255 and a last one, and return it with where it ends."""
    number = 0
    while at < len(content):
        number += content[at]
        at += 1
        if content[at - 1] != 0xFF:
            break
    return number, at


def av1(told: Told) -> Sift:
    """Return a sift of AV1 units."""

    def sift(sample: bytes) -> bytes:
        kept = []
        for start, length, needed in obus(sample):
            if needed:
                kept.append(sample[start : start + length])
            else:
                told.add(Found.REST)
        return b"".join(kept)

    return sift


def mpeg(told: Told) -> Sift:
    """Return a sift of MPEG-4 part 2 or MPEG-2 video: user data goes."""

    def sift(sample: bytes) -> bytes:
        kept = MPEG_USER_DATA.sub(b"", sample)
        if len(kept) < len(sample):
            told.add(Found.PROGRAM)
        return kept

    return sift


def jpeg(told: Told) -> Sift:
    """Return a sift of JPEG frames: comments and segments of applications go."""

    def sift(sample: bytes) -> bytes:
        at, kept = 2, [sample[:2]]
        while sample[at : at + 1] == b"\xff" and sample[at + 1 : at + 2] != b"\xda":
            name, end = sample[at + 1], at + 2 + int.from_bytes(sample[at + 2 : at + 4])
            if end > len(sample) or end < at + 4:
                raise FileDamagedError
            drawn = name == 0xE0 and end - at > JFIF
            if name in {0xFE, 0xFF} or drawn or (0xE1 <= name <= 0xEF and name != 0xEE):
                told.add(Found.REST)
            else:
                kept.append(sample[at:end])
            at = end
        return b"".join((*kept, sample[at:]))

    return sift


def prores(told: Told) -> Sift:
    """Return a sift of ProRes (SMPTE RDD 36, 5.1): the encoder's sign becomes zero."""

    def sift(sample: bytes) -> bytes:
        if sample[4:8] == b"icpf" and sample[12:16].strip(b"\0"):
            told.add(Found.PROGRAM)
            return sample[:12] + bytes(4) + sample[16:]
        return sample

    return sift
