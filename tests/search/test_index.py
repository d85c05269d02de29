"""An index says what is alike, forgets what is taken out, and comes back from its image."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from tipline.search.index import ALIKE_BITS, VERSION, Alike, Entry, Filed, Index

ARRIVED = datetime(2026, 10, 12, 14, 5, tzinfo=UTC)
LOOK = bytes(range(32))
IDS = st.binary(min_size=16, max_size=16)
LOOKS = st.one_of(st.none(), st.binary(min_size=32, max_size=32))
FILES = st.lists(st.builds(Filed, st.just(0), st.binary(min_size=32, max_size=32), LOOKS))


def entry(tip: bytes, *files: tuple[bytes, bytes | None]) -> Entry:
    """Return a tip of a case of its own, with files given by digest and likeness."""
    filed = tuple(Filed(place, *each) for place, each in enumerate(files, 1))
    return Entry(tip=tip, case=tip[::-1], arrived=ARRIVED, category="DRUG", files=filed)


def filled(*entries: Entry) -> Index:
    index = Index()
    for each in entries:
        index.put(each.case, [each])
    return index


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


def test_the_same_file_is_told_once_though_it_looks_alike_as_well() -> None:
    index = filled(entry(tip(1), (b"a" * 32, LOOK)), entry(tip(2), (b"a" * 32, LOOK)))
    assert [each.same for each in index.alike(tip(1))] == [True]


def test_files_of_the_same_tip_are_not_pointed_out() -> None:
    index = filled(entry(tip(1), (b"a" * 32, LOOK), (b"a" * 32, LOOK)))
    assert index.alike(tip(1)) == []
    assert index.alike(tip(9)) == []


def test_what_is_taken_out_is_found_no_more_and_its_bytes_are_gone() -> None:
    marked = b"a digest to look"
    index = filled(entry(tip(1), (marked * 2, LOOK)), entry(tip(2), (marked * 2, LOOK)))
    assert marked in index.image()
    index.remove([tip(2), tip(7)])
    assert index.alike(tip(1)) == []
    index.remove([tip(1)])
    assert index.tips() == set()
    assert marked not in index.image()
    assert LOOK not in index.image()


def test_a_tip_that_joined_another_case_is_there_once() -> None:
    index = filled(entry(tip(1), (b"a" * 32, None)), entry(tip(2), (b"a" * 32, None)))
    joined = [entry(tip(1), (b"a" * 32, None)), entry(tip(2), (b"a" * 32, None))]
    index.put(tip(1)[::-1], joined)
    index.put(tip(2)[::-1], [])
    assert index.tips() == {tip(1)}, "the second case took its own out, and left the first's"


@given(st.dictionaries(IDS, FILES, max_size=8))
def test_an_image_gives_the_same_index(tips: dict[bytes, list[Filed]]) -> None:
    entries = [
        entry(each, *((file.digest, file.likeness) for file in files))
        for each, files in tips.items()
    ]
    index = filled(*entries)
    index.set_mark(7, 3)
    again = Index.of(index.image())
    assert again is not None
    assert (again.mark, again.tips()) == ((7, 3), set(tips))
    assert [again.alike(each) for each in tips] == [index.alike(each) for each in tips]


def test_an_image_of_another_version_is_none() -> None:
    index = Index()
    index._database.execute(f"PRAGMA user_version = {VERSION + 1}")
    assert Index.of(index.image()) is None
