"""An office file keeps the words and pictures that it shows, and nothing of who wrote it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.evidence.documents import offices
from tests.evidence.documents.offices import MARK, OFFICES, unpacked, words
from tests.evidence.pictures.drawing import seen
from tests.evidence.pictures.marking import told
from tipline.errors import FileDamagedError, FileLockedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning import clean
from tipline.evidence.kinds import recognise
from tipline.tips.evidence import Found, Kind

FORMS = (MARK.encode(), MARK.lower().encode(), MARK.encode("utf-16-le"))
WANTED = {Found.TIME, Found.PERSON, Found.PROGRAM, Found.WORDS, Found.HISTORY, Found.ENCLOSED}


def cleaned(kind: Kind, whole: bytes) -> tuple[bytes, Cleaned]:
    sink = io.BytesIO()
    done = clean(kind, io.BytesIO(whole), sink)
    return sink.getvalue(), done


@pytest.mark.parametrize("kind", OFFICES)
def test_no_mark_is_left_in_any_part(kind: Kind, tmp_path: Path) -> None:
    whole = OFFICES[kind]()
    assert unpacked(whole).count(MARK.encode()) > 20
    everything = unpacked(cleaned(kind, whole)[0])
    assert not [form for form in FORMS if form in everything]
    path = tmp_path / f"clean.{kind}"
    path.write_bytes(cleaned(kind, whole)[0])
    assert MARK not in str({name: value for name, value in told(path).items() if "ile" not in name})


@pytest.mark.parametrize("kind", OFFICES)
def test_it_is_still_of_its_kind(kind: Kind) -> None:
    assert recognise(io.BytesIO(cleaned(kind, OFFICES[kind]())[0])) is kind


@pytest.mark.parametrize("kind", OFFICES)
def test_what_was_there_is_told_in_kinds(kind: Kind) -> None:
    done = cleaned(kind, OFFICES[kind]())[1]
    wanted = WANTED | {Found.SCRIPT, Found.PREVIEW} - {Found.DEVICE}
    assert done.found >= wanted - ({Found.ENCLOSED} if kind is Kind.XLSX else set())
    assert done.taken.startswith("2026-03-01T12:34:56")
    assert not done.place


@pytest.mark.parametrize("kind", OFFICES)
def test_a_clean_file_is_clean(kind: Kind) -> None:
    once, _ = cleaned(kind, OFFICES[kind]())
    twice, done = cleaned(kind, once)
    assert words(twice) == words(once)
    assert len(twice) == len(once)
    assert not done.found
    assert not done.taken


SHOWN = {
    Kind.DOCX: "Shown &amp; told|inserted|bold|smart|web|local|field|1",
    Kind.XLSX: "Sheet!$A$1|Shown words|0|1+1|2|3|4",
    Kind.PPTX: "Shown words",
    Kind.ODT: "Shown words|web|local shown.odt",
    Kind.ODS: "2|3",
}


@pytest.mark.parametrize("kind", OFFICES)
def test_the_words_that_are_shown_stay(kind: Kind) -> None:
    assert "|".join(words(cleaned(kind, OFFICES[kind]())[0])) == SHOWN[kind]


@pytest.mark.parametrize("kind", [Kind.DOCX, Kind.PPTX, Kind.ODT, Kind.ODS])
def test_the_picture_stays_and_is_the_same(kind: Kind) -> None:
    whole, _ = cleaned(kind, OFFICES[kind]())
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.endswith(".jpg")]
    assert len(pictures) == 1
    assert seen(Kind.JPEG, pictures[0]) == seen(Kind.JPEG, offices.photo())


@pytest.mark.parametrize("kind", OFFICES)
def test_the_archive_tells_nothing_of_its_making(kind: Kind) -> None:
    with zipfile.ZipFile(io.BytesIO(cleaned(kind, OFFICES[kind]())[0])) as archive:
        assert not archive.comment
        for entry in archive.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.extra, entry.comment) == (b"", b"")


def test_links_to_the_web_stay_and_others_do_not() -> None:
    for kind in (Kind.DOCX, Kind.XLSX, Kind.ODT):
        everything = unpacked(cleaned(kind, OFFICES[kind]())[0])
        assert b"https://example.org/" in everything
        assert b"file:" not in everything


def test_what_is_mentioned_is_there_and_nothing_else() -> None:
    with zipfile.ZipFile(io.BytesIO(cleaned(Kind.DOCX, offices.docx())[0])) as archive:
        assert sorted(archive.namelist()) == [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/_rels/document.xml.rels",
            "word/document.xml",
            "word/media/image1.jpg",
            "word/settings2.xml",
        ]
        body = archive.read("word/document.xml").decode()
    assert body.count("r:embed") == 1
    assert 'mc:Ignorable="w14"' in body
    for gone in ("r:link", "Change", "rsid", "paraId", "w:author", "comment", "OLEObject"):
        assert gone not in body


def replaced(kind: Kind, name: str, content: str | bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(OFFICES[kind]())) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return offices.zipped({**parts, name: content})


TIFF = b"II*\0\x08\0\0\0" + bytes(400)
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'
SHOWN_IN = {Kind.DOCX: "word/media/MARKED.jpg", Kind.ODT: "Pictures/MARKED.jpg"}


@pytest.mark.parametrize("kind", SHOWN_IN)
def test_a_picture_that_cannot_be_cleaned_goes_and_is_told(kind: Kind) -> None:
    whole, done = cleaned(kind, replaced(kind, SHOWN_IN[kind], TIFF))
    assert TIFF not in unpacked(whole)
    assert Found.PICTURES in done.found
    assert not done.lossless


@pytest.mark.parametrize("kind", OFFICES)
def test_a_file_whose_pictures_stay_tells_of_no_loss(kind: Kind) -> None:
    done = cleaned(kind, OFFICES[kind]())[1]
    assert Found.PICTURES not in done.found
    assert done.lossless


def test_a_drawing_for_which_a_picture_stands_is_no_loss() -> None:
    done = cleaned(Kind.ODT, replaced(Kind.ODT, SHOWN_IN[Kind.ODT], SVG))[1]
    assert Found.PICTURES not in done.found


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    "opening", [LAUGHS, '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>']
)
def test_entities_are_refused(opening: str) -> None:
    for kind, name in ((Kind.DOCX, "word/document.xml"), (Kind.ODT, "content.xml")):
        with pytest.raises(FileDamagedError):
            cleaned(kind, replaced(kind, name, f"{opening}<x>&a;</x>"))


def test_bombs_are_too_complex() -> None:
    deep = "<a>" * 100_000
    heavy = b"<a>" + b" " * 300_000_000 + b"</a>"
    for kind, name in ((Kind.DOCX, "word/document.xml"), (Kind.ODT, "content.xml")):
        for bomb in (deep, heavy):
            with pytest.raises(FileTooComplexError):
                cleaned(kind, replaced(kind, name, bomb))


def test_too_many_entries_are_too_complex() -> None:
    many = {f"x{number}": b"" for number in range(10_001)}
    with pytest.raises(FileTooComplexError):
        cleaned(Kind.DOCX, offices.zipped(many))


@pytest.mark.parametrize("name", ["../up.xml", "/word/root.xml", "a\\b.xml", "WORD/Document.xml"])
def test_names_that_no_office_writes_are_refused(name: str) -> None:
    with pytest.raises(FileDamagedError):
        cleaned(Kind.DOCX, replaced(Kind.DOCX, name, "<a/>"))


def test_a_locked_opendocument_is_told_so() -> None:
    manifest = "<m><file-entry><encryption-data/></file-entry></m>"
    with pytest.raises(FileLockedError):
        cleaned(Kind.ODT, replaced(Kind.ODT, "META-INF/manifest.xml", manifest))


def test_parts_that_lead_to_each_other_end() -> None:
    whole = replaced(
        Kind.PPTX,
        "ppt/slides/_rels/slide1.xml.rels",
        offices._relations(("image", "../media/MARKED.jpg"), ("slide", "slide1.xml")),
    )
    assert "|".join(words(cleaned(Kind.PPTX, whole)[0])) == SHOWN[Kind.PPTX]
