"""A file is what its bytes say: never its name, and never what stands behind its beginning."""

from __future__ import annotations

import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evidence.pictures.drawing import PICTURES, encoded
from tipline.errors import EvidenceError, FileEmptyError, FileKindRefusedError, FileLockedError
from tipline.evidence.kinds import recognise
from tipline.tips.evidence import Kind

OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = '<Types><Override PartName="/main.xml" ContentType="{}"/></Types>'
FRAME = b"\xff\xfb\x90\x00" + bytes(413)  # MPEG 1, layer 3, 128 kbit/s, 44.1 kHz
ARABIC = "رأيت سيارة بيضاء قرب البوابة"


def told(content: bytes) -> Kind:
    return recognise(io.BytesIO(content))


def box(name: bytes, *content: bytes) -> bytes:
    inner = b"".join(content)
    return struct.pack(">I4s", 8 + len(inner), name) + inner


def movie(major: bytes, *compatible: bytes, tracks: tuple[bytes, ...] = ()) -> bytes:
    handlers = [
        box(b"trak", box(b"mdia", box(b"hdlr", bytes(8), each, bytes(13)))) for each in tracks
    ]
    brands = box(b"ftyp", major, bytes(4), *compatible) if major else b""
    return brands + box(b"moov", box(b"mvhd", bytes(100)), *handlers)


def office(types: str, name: str = "[Content_Types].xml") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, TYPES.format(types if "/" in types else OFFICE + types))
    return sink.getvalue()


