"""Office files with a mark in every place that hides one, written part by part."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

from PIL import Image

from tests.evidence.pictures.drawing import encoded
from tipline.tips.evidence import Kind

MARK = "MARKED"
OFFICE = "http://schemas.openxmlformats.org/"
RELATIONS = f"{OFFICE}officeDocument/2006/relationships"
W = (
    f'xmlns:w="{OFFICE}wordprocessingml/2006/main" xmlns:r="{RELATIONS}" '
    f'xmlns:a="{OFFICE}drawingml/2006/main" xmlns:wp="{OFFICE}drawingml/2006/wordprocessingDrawing" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
S = (
    f'xmlns="{OFFICE}spreadsheetml/2006/main" xmlns:r="{RELATIONS}" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
    'xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"'
)
P = f'xmlns:p="{OFFICE}presentationml/2006/main" xmlns:a="{OFFICE}drawingml/2006/main" xmlns:r="{RELATIONS}"'
TYPE = "application/vnd.openxmlformats-officedocument."


def photo() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0131] = MARK, MARK
    return encoded(Kind.JPEG, exif=exif.tobytes())


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = MARK.encode()
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 3, 1, 12, 34, 56))
            entry.comment = MARK.encode()
            if name != "mimetype":
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.extra = b"\x99\x99" + len(MARK).to_bytes(2, "little") + MARK.encode()
            archive.writestr(entry, content)
    return sink.getvalue()


def _relations(*told: tuple[str, str]) -> str:
    """Each is a type and a target; an address or a file elsewhere is external."""
    lines = []
    for number, (kind, target) in enumerate(told, 1):
        base = f"{OFFICE}package/2006/relationships/metadata" if "core" in kind else RELATIONS
        mode = ' TargetMode="External"' if ":" in target else ""
        lines.append(
            f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"{mode}/>'
        )
    return f'<Relationships xmlns="{OFFICE}package/2006/relationships">{"".join(lines)}</Relationships>'


def _package(main: str, kind: str, parts: Mapping[str, str | bytes], **more: str) -> bytes:
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{TYPE}{told}+xml"/>'
        for name, told in {main: kind, **more}.items()
    )
    core = (
        f'<cp:coreProperties xmlns:cp="{OFFICE}package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:creator>MARKED</dc:creator><dc:title>MARKED</dc:title>"
        "<cp:lastModifiedBy>MARKED</cp:lastModifiedBy><cp:revision>7</cp:revision>"
        "<dcterms:created>2026-03-01T12:34:56Z</dcterms:created></cp:coreProperties>"
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{OFFICE}package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Default Extension="jpg" ContentType="image/jpeg"/>'
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{types}</Types>",
            "_rels/.rels": _relations(
                ("officeDocument", main),
                ("core-properties", "docProps/core.xml"),
                ("extended-properties", "docProps/app.xml"),
                ("custom-properties", "docProps/custom.xml"),
                ("thumbnail", "docProps/thumbnail.jpg"),
            ),
            "docProps/core.xml": core,
            "docProps/app.xml": "<Properties><Application>MARKED</Application>"
            "<Company>MARKED</Company></Properties>",
            "docProps/custom.xml": "<Properties><property name='MARKED'><lpwstr>MARKED</lpwstr>"
            "</property></Properties>",
            "docProps/thumbnail.jpg": photo(),
            "MARKED-stray.txt": MARK,
            **parts,
        }
    )


def docx() -> bytes:
    body = f"""<w:document {W}><!-- MARKED --><w:body>
