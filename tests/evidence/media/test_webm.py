"""A WebM keeps each picture and each sample, and nothing of its sender; a browser's own too."""

from __future__ import annotations

import io
import random
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.media.filming import OF_TRACKS, WORDS, filmed, seen, tracks
from tests.evidence.media.recording import (
    CODERS,
    MARK,
    SCENE,
    TONE,
    made,
    metadata,
    probed,
    recorded,
)
from tests.evidence.media.test_sounds import FORMS, cleaned
from tests.evidence.pictures.marking import told
from tipline.errors import (
    EvidenceError,
    FileDamagedError,
    FileKindRefusedError,
    FileLockedError,
    FileTooComplexError,
)
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.media.webm import elements, names
from tipline.evidence.cleaning.media.webm.elements import Element
from tipline.evidence.cleaning.media.webm.elements import made as element
from tipline.evidence.cleaning.pictures.pieces import Window
from tipline.evidence.kinds import recognise
from tipline.tips.evidence import Found, Kind

WEBM = Kind.WEBM
PROGRAMS = (b"Lavf", b"Lavc", b"Xiph", b"libvpx", b"AOM", b"ara", b"Chrome")
SHAPES = [
    ("-c:v", "libvpx", "-deadline", "realtime", "-g", "12", "-c:a", "libvorbis"),
    ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-g", "12", "-c:a", "libopus"),
    ("-c:v", "libaom-av1", "-cpu-used", "8", "-row-mt", "0", "-c:a", "libopus"),
    ("-vn", "-c:a", "libopus"),
]
ENDLESS = b"\x01" + b"\xff" * 7


@cache
def marked() -> bytes:
    """Two seconds with marks in all tags, and words beside the pictures."""
    with TemporaryDirectory() as folder:
        path, words = Path(folder) / "marked.webm", Path(folder) / "words.srt"
        words.write_text(WORDS, "utf-8")
        shown = ("-map", "0", "-map", "1", "-map", "2", "-c:s", "webvtt")
        made(*SCENE, *TONE, "-i", words, *shown, *CODERS[WEBM], *metadata(), *OF_TRACKS, path)
        return path.read_bytes()


def parts(content: bytes) -> list[Element]:
    """All parts of the segment of a WebM."""
    window = Window(io.BytesIO(content))
    segment = list(elements.elements(window, Element(0, 0, window.size)))[-1]
    return list(elements.elements(window, segment))


def live(content: bytes) -> bytes:
    """The same as a browser writes it: segment and clusters without lengths, and no places."""
    window = Window(io.BytesIO(content))
    head = elements.element(window, 0, window.size)
    whole = content[: head.end] + elements.named(names.SEGMENT) + ENDLESS
    for each in parts(content):
        inner = content[each.start : each.end]
        if each.name == names.CLUSTER:
            whole += elements.named(names.CLUSTER) + ENDLESS + inner
        elif each.name != names.CUES:
            whole += element(each.name, inner)
    return whole


def before_clusters(content: bytes, *more: bytes) -> bytes:
    """A live WebM with further parts."""
    at = content.index(elements.named(names.CLUSTER))
    return content[:at] + b"".join(more) + content[at:]


@pytest.mark.parametrize("coder", SHAPES)
def test_each_picture_and_sample_is_what_it_was(coder: tuple[str, ...]) -> None:
    movie = filmed(*coder, suffix="webm")
    clean_movie, done = cleaned(WEBM, movie)
    assert recognise(io.BytesIO(clean_movie)) is WEBM
    assert seen(clean_movie) == seen(movie)
    assert len(seen(clean_movie)) > 50
    assert tracks(clean_movie) == tracks(movie)
    assert not [each for each in (MARK.encode(), *PROGRAMS) if each in clean_movie]
    assert done.lossless
    assert cleaned(WEBM, clean_movie) == (clean_movie, Cleaned(found=frozenset()))


def test_no_mark_is_left_to_other_tools_nor_in_the_bytes(tmp_path: Path) -> None:
    assert marked().count(MARK.encode()) > 10
    clean_movie, done = cleaned(WEBM, marked())
    assert not [form for form in (*FORMS, *PROGRAMS) if form in clean_movie]
    path = tmp_path / "clean.webm"
    path.write_bytes(clean_movie)
    for tool in (str(told(path)), probed(path)):
        assert MARK not in tool
        assert "2026" not in tool
        assert "TAG:" not in tool.replace("TAG:encoder=webm", "")  # RFC 9559 wants a name
        assert "webvtt" not in tool
    wanted = {Found.PLACE, Found.TIME, Found.DEVICE, Found.PERSON, Found.PROGRAM, Found.WORDS}
    assert wanted <= done.found
    assert (done.taken, done.place) == ("2026-03-01T12:34:56Z", "26.22850,50.58600")


@pytest.mark.parametrize("coder", SHAPES)
def test_what_a_browser_records_comes_out_whole(coder: tuple[str, ...]) -> None:
    movie, _ = cleaned(WEBM, filmed(*coder, suffix="webm"))
    assert len([each for each in parts(movie) if each.name == names.CLUSTER]) > 0
    assert cleaned(WEBM, live(movie)) == (movie, Cleaned(found=frozenset()))
    assert seen(live(movie)) == seen(movie)


def test_one_without_a_duration_is_given_one() -> None:
    movie, _ = cleaned(WEBM, recorded(WEBM))
    duration = elements.named(names.DURATION) + b"\x88"
    untold, _ = cleaned(WEBM, movie.replace(duration, b"\x4d\xaa\x88"))
    at = untold.index(duration) + len(duration)
    assert 1980 < elements.real(untold[at : at + 8]) < 2120  # milliseconds
    assert seen(untold) == seen(movie)


