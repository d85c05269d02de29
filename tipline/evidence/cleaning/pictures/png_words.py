"""What the chunks of a PNG tell that no decoder needs: texts by keyword, times, EXIF."""

from __future__ import annotations

import binascii
import zlib
from collections.abc import Mapping
from contextlib import suppress

from tipline.evidence.cleaning.pictures.findings import SEEN, Findings
from tipline.tips.evidence import Found

TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
KEYWORDS: Mapping[str, Found] = {
    "author": Found.PERSON,
    "artist": Found.PERSON,
    "copyright": Found.PERSON,
    "software": Found.PROGRAM,
    "source": Found.DEVICE,
    "make": Found.DEVICE,
    "model": Found.DEVICE,
    "thumb::uri": Found.HISTORY,
}
XMP = "xml:com.adobe.xmp"
RAW_PROFILE = "raw profile type "  # ImageMagick's, in hexadecimal digits


def tell(findings: Findings, name: bytes, content: bytes) -> None:
    """Note what a chunk that stays behind held."""
    if name == b"eXIf":
        findings.exif(content)
    elif name == b"tIME":
        findings.add(Found.TIME)
    elif name in TEXTS and findings.may_look():
        keyword, text = _text(name, content)
        _tell_text(findings, keyword.lower(), text)
    else:
        findings.add(Found.REST)


def _text(name: bytes, content: bytes) -> tuple[str, bytes]:
    """Return the keyword (Latin 1) and the text of a chunk (11.3.3), unpacked up to 1 MiB."""
    keyword, _, text = content.partition(b"\0")
    packed = name == b"zTXt" or (name == b"iTXt" and text[:1] == b"\1")
    if name == b"iTXt":
        text = text[2:].partition(b"\0")[2].partition(b"\0")[2]
    elif packed:
        text = text[1:]
    if packed:
        with suppress(zlib.error):
            text = zlib.decompressobj().decompress(text, SEEN)
    return keyword.decode("latin-1"), text


def _tell_text(findings: Findings, keyword: str, text: bytes) -> None:
    if keyword == XMP:
        findings.xmp(text)
    elif keyword.startswith(RAW_PROFILE):
        _tell_raw(findings, keyword.removeprefix(RAW_PROFILE), text)
    elif "time" in keyword or "date" in keyword:
        findings.add(Found.TIME)
    else:
        findings.add(KEYWORDS.get(keyword, Found.WORDS))


def _tell_raw(findings: Findings, profile: str, text: bytes) -> None:
    """Look through a profile: a line with its name, one with its length, then digits."""
    raw = b""
    with suppress(ValueError, IndexError):
        raw = binascii.unhexlify(b"".join(text.split()[2:]))
    readers = {"iptc": findings.photoshop, "xmp": findings.xmp}
    if profile in {"exif", "app1"} and not raw.startswith(b"http"):
        findings.exif(raw)
    else:
        readers.get(profile, findings.xmp)(raw)
