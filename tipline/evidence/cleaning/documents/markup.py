"""XML parts, filtered as they are read: an editor decides of each element, nothing is held.

Names and prefixes go over as they are written, since office files name prefixes in attributes.
Document types are dropped, and refused if they define anything: no entity is ever expanded.
Comments and processing instructions stay behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import BinaryIO, TypeAlias
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from tipline.errors import FileDamagedError, FileTooComplexError

CHUNK = 64 * 1024
DEPTH_MAX = 500
ELEMENTS_MAX = 2_000_000  # of one part: some 16 seconds, or a sheet of a million cells


class Verdict(Enum):
    """What becomes of an element."""

    KEEP = auto()
    DROP = auto()  # with all that is in it
    UNWRAP = auto()  # what is in it stays
    JUDGE = auto()  # its text, which is all that stays of its content, decides


@dataclass
class Element:
    """One start tag: ``space`` and ``local`` are its name, ``attributes`` its written ones.

    An editor may change the attributes. ``resolve`` gives namespace and local name of one of them.
    """

    space: str
    local: str
    attributes: dict[str, str]
    spaces: dict[str, str]

    def resolve(self, written: str) -> tuple[str, str]:
        """Return the namespace and local name of an attribute."""
        prefix, _, local = written.rpartition(":")
        return (self.spaces.get(prefix, "") if prefix else "", local)


Editor: TypeAlias = Callable[[Element], Verdict]
Judge: TypeAlias = Callable[[Element, str], bool]


@dataclass
class _Frame:
    name: str
    verdict: Verdict
    spaces: dict[str, str]
    carried: dict[str, str] = field(default_factory=dict)  # declared by elements now unwrapped
    element: Element | None = None
    words: list[str] = field(default_factory=list)


class Markup:
    """One part, from ``source`` through ``edit`` to ``write``."""

    def __init__(
        self, edit: Editor, write: Callable[[bytes], object], judge: Judge | None = None
    ) -> None:
        """``judge`` tells whether a judged element with this text stays."""
        self._edit, self._write, self._judge = edit, write, judge
        self._stack = [_Frame("", Verdict.KEEP, {"xml": "http://www.w3.org/XML/1998/namespace"})]
        self._dropped = self._elements = 0
        self._open = ""  # a start tag that waits to see whether it is empty

    def run(self, source: BinaryIO) -> None:
        """Filter a part. Raises FileDamagedError, FileTooComplexError."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.ordered_attributes = False
        parser.StartDoctypeDeclHandler = self._document_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        self._write(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
        try:
            while chunk := source.read(CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003 (expat's own signature)
            parser.Parse(b"", True)  # noqa: FBT003 (the same)
        except expat.ExpatError:
            raise FileDamagedError from None

    def _document_type(self, _name: str, _system: object, _public: object, internal: int) -> None:
        if internal:
            raise FileDamagedError

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._dropped:
            self._dropped += 1
            return
        top = self._stack[-1]
        self._measure()
        if top.verdict is Verdict.JUDGE:
            self._dropped = 1
            return
        attributes = {**top.carried, **attributes}
        spaces = _spaces(top.spaces, attributes)
        prefix, _, local = name.rpartition(":")
        element = Element(spaces.get(prefix, ""), local, attributes, spaces)
        verdict = self._edit(element)
        if verdict is Verdict.DROP:
            self._dropped = 1
            return
        frame = _Frame(name, verdict, spaces, element=element)
        if verdict is Verdict.UNWRAP:
            frame.carried = _declarations(attributes)
        elif verdict is Verdict.KEEP:
            self._put(_tag(name, element.attributes), waits=True)
        self._stack.append(frame)

    def _measure(self) -> None:
        self._elements += 1
        if len(self._stack) > DEPTH_MAX or self._elements > ELEMENTS_MAX:
            raise FileTooComplexError

    def _end(self, name: str) -> None:
        if self._dropped:
            self._dropped -= 1
            return
        frame = self._stack.pop()
        if frame.verdict is Verdict.JUDGE:
            self._decide(frame)
        elif frame.verdict is Verdict.KEEP:
            if self._open:
                self._write(f"{self._open}/>".encode())
                self._open = ""
            else:
                self._put(f"</{name}>")

    def _decide(self, frame: _Frame) -> None:
        words = "".join(frame.words)
        if frame.element and self._judge and self._judge(frame.element, words):
            self._put(f"{_tag(frame.name, frame.element.attributes)}>{escape(words)}")
            self._put(f"</{frame.name}>")

    def _text(self, words: str) -> None:
        if self._dropped:
            return
        if self._stack[-1].verdict is Verdict.JUDGE:
            self._stack[-1].words.append(words)
        elif len(self._stack) > 1:
            self._put(escape(words))

    def _put(self, text: str, *, waits: bool = False) -> None:
        before = f"{self._open}>" if self._open else ""
        self._open = text if waits else ""
        self._write((before + ("" if waits else text)).encode())


def _spaces(outer: dict[str, str], attributes: dict[str, str]) -> dict[str, str]:
    declared = _declarations(attributes)
    if not declared:
        return outer
    return outer | {name.partition(":")[2]: space for name, space in declared.items()}


def _declarations(attributes: dict[str, str]) -> dict[str, str]:
    return {key: space for key, space in attributes.items() if key.partition(":")[0] == "xmlns"}


def _tag(name: str, attributes: dict[str, str]) -> str:
    return f"<{name}" + "".join(
        f" {key}={quoteattr(value, WHITE)}" for key, value in attributes.items()
    )


WHITE = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
