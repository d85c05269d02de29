"""A file that is read from anywhere, whatever its bytes are made of: the one way to be seekable."""

from __future__ import annotations

import io
import os
from abc import abstractmethod


class SeekableReader(io.RawIOBase):
    """Reads ``size`` bytes, piece by piece; ``io.BufferedReader`` fits around it."""

    def __init__(self, size: int) -> None:
        """Begin at the beginning."""
        self.size = size
        self._at = 0

    @abstractmethod
    def piece(self, at: int, most: int) -> bytes:
        """Return at least one byte from ``at`` on, which is before the end; at most ``most``."""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def seekable(self) -> bool:
        """Say that it can be read from anywhere."""
        return True

    def tell(self) -> int:
        """Return where the next read begins."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go somewhere, beyond the end too; OSError before the beginning, as on a disk."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if base + offset < 0:
            raise OSError
        self._at = base + offset
        return self._at

    def readinto(self, target: memoryview) -> int:  # type: ignore[override]  # what io hands it
        """Fill ``target`` as far as one piece reaches; 0 at the end."""
        most = min(len(target), self.size - self._at)
        if most <= 0:
            return 0
        block = self.piece(self._at, most)
        target[: len(block)] = block
        self._at += len(block)
        return len(block)
