"""A PDF keeps what its pages show, in each pixel, and nothing of who made it, when and how."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Encryption, Name

from tests.evidence.documents import pdfs
from tests.evidence.documents.pdfs import MARK, shown, unpacked
from tests.evidence.pictures.marking import run, told
from tipline.errors import FileLockedError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning import clean
from tipline.tips.evidence import Found, Kind

FORMS = (MARK.encode(), MARK.encode("utf-16-be"), MARK.encode().hex().encode())


def cleaned(whole: bytes) -> tuple[bytes, Cleaned]:
    sink = io.BytesIO()
    done = clean(Kind.PDF, io.BytesIO(whole), sink)
    return sink.getvalue(), done


@pytest.fixture(scope="module")
def marked() -> bytes:
    return pdfs.marked()


def test_the_marks_are_there_before(marked: bytes) -> None:
    assert unpacked(marked).count(MARK.encode()) > 50
    assert marked.count(b"startxref") == 2


def test_no_mark_is_left_in_any_object_or_stream(marked: bytes) -> None:
    everything = unpacked(cleaned(marked)[0])
    assert not [form for form in FORMS if form in everything]
    for gone in (b"PieceInfo", b"JavaScript", b"EmbeddedFile", b"2026", b"DocChecksum", b"qpdf"):
        assert gone not in everything


def test_each_pixel_of_the_page_is_what_it_was(marked: bytes) -> None:
    whole, done = cleaned(marked)
    pairs = [(a, b) for a, b in zip(shown(whole)[0], shown(marked)[0], strict=True) if a != b]
    assert max(abs(a - b) for a, b in pairs) <= 1  # by how colours of a profile are rounded
    assert len(pairs) <= 50 * 50 * 4  # of its one square
    assert len(set(shown(marked)[0])) > 50  # something is on it
    assert done.lossless


def test_what_was_there_is_told_in_kinds(marked: bytes) -> None:
    done = cleaned(marked)[1]
    wanted = set(Found) - {Found.DEVICE, Found.PICTURES, Found.TRANSPARENCY, Found.AROUND}
    assert done.found >= wanted
    assert (done.taken, done.place) == ("2026-03-01T12:34:56+03:00", "")


def test_a_clean_pdf_is_clean(marked: bytes) -> None:
    once, _ = cleaned(marked)
    twice, done = cleaned(once)
    assert len(twice) == len(once)
    assert not done.found
    assert not done.taken


def test_a_plain_pdf_hides_nothing() -> None:
    assert not cleaned(pdfs.plain())[1].found - {Found.PROGRAM}


def test_what_names_and_reads_the_page_stays(marked: bytes) -> None:
    with pikepdf.open(io.BytesIO(cleaned(marked)[0])) as pdf:
        assert str(pdf.Root.StructTreeRoot.K.ActualText) == "Shown words"
        assert str(pdf.Root.Outlines.First.Title) == "Chapter"
        assert "/AF" in pdf.pages[0].obj.Resources.XObject
        drawn = [str(one.Subtype) for one in pdf.pages[0].obj.Annots]
        assert drawn == ["/Square", "/Stamp", "/Stamp", "/Link", "/Link", "/Widget", "/Widget"]
        assert str(pdf.Root.AcroForm.Fields[1].V) == "told"


def test_exiftool_finds_none_of_what_it_wrote(tmp_path: Path) -> None:
    path = tmp_path / "marked.pdf"
    path.write_bytes(pdfs.plain())
    names = run("-listw", "-PDF:all").split() + run("-listw", "-XMP-dc:all").split()
    run("-overwrite_original", *(f"-{name}={MARK}" for name in names), path)
    assert MARK in str(told(path))
    whole, done = cleaned(path.read_bytes())
    path.write_bytes(whole)
    fields = {name.rpartition(":")[2] for name in told(path)}
    assert fields <= {
        *("SourceFile", "ExifToolVersion", "FileType", "FileTypeExtension", "MIMEType"),
        *("PDFVersion", "Linearized", "PageCount", "Warning"),
    }
    assert MARK.encode() not in unpacked(whole)
    assert Found.HISTORY in done.found  # ExifTool appends a revision


def test_a_linearized_pdf_has_no_history() -> None:
    sink = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdfs.plain())) as pdf:
        pdf.save(sink, linearize=True)
    assert Found.HISTORY not in cleaned(sink.getvalue())[1].found


def locked(user: str) -> bytes:
    sink = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdfs.plain())) as pdf:
        pdf.save(sink, encryption=Encryption(owner="owner", user=user))
    return sink.getvalue()


def test_a_pdf_with_a_password_is_locked() -> None:
    with pytest.raises(FileLockedError):
        cleaned(locked("secret"))


def test_a_pdf_that_opens_without_one_comes_out_open() -> None:
    whole, _ = cleaned(locked(""))
    assert b"/Encrypt" not in unpacked(whole)
    assert shown(whole) == shown(pdfs.plain())


def test_an_annotation_without_a_type_is_cleaned_too(marked: bytes) -> None:
    with pikepdf.open(io.BytesIO(marked)) as pdf:
        annotation = pdf.pages[0].obj.Annots[0]
        del annotation["/Type"]
        pdf.Root.StructTreeRoot.K.K = pikepdf.Dictionary(Type=Name.OBJR, Obj=annotation)
        del pdf.pages[0].obj["/Annots"]
        sink = io.BytesIO()
        pdf.save(sink)
    assert MARK.encode() not in unpacked(cleaned(sink.getvalue())[0])
