"""Colour profiles as makers of screens and cameras write them."""

from __future__ import annotations

import struct

from PIL import ImageCms

from tipline.evidence.cleaning.pictures import icc

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def profile(primaries: tuple[float, ...], gamma: float, *, text: bytes = b"") -> bytes:
    """A profile as a screen's maker writes it: version 2, with a text of its own."""

    def number(value: float) -> int:
        return round(value * 65536)

    def xyz(*point: float) -> bytes:
        return b"XYZ \0\0\0\0" + struct.pack(">3i", *map(number, point))

    shape = b"curv" + struct.pack(">IIH", 0, 1, round(gamma * 256)) + b"\0\0"
    words = text + bytes(-len(text) % 4)
    tags = {
        b"desc": b"desc" + struct.pack(">II", 0, len(words) + 1) + words + bytes(80),
        b"cprt": b"text\0\0\0\0" + words + bytes(4),
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(*primaries[0:3]),
        b"gXYZ": xyz(*primaries[3:6]),
        b"bXYZ": xyz(*primaries[6:9]),
        b"rTRC": shape,
        b"gTRC": shape,
        b"bTRC": shape,
        b"dmdd": b"text\0\0\0\0" + words + bytes(4),
    }
    at, table, content = 132 + 12 * len(tags), b"", b""
    for name, tag in tags.items():
        table += struct.pack(">4sII", name, at + len(content), len(tag))
        content += tag
    white = map(number, (0.9642, 1.0, 0.8249))
    head = struct.pack(
        ">I4sI4s4s4s", at + len(content), b"appl", 0x0210_0000, b"mntr", b"RGB ", b"XYZ "
    )
    head += struct.pack(
        ">6H4s4sI4s4sQI3i",
        2026,
        3,
        1,
        12,
        0,
        0,
        b"acsp",
        b"APPL",
        0,
        b"MARK",
        b"MARK",
        0,
        0,
        *white,
    )
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + table + content


DISPLAY_P3 = profile(icc.SPACES[1], 2.2, text=b"Display P3")
ADOBE = profile(icc.SPACES[2], 2.2, text=b"Adobe RGB (1998)")
SCREEN = profile((0.46, 0.23, 0.02, 0.36, 0.70, 0.09, 0.1442, 0.07, 0.7149), 2.07, text=b"Screen 7")


def labelled(told: bytes, text: bytes) -> bytes:
    """The same profile with another text of the same place."""
    at = told.find(b"Display P3")
    return told[:at] + text[:10].ljust(10, b".") + told[at + 10 :]
