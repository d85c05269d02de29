"""The words of office files, without their looks: paragraphs, and the cells of tables.

Their pages are drawn elsewhere, where LibreOffice is installed (``evidence.offices``); here are the
words that no page shows, too. Parts are read in the order of their numbers; nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.documents.archive import Parts
from tipline.evidence.showing import texts
from tipline.evidence.showing.bounds import TEXT_MAX
from tipline.tips.evidence import Kind

CHUNK = 64 * 1024  # bytes
ELEMENTS_MAX = 2_000_000
COLUMNS_MAX = 200  # a cell further to the right follows the one before it
SPACES_MAX = 40  # of a run that is told as a number
NUMBER = re.compile(r"(\d+)\.xml$")
COLUMN = re.compile("[A-Z]{1,3}")
PARTS = {  # which parts hold words, by kind, in the order in which they are read; a part is named
    # as cleaning names it, or else as most programs do
    Kind.DOCX: ("word/document", "word/footnotes", "word/endnotes", "word/header", "word/footer"),
    Kind.PPTX: ("ppt/slide", "ppt/slides/slide", "ppt/notesSlide", "ppt/notesSlides/notesSlide"),
    Kind.ODT: ("content",),
    Kind.ODS: ("content",),
}
SHEETS, SHARED = ("xl/worksheet", "xl/worksheets/sheet"), "xl/sharedStrings"
BETWEEN = "\n\n———\n\n"  # between two parts: slides, sheets, notes
WORDS = {"t"}  # elements of Office Open XML whose text is words


class FullError(Exception):
    """As many words were read as a page can hold."""


class Page:
    """What has been read so far."""

    def __init__(self) -> None:
        """Begin empty."""
        self._said: list[str] = []
        self._size = 0

    def add(self, text: str) -> None:
        """Add words; FullError beyond what a page holds."""
        self._said.append(text)
        self._size += len(text)
        if self._size > TEXT_MAX:
            raise FullError

    def __str__(self) -> str:
        """Return the words."""
        return "".join(self._said)


def write(kind: Kind, source: BinaryIO, sink: BinaryIO) -> dict[str, Any]:
    """Write the words of an office file; ``cut`` says that there are more."""
    parts, page = Parts(source), Page()
    try:
        for number, said in enumerate(_each(kind, parts, page)):
            if number:
                page.add(BETWEEN)
            said()
    except FullError:
        pass
    return texts.put(str(page), sink)


def _each(kind: Kind, parts: Parts, page: Page) -> Iterator[Callable[[], None]]:
    """Yield what reads each part."""
    if kind is Kind.XLSX:
        shared = _shared(parts)
        for name in [name for each in SHEETS for name in _numbered(parts, each)]:
            yield lambda name=name: _read(parts, name, _Sheet(page, shared))  # type: ignore[misc]  # a default binds the name
        return
    reader = _OpenDocument if kind in {Kind.ODT, Kind.ODS} else _Office
    for beginning in PARTS[kind]:
        for name in _numbered(parts, beginning):
            yield lambda name=name: _read(parts, name, reader(page))  # type: ignore[misc]  # the same


def _numbered(parts: Parts, beginning: str) -> list[str]:
    """Return the parts of a name and a number, by their numbers."""
    fitting = re.compile(re.escape(beginning) + r"\d*\.xml")
    found = [name for name in parts.names if fitting.fullmatch(name)]
    return sorted(found, key=lambda name: int(m[1]) if (m := NUMBER.search(name)) else 0)


class _Reader:
    """Reads one part: elements by their local names."""

    def start(self, name: str, has: dict[str, str]) -> None:
        """Meet a start tag."""

    def end(self, name: str) -> None:
        """Meet an end tag."""

    def text(self, said: str) -> None:
        """Meet text."""


def _read(parts: Parts, name: str, reader: _Reader) -> None:
    """Let a reader meet a part; FileDamagedError, FileTooComplexError."""
    met = 0

    def start(written: str, has: dict[str, str]) -> None:
        nonlocal met
        met += 1
        if met > ELEMENTS_MAX:
            raise FileTooComplexError
        reader.start(_local(written), {_local(key): value for key, value in has.items()})

    def declared(_name: str, _system: object, _public: object, internal: int) -> None:
        if internal:
            raise FileDamagedError  # no entity is ever expanded

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, declared
    parser.EndElementHandler = lambda written: reader.end(_local(written))
    parser.CharacterDataHandler = reader.text
    try:
        with parts.open(name) as part:
            while chunk := part.read(CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 (expat's own signature)
            parser.Parse(b"", True)  # noqa: FBT003 (the same)
    except expat.ExpatError:
        raise FileDamagedError from None


def _local(written: str) -> str:
    return written.rpartition(":")[2]


class _Office(_Reader):
    """Paragraphs of WordprocessingML and DrawingML (ECMA-376, 17.3 and 21.1.2)."""

    def __init__(self, page: Page) -> None:
        self._page, self._words = page, False

    def start(self, name: str, has: dict[str, str]) -> None:
        """Begin words, or put a mark."""
        self._words = name in WORDS
        if name in {"tab", "br", "cr"} and "val" not in has:  # a tab stop has a value
            self._page.add("\t" if name == "tab" else "\n")

    def end(self, name: str) -> None:
        """End words or a paragraph."""
        self._words = False
        if name == "p":
            self._page.add("\n")

    def text(self, said: str) -> None:
        """Take words."""
        if self._words:
            self._page.add(said)


class _OpenDocument(_Reader):
    """Paragraphs and cells of OpenDocument (part 3, 5.1 and 9.1)."""

    def __init__(self, page: Page) -> None:
        self._page, self._paragraphs, self._cells = page, 0, 0

    def start(self, name: str, has: dict[str, str]) -> None:
        """Begin a paragraph or a cell, or put a mark."""
        if name in {"p", "h"}:
            self._paragraphs += 1
        elif name == "table-cell":
            self._cells += 1
        elif self._paragraphs and name in {"tab", "line-break"}:
            self._page.add("\t" if name == "tab" else "\n")
        elif self._paragraphs and name == "s":
            count = has.get("c", "1")
            self._page.add(" " * min(SPACES_MAX, _number(count, 1)))

    def end(self, name: str) -> None:
        """End a paragraph, a cell or a row."""
        if name in {"p", "h"}:
            self._paragraphs -= 1
            self._page.add(" " if self._cells else "\n")
        elif name == "table-cell":
            self._cells -= 1
            self._page.add("\t")
        elif name == "table-row":
            self._page.add("\n")

    def text(self, said: str) -> None:
        """Take words."""
        if self._paragraphs:
            self._page.add(said)


def _shared(parts: Parts) -> list[str]:
    """Return the texts that a workbook's cells name by number."""
    reader = _Shared()
    for name in _numbered(parts, SHARED):
        _read(parts, name, reader)
    return reader.texts


