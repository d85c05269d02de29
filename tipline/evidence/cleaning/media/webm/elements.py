"""Elements of EBML (RFC 8794): a name, a length, and content; read, and written anew."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.pictures.pieces import Window

HEAD_MAX = 12  # bytes of the longest name and the longest length
ELEMENTS_MAX = 200_000  # beside each other
OF_SEGMENT = 0x1000_0000  # names of four bytes are of a segment's own parts, or above it


class Element(NamedTuple):
    """Its name, where its content begins and ends, and whether its length is not told."""

    name: int
    start: int
    end: int
    endless: bool = False


def number(head: bytes, at: int = 0, *, marked: bool = False) -> tuple[int, int]:
    """Return a number of variable length (RFC 8794, 4) and how many bytes it has.

    ``marked``: with the bit that tells its length, as names have it.
    """
    wide = 9 - head[at].bit_length() if at < len(head) else 9
    if wide > 8 or at + wide > len(head):
        raise FileDamagedError
    read = int.from_bytes(head[at : at + wide])
    return (read if marked else read & (1 << 7 * wide) - 1), wide


def element(window: Window, at: int, end: int) -> Element:
    """Read the element at ``at``; FileDamagedError if it does not end by ``end``."""
    head = window.at(at, min(HEAD_MAX, end - at))
    name, wide = number(head, marked=True)
    length, more = number(head, wide)
    start = at + wide + more
    if length == (1 << 7 * more) - 1:
        return Element(name, start, end, endless=True)
    if wide > 4 or start + length > end:
        raise FileDamagedError
    return Element(name, start, start + length)


def elements(window: Window, parent: Element) -> Iterator[Element]:
    """Yield what is in ``parent``; one without a length ends before its own kind or a higher one.

    What is yielded has a length, unless it is a segment or one of a segment's own parts.
    """
    at = parent.start
    for _ in range(ELEMENTS_MAX):
        if at >= parent.end:
            return
        each = element(window, at, parent.end)
        if parent.endless and each.name >= OF_SEGMENT:
            return
        if each.endless and each.name < OF_SEGMENT:
            raise FileDamagedError
        yield each
        at = each.end
    raise FileTooComplexError


def unsigned(content: bytes) -> int:
    """Return an unsigned number of up to eight bytes; none at all is 0."""
    if len(content) > 8:
        raise FileDamagedError
    return int.from_bytes(content)


def signed(content: bytes) -> int:
    """Return a signed number of up to eight bytes."""
    if len(content) > 8:
        raise FileDamagedError
    return int.from_bytes(content, signed=True)


def real(content: bytes) -> float:
    """Return a floating-point number of no, four or eight bytes."""
    forms = {0: "", 4: ">f", 8: ">d"}
    if len(content) not in forms:
        raise FileDamagedError
    return float(struct.unpack(forms[len(content)], content)[0]) if content else 0.0


def length(size: int) -> bytes:
    """Write a length in as few bytes as it needs."""
    wide = ((size + 1).bit_length() + 6) // 7  # all bits set would be no length
    return (size | 1 << 7 * wide).to_bytes(wide)


def made(name: int, *content: bytes) -> bytes:
    """Return an element with this content."""
    inner = b"".join(content)
    return named(name) + length(len(inner)) + inner


def named(name: int) -> bytes:
    """Return the bytes of a name."""
    return name.to_bytes((name.bit_length() + 7) // 8)


def whole(read: int) -> bytes:
    """Return the content of an unsigned number, as short as it can be."""
    return read.to_bytes(max(1, (read.bit_length() + 7) // 8))


def below(read: int) -> bytes:
    """Return the content of a signed number, as short as it can be."""
    return read.to_bytes(read.bit_length() // 8 + 1, signed=True)
