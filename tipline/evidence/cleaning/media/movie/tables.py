"""Where the samples of a track lie, how long each lasts, and where a player may begin.

Source: ISO/IEC 14496-12, 8.6 and 8.7. They are arrays: an hour of video has 300,000 samples.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.pictures.heif_boxes import Box
from tipline.evidence.cleaning.pictures.pieces import Window

CHUNKS_MAX = SAMPLES_MAX = 4_000_000


def numbers(code: str, raw: bytes = b"") -> array[int]:
    """Return an array of big-endian numbers: ``I`` of 4 bytes, ``Q`` of 8."""
    read = array(code)
    read.frombytes(raw)
    if sys.byteorder == "little":
        read.byteswap()
    return read


def packed(read: array[int]) -> bytes:
    """Return the numbers as they stand in a file."""
    swapped = array(read.typecode, read)
    if sys.byteorder == "little":
        swapped.byteswap()
    return swapped.tobytes()


@dataclass
class Tables:
    """The sample tables of one track.

    ``times`` and ``shifts`` are the entries of ``stts`` and ``ctts``; ``sync`` those of ``stss``,
    None if a player may begin anywhere. ``size`` is that of each sample, 0 if ``sizes`` tells them.
    Chunk by chunk: ``offsets`` in the file, ``counts`` of samples, ``entries`` (from 1).
    """

    times: array[int] = field(default_factory=lambda: array("I"))
    shifts: array[int] = field(default_factory=lambda: array("I"))
    signed: bool = False
    sync: array[int] | None = None
    size: int = 0
    sizes: array[int] = field(default_factory=lambda: array("I"))
    offsets: array[int] = field(default_factory=lambda: array("Q"))
    counts: array[int] = field(default_factory=lambda: array("I"))
    entries: array[int] = field(default_factory=lambda: array("I"))

    @property
    def count(self) -> int:
        """How many samples its chunks have."""
        return sum(self.counts)

    @property
    def duration(self) -> int:
        """How long all samples last, in the track's own time."""
        return sum(map(int.__mul__, self.times[::2], self.times[1::2]))

    def chunks(self) -> Iterator[tuple[int, int, int]]:
        """Yield offset, number and first sample of each chunk, all from 0."""
        first = 0
        for number, offset in enumerate(self.offsets):
            yield offset, number, first
            first += self.counts[number]


def read(window: Window, stbl: Mapping[bytes, Box]) -> Tables:
    """Read the boxes of an ``stbl``, by name; FileDamagedError if they do not fit each other."""
    tables = Tables(times=_entries(window, stbl.get(b"stts"), 2))
    tables.shifts = _entries(window, stbl.get(b"ctts"), 2)
    tables.signed = b"ctts" in stbl and window.number(stbl[b"ctts"].start, 1) == 1
    if b"stss" in stbl:
        tables.sync = _entries(window, stbl[b"stss"], 1)
    if b"co64" in stbl:
        tables.offsets = _entries(window, stbl[b"co64"], 1, "Q")
    else:
        tables.offsets = array("Q", _entries(window, stbl.get(b"stco"), 1))
    _spread(_entries(window, stbl.get(b"stsc"), 3), tables)
    _measure(window, stbl, tables)
    return tables


def _entries(window: Window, box: Box | None, each: int, code: str = "I") -> array[int]:
    """Read a table: a count, then ``each`` numbers in an entry."""
    if box is None:
        return array(code)
    count = window.number(box.start + 4, 4)
    length = count * each * array(code).itemsize
    if box.start + 8 + length > box.end:
        raise FileDamagedError
    return numbers(code, window.at(box.start + 8, length))


def _spread(runs: array[int], tables: Tables) -> None:
    """Give each chunk the samples and the entry that runs of chunks (``stsc``) say."""
    chunks = len(tables.offsets)
    if chunks > CHUNKS_MAX:
        raise FileTooComplexError
    known = 0
    for at in range(0, len(runs), 3):
        first, count, entry = runs[at : at + 3]
        after = runs[at + 3] if at + 3 < len(runs) else chunks + 1
        after = min(after, chunks + 1)
        if first != known + 1 or not count:
            raise FileDamagedError
        tables.counts.extend(array("I", (count,)) * (after - first))
        tables.entries.extend(array("I", (entry,)) * (after - first))
        known = max(known, after - 1)
        if known == chunks:
            return
    if known != chunks:
        raise FileDamagedError


def _measure(window: Window, stbl: Mapping[bytes, Box], tables: Tables) -> None:
    """Read the sizes of samples; those beyond the last chunk do not count."""
    if b"stsz" in stbl:
        box = stbl[b"stsz"]
        tables.size, count = struct.unpack(">II", window.at(box.start + 4, 8))
        if not tables.size and box.start + 12 + 4 * count <= box.end:
            tables.sizes = numbers("I", window.at(box.start + 12, 4 * count))
    elif b"stz2" in stbl:
        box = stbl[b"stz2"]
        bits, count = window.number(box.start + 7, 1), window.number(box.start + 8, 4)
        raw = window.at(box.start + 12, min((bits * count + 7) // 8, box.end - box.start - 12))
        tables.sizes = _compact(raw, bits)[:count]
    if not tables.size and len(tables.sizes) < tables.count:
        raise FileDamagedError
    del tables.sizes[tables.count :]


def _compact(raw: bytes, bits: int) -> array[int]:
    """Read the sizes of ``stz2``, of 4, 8 or 16 bits each."""
    if bits == 4:
        return array("I", (half for byte in raw for half in (byte >> 4, byte & 15)))
    if bits == 8:
        return array("I", raw)
    if bits == 16:
        return array("I", numbers("H", raw[: len(raw) // 2 * 2]))
    raise FileDamagedError
