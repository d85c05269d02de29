"""Office files are laid out as they are written, once, and what comes out waits sealed."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event
from typing import Any, BinaryIO, cast

import pypdfium2
import pytest

from tests.evidence.keeping import keep
from tests.evidence.offices.drawn import EVERY, docx, ink, said, xlsx
from tipline.age import HybridIdentity
from tipline.errors import (
    AgeError,
    FileDamagedError,
    FileTooComplexError,
    JailBusyError,
    NotShownError,
)
from tipline.evidence import cleaning
from tipline.evidence.jail import Jail
from tipline.evidence.offices import bounds, pages
from tipline.evidence.offices.kept import Kept, Sealed
from tipline.evidence.offices.pages import NAME_BYTES, OFFICES, Pager
from tipline.evidence.showing.viewing import Viewer
from tipline.sealing.blob import open_blob
from tipline.settings import SHOWN_AT_ONCE
from tipline.store.blobs import Blobs
from tipline.tips.evidence import Evidence, Kind

IDENTITY = HybridIdentity.generate()
ARABIC = "شاحنة بيضاء عند الميناء"
APART = "\u200c"  # a zero width non-joiner: letters on both sides keep their own shapes
PDF = b"%PDF-1.6 of a letter"


@pytest.fixture(scope="module")
def showing() -> Iterator[Jail]:
    made = Jail(tasks="tipline.evidence.showing.tasks")
    yield made
    made.close()


def laid_out(jail: Jail, kind: Kind, content: bytes, most: int = 201) -> bytes:
    """Return the PDF of a file, as it is after cleaning."""
    clean, made = io.BytesIO(), io.BytesIO()
    cleaning.clean(kind, io.BytesIO(content), clean)
    jail.run("lay out", kind, clean, made.write, given={"pages": most})
    return made.getvalue()


class Counting:
    """A jail that writes what it is told to, and counts how often."""

    def __init__(self, made: bytes = PDF, error: Exception | None = None) -> None:
        self.made, self.error, self.count = made, error, 0

    def run(
        self,
        _task: str,
        _kind: Kind,
        _source: BinaryIO,
        sink: Callable[[bytes], object],
        _seconds: int,
        **_: Any,
    ) -> dict[str, Any]:
        self.count += 1
        sink(self.made)
        if self.error is not None:
            raise self.error
        return {}


def pager(jail: Counting, kept: Kept | None = None) -> Pager:
    return Pager(cast("Jail", jail), kept)


def kept(blobs: Blobs, content: bytes = b"PK", kind: Kind = Kind.DOCX) -> Evidence:
    return keep(blobs, [content], kind, IDENTITY)


@pytest.mark.parametrize("kind", EVERY)
def test_each_kind_is_laid_out(jail: Jail, kind: Kind) -> None:
    assert set(EVERY) == OFFICES
    words = said(laid_out(jail, kind, EVERY[kind]))
    assert "Shown" in words or "12 18 24" in words


def test_arabic_is_joined_and_runs_from_the_right(jail: Jail) -> None:
    joined, box = ink(laid_out(jail, Kind.DOCX, docx(ARABIC)))
    assert box[0] > joined.width / 2, "it stands on the right"
    apart, other = ink(laid_out(jail, Kind.DOCX, docx(APART.join(ARABIC))))
    assert joined.crop(box).tobytes() != apart.crop(other).tobytes(), "letters take their shapes"
    turned, other = ink(laid_out(jail, Kind.DOCX, docx("\u202d" + ARABIC)))
    assert joined.crop(box).tobytes() != turned.crop(other).tobytes(), "the first is on the right"


def test_no_font_is_missing(jail: Jail) -> None:
    """A letter that no font has is drawn as a box: two different ones would look alike."""
    first, box = ink(laid_out(jail, Kind.DOCX, docx("ش")))
    second, other = ink(laid_out(jail, Kind.DOCX, docx("ع")))
    assert first.crop(box).tobytes() != second.crop(other).tobytes()


def test_pages_are_bounded(jail: Jail) -> None:
    assert len(pypdfium2.PdfDocument(laid_out(jail, Kind.XLSX, xlsx(2000), most=7))) == 7


def test_a_page_of_an_office_file_is_shown(blobs: Blobs, jail: Jail, showing: Jail) -> None:
    viewer = Viewer(blobs, showing, at_once=1, pager=Pager(jail))
    evidence = kept(blobs, EVERY[Kind.DOCX])
    assert viewer.extent(evidence, IDENTITY).pages == 1
    assert viewer.show("page", evidence, IDENTITY, number=1).mimetype == "image/jpeg"
    assert viewer.words(evidence, IDENTITY).text.strip() == "Shown in a letter"
    with pytest.raises(NotShownError):
        viewer.show("page", evidence, IDENTITY, number=2)
    assert [path.name for path in blobs.folder.iterdir()] == [evidence.blob.hex()]


def test_more_pages_than_are_laid_out_are_told(
    blobs: Blobs, jail: Jail, showing: Jail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGES_MAX", 3)
    monkeypatch.setattr("tipline.evidence.showing.viewing.LAID_OUT_MAX", 3)
    viewer = Viewer(blobs, showing, at_once=1, pager=Pager(jail))
    many, few = (viewer.extent(kept(blobs, xlsx(rows), Kind.XLSX), IDENTITY) for rows in (900, 9))
    assert (many.pages, many.more) == (3, True)
    assert (few.pages, few.more) == (1, False)


@pytest.mark.parametrize("made", [b"<html>", b"", b"%PDF-1.6\nno document"])
def test_what_comes_out_is_believed_no_more_than_a_file(
    blobs: Blobs, showing: Jail, made: bytes
) -> None:
    viewer = Viewer(blobs, showing, at_once=1, pager=pager(Counting(made)))
    with pytest.raises(NotShownError):
        viewer.extent(kept(blobs), IDENTITY)


def test_a_file_is_laid_out_once_and_waits_sealed_to_its_tip(blobs: Blobs) -> None:
    jail, held = Counting(), Kept()
    made, evidence = pager(jail, held), kept(blobs)
    for _ in range(3):
        assert made.pdf(evidence, IDENTITY, lambda: io.BytesIO(b"PK")).read() == PDF
    assert jail.count == 1
    mine = IDENTITY.recipient.public[:NAME_BYTES]
    sealed = held.get(evidence.blob + evidence.kept + mine)
    assert sealed is not None
    assert sealed.content is not None
    assert PDF not in sealed.content
    assert sealed.content.startswith(b"age-encryption.org/v1\n")
    with pytest.raises(AgeError):
        open_blob(io.BytesIO(sealed.content), sealed.size, HybridIdentity.generate())
    made.pdf(evidence, HybridIdentity.generate(), lambda: io.BytesIO(b"PK"))
    assert jail.count == 2  # who has another key has it made for that


def test_another_file_under_the_same_id_is_another(blobs: Blobs) -> None:
    jail = Counting()
    made, evidence = pager(jail), kept(blobs)
    made.pdf(evidence, IDENTITY, lambda: io.BytesIO(b"PK"))
    made.pdf(kept(blobs, b"PK other"), IDENTITY, lambda: io.BytesIO(b"PK other"))
    assert jail.count == 2


@pytest.mark.parametrize("error", [FileDamagedError(), FileTooComplexError()])
def test_what_fails_is_not_tried_again_at_once(blobs: Blobs, error: Exception) -> None:
    jail = Counting(error=error)
    made, evidence = pager(jail), kept(blobs)
    for _ in range(2):
        with pytest.raises(FileTooComplexError):
            made.pdf(evidence, IDENTITY, lambda: io.BytesIO(b"PK"))
    assert jail.count == 1


def test_a_file_or_a_pdf_too_large_is_not_laid_out(
    blobs: Blobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "FILE_BYTES", 10)
    monkeypatch.setattr(pages, "PDF_BYTES", len(PDF) - 1)
    for content, times in ((b"PK", 1), (b"PK and much more", 0)):
        jail = Counting()
        with pytest.raises(FileTooComplexError):
            pager(jail).pdf(kept(blobs, content), IDENTITY, lambda: io.BytesIO(b"PK"))
        assert jail.count == times


class Hanging(Counting):
    """A jail that works until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = Event()

    def run(self, *asked: Any, **given: Any) -> dict[str, Any]:
        assert self.go.wait(20)
        return super().run(*asked, **given)


