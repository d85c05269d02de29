"""A file comes in as a stream and lies there sealed, clean, and nowhere else."""

import errno
import hashlib
import io
import resource
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tipline.age import HybridIdentity
from tipline.errors import (
    FileDamagedError,
    FileEmptyError,
    FileKindRefusedError,
    StoreError,
    StoreFullError,
    UploadCutError,
)
from tipline.evidence import taking
from tipline.evidence.jail import Jail
from tipline.evidence.taking import Taker, believed
from tipline.sealing.blob import open_blob
from tipline.store.blobs import Blobs
from tipline.tips.evidence import Found, Kind

IDENTITY = HybridIdentity.generate()
MAKER = "A maker of telephones"
BLOCK = 10_000


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    made = Jail()
    yield made
    made.close()


@pytest.fixture
def taker(tmp_path: Path, jail: Jail) -> Taker:
    blobs = Blobs(tmp_path / "blobs")
    blobs.make()
    return Taker(blobs, jail)


def picture(side: int = 200) -> bytes:
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = MAKER
    Image.effect_noise((side, side), 60).save(made, "JPEG", exif=exif)
    return made.getvalue()


def blocks(content: bytes) -> Iterator[bytes]:
    return (content[start : start + BLOCK] for start in range(0, len(content), BLOCK))


def lying(taker: Taker) -> list[Path]:
    return list(taker.blobs.folder.iterdir())


@pytest.mark.parametrize("side", [200, 2500])  # in memory, and spooled to the disk
def test_a_picture_is_taken_in(taker: Taker, side: int) -> None:
    sent = picture(side)
    found = taker.take(blocks(sent), "IMG_1.jpg", IDENTITY.recipient).evidence
    with taker.blobs.open(found.blob) as blob:
        kept = open_blob(blob, found.sealed_size, IDENTITY).readall()
    assert (found.kind, found.name) == (Kind.JPEG, "IMG_1.jpg")
    assert (found.received_size, found.size) == (len(sent), len(kept))
    assert found.received == hashlib.sha256(sent).digest()
    assert found.kept == hashlib.sha256(kept).digest()
    assert Found.DEVICE in found.found
    assert MAKER.encode() in sent
    assert MAKER.encode() not in kept
    assert Image.open(io.BytesIO(kept)).tobytes() == Image.open(io.BytesIO(sent)).tobytes()


def test_what_lies_there_shows_nothing(taker: Taker) -> None:
    sent = picture()
    taker.take(blocks(sent), "IMG_1.jpg", IDENTITY.recipient)
    (path,) = lying(taker)
    assert sent[:64] not in path.read_bytes()
    assert sent[-64:] not in path.read_bytes()


@pytest.mark.parametrize(
    ("content", "ends_in"),
    [(b"", FileEmptyError), (b"MZ\0\0", FileKindRefusedError), (picture()[:900], FileDamagedError)],
)
def test_what_is_refused_leaves_nothing(taker: Taker, content: bytes, ends_in: Any) -> None:
    with pytest.raises(ends_in):
        taker.take(blocks(content), "a", IDENTITY.recipient)
    assert lying(taker) == []


def test_a_stream_that_breaks_leaves_nothing(taker: Taker) -> None:
    def cut() -> Iterator[bytes]:
        yield picture()[:BLOCK]
        raise UploadCutError

    with pytest.raises(UploadCutError):
        taker.take(cut(), "a", IDENTITY.recipient)
    assert lying(taker) == []


def test_a_disk_that_breaks_before_the_last_copy_is_told(
    taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is only seen goes over as it was cleaned, though voices were to be changed."""

    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, "a broken disk")

    def seen(_: object, __: Kind, read: io.BufferedReader, ___: object) -> bool:
        monkeypatch.setattr(type(read.raw), "piece", fail)
        return False

    monkeypatch.setattr(taking, "change", seen)
    with pytest.raises(StoreError):
        taker.take(blocks(picture()), "a", IDENTITY.recipient, disguise=True)
    assert lying(taker) == []


def test_a_full_disk_is_told_and_leaves_nothing(taker: Taker) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (BLOCK, before[1]))
    try:
        with pytest.raises(StoreFullError):
            taker.take(blocks(picture()), "a", IDENTITY.recipient)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert lying(taker) == []


GOOD = {"kind": "jpg", "found": ["time"], "lossless": True, "taken": "2026", "place": ""}


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "exe"},
        {"found": ["secret"]},
        {"found": 3},
        {"taken": 2026},
        {"taken": "2" * 61},
        {"taken": "a\nb"},
        {"place": None},
    ],
)
def test_of_an_answer_only_what_has_its_form_is_believed(change: dict[str, Any]) -> None:
    assert believed(GOOD)["found"] == (Found.TIME,)
    with pytest.raises(FileDamagedError):
        believed(GOOD | change)
