"""Office files: zip archives, told by what they hold. Every other archive is refused.

Office Open XML (ECMA-376, part 2) names the type of its main part in [Content_Types].xml;
OpenDocument (part 2, 3.3) stores its type as the first entry, ``mimetype``. Documents with macros
and templates have types of their own, and are not among ours.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import BinaryIO

from tipline.errors import FileKindRefusedError, FileLockedError
from tipline.tips.evidence import Kind

ENTRIES_MAX = 10_000
DIRECTORY_MAX = 4 * 1024 * 1024  # bytes of a zip's directory: zipfile would read all of it
TYPES_MAX = 1024 * 1024  # bytes of [Content_Types].xml
END_BYTES = 22 + 0xFFFF  # the end record and its longest comment
MAIN = b"application/vnd.openxmlformats-officedocument.%s.main+xml"
MAIN_PARTS = {
    MAIN % b"wordprocessingml.document": Kind.DOCX,
    MAIN % b"spreadsheetml.sheet": Kind.XLSX,
    MAIN % b"presentationml.presentation": Kind.PPTX,
    MAIN % b"presentationml.slideshow": Kind.PPTX,
}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
OPEN = {OPEN_DOCUMENT + b"text": Kind.ODT, OPEN_DOCUMENT + b"spreadsheet": Kind.ODS}
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: old office files, and locked new ones
LOCKED = "EncryptedPackage".encode("utf-16-le")  # [MS-OFFCRYPTO], 2.3.4.4


def kind(head: bytes, source: BinaryIO) -> Kind | None:
    """Return the kind of an office file; None if this is neither a zip nor a compound file."""
    if head.startswith(COMPOUND):
        raise FileLockedError if LOCKED in _directory(head, source) else FileKindRefusedError
    if not head.startswith(b"PK\x03\x04"):
        return None
    return _open_document(head) or _office(source)


def _directory(head: bytes, source: BinaryIO) -> bytes:
    """Return the first entries of a compound file's directory."""
    sector = 1 << min(int.from_bytes(head[30:32], "little"), 12)
    source.seek((int.from_bytes(head[48:52], "little") + 1) * sector)
    return source.read(4096)


def _open_document(head: bytes) -> Kind | None:
    # Stored, first, and without an extra field, so that it can be read at a fixed place.
    name, size = head[30:38], int.from_bytes(head[22:26], "little")
    return OPEN.get(head[38 : 38 + size]) if name == b"mimetype" else None


def _office(source: BinaryIO) -> Kind | None:
    _refuse_large_directory(source)
    try:
        with zipfile.ZipFile(source) as archive, archive.open("[Content_Types].xml") as part:
            types = part.read(TYPES_MAX)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError):
        return None
    except (OSError, EOFError, zlib.error):
        return None
    return next(
        (
            kind
            for main, kind in MAIN_PARTS.items()
            if re.search(rb"[\"']%b[\"']" % re.escape(main), types)
        ),
        None,
    )


def _refuse_large_directory(source: BinaryIO) -> None:
    size = source.seek(0, 2)
    source.seek(max(0, size - END_BYTES))
    tail = source.read(END_BYTES)
    end = tail[tail.rfind(b"PK\x05\x06") :]
    entries, length = int.from_bytes(end[10:12], "little"), int.from_bytes(end[12:16], "little")
    if entries > ENTRIES_MAX or length > DIRECTORY_MAX:
        raise FileKindRefusedError
