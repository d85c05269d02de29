"""One spelling of a text, whatever somebody typed: what is looked for by words is compared in it.

Source: docs/design.md, 6. Arabic is written with or without hamza, ta marbuta, vowels and the
stretching tatweel; digits come from several scripts.
"""

from __future__ import annotations

import unicodedata

GROWTH, ROOM = 4, 100  # what a text may grow to in one spelling, and some: one letter can become 18
TATWEEL = "\u0640"
ONE_LETTER = str.maketrans({  # written one for the other; a hamza on its letter is a mark, and gone
    "ٱ": "ا", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ە": "ه", "ھ": "ه", TATWEEL: None,
})  # fmt: skip


def spelled(text: str) -> str:
    """Return a text in one spelling: no marks, no case, one digit for each value."""
    if text.isascii():
        return text.casefold()
    apart = unicodedata.normalize("NFKD", text)[: GROWTH * len(text) + ROOM]
    bare = "".join(filter(_is_no_mark, apart))
    plain = unicodedata.normalize("NFKC", bare).casefold().translate(ONE_LETTER)
    return "".join(map(_digit, plain))


def _is_no_mark(character: str) -> bool:
    return not unicodedata.combining(character) or "\u0900" <= character <= "\u0dff"


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
