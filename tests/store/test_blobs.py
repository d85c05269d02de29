"""A blob is there whole, or not at all."""

import errno
import os
import resource
import stat
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tipline.errors import NotFoundError, StoreError, StoreFullError, StoreMissingError
from tipline.store import blobs as lying
from tipline.store.blobs import FILE_MODE, FOLDER_MODE, Blobs

LIMIT = 100_000


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    made = Blobs.of(tmp_path / "var")
    made.make()
    return made


def kept(blobs: Blobs, content: bytes = b"sealed") -> bytes:
    with blobs.create() as new:
        new.write(content)
        return new.keep()


def names(blobs: Blobs) -> list[str]:
    return sorted(path.name for path in blobs.folder.iterdir())


def test_what_is_kept_is_read_and_then_removed(blobs: Blobs) -> None:
    blob = kept(blobs, b"one")
    with blobs.open(blob) as reader:
        assert reader.read() == b"one"
    blobs.remove(blob)
    blobs.remove(blob)
    with pytest.raises(NotFoundError):
        blobs.open(blob)


def test_what_is_not_kept_is_gone(blobs: Blobs) -> None:
    with blobs.create() as new:
        new.write(b"half of it")
        assert len(names(blobs)) == 1
    assert names(blobs) == []


def test_an_error_leaves_nothing(blobs: Blobs) -> None:
    def fail() -> None:
        with blobs.create() as new:
            new.write(b"half of it")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert names(blobs) == []


def test_the_two_users_of_the_inbox_share_it_and_nobody_else(blobs: Blobs) -> None:
    blob = kept(blobs)
    assert stat.S_IMODE(blobs.folder.stat().st_mode) == FOLDER_MODE
    assert stat.S_IMODE((blobs.folder / blob.hex()).stat().st_mode) == FILE_MODE


def test_a_scratch_file_has_no_name(blobs: Blobs) -> None:
    with blobs.scratch() as file:
        file.write(b"sealed")
        assert names(blobs) == []


def test_what_is_old_is_told_and_what_was_never_finished_goes(blobs: Blobs) -> None:
    old = kept(blobs)
    (blobs.folder / "0011.part").write_bytes(b"of a crash")
    (blobs.folder / "else").write_bytes(b"somebody else's")
    time.sleep(0.01)
    later = datetime.now(UTC)
    assert list(blobs.older_than(later - timedelta(hours=1))) == []
    assert list(blobs.older_than(later)) == [old]
    assert names(blobs) == sorted([old.hex(), "else"])


def test_a_blob_tells_the_hour_only(blobs: Blobs) -> None:
    blob = kept(blobs)
    told = (blobs.folder / blob.hex()).stat()
    assert told.st_mtime_ns % (3600 * 10**9) == told.st_atime_ns % (3600 * 10**9) == 0
    assert 0 <= time.time() - told.st_mtime < 3600 + 1


def test_a_blob_that_a_draft_still_has_is_young_again(blobs: Blobs) -> None:
    blob, day = kept(blobs), timedelta(days=1)
    os.utime(blobs.folder / blob.hex(), (0, 0))
    assert list(blobs.older_than(datetime.now(UTC) - day)) == [blob]
    blobs.renew(blob)
    assert list(blobs.older_than(datetime.now(UTC) - day)) == []
    blobs.remove(blob)
    with pytest.raises(NotFoundError):
        blobs.renew(blob)


def test_a_folder_that_is_missing_has_no_blobs(tmp_path: Path) -> None:
    assert list(Blobs.of(tmp_path).older_than(datetime.now(UTC))) == []


@pytest.fixture
def small_files() -> Iterator[None]:
    """Let no file of this process grow beyond a limit: the disk is full for it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("small_files")
def test_a_full_disk_is_told_and_leaves_nothing(blobs: Blobs) -> None:
    with pytest.raises(StoreFullError):
        kept(blobs, bytes(2 * LIMIT))
    assert names(blobs) == []


@pytest.fixture
def synchronised(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, list[str]]]:
    """Return what is synchronised from now on: its inode, and the names that were there then."""
    noted: list[tuple[int, list[str]]] = []
    really = os.fsync

    def note(handle: int) -> None:
        noted.append((os.fstat(handle).st_ino, names(blobs)))
        really(handle)

    monkeypatch.setattr(os, "fsync", note)
    return noted


def test_file_and_then_name_are_on_the_disk(
    blobs: Blobs, synchronised: list[tuple[int, list[str]]]
) -> None:
    blob = kept(blobs).hex()
    file, folder = (blobs.folder / blob).stat().st_ino, blobs.folder.stat().st_ino
    assert synchronised == [(file, [f"{blob}.part"]), (folder, [blob])]


@pytest.mark.parametrize("fails", ["file", "folder"])
def test_what_is_not_surely_on_the_disk_is_not_kept(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode) == (fails == "folder"):
            raise OSError(errno.EIO, "a broken disk")

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(StoreError):
        kept(blobs)
    assert names(blobs) == []


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        Blobs.of(tmp_path).create()


def test_a_folder_that_is_missing_is_not_a_blob_that_is_gone(blobs: Blobs) -> None:
    blob = kept(blobs)
    away = blobs.folder.rename(blobs.folder.with_name("away"))
    with pytest.raises(StoreMissingError):
        blobs.renew(blob)
    with pytest.raises(StoreMissingError):
        blobs.open(blob)
    away.rename(blobs.folder)
    blobs.renew(blob)


def test_the_disk_begins_before_the_end(blobs: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[int] = []
    monkeypatch.setattr(lying, "AHEAD_BYTES", 3000)
    monkeypatch.setattr(os, "posix_fadvise", lambda *given: begun.append(given[-1]))
    with blobs.create() as blob:
        for _ in range(7):
            blob.write(bytes(1000))
        name = blob.keep()
    assert begun == [os.POSIX_FADV_DONTNEED] * 2
    with blobs.open(name) as kept:
        assert kept.read() == bytes(7000)
