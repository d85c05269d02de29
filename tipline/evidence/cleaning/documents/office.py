"""DOCX, XLSX and PPTX (ECMA-376, part 2): a package written anew from its main part.

Only parts that a known relationship leads to go over, under names of ours; pictures are cleaned,
other media and enclosed files stay behind. Links to the web stay: nothing fetches them on opening.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import quoteattr

from tipline.errors import FileDamagedError, FileKindRefusedError
from tipline.evidence.cleaned import Cleaned, Cleaner
from tipline.evidence.cleaning.documents import enclosed, told
from tipline.evidence.cleaning.documents import office_rules as rules
from tipline.evidence.cleaning.documents.archive import Archive, Part, Parts
from tipline.evidence.cleaning.documents.markup import Element, Markup, Verdict
from tipline.evidence.cleaning.documents.office_words import Words
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.tips.evidence import Found

TYPES = "[Content_Types].xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
MARKED_UP = re.compile(r"application/(?:[\w.+-]+\+xml|xml|vnd\.openxmlformats-.*vmlDrawing)$")
ACTIVE = re.compile(r"macroEnabled|svg", re.IGNORECASE)
FONT = re.compile(r"application/(?:vnd\.openxmlformats-.*obfuscatedFont|x-font\w*)$")
MAIN = {
    "wordprocessingml": "word/document.xml",
    "spreadsheetml": "xl/workbook.xml",
    "presentationml": "ppt/presentation.xml",
}


@dataclass(frozen=True)
class Relation:
    """One relationship: ``kind`` is the last step of its type; ``target`` a part or an address."""

    number: str
    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """Return the last step of the type."""
        return self.type.rpartition("/")[2]


def cleaner(language: str) -> Cleaner:
    """Return a cleaner of packages whose main part is in this language, as ``MAIN`` lists them.

    1. Read which types the parts have; read what the properties tell.
    2. From the main part on: filter a part, and follow the relationships that it still mentions.
    3. Write the package's own lists.
    """
    return lambda source, sink: Package(source, sink, language).clean()


class Package:
    """One package on its way."""

    def __init__(self, source: BinaryIO, sink: BinaryIO, language: str) -> None:
        """Open the archive."""
        self._language = language
        self._parts, self._archive = Parts(source), Archive(sink)
        self._findings = Findings()
        self._types = _Types(self._parts)
        self._new: dict[str, str] = {}  # names of parts that go over, by their old names
        self._waiting: list[str] = []
        self._folder = ""

    def clean(self) -> Cleaned:
        """Write the clean package."""
        if self._parts.remarks():
            self._findings.add(Found.WORDS)
        roots = _relations(self._parts, "")
        main = next((one for one in roots if one.kind == "officeDocument"), None)
        if main is None:
            raise FileDamagedError
        taken = self._tell(roots)  # 1
        self._begin(main.target)
        while self._waiting:
            self._write(self._waiting.pop())  # 2
        self._list(main)  # 3
        self._archive.close()
        return told.with_taken(self._findings.cleaned(), taken)

    def _tell(self, roots: list[Relation]) -> str:
        taken = ""
        for one in roots:
            if one.kind.endswith("-properties") and one.target in self._parts.names:
                with self._parts.open(one.target) as part:
                    taken = told.read(part, self._findings) or taken
            elif one.kind != "officeDocument":
                self._findings.add(rules.LEFT.get(one.kind, Found.REST))
        return taken

    def _begin(self, main: str) -> None:
        kind = self._types.of(main)
        if ACTIVE.search(kind):
            raise FileKindRefusedError
        if main not in self._parts.names or f".{self._language}." not in kind:
            raise FileDamagedError
        name = MAIN[self._language]
        self._folder = name.partition("/")[0]
        self._new[main] = name
        self._waiting.append(main)

    def _write(self, old: str) -> None:
        new = self._new[old]
        kind = self._types.of(old)
        if not MARKED_UP.match(kind):
            raw = self._parts.read(old)
            whole = raw if FONT.match(kind) else enclosed.any_picture(raw, self._findings)
            self._archive.add(new, whole)
            return
        relations = {one.number: one for one in _relations(self._parts, old)}
        alive = frozenset(number for number, one in relations.items() if self._may_stay(one))
        words = Words(alive, self._findings)
        part = Part(self._archive, new)
        with self._parts.open(old) as source:
            Markup(words.edit, part.write, words.judge).run(source)
        part.close()
        kept = [one for number, one in relations.items() if number in alive and _used(one, words)]
        self._relate(new, [self._renamed(one) for one in kept])

    def _may_stay(self, one: Relation) -> bool:
        if one.external:
            stays = one.kind == "hyperlink" and _is_web(one.target)
        else:
            known = one.kind in rules.IMPLIED or one.kind in rules.MENTIONED
            there = one.target in self._parts.names
            stays = known and there and self._is_fit(one)
            if there and not stays and self._is_shown(one):
                enclosed.left(self._findings)
        if not stays and one.external:
            self._findings.add(Found.SCRIPT)
        elif not stays and one.kind not in rules.QUIET:
            self._findings.add(rules.LEFT.get(one.kind, Found.REST))
        return stays

    def _is_fit(self, one: Relation) -> bool:
        kind = self._types.of(one.target)
        if ACTIVE.search(kind):
            return False
        if one.kind == "font":
            return bool(FONT.match(kind))
        if one.kind == "image":
            return bool(self._extension(one.target)) and not MARKED_UP.match(kind)
        return bool(MARKED_UP.match(kind))

    def _is_shown(self, one: Relation) -> bool:
        """Tell whether it is a picture that nothing stands for: beside an SVG there is a PNG."""
        return one.kind == "image" and not ACTIVE.search(self._types.of(one.target))

    def _extension(self, name: str) -> str:
        with self._parts.open(name) as part:
            return enclosed.extension(part.read(enclosed.HEAD))

    def _renamed(self, one: Relation) -> Relation:
        """Return a relationship to the new name of its part, which is written in its turn."""
        if one.external:
            return one
        if one.target not in self._new:
            number = len(self._new)
            stem = f"media/image{number}" if one.kind == "image" else f"{one.kind}{number}"
            end = {"vmlDrawing": "vml", "font": "odttf"}
            if one.kind == "image":
                end["image"] = self._extension(one.target)
            name = f"{self._folder}/{stem}.{end.get(one.kind, 'xml')}"
            self._new[one.target] = name
            self._waiting.append(one.target)
        return Relation(one.number, one.type, self._new[one.target], external=False)

    def _relate(self, new: str, relations: list[Relation]) -> None:
        if relations:
            folder, _, name = new.rpartition("/")
            name = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
            self._archive.add(name, _related(relations).encode())

    def _list(self, main: Relation) -> None:
        self._relate("", [self._renamed(main)])
        self._archive.add(TYPES, "".join(self._types.listed(self._new)).encode())


class _Types:
    """The content types of parts (ECMA-376 part 2, 7.2.3)."""

    def __init__(self, parts: Parts) -> None:
        self._names: dict[str, str] = {}
        self._ends: dict[str, str] = {}
        with parts.open(TYPES) as part:
            _each(part, self._note)

    def _note(self, element: Element) -> None:
        told = element.attributes
        if element.local == "Override":
            self._names[told.get("PartName", "").lstrip("/").casefold()] = told.get(
                "ContentType", ""
            )
        elif element.local == "Default":
            self._ends[told.get("Extension", "").casefold()] = told.get("ContentType", "")

    def of(self, name: str) -> str:
        """Return the type of a part; nothing if it has none."""
        end = name.rpartition(".")[2].casefold()
        return self._names.get(name.casefold()) or self._ends.get(end, "")

    def listed(self, new: dict[str, str]) -> Iterator[str]:
        """Write the list of types for parts by their new names."""
        yield f'<Types xmlns="{PACKAGE}content-types">'
        yield f'<Default Extension="rels" ContentType="{RELATIONS_TYPE}"/>'
        for old, name in new.items():
            kind = quoteattr(self.of(old))
            yield f'<Override PartName="/{name}" ContentType={kind}/>'
        yield "</Types>"


def _each(part: BinaryIO, note: Callable[[Element], None]) -> None:
    def edit(element: Element) -> Verdict:
        note(element)
        return Verdict.KEEP

    Markup(edit, lambda _: None).run(part)


def _relations(parts: Parts, name: str) -> list[Relation]:
    """Return the relationships of a part, or of the package for no name."""
    folder, _, last = name.rpartition("/")
    listed = posixpath.join(folder, "_rels", f"{last}.rels")
    found: list[Relation] = []
    if listed not in parts.names:
        return found

    def note(element: Element) -> None:
        told = element.attributes
        if element.local == "Relationship":
            external = told.get("TargetMode") == "External"
            target = told.get("Target", "")
            place = target if external else _place(folder, target)
            found.append(Relation(told.get("Id", ""), told.get("Type", ""), place, external))

    with parts.open(listed) as part:
        _each(part, note)
    return found


def _place(folder: str, target: str) -> str:
    whole = posixpath.join("/", folder, unquote(target.partition("#")[0]))
    return posixpath.normpath(whole).lstrip("/")


def _is_web(address: str) -> bool:
    try:
        return urlsplit(address).scheme.lower() in {"http", "https"}
    except ValueError:
        return False


def _used(one: Relation, words: Words) -> bool:
    return one.kind in rules.IMPLIED or one.number in words.mentioned


def _related(relations: list[Relation]) -> str:
    lines = [
        f"<Relationship Id={quoteattr(one.number)} Type={quoteattr(one.type)} "
        + (
            f'Target={quoteattr(one.target)} TargetMode="External"/>'
            if one.external
            else f"Target={quoteattr('/' + one.target)}/>"
        )
        for one in relations
    ]
    return f'<Relationships xmlns="{PACKAGE}relationships">{"".join(lines)}</Relationships>'
