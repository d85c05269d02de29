"""A file that holds disk space free for reports, and is given up when the disk is full."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MIB = 1024 * 1024
FILE_MODE = 0o660  # the public site's user gives it up, the sweeper's takes it again


@dataclass(frozen=True, slots=True)
class Reserve:
    """``mib`` MiB kept at ``path``, on the file system of the inbox.

    It is emptied, never removed: that needs no right on the folder. Where the file system shares
    or compresses blocks (Btrfs, ZFS), a file of nothing reserves less than it says.
    """

    path: Path
    mib: int

    @classmethod
    def of(cls, var: Path, mib: int) -> Self:
        """Return the reserve of a deployment that keeps its inbox in ``var``."""
        return cls(var / "inbox" / "reserve", mib)

    @property
    def whole(self) -> bool:
        """Whether all of it is there to be given up."""
        return self._size() >= self.mib * MIB

    def take(self) -> bool:
        """Make the reserve whole and return whether it is; a disk too full for it gets it back."""
        if self.whole:
            return True
        with contextlib.suppress(OSError), self._opened(os.O_CREAT) as file:
            with contextlib.suppress(OSError):  # another user's is as that user made it
                os.fchmod(file, FILE_MODE)  # the umask took the group's share away
            try:
                os.posix_fallocate(file, 0, self.mib * MIB)
            except OSError:
                os.ftruncate(file, 0)
        return self.whole

    def give_up(self) -> bool:
        """Free the space and return whether there was any.

        Synchronised, since a file system may count the blocks as free only then.
        """
        if not self._size():
            return False
        try:
            with self._opened() as file:
                os.ftruncate(file, 0)
                os.fsync(file)
        except OSError:
            return False
        return True

    def _size(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    @contextlib.contextmanager
    def _opened(self, how: int = 0) -> Iterator[int]:
        file = os.open(self.path, os.O_RDWR | os.O_NOFOLLOW | how, FILE_MODE)
        try:
            yield file
        finally:
            os.close(file)
