"""ExifTool, the second tool: it writes marks into every field that it knows, and looks for them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

MARK = "MARKED"
GROUPS = ("EXIF", "XMP", "IPTC", "PNG", "Photoshop")
ORIGIN = (
    *("-GPSLatitude=26.2285", "-GPSLatitudeRef=N", "-GPSLongitude=50.586", "-GPSLongitudeRef=E"),
    *("-GPSAltitude=10", "-GPSMapDatum=MARKED", "-AllDates=2026:03:01 12:34:56"),
    *("-OffsetTimeOriginal=+03:00", "-Comment=MARKED", "-Orientation#=6"),
)


def run(*arguments: str | Path) -> str:
    done = subprocess.run(
        ["exiftool", "-m", "-q", "-q", *map(str, arguments)], capture_output=True, check=False
    )
    return done.stdout.decode("utf-8", "replace")


def mark(paths: Sequence[Path], preview: Path) -> None:
    """Write a mark into each writable field of each file, and a small picture besides."""
    names = [
        f"-{group}:{name}={MARK}{group}"
        for group in GROUPS
        for name in run("-listw", f"-{group}:all").split()
    ]
    arguments = paths[0].parent / "arguments"
    every = [*names, *ORIGIN, f"-ThumbnailImage<={preview}"]
    arguments.write_text("\n".join(every), encoding="utf-8")
    run("-overwrite_original", "-@", arguments, *paths)


def told(path: Path) -> dict[str, str]:
    """Return what ExifTool tells of a file, by group and name, without what it says of the disk."""
    fields = json.loads(run("-j", "-a", "-u", "-U", "-G1", "-ee3", path))[0]
    return {name: str(value) for name, value in fields.items() if not name.startswith("System:")}
