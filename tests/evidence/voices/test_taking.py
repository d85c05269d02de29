"""A recording whose pitch is to be changed comes in: the original lies nowhere afterwards."""

from __future__ import annotations

import io
import resource
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from tests.evidence.media.recording import MARK, TONE, made, probed, recorded
from tests.evidence.pictures.drawing import encoded
from tests.evidence.pictures.marking import told
from tests.evidence.voices.test_shifting import (
    SEMITONE,
    TONE_HERTZ,
    TONE_SECONDS,
    hertz_and_seconds,
)
from tipline.age import HybridIdentity
from tipline.errors import EvidenceError, FileDamagedError, FileKindRefusedError, StoreFullError
from tipline.evidence.jail import Jail
from tipline.evidence.taking import Taker
from tipline.evidence.voices import changing
from tipline.sealing.blob import open_blob
from tipline.store.blobs import Blobs
from tipline.tips.evidence import FAMILIES, Evidence, Family, Found, Kind

if TYPE_CHECKING:
    from tipline.tips.evidence import Upload

IDENTITY = HybridIdentity.generate()
SOUNDS = sorted(kind for kind, family in FAMILIES.items() if family is Family.SOUND)
PROGRAMS = (b"Lavf", b"Lavc", b"libopus", b"Xiph", b"LAME3")
ONLY_HEARD = {  # what is called a video, and has no pictures
    Kind.WEBM: ("-c:a", "libopus", "-f", "webm"),
    Kind.MP4: ("-c:a", "aac", "-f", "mp4", "-movflags", "frag_keyframe+empty_moov"),
}


@pytest.fixture(scope="module")
def jails() -> Iterator[tuple[Jail, Jail]]:
    pair = Jail(), changing.voice_jail()
    yield pair
    for jail in pair:
        jail.close()


@pytest.fixture
def taker(tmp_path: Path, jails: tuple[Jail, Jail]) -> Taker:
    blobs = Blobs(tmp_path / "blobs")
    blobs.make()
    return Taker(blobs, *jails)


def taken(taker: Taker, content: bytes, *, disguise: bool = True) -> tuple[Evidence, bytes]:
    upload: Upload = taker.take(iter([content]), "me.wav", IDENTITY.recipient, disguise=disguise)
    found = upload.evidence
    with taker.blobs.open(found.blob) as blob:
        return found, open_blob(blob, found.sealed_size, IDENTITY).readall()


def lying(taker: Taker) -> list[Path]:
    return list(taker.blobs.folder.iterdir())


@pytest.mark.parametrize("kind", SOUNDS)
def test_each_kind_of_sound_is_changed_and_tells_nothing(
    taker: Taker, kind: Kind, tmp_path: Path
) -> None:
    found, kept = taken(taker, recorded(kind))
    assert (found.kind, found.disguised, found.lossless) == (Kind.OGG, True, False)
    assert found.received_size == len(recorded(kind))
    hertz, seconds = hertz_and_seconds(kept)
    assert seconds == pytest.approx(TONE_SECONDS, abs=0.05)  # a coder's first and last frame
    if kind is not Kind.AMR:  # which is noise here
        assert Found.WORDS in found.found
        apart = max(hertz / TONE_HERTZ, TONE_HERTZ / hertz)
        assert SEMITONE**2.9 < apart < SEMITONE**5.1
    path = tmp_path / "kept.ogg"
    path.write_bytes(kept)
    for tool in (str(told(path)), probed(path)):
        assert MARK not in tool
        assert "2026" not in tool
        assert "TAG:" not in tool
    assert not [name for name in (*PROGRAMS, MARK.encode()) if name in kept]


@pytest.mark.parametrize("kind", ONLY_HEARD)
def test_a_video_without_pictures_is_a_voice(taker: Taker, kind: Kind) -> None:
    content = made(*TONE, *ONLY_HEARD[kind], "pipe:1")
    assert taken(taker, content)[0].disguised


def test_each_recording_has_an_amount_of_its_own(
    taker: Taker, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter((300, -500))
    monkeypatch.setattr(changing, "drawn", lambda: next(drawn))
    for semitones in (3, -5):
        hertz, _ = hertz_and_seconds(taken(taker, recorded(Kind.WAV))[1])
        assert hertz == pytest.approx(TONE_HERTZ * SEMITONE**semitones, rel=0.01)


@pytest.mark.parametrize(
    ("kind", "make"),
    [(Kind.MP4, lambda: recorded(Kind.MP4)), (Kind.JPEG, lambda: encoded(Kind.JPEG))],
)
def test_what_can_be_seen_is_cleaned_as_ever(
    taker: Taker, kind: Kind, make: Callable[[], bytes]
) -> None:
    asked, kept = taken(taker, make())
    ever, same = taken(taker, make(), disguise=False)
    assert (asked.kind, asked.disguised) == (kind, False)
    assert kept == same
    assert replace(asked, blob=ever.blob) == ever


def test_a_voice_that_need_not_be_changed_is_not(taker: Taker) -> None:
    found, kept = taken(taker, recorded(Kind.WAV), disguise=False)
    assert (found.kind, found.disguised, found.lossless) == (Kind.WAV, False, True)
    assert kept.startswith(b"RIFF")


@pytest.mark.parametrize(
    ("content", "ends_in"),
    [
        (recorded(Kind.WAV)[:9000], FileDamagedError),
        (recorded(Kind.OGG)[:-1], FileDamagedError),
        (b"MZ\0\0", FileKindRefusedError),
    ],
    ids=["wav", "ogg", "program"],
)
def test_what_is_refused_leaves_nothing(taker: Taker, content: bytes, ends_in: Any) -> None:
    with pytest.raises(ends_in):
        taken(taker, content)
    assert lying(taker) == []


class Lies:
    """A jail that a stranger has taken over: says that it changed a voice, and gives anything."""

    def __init__(self, given: bytes) -> None:
        self.given = given

    def run(self, *asked: Any, **_: Any) -> dict[str, Any]:
        asked[3](self.given)
        return {"shifted": True}


@pytest.mark.parametrize("given", [b"", b"MZ\0\0", recorded(Kind.WAV)], ids=["no", "exe", "wav"])
def test_what_comes_out_is_ogg_or_refused(taker: Taker, given: bytes) -> None:
    with pytest.raises(EvidenceError):
        taken(replace(taker, voices=cast("Jail", Lies(given))), recorded(Kind.WAV))
    assert lying(taker) == []


def test_what_comes_out_is_cleaned_again(taker: Taker) -> None:
    marked = recorded(Kind.OGG)
    _, kept = taken(replace(taker, voices=cast("Jail", Lies(marked))), recorded(Kind.WAV))
    assert MARK.encode() in marked
    assert MARK.encode() not in kept


def test_a_disk_that_fills_on_the_way_is_told(taker: Taker) -> None:
    content = made(*TONE[:-1], f"{TONE[-1]}:duration=60", "-f", "wav", "pipe:1")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(StoreFullError):
            taken(taker, content)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert lying(taker) == []


def test_nothing_of_the_original_is_kept(taker: Taker) -> None:
    content = recorded(Kind.WAV)
    _, kept = taken(taker, content)
    assert len(lying(taker)) == 1
    assert content[2000:2064] not in kept
    assert io.BytesIO(kept).read(4) == b"OggS"
