"""What is shown is what the file shows: upright, bounded, and made anew."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image, ImageChops, ImageStat

from tests.evidence.documents.pdfs import plain
from tests.evidence.documents.test_hostile import DOCUMENTS
from tests.evidence.loading import loaded
from tests.evidence.pictures.drawing import PICTURES, drawn, encoded, seen
from tests.evidence.pictures.profiles import DISPLAY_P3
from tests.evidence.pictures.test_shapes import oriented
from tests.evidence.pictures.tiles import tiled
from tests.evidence.showing import recorded
from tipline.errors import EvidenceError, FileDamagedError, FileKindRefusedError
from tipline.evidence import cleaning
from tipline.evidence.jail import Jail
from tipline.evidence.showing.bounds import CLIP_SECONDS, PAGE_SIDE, TEXT_MAX, THUMBNAIL_SIDE
from tipline.evidence.showing.moments import moments
from tipline.evidence.showing.tasks import TASKS
from tipline.tips.evidence import Family, Kind

SHOWING = "tipline.evidence.showing.tasks"
IMPORTS = """
from tipline.evidence.showing.tasks import TASKS
from tipline.tips.evidence import Kind
"""
READING = """
for task in TASKS:
    given = {"page": {"number": 1}, "wave": {"start": 0}, "clip": {"start": 0}}.get(task, {})
    try:
        TASKS[task](Kind(path.suffix[1:]), io.BytesIO(path.read_bytes()), io.BytesIO(), **given)
    except Exception:
        pass
