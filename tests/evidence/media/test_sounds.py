"""Sound keeps each sample, and nothing that a second tool can tell of its sender."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest

from tests.evidence.media.recording import MARK, TONE, heard, made, probed, recorded, speech
from tests.evidence.pictures.marking import told
from tipline.errors import EvidenceError, FileDamagedError, FileKindRefusedError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning import clean
from tipline.evidence.cleaning.media import CLEANERS
from tipline.evidence.kinds import recognise
from tipline.tips.evidence import Family, Found, Kind

SOUNDS = sorted(kind for kind in CLEANERS if kind.family is Family.SOUND)
TAGGED = [kind for kind in SOUNDS if kind is not Kind.AMR]
FORMS = (MARK.encode(), MARK.encode("utf-16-be"), MARK.encode("utf-16-le"))
PROGRAMS = (b"Lavf", b"Lavc", b"libopus", b"Xiph", b"LAME3")


def cleaned(kind: Kind, content: bytes) -> tuple[bytes, Cleaned]:
    sink = io.BytesIO()
    done = clean(kind, io.BytesIO(content), sink)
    return sink.getvalue(), done


@pytest.mark.parametrize("kind", SOUNDS)
def test_each_sample_is_what_it_was(kind: Kind) -> None:
    clean_sound, done = cleaned(kind, recorded(kind))
    assert recognise(io.BytesIO(recorded(kind))) is kind
    assert recognise(io.BytesIO(clean_sound)) is kind
    assert len(heard(clean_sound)) > 20_000
    assert heard(clean_sound) == heard(recorded(kind))
    assert done.lossless


@pytest.mark.parametrize("kind", SOUNDS)
def test_cleaning_again_changes_and_finds_nothing(kind: Kind) -> None:
    once, _ = cleaned(kind, recorded(kind))
    twice, done = cleaned(kind, once)
    assert twice == once
    assert not done.found


@pytest.mark.parametrize("kind", TAGGED)
def test_no_mark_is_left_to_other_tools_nor_in_the_bytes(kind: Kind, tmp_path: Path) -> None:
    assert recorded(kind).count(MARK.encode()) > 3
    clean_sound, done = cleaned(kind, recorded(kind))
    assert not [form for form in (*FORMS, *PROGRAMS) if form in clean_sound]
    path = tmp_path / f"clean.{kind}"
    path.write_bytes(clean_sound)
    for tool in (str(told(path)), probed(path)):
        assert MARK not in tool
        assert "2026" not in tool
        assert "TAG:" not in tool
    assert {Found.WORDS, Found.PROGRAM, Found.TIME} <= done.found
    assert done.taken.startswith("2026-03-01") or kind in {Kind.MP3, Kind.OGG, Kind.WAV}


@pytest.mark.parametrize("kind", SOUNDS)
def test_a_cut_sound_is_damaged(kind: Kind) -> None:
    once, _ = cleaned(kind, recorded(kind))
    for tenth in range(10 if kind in TAGGED else 0):  # AMR may end behind any frame
        with pytest.raises(EvidenceError):
            cleaned(kind, once[: len(once) * tenth // 10 + 3])
    with pytest.raises(FileDamagedError):
        cleaned(kind, once[:-1])


def wav(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
        for name, content in chunks
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


PCM = (b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8) + MARK.encode())
SAMPLES = (b"data", b"\x80\x81\x82")


def test_a_wav_keeps_two_chunks_alone() -> None:
    plain = wav((b"fmt ", PCM[1][:16]), SAMPLES)
    odd = wav((b"LIST", b"INFOIART\4\0\0\0name"), PCM, (b"iXML", b"<x/>"), SAMPLES, SAMPLES)
    clean_sound, done = cleaned(Kind.WAV, odd + b"behind the end")
    assert clean_sound == plain
    assert done.found == {Found.PERSON, Found.REST}


def test_the_time_of_a_broadcast_wav_is_told() -> None:
    bext = bytes(320) + b"2026-03-0112:34:56" + bytes(300)
    _, done = cleaned(Kind.WAV, wav(PCM, (b"bext", bext), SAMPLES))
    assert done.taken == "2026-03-01T12:34:56"


@pytest.mark.parametrize("coder", ["pcm_s24le", "pcm_f32le", "pcm_alaw", "adpcm_ms", "gsm_ms"])
def test_wav_of_other_codings(coder: str, tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    made(*TONE, "-ar", "8000", "-c:a", coder, path)
    clean_sound, _ = cleaned(Kind.WAV, path.read_bytes())
    assert heard(clean_sound) == heard(path.read_bytes())


def test_wav_of_many_channels_and_of_more_than_32_bits_of_size(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    made(*TONE, "-ac", "6", "-c:a", "pcm_s24le", "-rf64", "always", path)
    assert path.read_bytes().startswith(b"RF64")
    clean_sound, _ = cleaned(Kind.WAV, path.read_bytes())
    assert clean_sound.startswith(b"RIFF")
    assert heard(clean_sound) == heard(path.read_bytes())


def test_a_wav_of_an_unknown_coding_is_refused() -> None:
    with pytest.raises(FileKindRefusedError):
        cleaned(Kind.WAV, wav((b"fmt ", b"\x55\0" + PCM[1][2:16]), SAMPLES))


def test_bits_that_no_decoder_of_amr_reads_are_cleared() -> None:
    whole = bytearray(speech())
    whole[6] |= 0x83
    whole[6 + 31] |= 0x0F
    clean_sound, done = cleaned(Kind.AMR, bytes(whole))
    assert clean_sound == speech()
    assert done.found == {Found.REST}


def test_wide_amr_with_pauses_is_kept() -> None:
    frames = b"\x44" + b"\x58" * 60 + b"\x7c" + b"\x74" + b"\x4c" + b"\x11" * 5
    assert cleaned(Kind.AMR, b"#!AMR-WB\n" + frames)[0] == b"#!AMR-WB\n" + frames
    with pytest.raises(FileDamagedError):
        cleaned(Kind.AMR, b"#!AMR-WB\n" + frames + b"\x54")
