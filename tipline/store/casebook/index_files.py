"""The desks' indexes on the disk, a sealed file each. Each can be made again: none is a loss."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tipline.store.failures import files_told_plainly

if TYPE_CHECKING:
    from datetime import datetime

FOLDER_MODE = 0o700  # as the casebook's own
ENDING = ".age"


@dataclass(frozen=True)
class IndexFiles:
    """Where they lie: a folder of the review site's user alone, made when it is first needed."""

    folder: Path

    @classmethod
    def of(cls, var: Path) -> Self:
        """Return those of a deployment."""
        return cls(var / "casebook" / "indexes")

    def read(self, name: str) -> bytes | None:
        """Return an index's file, None where there is none. Raises the StoreError that fits.

        A pipe that somebody put in its place is empty: nobody waits for it.
        """
        with files_told_plainly(), suppress(FileNotFoundError):
            opened = os.open(self._path(name), os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
            with os.fdopen(opened, "rb") as file:
                return file.read()
        return None

    def write(self, name: str, sealed: bytes) -> None:
        """Put an index's file in place of the one that was there. Raises the StoreError that fits.

        Whoever reads meanwhile has the one or the other, whole. Nothing waits for the disk: a file
        that a power cut spoils does not open, and is made again.
        """
        with files_told_plainly():
            self.folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            number, fresh = tempfile.mkstemp(dir=self.folder)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(sealed)
                Path(fresh).replace(self._path(name))
            except OSError:
                Path(fresh).unlink(missing_ok=True)
                raise

    def remove_before(self, moment: datetime) -> int:
        """Remove the files that were written before a moment, and what a crash left; how many.

        Raises the StoreError that fits.
        """
        with files_told_plainly():
            old = [path for path in self._all() if path.stat().st_mtime < moment.timestamp()]
            for path in old:
                path.unlink(missing_ok=True)
        return len(old)

    def _all(self) -> list[Path]:
        return list(self.folder.iterdir()) if self.folder.is_dir() else []

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}{ENDING}"
