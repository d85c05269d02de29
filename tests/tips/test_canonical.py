"""The same value is always the same bytes, and nothing else is read."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.errors import RecordMalformedError
from tipline.tips import canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
WHOLES = st.integers(-canonical.WHOLE_MAX, canonical.WHOLE_MAX)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLES | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_a_value_comes_back_as_it_was(value: canonical.Json) -> None:
    assert canonical.decode(canonical.encode(value)) == value


@given(VALUES)
def test_any_reader_of_json_reads_the_same(value: canonical.Json) -> None:
    assert json.loads(canonical.encode(value)) == value


@given(st.dictionaries(TEXTS, WHOLES, max_size=6), st.randoms())
def test_the_order_of_keys_does_not_matter(record: dict[str, int], shuffle: Random) -> None:
    keys = list(record)
    shuffle.shuffle(keys)
    assert canonical.encode({key: record[key] for key in keys}) == canonical.encode(record)


def test_the_bytes_are_those_of_the_format() -> None:
    record = {"b": [1, True, None], "a": "بلاغ\n\u202e", "é": {}}
    assert canonical.encode(record) == '{"a":"بلاغ\\n\u202e","b":[1,true,null],"é":{}}'.encode()


def test_white_space_around_a_value_is_padding() -> None:
    assert canonical.decode(b'{"a":1}   \n') == {"a": 1}


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        b"bytes",
        {1: "a"},
        {"a": object()},
        "\ud800",
        {"\udfff": 1},
        2**53,
        {1, 2},
    ],
)
def test_what_json_does_not_keep_is_not_written(value: object) -> None:
    with pytest.raises(RecordMalformedError):
        canonical.encode(value)


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"{",
        b'{"a":1,"a":2}',
        b"1.5",
        b"1e3",
        b"NaN",
        b"-Infinity",
        b'"\\ud800"',
        b'{"\\udfff":1}',
        b"\xff",
        b"9007199254740992",
        b"[" * 100_000,
        b"1" * 5000,
        b"[" * 40 + b"]" * 40,
        b'{"a":1} {"a":1}',
        '{"a":1}'.encode("utf-16"),
    ],
)
def test_what_we_cannot_have_written_is_not_read(encoded: bytes) -> None:
    with pytest.raises(RecordMalformedError):
        canonical.decode(encoded)


def test_an_error_does_not_hold_what_was_written() -> None:
    with pytest.raises(RecordMalformedError) as caught:
        canonical.decode(b'{"name":"Fatima')
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "Fatima" not in str(caught.value)


def test_a_record_is_an_object() -> None:
    with pytest.raises(RecordMalformedError):
        canonical.decode_object(b"[]")