def test_a_player_knows_where_it_may_begin_before_the_first_picture() -> None:
    movie, _ = cleaned(WEBM, live(cleaned(WEBM, recorded(WEBM))[0]))
    listed = [each.name for each in parts(movie)]
    assert listed[:3] == [names.INFO, names.TRACKS, names.CUES]
    assert set(listed[3:]) == {names.CLUSTER}
    begin = movie.index(elements.named(names.INFO))
    name = elements.named(names.CUE_CLUSTER) + b"\x88"
    places = [int.from_bytes(part[:8]) for part in movie[: parts(movie)[2].end].split(name)[1:]]
    assert places
    for place in places:
        assert movie.startswith(elements.named(names.CLUSTER), begin + place)


def test_enclosed_files_chapters_and_unknown_parts_are_told_and_go() -> None:
    name = element(0x466E, MARK.encode())
    attached = element(names.ATTACHMENTS, element(0x61A7, name))
    chapters = element(names.CHAPTERS, element(0x45B9, MARK.encode()))
    movie, _ = cleaned(WEBM, recorded(WEBM))
    more = before_clusters(live(movie), attached, chapters, element(0x1ABCDEF0, MARK.encode()))
    clean_movie, done = cleaned(WEBM, more)
    assert clean_movie == movie
    assert done.found == {Found.ENCLOSED, Found.WORDS, Found.REST}


def test_what_follows_a_movie_is_left_behind() -> None:
    movie, _ = cleaned(WEBM, recorded(WEBM))
    again, done = cleaned(WEBM, movie + MARK.encode() * 9)
    assert again == movie
    assert done.found == {Found.REST}


def test_a_cut_movie_is_damaged() -> None:
    for whole in (recorded(WEBM), cleaned(WEBM, recorded(WEBM))[0]):
        for tenth in range(10):
            with pytest.raises(FileDamagedError):
                cleaned(WEBM, whole[: len(whole) * tenth // 10])
        with pytest.raises(FileDamagedError):
            cleaned(WEBM, whole[:-1])


def test_a_movie_whose_pictures_cannot_be_kept_is_refused() -> None:
    with pytest.raises(FileKindRefusedError):
        cleaned(WEBM, recorded(WEBM).replace(b"V_VP8", b"V_XP8"))


def test_a_movie_whose_sound_cannot_be_kept_tells_the_loss() -> None:
    silent, done = cleaned(WEBM, recorded(WEBM).replace(b"A_OPUS", b"A_OPAC"))
    assert not done.lossless
    assert "audio" not in tracks(silent)


def test_transparency_goes_and_is_told() -> None:
    movie = live(cleaned(WEBM, recorded(WEBM))[0])
    codec = element(names.CODEC, b"V_VP8")
    size = element(0xB0, b"\x01\x40"), element(0xBA, b"\xf0")
    for alpha, told_of in ((b"\1", True), (b"\0", False)):
        video = element(names.VIDEO, *size, element(names.ALPHA, alpha))
        _, done = cleaned(WEBM, grown(movie, codec, video))
        assert (Found.TRANSPARENCY in done.found, not done.lossless) == (told_of, told_of)


def test_a_locked_or_packed_movie_is_refused() -> None:
    movie = live(cleaned(WEBM, recorded(WEBM))[0])
    codec = element(names.CODEC, b"V_VP8")
    for content, error in (
        (element(names.ENCRYPTION), FileLockedError),
        (element(0x5034), FileKindRefusedError),
    ):
        packed = element(names.ENCODINGS, element(0x6240, content))
        with pytest.raises(error):
            cleaned(WEBM, grown(movie, codec, packed))


def grown(movie: bytes, beside: bytes, more: bytes) -> bytes:
    """Put an element into the track that has ``beside``."""
    window, start = Window(io.BytesIO(movie)), movie.index(elements.named(names.TRACKS))
    listed = elements.element(window, start, window.size)
    contents = [movie[each.start : each.end] for each in elements.elements(window, listed)]
    tracked = (element(names.TRACK, each, more if beside in each else b"") for each in contents)
    return movie[:start] + element(names.TRACKS, *tracked) + movie[listed.end :]


def test_blocks_beyond_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipline.evidence.cleaning.media.webm.blocks.BLOCKS_MAX", 50)
    with pytest.raises(FileTooComplexError):
        cleaned(WEBM, recorded(WEBM))


@given(st.integers(0, (1 << 56) - 2))
def test_a_length_is_as_short_as_it_can_be_and_read_again(size: int) -> None:
    written = elements.length(size)
    assert elements.number(written) == (size, len(written))
    assert len(written) == next(wide for wide in range(1, 9) if size < (1 << 7 * wide) - 1)


@pytest.mark.parametrize("size", [0, 126, 127, 16_382, 16_383])
def test_a_length_of_all_bits_would_be_none(size: int) -> None:
    written = elements.length(size)
    assert elements.number(written) == (size, len(written))
    assert written.strip(b"\xff")


def test_flipped_bits_give_a_refusal_or_a_clean_movie() -> None:
    chance = random.Random(20260301)  # noqa: S311 (seeded on purpose)
    whole = live(cleaned(WEBM, recorded(WEBM))[0])
    refused = 0
    for _ in range(300):
        flipped = bytearray(whole)
        for _ in range(chance.choice((1, 3, 8))):
            flipped[chance.randrange(600)] ^= 1 << chance.randrange(8)
        try:
            once, _ = cleaned(WEBM, bytes(flipped))
        except EvidenceError:
            refused += 1
        else:
            assert cleaned(WEBM, once)[0] == once
    assert 0 < refused < 300
