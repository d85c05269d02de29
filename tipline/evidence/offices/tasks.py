"""What can be asked of the jail: an office file comes in, a PDF goes out."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, TypeAlias

from tipline.errors import FileKindRefusedError
from tipline.evidence.offices import program
from tipline.evidence.offices.walls import ROOM
from tipline.tips.evidence import Kind

Task: TypeAlias = Callable[..., dict[str, Any]]

FILTERS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {  # names of LibreOffice: what reads the file, and nothing else may; what writes the PDF
        Kind.DOCX: ("MS Word 2007 XML", "writer_pdf_Export"),
        Kind.ODT: ("writer8", "writer_pdf_Export"),
        Kind.XLSX: ("Calc MS Excel 2007 XML", "calc_pdf_Export"),
        Kind.ODS: ("calc8", "calc_pdf_Export"),
        Kind.PPTX: ("Impress MS PowerPoint 2007 XML", "impress_pdf_Export"),
    }
)
OPTIONS = {  # pictures as fine as a page is drawn; nothing that is not seen
    "MaxImageResolution": ("long", "300"),
    "Quality": ("long", "90"),
    "UseTaggedPDF": ("boolean", "false"),
    "ExportBookmarks": ("boolean", "false"),
    "ExportFormFields": ("boolean", "false"),
}


def lay_out(kind: Kind, source: BinaryIO, sink: BinaryIO, *, pages: int) -> dict[str, Any]:
    """Write a PDF of the first pages of an office file."""
    if kind not in FILTERS:
        raise FileKindRefusedError
    reader, writer = FILTERS[kind]
    file = Path(ROOM, f"file.{kind}")
    with file.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    given = {**OPTIONS, "PageRange": ("string", f"1-{pages}")}
    told = json.dumps(
        {name: {"type": type_, "value": value} for name, (type_, value) in given.items()}
    )
    made = program.lay_out(file, reader, f"{writer}:{told}", Path(ROOM))
    with made.open("rb") as written:
        shutil.copyfileobj(written, sink)
    return {}


TASKS: Mapping[str, Task] = MappingProxyType({"lay out": lay_out})
