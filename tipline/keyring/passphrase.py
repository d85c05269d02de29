"""Passphrases: how one is written, how good it is, and six words for whoever wants to choose none.

Strength is guessed by zxcvbn (Wheeler, USENIX Security 2016), from 0 to 4; 3 is 10^8 guesses and
more, and each guess at an identity costs 128 MiB of scrypt.
"""

from __future__ import annotations

import secrets
import threading
import unicodedata
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from zxcvbn import zxcvbn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LENGTH_MIN = 12  # code points; NIST SP 800-63B asks for 8 and more
LENGTH_MAX = 256  # code points: what a request may cost before scrypt
SCORE_MIN = 3  # zxcvbn: "safely unguessable: moderate protection from offline slow-hash scenario"
# Code points that zxcvbn is given: a longer passphrase is at least as strong as its beginning. It
# tries all readings of digits and signs that may stand for letters: 72 of them took eight seconds.
JUDGED_MAX = 32
FOREIGN_WORDS_MIN = 4  # words of a thousand usual ones: 10^12 guesses
WORDS = 6  # of 7,776: 77 bits
WORD_LIST = "eff-long"  # the EFF's list, made to be typed without slips

_judging = threading.Lock()


class Flaw(StrEnum):
    """What makes a passphrase easy to guess: the worst of it, in a word."""

    SHORT = "short"
    LONG = "long"
    COMMON = "common"
    WORDS = "words"
    KEYBOARD = "keyboard"
    REPEAT = "repeat"
    SEQUENCE = "sequence"
    DATE = "date"
    WEAK = "weak"


_PATTERNS: Mapping[str, Flaw] = {
    "spatial": Flaw.KEYBOARD,
    "repeat": Flaw.REPEAT,
    "sequence": Flaw.SEQUENCE,
    "date": Flaw.DATE,
    "regex": Flaw.DATE,
}


def normalised(typed: str) -> str:
    """Return the passphrase as it is used: NFC, without white space at its ends.

    One keyboard writes é as one sign, another as two; both must open the same identity. Words may
    be set apart by several spaces: they count as one.
    """
    return " ".join(unicodedata.normalize("NFC", typed).split())


def judge(passphrase: str, known: Iterable[str] = ()) -> Flaw | None:
    """Return what is wrong with a new passphrase (normalised), or None if it will do.

    ``known`` are words that an attacker tries first: the analyst's name, the desk, the site. A word
    that is known, or that came before, adds nothing. zxcvbn has lists of English words only: in
    other letters, where it would take a proverb for noise, four different words are wanted.
    """
    if len(passphrase) < LENGTH_MIN:
        return Flaw.SHORT
    if len(passphrase) > LENGTH_MAX:
        return Flaw.LONG
    words = dict.fromkeys(passphrase.casefold().split())
    own = [word for word in words if word not in {it.casefold() for it in known}]
    if len(own) < len(passphrase.split()):
        return None if _is_good(" ".join(own)) else Flaw.REPEAT
    if not passphrase.isascii() and len(own) < FOREIGN_WORDS_MIN:
        return Flaw.WORDS
    found = _guessed(passphrase, known)
    return None if found["score"] >= SCORE_MIN else _worst(found["sequence"])


def draw() -> str:
    """Return six random words, set apart by spaces."""
    return " ".join(secrets.choice(_words()) for _ in range(WORDS))


@cache
def _words() -> tuple[str, ...]:
    listed = files("xkcdpass") / "static" / WORD_LIST
    return tuple(listed.read_text("ascii").split())


def _is_good(words: str) -> bool:
    enough = words.isascii() or len(words.split()) >= FOREIGN_WORDS_MIN
    return bool(words) and enough and _guessed(words, ())["score"] >= SCORE_MIN


def _guessed(passphrase: str, known: Iterable[str]) -> Mapping[str, Any]:
    with _judging:  # zxcvbn keeps the known words of a call in a global
        return zxcvbn(passphrase[:JUDGED_MAX], user_inputs=[*known, "tipline"])


def _worst(sequence: Sequence[Any]) -> Flaw:
    longest = max(sequence, key=lambda match: len(match["token"]))
    if longest["pattern"] == "dictionary":
        return Flaw.COMMON if longest["dictionary_name"] == "passwords" else Flaw.WORDS
    return _PATTERNS.get(longest["pattern"], Flaw.WEAK)
