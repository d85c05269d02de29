"""A PDF with a mark in every place that hides one, made by pikepdf; and PDFs that are absurd."""

from __future__ import annotations

import io
import zlib
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Pdf, Stream, String
from PIL import Image, ImageCms

from tests.evidence.pictures.drawing import drawn, encoded
from tipline.tips.evidence import Kind

MARK = "MARKED"
XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmp:CreatorTool="MARKED" '
    b'dc:creator="MARKED"/></rdf:RDF></x:xmpmeta>'
)
WHEN = "D:20260301123456+03'00'"
CONTENT = b"""q 200 0 0 120 40 500 cm /Im0 Do Q q 90 0 0 60 300 500 cm /AF Do Q /Fm0 Do
BT /F1 18 Tf 40 700 Td (Shown words) Tj ET
/Cs1 cs 0.2 0.9 0.4 sc 300 300 50 50 re f
/OC /L0 BDC 0.2 0.4 0.6 rg 40 300 100 80 re f EMC"""


def _jpeg() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0131] = MARK, MARK
    return encoded(Kind.JPEG, exif=exif.tobytes(), comment=MARK.encode())


def _jpeg2000() -> bytes:
    sink = io.BytesIO()
    drawn().save(sink, "JPEG2000", comment=MARK)
    return sink.getvalue() + b"\0\0\0\x1euuid" + b"0123456789abcdef" + MARK.encode()


def _picture(pdf: Pdf, content: bytes, coding: object) -> Stream:
    return pdf.make_stream(
        content,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=96,
        Height=64,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceRGB,
        Filter=coding,
        Metadata=pdf.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML),
        ID=String(MARK),
    )


def profile() -> bytes:
    """Return a colour profile of sRGB with a text of its maker's."""
    told = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name = "sRGB built-in".encode("utf-16-be")
    assert name in told
    return told.replace(name, MARK.ljust(len(name) // 2).encode("utf-16-be"))


def _drawing(pdf: Pdf, colour: str) -> Stream:
    return pdf.make_stream(
        f"{colour} rg 0 0 60 30 re f".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, 60, 30]),
        Resources=Dictionary(),
        LastModified=String(WHEN),
        PieceInfo=Dictionary(Marked=Dictionary(Private=String(MARK))),
    )


def _annotation(pdf: Pdf, kind: str, at: int, **more: Any) -> Dictionary:
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name(f"/{kind}"),
        Rect=Array([400, at, 460, at + 30]),
        F=4,
        T=String(MARK),
        M=String(WHEN),
        CreationDate=String(WHEN),
        Subj=String(MARK),
        NM=String(MARK),
        RC=String(MARK),
        AP=Dictionary(N=_drawing(pdf, "0.9 0.3 0.1")),
        **more,
    )


def _annotations(pdf: Pdf) -> Array:
    script = Dictionary(S=Name.JavaScript, JS=String(MARK))
    file = AttachedFileSpec(pdf, MARK.encode(), filename=f"{MARK}.txt").obj
    signature = Dictionary(Type=Name.Sig, Name=String(MARK), Contents=String(MARK))
    ones = [
        _annotation(pdf, "Square", 700, Contents=String(MARK), AA=Dictionary(E=script)),
        _annotation(pdf, "FileAttachment", 660, FS=file),
        _annotation(pdf, "Screen", 620, A=Dictionary(S=Name.Rendition, JS=String(MARK))),
        _annotation(pdf, "Link", 580, A=Dictionary(S=Name.URI, URI=String(MARK))),
        _annotation(pdf, "Link", 540, A=Dictionary(S=Name.Launch, F=String(MARK))),
        _annotation(pdf, "Popup", 500, Contents=String(MARK)),
        _annotation(pdf, "Widget", 460, FT=Name.Sig, V=signature),
        _annotation(pdf, "Widget", 420, FT=Name.Tx, V=String("told"), TU=String(MARK), A=script),
    ]
    return Array([pdf.make_indirect(one) for one in ones])


def _page(pdf: Pdf) -> None:
    page = pdf.add_blank_page(page_size=(500, 800)).obj
    layer = Dictionary(
        Type=Name.OCG,
        Name=String("Layer"),
        Usage=Dictionary(CreatorInfo=Dictionary(Creator=String(MARK))),
    )
    layers = Array([pdf.make_indirect(layer)])
    pdf.Root.OCProperties = Dictionary(OCGs=layers, D=Dictionary(ON=layers, Creator=String(MARK)))
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page.Resources = Dictionary(
        XObject=Dictionary(
            Im0=_picture(pdf, _jpeg(), Name.DCTDecode),
            AF=_picture(pdf, _jpeg2000(), Name.JPXDecode),  # a name that is a key elsewhere
            Fm0=_drawing(pdf, "0.1 0.7 0.2"),
            Packed=_picture(pdf, zlib.compress(_jpeg()), Array([Name.FlateDecode, Name.DCTDecode])),
        ),
        Font=Dictionary(F1=font),
        ColorSpace=Dictionary(Cs1=Array([Name.ICCBased, pdf.make_stream(profile(), N=3)])),
        Properties=Dictionary(L0=layers[0]),
    )
    page.Contents = pdf.make_stream(CONTENT)
    page.Annots = _annotations(pdf)
    page.Thumb = pdf.make_stream(MARK.encode())
    page.VP = Array([Dictionary(Measure=Dictionary(Marked=String(MARK)))])
    page.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String(MARK)))
    page.Metadata = pdf.make_stream(XMP)
    page.PieceInfo = Dictionary(Marked=String(MARK))
    page.LastModified = String(WHEN)


