"""What is done to a whole file: cut, flipped, joined with another, its lengths made absurd."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Sequence
from typing import TypeAlias

from tipline.evidence.cleaning.media.ogg_pages import checksum

Spoil: TypeAlias = Callable[[random.Random, bytes, bytes], bytes]

EDGE = 600  # bytes at the beginning and at the end, where most of what leads a parser stands
ABSURD = (b"\xff", b"\x7f", b"\x80", b"\0")
SIZES = (1, 2, 4, 8)
RESEALED = 0.7  # of those that have checksums: without them nothing behind is reached
PNG_HEAD, PAGE_HEAD = 8, 27  # bytes


def spoilt(number: int, seed: int, files: Sequence[bytes]) -> bytes:
    """Return spoilt file ``number``: it hangs on the seed, the number and the files alone."""
    chance = random.Random(f"{seed}:{number}")  # noqa: S311 (seeded on purpose)
    first, second = files[number % len(files)], chance.choice(files)
    for _ in range(chance.choice((1, 1, 1, 2))):
        first = chance.choice(SPOILS)(chance, first, second)
    return _resealed(first) if chance.random() < RESEALED else first


def _resealed(content: bytes) -> bytes:
    """Give the pages of an Ogg and the chunks of a PNG the checksums of what they are now."""
    if content.startswith(b"\x89PNG"):
        return _png(bytearray(content))
    return _ogg(bytearray(content)) if content.startswith(b"OggS") else content


def _png(content: bytearray) -> bytes:
    at = PNG_HEAD
    while at + 12 <= len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4])
        content[end : end + 4] = zlib.crc32(content[at + 4 : end]).to_bytes(4)[: len(content) - end]
        at = end + 4
    return bytes(content)


def _ogg(content: bytearray) -> bytes:
    at = content.find(b"OggS")
    while at >= 0 and at + PAGE_HEAD <= len(content):
        laces = content[at + PAGE_HEAD : at + PAGE_HEAD + content[at + 26]]
        end = at + PAGE_HEAD + len(laces) + sum(laces)
        content[at + 22 : at + 26] = bytes(4)
        content[at + 22 : at + 26] = checksum(bytes(content[at:end])).to_bytes(4, "little")
        at = content.find(b"OggS", end)
    return bytes(content)


def _place(chance: random.Random, content: bytes | bytearray) -> int:
    """Choose an offset: near the beginning, near the end, or anywhere."""
    most = max(0, len(content) - 1)
    near = chance.randint(0, min(most, EDGE))
    return chance.choice((near, most - near, chance.randint(0, most)))


def _cut(chance: random.Random, content: bytes, __: bytes) -> bytes:
    return content[: _place(chance, content)]


def _without(chance: random.Random, content: bytes, __: bytes) -> bytes:
    at = _place(chance, content)
    return content[:at] + content[at + chance.choice((1, 2, 4, 100)) :]


def _flipped(chance: random.Random, content: bytes, __: bytes) -> bytes:
    flipped = bytearray(content or b"\0")
    for _ in range(chance.choice((1, 1, 3, 8, 40))):
        flipped[_place(chance, flipped)] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _absurd(chance: random.Random, content: bytes, __: bytes) -> bytes:
    """Make numbers of one to eight bytes the largest, the smallest, or negative."""
    absurd = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 6))):
        at, wide = _place(chance, absurd), chance.choice(SIZES)
        absurd[at : at + wide] = chance.choice(ABSURD) + chance.choice(ABSURD) * (wide - 1)
    return bytes(absurd)


def _spliced(chance: random.Random, content: bytes, other: bytes) -> bytes:
    return content[: _place(chance, content)] + other[_place(chance, other) :]


def _twice(chance: random.Random, content: bytes, other: bytes) -> bytes:
    """Join two kinds in one file: behind it, before it, or within it."""
    at = chance.choice((0, _place(chance, content), len(content)))
    return content[:at] + other + content[at:]


def _repeated(chance: random.Random, content: bytes, __: bytes) -> bytes:
    at = _place(chance, content)
    part = content[at : at + chance.choice((1, 8, 200))]
    return content[:at] + part * chance.choice((2, 50)) + content[at:]


SPOILS: tuple[Spoil, ...] = (
    *(_cut, _without, _flipped, _flipped, _absurd, _absurd),
    *(_spliced, _twice, _repeated),
)
