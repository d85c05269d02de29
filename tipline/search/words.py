"""Words as they are looked for: one spelling, one stem, whatever somebody typed.

Source: docs/design.md, 6. ``tipline.spelling`` gives the spelling; plates and numbers are written
with or without spaces.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Collection, Iterable, Iterator

import Stemmer

from tipline.search import arabic
from tipline.spelling import spelled

INDIC = "".join(  # their vowels are marks, and part of the word; their dandas are not
    chr(code) for code in range(0x0900, 0x0E00) if unicodedata.category(chr(code)).startswith("M")
)
WORD = re.compile(rf"(?:[^\W_]|[{INDIC}])+")
WRITTEN = re.compile(  # as somebody wrote it: with vowels, the stretching tatweel, and accents
    rf"(?:[^\W_]|[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670{INDIC}])+"
)
NUMBERS = re.compile(r"\d(?:[ \-/.]?\d)+")  # a plate, a telephone number: in groups
WORD_MAX = 40  # code points: what is longer is no word
WRITTEN_MAX = 4 * WORD_MAX  # with its vowels and tatweels
BRITISH = (  # endings that are spelled in two ways, and the way in which the stemmer knows them
    ("is", re.compile(r"(?<=[a-z]{2}[lnr])is(?=(?:e[drs]?|ers|ing|ations?)$)"), "iz"),
    ("our", re.compile(r"(?<=[a-z]{2})our(?=(?:s|ed|ing|ers?|hoods?)?$)"), "or"),
)
_stemmers = threading.local()  # an instance serves one thread


def tokens(texts: Iterable[str]) -> set[str]:
    """Return the words of some texts as the index holds them: letters and digits alone."""
    found: set[str] = set()
    for text in texts:
        plain = spelled(text)
        found.update(stem(word) for word in WORD.findall(plain) if len(word) <= WORD_MAX)
        found.update(_joined(plain))
    return found


def asked(text: str) -> list[str]:
    """Return the words of a question, each once, in their order."""
    words = (stem(word) for word in WORD.findall(spelled(text)) if len(word) <= WORD_MAX)
    return list(dict.fromkeys(words))


def places(text: str, wanted: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield where in a text, as it was written, the wanted words stand: from where, to where."""
    known: dict[str, bool] = {}
    for pattern in (NUMBERS, WRITTEN):
        for found in pattern.finditer(text):
            word = found.group()
            if len(word) > WRITTEN_MAX:
                continue
            if word not in known:
                known[word] = not tokens([word]).isdisjoint(wanted)
            if known[word]:
                yield found.span()


def stem(word: str) -> str:
    """Return the stem of a word that ``spelled`` gave; of a word in neither language, itself.

    Nothing is remembered: words would stay in memory when their index has gone from it.
    """
    if "\u0600" <= word[0] <= "\u06ff":
        return arabic.stem(word)
    if word.isascii() and word.isalpha():
        return str(_english().stemWord(_american(word)))
    return word


def _american(word: str) -> str:
    """Return an English word in the one of its two spellings that the stemmer knows."""
    for letters, british, american in BRITISH:
        if letters in word:  # few have them, and looking costs less than the pattern
            word = british.sub(american, word)
    return word


def _joined(text: str) -> Iterator[str]:
    """Yield numbers that stand in groups as one word as well."""
    for found in NUMBERS.findall(text):
        number = re.sub(r"\D", "", found)
        if number != found and len(number) <= WORD_MAX:
            yield number


def _english() -> Stemmer.Stemmer:
    if not hasattr(_stemmers, "english"):
        _stemmers.english = Stemmer.Stemmer("english")
    found: Stemmer.Stemmer = _stemmers.english
    return found