def _catalog(pdf: Pdf) -> None:
    root, script = pdf.Root, Dictionary(S=Name.JavaScript, JS=String(MARK))
    pdf.attachments[f"{MARK}.txt"] = AttachedFileSpec(pdf, MARK.encode(), filename=MARK)
    root.Names.JavaScript = Dictionary(Names=Array([String("a"), script]))
    root.OpenAction = script
    root.Metadata = pdf.make_stream(XMP, Type=Name.Metadata, Subtype=Name.XML)
    root.Collection = Dictionary(D=String(MARK))
    root.Perms = Dictionary(DocMDP=Dictionary(Name=String(MARK)))
    root.SpiderInfo = Dictionary(V=1, C=Array([Dictionary(URL=String(MARK))]))
    root.AF = Array([Dictionary(Type=Name.Filespec, F=String(MARK))])
    fields = Array([one for one in pdf.pages[0].obj.Annots if one.Subtype == Name.Widget])
    root.AcroForm = Dictionary(Fields=fields, XFA=pdf.make_stream(MARK.encode()), SigFlags=3)
    element = Dictionary(Type=Name.StructElem, S=Name.P, ActualText=String("Shown words"))
    element.AF = root.AF
    root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))
    entry = pdf.make_indirect(Dictionary(Title=String("Chapter"), A=script))
    root.Outlines = Dictionary(First=entry, Last=entry, Count=1)
    entry.Parent = pdf.make_indirect(root.Outlines)
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, Info=String(MARK))
    intent.DestOutputProfile = pdf.make_stream(profile(), N=3)
    root.OutputIntents = Array([intent])
    root.Marked = String(MARK)


def marked() -> bytes:
    """Return a PDF of one page, saved, and saved again with a revision behind."""
    pdf = pikepdf.new()
    _page(pdf)
    _catalog(pdf)
    for key in ("Author", "Creator", "Producer", "Title", "Subject", "Keywords", "Company"):
        pdf.docinfo[f"/{key}"] = MARK
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = WHEN
    pdf.trailer.DocChecksum = String(MARK)
    sink = io.BytesIO()
    pdf.save(sink, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return _revised(sink.getvalue())


def _revised(whole: bytes) -> bytes:
    """Append a revision as a program does that saves only what changed (ISO 32000-2, 7.5.6)."""
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        info, root = pdf.trailer.Info.objgen[0], pdf.Root.objgen[0]
        size = int(pdf.trailer.Size)
    last = whole.rsplit(b"startxref", 1)[1].split()[0]
    place = len(whole)
    changed = b"%d 0 obj\n<</Author (MARKED again) /CreationDate (%b)>>\nendobj\n"
    entry = changed % (info, WHEN.encode())
    tail = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d /Root %d 0 R /Info %d 0 R /Prev %b>>\n"
    end = b"startxref\n%d\n%%%%EOF\n" % (place + len(entry))
    return whole + entry + tail % (info, place, size, root, info, last) + end


def plain(pages: int = 1) -> bytes:
    """Return a PDF of pages with words, and nothing else."""
    pdf = pikepdf.new()
    for number in range(pages):
        page = pdf.add_blank_page(page_size=(200, 100)).obj
        page.Contents = pdf.make_stream(b"%d 20 30 10 re f" % (10 + number % 90))
    sink = io.BytesIO()
    pdf.save(sink)
    return sink.getvalue()


def shown(whole: bytes) -> list[bytes]:
    """Return the pixels of each page, as PDFium draws them."""
    with pypdfium2.PdfDocument(whole) as pdf:
        return [bytes(page.render(scale=1).buffer) for page in pdf]


def unpacked(whole: bytes) -> bytes:
    """Return all that can be decompressed of a PDF, and its strings."""
    parts = [whole]
    with pikepdf.open(io.BytesIO(whole)) as pdf:
        for thing in pdf.objects:
            parts.append(repr(thing).encode())
            if isinstance(thing, Stream):
                level = pikepdf.StreamDecodeLevel.generalized
                parts.append(thing.read_raw_bytes())
                try:
                    parts.append(thing.read_bytes(level))
                except pikepdf.PdfError:
                    continue
    return b"\n".join(parts)
