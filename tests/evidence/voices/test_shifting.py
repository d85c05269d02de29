"""A recording is made anew: higher or lower, as long as it was, and with nothing else in it."""

from __future__ import annotations

import io
from array import array
from itertools import pairwise
from pathlib import Path

import pytest

from tests.evidence.loading import loaded
from tests.evidence.media.recording import SCENE, TONE, heard, made, recorded
from tipline.errors import FileDamagedError
from tipline.evidence.jail import Jail
from tipline.evidence.voices.changing import LEAST, MOST, change, drawn
from tipline.evidence.voices.tasks import TASKS
from tipline.tips.evidence import Kind

TONE_HERTZ, TONE_SECONDS, HEARD_RATE = 440, 2.0, 48_000
SEMITONE = 2 ** (1 / 12)
IMPORTS = """
from tipline.evidence.voices.tasks import TASKS
from tipline.tips.evidence import Kind
"""
READING = """
TASKS["shift"](Kind(path.suffix[1:]), io.BytesIO(path.read_bytes()), io.BytesIO(), cents=400)
"""


def shifted(kind: Kind, content: bytes, cents: int) -> bytes:
    sink = io.BytesIO()
    assert TASKS["shift"](kind, io.BytesIO(content), sink, cents=cents) == {"shifted": True}
    return sink.getvalue()


def hertz_and_seconds(content: bytes) -> tuple[float, float]:
    """Return how often a tone goes up through silence in its middle, and how long it is."""
    samples = array("h", heard(content))
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    rising = sum(before < 0 <= after for before, after in pairwise(middle))
    return rising / (len(middle) / HEARD_RATE), len(samples) / HEARD_RATE


@pytest.mark.parametrize("cents", [LEAST, MOST, -LEAST, -MOST])
def test_a_tone_moves_and_stays_as_long(cents: int) -> None:
    hertz, seconds = hertz_and_seconds(shifted(Kind.WAV, recorded(Kind.WAV), cents))
    assert hertz == pytest.approx(TONE_HERTZ * SEMITONE ** (cents / 100), rel=0.01)
    assert seconds == pytest.approx(TONE_SECONDS, rel=0.02)


def test_the_amount_is_drawn_from_two_bands() -> None:
    amounts = {drawn() for _ in range(500)}
    assert all(LEAST <= abs(amount) <= MOST for amount in amounts)
    assert len(amounts) > 100
    assert min(amounts) < 0 < max(amounts)


def test_it_comes_out_while_it_is_read() -> None:
    content = made(*TONE[:-1], f"{TONE[-1]}:duration=60", "-f", "wav", "pipe:1")
    source, at = io.BytesIO(content), []

    class Sink(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, block: object, /) -> int:
            at.append(source.tell())
            return len(memoryview(block))  # type: ignore[arg-type]  # any buffer

    TASKS["shift"](Kind.WAV, source, io.BufferedWriter(Sink()), cents=400)
    assert at[0] < len(content) / 4
    assert at == sorted(at)


def test_what_changes_its_rate_on_the_way_goes_on() -> None:
    slow = made(*TONE[:-1], "sine=frequency=440:duration=2:sample_rate=22050", "-f", "mp3", "-")
    both = made(*TONE, "-f", "mp3", "-id3v2_version", "0", "-write_xing", "0", "-") + slow
    _, seconds = hertz_and_seconds(shifted(Kind.MP3, both, LEAST))
    assert seconds == pytest.approx(2 * TONE_SECONDS, abs=0.2)


def test_pictures_with_sound_are_left_alone() -> None:
    sink = io.BytesIO()
    told = TASKS["shift"](Kind.MP4, io.BytesIO(recorded(Kind.MP4)), sink, cents=400)
    assert (told, sink.getvalue()) == ({"shifted": False}, b"")


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", bytes(5000), recorded(Kind.WAV)[:60]], ids=["none", "sign", "0", "no"]
)
def test_where_nothing_can_be_heard_it_is_damaged(content: bytes) -> None:
    with pytest.raises(FileDamagedError):
        shifted(Kind.WAV, content, 400)


def test_silent_pictures_are_left_alone() -> None:
    silent = made(*SCENE, "-f", "webm", "-c:v", "libvpx", "-deadline", "realtime", "-")
    assert TASKS["shift"](Kind.WEBM, io.BytesIO(silent), io.BytesIO(), cents=400) == {
        "shifted": False
    }


def test_nothing_is_loaded_while_a_recording_is_changed(tmp_path: Path) -> None:
    for kind in (Kind.AMR, Kind.M4A, Kind.MP3, Kind.MP4, Kind.OGG, Kind.WAV):
        (tmp_path / f"sound.{kind}").write_bytes(recorded(kind))
    assert loaded(tmp_path, IMPORTS, READING) == []


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PDF, Kind.TXT])
def test_what_cannot_be_heard_starts_no_jail(kind: Kind) -> None:
    jail = Jail("no jail can be made of this", tasks="nothing.of.the.kind")
    assert not change(jail, kind, io.BytesIO(), io.BytesIO().write)
