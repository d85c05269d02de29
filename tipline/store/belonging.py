"""Whether a folder of blobs is the deployment's own: each of two places holds the same mark.

One lies among the blobs, one beside their folder. Where the file system of the blobs is not
mounted, its mount point is an empty folder without a mark: all files would seem to be lost, and
new ones would be hidden by the next mount.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from typing import TYPE_CHECKING

from tipline.errors import BlobsForeignError, BlobsMissingError, StoreError
from tipline.store.failures import files_told_plainly

if TYPE_CHECKING:
    from pathlib import Path

MARK = "mark"  # among the blobs; no blob's name, so that the sweeper passes it over
MARK_BYTES = 16
NAME_LENGTH = 32  # of a blob: 16 bytes in hex
FILE_MODE = 0o660  # for the two users who share the inbox
log = logging.getLogger(__name__)


def beside(folder: Path) -> Path:
    """Return where the other mark lies: with the inbox, not on the file system of the blobs."""
    return folder.with_name(f"{folder.name}.{MARK}")


def require(folder: Path) -> None:
    """Raise BlobsForeignError for a folder that is surely not the deployment's own.

    A deployment that was made without marks has its blobs, and one that has none knows of none.
    """
    with files_told_plainly(folder):
        own = _read(beside(folder))
        if not own:
            return
        there = _read(folder / MARK)
        if there == own or (not there and _has_blobs(folder)):
            return
    raise BlobsForeignError(folder=folder, mark=beside(folder))


def settle(folder: Path) -> None:
    """Mark a folder and its place, where one or both are not marked yet. A StoreError that fits.

    1. A folder that is missing, or surely another's, is told.
    2. A mark that is there is taken over: several machines may share the folder, and each has a
       place of its own beside it.
    3. The mark among the blobs is on the disk before the one that asks for it.
    """
    if not folder.is_dir():  # 1
        raise BlobsMissingError(folder=folder)
    require(folder)
    with files_told_plainly(folder):
        _write(folder / MARK, _read(beside(folder)) or secrets.token_hex(MARK_BYTES))
        mark = _read(folder / MARK)  # 2: that of another process, where it was quicker
        if mark:
            synchronise(folder)  # 3
            _write(beside(folder), mark)


def tell(folder: Path) -> None:
    """Settle a folder, and write to the log what is wrong with it: reports come in all the same."""
    try:
        settle(folder)
    except StoreError as trouble:
        log.error("%s", trouble.sentence)  # noqa: TRY400 (its sentence says it all)


def _read(place: Path) -> str:
    try:
        return place.read_text("ascii").strip()
    except FileNotFoundError:
        return ""


def _write(place: Path, mark: str) -> None:
    """Write a mark, if there is none: both sites may start in the same moment."""
    with contextlib.suppress(FileExistsError), place.open("x", encoding="ascii") as file:
        os.fchmod(file.fileno(), FILE_MODE)
        file.write(f"{mark}\n")
        file.flush()
        os.fsync(file.fileno())


def synchronise(folder: Path) -> None:
    """Let the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _has_blobs(folder: Path) -> bool:
    with os.scandir(folder) as entries:
        return any(len(entry.name) == NAME_LENGTH for entry in entries)
