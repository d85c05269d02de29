"""Recordings made by Debian's ffmpeg, with a mark in every tag; and what ffmpeg makes of a file."""

from __future__ import annotations

import random
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tipline.tips.evidence import Family, Kind

MARK = "MARKED"
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=2:sample_rate=44100")
SCENE = ("-f", "lavfi", "-i", "testsrc2=size=128x96:rate=12:duration=2")
H264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "fast", "-c:a", "aac")
CODERS: dict[Kind, tuple[str, ...]] = {
    Kind.M4A: ("-c:a", "aac", "-movflags", "+faststart"),
    Kind.MOV: (*H264, "-timecode", "10:00:00:00"),
    Kind.MP3: ("-c:a", "libmp3lame", "-b:a", "64k", "-write_id3v1", "1"),
    Kind.MP4: H264,
    Kind.OGG: ("-c:a", "libopus"),
    Kind.THREE_GP: ("-c:v", "h263", "-s", "128x96", "-r", "12", "-c:a", "aac", "-ac", "1"),
    Kind.WAV: ("-c:a", "pcm_s16le", "-write_bext", "1"),
    Kind.WEBM: (*("-c:v", "libvpx", "-deadline", "realtime", "-g", "12"), "-c:a", "libopus"),
}
TAGS = (
    *("title", "artist", "comment", "encoder", "album", "copyright", "genre", "description"),
    *("originator", "make", "model", "software"),
)
# What ffprobe calls tags, though each file of boxes must say it.
OF_ANY_MOVIE = (
    *("TAG:language=und", "TAG:vendor_id=[0][0][0][0]"),
    *("TAG:major_brand=", "TAG:minor_version=512", "TAG:compatible_brands="),
)
PLACE = "+26.2285+050.5860/"


def made(*arguments: str | Path, given: bytes | None = None) -> bytes:
    done = subprocess.run(
        ["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", *map(str, arguments)],
        input=given,
        capture_output=True,
        check=True,
    )
    return done.stdout


def metadata() -> list[str]:
    told = [f"{tag}={MARK}{tag}" for tag in TAGS]
    told += ["date=2026-03-01", "creation_time=2026-03-01T12:34:56Z", f"location={PLACE}"]
    told += ["origination_date=2026-03-01", "origination_time=12:34:56"]
    return [part for each in told for part in ("-metadata", each)]


@cache
def recorded(kind: Kind) -> bytes:
    """Two seconds of a tone, and of a scene if it is a video, with a mark in every tag."""
    if kind is Kind.AMR:
        return speech()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"marked.{kind}"
        scene = SCENE if kind.family is Family.VIDEO else ()
        made(*scene, *TONE, *CODERS[kind], *metadata(), path)
        return path.read_bytes()


def speech(frames: int = 100) -> bytes:
    """Noise in AMR at 12.2 kbit/s, made here: Debian's ffmpeg only decodes it."""
    chance = random.Random(7)  # noqa: S311 (seeded on purpose)
    each = (bytearray(b"\x3c" + chance.randbytes(31)) for _ in range(frames))
    return b"#!AMR\n" + b"".join(bytes(frame[:-1]) + bytes((frame[-1] & 0xF0,)) for frame in each)


def heard(content: bytes, *, form: str = "s16le") -> bytes:
    """Return all samples, as ffmpeg decodes them."""
    return made("-i", "pipe:0", "-map", "0:a", "-f", form, "pipe:1", given=content)


def probed(path: Path) -> str:
    """Return all that ffprobe tells of a file."""
    shown = ("-show_format", "-show_streams", "-show_chapters", "-show_programs")
    done = subprocess.run(
        ["ffprobe", "-loglevel", "error", *shown, path], capture_output=True, check=True
    )
    told = done.stdout.decode("utf-8", "replace").replace(str(path), "")
    return "\n".join(line for line in told.splitlines() if not line.startswith(OF_ANY_MOVIE))
