"""Blocks of a WebM (RFC 9559, 10): one coded picture or piece of sound each, in clusters.

They are arrays: an hour of video with sound has 300,000 of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field

from tipline.errors import FileDamagedError, FileLockedError, FileTooComplexError
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.media.webm import names
from tipline.evidence.cleaning.media.webm.elements import (
    Element,
    elements,
    number,
    signed,
    unsigned,
)
from tipline.evidence.cleaning.media.webm.tracks import Track
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.tips.evidence import Found

BLOCKS_MAX = 1_000_000
CLUSTERS_MAX = 100_000
SIZE_MAX = 16 * 1024 * 1024  # bytes of one block
HEAD_MAX = 11  # bytes: the number of a track, a time, flags
KEY, LACED, SIMPLE = 0x80, 0x06, 0x8F  # flags (10.2): what is known of them
TIME_MAX = (1 << 62) - 1
SILENT = frozenset({names.VOID, names.CHECKSUM, 0xAB, 0xA7, 0x5854})  # sizes, places, silence
SILENT_GROUP = frozenset({names.VOID, names.CHECKSUM, 0xFA})  # priorities
GROUPED = frozenset({names.BLOCK, names.BLOCK_DURATION, names.REFERENCE, names.DISCARD})


@dataclass
class Blocks:
    """All blocks that go over, and where each cluster begins among them.

    Block by block: ``tracks`` (from 0), ``times`` after that of the cluster, ``flags``, where the
    content lies in the file and how long it is there (``starts``, ``lengths``), its ``sizes`` as it
    goes over; ``lasting`` (-1: not told) and ``discarded`` are those of a group.
    """

    tracks: array[int] = field(default_factory=lambda: array("B"))
    times: array[int] = field(default_factory=lambda: array("h"))
    flags: array[int] = field(default_factory=lambda: array("B"))
    starts: array[int] = field(default_factory=lambda: array("Q"))
    lengths: array[int] = field(default_factory=lambda: array("I"))
    sizes: array[int] = field(default_factory=lambda: array("I"))
    lasting: array[int] = field(default_factory=lambda: array("q"))
    discarded: array[int] = field(default_factory=lambda: array("q"))
    clusters: list[tuple[int, int]] = field(default_factory=list)  # time, first block

    def __len__(self) -> int:
        """How many there are."""
        return len(self.sizes)


class Gathering:
    """Reads clusters one after another."""

    def __init__(self, window: Window, tracks: list[Track], told: Told) -> None:
        """Take the blocks of these tracks."""
        self._window, self._told = window, told
        self._index = {track.number: index for index, track in enumerate(tracks)}
        self._sifts = [track.sift for track in tracks]
        self.blocks = Blocks()

    def cluster(self, cluster: Element) -> int:
        """Read a cluster, and return where it ends."""
        first, time, at = len(self.blocks), None, cluster.start
        for each in elements(self._window, cluster):
            if each.name == names.SIMPLE_BLOCK:
                self._block(each, {}, simple=True)
            elif each.name == names.GROUP:
                self._group(each)
            elif each.name == names.TIME and time is None:
                time = unsigned(self._window.at(each.start, each.end - each.start))
            elif each.name == names.ENCRYPTED:
                raise FileLockedError
            elif each.name not in SILENT:
                self._told.add(Found.REST)
            at = each.end
        if len(self.blocks) > first:
            self._begin(time, first)
        return at if cluster.endless else cluster.end

    def _begin(self, time: int | None, first: int) -> None:
        if time is None or time > TIME_MAX:
            raise FileDamagedError
        self.blocks.clusters.append((time, first))
        if len(self.blocks.clusters) > CLUSTERS_MAX:
            raise FileTooComplexError

    def _group(self, group: Element) -> None:
        inside = {each.name: each for each in elements(self._window, group)}
        if inside.keys() - SILENT_GROUP - GROUPED:
            self._told.add(Found.REST)
        if names.BLOCK not in inside:
            raise FileDamagedError
        self._block(inside[names.BLOCK], inside, simple=False)

    def _block(self, block: Element, group: Mapping[int, Element], *, simple: bool) -> None:
        window, blocks = self._window, self.blocks
        head = window.at(block.start, min(HEAD_MAX, block.end - block.start))
        track, wide = number(head)
        start = block.start + wide + 3
        if start > block.end:
            raise FileDamagedError
        index = self._index.get(track)
        if index is None:
            return
        flags = head[wide + 2] & SIMPLE
        if not simple:
            flags = flags & ~KEY | (0 if names.REFERENCE in group else KEY)
        if len(blocks) >= BLOCKS_MAX:
            raise FileTooComplexError
        blocks.tracks.append(index)
        blocks.times.append(int.from_bytes(head[wide : wide + 2], signed=True))
        blocks.flags.append(flags)
        blocks.starts.append(start)
        blocks.lengths.append(block.end - start)
        blocks.sizes.append(self._size(index, flags, start, block.end))
        lasting, discard = self._of_group(group)
        blocks.lasting.append(lasting)
        blocks.discarded.append(discard)

    def _of_group(self, group: Mapping[int, Element]) -> tuple[int, int]:
        """Return how long a block lasts and what of it is not heard, as its group tells."""
        if not group:
            return -1, 0
        lasting, discard = (
            self._window.at(each.start, each.end - each.start) if each else None
            for each in (group.get(names.BLOCK_DURATION), group.get(names.DISCARD))
        )
        return (
            -1 if lasting is None else min(unsigned(lasting), TIME_MAX),
            0 if discard is None else signed(discard),
        )

    def _size(self, index: int, flags: int, start: int, end: int) -> int:
        """How many bytes of a block go over."""
        if end - start > SIZE_MAX:
            raise FileTooComplexError
        sift = self._sifts[index]
        if sift is None:
            return end - start
        if flags & LACED:  # several in one, which no writer does with these codings
            raise FileDamagedError
        return len(sift(self._window.at(start, end - start)))
