"""The words of an index, numbered: what a tip keeps of its words gives them back."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.search.test_listing import ENTRIES
from tipline.search import terms
from tipline.search.entry import Entry, Question
from tipline.search.index import Index

WORDS = st.frozensets(st.text("abcابج٣ñ", min_size=1, max_size=4), max_size=12)


@given(st.sets(st.integers(1, 1 << 62)))
def test_numbers_are_given_back(numbers: set[int]) -> None:
    assert terms.unpacked(terms.packed(numbers)) == sorted(numbers)


def test_numbers_that_lie_close_take_a_byte_each() -> None:
    assert len(terms.packed(range(1000, 1100))) == 101


@given(st.lists(WORDS, max_size=5))
def test_each_word_has_one_number(texts: list[frozenset[str]]) -> None:
    database = sqlite3.connect(":memory:")
    database.execute(terms.TABLES.split(";")[0])
    for words in texts:
        numbers = terms.numbered(database, words)
        assert len(numbers) == len(words)
        assert set(terms.words_of(database, numbers)) == words
        assert terms.known(database, words | {"unheard"}) == numbers
    database.close()


@given(ENTRIES, st.lists(WORDS, min_size=25, max_size=25))
def test_words_that_no_tip_has_any_more_are_gone_and_all_others_found(
    entries: list[Entry], texts: list[frozenset[str]]
) -> None:
    index = Index()
    there = {}
    for entry, words in zip(entries, texts, strict=False):
        there[entry.tip] = words
        index.add(replace(entry, words=words))
    for entry in entries[::2]:  # put again with the words of none
        there[entry.tip] = frozenset({"other"})
        index.add(replace(entry, words=there[entry.tip]))
    gone = [entry.tip for entry in entries[1::3]]
    index.remove(gone)
    left = {tip: words for tip, words in there.items() if tip not in gone}
    every = frozenset[str]().union(*left.values())
    assert {word for (word,) in index.ask("SELECT word FROM term")} == every
    for word in every:
        found = {each.tip for each in index.find(Question(words=(word,)), 99)}
        assert found == {tip for tip, words in left.items() if word in words}