class _Shared(_Reader):
    """Shared strings of SpreadsheetML (ECMA-376, 18.4)."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._words = False

    def start(self, name: str, _has: dict[str, str]) -> None:
        """Begin a text or its words."""
        self._words = name in WORDS
        if name == "si":
            self.texts.append("")

    def end(self, _name: str) -> None:
        """End words."""
        self._words = False

    def text(self, said: str) -> None:
        """Take words, as many as could ever be shown."""
        if self._words and self.texts:
            self.texts[-1] = (self.texts[-1] + said)[: TEXT_MAX + 1]


class _Sheet(_Reader):
    """A sheet: its rows in lines, its cells between tabs (ECMA-376, 18.3)."""

    def __init__(self, page: Page, shared: list[str]) -> None:
        self._page, self._shared = page, shared
        self._column, self._kind, self._value, self._words = 0, "", "", False

    def start(self, name: str, has: dict[str, str]) -> None:
        """Begin a row, a cell or its value."""
        if name == "row":
            self._column = 0
        elif name == "c":
            self._kind, self._value = has.get("t", ""), ""
            self._go_to(_column(has.get("r", "")))
        self._words = name in {"v", "t"}

    def end(self, name: str) -> None:
        """End a value, a cell or a row."""
        self._words = False
        if name == "c":
            self._page.add(self._shown())
        elif name == "row":
            self._page.add("\n")

    def text(self, said: str) -> None:
        """Take a value."""
        if self._words:
            self._value += said

    def _go_to(self, column: int) -> None:
        wanted = column if self._column < column <= COLUMNS_MAX else self._column + 1
        self._page.add("\t" * (wanted - max(1, self._column)))
        self._column = wanted

    def _shown(self) -> str:
        if self._kind == "s" and self._value.strip().isdecimal():
            number = _number(self._value.strip(), len(self._shared))
            return self._shared[number] if number < len(self._shared) else ""
        return self._value


def _number(told: str, otherwise: int) -> int:
    """Return a number of at most nine digits."""
    return int(told) if told.isdecimal() and len(told) <= 9 else otherwise  # noqa: PLR2004 (said above)


def _column(reference: str) -> int:
    """Return the number of a cell's column, from 1; 0 where it is not told."""
    letters = COLUMN.match(reference)
    number = 0
    for letter in letters[0] if letters else "":
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