def test_files_that_hang_leave_places_in_which_others_are_shown(blobs: Blobs) -> None:
    assert bounds.ASKED_MAX < SHOWN_AT_ONCE
    jail = Hanging()
    made = pager(jail)

    def ask(number: int) -> None:
        made.pdf(kept(blobs, b"%d" % number), IDENTITY, lambda: io.BytesIO(b"PK"))

    with ThreadPoolExecutor(bounds.ASKED_MAX + 1) as pool:
        asked = [pool.submit(ask, number) for number in range(bounds.ASKED_MAX + 1)]
        first = next(as_completed(asked, 10))
        assert isinstance(first.exception(), JailBusyError)
        jail.go.set()
    assert sum(each.exception() is None for each in asked) == bounds.ASKED_MAX


def test_what_waits_is_dropped_by_time_number_and_size() -> None:
    now = [0.0]
    held = Kept(lambda: now[0])
    held.put(b"old", Sealed(b"1"))
    now[0] = bounds.KEPT_SECONDS - 1
    held.put(b"new", Sealed(b"2"))
    assert held.get(b"old") == Sealed(b"1")  # for as long again
    held.put(b"failed", Sealed(None))
    now[0] += 2
    assert held.get(b"failed") == Sealed(None)
    now[0] = 2 * bounds.KEPT_SECONDS - 1
    assert held.get(b"failed") is None
    assert (held.get(b"new"), held.get(b"none")) == (None, None)
    for number in range(bounds.KEPT_MAX + 1):
        held.put(bytes([number]), Sealed(None))
    assert held.get(bytes([0])) is None
    assert held.get(bytes([1])) is not None
    large = Sealed(bytes(bounds.KEPT_BYTES // 2 + 1))
    held.put(b"one", large)
    held.put(b"two", large)
    assert (held.get(b"one"), held.get(b"two")) == (None, large)