"""


def every_kind() -> dict[Kind, Callable[[], bytes]]:
    """Return what makes a file of each kind."""
    made: dict[Kind, Callable[[], bytes]] = {**DOCUMENTS}
    made |= {kind: partial(encoded, kind) for kind in PICTURES}
    made |= {kind: partial(recorded.video, kind) for kind in recorded.VIDEO}
    made |= {kind: partial(recorded.sound, kind) for kind in (*recorded.SOUND, Kind.AMR)}
    return made | {Kind.TXT: "كلمات".encode, Kind.CSV: b"a,b\n1,2\n".upper}


EVERY = every_kind()


def shown(task: str, kind: Kind, content: bytes, **given: int) -> tuple[bytes, dict[str, Any]]:
    sink = io.BytesIO()
    told = TASKS[task](kind, io.BytesIO(content), sink, **given)
    return sink.getvalue(), told


def picture(task: str, kind: Kind, content: bytes, **given: int) -> Image.Image:
    return Image.open(io.BytesIO(shown(task, kind, content, **given)[0]))


def apart(one: Image.Image, other: Image.Image) -> float:
    difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    return max(ImageStat.Stat(difference).mean)


def test_each_kind_is_tried_here() -> None:
    assert set(EVERY) == set(Kind)


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_is_drawn_as_a_viewer_shows_it(kind: Kind) -> None:
    content = encoded(kind)
    ((sides, pixels),) = seen(kind, content)
    made = picture("picture", kind, content)
    assert made.size == sides
    assert apart(made, Image.frombytes("RGBA", sides, pixels)) < 4
    assert max(picture("thumbnail", kind, encoded(kind, drawn((900, 600)))).size) == THUMBNAIL_SIDE


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.PNG, Kind.WEBP])
def test_a_picture_stands_upright_and_keeps_no_word_of_its_file(kind: Kind) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A maker of telephones"
    content = encoded(kind, drawn(), exif=exif)
    made, _ = shown("picture", kind, content)
    assert b"A maker" in content
    assert b"A maker" not in made
    ((sides, pixels),) = seen(kind, encoded(kind, drawn(), exif=oriented(6)))
    upright = Image.open(io.BytesIO(made))
    assert upright.size == sides == (64, 96)
    assert apart(upright, Image.frombytes("RGBA", sides, pixels)) < 4
    assert not upright.getexif()
    assert "icc_profile" not in upright.info


def test_a_picture_of_tiles_is_laid_and_turned() -> None:
    content = tiled(Kind.HEIC)
    ((sides, pixels),) = seen(Kind.HEIC, content)
    made = picture("picture", Kind.HEIC, content)
    assert (made.size, sides) == ((64, 128), (64, 128))
    assert apart(made, Image.frombytes("RGBA", sides, pixels)) < 4


def test_colours_become_those_of_a_screen() -> None:
    plain = Image.new("RGB", (8, 8), (200, 60, 60))
    made = picture("picture", Kind.PNG, encoded(Kind.PNG, plain, icc_profile=DISPLAY_P3))
    red, green, _ = made.convert("RGB").getpixel((4, 4))  # type: ignore[misc]  # three numbers
    assert red > 210  # the same red of a wider screen
    assert green < 60


def test_what_can_be_seen_through_stays_so() -> None:
    clear = Image.new("RGBA", (8, 8), (10, 20, 30, 0))
    assert picture("picture", Kind.PNG, encoded(Kind.PNG, clear)).mode == "RGBA"
    assert picture("picture", Kind.PNG, encoded(Kind.PNG, clear.convert("RGB"))).mode == "RGB"


def test_what_moves_has_a_strip() -> None:
    greys = [Image.new("L", (40, 30), 20 * number) for number in range(5)]
    sink = io.BytesIO()
    greys[0].save(sink, "GIF", save_all=True, append_images=greys[1:])
    assert shown("extent", Kind.GIF, sink.getvalue())[1] == {"pictures": 5}
    strip = picture("frames", Kind.GIF, sink.getvalue())
    assert strip.size == (160, 60)
    levels = [strip.convert("L").getpixel((20 + 40 * at, 15)) for at in range(4)]
    assert levels == pytest.approx([0, 20, 40, 60], abs=3)


def test_pages_are_counted_and_drawn() -> None:
    content = plain(3)
    assert shown("extent", Kind.PDF, content)[1] == {"pages": 3}
    assert max(picture("page", Kind.PDF, content, number=3).size) <= PAGE_SIDE
    assert max(picture("thumbnail", Kind.PDF, content).size) <= THUMBNAIL_SIDE
    for number in (0, 4):
        with pytest.raises(FileDamagedError):
            shown("page", Kind.PDF, content, number=number)


@pytest.mark.parametrize("kind", recorded.VIDEO)
def test_a_clip_begins_at_its_second(kind: Kind) -> None:
    content = recorded.video(kind)
    assert shown("extent", kind, content)[1]["seconds"] in {4, 5}
    made, _ = shown("clip", kind, content, start=2)
    with av.open(io.BytesIO(made), "r") as clip:
        assert {stream.codec_context.name for stream in clip.streams} >= {"opus"}
        frames = [frame.to_image().convert("L") for frame in clip.decode(video=0)]
        assert clip.duration is not None
        assert 1.8 < clip.duration / 1e6 < 2.3
    assert levels(frames) == pytest.approx([recorded.grey(2)] * 10 + [recorded.grey(3)] * 10, abs=8)


def levels(frames: list[Image.Image]) -> list[float]:
    return [float(frame.getpixel((80, 32))) for frame in frames]  # type: ignore[arg-type]  # of grey


def test_a_clip_ends_while_the_video_goes_on() -> None:
    content = recorded.video(seconds=CLIP_SECONDS + 4)
    made, _ = shown("clip", Kind.MP4, content, start=0)
    with av.open(io.BytesIO(made), "r") as clip:
        assert clip.duration is not None
        assert clip.duration / 1e6 == pytest.approx(CLIP_SECONDS, abs=0.3)


@pytest.mark.parametrize("turned", [90, 180, -90])
def test_a_video_is_turned_as_it_was_held(turned: int) -> None:
    content = recorded.video(turned=turned)
    made, _ = shown("clip", Kind.MP4, content, start=0)
    with av.open(io.BytesIO(made), "r") as clip:
        frame = next(clip.decode(video=0)).to_image().convert("L")
    expected = (
        next(av.open(io.BytesIO(recorded.video()), "r").decode(video=0)).to_image().convert("L")
    )
    expected = expected.rotate(turned, expand=True)
    assert frame.size == expected.size
    assert apart(frame, expected) < 6


def test_a_strip_goes_through_the_whole_video() -> None:
    assert moments(4) == [0, 1, 2, 3]
    assert moments(0) == [0]
    assert moments(3600)[0] == 150
    strip = picture("frames", Kind.MP4, recorded.video()).convert("L")
    width = strip.width // 4
    found = [strip.getpixel((width * at + width * 3 // 4, 32)) for at in range(4)]
    assert found == pytest.approx([recorded.grey(at) for at in range(4)], abs=8)


@pytest.mark.parametrize("kind", [*recorded.SOUND, Kind.AMR])
def test_sound_is_played_and_drawn(kind: Kind) -> None:
    content = recorded.sound(kind)
    seconds = shown("extent", kind, content)[1]["seconds"]
    assert seconds in ({4, 5} if kind is not Kind.AMR else {2, 3})
    with av.open(io.BytesIO(shown("clip", kind, content, start=1)[0]), "r") as clip:
        assert clip.duration is not None
        assert seconds - 2.2 < clip.duration / 1e6 < seconds - 0.7
    assert picture("thumbnail", kind, content).mode == "RGBA"


def test_a_wave_is_as_high_as_the_sound_is_loud() -> None:
    wave = picture("wave", Kind.WAV, recorded.sound(), start=0)
    silent, loud = (wave.crop((x, 0, x + 1, wave.height)).getbbox() for x in (300, 900))
    assert silent is not None
    assert loud is not None
    assert silent[3] - silent[1] <= 4
    assert loud[3] - loud[1] > 60


def test_there_is_no_clip_beyond_the_end() -> None:
    with pytest.raises(EvidenceError):
        shown("clip", Kind.WAV, recorded.sound(), start=100)


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_text_is_read_as_it_was_written(charset: str) -> None:
    assert shown("text", Kind.TXT, "كلمات كثيرة".encode(charset)) == (
        "كلمات كثيرة".encode(),
        {"cut": False},
    )


def test_long_text_is_cut_and_says_so() -> None:
    said, told = shown("text", Kind.TXT, b"word " * TEXT_MAX)
    assert len(said) == TEXT_MAX
    assert told == {"cut": True}


def office(**parts: str) -> bytes:
    """Return an archive with these parts: ``__`` is a slash, and each is XML."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in parts.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", content)
    return sink.getvalue()


