"""A mount point without its file system is told from a folder whose files are gone."""

import logging
import stat
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store.test_blobs import kept
from tipline.errors import BlobsForeignError, BlobsMissingError, NotFoundError
from tipline.store import belonging
from tipline.store.blobs import Blobs


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    made = Blobs.of(tmp_path / "var")
    made.make()
    belonging.settle(made.folder)
    return made


def not_mounted(blobs: Blobs) -> Path:
    """Put an empty folder in the place of the blobs; return where they are now."""
    away = blobs.folder.rename(blobs.folder.with_name("away"))
    blobs.folder.mkdir()
    return away


def test_what_is_not_mounted_takes_gives_and_sweeps_nothing(blobs: Blobs) -> None:
    blob = kept(blobs)
    away = not_mounted(blobs)
    for verb in (
        blobs.create,
        blobs.scratch,
        lambda: blobs.open(blob),
        lambda: blobs.renew(blob),
        lambda: list(blobs.older_than(datetime.now(UTC))),
        lambda: belonging.settle(blobs.folder),
    ):
        with pytest.raises(BlobsForeignError) as told:
            verb()
        assert str(blobs.folder) in told.value.sentence
    assert list(blobs.folder.iterdir()) == []
    blobs.folder.rmdir()
    away.rename(blobs.folder)
    blobs.renew(blob)
    assert kept(blobs) != blob


def test_the_folder_of_another_deployment_is_left_alone(blobs: Blobs, tmp_path: Path) -> None:
    other = Blobs.of(tmp_path / "other")
    other.make()
    belonging.settle(other.folder)
    kept(other)
    not_mounted(blobs).rename(tmp_path / "left")
    blobs.folder.rmdir()
    other.folder.rename(blobs.folder)
    with pytest.raises(BlobsForeignError):
        list(blobs.older_than(datetime.now(UTC)))
    with pytest.raises(BlobsForeignError):
        kept(blobs)


def test_a_deployment_from_before_there_were_marks_goes_on(tmp_path: Path) -> None:
    blobs = Blobs.of(tmp_path)
    blobs.make()
    blob = kept(blobs)
    belonging.settle(blobs.folder)
    blobs.renew(blob)
    not_mounted(blobs)
    with pytest.raises(BlobsForeignError):
        blobs.renew(blob)


def test_files_that_were_not_mounted_when_the_first_mark_was_made_are_known(
    tmp_path: Path,
) -> None:
    blobs = Blobs.of(tmp_path)
    blobs.make()
    blob = kept(blobs)
    away = not_mounted(blobs)
    belonging.settle(blobs.folder)  # nothing tells that there were files
    (blobs.folder / belonging.MARK).unlink()
    blobs.folder.rmdir()
    away.rename(blobs.folder)
    blobs.renew(blob)
    belonging.settle(blobs.folder)
    not_mounted(blobs)
    with pytest.raises(BlobsForeignError):
        blobs.renew(blob)


def test_another_machine_that_shares_the_folder_takes_its_mark_over(
    blobs: Blobs, tmp_path: Path
) -> None:
    here = tmp_path / "machine" / "blobs"
    here.parent.mkdir()
    here.symlink_to(blobs.folder)
    belonging.settle(here)
    assert belonging.beside(here).read_bytes() == belonging.beside(blobs.folder).read_bytes()


def test_many_that_start_at_once_make_one_mark(tmp_path: Path) -> None:
    for number in range(20):
        blobs = Blobs.of(tmp_path / str(number))
        blobs.make()
        threads = [threading.Thread(target=belonging.settle, args=[blobs.folder]) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        belonging.settle(blobs.folder)
        marks = [
            path.read_text() for path in (blobs.folder / "mark", belonging.beside(blobs.folder))
        ]
        assert marks[0] == marks[1] != ""


def test_both_users_of_the_inbox_may_read_the_marks(blobs: Blobs) -> None:
    for path in (blobs.folder / belonging.MARK, belonging.beside(blobs.folder)):
        assert stat.S_IMODE(path.stat().st_mode) == belonging.FILE_MODE


def test_a_blob_that_is_gone_from_its_own_folder_is_gone(blobs: Blobs) -> None:
    with pytest.raises(NotFoundError):
        blobs.open(bytes(16))


def test_a_missing_folder_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    blobs = Blobs.of(tmp_path)
    for verb in (blobs.create, blobs.scratch, lambda: blobs.open(bytes(16))):
        with pytest.raises(BlobsMissingError) as told:
            verb()
        assert str(blobs.folder) in told.value.sentence
    caplog.set_level(logging.ERROR)
    belonging.tell(blobs.folder)
    assert f"The folder {blobs.folder}, where the files of reports lie, is not there" in caplog.text
