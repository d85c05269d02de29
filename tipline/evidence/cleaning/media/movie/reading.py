"""A movie as it stands in a file: its header, and the tracks that are seen or heard.

Sources: ISO/IEC 14496-12, 8.2 to 8.6; QuickTime File Format, "Movie atoms".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tipline.errors import FileDamagedError, FileKindRefusedError, FileTooComplexError
from tipline.evidence.cleaning.media.movie import entries, fragments, tables
from tipline.evidence.cleaning.media.movie import told as telling
from tipline.evidence.cleaning.media.movie.entries import Entry
from tipline.evidence.cleaning.media.movie.tables import Tables
from tipline.evidence.cleaning.media.told import Told
from tipline.evidence.cleaning.pictures.heif_boxes import Box, Fields, boxes
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.tips.evidence import Found

MOOV_MAX = 24 * 1024 * 1024  # bytes: with all tables in it
TRACKS_MAX = 8  # that are taken over
EDITS_MAX = 10_000
UNKNOWN = {4: 0xFFFF_FFFF, 8: 0xFFFF_FFFF_FFFF_FFFF}
SILENT = frozenset({b"mdat", b"free", b"skip", b"wide", b"ftyp", b"moof", b"styp", b"sidx"})
SILENT |= {b"mfra", b"pdin", b"prft"}
ENABLED = 1
HANDLERS = frozenset({b"vide", b"soun"})


@dataclass
class Track:
    """A track; ``duration`` in its own time, ``length`` in that of the movie (0: not told)."""

    number: int
    enabled: bool
    handler: bytes
    timescale: int
    duration: int
    length: int
    shown: bytes  # layer, group, volume, matrix, width and height, as they stand in tkhd
    edits: list[tuple[int, int, int]]
    entries: list[Entry]
    tables: Tables
    delay: int = 0  # of its first fragment, in its own time


@dataclass
class Movie:
    """A movie; ``shown``: rate, volume and matrix, as they stand in mvhd."""

    timescale: int
    shown: bytes
    clock: str = ""  # when it was made, by the clock of what made it
    tracks: list[Track] = field(default_factory=list)
    lost: dict[int, bytes] = field(default_factory=dict)  # played, in a coding that is not kept


def read(window: Window, told: Told) -> Movie:
    """Read a movie; FileDamagedError if there is none, FileKindRefusedError if none of ours."""
    top = list(_top(window, told))
    moov = next((each for each in top if each.name == b"moov"), None)
    if moov is None:
        raise FileDamagedError
    if moov.end - moov.start > MOOV_MAX:
        raise FileTooComplexError
    inside = list(boxes(window, moov.start, moov.end))
    movie = _head(window, _one(inside, b"mvhd"), told)
    _tracks(window, [each for each in inside if each.name == b"trak"], movie, told)
    if any(each.name == b"moof" for each in top):
        known = {track.number: track.tables for track in movie.tracks}
        delays = fragments.read(window, top, inside, known)
        for track in movie.tracks:
            track.delay = delays.get(track.number, 0)
            track.duration = track.length = 0  # that of what comes before the fragments
    for each in (*top, *inside):
        _tell(window, each, told)
    told.taken = told.taken or movie.clock
    if not any(track.tables.offsets for track in movie.tracks):
        raise FileDamagedError
    return movie


def _top(window: Window, told: Told) -> Iterator[Box]:
    """Yield the boxes of the file; what follows them and is none is left behind."""
    whole = False
    try:
        for each in boxes(window, 0, window.size):
            whole = whole or each.name == b"moov"
            yield each
    except FileDamagedError:
        if not whole:
            raise
        told.add(Found.REST)


def _one(inside: list[Box], name: bytes) -> Box:
    found = next((each for each in inside if each.name == name), None)
    if found is None:
        raise FileDamagedError
    return found


def _inside(window: Window, box: Box) -> list[Box]:
    return list(boxes(window, box.start, box.end))


def _tell(window: Window, each: Box, told: Told) -> None:
    looks = {b"udta": telling.user, b"meta": telling.meta, b"uuid": telling.own}
    if each.name in looks:
        telling.quietly(lambda: looks[each.name](window, each, told), told)
    elif each.name in telling.NAMES:
        told.add(telling.NAMES[each.name])
    elif each.name not in SILENT | {b"moov", b"mvhd", b"trak", b"mvex", b"iods"}:
        told.add(Found.REST)


def _head(window: Window, mvhd: Box, told: Told) -> Movie:
    fields = Fields(window, mvhd)
    wide = 8 if fields.version else 4
    clock = _times(fields, wide, told)
    timescale, _ = fields.number(4), fields.number(wide)
    shown = fields.take(6) + bytes(10) + fields.take(46)[10:]
    if not timescale:
        raise FileDamagedError
    return Movie(timescale, shown, clock)


def _times(fields: Fields, wide: int, told: Told) -> str:
    """Read when it was made and changed, and return the first."""
    made, changed = fields.number(wide), fields.number(wide)
    if made or changed:
        told.add(Found.TIME)
    return telling.since_1904(made)


def _tracks(window: Window, traks: list[Box], movie: Movie, told: Told) -> None:
    chapters: set[int] = set()
    for trak in traks:
        inside = _inside(window, trak)
        track = _track(window, inside, movie, told)
        chapters |= _chapters(window, inside)
        for each in inside:
            if each.name in {b"udta", b"meta", b"uuid"}:
                _tell(window, each, told)
        if track:
            movie.tracks.append(track)
    movie.tracks = _seen_or_heard(movie.tracks, chapters, told)
    lost = {handler for number, handler in movie.lost.items() if number not in chapters}
    lost -= {track.handler for track in movie.tracks}
    if b"vide" in lost or not movie.tracks:
        raise FileKindRefusedError
    told.lossless &= not lost
    if len(movie.tracks) > TRACKS_MAX:
        raise FileTooComplexError


def _seen_or_heard(tracks: list[Track], chapters: set[int], told: Told) -> list[Track]:
    """Return the tracks that a player plays: no pictures of chapters, no stand-ins of others."""
    playing = {track.handler for track in tracks if track.enabled}
    moving = any(
        track.handler == b"vide" and track.number not in chapters and not track.entries[0].still
        for track in tracks
    )
    kept = []
    for track in tracks:
        still = track.handler == b"vide" and track.entries[0].still and moving
        if track.number in chapters or still:
            told.add(Found.PREVIEW)
        elif not track.enabled and track.handler in playing:
            told.add(Found.REST)
        else:
            kept.append(track)
    return kept


def _chapters(window: Window, inside: list[Box]) -> set[int]:
    """Return the numbers of the tracks that hold this one's chapters."""
    return {
        window.number(at, 4)
        for tref in inside
        if tref.name == b"tref"
        for each in boxes(window, tref.start, tref.end)
        if each.name == b"chap"
        for at in range(each.start, min(each.end - 3, each.start + 400), 4)
    }


