"""The keeper opens what was kept, and nothing else, and believes little of what a jail made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO, cast

import pytest

from tests.evidence.keeping import keep
from tests.evidence.pictures.drawing import encoded
from tests.evidence.showing import recorded
from tipline.age import HybridIdentity
from tipline.errors import EvidenceUnreadableError, NotShownError, StoreError
from tipline.evidence.jail import Jail
from tipline.evidence.showing.bounds import SHOWN_BYTES
from tipline.evidence.showing.viewing import Extent, Viewer
from tipline.store.blobs import Blobs
from tipline.tips.evidence import Evidence, Kind

IDENTITY = HybridIdentity.generate()
PICTURE = encoded(Kind.JPEG)


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    made = Jail(tasks="tipline.evidence.showing.tasks")
    yield made
    made.close()


def kept(blobs: Blobs, content: bytes, kind: Kind = Kind.JPEG) -> Evidence:
    """Seal a file into a blob."""
    return keep(blobs, [content], kind, IDENTITY)


class Liar:
    """A jail whose process was taken over."""

    def __init__(self, made: bytes = b"", told: dict[str, Any] | None = None) -> None:
        self._made, self._told = made, told or {}

    def run(
        self,
        _task: str,
        _kind: Kind,
        _source: BinaryIO,
        sink: Callable[[bytes], object],
        **_: Mapping[str, int],
    ) -> dict[str, Any]:
        sink(self._made)
        return self._told


def lied_to(blobs: Blobs, *lie: Any) -> Viewer:
    return Viewer(blobs, cast("Jail", Liar(*lie)), at_once=1)


def test_a_picture_is_shown_and_nothing_new_lies_there(blobs: Blobs, jail: Jail) -> None:
    evidence = kept(blobs, PICTURE)
    shown = Viewer(blobs, jail, at_once=1).show("thumbnail", evidence, IDENTITY)
    assert shown.mimetype == "image/jpeg"
    assert shown.content != PICTURE
    assert [path.name for path in blobs.folder.iterdir()] == [evidence.blob.hex()]


def test_a_clip_is_made_of_a_part_of_a_video(blobs: Blobs, jail: Jail) -> None:
    evidence = kept(blobs, recorded.video(), Kind.MP4)
    viewer = Viewer(blobs, jail, at_once=1)
    assert viewer.show("clip", evidence, IDENTITY, start=2).mimetype == "video/webm"
    assert viewer.extent(evidence, IDENTITY).seconds in {4, 5}


def test_words_are_read(blobs: Blobs, jail: Jail) -> None:
    words = Viewer(blobs, jail, at_once=1).words(kept(blobs, "كلمات".encode(), Kind.TXT), IDENTITY)
    assert (words.text, words.cut) == ("كلمات", False)


def test_what_does_not_draw_is_said_so(blobs: Blobs, jail: Jail) -> None:
    with pytest.raises(NotShownError):
        Viewer(blobs, jail, at_once=1).show("picture", kept(blobs, PICTURE[:300]), IDENTITY)


def test_it_is_read_from_anywhere(blobs: Blobs) -> None:
    content = bytes(range(256)) * 2000
    with lied_to(blobs).open(kept(blobs, content), IDENTITY) as opened:
        opened.seek(300_001)
        assert opened.read(1000) == content[300_001:301_001]


def test_a_file_that_is_gone_does_not_open(blobs: Blobs) -> None:
    evidence = kept(blobs, PICTURE)
    blobs.remove(evidence.blob)
    with pytest.raises(EvidenceUnreadableError):
        lied_to(blobs).open(evidence, IDENTITY)


class Unread(Liar):
    """A jail whose file cannot be read on: its disk is broken."""

    def run(self, *_: object, **__: object) -> dict[str, Any]:
        raise StoreError


def test_a_file_that_cannot_be_read_on_does_not_open(
    blobs: Blobs, caplog: pytest.LogCaptureFixture
) -> None:
    viewer = Viewer(blobs, cast("Jail", Unread()), at_once=1)
    with pytest.raises(EvidenceUnreadableError):
        viewer.show("picture", kept(blobs, PICTURE), IDENTITY)
    assert StoreError().sentence in caplog.text


def test_another_file_in_its_place_does_not_open(blobs: Blobs) -> None:
    viewer, evidence, other = lied_to(blobs), kept(blobs, PICTURE), kept(blobs, PICTURE[::-1])
    viewer.open(evidence, IDENTITY).close()
    paths = [blobs.folder / each.blob.hex() for each in (evidence, other)]
    paths[0].write_bytes(paths[1].read_bytes())
    with pytest.raises(EvidenceUnreadableError):
        viewer.open(evidence, IDENTITY)


@pytest.mark.parametrize(
    "change",
    [
        {"kept": hashlib.sha256(b"").digest()},
        {"size": 1},
        {"sealed_size": 2000},
        {"sealed_size": 5},
    ],
)
def test_what_the_report_does_not_tell_does_not_open(blobs: Blobs, change: dict[str, Any]) -> None:
    with pytest.raises(EvidenceUnreadableError):
        lied_to(blobs).open(replace(kept(blobs, PICTURE), **change), IDENTITY)


def test_another_tips_file_does_not_open(blobs: Blobs) -> None:
    with pytest.raises(EvidenceUnreadableError):
        lied_to(blobs).open(kept(blobs, PICTURE), HybridIdentity.generate())


@pytest.mark.parametrize("made", [b"", b"<html>", b"GIF89a", b" \xff\xd8\xff"])
def test_only_what_was_asked_for_is_shown(blobs: Blobs, made: bytes) -> None:
    with pytest.raises(NotShownError):
        lied_to(blobs, made).show("picture", kept(blobs, PICTURE), IDENTITY)


@pytest.mark.parametrize("told", [{"pages": "3"}, {"pages": -1}, {"seconds": True}, {"pages": 1e9}])
def test_only_numbers_are_believed(blobs: Blobs, told: dict[str, Any]) -> None:
    assert lied_to(blobs, b"", {"pages": 3}).extent(kept(blobs, PICTURE), IDENTITY) == Extent(
        pages=3
    )
    with pytest.raises(NotShownError):
        lied_to(blobs, b"", told).extent(kept(blobs, PICTURE), IDENTITY)


def test_memory_is_bounded(blobs: Blobs) -> None:
    with pytest.raises(NotShownError):
        lied_to(blobs, bytes(SHOWN_BYTES + 1)).show("picture", kept(blobs, PICTURE), IDENTITY)
