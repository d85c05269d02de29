"""TXT and CSV: their bytes stay, but for signs that nobody sees and no script needs.

Single joiners and marks of direction are part of Arabic, Persian and the scripts of India, and
stay. Four or more unseen signs in a row spell nothing: such runs, and tags (U+E0000) that do not
follow a flag, are marks of whoever gave the text out.
"""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO

from tipline.errors import FileDamagedError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.kinds import texts
from tipline.tips.evidence import Found

CHUNK = 64 * 1024  # bytes
FLAG = "\U0001f3f4"  # Unicode Technical Standard 51, ED-14a: a flag is told by tags behind it
UNSEEN = "\u200b-\u200d\u2060-\u2064\ufeff\u180e\u00ad"
RUN = re.compile(f"{FLAG}[\U000e0020-\U000e007f]{{1,16}}|[{UNSEEN}]{{4,}}|[\U000e0000-\U000e007f]+")
OPEN = re.compile(f"[{UNSEEN}\U000e0000-\U000e007f]")
WAITING_MAX = 1000  # code points of a run that waits; a longer one is dropped in pieces
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

for _, _charset in MARKS:
    codecs.lookup(_charset)  # in the jail they could not be loaded


def clean(source: BinaryIO, sink: BinaryIO) -> Cleaned:
    """Clean a text (see ``cleaned.Cleaner``). Raises FileDamagedError for what does not decode."""
    source.seek(0)
    start = source.read(CHUNK)
    charset = texts.encoding(start, source)
    if charset is None:
        raise FileDamagedError
    mark, charset = _mark(start, charset)
    source.seek(len(mark))
    cleaning = _Text(charset)
    sink.write(mark)
    try:
        while chunk := source.read(CHUNK):
            sink.write(cleaning.take(chunk))
        sink.write(cleaning.take(b"", last=True))
    except UnicodeError:
        raise FileDamagedError from None
    return Cleaned(found=frozenset({Found.REST} if cleaning.marked else ()))


def _mark(start: bytes, charset: str) -> tuple[bytes, str]:
    """Return the byte order mark of a text, and how what follows it is encoded."""
    return next((told for told in MARKS if start.startswith(told[0])), (b"", charset))


def _settled(text: str) -> int:
    """Return how much of a text can be told now: a run, or a flag with tags, may go on."""
    cut = len(text)
    while cut > max(0, len(text) - WAITING_MAX) and OPEN.match(text[cut - 1]):
        cut -= 1
    return cut - text.startswith(FLAG, cut - 1) if cut else 0


class _Text:
    def __init__(self, charset: str) -> None:
        self._charset = charset
        self._decoder = codecs.getincrementaldecoder(charset)()
        self._rest = ""
        self.marked = False

    def take(self, chunk: bytes, *, last: bool = False) -> bytes:
        """Return as many clean bytes as can be told: a run at the end may go on."""
        text = self._rest + self._decoder.decode(chunk, last)
        cut = len(text) if last else _settled(text)
        self._rest = text[cut:]
        return RUN.sub(self._drop, text[:cut]).encode(self._charset)

    def _drop(self, match: re.Match[str]) -> str:
        if match[0].startswith(FLAG):
            return match[0]
        self.marked = True
        return ""
