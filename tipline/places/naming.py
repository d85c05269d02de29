"""How names of places are compared: without the article, and by their consonants.

People write the same village in many ways: with ال or without, in Latin letters as each hears it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from tipline.spelling import spelled

WORD = re.compile(r"[^\W_]+")
SILENT = re.compile("['\u2018\u2019\u02bb\u02bc\u02be\u02bf`\u00b4]")  # hamza and ayn in Latin
LATIN_ARTICLES = frozenset({"al", "el", "ul", "ar", "as", "ash", "at", "ath", "az", "ad", "an"})
ARTICLE, LEFT = "ال", 1  # and how many letters are left after it
GLUED, GLUED_MIN = "al", 6  # the Latin article at its word, and letters of a word that may have it
BONE_MIN = 2  # consonants: fewer tell nothing
PAIRS = (("kh", "x"), ("sh", "c"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ch", "c"), ("ck", "k"))
LATIN = str.maketrans({"q": "k", "g": "k", "c": "k", "p": "b", "v": "f"} | dict.fromkeys("aeiouwy"))
PAIRED = str.maketrans({"G": "g", "C": "c", "X": "x", "D": "d", "T": "t", "K": "k"})
ARABIC = str.maketrans({
    "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ط": "t", "ج": "j", "چ": "c", "ح": "h", "خ": "x",
    "د": "d", "ذ": "d", "ض": "d", "ظ": "d", "ر": "r", "ز": "z", "س": "s", "ص": "s", "ش": "c",
    "غ": "g", "ف": "f", "ڤ": "f", "ق": "k", "ك": "k", "گ": "k", "ل": "l", "م": "m", "ن": "n",
    "ه": "h",
} | dict.fromkeys("اعويء"))  # fmt: skip


def asked(text: str) -> list[str]:
    """Return the words that somebody asks for, without their articles: the last one may go on."""
    *whole, last = parts(text) or [""]
    words = [word for word in whole if word not in LATIN_ARTICLES]
    return [bare(word) for word in (*words, last) if word]


def parts(name: str) -> list[str]:
    """Return the words of a name in one spelling."""
    return WORD.findall(SILENT.sub("", spelled(name)))


def bare(word: str) -> str:
    """Return an Arabic word without the article."""
    there = word.startswith(ARTICLE) and len(word) >= len(ARTICLE) + LEFT
    return word[len(ARTICLE) :] if there else word


def bones(words: Iterable[str]) -> list[str]:
    """Return what is left of a name's words in any script: consonants, as one letter each.

    A word with fewer than two stays out, and so does the sound that ends سترة and Sitrah alike.
    """
    found = (_bone(bare(word)) for word in words if word not in LATIN_ARTICLES)
    return [bone for bone in found if len(bone) >= BONE_MIN]


def _bone(word: str) -> str:
    if word.isdecimal():
        return word
    if word.isascii():
        spoken = word[len(GLUED) :] if word.startswith(GLUED) and len(word) >= GLUED_MIN else word
        for pair, letter in PAIRS:
            spoken = spoken.replace(pair, letter.upper())
        bone = spoken.translate(LATIN).translate(PAIRED)
    else:
        bone = word.translate(ARABIC)
    once = "".join(letter for letter, _ in itertools.groupby(bone))
    return once.removesuffix("h") if len(once) > BONE_MIN else once
