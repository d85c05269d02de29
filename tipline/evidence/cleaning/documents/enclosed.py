"""Pictures inside documents, cleaned by those who clean pictures, and bounded in size."""

from __future__ import annotations

import io

from tipline.evidence.cleaning import pictures
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.tips.evidence import Found, Kind

HEAD = 48  # bytes, what tells a picture
PICTURES = (
    (Kind.JPEG, b"\xff\xd8\xff", 0, b""),
    (Kind.PNG, b"\x89PNG\r\n\x1a\n", 0, b""),
    (Kind.GIF, b"GIF8", 0, b""),
    (Kind.WEBP, b"RIFF", 8, b"WEBP"),
)
# Drawings of Windows and OpenOffice, and bare bitmaps: extension, signature, where it stands.
DRAWINGS = (
    ("emf", b" EMF", 40),
    ("wmf", b"\xd7\xcd\xc6\x9a", 0),
    ("wmf", b"\x01\x00\x09\x00\x00\x03", 0),
    ("svm", b"VCLMTF", 0),
    ("bmp", b"BM", 0),
)
EMF_HEAD = 88  # [MS-EMF], 2.3.4.2: bytes before the description


def kind_of(head: bytes) -> Kind | None:
    """Return the kind of a picture that a cleaner knows."""
    for kind, first, at, second in PICTURES:
        if head.startswith(first) and head[at : at + len(second)] == second:
            return kind
    return None


def extension(head: bytes) -> str:
    """Return the usual extension of a picture that may stay; nothing for any other."""
    kind = kind_of(head)
    if kind:
        return kind.value
    return next((name for name, sign, at in DRAWINGS if head[at : at + len(sign)] == sign), "")


def picture(kind: Kind, raw: bytes, findings: Findings) -> bytes:
    """Return a clean picture, and note what it hid; when and where it was taken is not told.

    A document of many pictures has no one place. Raises an EvidenceError, or whatever a cleaner
    did not expect.
    """
    sink = io.BytesIO()
    told = pictures.CLEANERS[kind](io.BytesIO(raw), sink)
    findings.add(*told.found)
    findings.lossless &= told.lossless
    return sink.getvalue()


def left(findings: Findings) -> None:
    """Note a picture of a kind that no cleaner knows: it does not go over."""
    findings.add(Found.PICTURES)
    findings.lossless = False


def any_picture(raw: bytes, findings: Findings) -> bytes:
    """Return a clean picture or drawing; ``extension`` of its beginning is known."""
    kind = kind_of(raw[:HEAD])
    if kind:
        return picture(kind, raw, findings)
    return _without_description(raw, findings) if extension(raw[:HEAD]) == "emf" else raw


def _without_description(raw: bytes, findings: Findings) -> bytes:
    """Blank the description of an EMF: its program, and the title of what was drawn."""
    length, at = (int.from_bytes(raw[place : place + 4], "little") for place in (60, 64))
    end = at + 2 * length
    if not length or at < EMF_HEAD or end > len(raw) or not any(raw[at:end]):
        return raw
    findings.add(Found.PROGRAM, Found.WORDS)
    return raw[:at] + bytes(end - at) + raw[end:]
