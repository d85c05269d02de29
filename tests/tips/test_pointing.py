"""What may point at a writer: found in both languages, and only hinted at."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.tips.pointing import RULES, Clue, Hint, hints

ALPHABET = "Iime my 0123\u0664\u0665\u0666+-.@()أناوفيليرأيت تحت السرير under the bed\n"


def found(text: str) -> list[tuple[str, Clue]]:
    return [(text[hint.start : hint.end], hint.clue) for hint in hints(text)]


@given(st.one_of(st.text(), st.text(alphabet=ALPHABET)))
def test_hints_are_passages_of_the_text_in_order_and_none_overlaps(text: str) -> None:
    all_of_them = hints(text)
    for hint in all_of_them:
        assert 0 <= hint.start < hint.end <= len(text)
        assert RULES[hint.clue].search(text)
    for before, after in pairwise(all_of_them):
        assert before.end <= after.start


@given(st.text(alphabet=ALPHABET), st.sampled_from(["I", "me@home.bh", "39001122", "أنا", "وأنا"]))
def test_what_stands_alone_is_found_wherever_it_stands(text: str, clue: str) -> None:
    whole = f"{text}\n{clue}\n{text}"
    start = len(text) + 1
    assert any(hint.start < start + len(clue) and hint.end > start for hint in hints(whole))


@pytest.mark.parametrize(
    ("text", "clues"),
    [
        ("I saw it from my window.", [("I", Clue.FIRST), ("my", Clue.FIRST)]),
        ("Call me: +973 3900 1122", [("me", Clue.FIRST), ("+973 3900 1122", Clue.PHONE)]),
        ("رقمي ٣٩٠٠١١٢٢", [("رقمي", Clue.FIRST), ("٣٩٠٠١١٢٢", Clue.PHONE)]),
        ("Mail a.b+c@mail.example.bh.", [("a.b+c@mail.example.bh", Clue.MAIL)]),
        ("CPR 880112345, passport AB 1234567", [
            ("880112345", Clue.NUMBER), ("AB 1234567", Clue.NUMBER)]),
        ("BH67 BMAG 0000 1299 1234 56", [("BH67 BMAG 0000 1299 1234", Clue.NUMBER)]),
        ("وأنا رأيت السلاح تحت السرير", [
            ("وأنا", Clue.FIRST), ("رأيت", Clue.FIRST), ("تحت السرير", Clue.HIDING)]),
        ("The gun is under the pillow.", [("under the pillow", Clue.HIDING)]),
        ("In a blue suitcase; behind his wall", [
            ("In a blue suitcase", Clue.HIDING), ("behind his wall", Clue.HIDING)]),
        ("He told me, nobody else.", [("told me", Clue.KNOWN), ("nobody else", Clue.KNOWN)]),
        ("أخبرني جاري سرًا", [("أخبرني", Clue.KNOWN), ("جاري", Clue.FIRST), ("سرًا", Clue.KNOWN)]),
        ("3900\u20111122, 3900 \u2013 1122, 3900\u00a01122, 39\u200b00\u200b1122", [
            ("3900\u20111122", Clue.PHONE), ("3900 \u2013 1122", Clue.PHONE),
            ("3900\u00a01122", Clue.PHONE), ("39\u200b00\u200b1122", Clue.PHONE)]),
        ("ali @ home.bh, ali\uff20home.bh, @ali_bh", [
            ("ali @ home.bh", Clue.MAIL), ("ali\uff20home.bh", Clue.MAIL), ("@ali_bh", Clue.MAIL)]),
        ("كفيلي قال ذلك، ورأيته من شرفتي، وأعمل هناك", [
            ("كفيلي", Clue.FIRST), ("ورأيته", Clue.FIRST), ("شرفتي", Clue.FIRST),
            ("وأعمل", Clue.FIRST)]),
        ("Place: 26.02719,50.55235. Call 390.01122 or 1.23456,39001122", [
            ("390.01122", Clue.PHONE), ("39001122", Clue.PHONE)]),
        ("Theirs: a van, plate 123456, block 346, road 12.", []),
        ("رجلان ينقلان صناديق إلى مخزن أزرق في المجمع 346", []),
        ("The bus stops in Time Square; the user uses it.", []),
    ],
)  # fmt: skip
def test_both_languages(text: str, clues: list[tuple[str, Clue]]) -> None:
    assert found(text) == clues


def test_of_two_at_the_same_place_one_is_told() -> None:
    assert hints("only I know") == (Hint(0, 6, Clue.KNOWN),)


@pytest.mark.parametrize(
    "text",
    ["a" * 20_000, "1" * 20_000, "1 " * 10_000, "a.-" * 7000, "A1 " * 7000, "under " * 4000,
     "@" * 20_000, "تحت " * 5000, "((((" * 5000],
)  # fmt: skip
def test_no_text_makes_it_slow(text: str) -> None:
    began = time.perf_counter()
    hints(text)
    assert time.perf_counter() - began < 2
