"""The XML parts of an OpenDocument package: changes accepted, writers forgotten."""

from __future__ import annotations

from collections.abc import Callable

from tipline.evidence.cleaning.documents import opendocument_rules as rules
from tipline.evidence.cleaning.documents.markup import Element, Verdict
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.tips.evidence import Found

WEB = ("http://", "https://")


class Words:
    """The editor of content and styles; ``place`` gives the new name of a part, or nothing."""

    def __init__(self, place: Callable[[str], str], findings: Findings) -> None:
        """Tell what is taken to ``findings``."""
        self._place, self._findings = place, findings

    def edit(self, element: Element) -> Verdict:
        """Decide of an element, and take from its attributes what tells too much."""
        local = element.local
        if _goes(element):
            self._findings.add(rules.DROPPED.get(local, Found.PERSON))
            return Verdict.DROP
        if local in rules.UNWRAPPED:
            return Verdict.UNWRAP
        for written in list(element.attributes):
            self._forget(element, written)
        return self._linked(element)

    def _forget(self, element: Element, written: str) -> None:
        space, local = element.resolve(written)
        value = element.attributes[written]
        fetches = local == "formula" and rules.FETCHES.search(value)
        if local.endswith("rsid"):
            self._findings.add(Found.HISTORY)
        elif fetches or local == "macro-name":
            self._findings.add(Found.SCRIPT)
        elif not (local == "name" and element.local in rules.SHAPES and "drawing" in space):
            return
        del element.attributes[written]

    def _linked(self, element: Element) -> Verdict:
        for written, target in list(element.attributes.items()):
            space, local = element.resolve(written)
            if space != rules.LINKS or local != "href" or target.startswith("#"):
                continue
            if element.local == "a":
                if not target.lower().startswith(WEB):
                    self._findings.add(Found.SCRIPT)
                    return Verdict.UNWRAP
                continue
            new = self._place(target)
            if not new:
                self._findings.add(Found.SCRIPT)
                return Verdict.DROP
            element.attributes[written] = new
        return Verdict.KEEP


def _goes(element: Element) -> bool:
    if element.space in {rules.DUBLIN, rules.META}:
        return True
    wanted = rules.ONLY_IN.get(element.local, "")
    return element.local in rules.DROPPED and wanted in element.space


class Settings:
    """The editor of settings: what changes how pages look stays."""

    def __init__(self, findings: Findings) -> None:
        """Tell what is taken to ``findings``."""
        self._findings = findings

    def edit(self, element: Element) -> Verdict:
        """Keep what is no view, no printer, no path and no name."""
        name = _named(element)
        if element.local == "config-item-set" and name != rules.CONFIGURATION:
            return Verdict.DROP
        if element.local.startswith("config-item-map"):
            return Verdict.DROP
        return Verdict.JUDGE if element.local == "config-item" else Verdict.KEEP

    def judge(self, element: Element, words: str) -> bool:
        """Whether a setting stays."""
        name = _named(element)
        if not rules.PRIVATE.search(name) and len(words) <= len("-2147483648"):
            return True
        if words.strip() and name.startswith(("PrinterName", "PrinterSetup")):
            self._findings.add(Found.DEVICE)
        if words.strip("0 ") and name.startswith("Rsid"):
            self._findings.add(Found.HISTORY)
        return False


def _named(element: Element) -> str:
    for written, value in element.attributes.items():
        if element.resolve(written) == (rules.CONFIG, "name"):
            return value
    return ""
