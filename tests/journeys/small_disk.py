"""A disk of the test's own that can be full: a small file system, or else a bound on file sizes."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024
BLOCK = 4096


@dataclass(frozen=True)
class SmallDisk:
    """A folder whose file system holds few MiB."""

    folder: Path

    @property
    def filler(self) -> Path:
        """The file that takes what is free."""
        return self.folder / "filler"

    def fill(self) -> None:
        """Take every free block."""
        with self.filler.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(BLOCK))

    def free(self) -> None:
        """Give the blocks back."""
        self.filler.unlink()


def mount(*arguments: str) -> bool:
    """Mount something; tell whether this user may."""
    if os.geteuid() != 0:
        return False
    return subprocess.run(["mount", *arguments], check=False, capture_output=True).returncode == 0


@contextlib.contextmanager
def small_disk(folder: Path, mib: int) -> Iterator[SmallDisk | None]:
    """Make ``folder`` a file system of ``mib`` MiB in memory; give None where one may not mount."""
    folder.mkdir()
    size = f"size={mib}m,mode=0700"
    mounted = mount("-t", "tmpfs", "-o", size, "tmpfs", str(folder))
    try:
        yield SmallDisk(folder) if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextlib.contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder one that cannot be written to: for root a mount, else its mode."""
    if os.geteuid() != 0:
        mode = folder.stat().st_mode
        paths = [folder, *folder.iterdir()]
        for path in paths:
            path.chmod(path.stat().st_mode & 0o555)
        try:
            yield
        finally:
            for path in paths:
                path.chmod(path.stat().st_mode | 0o600)
            folder.chmod(mode)
        return
    assert mount("--bind", str(folder), str(folder)), "root may not mount here"
    try:
        assert mount("-o", "remount,ro,bind", str(folder))
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
