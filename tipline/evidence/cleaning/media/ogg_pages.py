"""Pages of Ogg (RFC 3533, 6): read with their checksums, and written anew."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from tipline.errors import FileDamagedError
from tipline.evidence.cleaning.pictures.pieces import Window

CONTINUED, FIRST, LAST = 1, 2, 4
NO_PACKET_ENDS = 0xFFFF_FFFF_FFFF_FFFF
SEGMENTS_MAX = 255
HEAD = struct.Struct("<4sBBQIII")  # and a byte that counts the segments
MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


@dataclass(frozen=True)
class Page:
    """One page: its flags, position in samples, stream, and the lengths and bytes it carries."""

    flags: int
    position: int
    stream: int
    laces: bytes
    body: bytes

    def packed(self, stream: int, number: int) -> bytes:
        """Return the page as the ``number``-th of ``stream``, with its checksum."""
        fields = (b"OggS", 0, self.flags, self.position, stream, number)
        tail = bytes((len(self.laces),)) + self.laces + self.body
        return HEAD.pack(*fields, checksum(HEAD.pack(*fields, 0) + tail)) + tail

    def packets(self) -> Iterator[tuple[bytes, bool]]:
        """Yield each packet, or the part of one that lies here, and whether it ends here."""
        start = end = 0
        for lace in self.laces:
            end += lace
            if lace < SEGMENTS_MAX:
                yield self.body[start:end], True
                start = end
        if self.laces and self.laces[-1] == SEGMENTS_MAX:
            yield self.body[start:], False


def pages(window: Window) -> Iterator[Page]:
    """Yield all pages; FileDamagedError where the next should be and is none, or another sum."""
    at = 0
    while at < window.size:
        head = window.at(at, HEAD.size + 1)
        sign, version, flags, position, stream, _, crc = HEAD.unpack(head[:-1])
        if sign != b"OggS" or version:
            raise FileDamagedError
        laces = window.at(at + HEAD.size + 1, head[-1])
        size = len(head) + len(laces)
        body = window.at(at + size, sum(laces))
        if checksum(head[:22] + bytes(4) + head[26:] + laces + body) != crc:
            raise FileDamagedError
        yield Page(flags, position, stream, laces, body)
        at += size + len(body)


def of_packets(packets: list[bytes]) -> Iterator[Page]:
    """Yield pages that carry header packets, which have no position, and nothing else."""
    body = b"".join(packets)
    laces = b"".join(
        b"\xff" * (len(packet) // SEGMENTS_MAX) + bytes((len(packet) % SEGMENTS_MAX,))
        for packet in packets
    )
    at, continued = 0, 0
    for start in range(0, len(laces), SEGMENTS_MAX):
        here = laces[start : start + SEGMENTS_MAX]
        ends = any(lace < SEGMENTS_MAX for lace in here)
        end = at + sum(here)
        yield Page(continued, 0 if ends else NO_PACKET_ENDS, 0, here, body[at:end])
        at, continued = end, CONTINUED if here[-1] == SEGMENTS_MAX else 0


def checksum(page: bytes) -> int:
    """Return Ogg's sum of a page: the polynomial of zlib, with all bits the other way round."""
    mirrored = zlib.crc32(page.translate(MIRRORED), 0xFFFF_FFFF) ^ 0xFFFF_FFFF
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(MIRRORED))
