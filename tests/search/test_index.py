"""An index says what is alike, forgets what is taken out, and comes back from its image."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.search import tables
from tipline.search.entry import Entry, Filed, Mark, Question
from tipline.search.found import Alike, Found
from tipline.search.index import Index
from tipline.search.looks import ALIKE_BITS
from tipline.search.tables import VERSION
from tipline.search.words import asked, tokens

ARRIVED = datetime(2026, 10, 12, 14, 5, tzinfo=UTC)
LOOK = bytes(range(32))
IDS = st.binary(min_size=16, max_size=16)
LOOKS = st.one_of(st.none(), st.binary(min_size=32, max_size=32))
FILES = st.lists(st.builds(Filed, st.just(0), st.binary(min_size=32, max_size=32), LOOKS))


def entry(tip: bytes, *files: tuple[bytes, bytes | None], **more: Any) -> Entry:
    """Return a tip of a case of its own, with files given by digest and likeness."""
    filed = tuple(Filed(place, *each) for place, each in enumerate(files, 1))
    given: dict[str, Any] = {"case": tip[::-1], "arrived": ARRIVED, "category": "DRUG"} | more
    return Entry(tip=tip, files=filed, **given)


def filled(*entries: Entry) -> Index:
    index = Index()
    for each in entries:
        index.add(each)
    return index


def said(*texts: str) -> frozenset[str]:
    return frozenset(tokens(texts))


def turned(look: bytes, bits: int) -> bytes:
    """Return a likeness that differs by so many bits."""
    return (int.from_bytes(look, "big") ^ ((1 << bits) - 1)).to_bytes(32, "big")


def tip(number: int) -> bytes:
    return number.to_bytes(16, "big")


def test_the_same_file_is_found_whatever_its_kind() -> None:
    index = filled(
        entry(tip(1), (b"a" * 32, None), (b"b" * 32, None)),
        entry(tip(2), (b"c" * 32, None), (b"b" * 32, None)),
    )
    assert index.alike(tip(1)) == [
        Alike(position=2, tip=tip(2), other=2, arrived=ARRIVED, category="DRUG", same=True)
    ]
    assert [each.tip for each in index.alike(tip(2))] == [tip(1)]


def test_what_looks_alike_is_found_up_to_the_bound_and_the_nearest_first() -> None:
    near = [turned(LOOK, bits) for bits in (ALIKE_BITS, ALIKE_BITS + 1, 3)]
    index = filled(
        entry(tip(1), (b"a" * 32, LOOK)),
        *(entry(tip(2 + at), (bytes([at]) * 32, look)) for at, look in enumerate(near)),
    )
    found = index.alike(tip(1))
    assert [(each.tip, each.bits, each.same) for each in found] == [
        (tip(4), 3, False),
        (tip(2), ALIKE_BITS, False),
    ]


def test_of_another_tip_the_nearest_file_is_told_alone() -> None:
    index = filled(
        entry(tip(1), (b"a" * 32, LOOK)),
        entry(tip(2), (b"b" * 32, turned(LOOK, 2)), (b"a" * 32, LOOK)),
        entry(tip(3), (b"c" * 32, turned(LOOK, 9)), (b"d" * 32, turned(LOOK, 1))),
    )
    found = [(each.tip, each.other, each.same) for each in index.alike(tip(1))]
    assert found == [(tip(2), 2, True), (tip(3), 2, False)]


def test_files_of_the_same_tip_are_not_pointed_out() -> None:
    index = filled(entry(tip(1), (b"a" * 32, LOOK), (b"a" * 32, LOOK)))
    assert index.alike(tip(1)) == []
    assert index.alike(tip(9)) == []


def test_what_came_after_the_first_question_is_compared_too() -> None:
    index = filled(entry(tip(1), (b"a" * 32, LOOK)))
    assert index.alike(tip(1)) == []
    index.add(entry(tip(2), (b"b" * 32, LOOK)))
    assert [each.tip for each in index.alike(tip(1))] == [tip(2)]


def test_what_is_taken_out_is_found_no_more_and_its_bytes_are_gone() -> None:
    marked = b"a digest to look"
    index = filled(
        entry(tip(1), (marked * 2, LOOK), words=said("speedboat")),
        entry(tip(2), (marked * 2, LOOK), words=said("speedboats harbour")),
    )
    assert index.find(Question(words=("harbor",)), 9)
    for each in (marked, b"speedboat", b"harbor"):
        assert each in index._database.serialize()
    index.remove([tip(2), tip(7)])
    assert index.alike(tip(1)) == []
    assert b"harbor" not in index._database.serialize()
    index.remove([tip(1)])
    assert index.tips() == set()
    for each in (marked, b"speedboat", LOOK):
        assert each not in index._database.serialize()


def test_what_left_its_case_is_gone_with_the_next_removal() -> None:
    index = filled(entry(tip(1), words=said("boat")), entry(tip(2), words=said("harbour")))
    index.put(tip(2)[::-1], [])
    index.remove([])
    assert b"harbour" not in index._database.serialize()
    assert index.find(Question(words=("boat",)), 9)


def test_words_are_found_whatever_their_spelling_and_only_all_together() -> None:
    index = filled(
        entry(tip(1), words=said("تقف سيّارة بيضاء أمام المحطة", "٤٨٢ ٩١٣")),
        entry(tip(2), words=said("White cars near the station")),
    )
    for words, numbers in (
        ("السيارات", [1]), ("محطه", [1]), ("482913", [1]), ("482", [1]), ("سيارة قارب", []),
        ("CAR", [2]), ("stations white", [2]), ("'car\" OR station*", []), ("", [2, 1]),
    ):  # fmt: skip
        found = index.find(Question(words=tuple(asked(words))), 9)
        assert [each.tip for each in found] == [tip(number) for number in numbers], words


def test_every_character_can_be_asked_for_and_finds_what_was_written_with_it() -> None:
    index = Index()
    for code in (*range(0x0900, 0x0E00), *range(0x0600, 0x0700), 0x1E900, 0x31350, 0x1F600, 0xB2):
        word = f"a{chr(code)}b"
        index.add(entry(code.to_bytes(16, "big"), words=said(word)))
        wanted = Question(words=tuple(asked(word)))
        assert code.to_bytes(16, "big") in {each.tip for each in index.find(wanted, 2000)}, code


def test_more_tips_than_a_minute_has_numbers_count_as_of_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "IN_A_MINUTE", 4)
    index = filled(*(entry(tip(number), words=said("boat")) for number in range(1, 11)))
    found = index.find(Question(words=("boat",)), 99)
    assert [each.tip for each in found] == [tip(number) for number in range(10, 0, -1)]


def test_what_is_chosen_narrows_what_is_found() -> None:
    day = timedelta(days=1)
    index = filled(
        entry(tip(1), (b"a" * 32, None), words=said("boat"), state="TRIAGE", priority="P1"),
        entry(tip(2), words=said("boat"), category="DRUG.SALE", language="ar", case=None),
        entry(tip(3), words=said("boat"), category="DRUGS", arrived=ARRIVED - day, priority="P3"),
    )
    for question, numbers in (
        (Question(), [2, 1, 3]),
        (Question(states=("TRIAGE",)), [1]),
        (Question(states=("TRIAGE", "NEW"), priorities=("P1", "P3")), [1, 3]),
        (Question(category="DRUG"), [2, 1]),
        (Question(category="DRUG.SALE"), [2]),
        (Question(language="ar"), [2]),
        (Question(with_files=True), [1]),
        (Question(since=ARRIVED), [2, 1]),
        (Question(until=ARRIVED - day), [3]),
        (Question(since=ARRIVED - day, until=ARRIVED), [2, 1, 3]),
    ):
        for words in ((), ("boat",)):
            asked_for = replace(question, words=words)
            assert [each.tip for each in index.find(asked_for, 9)] == list(map(tip, numbers))
            assert index.count(asked_for) == len(numbers)


def test_of_many_it_is_counted_only_that_there_are_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipline.search.index.COUNTED", 2)
    assert [filled(*map(entry, map(tip, range(many)))).count(Question()) for many in range(5)] == [
        0, 1, 2, 3, 3,
    ]  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=40), st.integers(1, 7))
def test_pages_give_every_tip_once_the_newest_first(
    arrivals: list[tuple[int, bool]], most: int
) -> None:
    index = filled(*(
        entry(tip(at + 1), arrived=ARRIVED + timedelta(minutes=minute), words=said("x" * boat))
        for at, (minute, boat) in enumerate(arrivals)
    ))  # fmt: skip
    for question in (Question(), Question(words=("x",))):
        found: list[Found] = []
        while page := index.find(question, most, found[-1].number if found else None):
            found += page
        fitting = [boat or not question.words for _, boat in arrivals]
        assert len({each.tip for each in found}) == len(found) == sum(fitting)
        assert [each.number for each in found] == sorted(each.number for each in found)[::-1]


def test_more_tips_than_a_minute_has_numbers_for_count_as_of_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tables, "IN_A_MINUTE", 2)
    after = timedelta(minutes=1)
    index = filled(entry(tip(9), arrived=ARRIVED + after), *(entry(tip(at)) for at in range(1, 6)))
    assert [each.tip for each in index.find(Question(), 9)] == list(map(tip, (5, 4, 3, 9, 2, 1)))


def test_a_tip_that_changes_keeps_its_place() -> None:
    index = filled(entry(tip(1), words=said("old")), entry(tip(2), words=said("other")))
    [before] = index.find(Question(words=("old",)), 9)
    index.add(entry(tip(1), words=said("new"), case=tip(5)))
    assert index.find(Question(words=("old",)), 9) == []
    assert index.find(Question(words=("new",)), 9) == [replace(before, case=tip(5))]


def test_a_tip_that_joined_another_case_is_there_once() -> None:
    index = filled(entry(tip(1), (b"a" * 32, None)), entry(tip(2), (b"a" * 32, None)))
    joined = [entry(tip(1), (b"a" * 32, None)), entry(tip(2), (b"a" * 32, None))]
    index.put(tip(1)[::-1], [replace(each, case=tip(1)[::-1]) for each in joined])
    index.put(tip(2)[::-1], [])
    assert index.tips() == {tip(1), tip(2)}
    index.put(tip(1)[::-1], [])
    assert index.tips() == set()


@given(st.dictionaries(IDS, FILES, max_size=8))
def test_an_image_gives_the_same_index(tips: dict[bytes, list[Filed]]) -> None:
    entries = [
        entry(each, *((file.digest, file.likeness) for file in files))
        for each, files in tips.items()
    ]
    index = filled(*entries)
    index.set_mark(Mark(7, 3, ARRIVED))
    again = Index.of(index.image())
    assert again is not None
    assert (again.mark, again.tips()) == (Mark(7, 3, ARRIVED), set(tips))
    assert [again.alike(each) for each in tips] == [index.alike(each) for each in tips]


def test_an_image_of_another_version_is_none() -> None:
    index = Index()
    index._database.execute(f"PRAGMA user_version = {VERSION + 1}")
    assert Index.of(index.image()) is None


@pytest.mark.parametrize("image", [b"no image", zlib.compress(b"no database" * 1000)])
def test_what_is_no_image_is_none(image: bytes) -> None:
    assert Index.of(image) is None
