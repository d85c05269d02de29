"""The samples of a movie, in the order in which they lie in its file, sifted where they must be."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.media.movie.entries import Entry
from tipline.evidence.cleaning.media.movie.reading import Track
from tipline.evidence.cleaning.media.movie.tables import SAMPLES_MAX
from tipline.evidence.cleaning.media.units import Sift
from tipline.evidence.cleaning.pictures.pieces import Window

SAMPLE_MAX = 64 * 1024 * 1024  # bytes of one that is sifted


class Samples:
    """All samples of some tracks, which are looked through once before they are written.

    ``sizes``: of each track, those of its samples as they go over, None where none changes.
    ``offsets``: of each track, where its chunks will stand, counted from the first sample.
    """

    def __init__(self, window: Window, tracks: Sequence[Track]) -> None:
        """Look through them; FileDamagedError if one goes beyond the file."""
        self._window, self._tracks = window, tracks
        self._check()
        self.sizes = [_sizes(track) for track in tracks]
        self._same = [bytearray(_siftable(track)) for track in tracks]  # 1: it stays as it is
        self._look()
        self.offsets = [array("Q", bytes(8 * len(track.tables.offsets))) for track in tracks]
        self.total = 0
        for track, number, first in self._order():
            self.offsets[track][number] = self.total
            self.total += self._length(track, number, first)

    def _order(self) -> Iterator[tuple[int, int, int]]:
        """Yield track, number and first sample of each chunk, by its place in the file."""
        placed = map(self._placed, range(len(self._tracks)))
        return ((index, number, first) for _, index, number, first in heapq.merge(*placed))

    def _placed(self, index: int) -> Iterator[tuple[int, int, int, int]]:
        for offset, number, first in self._tracks[index].tables.chunks():
            yield offset, index, number, first

    def _check(self) -> None:
        """Refuse what is beyond the file, and bytes that are used many times."""
        left = self._window.size
        for track in self._tracks:
            if track.tables.count > SAMPLES_MAX and any(each.sift for each in track.entries):
                raise FileTooComplexError
            for offset, number, first in track.tables.chunks():
                length = _length(track, number, first)
                left -= length
                if offset + length > self._window.size:
                    raise FileDamagedError
        if left < 0:
            raise FileTooComplexError

    def _look(self) -> None:
        """Sift all samples, in their order: note which stay as they are, and how long all are."""
        for index, number, first in self._order():
            for sample, at, size, sift in self._sifted(index, number, first):
                whole = self._window.at(at, size)
                kept, sizes = sift(whole), self.sizes[index]
                self._same[index][sample] = kept == whole
                if sizes is not None:
                    sizes[sample] = len(kept)

    def _sifted(self, index: int, number: int, first: int) -> Iterator[tuple[int, int, int, Sift]]:
        """Yield number, place and length of each sample of a chunk, and its sift, if it has one."""
        tables, sift = self._tracks[index].tables, _sift(self._tracks[index], number)
        if sift is None:
            return
        at = tables.offsets[number]
        for sample in range(first, first + tables.counts[number]):
            size = tables.size or tables.sizes[sample]
            if size > SAMPLE_MAX:
                raise FileTooComplexError
            yield sample, at, size, sift
            at += size

    def _length(self, index: int, number: int, first: int) -> int:
        """How many bytes of a chunk go over."""
        track, sizes = self._tracks[index], self.sizes[index]
        if sizes is None:
            return _length(track, number, first)
        return sum(sizes[first : first + track.tables.counts[number]])

    def write(self, sink: BinaryIO) -> None:
        """Write all samples; neighbours that stay as they are go over as one span."""
        begin = end = 0  # of a span that is not written yet
        for at, size, sift in self._spans():
            if at != end or sift:
                self._window.copy(sink, begin, end - begin)
                begin = end = at
            if sift:
                sink.write(sift(self._window.at(at, size)))
                begin = at + size
            end = at + size
        self._window.copy(sink, begin, end - begin)

    def _spans(self) -> Iterator[tuple[int, int, Sift | None]]:
        """Yield place and length of each chunk or sample, and what must be sifted out of it."""
        for index, number, first in self._order():
            track, same = self._tracks[index], self._same[index]
            if _sift(track, number) is None:
                yield track.tables.offsets[number], _length(track, number, first), None
            for sample, at, size, sift in self._sifted(index, number, first):
                yield at, size, None if same[sample] else sift


def _sizes(track: Track) -> array[int] | None:
    """Return how long the samples of a track are before they are sifted; None if none changes."""
    tables = track.tables
    if not any(entry.resizing for entry in track.entries):
        return None
    return array("I", (tables.size,)) * tables.count if tables.size else tables.sizes[:]


def _entry(track: Track, number: int) -> Entry:
    entry = track.tables.entries[number]
    if not 0 < entry <= len(track.entries):
        raise FileDamagedError
    return track.entries[entry - 1]


def _siftable(track: Track) -> int:
    """How many samples a track has, if some of them are sifted."""
    return track.tables.count if any(entry.sift for entry in track.entries) else 0


def _sift(track: Track, number: int) -> Sift | None:
    """Return what is to be taken out of a chunk's samples; None where they stay as they are."""
    entry = _entry(track, number)
    return None if entry.packet and track.tables.size else entry.sift


def _length(track: Track, number: int, first: int) -> int:
    """How many bytes of the file a chunk has."""
    tables, entry = track.tables, _entry(track, number)
    count = tables.counts[number]
    if not tables.size:
        return sum(tables.sizes[first : first + count])
    if entry.packet:
        samples, size = entry.packet
        return count * size // samples
    return count * tables.size
