"""A second tool writes all that it knows into a picture; after cleaning it finds none of it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from tests.evidence.pictures.drawing import PICTURES, drawn, encoded, seen
from tests.evidence.pictures.marking import MARK, mark, told
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning import clean
from tipline.evidence.kinds import recognise
from tipline.tips.evidence import Found, Kind

MAKER = 0x927C
FORMS = (MARK.encode(), MARK.encode("utf-16-be"), MARK.encode("utf-16-le"), MARK.lower().encode())
# What a viewer must be told, and what is true of any file of a kind.
TOLD_OF_SHAPE = {
    *("Orientation", "Rotation", "ExifByteOrder", "WebP_Flags"),
    *("PixelUnits", "PixelsPerUnitX", "PixelsPerUnitY"),
}


def with_makers_note(kind: Kind) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[MAKER] = b"Maker\0" + MARK.encode() * 20
    exif[0x0112] = 6
    return encoded(kind) if kind is Kind.GIF else encoded(kind, exif=exif.tobytes())


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, bytes]:
    folder = tmp_path_factory.mktemp("marked")
    paths = {kind: folder / f"marked.{kind}" for kind in PICTURES}
    for kind, path in paths.items():
        path.write_bytes(with_makers_note(kind))
    preview = folder / "preview"
    preview.write_bytes(encoded(Kind.JPEG, drawn((16, 16))))
    mark(list(paths.values()), preview)
    return {kind: path.read_bytes() for kind, path in paths.items()}


def cleaned(kind: Kind, picture: bytes) -> tuple[bytes, Cleaned]:
    sink = io.BytesIO()
    done = clean(kind, io.BytesIO(picture), sink)
    return sink.getvalue(), done


@pytest.mark.parametrize("kind", PICTURES)
def test_a_marked_picture_is_what_it_was(kind: Kind, marked: dict[Kind, bytes]) -> None:
    assert marked[kind].count(MARK.encode()) > 1000
    assert recognise(io.BytesIO(marked[kind])) is kind


@pytest.mark.parametrize("kind", PICTURES)
def test_no_mark_is_left_to_a_second_tool_nor_in_the_bytes(
    kind: Kind, marked: dict[Kind, bytes], tmp_path: Path
) -> None:
    clean_picture, _ = cleaned(kind, marked[kind])
    assert not [form for form in FORMS if form in clean_picture]
    path = tmp_path / f"clean.{kind}"
    path.write_bytes(clean_picture)
    plain = tmp_path / f"plain.{kind}"
    plain.write_bytes(encoded(kind))
    assert MARK not in str(told(path))
    more = {name.partition(":")[2] for name in told(path).keys() - told(plain).keys()}
    assert more <= TOLD_OF_SHAPE


@pytest.mark.parametrize("kind", PICTURES)
def test_each_pixel_is_what_it_was(kind: Kind, marked: dict[Kind, bytes]) -> None:
    clean_picture, done = cleaned(kind, marked[kind])
    assert seen(kind, clean_picture) == seen(kind, marked[kind])
    assert done.lossless


@pytest.mark.parametrize("kind", PICTURES)
def test_what_was_there_is_told_in_kinds(kind: Kind, marked: dict[Kind, bytes]) -> None:
    _, done = cleaned(kind, marked[kind])
    wanted = {Found.PLACE, Found.TIME, Found.DEVICE, Found.PERSON, Found.PROGRAM, Found.WORDS}
    assert done.found >= wanted
    assert (Found.PREVIEW in done.found) or kind is Kind.GIF
    assert done.taken.startswith("2026-03-01T12:34:56")
    assert done.place == "26.22850,50.58600" or kind is Kind.GIF  # a GIF has no EXIF


@pytest.mark.parametrize("kind", PICTURES)
def test_a_clean_picture_is_clean(kind: Kind, marked: dict[Kind, bytes]) -> None:
    once, _ = cleaned(kind, marked[kind])
    twice, done = cleaned(kind, once)
    assert twice == once
    assert not done.found
    assert (done.taken, done.place) == ("", "")


@pytest.mark.parametrize("kind", PICTURES)
def test_what_follows_the_end_stays_behind(kind: Kind) -> None:
    plain, _ = cleaned(kind, encoded(kind))
    for tail in (MARK.encode() * 3, b"\0\0\0\x0emovi" + MARK.encode(), b"\0"):
        assert cleaned(kind, encoded(kind) + tail)[0] == plain
