"""ID3 (version 2), as far as it tells of a sender: names of frames, and the time in one of them.

Sources: ID3v2.4, 3 and 4; ID3v2.3; ID3v2.2, whose names have three letters.
"""

from __future__ import annotations

from tipline.evidence.cleaning.media.told import Told
from tipline.tips.evidence import Found

FRAMES_MAX = 1000
ENCODINGS = ("latin-1", "utf-16", "utf-16-be", "utf-8")


def tell(tag: bytes, told: Told) -> None:
    """Note what the beginning of a tag tells; one that cannot be read is REST."""
    version, at = tag[3], 10
    if version not in {2, 3, 4} or tag[5] & 0xC0:  # with its bytes stuffed, or a second header
        told.add(Found.REST)
        return
    letters, head = (3, 6) if version == 2 else (4, 10)
    for _ in range(FRAMES_MAX):
        name = tag[at : at + letters]
        if len(name) < letters or not name.strip(b"\0"):
            return
        field = tag[at + letters : at + 2 * letters]
        size = synchsafe(field) if version == 4 else int.from_bytes(field)
        value = tag[at + head : at + head + min(size, 300)]
        told.tag(name.decode("latin-1"), _text(value))
        at += head + size


def synchsafe(field: bytes) -> int:
    """Return a number that is written with seven bits a byte."""
    number = 0
    for byte in field:
        number = number << 7 | byte & 0x7F
    return number


def _text(value: bytes) -> str:
    if not value or value[0] >= len(ENCODINGS):
        return ""
    return value[1:].decode(ENCODINGS[value[0]], "replace").strip("\0")
