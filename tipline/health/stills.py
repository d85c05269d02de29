"""Whether pictures of cameras can be fetched, where that is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tipline.errors import KeyFileExposedError, StillError
from tipline.health.trouble import Trouble
from tipline.settings import Settings
from tipline.stills.asking import Broker

OTHERS = 0o077  # the mode bits that a secret's file must not have


def look_at_stills(settings: Settings) -> Iterator[Trouble]:
    """See that the broker answers, and that nobody else can read its file.

    The file is not read here: who may ask is not who may know.
    """
    if not settings.stills_socket:
        return
    yield from _of_file(settings.stills_file)
    try:
        Broker(Path(settings.stills_socket)).require()
    except StillError as error:
        yield Trouble(
            f"No picture of a camera can be had. {error.sentence}",
            "Start `tipline stills serve`, or empty stills_socket; it says what is wrong with its"
            " file when it starts.",
        )


def _of_file(file: Path) -> Iterator[Trouble]:
    try:
        mode = file.stat().st_mode & 0o777
    except OSError:
        return  # it lies where this user sees nothing, as it should: the broker itself tells
    if mode & OTHERS:
        yield Trouble(
            KeyFileExposedError(file=file, mode=f"{mode:04o}").sentence, f"chmod 600 {file}"
        )