def _track(window: Window, inside: list[Box], movie: Movie, told: Told) -> Track | None:
    media = _inside(window, _one(inside, b"mdia"))
    handler = _handler(window, _one(media, b"hdlr"), told)
    mdhd = Fields(window, _one(media, b"mdhd"))
    wide = 8 if mdhd.version else 4
    _times(mdhd, wide, told)
    timescale, duration = mdhd.number(4), mdhd.number(wide)
    stbl = {each.name: each for each in _inside(window, _stbl(window, media))}
    if b"stsd" not in stbl or not timescale:
        raise FileDamagedError
    head = Fields(window, _one(inside, b"tkhd"))
    wide = 8 if head.version else 4
    _times(head, wide, told)
    number, _, length = head.number(4), head.take(4), head.number(wide)
    enabled = bool(head.flags & ENABLED)
    read = entries.read(window, stbl[b"stsd"], handler, told) if handler in HANDLERS else None
    if read is None:
        _other(window, stbl[b"stsd"], told)
        if handler in HANDLERS and enabled:
            movie.lost[number] = handler
        return None
    head.take(8)
    return Track(
        number,
        enabled,
        handler,
        timescale,
        0 if duration in UNKNOWN.values() else duration,
        0 if length == UNKNOWN[wide] else length,
        head.take(6) + bytes(2) + head.take(46)[2:],
        _edits(window, inside),
        read,
        tables.read(window, stbl),
    )


def _handler(window: Window, hdlr: Box, told: Told) -> bytes:
    """Return the handler's kind; its name tells of a program."""
    content = window.at(hdlr.start, min(hdlr.end - hdlr.start, 512))
    if content[24:].strip(b"\0") or content[12:16].strip(b"\0"):
        told.add(Found.PROGRAM)
    return content[8:12]


def _stbl(window: Window, media: list[Box]) -> Box:
    return _one(_inside(window, _one(media, b"minf")), b"stbl")


def _other(window: Window, stsd: Box, told: Told) -> None:
    described = window.at(stsd.start, min(stsd.end - stsd.start, 4096))
    telling.track(described[12:16], described, told)


def _edits(window: Window, inside: list[Box]) -> list[tuple[int, int, int]]:
    """Read how long which part of the track is shown, and at which rate."""
    edts = [part for each in inside if each.name == b"edts" for part in _inside(window, each)]
    elst = next((each for each in edts if each.name == b"elst"), None)
    if elst is None:
        return []
    fields = Fields(window, elst)
    wide, count = (8 if fields.version else 4), fields.number(4)
    if count > EDITS_MAX:
        raise FileTooComplexError
    return [
        (fields.number(wide), int.from_bytes(fields.take(wide), signed=True), fields.number(4))
        for _ in range(count)
    ]
