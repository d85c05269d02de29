"""What a file is, by its bytes alone: never by its name, nor by the type that a sender declares.

A file is what its beginning is. What stands behind (a file may be of two kinds to two readers) is
cleaning's to drop. Nothing is decoded here, little is read, and no more is believed than that a
cleaner of this kind is the one to ask; a cleaner refuses what is not whole.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, TypeAlias

from tipline.errors import FileEmptyError, FileKindRefusedError
from tipline.evidence.kinds import boxes, sounds, texts, zips
from tipline.tips.evidence import Kind

HEAD = 4096  # bytes, what most signs lie within

Sign: TypeAlias = Callable[[bytes, BinaryIO], Kind | None]
"""Given the first bytes and the file: the kind that it is, or None to let others look."""


def recognise(source: BinaryIO) -> Kind:
    """Return the kind of a seekable file; where its reader stands afterwards is not said.

    Raises FileEmptyError; FileLockedError for an office file under a password; and
    FileKindRefusedError for all that is not taken: archives, programs, scripts, SVG, HTML.
    """
    source.seek(0)
    head = source.read(HEAD)
    if not head:
        raise FileEmptyError
    kind = next(filter(None, (sign(head, source) for sign in SIGNS)), None)
    if kind is None:
        raise FileKindRefusedError
    return kind


def _by_first_bytes(head: bytes, _: BinaryIO) -> Kind | None:
    for kind, first, at, second in FIRST_BYTES:
        if head.startswith(first) and head[at : at + len(second)] == second:
            return kind
    return None


def _webm(head: bytes, _: BinaryIO) -> Kind | None:
    """Matroska (RFC 8794, 11.2.1) whose DocType is webm: id 4282, a length of one byte, 4."""
    marked = head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:256]
    return Kind.WEBM if marked else None


FIRST_BYTES = (
    (Kind.JPEG, b"\xff\xd8\xff", 0, b""),
    (Kind.PNG, b"\x89PNG\r\n\x1a\n", 0, b""),
    (Kind.WEBP, b"RIFF", 8, b"WEBP"),
    (Kind.WAV, b"RIFF", 8, b"WAVE"),
    (Kind.WAV, b"RF64", 8, b"WAVE"),
    (Kind.GIF, b"GIF87a", 0, b""),
    (Kind.GIF, b"GIF89a", 0, b""),
    (Kind.PDF, b"%PDF-", 0, b""),
    (Kind.OGG, b"OggS", 0, b""),
    (Kind.AMR, b"#!AMR\n", 0, b""),
    (Kind.AMR, b"#!AMR-WB\n", 0, b""),
)
SIGNS: tuple[Sign, ...] = (
    _by_first_bytes,
    _webm,
    boxes.kind,
    zips.kind,
    sounds.kind,
    texts.kind,
)
