"""Movies in fragments, as browsers and streaming write them: their samples become one table.

Source: ISO/IEC 14496-12, 8.8.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.media.movie.tables import Tables
from tipline.evidence.cleaning.pictures.heif_boxes import Box, Fields, boxes
from tipline.evidence.cleaning.pictures.pieces import Window

SAMPLES_MAX = 1_000_000  # of all fragments
NOT_SYNC = 0x10000  # sample_is_non_sync_sample
BASE, ENTRY, DURATION, SIZE, FLAGS, HERE = 0x1, 0x2, 0x8, 0x10, 0x20, 0x20000  # tf_flags
RUN_OFFSET, RUN_FIRST = 0x1, 0x4  # tr_flags
RUN_DURATION, RUN_SIZE, RUN_FLAGS, RUN_SHIFT = 0x100, 0x200, 0x400, 0x800


@dataclass
class Defaults:
    """What holds for a sample whose run does not say."""

    entry: int = 1
    duration: int = 0
    size: int = 0
    flags: int = 0


class Growing:
    """The table of one track, to which samples are added."""

    def __init__(self, tables: Tables, defaults: Defaults) -> None:
        """Begin with what stands in the movie's own table."""
        self.tables, self.defaults = tables, defaults
        if tables.count > SAMPLES_MAX:
            raise FileTooComplexError
        if tables.size:
            tables.sizes = array("I", (tables.size,)) * tables.count
            tables.size = 0
        self.count = len(tables.sizes)
        self.sync = tables.sync if tables.sync is not None else array("I", range(1, self.count + 1))
        self.time = tables.duration
        self.delay: int | None = 0 if self.count else None
        if not tables.shifts and self.count:
            tables.shifts = array("I", (self.count, 0))
        tables.signed = True

    def add(self, duration: int, size: int, flags: int, shift: int) -> None:
        """Add a sample behind the last one."""
        self.count += 1
        self.tables.sizes.append(size)
        _run(self.tables.times, duration)
        _run(self.tables.shifts, shift)
        if not flags & NOT_SYNC:
            self.sync.append(self.count)
        self.time += duration

    def at(self, time: int) -> None:
        """Go on at ``time``: the sample before lasts until then."""
        if self.delay is None:
            self.delay = time
        gap = time - self.delay - self.time
        times = self.tables.times
        if gap > 0 and times:
            last = times[-1]
            times[-2] -= 1
            if not times[-2]:
                del times[-2:]
            _run(times, min(last + gap, 0xFFFF_FFFF))
            self.time += gap

    def finish(self) -> None:
        """Say where a player may begin, if it is not everywhere."""
        shifts = self.tables.shifts
        if not any(shifts[1::2]):
            del shifts[:]
        self.tables.sync = None if len(self.sync) == self.count else self.sync


def _run(runs: array[int], value: int) -> None:
    if runs and runs[-1] == value:
        runs[-2] += 1
    else:
        runs.extend((1, value))


def read(
    window: Window, top: Sequence[Box], moov: Sequence[Box], known: Mapping[int, Tables]
) -> dict[int, int]:
    """Add the samples of all fragments to ``known`` tables, by track.

    Returns how much later than its first sample's own time each track begins.
    """
    defaults = _defaults(window, moov)
    growing = {
        number: Growing(tables, defaults.get(number, Defaults()))
        for number, tables in known.items()
    }
    for moof in top:
        if moof.name == b"moof":
            _fragment(window, moof, growing)
    for each in growing.values():
        each.finish()
    return {number: each.delay or 0 for number, each in growing.items()}


def _defaults(window: Window, moov: Sequence[Box]) -> dict[int, Defaults]:
    found = {}
    for mvex in moov:
        if mvex.name == b"mvex":
            for trex in boxes(window, mvex.start, mvex.end):
                if trex.name == b"trex":
                    fields = Fields(window, trex)
                    number = fields.number(4)
                    found[number] = Defaults(*(fields.number(4) for _ in range(4)))
    return found


def _fragment(window: Window, moof: Box, growing: Mapping[int, Growing]) -> None:
    """Read a fragment of all tracks; one without an offset begins where the one before ended."""
    begin = moof.start - 8  # a moof of more than 4 GiB is none of ours
    behind: int | None = begin
    for traf in boxes(window, moof.start, moof.end):
        if traf.name != b"traf":
            continue
        inside = list(boxes(window, traf.start, traf.end))
        tfhd = next((each for each in inside if each.name == b"tfhd"), None)
        if tfhd is None:
            raise FileDamagedError
        fields = Fields(window, tfhd)
        track = growing.get(fields.number(4))
        if track is None:
            behind = None
            continue
        base = begin if fields.flags & HERE else behind
        base = fields.number(8) if fields.flags & BASE else base
        if base is None:
            raise FileDamagedError
        behind = _runs(window, inside, base, _overridden(fields, track.defaults), track)


def _overridden(fields: Fields, usual: Defaults) -> Defaults:
    flags = fields.flags
    return Defaults(
        fields.number(4) if flags & ENTRY else usual.entry,
        fields.number(4) if flags & DURATION else usual.duration,
        fields.number(4) if flags & SIZE else usual.size,
        fields.number(4) if flags & FLAGS else usual.flags,
    )


def _runs(window: Window, inside: Sequence[Box], base: int, usual: Defaults, track: Growing) -> int:
    """Add the runs of one track, and return where its last sample ends."""
    at = base
    for each in inside:
        if each.name == b"tfdt":
            fields = Fields(window, each)
            track.at(fields.number(8 if fields.version else 4))
        elif each.name == b"trun":
            at = _samples(Fields(window, each), base, at, usual, track)
    return at


def _samples(run: Fields, base: int, at: int, usual: Defaults, track: Growing) -> int:
    """Add one run as a chunk, and return where its last sample ends."""
    count, flags = run.number(4), run.flags
    if track.count + count > SAMPLES_MAX:
        raise FileTooComplexError
    if flags & RUN_OFFSET:
        at = base + int.from_bytes(run.take(4), signed=True)
    first = run.number(4) if flags & RUN_FIRST else None
    if at < 0:
        raise FileDamagedError
    tables = track.tables
    if count:
        tables.offsets.append(at)
        tables.counts.append(count)
        tables.entries.append(usual.entry)
    for number in range(count):
        duration = run.number(4) if flags & RUN_DURATION else usual.duration
        size = run.number(4) if flags & RUN_SIZE else usual.size
        mark = run.number(4) if flags & RUN_FLAGS else usual.flags
        if number == 0 and first is not None:
            mark = first
        track.add(duration, size, mark, run.number(4) if flags & RUN_SHIFT else 0)
        at += size
    return at
