"""What the jail that lays out office files sees: LibreOffice and fonts, to read, and one room.

Source: bwrap(1). The room is memory of a bounded size, for the file, the PDF and LibreOffice's
profile; it is gone with the process. There is no /proc, and of /dev what chance comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tipline.errors import JailError
from tipline.evidence.jail import Jail, walls
from tipline.evidence.offices.bounds import ROOM_BYTES

PROGRAM = Path("/usr/lib/libreoffice/program")  # where Debian puts it
PACKAGES = ("libreoffice-writer-nogui", "libreoffice-calc-nogui", "libreoffice-impress-nogui")
PARTS = ("libmergedlo.so", "libswlo.so", "libsclo.so", "libsdlo.so")  # one of each package, and all
ROOM = "/var/tmp"  # noqa: S108 (in the jail; where LibreOffice looks for a folder to write in)
CHANCE = "/dev/urandom"  # a PDF bears a number of its own
INSIDE = f"{__package__}.inside"
TASKS = f"{__package__}.tasks"
SEEN = tuple(
    map(
        Path,
        (
            "/etc/libreoffice",  # LibreOffice's own settings, which its folder points to
            "/usr/share/libreoffice",
            "/usr/share/liblangtag",
            "/etc/fonts",
            "/usr/share/fontconfig",
            "/usr/share/fonts",
            "/usr/local/share/fonts",
            "/var/cache/fontconfig",  # without it each process reads every font
        ),
    )
)


def installed() -> bool:
    """Tell whether LibreOffice is here with all that draws the kinds that are taken."""
    return all((PROGRAM / part).exists() for part in PARTS)


def office_jail() -> Jail:
    """Return a jail that lays out office files, one at a time; it starts nothing."""
    return Jail(tasks=TASKS, also=SEEN, at_once=1, walls=command)


def command(module: str, also: Sequence[Path] = (), *, walled: bool = True) -> list[str]:
    """Return the command of a process; JailError where there is no bubblewrap, or no LibreOffice.

    It never runs without walls: it opens files by their names.
    """
    if not walled or not installed():
        raise JailError(reason="LibreOffice is not here")
    room = ("--size", str(ROOM_BYTES), "--tmpfs", ROOM, "--dev-bind", CHANCE, CHANCE)
    return walls.command(module, also, inside=INSIDE, room=room)
