"""Plain text: valid UTF-8 or UTF-16, or plausible Windows-1256, without a byte that no text has.

Text that a program would run or draw (scripts with a shebang, SVG, HTML, XML) is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from tipline.tips.evidence import Kind

CHUNK = 64 * 1024
SEEN = 1024 * 1024  # bytes from the beginning that must be text; the cleaner reads the rest
LINES_SEEN = 50
SEPARATORS = ",;\t|"
CONTROLS = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]")
ACTIVE = re.compile(
    r"\s*(?:#!|<\?|<!|<(?:html|head|body|svg|script|math)\b|\{\\rtf|%!PS)", re.IGNORECASE
)
# Looked up once, here: in a jail there is nothing to load a codec from.
for _name in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1256", "ascii"):
    codecs.lookup(_name)
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ARABIC = re.compile("[\u0621-\u0652]")
# Windows-1256 gives each byte a meaning: half of what is beyond ASCII must be Arabic letters, or
# it must be rare, as quotation marks and accents are in the text of another language.
ARABIC_SHARE, RARE_SHARE = 0.5, 0.1


def kind(head: bytes, source: BinaryIO) -> Kind | None:
    """Return CSV or TXT for a text, or None."""
    charset = encoding(head, source)
    if charset is None:
        return None
    source.seek(0)
    start = codecs.getincrementaldecoder(charset)("replace").decode(source.read(CHUNK))
    if ACTIVE.match(start):
        return None
    return Kind.CSV if _is_table(start) else Kind.TXT


def encoding(head: bytes, source: BinaryIO) -> str | None:
    """Return how the text of a file is encoded (a codec's name), or None if it is no text.

    With a byte order mark as that says; else UTF-8 if what is seen is valid, else Windows-1256.
    """
    marked = next((name for mark, name in BYTE_ORDER_MARKS if head.startswith(mark)), None)
    for name in (marked,) if marked else ("utf-8", "cp1256"):
        if _reads_as(name, source):
            return name
    return None


def _reads_as(name: str, source: BinaryIO) -> bool:
    every = beyond = arabic = 0
    try:
        for piece in _decoded(name, source):
            if CONTROLS.search(piece):
                return False
            every += len(piece)
            beyond += len(piece) - len(piece.encode("ascii", "ignore"))
            arabic += len(ARABIC.findall(piece))
    except UnicodeDecodeError:
        return False
    return name != "cp1256" or arabic >= ARABIC_SHARE * beyond or beyond <= RARE_SHARE * every


def _decoded(name: str, source: BinaryIO) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)()
    source.seek(0)
    for _ in range(SEEN // CHUNK):
        chunk = source.read(CHUNK)
        yield decoder.decode(chunk, final=not chunk)
        if not chunk:
            return


def _is_table(start: str) -> bool:
    """Whether each of the first whole lines has as many of one separator, one at least.

    Two lines are wanted: a single line with a comma is a sentence. Quoted separators do not count.
    """
    whole = re.sub(r'"[^"]*"', "", start).splitlines()[: LINES_SEEN + 1]
    lines = [line for line in whole[: max(2, len(whole) - 1)] if line.strip()]
    counts = [{line.count(sign) for line in lines} for sign in SEPARATORS]
    return len(lines) > 1 and any(len(seen) == 1 and seen.pop() > 0 for seen in counts)
