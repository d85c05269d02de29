"""The digits of every language that Babel knows."""

from __future__ import annotations

import unicodedata

import pytest
from babel import Locale, localedata

from tipline.web.digits import ZEROS, own_digits

NO_TEN_DIGITS = {"latn", "hanidec"}  # Western, and Chinese: those are letters, not digits


@pytest.mark.parametrize(
    ("code", "digits"),
    [("ar", "٠١٢٣٤٥٦٧٨٩"), ("ur", "۰۱۲۳۴۵۶۷۸۹"), ("fa", "۰۱۲۳۴۵۶۷۸۹"), ("hi", "०१२३४५६७८९"),
     ("ne", "०१२३४५६७८९"), ("bn", "০১২৩৪৫৬৭৮৯"), ("ta", "௦௧௨௩௪௫௬௭௮௯"), ("en", ""), ("zh", "")],
)  # fmt: skip
def test_a_language_has_the_digits_of_its_script(code: str, digits: str) -> None:
    assert own_digits(code) == digits


def test_every_numbering_system_of_a_language_is_known() -> None:
    native = {
        Locale.parse(code).other_numbering_systems["native"]  # type: ignore[attr-defined] # newer than its types
        for code in localedata.locale_identifiers()
    }
    assert native == set(ZEROS) | NO_TEN_DIGITS


@pytest.mark.parametrize("zero", ZEROS.values())
def test_nine_digits_follow_each_zero(zero: str) -> None:
    assert [unicodedata.decimal(chr(ord(zero) + value)) for value in range(10)] == list(range(10))
