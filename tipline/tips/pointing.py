"""What in a text may point at who wrote it: a table of rules, whose findings are hints.

Source: the domain guide, 4, "Sanitising". Who could know something, and which hiding place is too
exact, no rule can tell: these find words by which such a passage often begins.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from tipline.tips.report import Circle

FEW = frozenset({Circle.ONLY_ME, Circle.FEW})  # who few could be may be guessed from what is said


class Clue(StrEnum):
    """What a rule finds."""

    MAIL = "mail"
    NUMBER = "number"
    PHONE = "phone"
    FIRST = "first"
    KNOWN = "known"
    HIDING = "hiding"


@dataclass(frozen=True)
class Hint:
    """A passage, from ``start`` up to ``end`` in code points, and what it may be."""

    start: int
    end: int
    clue: Clue


_BETWEEN = "[ \u00a0\u2009\u202f\u200b-\u200d\u2060().\u2010-\u2015-]{0,3}"  # digits of a number
_DEGREES = r"\d{1,3}\.\d{5}"  # a place, as our own pages write it, is no number to call
_PLACE = rf"{_DEGREES},{_DEGREES}(?!\w)|(?<=\.\d{{5}},){_DEGREES}(?!\w)"
_APOSTROPHE = "['\u2019]"
_ENGLISH_FIRST = (
    f"i|i{_APOSTROPHE}(?:m|ve|d|ll)|me|my|mine|myself|we|we{_APOSTROPHE}(?:re|ve|d|ll)|our|ours"
    "|ourselves"
)
_ARABIC_FIRST = (
    "أنا|انا|نحن|إنني|انني|إني|اني|لي|لنا|عندي|عندنا|معي|معنا|مني|عني|إلي|بي|كنت|كنا|رأيت|رأينا"
    "|شاهدت|شاهدنا|سمعت|سمعنا|لاحظت|علمت|عرفت|أعمل|اعمل|أسكن|اسكن|أعيش|اعيش|نسكن|اسمي|رقمي|هاتفي|عنواني|بريدي|زوجي|زوجتي|أخي|اخي|أختي"
    "|اختي|أبي|ابي|أمي|امي|والدي|والدتي|ابني|ابنتي|بنتي|عمي|عمتي|خالي|خالتي|جاري|جارتي|جيراني|جارنا"
    "|صديقي|صديقتي|زميلي|زميلتي|زملائي|مديري|مسؤولي|بيتي|بيتنا|منزلي|منزلنا|شقتي|غرفتي|سيارتي|عملي"
    "|مكتبي|شركتي|شركتنا|مدرستي|نافذتي|شرفتي|سطحنا|كفيلي|كفيلنا|كفيلتي"
    "|(?:رأيت|رأينا|شاهدت|شاهدنا|سمعت|سمعنا|لاحظت|عرفت)(?:هما|ها|هم|هن|ه)"  # noqa: RUF001 (Arabic)
)
_ENGLISH_KNOWN = (
    r"only (?:i|me|we|he|she|they|two|three)|(?:nobody|no one|no-one) else"
    r"|(?:told|showed|sent) (?:me|us)|in front of (?:me|us)|in secret|secretly|between us"
    r"|trusts? (?:me|us)"
)
_ARABIC_KNOWN = (
    "لا أحد غير|لا احد غير|لا يعلم|لا يعرف|فقط أنا|وحدي|أخبرني|اخبرني|أخبرتني|قال لي|قالت لي|أطلعني"
    "|أراني|أرسل لي|أمامي|أمامنا|سرا|سرًا|بيننا|يثق بي"
)
_ENGLISH_HIDING = (
    r"(?:under|beneath|behind|inside|above|on top of|in) (?:(?:the|his|her|their|its|a|an) )?"
    r"(?:\w{1,20} )?(?:bed|pillow|mattress|wardrobe|cupboard|closet|drawer|fridge|freezer|oven|sofa"
    r"|couch|carpet|rug|floor|tiles?|ceiling|roof|tank|cistern|toilet|wall|boot|trunk|glove ?box"
    r"|seat|safe|box|bag|suitcase|jar|pot|shoe)"
)
_ARABIC_HIDING = (
    "(?:تحت|أسفل|خلف|وراء|داخل|في|فوق) (?:ال)?(?:سرير|وساد|مخد|فراش|مرتب|خزان|دولاب|درج|ثلاج|فريزر"
    "|فرن|كنب|أريك|سجاد|بلاط|أرضي|سقف|سطح|جدار|حائط|صندوق|حقيب|شنط|مقعد|كرسي|خزن|كيس|حذاء)"
    r"\w{0,8}"
)


def _words(english: str, arabic: str) -> re.Pattern[str]:
    """Return a rule that finds whole words; in Arabic also after "and" and "so"."""
    return re.compile(rf"(?<!\w)(?:{english}|[وف]?(?:{arabic}))(?!\w)", re.IGNORECASE)


# In this order where two begin at the same place. \d is a digit of any script.
RULES: Mapping[Clue, re.Pattern[str]] = MappingProxyType(
    {
        Clue.MAIL: re.compile(
            r"[\w.+-]{1,64} ?[@\uff20] ?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
            r"|(?<![\w.@])[@\uff20][\w.]{3,30}"
        ),
        Clue.NUMBER: re.compile(
            r"(?<!\w)(?:\d{9}|[A-Za-z]{1,2} ?\d{6,9}|[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7})(?!\w)"
        ),
        Clue.PHONE: re.compile(rf"(?<!\w)(?!{_PLACE})(?:\+|00)?\d(?:{_BETWEEN}\d){{6,14}}(?!\w)"),
        Clue.KNOWN: _words(_ENGLISH_KNOWN, _ARABIC_KNOWN),
        Clue.FIRST: _words(_ENGLISH_FIRST, _ARABIC_FIRST),
        Clue.HIDING: _words(_ENGLISH_HIDING, _ARABIC_HIDING),
    }
)


def hints(text: str) -> tuple[Hint, ...]:
    """Return what may point at the writer of a text, in order; none overlaps another."""
    found = [
        (match.start(), order, match.end(), clue)
        for order, (clue, rule) in enumerate(RULES.items())
        for match in rule.finditer(text)
    ]
    kept: list[Hint] = []
    for start, _, end, clue in sorted(found):
        if not kept or start >= kept[-1].end:
            kept.append(Hint(start, end, clue))
    return tuple(kept)
