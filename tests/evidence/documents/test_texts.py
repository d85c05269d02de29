"""A text keeps each byte that a script needs, and loses what nobody sees and none needs."""

from __future__ import annotations

import codecs
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.errors import FileDamagedError
from tipline.evidence.cleaned import Cleaned
from tipline.evidence.cleaning import clean
from tipline.tips.evidence import Found, Kind

PERSIAN = "می‌خواهم شدّت نمی‌شود، \u200f(است)\u200e"
HINDI = "क्‍ष और र्‍य"
FLAG = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FAMILY = "👩‍👩‍👧‍👦 ❤️"


def cleaned(text: bytes, kind: Kind = Kind.TXT) -> tuple[bytes, Cleaned]:
    sink = io.BytesIO()
    done = clean(kind, io.BytesIO(text), sink)
    return sink.getvalue(), done


@pytest.mark.parametrize("text", [PERSIAN, HINDI, FLAG, FAMILY, "a,b\r\n1,2\r\n"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_a_script_needs_stays(text: str, codec: str) -> None:
    whole = (text * 9000).encode(codec)  # more than a chunk
    once, done = cleaned(whole, Kind.CSV)
    assert once == whole
    assert not done.found


def test_windows_arabic_stays() -> None:
    whole = "بلاغ عن سيارة مسروقة\r\n".encode("cp1256")
    assert cleaned(whole)[0] == whole


@pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
def test_watermarks_go(codec: str) -> None:
    bits = "\u200b\u200c\u200b\u200b\u200d\u2060\ufeff" * 3000
    tags = "".join(chr(0xE0000 + ord(sign)) for sign in "MARKED")
    once, done = cleaned(f"one{bits} two{tags} {FLAG} three".encode(codec))
    assert once.decode(codec) == f"one two {FLAG} three"
    assert done.found == {Found.REST}


@pytest.mark.parametrize(("unseen", "stays"), [(1, True), (3, True), (4, False), (70_000, False)])
def test_four_unseen_signs_in_a_row_spell_nothing(unseen: int, *, stays: bool) -> None:
    text = f"one{chr(0x200B) * unseen}two".encode()
    assert cleaned(text)[0] == (text if stays else b"onetwo")


def test_what_breaks_later_is_damaged() -> None:
    with pytest.raises(FileDamagedError):
        cleaned(b"a" * 2_000_000 + b"\xff\xfe\xfd")
    with pytest.raises(FileDamagedError):
        cleaned(codecs.BOM_UTF16_LE + b"a")


@given(st.text(st.characters(exclude_categories=["Cs", "Cf", "Cc"]), min_size=1))
def test_any_words_stay_as_they_are(text: str) -> None:
    whole = codecs.BOM_UTF8 + text.encode()
    assert cleaned(whole)[0] == whole