@pytest.mark.parametrize(
    ("kind", "content", "words"),
    [
        (
            Kind.DOCX,
            office(
                word__document="<d><p><r><t>One</t><tab/><t>two</t></r></p><p><t>three</t></p></d>"
            ),
            "One\ttwo\nthree\n",
        ),
        (
            Kind.PPTX,
            office(
                ppt__slides__slide10="<s><p><t>tenth</t></p></s>",
                ppt__slides__slide2="<s><p><t>second</t></p></s>",
            ),
            "second\n\n\n———\n\ntenth\n",
        ),
        (
            Kind.XLSX,
            office(
                xl__sharedStrings="<s><si><t>name</t></si><si><r><t>a</t></r><r><t>b</t></r></si></s>",
                xl__worksheets__sheet1=(
                    '<w><row><c r="A1" t="s"><v>0</v></c><c r="C1"><v>1.5</v></c></row>'
                    '<row><c r="B2" t="s"><v>1</v></c><c r="C2" t="inlineStr"><is><t>x</t></is></c>'
                    '<c r="D2" t="s"><v>9</v></c></row></w>'
                ),
            ),
            "name\t\t1.5\n\tab\tx\t\n",
        ),
        (
            Kind.ODS,
            office(
                content="<d><table-row><table-cell><p>a</p></table-cell><table-cell><p>b<s c='2'/>c"
                "</p></table-cell></table-row></d>"
            ),
            "a \tb  c \t\n",
        ),
        (Kind.ODT, office(content="<d><h>Head</h><p>one<tab/>two<line-break/>x</p></d>"),
         "Head\none\ttwo\nx\n"),
    ],
)  # fmt: skip
def test_the_words_of_office_files_are_read(kind: Kind, content: bytes, words: str) -> None:
    assert shown("text", kind, content) == (words.encode(), {"cut": False})


