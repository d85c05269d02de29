"""Words that may give the reporter away: looked for before sending, for a warning, never a refusal.

It finds what looks like a number, an address or a name of the reporter's own, in Arabic and in
English; numbers by the patterns of the configuration. It cannot find everything, and it may find
what belongs to somebody else: it only asks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tipline.configuration import Identifier
    from tipline.tips.report import Answers


MAIL, NAME = "mail", "name"  # beside the kinds that the configuration names
PATTERNS = {
    MAIL: re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    NAME: re.compile(
        r"\b(?:my (?:full |first |family )?name(?:'s| is)|i am called"
        r"|my (?:cpr|id|passport|phone|mobile|number|e-?mail|address)"
        r"|[وف]?[اأإ]?سمي|[وف]?[اأ]دعى|[اأ]نا [اأ]سمي"
        r"|[وف]?(?:رقمي|هاتفي|جوالي|نقالي|موبايلي|بريدي|ايميلي|إيميلي|بطاقتي|هويتي|جوازي|عنواني))\b",
        re.IGNORECASE,
    ),
}
MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200c-\u200f]")  # vowels, tatweel, joiners
OTHER_DIGIT = re.compile(r"[^\D0-9]")  # of any script but ours
BETWEEN = " \n "  # two texts: no pattern reaches across
THEIRS = frozenset({"accounts", "vehicles", "boats"})  # numbers there are the other side's


def found_in(text: str, identifiers: Sequence[Identifier]) -> frozenset[str]:
    """Return the kinds of what a text seems to hold of the reporter."""
    plain = MARKS.sub("", unicodedata.normalize("NFKC", text))
    western = OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), plain)
    numbers = {each.kind for each in identifiers if each.pattern.search(western)}
    words = {kind for kind, pattern in PATTERNS.items() if pattern.search(western)}
    return frozenset(numbers | words)


def found(answers: Answers, identifiers: Sequence[Identifier]) -> dict[str, frozenset[str]]:
    """Return what each answer seems to hold, by the answer's name; nothing where nothing does.

    All of them are looked through at once: in most reports there is nothing to find.
    """
    told = {name: BETWEEN.join(texts(value)) for name, value in _of_the_reporter(answers)}
    if not found_in(BETWEEN.join(told.values()), identifiers):
        return {}
    named = {name: found_in(text, identifiers) for name, text in told.items()}
    return {name: kinds for name, kinds in named.items() if kinds}


def _of_the_reporter(answers: Answers) -> Iterator[tuple[str, object]]:
    """Yield the answers, by their names, that were given and may speak of the reporter."""
    for field in fields(answers):
        if field.name not in THEIRS and (value := getattr(answers, field.name)) != field.default:
            yield field.name, value


def texts(value: object) -> Iterator[str]:
    """Yield every text in an answer."""
    if isinstance(value, StrEnum):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        held: Iterable[object] = (getattr(value, field.name) for field in fields(value))
        for item in held:
            yield from texts(item)
