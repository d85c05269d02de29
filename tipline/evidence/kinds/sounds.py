"""MPEG sound: frames without a file's head, perhaps behind an ID3 tag.

Eleven set bits occur anywhere, so that several frames must follow one another, each where the one
before says. Source: ISO/IEC 11172-3, 2.4.1.3; ISO/IEC 13818-3 for the lower rates; ID3v2.4, 3.1.
"""

from __future__ import annotations

from typing import BinaryIO

from tipline.tips.evidence import Kind

FRAMES = 4  # that must follow one another
LAYER_3 = 1
# kbit/s by index, of layer 3: MPEG 1, then MPEG 2 and 2.5.
RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
HERTZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
PADDING_MAX = 8192  # bytes that may lie between a tag and the first frame


def kind(head: bytes, source: BinaryIO) -> Kind | None:
    """Return MP3 if frames of layer 3 follow one another from the beginning or behind a tag."""
    start = _behind_tag(head)
    source.seek(start)
    body = source.read(PADDING_MAX)
    zeros = len(body) - len(body.lstrip(b"\0")) if start else 0
    return Kind.MP3 if _frames_follow(source, start + zeros) else None


def _behind_tag(head: bytes) -> int:
    """Where an ID3v2 tag ends (its length has seven bits a byte), or 0 if there is none."""
    if not head.startswith(b"ID3") or len(head) < 10:
        return 0
    length = sum(
        (byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True)
    )
    return 10 + length + (10 if head[5] & 0x10 else 0)  # and a footer


def _frames_follow(source: BinaryIO, at: int) -> bool:
    """Whether ``FRAMES`` frames, or fewer up to the very end, begin at ``at``."""
    size = source.seek(0, 2)
    for number in range(FRAMES):
        if at == size and number:
            return True
        source.seek(at)
        length = frame_length(source.read(4))
        if not length:
            return False
        at += length
    return True


def frame_length(header: bytes) -> int:
    """Bytes of the frame with this header, or 0 if it is no header of layer 3."""
    bits = int.from_bytes(header)
    version, layer = bits >> 19 & 3, bits >> 17 & 3
    rate, hertz = bits >> 12 & 15, bits >> 10 & 3
    if len(header) < 4 or bits >> 21 != 0x7FF or layer != LAYER_3:
        return 0
    if version not in HERTZ or rate in {0, 15} or hertz == 3:
        return 0
    samples, rates = (1152, RATES_1) if version == 3 else (576, RATES_2)
    return samples // 8 * rates[rate] * 1000 // HERTZ[version][hertz] + (bits >> 9 & 1)
