"""Recordings made by Debian's ffmpeg, with a mark in every tag; and what ffmpeg makes of a file."""

from __future__ import annotations

import random
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tipline.tips.evidence import Kind

MARK = "MARKED"
TONE = ("-f", "lavfi", "-i", "sine=frequency=440:duration=2:sample_rate=44100")
CODERS: dict[Kind, tuple[str, ...]] = {
    Kind.MP3: ("-c:a", "libmp3lame", "-b:a", "64k", "-write_id3v1", "1"),
    Kind.OGG: ("-c:a", "libopus"),
    Kind.WAV: ("-c:a", "pcm_s16le", "-write_bext", "1"),
}
TAGS = (
    *("title", "artist", "comment", "encoder", "album", "copyright", "genre", "description"),
    *("originator", "make", "model", "software"),
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
    """Two seconds of a tone with a mark in every tag."""
    if kind is Kind.AMR:
        return speech()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"marked.{kind}"
        made(*TONE, *CODERS[kind], *metadata(), path)
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
    return done.stdout.decode("utf-8", "replace").replace(str(path), "")
