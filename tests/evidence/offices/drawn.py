"""Office files that LibreOffice draws: letters of any length, sheets, slides, and what hinders."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2

from tests.evidence.documents.offices import OFFICE, TYPE, P, S, W, zipped
from tipline.tips.evidence import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

RELATION = f"{OFFICE}officeDocument/2006/relationships"


def docx(*paragraphs: str) -> bytes:
    """Return a letter; a paragraph that begins with an Arabic letter runs from the right."""
    body = "".join(_paragraph(each) for each in paragraphs)
    return _package(
        "word/document.xml",
        "wordprocessingml.document",
        {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"},
    )


def _paragraph(text: str) -> str:
    if "\u0600" <= text[:1] <= "\u06ff":
        return (
            "<w:p><w:pPr><w:bidi/></w:pPr>"
            f"<w:r><w:rPr><w:rtl/></w:rPr><w:t>{text}</w:t></w:r></w:p>"
        )
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def xlsx(rows: int, columns: int = 5) -> bytes:
    """Return a sheet of numbers."""
    cells = "".join(
        f'<row r="{row}">{"".join(f"<c><v>{row * one}</v></c>" for one in range(columns))}</row>'
        for row in range(1, rows + 1)
    )
    return _package(
        "xl/workbook.xml",
        "spreadsheetml.sheet",
        {
            "xl/workbook.xml": f'<workbook {S}><sheets><sheet name="S" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": f"<worksheet {S}><sheetData>{cells}</sheetData>"
            "</worksheet>",
        },
        {"xl/worksheets/sheet1.xml": "spreadsheetml.worksheet"},
    )


def pptx(text: str) -> bytes:
    """Return a slide, with the master and the layout without which none is drawn."""
    tree = (
        "<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id='1' name=''/><p:cNvGrpSpPr/><p:nvPr/>"
        "</p:nvGrpSpPr><p:grpSpPr/>{}</p:spTree></p:cSld>"
    )
    shape = (
        "<p:sp><p:nvSpPr><p:cNvPr id='2' name=''/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>"
        "<a:off x='900000' y='900000'/><a:ext cx='6000000' cy='900000'/></a:xfrm>"
        "<a:prstGeom prst='rect'/></p:spPr><p:txBody><a:bodyPr/>"
        f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    theme = f'<a:theme xmlns:a="{OFFICE}drawingml/2006/main"/>'
    return _package(
        "ppt/presentation.xml",
        "presentationml.presentation",
        {
            "ppt/presentation.xml": f"<p:presentation {P}><p:sldMasterIdLst><p:sldMasterId "
            "id='2147483648' r:id='rId1'/></p:sldMasterIdLst><p:sldIdLst><p:sldId id='256' "
            "r:id='rId2'/></p:sldIdLst><p:sldSz cx='9144000' cy='6858000'/></p:presentation>",
            "ppt/_rels/presentation.xml.rels": _relations(
                "slideMaster", "slideMasters/slideMaster1.xml", "slide", "slides/slide1.xml"
            ),
            "ppt/slideMasters/slideMaster1.xml": f"<p:sldMaster {P}>{tree.format('')}"
            "<p:sldLayoutIdLst><p:sldLayoutId id='2147483649' r:id='rId1'/></p:sldLayoutIdLst>"
            "</p:sldMaster>",
            "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
                "slideLayout", "../slideLayouts/slideLayout1.xml", "theme", "../theme/theme1.xml"
            ),
            "ppt/slideLayouts/slideLayout1.xml": f"<p:sldLayout {P}>{tree.format('')}"
            "</p:sldLayout>",
            "ppt/slideLayouts/_rels/slideLayout1.xml.rels": _relations(
                "slideMaster", "../slideMasters/slideMaster1.xml"
            ),
            "ppt/theme/theme1.xml": theme,
            "ppt/slides/slide1.xml": f"<p:sld {P}>{tree.format(shape)}</p:sld>",
            "ppt/slides/_rels/slide1.xml.rels": _relations(
                "slideLayout", "../slideLayouts/slideLayout1.xml"
            ),
        },
        {
            "ppt/slideMasters/slideMaster1.xml": "presentationml.slideMaster",
            "ppt/slideLayouts/slideLayout1.xml": "presentationml.slideLayout",
            "ppt/slides/slide1.xml": "presentationml.slide",
        },
    )


def opendocument(kind: Kind, body: str) -> bytes:
    """Return a text or a sheet of OpenDocument."""
    name = "urn:oasis:names:tc:opendocument:xmlns"
    mime = {Kind.ODT: "text", Kind.ODS: "spreadsheet"}[kind]
    spaces = " ".join(f'xmlns:{one}="{name}:{one}:1.0"' for one in ("office", "text", "table"))
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body>'
        f"<office:{mime}>{body}</office:{mime}></office:body></office:document-content>"
    )
    media = f"application/vnd.oasis.opendocument.{mime}"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
    manifest = (
        f'<manifest:manifest xmlns:manifest="{name}:manifest:1.0" manifest:version="1.2">'
        f"{entry.format('/', media)}{entry.format('content.xml', 'text/xml')}</manifest:manifest>"
    )
    return zipped({"mimetype": media, "content.xml": content, "META-INF/manifest.xml": manifest})


def said(pdf: bytes) -> str:
    """Return the words of a PDF's first page."""
    return str(pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded())


def ink(pdf: bytes) -> tuple[Image.Image, tuple[int, int, int, int]]:
    """Return the first page in grey, upside light, and where something stands on it."""
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=2).to_pil().convert("L")
    inked = picture.point(lambda grey: 255 - grey)
    box = inked.getbbox()
    assert box is not None
    return inked, box


def _package(
    main: str, kind: str, parts: dict[str, str], more: dict[str, str] | None = None
) -> bytes:
    types = {main: f"{kind}.main", **(more or {})}
    told = "".join(
        f'<Override PartName="/{name}" ContentType="{TYPE}{each}+xml"/>'
        for name, each in types.items()
    )
    head = {
        "[Content_Types].xml": f'<Types xmlns="{OFFICE}package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{told}</Types>",
        "_rels/.rels": _relations("officeDocument", main),
    }
    return zipped({**head, **parts})


def _relations(*told: str) -> str:
    pairs: Iterable[tuple[str, str]] = zip(told[::2], told[1::2], strict=True)
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(pairs, 1)
    )
    return f'<Relationships xmlns="{OFFICE}package/2006/relationships">{lines}</Relationships>'


EVERY = {
    Kind.DOCX: docx("Shown in a letter"),
    Kind.XLSX: xlsx(30),
    Kind.PPTX: pptx("Shown on a slide"),
    Kind.ODT: opendocument(Kind.ODT, "<text:p>Shown in a text</text:p>"),
    Kind.ODS: opendocument(
        Kind.ODS,
        '<table:table table:name="S"><table:table-row><table:table-cell><text:p>Shown in a cell'
        "</text:p></table:table-cell></table:table-row></table:table>",
    ),
}
