"""PDF (ISO 32000-2), written anew by qpdf: what its pages show stays, in the bytes that drew it.

Content streams, fonts and pixels are not decoded. Only what the catalog reaches goes over, so that
earlier revisions and lost objects stay behind. A file that opens with the empty user password is
opened, and comes out without encryption.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf
from pikepdf import Dictionary, ObjectStreamMode, Pdf, StreamDecodeLevel

from tipline.errors import FileDamagedError, FileLockedError, FileTooComplexError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.documents.pdf_walk import Walk
from tipline.evidence.cleaning.documents.told import moment, with_taken
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.tips.evidence import Found

OBJECTS_MAX = 500_000
DECODED_MAX = 64 * 1024 * 1024  # bytes of an object stream, or of whatever else qpdf decodes
NESTING_MAX = 100
CHUNK = 1024 * 1024  # bytes
REVISION = re.compile(rb"startxref\s")
INFO = {
    "/Author": Found.PERSON,
    "/Company": Found.PERSON,
    "/Manager": Found.PERSON,
    "/Creator": Found.PROGRAM,
    "/Producer": Found.PROGRAM,
    "/PTEX.Fullbanner": Found.PROGRAM,
    "/CreationDate": Found.TIME,
    "/ModDate": Found.TIME,
    "/Trapped": None,
}
DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d'?\d\d)?")

# What qpdf warns of may hold what a file hides.
logging.getLogger("pikepdf").setLevel(logging.CRITICAL + 1)
pikepdf.settings.set_qpdf_limits(
    parser_max_nesting=NESTING_MAX,
    parser_max_container_size=OBJECTS_MAX,
    flate_max_memory=DECODED_MAX,
    png_max_memory=DECODED_MAX,
    tiff_max_memory=DECODED_MAX,
    run_length_max_memory=DECODED_MAX,
    dct_max_memory=DECODED_MAX,
    doc_max_warnings=20_000,  # a page without resources is one
)


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean a PDF (see ``cleaned.Cleaner``).

    1. Count its revisions.
    2. Open it; read what its information dictionary tells.
    3. Walk what the catalog reaches, and take out what may not stay.
    4. Write all that is still reached.
    """
    findings = Findings()
    revisions = sum(_revisions(source))  # 1
    source.seek(0)
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:  # 2
            if revisions > 1 + pdf.is_linearized:
                findings.add(Found.HISTORY)
            taken = _read_information(pdf, findings)
            _measure(pdf)
            Walk(findings).clean(pdf.Root)  # 3
            if "/Pages" not in pdf.Root:  # a catalog that is also something within itself
                raise FileDamagedError
            _write(pdf, sink)  # 4
    except pikepdf.PasswordError:
        raise FileLockedError from None
    except pikepdf.PdfError:
        raise FileDamagedError from None
    return with_taken(findings.cleaned(), taken)


def _revisions(source: BinaryIO) -> Iterator[int]:
    """Count, chunk by chunk, how often a cross-reference table is pointed to."""
    source.seek(0)
    rest = b""
    while chunk := source.read(CHUNK):
        yield len(REVISION.findall(rest + chunk))
        rest = chunk[-len(b"startxref") :]


def _measure(pdf: Pdf) -> None:
    if len(pdf.objects) > OBJECTS_MAX:
        raise FileTooComplexError
    if len(pdf.pages) == 0:
        raise FileDamagedError


def _read_information(pdf: Pdf, findings: Findings) -> str:
    """Note what the information dictionary tells, and return when the file was made."""
    information = pdf.trailer.get("/Info")
    if not isinstance(information, Dictionary):
        return ""
    filled = {key: str(value) for key, value in information.items() if str(value).strip()}
    told = (INFO.get(key, Found.WORDS) for key in filled)
    findings.add(*filter(None, told))
    return _moment(filled.get("/CreationDate", ""))


def _moment(text: str) -> str:
    match = DATE.match(text)
    if not match:
        return ""
    year, month, day, hour, minute, second, zone = match.groups(default="")
    digits = zone.replace("'", "")
    offset = digits if len(digits) < len("+0300") else f"{digits[:3]}:{digits[3:]}"
    return moment(f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{offset}")


def _write(pdf: Pdf, sink: BinaryIO) -> None:
    pdf.trailer.Size, pdf.trailer.Root = 1, pdf.Root  # lacking in a file that qpdf had to mend
    for key in set(pdf.trailer.keys()) - {"/Root", "/Size"}:
        del pdf.trailer[key]
    pdf.save(
        io.BufferedWriter(_Ordered(sink)),
        encryption=False,
        object_stream_mode=ObjectStreamMode.generate,
        stream_decode_level=StreamDecodeLevel.none,
        preserve_pdfa=False,
        deterministic_id=True,  # else it is made of the time
    )


class _Ordered(io.RawIOBase):
    """What pikepdf wants to write to: a stream that need not be seekable."""

    def __init__(self, sink: BinaryIO) -> None:
        super().__init__()
        self._sink = sink

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, chunk: object, /) -> int:
        """Hand the bytes on, and return how many they are."""
        content = bytes(memoryview(chunk))  # type: ignore[arg-type]  # any buffer, as RawIOBase says
        self._sink.write(content)
        return len(content)
