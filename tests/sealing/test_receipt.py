"""Receipt codes: any script, any grouping; a slip is told."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.errors import ReceiptCodeIncompleteError, ReceiptCodeMistypedError
from tipline.sealing.receipt import DIGITS, ReceiptCode, draw, parse

ZEROS = [
    chr(point) for point in range(sys.maxunicode + 1) if unicodedata.decimal(chr(point), None) == 0
]
APART = st.sampled_from(
    [" ", "-", "\u2013", "\u2011", "\u00a0", "\u200f", "\u202a", "\u2067", "\n"]
)
KNOWN = "7294108536" * 2 + "729410"  # 26 digits
CHECK = 98 - int(KNOWN + "00") % 97


def codes() -> st.SearchStrategy[ReceiptCode]:
    return st.integers(0, 10**26 - 1).map(
        lambda chosen: ReceiptCode(f"{chosen:026}{98 - chosen * 100 % 97:02}")
    )


def in_script(digits: str, zero: str) -> str:
    return "".join(chr(ord(zero) + int(digit)) for digit in digits)


def test_the_check_is_that_of_an_iban() -> None:
    assert int(f"{KNOWN}{CHECK:02}") % 97 == 1
    assert parse(f"{KNOWN}{CHECK:02}").digits == f"{KNOWN}{CHECK:02}"
    # GB82 WEST 1234 5698 7654 32, the best known IBAN, as digits and rearranged
    assert int("3214282912345698765432161182") % 97 == 1
    assert ReceiptCode("3214282912345698765432161182").groups[0] == "3214"


def test_a_drawn_code_has_seven_groups_of_four_and_is_read_again() -> None:
    code = draw()
    assert [len(group) for group in code.groups] == [4] * 7
    assert parse(" ".join(code.groups)) == code
    assert len({draw().digits for _ in range(200)}) == 200


def test_every_digit_is_drawn_at_every_place() -> None:
    drawn = [draw().digits for _ in range(600)]
    assert all({code[place] for code in drawn} == set("0123456789") for place in range(26))


@pytest.mark.parametrize("zero", ZEROS, ids=unicodedata.name)
def test_digits_of_every_script_are_read(zero: str) -> None:
    code = draw()
    assert parse(in_script(code.digits, zero)) == code


def test_the_scripts_of_the_guide_are_among_them() -> None:
    assert set("0\u0660\u06f0\u0966\u09e6") <= set(ZEROS)


@given(codes(), st.lists(st.sampled_from(ZEROS), min_size=28, max_size=28), st.data())
def test_scripts_may_be_mixed_and_digits_set_apart(
    code: ReceiptCode, zeros: list[str], data: st.DataObject
) -> None:
    typed = ""
    for digit, zero in zip(code.digits, zeros, strict=True):
        typed += data.draw(st.just("") | APART) + in_script(digit, zero)
    assert parse(typed) == code


@given(codes(), st.integers(0, DIGITS - 1), st.integers(1, 9))
def test_one_wrong_digit_is_always_told(code: ReceiptCode, place: int, off: int) -> None:
    wrong = str((int(code.digits[place]) + off) % 10)
    with pytest.raises(ReceiptCodeMistypedError):
        parse(code.digits[:place] + wrong + code.digits[place + 1 :])


@given(codes(), st.integers(0, DIGITS - 2))
def test_neighbours_that_changed_places_are_always_told(code: ReceiptCode, place: int) -> None:
    first, second = code.digits[place], code.digits[place + 1]
    swapped = code.digits[:place] + second + first + code.digits[place + 2 :]
    if first == second:
        assert parse(swapped) == code
        return
    with pytest.raises(ReceiptCodeMistypedError):
        parse(swapped)


@given(codes(), st.integers(0, 40).filter(lambda count: count != DIGITS))
def test_too_few_or_too_many_digits_are_counted(code: ReceiptCode, count: int) -> None:
    with pytest.raises(ReceiptCodeIncompleteError) as caught:
        parse((code.digits * 2)[:count])
    assert caught.value.values == {"wanted": DIGITS, "found": count}


@given(st.text(max_size=500))
def test_whatever_is_typed_gets_a_sentence(typed: str) -> None:
    with pytest.raises((ReceiptCodeIncompleteError, ReceiptCodeMistypedError)) as caught:
        parse(typed)
    assert caught.value.sentence


@pytest.mark.parametrize("extra", ["O", "l", "ب", "²", "④", "½", "一"])
def test_what_is_no_decimal_digit_is_a_slip(extra: str) -> None:
    with pytest.raises(ReceiptCodeMistypedError):
        parse(draw().digits + extra)


def test_a_flood_of_characters_is_refused_at_once() -> None:
    with pytest.raises(ReceiptCodeMistypedError):
        parse(" " * 1_000_000 + draw().digits)


def test_a_code_does_not_show_itself() -> None:
    code = draw()
    shown = f"{code} {code!r} {[code]}"
    assert not any(group in shown for group in code.groups)


@pytest.mark.parametrize("digits", ["٣" * 28, "1" * 28, "-" + "1" * 27])
def test_only_checked_western_digits_make_a_code(digits: str) -> None:
    with pytest.raises(ReceiptCodeMistypedError):
        ReceiptCode(digits)
