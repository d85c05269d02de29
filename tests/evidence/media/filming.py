"""Videos with marks wherever two tools can write them, and what a decoder makes of a video."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.evidence.media.recording import CODERS, MARK, PLACE, SCENE, TONE, made, metadata
from tests.evidence.pictures.marking import run
from tipline.tips.evidence import Family, Kind

GROUPS = ("Keys", "ItemList", "UserData", "XMP-dc", "XMP-xmp", "XMP-exif", "XMP-tiff")
CHAPTERS = f"""
;FFMETADATA1
[CHAPTER]
TIMEBASE=1/1000
START=0
END=1000
title={MARK}chapter
"""
WORDS = f"1\n00:00:00,000 --> 00:00:01,000\n{MARK} {PLACE}\n"
OF_TRACKS = tuple(
    part
    for track in ("s:v:0", "s:a:0")
    for name in ("handler_name", "title", "language")
    for part in (f"-metadata:{track}", f"{name}={MARK if name != 'language' else 'ara'}")
)


MOVIES = (Kind.M4A, Kind.MOV, Kind.MP4, Kind.THREE_GP)


@cache
def marked() -> dict[Kind, bytes]:
    """Movies with marks in all tags, chapters, words over the picture, and a cover."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        paths = {kind: place / f"marked.{kind}" for kind in MOVIES}
        (place / "chapters.txt").write_text(CHAPTERS.strip(), "utf-8")
        (place / "words.srt").write_text(WORDS, "utf-8")
        for kind, path in paths.items():
            _film(kind, path)
        made("-f", "lavfi", "-i", "color=s=16x16", "-frames:v", "1", place / "cover.jpg")
        _mark(list(paths.values()), place / "cover.jpg")
        return {kind: path.read_bytes() for kind, path in paths.items()}


def _film(kind: Kind, path: Path) -> None:
    film = SCENE if kind.family is Family.VIDEO else ()
    chapters, words = path.with_name("chapters.txt"), path.with_name("words.srt")
    number = 2 if film else 1
    shown = ("-map", "0", "-map", "1") if film else ("-map", "0")
    told = ("-map_metadata", str(number), "-map_chapters", str(number), *metadata(), *OF_TRACKS)
    subtitle = ("-map", str(number + 1), "-c:s", "mov_text") if film else ()
    inputs = (*film, *TONE, "-i", chapters, "-i", words)
    made(*inputs, *shown, *subtitle, *CODERS[kind], *told, path)


def _mark(paths: Sequence[Path], cover: Path) -> None:
    """Write a mark into each field that ExifTool knows, but those that a player goes by."""
    names = [
        f"-{group}:{name}={MARK}{group}"
        for group in GROUPS
        for name in run("-listw", f"-{group}:all").split()
        if "Duration" not in name and "Matrix" not in name and name not in {"Rotation", "TimeScale"}
    ]
    origin = (f"-Keys:GPSCoordinates={PLACE}", "-Keys:CreationDate=2026:03:01 12:34:56+03:00")
    arguments = cover.with_name("arguments")
    every = (*names, *origin, f"-ItemList:CoverArt<={cover}")
    arguments.write_text("\n".join(every), "utf-8")
    run("-overwrite_original", "-@", arguments, *paths)


@cache
def filmed(*coder: str, suffix: str = "mp4", turned: int = 0) -> bytes:
    """Two seconds of a scene and a tone with marks, coded as is said; turned by some degrees."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"film.{suffix}"
        made(*SCENE, *TONE, *coder, *metadata(), path)
        if turned:
            upright, path = path, Path(folder) / f"turned.{suffix}"
            made("-i", upright, "-c", "copy", "-metadata:s:v:0", f"rotate={turned}", path)
        return path.read_bytes()


def seen(content: bytes) -> list[str]:
    """Return when each picture and each piece of sound is played, and the digest of what it is."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "video"
        path.write_bytes(content)
        lines = made("-i", path, "-map", "0:V?", "-map", "0:a?", "-f", "framemd5", "-").decode()
    return [line for line in lines.splitlines() if not line.startswith("#software")]


def tracks(content: bytes) -> str:
    """Return what ffprobe tells of each track: its kind, its coding, and how it is turned."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "video"
        path.write_bytes(content)
        asked = "stream=codec_type,codec_name:stream_side_data=rotation"
        probe = ["ffprobe", "-v", "error", "-show_entries", asked, "-of", "compact", str(path)]
        return subprocess.run(probe, capture_output=True, check=True).stdout.decode()
