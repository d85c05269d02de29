"""Files that came with tips, each a sealed blob under a random name, in one folder.

A blob has its name only once it is whole and on the disk; what a crash leaves is called ``.part``
and goes with the next sweep. The folder is open to the two users who share the inbox, as its
database is. A file's time of change is the hour, as in the inbox's rows; what else a file system
notes of times is out of reach here.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from tipline.errors import BlobsMissingError, NotFoundError
from tipline.store import belonging
from tipline.store.failures import files_told_plainly
from tipline.store.kinds import HOUR_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from tipline.errors import StoreError

ID_BYTES = 16
FOLDER_MODE, FILE_MODE = 0o2770, 0o660  # as the inbox's own (tipline.store.migrate)
UNFINISHED = ".part"
AHEAD_BYTES = 16 * 1024 * 1024  # that wait before the disk is asked to begin with them


class NewBlob:
    """A blob on its way; leaving it without ``keep`` removes it."""

    def __init__(self, folder: Path) -> None:
        """Begin one of a random id; a StoreError that fits where that cannot be."""
        self._folder, self._id = folder, secrets.token_bytes(ID_BYTES)
        self._path = folder / f"{self._id.hex()}{UNFINISHED}"
        self._kept = False
        self._waiting = 0  # bytes, for the disk
        with files_told_plainly(self._folder):
            self._file = self._path.open("xb")

    def write(self, block: bytes) -> int:
        """Write some more; return how many bytes."""
        with files_told_plainly(self._folder):
            written = self._file.write(block)
        self._waiting += written
        if self._waiting >= AHEAD_BYTES:
            self._waiting = 0
            _begin_writing(self._file.fileno())
        return written

    def keep(self) -> bytes:
        """Give it its name, and return that (16 bytes) once blob and name are on the disk."""
        with files_told_plainly(self._folder):
            self._file.flush()
            os.fchmod(self._file.fileno(), FILE_MODE)
            _set_hour(self._file.fileno())
            os.fsync(self._file.fileno())
            self._path = self._path.rename(self._folder / self._id.hex())
            belonging.synchronise(self._folder)
        self._kept = True
        return self._id

    def __enter__(self) -> Self:
        """Return the blob itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Close it; remove what was not kept."""
        with contextlib.suppress(OSError):
            self._file.close()
        if not self._kept:
            with contextlib.suppress(OSError):
                self._path.unlink()


@dataclass(frozen=True, slots=True)
class Blobs:
    """The folder of the blobs. Each verb raises the ``StoreError`` that fits."""

    folder: Path

    @classmethod
    def of(cls, var: Path) -> Self:
        """Return the blobs of a deployment that keeps its inbox in ``var``."""
        return cls(var / "inbox" / "blobs")

    def make(self) -> None:
        """Make the folder, if it is missing, open to the inbox's users and to nobody else."""
        with files_told_plainly(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(PermissionError):  # another user's is as that user made it
                self.folder.chmod(FOLDER_MODE)

    def scratch(self) -> BinaryIO:
        """Return a file without a name on the same disk, for what is sealed and soon forgotten."""
        with files_told_plainly(self.folder):
            belonging.require(self.folder)
            return cast("BinaryIO", tempfile.TemporaryFile(dir=self.folder))

    def create(self) -> NewBlob:
        """Begin a blob."""
        belonging.require(self.folder)
        return NewBlob(self.folder)

    def open(self, blob: bytes) -> BinaryIO:
        """Return a reader of a blob; NotFoundError where it is gone from its folder."""
        with files_told_plainly(self.folder):
            try:
                return self._path(blob).open("rb")
            except FileNotFoundError:
                raise self._absent() from None

    def remove(self, blob: bytes) -> None:
        """Remove a blob; one that is gone is none."""
        with files_told_plainly(self.folder):
            self._path(blob).unlink(missing_ok=True)

    def renew(self, blob: bytes) -> None:
        """Note that a draft still has this blob: it counts as written now. NotFoundError.

        Only the user who wrote it may; StoreMissingError for another.
        """
        with files_told_plainly(self.folder):
            try:
                _set_hour(self._path(blob))
            except FileNotFoundError:
                raise self._absent() from None

    def older_than(self, moment: datetime) -> Iterator[bytes]:
        """Yield the ids of the blobs that were written or renewed in an hour that began before.

        Remove what was never finished. A folder that is missing has none; of one that is not the
        deployment's own nothing is told (BlobsForeignError).
        """
        belonging.require(self.folder)
        with files_told_plainly(self.folder):
            entries = sorted(self.folder.iterdir()) if self.folder.exists() else []
        for entry in entries:
            with contextlib.suppress(OSError, ValueError):
                if entry.stat().st_mtime >= moment.timestamp():
                    continue
                if entry.suffix == UNFINISHED:
                    entry.unlink()
                elif len(blob := bytes.fromhex(entry.name)) == ID_BYTES:
                    yield blob

    def _absent(self) -> StoreError:
        """Return what a missing blob means: nothing is known of one whose folder is away."""
        if not self.folder.is_dir():
            return BlobsMissingError(folder=self.folder)
        belonging.require(self.folder)
        return NotFoundError()

    def _path(self, blob: bytes) -> Path:
        return self.folder / blob.hex()


def _begin_writing(file: int) -> None:
    """Let the disk begin with what was written so far: less is left to wait for at the end.

    Linux writes what it is told to forget (posix_fadvise(2)), and nobody reads it soon.
    """
    with contextlib.suppress(OSError):
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)


def _set_hour(file: int | Path) -> None:
    """Let a file's times tell the hour only."""
    hour = int(time.time()) // HOUR_SECONDS * HOUR_SECONDS
    os.utime(file, (hour, hour))
