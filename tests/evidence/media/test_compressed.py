"""MP3 and Ogg of other shapes: rates, channels, codings, tags and what stands beside the sound."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from tests.evidence.media.recording import MARK, TONE, heard, made, metadata, recorded, speech
from tests.evidence.media.test_sounds import PROGRAMS, cleaned
from tipline.errors import EvidenceError, FileDamagedError, FileKindRefusedError
from tipline.evidence.cleaning.media import CLEANERS
from tipline.evidence.cleaning.media.ogg_pages import checksum, pages
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.tips.evidence import Family, Found, Kind

NOISE = ("-f", "lavfi", "-i", "anoisesrc=duration=2:amplitude=0.3:seed=1")
SHAPES = [
    ("mp3", "-c:a", "libmp3lame", "-q:a", "4", "-ac", "2"),
    ("mp3", "-c:a", "libmp3lame", "-b:a", "320k", "-ac", "2", "-joint_stereo", "0"),
    ("mp3", "-c:a", "libmp3lame", "-b:a", "24k", "-ar", "22050", "-ac", "1"),
    ("mp3", "-c:a", "libmp3lame", "-b:a", "32k", "-ar", "22050", "-ac", "2"),
    ("mp3", "-c:a", "libmp3lame", "-b:a", "8k", "-ar", "8000", "-ac", "1"),
    ("mp3", "-c:a", "libmp3lame", "-write_xing", "0", "-id3v2_version", "0"),
    ("ogg", "-c:a", "libvorbis", "-q:a", "1", "-ac", "2"),
    ("ogg", "-c:a", "libopus", "-ac", "6", "-mapping_family", "1"),
]
FLIPS = 120
SEED = 20260301


@pytest.mark.parametrize("shape", SHAPES)
def test_each_sample_of_any_shape_is_what_it_was(shape: tuple[str, ...], tmp_path: Path) -> None:
    kind, *coder = shape
    path = tmp_path / f"sound.{kind}"
    made(*TONE, *NOISE, "-filter_complex", "amix", *coder, *metadata(), path)
    clean_sound, _ = cleaned(Kind(kind), path.read_bytes())
    assert heard(clean_sound) == heard(path.read_bytes())
    assert not [each for each in (*PROGRAMS, MARK.encode()) if each in clean_sound]


def test_tags_before_and_behind_an_mp3_are_told(tmp_path: Path) -> None:
    path, cover = tmp_path / "sound.mp3", tmp_path / "cover.png"
    made("-f", "lavfi", "-i", "color=s=16x16", "-frames:v", "1", cover)
    both = ("-i", cover, "-map", "0:a", "-map", "1:v", "-c:v", "copy", "-c:a", "libmp3lame")
    made(*TONE, *both, "-metadata", "date=2026-03-01T12:34:56", path)
    behind = b"APETAGEX" + MARK.encode() * 40 + b"TAG" + MARK.encode() * 20
    clean_sound, done = cleaned(Kind.MP3, path.read_bytes() + behind)
    assert MARK.encode() not in clean_sound
    assert b"PNG" not in clean_sound
    assert {Found.PREVIEW, Found.TIME, Found.PROGRAM, Found.WORDS} <= done.found
    assert done.taken == "2026-03-01T12:34:56"
    with pytest.raises(FileDamagedError):
        cleaned(Kind.MP3, path.read_bytes() + b"something else")


def test_how_long_an_mp3_of_varying_rate_is_stays_known(tmp_path: Path) -> None:
    path = tmp_path / "sound.mp3"
    made(*NOISE, "-c:a", "libmp3lame", "-q:a", "5", path)
    clean_sound, _ = cleaned(Kind.MP3, path.read_bytes())
    at, before = clean_sound.find(b"Xing"), path.read_bytes().find(b"Xing")
    frames = path.read_bytes()[before + 8 : before + 12]
    assert clean_sound[at + 8 : at + 12] == frames
    assert int.from_bytes(clean_sound[at + 12 : at + 16]) == len(clean_sound)


def test_recordings_one_after_another_are_kept_and_headers_of_many_pages_are_read() -> None:
    one = recorded(Kind.OGG)
    clean_sound, _ = cleaned(Kind.OGG, one + one)
    streams = [page.stream for page in pages(Window(io.BytesIO(clean_sound)))]
    assert sorted(streams) == streams
    assert set(streams) == {1, 2}
    assert clean_sound.startswith(cleaned(Kind.OGG, one)[0])


def test_large_comments_of_vorbis_go_and_their_time_and_place_are_told(tmp_path: Path) -> None:
    path = tmp_path / "sound.ogg"
    told = ("-metadata", "date=2026-03-01 12:34", "-metadata", "location=+26.2285+050.5860/")
    large = ("-metadata", f"metadata_block_picture={MARK * 20_000}")
    made(*TONE, "-c:a", "libvorbis", *told, *large, path)
    clean_sound, done = cleaned(Kind.OGG, path.read_bytes())
    assert len(clean_sound) < 40_000
    assert (done.taken, done.place) == ("2026-03-01T12:34", "26.22850,50.58600")
    assert {Found.PREVIEW, Found.PLACE, Found.TIME, Found.PROGRAM} <= done.found
    assert heard(clean_sound) == heard(path.read_bytes())


def test_ogg_of_another_coding_or_without_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sound.ogg"
    made(*TONE, "-c:a", "flac", path)
    with pytest.raises(FileKindRefusedError):
        cleaned(Kind.OGG, path.read_bytes())


def test_a_page_with_another_checksum_is_damaged() -> None:
    assert checksum(b"123456789") == 0x89A1897F  # the sum that catalogues give for this polynomial
    spoilt = bytearray(recorded(Kind.OGG))
    spoilt[-1] ^= 1
    with pytest.raises(FileDamagedError):
        cleaned(Kind.OGG, bytes(spoilt))


@pytest.mark.parametrize("kind", [kind for kind in sorted(CLEANERS) if kind.family is Family.SOUND])
def test_flipped_bits_give_a_refusal_or_a_clean_sound(kind: Kind) -> None:
    chance = random.Random(f"{SEED}{kind}")  # noqa: S311 (seeded on purpose)
    whole = speech(20) if kind is Kind.AMR else recorded(kind)
    near = 800 if kind is Kind.WAV else len(whole)  # the samples of a WAV are anything
    refused = 0
    for _ in range(FLIPS):
        flipped = bytearray(whole)
        for _ in range(chance.choice((1, 3, 8))):
            flipped[chance.randrange(near)] ^= 1 << chance.randrange(8)
        try:
            once, _ = cleaned(kind, bytes(flipped))
        except EvidenceError:
            refused += 1
            continue
        assert cleaned(kind, once)[0] == once
    assert 0 < refused < FLIPS or kind is Kind.OGG  # each bit of a page is under its checksum
