"""What the properties of a document tell: read before they are left behind."""

from __future__ import annotations

from dataclasses import replace
from typing import BinaryIO

from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning.documents.markup import Element, Markup, Verdict
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.evidence.cleaning.pictures.origin import moment as moment
from tipline.tips.evidence import Found

# ECMA-376 part 2, 8.3 and part 1, 22.2; OpenDocument part 3, 4.3: local names.
TOLD = {
    **dict.fromkeys(
        ("creator", "initial-creator", "lastModifiedBy", "printed-by", "Company", "Manager"),
        Found.PERSON,
    ),
    **dict.fromkeys(
        ("created", "modified", "lastPrinted", "creation-date", "date", "print-date"), Found.TIME
    ),
    **dict.fromkeys(("Application", "AppVersion", "generator"), Found.PROGRAM),
    **dict.fromkeys(("revision", "TotalTime", "editing-cycles", "editing-duration"), Found.HISTORY),
    **dict.fromkeys(
        ("title", "subject", "description", "keywords", "keyword", "category", "contentStatus"),
        Found.WORDS,
    ),
    **dict.fromkeys(("Template", "template", "user-defined", "HyperlinkBase"), Found.WORDS),
    **dict.fromkeys(("lpwstr", "lpstr", "bool", "i4", "r8", "filetime"), Found.WORDS),
}
HOLDERS = frozenset({"document-meta", "meta", "property"})  # of what tells
MADE = frozenset({"created", "creation-date"})
ROOTS = frozenset({"coreProperties", "Properties"})


def read(part: BinaryIO, findings: Findings) -> str:
    """Note what properties tell, and return when the document was made, if they say so."""
    taken: list[str] = []

    def edit(element: Element) -> Verdict:
        holder = element.local in HOLDERS or element.local in ROOTS
        if element.local == "template":
            findings.add(Found.WORDS)  # told by its attributes
        return Verdict.KEEP if holder else Verdict.JUDGE

    def judge(element: Element, words: str) -> bool:
        if words.strip() and element.local in TOLD:
            findings.add(TOLD[element.local])
        if element.local in MADE:
            taken.append(moment(words))
        return False

    Markup(edit, lambda _: None, judge).run(part)
    return next(filter(None, taken), "")


def with_taken(cleaned: Cleaned, taken: str) -> Cleaned:
    """Return what a cleaner tells, with the time that the document itself told, if it did."""
    return replace(cleaned, taken=taken, place="")