def open_document(kind: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return sink.getvalue()


FILES: list[tuple[Kind, bytes]] = [
    *((kind, encoded(kind)) for kind in PICTURES),
    (Kind.GIF, b"GIF87a" + encoded(Kind.GIF)[6:]),
    (Kind.PDF, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
    (Kind.DOCX, office("wordprocessingml.document.main+xml")),
    (Kind.XLSX, office("spreadsheetml.sheet.main+xml")),
    (Kind.PPTX, office("presentationml.presentation.main+xml")),
    (Kind.PPTX, office("presentationml.slideshow.main+xml")),
    (Kind.ODT, open_document("text")),
    (Kind.ODS, open_document("spreadsheet")),
    (Kind.TXT, b"one line, with a comma"),
    (Kind.TXT, ARABIC.encode()),
    (Kind.TXT, ARABIC.encode("cp1256")),
    (Kind.TXT, b"The driver\x92s van \x96 white \x96 left."),
    (Kind.TXT, ARABIC.encode("utf-16")),
    (Kind.TXT, b"\xef\xbb\xbf" + ARABIC.encode()),
    (Kind.TXT, b"Dear all,\nthe car stood there, then, later, it left.\nYours\n"),
    (Kind.CSV, b"plate,colour\n123,white\n456,red\n"),
    (Kind.CSV, 'name;note\n"a;b";c\nd;"e\nf"\n'.encode("utf-16")),
    (Kind.CSV, b"a\tb\tc\n1\t2\t3\n"),
    (Kind.MP4, movie(b"isom", b"mp41", tracks=(b"vide", b"soun"))),
    (Kind.MP4, movie(b"mp42")),
    (Kind.MP4, movie(b"XXXX", b"isom", tracks=(b"vide",))),
    (Kind.M4A, movie(b"mp42", b"isom", tracks=(b"soun",))),
    (Kind.M4A, movie(b"M4A ", b"isom")),
    (Kind.MOV, movie(b"qt  ", tracks=(b"soun",))),
    (Kind.MOV, movie(b"", tracks=(b"vide",))),
    (Kind.THREE_GP, movie(b"3gp4", b"isom", tracks=(b"soun",))),
    (Kind.HEIC, movie(b"mif1", b"miaf", b"heic")),
    (Kind.AVIF, movie(b"mif1", b"miaf", b"avif")),
    (Kind.WEBM, b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm\x42\x87\x81\4"),
    (Kind.MP3, FRAME * 5),
    (Kind.MP3, b"ID3\4\0\0\0\0\1\0" + bytes(128) + FRAME * 5),
    (Kind.MP3, FRAME * 2),
    (Kind.OGG, b"OggS\0\2" + bytes(20)),
    (Kind.WAV, b"RIFF\x24\0\0\0WAVEfmt "),
    (Kind.AMR, b"#!AMR\n\x3c" + bytes(31)),
]
REFUSED: dict[str, bytes] = {
    "a zip": office("text/xml", name="readme"),
    "a zip of parts": office("text/xml"),
    "a document with macros": office("application/vnd.ms-word.document.macroEnabled.main+xml"),
    "a template": office("wordprocessingml.template.main+xml"),
    "an empty zip": b"PK\x05\x06" + bytes(18),
    "a presentation of OpenDocument": open_document("presentation"),
    "rar": b"Rar!\x1a\x07\1\0" + bytes(20),
    "seven zip": b"7z\xbc\xaf\x27\x1c" + bytes(20),
    "gzip": b"\x1f\x8b\x08" + bytes(20),
    "a program of Windows": b"MZ\x90\0\3" + bytes(60),
    "a program of Linux": b"\x7fELF\2\1\1" + bytes(60),
    "a shell script": b"#!/bin/sh\nrm -rf /\n",
    "a script behind a mark": b"\xef\xbb\xbf#!/bin/sh\n",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
    "svg as xml": b'<?xml version="1.0"?><svg/>',
    "html": b"  \n<!DOCTYPE html><p>",
    "html without a type": b"<HTML><body>",
    "html in sixteen bits": "<html>".encode("utf-16"),
    "rtf": rb"{\rtf1\ansi}",
    "postscript": b"%!PS-Adobe-3.0\n",
    "matroska": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska",
    "a jpeg 2000": box(b"ftyp", b"jp2 ", bytes(4), b"jp2 "),
    "a raw picture of a camera": box(b"ftyp", b"crx ", bytes(4), b"crx "),
    "an old office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "bytes of no kind": bytes(range(256)),
    "text with a null": b"text\0text",
    "letters of no language": bytes(range(0x80, 0xC0)),
    "sync without frames": b"\xff\xfb\x90\x00" * 50,
    "a tag without sound": b"ID3\4\0\0\0\0\1\0" + bytes(128) + b"nothing",
}


@pytest.mark.parametrize(("kind", "content"), FILES)
def test_it_is_what_its_bytes_say(kind: Kind, content: bytes) -> None:
    assert told(content) is kind


def test_every_kind_is_tried() -> None:
    assert {kind for kind, _ in FILES} == set(Kind)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_taken_is_refused(name: str) -> None:
    with pytest.raises(FileKindRefusedError):
        told(REFUSED[name])


def test_an_empty_file_is_told_as_that() -> None:
    with pytest.raises(FileEmptyError):
        told(b"")


def test_an_office_file_with_a_password_is_told_as_that() -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + b"\x09\0" + bytes(16) + b"\1\0\0\0"
    entries = bytes(128) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(FileLockedError):
        told(head.ljust(1024, b"\0") + entries.ljust(512, b"\0"))


@pytest.mark.parametrize("kind", PICTURES)
def test_a_file_of_two_kinds_is_what_it_begins_as(kind: Kind) -> None:
    assert told(encoded(kind) + office("wordprocessingml.document.main+xml")) is kind


def test_a_zip_with_a_directory_beyond_all_bounds_is_refused() -> None:
    whole = office("wordprocessingml.document.main+xml")
    at = whole.rfind(b"PK\x05\x06")
    for entries, size in ((60_000, 100), (1, 2**31)):
        end = whole[:at] + struct.pack("<4s4xHHII2x", b"PK\x05\x06", entries, entries, size, 0)
        with pytest.raises(FileKindRefusedError):
            told(end)


@given(st.sampled_from(FILES), st.binary(max_size=64), st.integers(0, 600))
def test_no_bytes_give_anything_but_a_kind_or_a_refusal(
    file: tuple[Kind, bytes], noise: bytes, at: int
) -> None:
    content = file[1][:at] + noise + file[1][at + len(noise) :]
    with suppress(EvidenceError):
        assert told(content) in Kind


@given(st.text(max_size=200))
def test_text_is_text_or_refused(text: str) -> None:
    content = text.encode("utf-8", "ignore")
    try:
        assert told(content).family == "text"
    except (FileKindRefusedError, FileEmptyError):
        assert not text.isalpha() or not text.isascii()
