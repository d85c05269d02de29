"""MP3: frames alone, and before them how many there are and where the sound begins and ends.

Sources: ISO/IEC 11172-3, 2.4; ISO/IEC 13818-3; the frame of Xing and LAME, which is silence to a
decoder that does not know it, as gabriel.mp3-tech.org describes it.
"""

from __future__ import annotations

from typing import BinaryIO

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.media import id3
from tipline.evidence.cleaning.media.mp3_between import Between
from tipline.evidence.cleaning.media.mp3_frames import Frame, frame
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.tips.evidence import Found

FRAMES_MAX = 5_000_000  # 36 hours
TAGS_MAX = 20
SEEN = 256 * 1024  # bytes of one tag that are looked at
XING, INFO, VBRI = b"Xing", b"Info", b"VBRI"
HAS_FRAMES, HAS_BYTES, HAS_PLACES, HAS_QUALITY = 1, 2, 4, 8
# Players take the delays from behind any name of nine letters; this is the one they all know.
CODER = b"LAME".ljust(9, b"\0")
LAME_BYTES = 36
TRAILERS = (b"TAG", b"APETAGEX", b"LYRICSBEGIN", b"ID3", b"3DI")


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean an MP3 (see ``cleaned.Cleaner``)."""
    window, told = Window(source), Told()
    start = _behind_tags(window, told)
    first = frame(window, start)
    sign = window.at(start, first.length)[4 + first.side :][:4]
    about = sign in {XING, INFO} or _is_vbri(window, first)
    begin = first.end if about else start
    end, count = _walked(window, begin)
    if not count:
        raise FileDamagedError
    _trailer(window, end, told)
    if about:
        old = window.at(start, first.length)
        fresh = _about(old, first, count, end - start) if sign in {XING, INFO} else b""
        sink.write(fresh)
        told.add(*({Found.PROGRAM} if fresh != old else ()))
    between = Between(sink)
    while begin < end:
        each = frame(window, begin)
        between.put(each, window.at(begin, each.length))
        begin = each.end
    between.finish()
    told.add(*({Found.PROGRAM} if between.cleared else ()))
    return told.cleaned()


def _behind_tags(window: Window, told: Told) -> int:
    """Return where the first frame begins, behind tags and zeros."""
    at = 0
    for _ in range(TAGS_MAX):
        head = window.at(at, 10)
        if not head.startswith(b"ID3"):
            return at
        length = 10 + id3.synchsafe(head[6:10]) + (10 if head[5] & 0x10 else 0)
        id3.tell(window.at(at, min(length, SEEN)), told)
        at += length
        while window.at(at, 1) == b"\0":
            at += len(zeros := window.some(at)) - len(zeros.lstrip(b"\0"))
    raise FileTooComplexError


def _walked(window: Window, at: int) -> tuple[int, int]:
    """Return where the last frame ends, and how many there are from ``at`` on."""
    for count in range(FRAMES_MAX):
        if at == window.size or not _is_sync(window, at):
            return at, count
        at = frame(window, at).end
    raise FileTooComplexError


def _is_sync(window: Window, at: int) -> bool:
    return window.at(at, 1) == b"\xff" and window.at(at, min(2, window.size - at))[-1] >= 0xE0


def _trailer(window: Window, at: int, told: Told) -> None:
    """Look at what is behind the last frame: tags or zeros; anything else is damage."""
    rest = window.at(at, min(window.size - at, SEEN))
    if rest.startswith(TRAILERS):
        told.add(Found.WORDS, Found.PERSON if rest.startswith(b"TAG") else Found.REST)
    elif rest.strip(b"\0"):
        raise FileDamagedError
    elif rest:
        told.add(Found.REST)


def _is_vbri(window: Window, first: Frame) -> bool:
    return first.length >= 40 and window.at(first.start + 36, 4) == VBRI


def _about(old: bytes, first: Frame, count: int, size: int) -> bytes:
    """Return the frame of Xing anew: counts of frames and bytes, and the coder's delays."""
    at = 4 + first.side
    counted = count.to_bytes(4) + size.to_bytes(4)
    fresh = old[:4] + bytes(first.side) + old[at : at + 4] + (HAS_FRAMES | HAS_BYTES).to_bytes(4)
    fresh += counted + _delays(old, at)
    if len(fresh) > len(old) or size > 0xFFFF_FFFF:
        raise FileDamagedError
    return fresh.ljust(len(old), b"\0")


def _delays(old: bytes, at: int) -> bytes:
    """Return LAME's part with nothing but the samples that were added before and behind."""
    flags = int.from_bytes(old[at + 4 : at + 8])
    sizes = ((HAS_FRAMES, 4), (HAS_BYTES, 4), (HAS_PLACES, 100), (HAS_QUALITY, 4))
    lame = at + 8 + sum(size for flag, size in sizes if flags & flag)
    part = old[lame : lame + LAME_BYTES]
    if len(part) < LAME_BYTES or not part[0]:
        return b""
    return CODER + bytes(12) + part[21:24] + bytes(12)
