"""What is kept beside an index: found by the bytes that it was opened from, gone with the index."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.search.beside import Beside
from tipline.search.entry import Entry
from tipline.search.held import Held
from tipline.search.index import Index

SEALED = st.lists(st.tuples(st.binary(max_size=2), st.binary(max_size=2)), max_size=30)


@given(SEALED, st.integers(1, 5))
def test_it_gives_what_opening_would_give(asked: list[tuple[bytes, ...]], most: int) -> None:
    beside = Beside(most)
    for sealed in asked:
        assert beside.opened(str, sealed, partial(repr, sealed)) == repr(sealed)
    assert len(beside._kept) == min(most, len(set(asked)))


def test_it_is_opened_once_while_it_is_the_same() -> None:
    beside, made = Beside(), []

    def opened(*sealed: bytes) -> bytes:
        def make() -> bytes:
            made.append(sealed)
            return b"".join(sealed)

        return beside.opened(bytes, sealed, make)

    assert opened(b"ab", b"c") == opened(b"ab", b"c") == opened(b"a", b"bc")
    assert made == [(b"ab", b"c"), (b"a", b"bc")]


def test_what_does_not_open_is_tried_again() -> None:
    beside = Beside()
    with pytest.raises(ZeroDivisionError):
        beside.opened(float, (b"x",), lambda: 1 / 0)
    assert beside.opened(float, (b"x",), lambda: 2.0) == 2


def test_it_goes_with_its_index_and_when_anything_is_taken_out() -> None:
    held, index = Held(), Index()
    held.put("TRIAGE", index)
    index.add(
        Entry(tip=b"t" * 16, case=None, arrived=datetime(2026, 1, 1, tzinfo=UTC), category="")
    )
    made: list[int] = []

    def open_it() -> int:
        def make() -> int:
            made.append(1)
            return len(made)

        return held.beside("TRIAGE").opened(int, (b"sealed",), make)

    assert [open_it(), open_it()] == [1, 1]
    index.remove([b"t" * 16])
    assert open_it() == 2
    held.drop(["TRIAGE"])
    assert [open_it(), open_it()] == [3, 4], "without an index nothing is kept"
