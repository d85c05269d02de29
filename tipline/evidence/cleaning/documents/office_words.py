"""The XML parts of an Office Open XML package: changes accepted, writers forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from tipline.evidence.cleaning.documents import office_rules as rules
from tipline.evidence.cleaning.documents.markup import Element, Verdict
from tipline.evidence.cleaning.pictures.findings import Findings
from tipline.tips.evidence import Found


class Words:
    """The editor of one part; ``alive`` are the ids of relationships that may stay.

    ``mentioned`` are those of them that the part mentions, once it is filtered.
    """

    def __init__(self, alive: frozenset[str], findings: Findings) -> None:
        """Tell what is taken to ``findings``."""
        self._alive, self._findings = alive, findings
        self._lost: set[str] = set()  # shared formulas that fetch
        self.mentioned: set[str] = set()

    def edit(self, element: Element) -> Verdict:
        """Decide of an element, and take from its attributes what tells too much."""
        verdict = self._verdict(element)
        if verdict is Verdict.DROP:
            return verdict
        if element.attributes:
            self._forget(element)
            return verdict if self._linked(element) else Verdict.DROP
        return verdict

    def _verdict(self, element: Element) -> Verdict:
        local, word = element.local, element.space in rules.WORD
        if local in rules.DROPPED:
            self._findings.add(rules.DROPPED[local])
            return Verdict.DROP
        if word:
            return self._of_word(element, local)
        if local in {"f", "definedName"} and element.space in rules.SHEET:
            return Verdict.JUDGE
        if not rules.JUMP.match(element.attributes.get("action", "")):
            self._findings.add(Found.SCRIPT)
            return Verdict.DROP
        return Verdict.KEEP

    def _of_word(self, element: Element, local: str) -> Verdict:
        if local in rules.DROPPED_OF_WORD:
            self._findings.add(Found.HISTORY)
            return Verdict.DROP
        if local in rules.UNWRAPPED_OF_WORD:
            if local in {"ins", "moveTo"}:
                self._findings.add(Found.HISTORY)
            return Verdict.UNWRAP
        if local == "fldSimple" and not any(map(rules.FIELD.match, _named(element, "instr"))):
            self._findings.add(Found.SCRIPT)
            return Verdict.UNWRAP
        return Verdict.JUDGE if local == "instrText" else Verdict.KEEP

    def judge(self, element: Element, words: str) -> bool:
        """Whether a formula or a field's instruction stays."""
        if element.space in rules.WORD:
            stays = bool(rules.FIELD.match(words)) or not words.strip()
        else:
            share = element.attributes.get("si", "")
            stays = not rules.FETCHES.search(words) and share not in self._lost
            if not stays and share:
                self._lost.add(share)
        if not stays:
            self._findings.add(Found.SCRIPT)
        return stays

    def _forget(self, element: Element) -> None:
        for written in list(element.attributes):
            space, local = element.resolve(written)
            found = rules.ATTRIBUTES.get(local)
            if local.startswith("rsid") or (local == "date" and space in rules.WORD):
                found = Found.HISTORY
            elif local in {"title", "alt"} and (space == rules.DRAWN_BY_OFFICE or local == "alt"):
                found = Found.WORDS
            if found:
                if element.attributes[written].strip("0"):
                    self._findings.add(found)
                del element.attributes[written]
        if element.local in rules.NAMED_SHAPES:
            self._unname(element)

    def _unname(self, element: Element) -> None:
        for key in ("descr", "title"):
            if element.attributes.pop(key, ""):
                self._findings.add(Found.WORDS)
        if element.attributes.get("name"):
            element.attributes["name"] = ""

    def _linked(self, element: Element) -> bool:
        """Note the parts that are mentioned; tell whether the element can stay without others."""
        for written in list(element.attributes):
            space, local = element.resolve(written)
            if space not in rules.RELATIONS and not (
                space == rules.DRAWN_BY_OFFICE and local == "relid"
            ):
                continue
            number = element.attributes[written]
            if number in self._alive:
                self.mentioned.add(number)
            elif number or local != "id":
                if not _stays_alone(element):
                    return False
                del element.attributes[written]
        return True


def _named(element: Element, local: str) -> Iterator[str]:
    for written, value in element.attributes.items():
        if element.resolve(written)[1] == local:
            yield value


def _stays_alone(element: Element) -> bool:
    return element.local in rules.STAYS_ALONE or (
        element.local == "hyperlink" and element.space in rules.WORD
    )