@pytest.mark.parametrize("kind", [Kind.DOCX, Kind.XLSX, Kind.PPTX, Kind.ODT, Kind.ODS])
def test_the_words_of_a_cleaned_file_are_read(kind: Kind) -> None:
    """Cleaning gives the parts names of its own."""
    clean = io.BytesIO()
    cleaning.clean(kind, io.BytesIO(DOCUMENTS[kind]()), clean)
    words = shown("text", kind, clean.getvalue())[0].decode()
    assert ("2 \t3" if kind is Kind.ODS else "Shown") in words


@pytest.mark.parametrize("count", ["9" * 5000, "9" * 30, "-1", "x"])
def test_numbers_of_a_hostile_office_file_are_only_numbers(count: str) -> None:
    content = office(content=f"<d><p>a<s c='{count}'/>b</p></d>")
    assert len(shown("text", Kind.ODT, content)[0]) < 50
    sheet = f'<w><row><c r="{count}" t="s"><v>{count}</v></c></row></w>'
    assert shown("text", Kind.XLSX, office(xl__worksheets__sheet1=sheet))[1] == {"cut": False}


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">]><d><p>&a;</p></d>'
    with pytest.raises(FileDamagedError):
        shown("text", Kind.ODT, office(content=bomb))


@pytest.mark.parametrize("kind", [Kind.DOCX, Kind.TXT])
def test_what_has_no_look_has_no_thumbnail(kind: Kind) -> None:
    with pytest.raises(FileKindRefusedError):
        shown("thumbnail", kind, EVERY[kind]())


def test_nothing_is_loaded_while_a_file_is_shown(tmp_path: Path) -> None:
    for kind, make in EVERY.items():
        (tmp_path / f"file.{kind}").write_bytes(make())
    (tmp_path / "turned.mp4").write_bytes(recorded.video(turned=90))
    (tmp_path / "tiles.heic").write_bytes(tiled(Kind.HEIC))
    coloured = encoded(Kind.PNG, drawn(), icc_profile=DISPLAY_P3, exif=oriented(6))
    (tmp_path / "coloured.png").write_bytes(coloured)
    assert loaded(tmp_path, IMPORTS, READING) == []


@pytest.fixture(scope="module")
def jail() -> Iterator[Jail]:
    made = Jail(tasks=SHOWING)
    yield made
    made.close()


@pytest.mark.parametrize(
    "kind", [Kind.JPEG, Kind.HEIC, Kind.AVIF, Kind.PDF, Kind.MP4, Kind.OGG, Kind.DOCX]
)
def test_all_of_it_works_in_the_jail(jail: Jail, kind: Kind) -> None:
    tasks: dict[Family, tuple[str, dict[str, int]]] = {
        Family.PICTURE: ("picture", {}),
        Family.VIDEO: ("clip", {"start": 1}),
        Family.SOUND: ("wave", {"start": 0}),
    }
    ways = {Kind.PDF: ("page", {"number": 1}), Kind.DOCX: ("text", {})} | {
        kind: tasks.get(kind.family, ("text", {})) for kind in Kind if kind.family in tasks
    }
    task, given = ways[kind]
    made = io.BytesIO()
    content = EVERY[kind]()
    jail.run(task, kind, io.BytesIO(content), made.write, given=given)
    here = shown(task, kind, content, **given)[0]
    assert made.getvalue() == here or (task == "clip" and len(made.getvalue()) == len(here))


@pytest.mark.parametrize("kind", [Kind.JPEG, Kind.HEIC, Kind.PDF, Kind.MP4, Kind.MP3])
def test_a_spoilt_file_is_refused_or_drawn(jail: Jail, kind: Kind) -> None:
    content = bytearray(EVERY[kind]())
    for seed in range(4):
        spoilt = bytes(
            byte ^ 0x55 if (at * 2654435761 >> 7) % 97 == seed else byte
            for at, byte in enumerate(content[: len(content) * (4 - seed) // 4])
        )
        try:
            jail.run("thumbnail", kind, io.BytesIO(spoilt), lambda _: None)
        except EvidenceError:
            continue
