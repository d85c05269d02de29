"""ODT and ODS (OpenDocument part 2): content, styles, what of the settings shapes pages, pictures.

Everything else stays behind; embedded objects are shown by the pictures that stand for them.
Links to the web stay: nothing fetches them on opening.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import unquote
from xml.sax.saxutils import quoteattr

from tipline.errors import FileDamagedError, FileLockedError
from tipline.evidence.cleaned import Cleaned, Cleaner
from tipline.evidence.cleaning.documents import enclosed, told
from tipline.evidence.cleaning.documents import opendocument_rules as rules
from tipline.evidence.cleaning.documents.archive import Archive, Part, Parts
from tipline.evidence.cleaning.documents.markup import Editor, Element, Judge, Markup, Verdict
from tipline.evidence.cleaning.documents.opendocument_words import Settings, Words
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.tips.evidence import Found

TEXT = b"application/vnd.oasis.opendocument.text"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = "META-INF/manifest.xml"
MANIFEST_SPACE = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
MIMETYPE_MAX = 100  # bytes
PICTURES = ("Pictures/", "ObjectReplacements/")
DRAWN = (b"<?xml", b"<svg", b"\xef\xbb\xbf<")  # an SVG, beside which stands a PNG
FONTS = (b"\0\1\0\0", b"OTTO", b"true", b"wOFF")


def cleaner(kind: bytes) -> Cleaner:
    """Return a cleaner of packages that say they are of this kind (see ``cleaned.Cleaner``).

    1. See that it is not locked; read what its properties tell.
    2. Filter its parts; they say which pictures go over.
    3. Write those, and a manifest.
    """
    return lambda source, sink: Package(source, sink, kind).clean()


class Package:
    """One package on its way."""

    def __init__(self, source: BinaryIO, sink: BinaryIO, kind: bytes) -> None:
        """Open the archive."""
        self._kind = kind
        self._parts, self._archive = Parts(source), Archive(sink)
        self._findings = Findings()
        self._new: dict[str, str] = {}  # names of pictures and fonts, by their old ones
        self._written: list[str] = []

    def clean(self) -> Cleaned:
        """Write the clean package."""
        if self._parts.remarks():
            self._findings.add(Found.WORDS)
        self._refuse_locked()  # 1
        taken = self._tell()
        if self._parts.read("mimetype")[:MIMETYPE_MAX] != self._kind:
            raise FileDamagedError
        self._archive.add("mimetype", self._kind, stored=True)
        words = Words(self._place, self._findings)
        self._filter("content.xml", words.edit)  # 2
        if "styles.xml" in self._parts.names:
            self._filter("styles.xml", words.edit)
        if "settings.xml" in self._parts.names:
            settings = Settings(self._findings)
            self._filter("settings.xml", settings.edit, settings.judge)
        for old, new in self._new.items():  # 3
            raw = self._parts.read(old)
            self._archive.add(new, _clean_part(new, raw, self._findings))
        self._archive.add(MANIFEST, "".join(self._manifest(self._kind.decode())).encode())
        self._archive.close()
        return told.with_taken(self._findings.cleaned(), taken)

    def _refuse_locked(self) -> None:
        if MANIFEST not in self._parts.names:
            return

        def edit(element: Element) -> Verdict:
            if element.local == "encryption-data":
                raise FileLockedError
            return Verdict.KEEP

        with self._parts.open(MANIFEST) as part:
            Markup(edit, lambda _: None).run(part)

    def _tell(self) -> str:
        for name in self._parts.names:
            found = next((found for start, found in rules.LEFT if name.startswith(start)), None)
            if found or not rules.EXPECTED.match(name):
                self._findings.add(found or Found.REST)
        if "meta.xml" not in self._parts.names:
            return ""
        with self._parts.open("meta.xml") as part:
            return told.read(part, self._findings)

    def _filter(self, name: str, edit: Editor, judge: Judge | None = None) -> None:
        part = Part(self._archive, name)
        with self._parts.open(name) as source:
            Markup(edit, part.write, judge).run(source)
        part.close()
        self._written.append(name)

    def _place(self, target: str) -> str:
        """Return the new name of a picture or font; nothing for what does not go over."""
        old = posixpath.normpath(unquote(target))
        if old not in self._parts.names:
            return ""
        if old not in self._new:
            with self._parts.open(old) as part:
                head = part.read(enclosed.HEAD)
            end = "ttf" if head.startswith(FONTS) else enclosed.extension(head)
            if not end:
                if old.startswith(PICTURES) and not head.lstrip().startswith(DRAWN):
                    enclosed.left(self._findings)
                return ""
            folder, stem = ("Fonts", "font") if end == "ttf" else ("Pictures", "picture")
            self._new[old] = f"{folder}/{stem}{len(self._new) + 1}.{end}"
        return self._new[old]

    def _manifest(self, kind: str) -> Iterator[str]:
        yield f'<manifest:manifest xmlns:manifest="{MANIFEST_SPACE}" manifest:version="1.3">'
        listed = [("/", kind), *((name, "text/xml") for name in self._written)]
        for name, media in [*listed, *((name, "") for name in self._new.values())]:
            yield (
                f"<manifest:file-entry manifest:full-path={quoteattr(name)} "
                f"manifest:media-type={quoteattr(media)}/>"
            )
        yield "</manifest:manifest>"


def _clean_part(name: str, raw: bytes, findings: Findings) -> bytes:
    return raw if name.startswith("Fonts/") else enclosed.any_picture(raw, findings)
