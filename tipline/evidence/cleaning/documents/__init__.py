"""Documents and texts: written anew from what they show; all that stands beside it stays behind.

PDF goes through qpdf; office files are zip archives whose parts are filtered one after another.
Pictures inside them are cleaned as pictures are.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tipline.evidence.cleaned import Cleaner
from tipline.evidence.cleaning.documents import office, opendocument, pdf, texts
from tipline.tips.evidence import Kind

CLEANERS: Mapping[Kind, Cleaner] = MappingProxyType(
    {
        Kind.PDF: pdf.clean,
        Kind.DOCX: office.cleaner("wordprocessingml"),
        Kind.XLSX: office.cleaner("spreadsheetml"),
        Kind.PPTX: office.cleaner("presentationml"),
        Kind.ODT: opendocument.cleaner(opendocument.TEXT),
        Kind.ODS: opendocument.cleaner(opendocument.SPREADSHEET),
        Kind.TXT: texts.clean,
        Kind.CSV: texts.clean,
    }
)
