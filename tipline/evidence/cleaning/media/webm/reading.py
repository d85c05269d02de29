"""A WebM as it stands in a file: its clock, the tracks that are seen or heard, and their blocks.

A browser that records does not know how long it will: its segment and clusters have no lengths.
Source: RFC 9559, 5.1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from tipline.errors import FileDamagedError, FileKindRefusedError, FileTooComplexError
from tipline.evidence.cleaning.media.movie.told import quietly
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.media.webm import names, tracks
from tipline.evidence.cleaning.media.webm.blocks import Blocks, Gathering
from tipline.evidence.cleaning.media.webm.elements import (
    Element,
    element,
    elements,
    real,
    signed,
    unsigned,
)
from tipline.evidence.cleaning.media.webm.tracks import PICTURES, SOUND, Track
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.tips.evidence import Found

PARTS_MAX = 200_000  # of a segment
TRACKS_MAX = 8
TAGS_SEEN = 1000
VALUE_SEEN = 300  # bytes
USUAL_SCALE = 1_000_000  # nanoseconds: a time is of milliseconds
EPOCH = datetime(2001, 1, 1, tzinfo=UTC)
NEUTRAL = b"webm"  # for the names of programs, which must be there
ABOVE = frozenset({names.EBML, names.SEGMENT})
SILENT = frozenset({names.VOID, names.CHECKSUM, names.SEEK, names.CUES})


@dataclass
class Movie:
    """A WebM; ``scale``: nanoseconds of a tick; ``duration`` in ticks, 0 if it is not told."""

    scale: int = USUAL_SCALE
    duration: float = 0.0
    clock: str = ""
    tracks: list[Track] = field(default_factory=list)
    blocks: Blocks = field(default_factory=Blocks)


def read(window: Window, told: Told) -> Movie:
    """Read a WebM; FileDamagedError if it is not whole, FileKindRefusedError if none of ours."""
    reading = _Reading(window, told)
    segment = _segment(window, told)
    at = segment.start
    for _ in range(PARTS_MAX):
        if at >= segment.end:
            break
        each = element(window, at, segment.end)
        if each.name in ABOVE:
            break
        at = reading.part(each)
    else:
        raise FileTooComplexError
    if at < window.size:
        told.add(Found.REST)
    return reading.movie()


def _segment(window: Window, told: Told) -> Element:
    """Return the first segment of the file."""
    for each in elements(window, Element(0, 0, window.size)):
        if each.name not in ABOVE | {names.VOID, names.CHECKSUM}:
            told.add(Found.REST)
        if each.name == names.SEGMENT:
            return each
    raise FileDamagedError


class _Reading:
    """Takes the parts of a segment, in order."""

    def __init__(self, window: Window, told: Told) -> None:
        self._window, self._told, self._movie = window, told, Movie()
        self._lost: set[int] = set()
        self._gathering: Gathering | None = None

    def part(self, each: Element) -> int:
        """Take one, and return where it ends."""
        window, told = self._window, self._told
        if each.name == names.CLUSTER:
            if self._gathering is None:
                self._gathering = Gathering(window, self._seen_or_heard(), told)
            return self._gathering.cluster(each)
        if each.endless:
            raise FileDamagedError
        if each.name == names.TRACKS and self._gathering is None:
            self._tracks(each)
        elif each.name == names.INFO:
            self._clock(each)
        elif each.name in LOOKS:
            quietly(lambda: LOOKS[each.name](window, each, told), told)
        elif each.name not in SILENT:
            told.add(Found.REST)
        return each.end

    def movie(self) -> Movie:
        """Return what was read."""
        if self._gathering is None or not len(self._gathering.blocks):
            raise FileDamagedError
        self._movie.blocks = self._gathering.blocks
        self._told.taken = self._told.taken or self._movie.clock
        return self._movie

    def _tracks(self, parent: Element) -> None:
        for each in elements(self._window, parent):
            if each.name == names.TRACK:
                track = tracks.read(self._window, each, self._told)
                if isinstance(track, Track):
                    self._movie.tracks.append(track)
                else:
                    self._lost.add(track)

    def _seen_or_heard(self) -> list[Track]:
        """Choose the tracks that a player plays."""
        movie = self._movie
        playing = [track for track in movie.tracks if track.enabled]
        if playing and len(playing) < len(movie.tracks):
            movie.tracks = playing
            self._told.add(Found.REST)
        if self._lost - {PICTURES, SOUND}:
            self._told.add(Found.WORDS)
        lost = (self._lost & {PICTURES, SOUND}) - {track.kind for track in movie.tracks}
        if PICTURES in lost or not movie.tracks:
            raise FileKindRefusedError
        if len(movie.tracks) > TRACKS_MAX:
            raise FileTooComplexError
        self._told.lossless &= not lost
        return movie.tracks

    def _clock(self, parent: Element) -> None:
        """Read how long a tick and the whole is, and when it was made."""
        movie, told = self._movie, self._told
        for each in elements(self._window, parent):
            content = self._window.at(each.start, min(VALUE_SEEN, each.end - each.start))
            if each.name == names.SCALE:
                movie.scale = unsigned(content) or USUAL_SCALE
            elif each.name == names.DURATION:
                movie.duration = _length(real(content))
            elif each.name == names.DATE:
                told.add(Found.TIME)
                self._made(signed(content))
            elif each.name in {names.MUXER, names.WRITER}:
                told.add(*(() if content == NEUTRAL else (Found.PROGRAM,)))
            elif each.name not in SILENT:
                told.add(Found.WORDS if each.name == names.TITLE else Found.REST)

    def _made(self, nanoseconds: int) -> None:
        moment = EPOCH + timedelta(seconds=nanoseconds // 10**9)  # within 292 years
        self._movie.clock = f"{moment:%Y-%m-%dT%H:%M:%S}Z" if nanoseconds else ""


def _length(duration: float) -> float:
    return duration if math.isfinite(duration) and duration > 0 else 0.0


def _tags(window: Window, parent: Element, told: Told) -> None:
    """Tell what tags name (RFC 9559, 5.1.8)."""
    seen = (simple for tag in elements(window, parent) for simple in _simple(window, tag))
    for simple in islice(seen, TAGS_SEEN):
        parts = {each.name: each for each in elements(window, simple)}
        name, text = (_text(window, parts.get(part)) for part in (names.TAG_NAME, names.TAG_TEXT))
        if name != "DURATION":  # of a track, which is no secret
            told.tag(name.lower().removeprefix("recording_"), text)


def _simple(window: Window, tag: Element) -> Iterator[Element]:
    return (each for each in elements(window, tag) if each.name == names.SIMPLE_TAG)


def _text(window: Window, each: Element | None) -> str:
    if each is None:
        return ""
    return window.at(each.start, min(VALUE_SEEN, each.end - each.start)).decode("utf-8", "replace")


def _enclosed(_: Window, __: Element, told: Told) -> None:
    told.add(Found.ENCLOSED)


def _chapters(_: Window, __: Element, told: Told) -> None:
    told.add(Found.WORDS)


LOOKS = {names.TAGS: _tags, names.ATTACHMENTS: _enclosed, names.CHAPTERS: _chapters}
