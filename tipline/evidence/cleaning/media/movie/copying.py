"""The samples of a movie, in the order in which they lie in its file, sifted where they must be."""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Iterator, Sequence

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.media.movie.entries import Entry
from tipline.evidence.cleaning.media.movie.reading import Track
from tipline.evidence.cleaning.media.movie.tables import SAMPLES_MAX
from tipline.evidence.cleaning.pictures.pieces import BLOCK, Window

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
        self.sizes = [self._measured(track) for track in tracks]
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

    def _measured(self, track: Track) -> array[int] | None:
        if not any(entry.resizing for entry in track.entries):
            return None
        sizes = array("I")
        for offset, number, first in track.tables.chunks():
            for sample in self._sifted(track, offset, number, first):
                sizes.append(len(sample))
        return sizes

    def _length(self, index: int, number: int, first: int) -> int:
        """How many bytes of a chunk go over."""
        track, sizes = self._tracks[index], self.sizes[index]
        if sizes is None:
            return _length(track, number, first)
        return sum(sizes[first : first + track.tables.counts[number]])

    def _sifted(self, track: Track, at: int, number: int, first: int) -> Iterator[bytes]:
        tables, sift = track.tables, _entry(track, number).sift
        for sample in range(first, first + tables.counts[number]):
            size = tables.size or tables.sizes[sample]
            if size > SAMPLE_MAX:
                raise FileTooComplexError
            whole = self._window.at(at, size)
            yield sift(whole) if sift else whole
            at += size

    def blocks(self) -> Iterator[bytes]:
        """Yield all samples, in blocks of about ``BLOCK`` bytes."""
        ready = bytearray()
        for index, number, first in self._order():
            track = self._tracks[index]
            for part in self._parts(track, number, first):
                ready += part
                if len(ready) >= BLOCK:
                    yield bytes(ready)
                    ready.clear()
        yield bytes(ready)

    def _parts(self, track: Track, number: int, first: int) -> Iterator[bytes]:
        offset = track.tables.offsets[number]
        if _is_sifted(track, number):
            yield from self._sifted(track, offset, number, first)
            return
        end = offset + _length(track, number, first)
        for at in range(offset, end, BLOCK):
            yield self._window.at(at, min(BLOCK, end - at))


def _entry(track: Track, number: int) -> Entry:
    entry = track.tables.entries[number]
    if not 0 < entry <= len(track.entries):
        raise FileDamagedError
    return track.entries[entry - 1]


def _is_sifted(track: Track, number: int) -> bool:
    entry = _entry(track, number)
    return entry.sift is not None and not (entry.packet and track.tables.size)


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
