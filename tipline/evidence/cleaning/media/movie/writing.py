"""A movie written anew: its header first, so that it plays while it arrives, then its samples."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from typing import BinaryIO

from tipline.evidence.cleaning.media.movie.copying import Samples
from tipline.evidence.cleaning.media.movie.making import LARGE, box, full
from tipline.evidence.cleaning.media.movie.reading import Movie, Track
from tipline.evidence.cleaning.media.movie.tables import Tables, packed

PLAYED = 7  # enabled, in the movie, in its preview
NO_LANGUAGE = b"\x55\xc4"  # und
ONCE = 0x10000  # as fast as it was recorded, in 16.16
MEDIA = {b"vide": (b"vmhd", bytes(8), 1), b"soun": (b"smhd", bytes(4), 0)}


def write(brands: bytes, movie: Movie, samples: Samples, sink: BinaryIO) -> None:
    """Write the file, in order."""
    kind = box(b"ftyp", brands)
    large = samples.total + len(kind) + len(_moov(movie, samples, 0, large=True)) + 16 > LARGE
    header = 16 if large else 8
    start = len(kind) + len(_moov(movie, samples, 0, large=large)) + header
    sink.write(kind + _moov(movie, samples, start, large=large))
    size = samples.total + header
    sink.write(b"\0\0\0\1mdat" + size.to_bytes(8) if large else size.to_bytes(4) + b"mdat")
    samples.write(sink)


def _moov(movie: Movie, samples: Samples, start: int, *, large: bool) -> bytes:
    earliest = min(track.delay / track.timescale for track in movie.tracks)
    traks = []
    length = 0
    for index, track in enumerate(movie.tracks):
        edits = _edits(movie, track, earliest)
        lasts = track.length or sum(edit[0] for edit in edits) or _lasts(movie, track)
        length = max(length, lasts)
        offsets = array("Q", (start + offset for offset in samples.offsets[index]))
        table = _table(track, samples.sizes[index], offsets, large=large)
        traks.append(_trak(index + 1, track, lasts, edits, table))
    head = _timed(b"mvhd", movie.timescale.to_bytes(4), length)
    return box(b"moov", _with(head, movie.shown, bytes(24), (len(traks) + 1).to_bytes(4)), *traks)


def _lasts(movie: Movie, track: Track) -> int:
    """How long a track lasts in the movie's time, if it is shown once and whole."""
    return _duration(track) * movie.timescale // track.timescale


def _duration(track: Track) -> int:
    return track.duration or track.tables.duration


def _edits(movie: Movie, track: Track, earliest: float) -> list[tuple[int, int, int]]:
    """Return the edits; those of a movie in fragments may not know how long they are."""
    whole = _lasts(movie, track)
    edits = [(length or whole, at, rate) for length, at, rate in track.edits]
    delay = round((track.delay / track.timescale - earliest) * movie.timescale)
    if delay <= 0:
        return edits
    return [(delay, -1, ONCE), *(edits or [(whole, 0, ONCE)])]


def _timed(name: bytes, scale: bytes, length: int, flags: int = 0, number: bytes = b"") -> bytes:
    """Return the beginning of a header: never when it was made, only how long it lasts."""
    version = int(length >= LARGE)
    wide = 8 if version else 4
    return full(
        name, bytes(2 * wide), number, scale, length.to_bytes(wide), version=version, flags=flags
    )


def _with(head: bytes, *content: bytes) -> bytes:
    """Return a box with more content."""
    return box(head[4:8], head[8:], *content)


def _trak(
    number: int, track: Track, lasts: int, edits: Sequence[tuple[int, int, int]], table: bytes
) -> bytes:
    tkhd = _timed(b"tkhd", bytes(4), lasts, PLAYED, number.to_bytes(4))
    mdhd = _timed(b"mdhd", track.timescale.to_bytes(4), _duration(track))
    name, content, flags = MEDIA[track.handler]
    dinf = box(b"dinf", full(b"dref", (1).to_bytes(4), full(b"url ", flags=1)))
    return box(
        b"trak",
        _with(tkhd, bytes(8), track.shown),
        box(b"edts", _elst(edits)) if edits else b"",
        box(
            b"mdia",
            _with(mdhd, NO_LANGUAGE, bytes(2)),
            full(b"hdlr", bytes(4), track.handler, bytes(13)),
            box(b"minf", full(name, content, flags=flags), dinf, table),
        ),
    )


def _elst(edits: Sequence[tuple[int, int, int]]) -> bytes:
    version = int(any(max(length, at) > 0x7FFF_FFFF or at < -1 for length, at, _ in edits))
    form = struct.Struct(">QqI" if version else ">IiI")
    entries = b"".join(form.pack(*edit) for edit in edits)
    return full(b"elst", len(edits).to_bytes(4), entries, version=version)


def _table(track: Track, sizes: array[int] | None, offsets: array[int], *, large: bool) -> bytes:
    tables = track.tables
    described = [entry.written for entry in track.entries]
    chunks = packed(offsets) if large else packed(array("I", offsets))
    return box(
        b"stbl",
        full(b"stsd", len(described).to_bytes(4), *described),
        full(b"stts", _entries(tables.times, 2)),
        full(b"ctts", _entries(tables.shifts, 2), version=int(tables.signed))
        if tables.shifts
        else b"",
        full(b"stss", _entries(tables.sync, 1)) if tables.sync is not None else b"",
        full(b"stsc", _entries(_runs(tables), 3)),
        full(b"stsz", _sizes(tables, sizes)),
        full(b"co64" if large else b"stco", len(offsets).to_bytes(4), chunks),
    )


def _entries(read: array[int], each: int) -> bytes:
    return (len(read) // each).to_bytes(4) + packed(read)


def _sizes(tables: Tables, sizes: array[int] | None) -> bytes:
    if sizes is None and tables.size:
        return tables.size.to_bytes(4) + tables.count.to_bytes(4)
    told = tables.sizes if sizes is None else sizes
    return bytes(4) + len(told).to_bytes(4) + packed(told)


def _runs(tables: Tables) -> array[int]:
    """Return runs of chunks that have as many samples, of the same entry."""
    runs = array("I")
    last = (0, 0)
    for number, each in enumerate(zip(tables.counts, tables.entries, strict=True), 1):
        if each != last:
            runs.extend((number, *each))
            last = each
    return runs