<w:p w:rsidR="00MARKED" w14:paraId="0MARKED1"><w:r><w:t xml:space="preserve">Shown &amp; told</w:t></w:r>
<w:ins w:id="1" w:author="MARKED" w:date="2026-03-01T12:34:56Z"><w:r><w:t> inserted</w:t></w:r></w:ins>
<w:del w:id="2" w:author="MARKED"><w:r><w:delText>MARKED</w:delText></w:r></w:del>
<w:moveFrom w:author="MARKED"><w:r><w:t>MARKED</w:t></w:r></w:moveFrom>
<w:commentRangeStart w:id="0"/><w:r><w:rPr><w:b/><w:rPrChange w:author="MARKED"><w:rPr/></w:rPrChange>
</w:rPr><w:t> bold</w:t></w:r><w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>
<w:smartTag w:element="MARKED"><w:smartTagPr><w:attr w:val="MARKED"/></w:smartTagPr>
<w:r><w:t> smart</w:t></w:r></w:smartTag>
<w:hyperlink r:id="rId3"><w:r><w:t> web</w:t></w:r></w:hyperlink>
<w:hyperlink r:id="rId4"><w:r><w:t> local</w:t></w:r></w:hyperlink>
<w:r><w:instrText> INCLUDEPICTURE "http://MARKED" </w:instrText></w:r>
<w:fldSimple w:instr=" DDEAUTO MARKED "><w:r><w:t> field</w:t></w:r></w:fldSimple>
<w:fldSimple w:instr=" PAGE "><w:r><w:t> 1</w:t></w:r></w:fldSimple>
<w:r><w:drawing><wp:inline><wp:docPr id="1" name="MARKED.jpg" descr="C:\\MARKED"/>
<a:graphic><a:blip r:embed="rId1" r:link="rId2"/></a:graphic></wp:inline></w:drawing></w:r>
<w:r><w:object><v:shape o:title="MARKED" alt="MARKED" o:gfxdata="MARKED"><v:imagedata r:id="rId1"/>
</v:shape><o:OLEObject ProgID="MARKED" r:id="rId5"/></w:object></w:r></w:p>
<w:altChunk r:id="rId6"/></w:body></w:document>"""
    settings = f"""<w:settings {W}><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsid w:val="00MARKED"/>
</w:rsids><w:docVars><w:docVar w:name="MARKED"/></w:docVars><w:zoom w:percent="100"/></w:settings>"""
    comments = f'<w:comments {W}><w:comment w:author="MARKED"><w:p/></w:comment></w:comments>'
    return _package(
        "word/document.xml",
        "wordprocessingml.document.main",
        {
            "word/document.xml": body,
            "word/_rels/document.xml.rels": _relations(
                ("image", "media/MARKED.jpg"),
                ("image", "http://MARKED.example/track.png"),
                ("hyperlink", "https://example.org/page"),
                ("hyperlink", "file:///C:/MARKED"),
                ("oleObject", "embeddings/MARKED.bin"),
                ("aFChunk", "MARKED.html"),
                ("settings", "settings.xml"),
                ("comments", "comments.xml"),
                ("people", "people.xml"),
                ("customXml", "../customXml/item1.xml"),
                ("vbaProject", "vbaProject.bin"),
                ("printerSettings", "printer.bin"),
            ),
            "word/media/MARKED.jpg": photo(),
            "word/settings.xml": settings,
            "word/_rels/settings.xml.rels": _relations(("attachedTemplate", "file:///MARKED.dotm")),
            "word/comments.xml": comments,
            "word/people.xml": f"<w:people {W}>MARKED</w:people>",
            "customXml/item1.xml": "<MARKED/>",
            **dict.fromkeys(
                ("word/embeddings/MARKED.bin", "word/MARKED.html", "word/vbaProject.bin"), MARK
            ),
            "word/printer.bin": MARK,
        },
        **{
            "word/settings.xml": "wordprocessingml.settings",
            "word/comments.xml": "wordprocessingml.comments",
        },
    )


def xlsx() -> bytes:
    workbook = f"""<workbook {S}><fileVersion appName="MARKED"/><fileSharing userName="MARKED"/>
<workbookPr codeName="MARKED"/><x15ac:absPath url="C:\\Users\\MARKED"/>
<xr:revisionPtr documentId="MARKED"/><sheets><sheet name="Sheet" sheetId="1" r:id="rId1"/></sheets>
<externalReferences><externalReference r:id="rId3"/></externalReferences>
<definedNames><definedName name="Good">Sheet!$A$1</definedName>
<definedName name="Bad">'[1]MARKED'!$A$1</definedName></definedNames></workbook>"""
    sheet = f"""<worksheet {S} xr:uid="{{MARKED}}"><sheetData><row r="1">
