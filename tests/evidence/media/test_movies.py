"""A movie keeps each picture and each sample, which way is up, and nothing of its sender."""

from __future__ import annotations

import io
import random
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evidence.media.filming import MOVIES, filmed, marked, seen, tracks
from tests.evidence.media.recording import H264, MARK, heard, made, probed, recorded
from tests.evidence.media.test_sounds import FORMS, cleaned
from tests.evidence.pictures.marking import told
from tipline.errors import (
    EvidenceError,
    FileDamagedError,
    FileKindRefusedError,
    FileLockedError,
    FileTooComplexError,
)
from tipline.evidence.kinds import recognise
from tipline.tips.evidence import Found, Kind

PROGRAMS = (b"Lavf", b"Lavc", b"x264", b"x265", b"SVT", b"FFMP", b"apl0")
MP4, MOV = Kind.MP4, Kind.MOV
LIVE = ("-movflags", "frag_keyframe+empty_moov+default_base_moof")
SHAPES: list[tuple[Kind, tuple[str, ...]]] = [
    (MP4, ("-c:v", "libx265", "-x265-params", "log-level=0", "-tag:v", "hvc1", "-c:a", "aac")),
    (MP4, ("-c:v", "libaom-av1", "-cpu-used", "8", "-row-mt", "0", "-c:a", "libopus")),
    (MP4, ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-c:a", "ac3")),
    (MP4, ("-c:v", "mpeg4", "-c:a", "libmp3lame")),
    (MP4, ("-c:v", "libx264", "-bf", "3", "-c:a", "flac", "-strict", "-2")),
    (MP4, (*H264, *LIVE)),
    (MP4, (*H264, "-movflags", "frag_keyframe", "-frag_duration", "300000")),
    (MOV, ("-c:v", "prores", "-c:a", "pcm_s24le")),
    (MOV, ("-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-c:a", "alac")),
    (MOV, ("-c:v", "libx264", "-c:a", "adpcm_ima_qt")),
    (MOV, ("-c:v", "libx264", "-c:a", "pcm_f32le", "-ac", "6")),
    (Kind.THREE_GP, ("-c:v", "mpeg4", "-c:a", "aac")),
    (Kind.M4A, ("-vn", "-c:a", "alac")),
]
# Not the cover, which is no part of what is played.
TOLD_OF_SHAPE = ("QuickTime:", "Track", "File:", "Composite:", "ExifTool:", "SourceFile")


@pytest.mark.parametrize("kind", MOVIES)
def test_each_picture_and_sample_is_what_it_was(kind: Kind) -> None:
    clean_movie, done = cleaned(kind, marked()[kind])
    assert recognise(io.BytesIO(clean_movie)) is kind
    assert seen(clean_movie) == seen(marked()[kind])
    assert len(seen(clean_movie)) > 50
    assert done.lossless


@pytest.mark.parametrize("kind", MOVIES)
def test_no_mark_is_left_to_other_tools_nor_in_the_bytes(kind: Kind, tmp_path: Path) -> None:
    assert marked()[kind].count(MARK.encode()) > 200
    clean_movie, done = cleaned(kind, marked()[kind])
    assert not [form for form in (*FORMS, *PROGRAMS, b"JFIF", b"ara") if form in clean_movie]
    path = tmp_path / f"clean.{kind}"
    path.write_bytes(clean_movie)
    assert all(name.startswith(TOLD_OF_SHAPE) for name in told(path))
    for tool in (str(told(path)), probed(path)):
        assert MARK not in tool
        assert "2026" not in tool
        assert "subtitle" not in tool
    wanted = {Found.PLACE, Found.TIME, Found.DEVICE, Found.PERSON, Found.PROGRAM, Found.PREVIEW}
    assert {*wanted, Found.WORDS, Found.REST} <= done.found
    assert (done.taken, done.place) == ("2026-03-01T12:34:56+03:00", "26.22850,50.58600")


@pytest.mark.parametrize(("kind", "coder"), SHAPES)
def test_every_coding_is_kept_without_its_coders_name(kind: Kind, coder: tuple[str, ...]) -> None:
    movie = filmed(*coder, suffix=str(kind))
    clean_movie, done = cleaned(kind, movie)
    assert seen(clean_movie) == seen(movie)
    assert tracks(clean_movie) == tracks(movie)
    assert not [each for each in (MARK.encode(), *PROGRAMS) if each in clean_movie]
    assert done.found >= {Found.PROGRAM, Found.TIME}
    assert cleaned(kind, clean_movie) == (clean_movie, type(done)(found=frozenset()))


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_which_way_is_up_stays(degrees: int) -> None:
    turned = filmed(*H264, turned=degrees)
    assert "rotation=" in tracks(turned)
    assert tracks(cleaned(MP4, turned)[0]) == tracks(turned)


def test_the_header_comes_first_so_that_it_plays_at_once() -> None:
    movie = recorded(MP4)
    assert movie.find(b"moov") > movie.find(b"mdat")
    clean_movie, _ = cleaned(MP4, movie)
    assert clean_movie[4:8] == b"ftyp"
    assert clean_movie.find(b"moov") < clean_movie.find(b"mdat")


def test_the_place_of_a_phone_of_3gpp_is_told() -> None:
    _, done = cleaned(Kind.THREE_GP, recorded(Kind.THREE_GP))
    assert done.place == "26.22849,50.58600"  # its degrees are of 1/65536


@pytest.mark.parametrize("kind", MOVIES)
def test_a_cut_movie_is_damaged(kind: Kind) -> None:
    for whole in (recorded(kind), cleaned(kind, recorded(kind))[0]):
        for tenth in range(10):
            with pytest.raises(FileDamagedError):
                cleaned(kind, whole[: len(whole) * tenth // 10])
        with pytest.raises(FileDamagedError):
            cleaned(kind, whole[:-1])


@pytest.mark.parametrize("kind", MOVIES)
def test_what_follows_a_movie_is_left_behind(kind: Kind) -> None:
    clean_movie, _ = cleaned(kind, recorded(kind))
    again, done = cleaned(kind, clean_movie + MARK.encode() * 9)
    assert again == clean_movie
    assert done.found == {Found.REST}


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("kind", MOVIES)
def test_flipped_bits_give_a_refusal_or_a_clean_movie(kind: Kind, *, live: bool) -> None:
    chance = random.Random(f"26{kind}{live}")  # noqa: S311 (seeded on purpose)
    whole = filmed(*H264, *LIVE) if live else cleaned(kind, recorded(kind))[0]
    header = whole.find(b"mdat")
    refused = 0
    for _ in range(150):
        flipped = bytearray(whole)
        for _ in range(chance.choice((1, 3, 8))):
            flipped[chance.randrange(header)] ^= 1 << chance.randrange(8)
        try:
            once, _ = cleaned(kind, bytes(flipped))
        except EvidenceError:
            refused += 1
        else:
            cleaned(kind, once)
    assert 0 < refused < 150


def patched(movie: bytes, name: bytes, at: int, *numbers: int) -> bytes:
    """A movie with other numbers, of 4 bytes, in the first box of this name."""
    start = movie.index(name) + 4 + at
    more = struct.pack(f">{len(numbers)}I", *numbers)
    return movie[:start] + more + movie[start + len(more) :]


def test_absurd_numbers_are_refused() -> None:
    movie = cleaned(MP4, recorded(MP4))[0]
    most = 0xFFFF_FFFF
    for name, at, number in (
        (b"stsz", 8, most),
        (b"stco", 4, most),
        (b"stco", 8, most),
        (b"stsc", 4, most),
        (b"stts", 4, most),
        (b"mvhd", 12, 0),
        (b"trak", -8, most),
    ):
        with pytest.raises(EvidenceError):
            cleaned(MP4, patched(movie, name, at, number))


def test_bytes_that_are_used_many_times_are_refused() -> None:
    movie = cleaned(MP4, recorded(MP4))[0]
    table = movie.index(b"stsz") + 16
    count = int.from_bytes(movie[table - 4 : table])
    chunk = movie.index(b"stco") + 12
    offsets = movie[chunk : chunk + 4] * int.from_bytes(movie[chunk - 4 : chunk])
    movie = movie[:chunk] + offsets + movie[chunk + len(offsets) :]
    large = struct.pack(">I", (len(movie) - int.from_bytes(offsets[:4])) // 4) * count
    with pytest.raises((FileTooComplexError, FileDamagedError)):
        cleaned(MP4, movie[:table] + large + movie[table + len(large) :])


def test_a_locked_movie_is_told_to_be_locked() -> None:
    with pytest.raises(FileLockedError):
        cleaned(Kind.M4A, cleaned(Kind.M4A, recorded(Kind.M4A))[0].replace(b"mp4a", b"drms", 1))


def units(movie: bytes) -> set[int]:
    """The kinds of all units of H.264 in a movie whose header comes first."""
    as_stream = ("-map", "0:v", "-c", "copy", "-bsf:v", "h264_mp4toannexb", "-f", "h264", "pipe:1")
    stream = made("-i", "pipe:0", *as_stream, given=movie)
    return {part[0] & 31 for part in stream.split(b"\0\0\1")[1:]}


def test_messages_of_the_coder_go_from_between_the_pictures() -> None:
    movie = filmed(*H264, "-movflags", "+faststart")
    assert 6 in units(movie)
    assert units(cleaned(MP4, movie)[0]) == {1, 5, 7, 8}


def test_a_movie_whose_pictures_cannot_be_kept_is_refused() -> None:
    movie = cleaned(MP4, filmed(*H264))[0].replace(b"avc1", b"vvc1")
    with pytest.raises(FileKindRefusedError):
        cleaned(MP4, movie)


def test_a_movie_whose_sound_cannot_be_kept_tells_the_loss() -> None:
    movie = cleaned(MP4, filmed(*H264))[0]
    silent, done = cleaned(MP4, movie.replace(b"mp4a", b"mha1"))
    assert not done.lossless
    assert "audio" not in tracks(silent)
    assert seen(silent) == [line for line in seen(silent) if not line.startswith("1,")]


def test_marks_by_which_one_looks_around_go_and_are_told() -> None:
    movie = filmed(*H264)
    assert Found.AROUND not in cleaned(MP4, movie)[1].found
    for name in (b"sv3d", b"st3d"):
        all_around, done = cleaned(MP4, movie.replace(b"pasp", name))
        assert Found.AROUND in done.found
        assert name not in all_around


def test_a_movie_stays_one_whose_pictures_never_came() -> None:
    movie = filmed(*H264, *LIVE)
    of_pictures = re.compile(rb"(tfhd.{4})\x00\x00\x00\x01", re.DOTALL)
    only_sound = of_pictures.sub(lambda found: found[1] + b"\0\0\0\7", movie)
    assert only_sound != movie
    clean_movie, _ = cleaned(MP4, only_sound)
    assert recognise(io.BytesIO(clean_movie)) is MP4
    assert heard(clean_movie) == heard(movie)


def test_a_sound_that_is_switched_off_beside_another_goes() -> None:
    second = ("-map", "0", "-map", "1", "-map", "1", "-disposition:a:1", "0")
    movie = filmed(*second, *H264)
    assert tracks(movie).count("audio") == 2
    clean_movie, done = cleaned(MP4, movie)
    assert tracks(clean_movie).count("audio") == 1
    assert Found.REST in done.found


def test_pictures_that_are_switched_off_stay_if_there_are_no_others() -> None:
    movie = cleaned(MP4, filmed(*H264))[0]
    flags = movie.index(b"tkhd") + 4
    clean_movie, done = cleaned(MP4, movie[:flags] + bytes(4) + movie[flags + 4 :])
    assert clean_movie == movie
    assert not done.found


def test_a_video_without_pictures_is_damaged() -> None:
    sound = cleaned(Kind.M4A, filmed("-vn", "-c:a", "aac", suffix="m4a"))[0]
    with pytest.raises(FileDamagedError):
        cleaned(MP4, sound)


def test_a_track_of_a_cameras_own_is_told_and_goes() -> None:
    movie = marked()[MP4].replace(b"tx3g", b"gpmd").replace(b"sbtl", b"meta")
    clean_movie, done = cleaned(MP4, movie)
    assert MARK.encode() not in clean_movie
    assert done.found >= {Found.PLACE, Found.DEVICE}
    assert done.lossless


def test_fragments_that_begin_where_those_of_other_tracks_end() -> None:
    movie = bytearray(filmed(*H264, *LIVE))
    expected, _ = cleaned(MP4, bytes(movie))
    for moof in [each.start() - 4 for each in re.finditer(b"moof", movie)]:
        relative(movie, moof)
    assert cleaned(MP4, bytes(movie))[0] == expected


def relative(movie: bytearray, moof: int) -> None:
    """Rewrite a fragment as older ones are: counted from the end of the track before."""
    behind = 0
    end = moof + int.from_bytes(movie[moof : moof + 4])
    for traf in [each.start() for each in re.finditer(b"traf", movie[:end]) if each.start() > moof]:
        movie[movie.index(b"tfhd", traf) + 5] &= 0xFD  # default-base-is-moof
        trun = movie.index(b"trun", traf)
        flags, count, offset = struct.unpack(">IIi", movie[trun + 4 : trun + 16])
        assert flags & 0x201 == 0x201
        movie[trun + 12 : trun + 16] = struct.pack(">i", offset - behind)
        first = 4 if flags & 4 else 0
        wide = 4 * (flags >> 8 & 15).bit_count()
        at = trun + 16 + first + (4 if flags & 0x100 else 0)
        sizes = (movie[at + wide * each : at + wide * each + 4] for each in range(count))
        behind = offset + sum(map(int.from_bytes, sizes))


def test_more_samples_than_there_are_bytes_are_refused_in_fragments_too() -> None:
    movie = filmed(*H264, *LIVE)
    absurd = struct.pack(">I4sIII", 20, b"stsz", 0, 1, 0xFFFF_FFFF)
    runs = struct.pack(">I4sIIIII", 28, b"stsc", 0, 1, 1, 0xFFFF_FFFF, 1)
    chunks = struct.pack(">I4sIII", 20, b"stco", 0, 1, 8)
    more = grown(bytes(movie), runs + chunks + absurd)
    with pytest.raises(FileTooComplexError):
        cleaned(MP4, more)


def grown(movie: bytes, more: bytes) -> bytes:
    """Put other boxes behind those of the first table of samples: of each name, the last counts."""
    grown_movie, at = bytearray(movie), 0
    for name in (b"moov", b"trak", b"mdia", b"minf", b"stbl"):
        at = movie.index(name, at) - 4
        end = at + int.from_bytes(movie[at : at + 4])
        grown_movie[at : at + 4] = (end - at + len(more)).to_bytes(4)
        at += 8
    return bytes(grown_movie[:end] + more + grown_movie[end:])


LARGE = """
import pathlib, sys
from tipline.evidence.cleaning import clean
from tipline.tips.evidence import Kind
with open(sys.argv[1], "rb") as source, open("/dev/null", "wb") as sink:
    clean(Kind.MP4, source, sink)
# not ru_maxrss, which a process inherits from the one that starts it
print(pathlib.Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0])
"""


def test_a_large_movie_passes_in_little_memory(tmp_path: Path) -> None:
    """A hundred thousand samples more cost little, and the samples are never held."""
    movie, path = cleaned(MP4, filmed(*H264))[0], tmp_path / "large.mp4"
    one, names = tmp_path / "one.mp4", tmp_path / "names.txt"
    one.write_bytes(movie)
    names.write_text("file one.mp4\n" * 1000, "utf-8")
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "concat", "-i", names, "-c", "copy", path], check=True
    )
    assert path.stat().st_size > 25_000_000
    done = subprocess.run(
        [sys.executable, "-c", LARGE, path], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 96 * 1024  # KiB in all
