"""A WebM written anew: what a player must know, where it may begin, then the clusters."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tipline.errors import FileDamagedError
from tipline.evidence.cleaning.media.webm import names
from tipline.evidence.cleaning.media.webm.blocks import KEY, Blocks
from tipline.evidence.cleaning.media.webm.elements import below, length, made, named, whole
from tipline.evidence.cleaning.media.webm.reading import NEUTRAL, Movie
from tipline.evidence.cleaning.media.webm.tracks import PICTURES, Track
from tipline.evidence.cleaning.pictures.pieces import BLOCK, Window

# Version 1 of EBML, version 4 of WebM, which one of version 2 can read (RFC 8794, 11.2).
HEADER = made(
    names.EBML,
    *(made(name, bytes((value,))) for name, value in ((0x4286, 1), (0x42F7, 1))),
    *(made(name, bytes((value,))) for name, value in ((0x42F2, 4), (0x42F3, 8))),
    made(0x4282, b"webm"),
    *(made(name, bytes((value,))) for name, value in ((0x4287, 4), (0x4285, 2))),
)
BLOCK_HEAD = 4  # bytes: the number of a track below 128, a time, flags


def written(movie: Movie, window: Window) -> Iterator[bytes]:
    """Yield the file, in order."""
    clusters = list(_clusters(movie.blocks))
    head = _info(movie) + made(names.TRACKS, *map(_track, range(len(movie.tracks)), movie.tracks))
    cues = _cues(movie, clusters, 0)
    start = len(head) + len(cues)
    size = start + sum(len(each) + inside for each, inside, _, _ in clusters)
    yield HEADER + named(names.SEGMENT) + length(size) + head + _cues(movie, clusters, start)
    ready = bytearray()
    for each, _, first, end in clusters:
        ready += each
        for block in range(first, end):
            ready += _block(movie, window, block)
            if len(ready) >= BLOCK:
                yield bytes(ready)
                ready.clear()
    yield bytes(ready)


def _info(movie: Movie) -> bytes:
    lasts = movie.duration or _lasts(movie)
    return made(
        names.INFO,
        made(names.SCALE, whole(movie.scale)),
        made(names.MUXER, NEUTRAL),
        made(names.WRITER, NEUTRAL),
        made(names.DURATION, struct.pack(">d", lasts)),
    )


def _lasts(movie: Movie) -> float:
    """Return when the last block ends, in ticks: one that does not say lasts as the one before."""
    end, before = 0.0, [0] * len(movie.tracks)
    for time, first, after in _spans(movie.blocks):
        for block in range(first, after):
            track = movie.blocks.tracks[block]
            starts = time + movie.blocks.times[block]
            told = movie.blocks.lasting[block]
            usual = movie.tracks[track].lasts / movie.scale or max(0, starts - before[track])
            end = max(end, starts + (told if told >= 0 else usual))
            before[track] = starts
    return end


def _spans(blocks: Blocks) -> Iterator[tuple[int, int, int]]:
    """Yield the time of each cluster, its first block, and the one behind its last."""
    ends = [first for _, first in blocks.clusters[1:]] + [len(blocks)]
    return ((time, first, end) for (time, first), end in zip(blocks.clusters, ends, strict=True))


def _clusters(blocks: Blocks) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield the head of each cluster, how many bytes of blocks follow, and which blocks."""
    for time, first, end in _spans(blocks):
        stamp = made(names.TIME, whole(time))
        size = sum(_size(blocks, block) for block in range(first, end))
        yield named(names.CLUSTER) + length(len(stamp) + size) + stamp, size, first, end


def _track(index: int, track: Track) -> bytes:
    number = bytes((index + 1,))
    return made(
        names.TRACK,
        made(names.NUMBER, number),
        made(names.UID, number),
        made(0x9C, b"\1"),  # blocks may be laced
        track.written,
    )


def _cues(movie: Movie, clusters: list[tuple[bytes, int, int, int]], start: int) -> bytes:
    """Say which clusters have a picture (or a sound, if there are none) to begin with.

    Their places have eight bytes each: how long this is does not hang on ``start``.
    """
    kinds = [track.kind for track in movie.tracks]
    main = kinds.index(PICTURES) if PICTURES in kinds else 0
    points = []
    for (time, _, _), (head, size, first, end) in zip(_spans(movie.blocks), clusters, strict=True):
        begin = next((each for each in range(first, end) if _begins(movie.blocks, each, main)), -1)
        if begin >= 0:
            at = max(0, time + movie.blocks.times[begin])
            place = made(names.CUE_TRACK, bytes((main + 1,)))
            place += made(names.CUE_CLUSTER, start.to_bytes(8))
            stamp = made(names.CUE_TIME, whole(at))
            points.append(made(names.CUE, stamp, made(names.CUE_PLACES, place)))
        start += len(head) + size
    return made(names.CUES, *points) if points else b""


def _begins(blocks: Blocks, block: int, track: int) -> bool:
    return blocks.tracks[block] == track and bool(blocks.flags[block] & KEY)


def _group(blocks: Blocks, block: int) -> bytes | None:
    """Return what stands in a group beside its block; None if it needs no group."""
    lasting, discarded = blocks.lasting[block], blocks.discarded[block]
    if lasting < 0 and not discarded:
        return None
    return b"".join(
        (
            made(names.BLOCK_DURATION, whole(lasting)) if lasting >= 0 else b"",
            b"" if blocks.flags[block] & KEY else made(names.REFERENCE, below(-1)),
            made(names.DISCARD, below(discarded)) if discarded else b"",
        )
    )


def _size(blocks: Blocks, block: int) -> int:
    """How many bytes a block takes, with its head and its group."""
    size, group = BLOCK_HEAD + blocks.sizes[block], _group(blocks, block)
    size += 1 + len(length(size))
    return size if group is None else 1 + len(length(size + len(group))) + size + len(group)


def _block(movie: Movie, window: Window, block: int) -> bytes:
    blocks, group = movie.blocks, _group(movie.blocks, block)
    track, flags = blocks.tracks[block], blocks.flags[block]
    content = window.at(blocks.starts[block], blocks.lengths[block])
    sift = movie.tracks[track].sift
    content = sift(content) if sift else content
    if len(content) != blocks.sizes[block]:
        raise FileDamagedError
    head = bytes((0x81 + track,)) + blocks.times[block].to_bytes(2, signed=True)
    if group is None:
        return made(names.SIMPLE_BLOCK, head, bytes((flags,)), content)
    return made(names.GROUP, made(names.BLOCK, head, bytes((flags & ~KEY,)), content), group)