<c r="A1" t="s"><v>0</v></c><c r="B1"><f>1+1</f><v>2</v></c>
<c r="C1"><f>WEBSERVICE("http://MARKED")</f><v>3</v></c><c r="D1"><f>[1]MARKED!A1</f><v>4</v></c>
</row></sheetData><hyperlinks><hyperlink ref="A1" r:id="rId2"/></hyperlinks>
<pageSetup paperSize="9" r:id="rId1"/><legacyDrawing r:id="rId3"/></worksheet>"""
    strings = f"<sst {S}><si><t>Shown words</t></si></sst>"
    return _package(
        "xl/workbook.xml",
        "spreadsheetml.sheet.main",
        {
            "xl/workbook.xml": workbook,
            "xl/_rels/workbook.xml.rels": _relations(
                ("worksheet", "/xl/worksheets/MARKED.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("externalLink", "externalLinks/e.xml"),
                ("connections", "connections.xml"),
                ("person", "persons/person.xml"),
            ),
            "xl/worksheets/MARKED.xml": sheet,
            "xl/worksheets/_rels/MARKED.xml.rels": _relations(
                ("printerSettings", "../printer.bin"),
                ("hyperlink", "https://example.org/"),
                ("vmlDrawing", "../drawing.vml"),
                ("comments", "../comments.xml"),
                ("threadedComment", "../threaded.xml"),
            ),
            "xl/sharedStrings.xml": strings,
            **dict.fromkeys(("xl/printer.bin", "xl/connections.xml"), MARK),
            **dict.fromkeys(
                ("xl/externalLinks/e.xml", "xl/persons/person.xml", "xl/comments.xml"), MARK
            ),
            **dict.fromkeys(("xl/threaded.xml", "xl/drawing.vml"), MARK),
        },
        **{
            "xl/worksheets/MARKED.xml": "spreadsheetml.worksheet",
            "xl/sharedStrings.xml": "spreadsheetml.sharedStrings",
        },
    )


def pptx() -> bytes:
    show = f"""<p:presentation {P}><p:sldIdLst><p:sldId id="256" r:id="rId1"/></p:sldIdLst>
<p:custDataLst><p:tags r:id="rId3"/></p:custDataLst><p:modifyVerifier hashData="MARKED"/>
</p:presentation>"""
    slide = f"""<p:sld {P}><p:cSld><p:spTree><p:sp><p:nvSpPr><p:cNvPr id="2" name="MARKED" descr="MARKED">
<a:hlinkClick r:id="rId2" action="ppaction://program"/></p:cNvPr></p:nvSpPr><p:txBody><a:p><a:r>
<a:t>Shown words</a:t></a:r></a:p></p:txBody></p:sp><p:pic><p:nvPr><a:videoFile r:link="rId3"/>
</p:nvPr><p:blipFill><a:blip r:embed="rId1"/></p:blipFill></p:pic></p:spTree></p:cSld></p:sld>"""
    return _package(
        "ppt/presentation.xml",
        "presentationml.presentation.main",
        {
            "ppt/presentation.xml": show,
            "ppt/_rels/presentation.xml.rels": _relations(
                ("slide", "slides/slide1.xml"),
                ("commentAuthors", "commentAuthors.xml"),
                ("tags", "tags.xml"),
            ),
            "ppt/slides/slide1.xml": slide,
            "ppt/slides/_rels/slide1.xml.rels": _relations(
                ("image", "../media/MARKED.jpg"),
                ("hyperlink", "file:///MARKED.exe"),
                ("video", "../media/MARKED.mp4"),
                ("comments", "../comments.xml"),
            ),
            "ppt/media/MARKED.jpg": photo(),
            **dict.fromkeys(("ppt/media/MARKED.mp4", "ppt/tags.xml", "ppt/comments.xml"), MARK),
            "ppt/commentAuthors.xml": MARK,
        },
        **{"ppt/slides/slide1.xml": "presentationml.slide"},
    )


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
X = " ".join(
    f'xmlns:{prefix}="{ODF}{name}:1.0"'
    for prefix, name in {
        "office": "office",
        "text": "text",
        "table": "table",
        "draw": "drawing",
        "meta": "meta",
        "config": "config",
        "svg": "svg-compatible",
        "style": "style",
        "script": "script",
    }.items()
)
X += (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:officeooo="http://openoffice.org/2009/office"'
)
PICTURED = """<draw:frame draw:name="MARKED"><draw:object xlink:href="./Object 1"/>
<draw:image xlink:href="Pictures/MARKED.jpg"/><svg:title>MARKED</svg:title></draw:frame>
<draw:frame><draw:image xlink:href="http://MARKED/t.png"/></draw:frame>"""


def _open(kind: str, body: str) -> bytes:
    content = f"""<office:document-content {X}><office:scripts><script:x>MARKED</script:x>
