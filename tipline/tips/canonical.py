"""One way to write a value down, so that the same value is always the same bytes.

Source: docs/format.md, 2. JSON (RFC 8259) in UTF-8 with keys in the order of their code points, no
spaces, no escape where none is needed, whole numbers only.
"""

from __future__ import annotations

import json
from typing import TypeAlias, cast

import msgspec

from tipline.errors import RecordMalformedError

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

WHOLE_MAX = 2**53 - 1  # RFC 7493, 2.2: every reader of JSON keeps these exactly
DEPTH_MAX = 32  # our deepest record has 6 levels
ENCODER = msgspec.json.Encoder(order="sorted")  # five times as fast as the standard library's


def encode(value: object) -> bytes:
    """Return the canonical bytes of a value made of dicts, lists, strings, ints, bools and None.

    Tuples are written as lists. Raises RecordMalformedError for anything else: a fraction, a key
    that is no string, half of a surrogate pair, a whole number beyond 2^53 - 1.
    """
    _check(value, DEPTH_MAX)
    try:
        return ENCODER.encode(value)
    except UnicodeEncodeError:
        raise RecordMalformedError from None


def decode(encoded: bytes) -> Json:
    """Return the value that was encoded; white space around it is allowed (it is our padding).

    Raises RecordMalformedError for what ``encode`` could not have meant: a key given twice, a
    fraction, half of a surrogate pair, bytes that are not UTF-8.
    """
    try:
        value = json.loads(
            encoded.decode(),
            object_pairs_hook=_once_each,
            parse_float=_refuse,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError):
        raise RecordMalformedError from None
    _check(value, DEPTH_MAX)
    if b"\\u" in encoded:  # only an escape can bring half of a surrogate pair through UTF-8
        encode(value)
    return cast("Json", value)


def decode_object(encoded: bytes) -> dict[str, Json]:
    """Return the object that was encoded; RecordMalformedError if it is anything else."""
    value = decode(encoded)
    if not isinstance(value, dict):
        raise RecordMalformedError
    return value


def _check(value: object, depth: int) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int) and abs(value) <= WHOLE_MAX:
        return
    if depth and isinstance(value, list | tuple):
        for item in value:
            if not isinstance(item, str):  # most are, and a call costs more than this
                _check(item, depth - 1)
        return
    if depth and isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise RecordMalformedError
            if not isinstance(item, str):
                _check(item, depth - 1)
        return
    raise RecordMalformedError


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise RecordMalformedError
    return record


def _refuse(_: str) -> object:
    raise RecordMalformedError
