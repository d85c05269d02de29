"""Documents that are cut, flipped, circular or enormous: a sentence to the person, nothing else."""

from __future__ import annotations

import io
import random
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from tests.evidence.documents import pdfs
from tests.evidence.documents.offices import OFFICES
from tipline.errors import EvidenceError, FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning import clean
from tipline.tips.evidence import Found, Kind

DOCUMENTS = {Kind.PDF: pdfs.marked, **OFFICES}
FLIPS = 200
SEED = 20260301


def cleaned(kind: Kind, whole: bytes) -> bytes:
    sink = io.BytesIO()
    clean(kind, io.BytesIO(whole), sink)
    return sink.getvalue()


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_a_cut_document_is_refused_or_clean(kind: Kind) -> None:
    whole = DOCUMENTS[kind]()
    for tenth in range(10):
        try:
            once = cleaned(kind, whole[: len(whole) * tenth // 10])
        except EvidenceError:
            continue
        assert kind is Kind.PDF  # what is whole of it can be found
        assert b"MARKED" not in pdfs.unpacked(once)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_flipped_bits_give_a_refusal_or_a_document(kind: Kind) -> None:
    chance = random.Random(f"{SEED}{kind}")  # noqa: S311 (seeded on purpose)
    whole, passed = DOCUMENTS[kind](), 0
    for _ in range(FLIPS):
        flipped = bytearray(whole)
        for _ in range(chance.choice((1, 1, 3, 8))):
            flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        try:
            cleaned(kind, bytes(flipped))
        except EvidenceError:
            continue
        passed += 1
    assert 0 < passed < FLIPS


@pytest.mark.parametrize("kind", OFFICES)
def test_a_document_of_another_kind_than_its_first_bytes_say_is_damaged(kind: Kind) -> None:
    for other in OFFICES.keys() - {kind}:
        with pytest.raises(FileDamagedError):
            cleaned(kind, OFFICES[other]())


def test_a_catalog_that_is_its_own_outline_does_not_come_out_without_pages() -> None:
    sink = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdfs.plain())) as pdf:
        pdf.Root.Outlines = pdf.Root
        pdf.save(sink)
    with pytest.raises(FileDamagedError):
        cleaned(Kind.PDF, sink.getvalue())


def test_an_annotation_that_is_not_there_is_no_finding() -> None:
    sink, again = io.BytesIO(), io.BytesIO()
    clean(Kind.PDF, io.BytesIO(pdfs.plain()), sink)
    with pikepdf.open(io.BytesIO(sink.getvalue())) as pdf:
        pdf.pages[0].obj.Annots = Array([None])
        pdf.save(again, deterministic_id=True)
    assert clean(Kind.PDF, again, io.BytesIO()).found <= {Found.PROGRAM}


def circular() -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    page.Resources = pdf.make_indirect(Dictionary(XObject=Dictionary()))
    form = pdf.make_stream(b"/Fm Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = page.Resources
    page.Resources.XObject.Fm = form
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    sink = io.BytesIO()
    pdf.save(sink)
    return sink.getvalue()


def test_a_circle_of_pages_ends() -> None:
    try:
        assert cleaned(Kind.PDF, circular())
    except EvidenceError:
        return


def test_nothing_of_a_file_is_logged_or_printed(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    broken = pdfs.plain().replace(b"/Kids [", b"/Kids [ null")
    assert cleaned(Kind.PDF, broken)
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_a_deep_nest_ends() -> None:
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    nest = pdf.make_indirect(Array([]))
    page.Group = nest
    for _ in range(20_000):  # each in an object of its own
        inner = pdf.make_indirect(Array([]))
        nest.append(inner)
        nest = inner
    sink = io.BytesIO()
    pdf.save(sink)
    assert cleaned(Kind.PDF, sink.getvalue())
    direct = sink.getvalue().replace(b"/Type /Catalog", b"/Lang " + b"[" * 50_000)
    with pytest.raises(EvidenceError):
        cleaned(Kind.PDF, direct)


def test_a_hundred_thousand_pages_end() -> None:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 100_003))
    objects = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Count 100000/MediaBox[0 0 9 9]/Kids[" + kids + b"]>>endobj\n",
        *(
            b"%d 0 obj<</Type/Page/Resources<<>>/Parent 2 0 R/Contents %d 0 R>>endobj\n"
            % (n, n + 100_000)
            for n in range(3, 100_003)
        ),
    ]
    whole, places = bytearray(b"%PDF-1.7\n"), []
    for one in objects:
        places.append(len(whole))
        whole += one
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    whole += head + table + tail % (len(places) + 1, len(whole))
    try:
        assert cleaned(Kind.PDF, bytes(whole))
    except FileTooComplexError:
        return


def test_a_bomb_of_objects_is_refused() -> None:
    packed = zlib.compress(b"5 0 " + b" " * 200_000_000)
    bomb = b"4 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    pdf = pdfs.plain()
    whole = pdf.replace(b"%%EOF", b"") + bomb + packed + b"\nendstream endobj\n"
    try:
        assert len(cleaned(Kind.PDF, whole)) < 100_000
    except EvidenceError:
        return
