"""One word, however it is written; and nothing that is typed breaks it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.search import words
from tipline.search.words import WORD_MAX, asked, places, stem, tokens
from tipline.spelling import spelled

SAME = [
    "سيارة السيارة سيارات والسيارات السيّارة سيـــارة",
    "إطار أطار اطار الاطار الإطارات",
    "مدرسة مدرسه المدرسة",
    "شرطة الشرطه للشرطة",
    "مسؤول المسوول",
    "مستشفى مستشفي المستشفى",
    "car cars CARS Car’s",
    "résumé resume RÉSUMÉ",
    "fertiliser fertilizer Fertilisers",
    "organisation organization organisations",
    "harbour harbor harbours",
    "neighbouring neighboring",
    "٤٨٢ ४८२ ৪৮২ ۴۸۲ 482",
]


@pytest.mark.parametrize("words", SAME, ids=range(len(SAME)))
def test_one_word_has_one_token(words: str) -> None:
    assert len({asked(word)[0] for word in words.split()}) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [("482 913", "482913"), ("+973 3912-3456", "97339123456"), ("٤٨٢ ٩١٣", "482913")],
)
def test_a_number_in_groups_is_found_as_one_and_in_part(text: str, number: str) -> None:
    found = tokens([text])
    assert {number, number[:3]} <= found
    assert set(asked(text)) <= found


def test_a_number_in_groups_is_marked_as_it_was_written() -> None:
    assert list(places("Plate 482 913, red", asked("482913"))) == [(6, 13)]


@pytest.mark.parametrize("letter", ["x", "7", "س"])
def test_what_is_longer_than_a_word_is_none(letter: str) -> None:
    longest, longer = letter * WORD_MAX, letter * (WORD_MAX + 1)
    assert len(asked(longest)) == len(tokens([longest])) == 1
    assert (asked(longer), tokens([longer])) == ([], set())
    assert "7" * (WORD_MAX + 1) not in tokens(["7 " * (WORD_MAX + 1)])


def test_the_first_letter_of_a_short_word_is_no_and() -> None:
    assert [stem(word) for word in ("ولد", "وقف", "وقرب")] == ["ولد", "وقف", "قرب"]


def test_words_of_other_scripts_stay_whole() -> None:
    assert tokens(["हिन्दी বাংলা தமிழ்"]) == {"हिन्दी", "বাংলা", "தமிழ்"}


def test_no_word_is_remembered() -> None:
    assert not [name for name, each in vars(words).items() if hasattr(each, "cache_info")]


def test_a_letter_that_becomes_eighteen_makes_no_text_as_much_longer() -> None:
    assert tokens(["ﷺ"]) == tokens(["صلى الله عليه وسلم"])
    assert len(spelled("ﷺ" * 5000)) < 5 * 5000


def test_a_word_is_looked_at_once_and_one_without_end_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []

    def counted(texts: list[str]) -> set[str]:
        looked.extend(texts)
        return tokens(texts)

    monkeypatch.setattr(words, "tokens", counted)
    text = "boat " * 1000 + "x" * 5000 + " " + "1 " * 1000
    assert len(list(words.places(text, ["boat"]))) == 1000
    assert looked == ["boat", "1"]


def test_a_danda_is_part_of_no_word() -> None:
    assert tokens(["वह आया।फिर गया॥"]) == {"वह", "आया", "फिर", "गया"}


@given(st.lists(st.text(max_size=80), max_size=4))
def test_what_is_asked_in_a_texts_own_words_is_there(texts: list[str]) -> None:
    found = tokens(texts)
    for text in texts:
        assert set(asked(text)) <= found


@given(st.text(max_size=200))
def test_tokens_are_letters_and_digits_and_spelling_is_settled(text: str) -> None:
    for token in tokens([text]):
        assert re.fullmatch(r"(?:[^\W_]|[\u0900-\u0dff])+", token)
        assert token == spelled(token)
    assert all(len(word) <= WORD_MAX for word in asked(text))


@given(st.text(alphabet="ابتسمويهنلك", min_size=1, max_size=12))
def test_a_stem_is_part_of_its_word(word: str) -> None:
    assert stem(word) in word
    assert stem(word)