</office:scripts><office:automatic-styles><style:style style:name="P1"><style:text-properties
 officeooo:rsid="00MARKED"/></style:style></office:automatic-styles><office:body>{body}
</office:body></office:document-content>"""
    meta = f"""<office:document-meta {X}><office:meta><meta:generator>MARKED</meta:generator>
<dc:creator>MARKED</dc:creator><dc:title>MARKED</dc:title>
<meta:creation-date>2026-03-01T12:34:56.789</meta:creation-date></office:meta>
</office:document-meta>"""
    settings = f"""<office:document-settings {X}><office:settings>
<config:config-item-set config:name="ooo:view-settings"><config:config-item config:name="ViewLeft">1
</config:config-item></config:config-item-set>
<config:config-item-set config:name="ooo:configuration-settings">
<config:config-item config:name="PrinterName">MARKED</config:config-item>
<config:config-item config:name="Rsid">123</config:config-item>
<config:config-item config:name="AddParaTableSpacing">true</config:config-item>
</config:config-item-set></office:settings></office:document-settings>"""
    manifest = f"""<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN"
 "Manifest.dtd"><manifest:manifest xmlns:manifest="{ODF}manifest:1.0"/>"""
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": content,
            "styles.xml": f"<office:document-styles {X}/>",
            "settings.xml": settings,
            "meta.xml": meta,
            "META-INF/manifest.xml": manifest,
            "META-INF/documentsignatures.xml": "<MARKED/>",
            "Thumbnails/thumbnail.png": MARK,
            "Pictures/MARKED.jpg": photo(),
            "Pictures/stray-MARKED.jpg": photo(),
            "Object 1/content.xml": "<MARKED/>",
            "Basic/script-lc.xml": "<MARKED/>",
            "Versions/Version1": MARK,
        }
    )


def odt() -> bytes:
    return _open(
        "text",
        f"""<office:text><text:tracked-changes><text:changed-region><text:deletion>
<dc:creator>MARKED</dc:creator><text:p>MARKED</text:p></text:deletion></text:changed-region>
</text:tracked-changes><text:p>Shown <text:change text:change-id="c1"/>words
<office:annotation><dc:creator>MARKED</dc:creator><text:p>MARKED</text:p></office:annotation>
<text:a xlink:href="https://example.org/">web</text:a><text:a xlink:href="file:///MARKED">local</text:a>
<text:file-name text:display="MARKED">shown.odt</text:file-name>{PICTURED}</text:p></office:text>""",
    )


def ods() -> bytes:
    return _open(
        "spreadsheet",
        f"""<office:spreadsheet><table:tracked-changes><dc:creator>MARKED</dc:creator>
</table:tracked-changes><table:table table:name="Sheet"><table:table-row>
<table:table-cell table:formula="of:=1+1"><text:p>2</text:p></table:table-cell>
<table:table-cell table:formula="of:=WEBSERVICE(&quot;http://MARKED&quot;)"><text:p>3</text:p>
</table:table-cell></table:table-row></table:table><text:p>{PICTURED}</text:p>
<table:dde-links>MARKED</table:dde-links></office:spreadsheet>""",
    )


def unpacked(whole: bytes) -> bytes:
    """Return all bytes of an archive: names, parts unpacked, and the archive itself."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        parts = [
            part for name in archive.namelist() for part in (name.encode(), archive.read(name))
        ]
    return b"\n".join([whole, *parts])


def words(whole: bytes) -> list[str]:
    """Return the words of all parts that a reader sees, part by part, in their order."""
    told: list[str] = []
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and not name.startswith(("docProps", "settings", "META")):
                pieces = re.split(r"<[^>]*>", archive.read(name).decode())
                told += [" ".join(piece.split()) for piece in pieces if piece.strip()]
    return told


OFFICES = {Kind.DOCX: docx, Kind.XLSX: xlsx, Kind.PPTX: pptx, Kind.ODT: odt, Kind.ODS: ods}
