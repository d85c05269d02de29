"""What can be asked of a jail that shows: each reads a file, and writes what is seen of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO, TypeAlias

from tipline.errors import FileDamagedError, FileKindRefusedError
from tipline.evidence.showing import (
    clips,
    likenesses,
    offices,
    pages,
    pictures,
    recordings,
    strips,
    texts,
    waves,
)
from tipline.evidence.showing.bounds import (
    PAGE_SIDE,
    PICTURE_SIDE,
    STRIP_FRAMES,
    STRIP_SIDE,
    THUMBNAIL_SIDE,
    WAVE_SIDES,
)
from tipline.evidence.showing.moments import moments
from tipline.tips.evidence import Family, Kind

Task: TypeAlias = Callable[..., dict[str, Any]]
SMALL_WAVE = (THUMBNAIL_SIDE, THUMBNAIL_SIDE // 2)


def extent(kind: Kind, source: BinaryIO, _sink: BinaryIO) -> dict[str, Any]:
    """Tell how much there is: pictures, pages or seconds, whichever the kind has."""
    if kind.family is Family.PICTURE:
        return {"pictures": pictures.count(kind, source)}
    if kind is Kind.PDF:
        return {"pages": pages.count(source)}
    if kind.family in {Family.SOUND, Family.VIDEO}:
        return {"seconds": recordings.seconds(kind, source)}
    return {}


def thumbnail(kind: Kind, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    """Write a small picture: the picture, the first page, an early frame, or the wave."""
    if kind.family is Family.PICTURE:
        return pictures.draw(kind, source, sink, THUMBNAIL_SIDE)
    if kind is Kind.PDF:
        return pages.draw(source, sink, 1, THUMBNAIL_SIDE)
    if kind.family is Family.VIDEO:
        for frame in recordings.pictures(kind, source, [1, 0], THUMBNAIL_SIDE):
            if frame is not None:
                return pictures.write(frame, sink)
        raise FileDamagedError
    if kind.family is Family.SOUND:
        return waves.draw(kind, source, sink, 0, SMALL_WAVE)
    raise FileKindRefusedError


def picture(kind: Kind, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    """Write a picture, large."""
    return pictures.draw(kind, source, sink, PICTURE_SIDE)


def likeness(kind: Kind, source: BinaryIO, _sink: BinaryIO) -> dict[str, Any]:
    """Tell what a picture looks like, in hex; nothing of one that is all but plain."""
    with pictures.opened(kind, source) as picture:
        found = likenesses.likeness(pictures.upright(picture, THUMBNAIL_SIDE))
    return {"likeness": found.hex()} if found else {}


def page(_: Kind, source: BinaryIO, sink: BinaryIO, *, number: int) -> dict[str, Any]:
    """Write a page of a PDF."""
    return pages.draw(source, sink, number, PAGE_SIDE)


def frames(kind: Kind, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    """Write a strip of a video, or of a picture that moves."""
    if kind.family is Family.PICTURE:
        return strips.write(pictures.some(kind, source, STRIP_FRAMES, STRIP_SIDE), sink)
    at = moments(recordings.seconds(kind, source))
    return strips.write(recordings.pictures(kind, source, at, STRIP_SIDE), sink)


def wave(kind: Kind, source: BinaryIO, sink: BinaryIO, *, start: int) -> dict[str, Any]:
    """Write the wave of ten minutes."""
    return waves.draw(kind, source, sink, start, WAVE_SIDES)


def clip(kind: Kind, source: BinaryIO, sink: BinaryIO, *, start: int) -> dict[str, Any]:
    """Write some seconds for a player."""
    return clips.write(kind, source, sink, start)


def text(kind: Kind, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    """Write the words of a text or an office file."""
    if kind.family is Family.TEXT:
        return texts.write(source, sink)
    return offices.write(kind, source, sink)


TASKS: Mapping[str, Task] = MappingProxyType(
    {
        "extent": extent,
        "thumbnail": thumbnail,
        "picture": picture,
        "likeness": likeness,
        "page": page,
        "frames": frames,
        "wave": wave,
        "clip": clip,
        "text": text,
    }
)
