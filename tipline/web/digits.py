"""The digits of a language's own script.

Which numbering system a language has is CLDR's word, by Babel; which character is its zero is
Unicode's (UTS 35, part 3, "Numbering Systems"; the nine others follow it), which Babel leaves out.
"""

from __future__ import annotations

from functools import cache

from babel import Locale

WESTERN = "0123456789"
ZEROS = {
    "adlm": "\N{ADLAM DIGIT ZERO}",
    "arab": "\N{ARABIC-INDIC DIGIT ZERO}",
    "arabext": "\N{EXTENDED ARABIC-INDIC DIGIT ZERO}",
    "beng": "\N{BENGALI DIGIT ZERO}",
    "cakm": "\N{CHAKMA DIGIT ZERO}",
    "deva": "\N{DEVANAGARI DIGIT ZERO}",
    "gujr": "\N{GUJARATI DIGIT ZERO}",
    "guru": "\N{GURMUKHI DIGIT ZERO}",
    "java": "\N{JAVANESE DIGIT ZERO}",
    "khmr": "\N{KHMER DIGIT ZERO}",
    "knda": "\N{KANNADA DIGIT ZERO}",
    "laoo": "\N{LAO DIGIT ZERO}",
    "mlym": "\N{MALAYALAM DIGIT ZERO}",
    "mong": "\N{MONGOLIAN DIGIT ZERO}",
    "mymr": "\N{MYANMAR DIGIT ZERO}",
    "nkoo": "\N{NKO DIGIT ZERO}",
    "orya": "\N{ORIYA DIGIT ZERO}",
    "tamldec": "\N{TAMIL DIGIT ZERO}",
    "telu": "\N{TELUGU DIGIT ZERO}",
    "thai": "\N{THAI DIGIT ZERO}",
    "tibt": "\N{TIBETAN DIGIT ZERO}",
    "vaii": "\N{VAI DIGIT ZERO}",
}


@cache
def own_digits(code: str) -> str:
    """Return the ten digits of a language's script; empty where these are Western or no digits."""
    locale = Locale.parse(code, sep="-")
    system = locale.other_numbering_systems.get("native", "")  # type: ignore[attr-defined] # newer than its types
    zero = ZEROS.get(system)
    return "".join(chr(ord(zero) + value) for value in range(10)) if zero else ""


def in_script(groups: tuple[str, ...], code: str) -> tuple[str, ...]:
    """Return the groups in the digits of a language's script; empty where these are Western."""
    digits = own_digits(code)
    table = str.maketrans(WESTERN, digits) if digits else None
    return tuple(group.translate(table) for group in groups) if table else ()
