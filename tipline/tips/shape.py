"""Frozen dataclasses to JSON values and back, strictly, by their fields' types.

Source: docs/format.md, 3. A field at its default is left out. Reading checks types and bounds and
refuses unknown fields: whoever can write the database can seal to a public key.
"""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache, partial
from typing import Any, TypeVar, get_args, get_origin

from tipline.errors import RecordMalformedError

FIRST_YEAR, LAST_YEAR = 1970, 9998  # what any time zone can still show

T = TypeVar("T")
Reader = Callable[[object], Any]


def bounded(at_most: int) -> str:
    """Declare a text of at most so many code points, empty by default."""
    declaration: str = dataclasses.field(default="", metadata={"each": at_most})
    return declaration


def hidden(at_most: int) -> str:
    """Declare a text of at most so many code points, empty by default; a repr does not show it."""
    declaration: str = dataclasses.field(default="", repr=False, metadata={"each": at_most})
    return declaration


def required(at_most: int) -> str:
    """Declare a text of at most so many code points that must be given; a repr does not show it."""
    declaration: str = dataclasses.field(repr=False, metadata={"each": at_most})
    return declaration


def octets(exactly: int) -> bytes:
    """Declare so many bytes, which must be given."""
    declaration: bytes = dataclasses.field(metadata={"each": exactly})
    return declaration


def perhaps(exactly: int) -> bytes:
    """Declare so many bytes, or none, which is the default."""
    declaration: bytes = dataclasses.field(default=b"", metadata={"each": exactly})
    return declaration


def several(at_most: int, *, each: int = 0) -> tuple[Any, ...]:
    """Declare at most so many values, none by default; ``each`` bounds texts, in code points."""
    bounds = {"at_most": at_most, "each": each}
    declaration: tuple[Any, ...] = dataclasses.field(default=(), metadata=bounds)
    return declaration


def to_json(value: Any) -> dict[str, Any]:  # noqa: ANN401 (any of our dataclasses)
    """Return the JSON object of a dataclass: fields at their default are left out."""
    kind: Any = type(value)
    return {
        name: _write(getattr(value, name))
        for name, default in _defaults(kind)
        if getattr(value, name) != default
    }


def from_json(kind: type[T], record: object) -> T:
    """Return the dataclass that ``to_json`` wrote; RecordMalformedError for anything else."""
    if not isinstance(record, dict):
        raise RecordMalformedError
    hashable: Any = kind
    readers = _readers(hashable)
    try:
        return kind(**{name: readers[name](value) for name, value in record.items()})
    except (KeyError, TypeError, ValueError, OverflowError):
        raise RecordMalformedError from None


def write_time(moment: datetime) -> str:
    """Return an aware time as ``2026-03-01T09:30:00Z``, with a fraction if it has one."""
    if moment.tzinfo is None:
        raise RecordMalformedError
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def read_time(value: object) -> datetime:
    """Return the aware time in UTC that ``write_time`` wrote; ValueError for anything else."""
    written = _read_text(value, 0)
    moment = datetime.fromisoformat(written)
    if moment.tzinfo is None or write_time(moment) != written:
        raise ValueError
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError
    return moment.astimezone(UTC)


@cache
def _defaults(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in dataclasses.fields(kind))


@cache
def _readers(kind: type[Any]) -> Mapping[str, Reader]:
    hints = typing.get_type_hints(kind)
    return {
        field.name: _reader(hints[field.name], field.metadata) for field in dataclasses.fields(kind)
    }


def _write(value: Any) -> Any:  # noqa: ANN401, PLR0911 (a value of any of our kinds)
    if isinstance(value, StrEnum):
        return value.value
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return write_time(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if isinstance(value, Mapping):
        return dict(value)
    return to_json(value)


def _reader(hint: Any, bounds: Mapping[str, int]) -> Reader:  # noqa: ANN401 (a type hint)
    """Return what turns a JSON value into a value of this type; it raises for another."""
    if isinstance(hint, types.UnionType):
        (hint,) = (choice for choice in get_args(hint) if choice is not type(None))
    origin = get_origin(hint)
    if origin is tuple:
        return _tuple_reader(get_args(hint), bounds)
    if origin is not None:
        return _mapping_reader(get_args(hint), bounds)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return partial(from_json, hint)
    if issubclass(hint, StrEnum):
        return lambda value: hint(_read_text(value, 0))
    if hint in _SIZED:
        return lambda value: _SIZED[hint](value, bounds.get("each", 0))
    return _PLAIN[hint]


def _tuple_reader(items: tuple[Any, ...], bounds: Mapping[str, int]) -> Reader:
    if items[-1] is Ellipsis:
        read = _reader(items[0], bounds)
        return lambda value: tuple(read(item) for item in _read_list(value, bounds))
    readers = [_reader(item, bounds) for item in items]
    return lambda value: tuple(
        read(item) for read, item in zip(readers, _read_list(value, {}), strict=True)
    )


def _mapping_reader(items: tuple[Any, ...], bounds: Mapping[str, int]) -> Reader:
    if items[-1] is Any:
        return _read_mapping
    read = _reader(items[-1], bounds)
    return lambda value: {name: read(item) for name, item in _read_mapping(value).items()}


def _read_list(value: object, bounds: Mapping[str, int]) -> list[object]:
    if not isinstance(value, list) or len(value) > (bounds.get("at_most") or len(value)):
        raise ValueError
    return value


def _read_text(value: object, at_most: int) -> str:
    if not isinstance(value, str) or len(value) > (at_most or len(value)):
        raise ValueError
    return value


def _read_mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _read_bool(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _read_whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value


def _read_date(value: object) -> date:
    written = _read_text(value, 0)
    day = date.fromisoformat(written)
    if day.isoformat() != written:
        raise ValueError
    return day


def _read_bytes(value: object, exactly: int) -> bytes:
    written = _read_text(value, 0)
    read = bytes.fromhex(written)
    if read.hex() != written or len(read) != (exactly or len(read)):
        raise ValueError
    return read


_SIZED: Mapping[Any, Callable[[object, int], Any]] = {str: _read_text, bytes: _read_bytes}
_PLAIN: Mapping[Any, Reader] = {
    bool: _read_bool,
    int: _read_whole,
    datetime: read_time,
    date: _read_date,
}
