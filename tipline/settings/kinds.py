"""What a setting's value may be: how it is read from text, what is refused, how it is shown.

A ``Kind`` takes what TOML gives (``accept``) or what the environment gives (``parse``, always
text) and answers a checked value, or raises ``ValueError``. Its ``wants`` is the end of the
sentence "it must be …" that a person is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar
from urllib.parse import urlsplit

import limits

T = TypeVar("T")

HOST = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
LANGUAGE = re.compile(r"[a-z]{2,3}")
ONION = re.compile(r"https?://[a-z2-7]{56}\.onion(/\S*)?")
SITE_ADDRESS = re.compile(r"https?://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?")
MAILBOX = re.compile(r"[A-Za-z0-9._-]{1,30}@[A-Za-z0-9.-]{1,255}")  # before the @, room for a token
SOCKET_BYTES = 107  # unix(7): what a path has room for
BOOLEANS = {"true": True, "yes": True, "on": True, "1": True}
BOOLEANS |= {"false": False, "no": False, "off": False, "0": False}


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """One sort of value: ``accept`` checks a TOML value, ``parse`` turns text into one."""

    wants: str
    accept: Callable[[object], T]
    parse: Callable[[str], object] = str
    show: Callable[[T], str] = str
    secret: bool = False  # a refusal must not repeat the value: it may hold a password


def whole(least: int, most: int) -> Kind[int]:
    """Return the kind of a whole number between two bounds, both included."""

    def accept(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError
        return value

    return Kind(f"a whole number from {least} to {most}", accept, int)


def span(least: int, most: int) -> Kind[tuple[int, int]]:
    """Return the kind of two whole numbers, the first not above the second."""
    one = whole(least, most)

    def accept(value: object) -> tuple[int, int]:
        first, last = (one.accept(number) for number in _sequence(value))
        if first > last:
            raise ValueError
        return first, last

    return Kind(
        f"two whole numbers from {least} to {most}, the smaller first",
        accept,
        lambda text: [int(number) for number in text.split(",")],
        lambda value: f"{value[0]}, {value[1]}",
    )


def text_like(wants: str, fits: Callable[[str], object], *, secret: bool = False) -> Kind[str]:
    """Return the kind of a text for which ``fits`` answers something true."""

    def accept(value: object) -> str:
        if not isinstance(value, str) or not fits(value):
            raise ValueError
        return value

    return Kind(wants, accept, secret=secret)


def names(wants: str, pattern: re.Pattern[str], *, least: int = 0) -> Kind[tuple[str, ...]]:
    """Return the kind of a list of different texts that all match ``pattern`` as a whole."""

    def accept(value: object) -> tuple[str, ...]:
        found = _sequence(value)
        if not all(isinstance(name, str) and pattern.fullmatch(name) for name in found):
            raise ValueError
        if len(set(found)) != len(found) or len(found) < least:
            raise ValueError
        return tuple(str(name) for name in found)

    return Kind(
        wants,
        accept,
        lambda text: [name.strip() for name in text.split(",") if name.strip()],
        ", ".join,
    )


def choice(*values: str) -> Kind[str]:
    """Return the kind of one text out of a closed list."""
    return text_like("one of " + ", ".join(values), values.__contains__)


def _sequence(value: object) -> list[object] | tuple[object, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError  # noqa: TRY004 (a kind refuses with one error, whatever is wrong)
    return value


def _accept_switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004 (a kind refuses with one error, whatever is wrong)
    return value


def _parse_switch(text: str) -> object:
    return BOOLEANS.get(text.strip().lower())


def _accept_folder(value: object) -> Path:
    if not isinstance(value, str | Path) or not str(value) or "\0" in str(value):
        raise ValueError
    return Path(value)


def _is_rate(value: str) -> bool:
    return bool(limits.parse_many(value))


def _is_database(value: str) -> bool:
    if re.match(r"postgresql(\+psycopg)?://.", value):
        return urlsplit(value).port != 0  # ValueError for a port that is no number
    return not value or re.match(r"sqlite:///.", value) is not None


switch: Kind[bool] = Kind(
    "true or false", _accept_switch, _parse_switch, lambda value: str(value).lower()
)
folder: Kind[Path] = Kind("the path of a folder", _accept_folder)
file: Kind[Path] = Kind("the path of a file", _accept_folder)
socket = text_like(
    f"empty, or the path of a socket, of {SOCKET_BYTES} bytes at most",
    lambda value: "\0" not in value and len(value.encode()) <= SOCKET_BYTES,
)
rate = text_like('a rate such as "60 per minute"', _is_rate)
host = text_like(
    "a host name or an IP address", re.compile(rf"{HOST.pattern}|[0-9a-f:]+").fullmatch
)
database = text_like(
    "empty, or an address that begins with sqlite:/// or postgresql+psycopg://",
    _is_database,
    secret=True,
)
shared_store = text_like(
    "memory://, or an address that begins with redis:// or rediss://",
    re.compile(r"memory://|(redis|rediss|redis\+unix)://\S+").fullmatch,
    secret=True,
)
onion = text_like(
    "empty, or the address of an onion service (http://….onion)",
    lambda value: not value or ONION.fullmatch(value),
)
site_address = text_like(
    "empty, or an address such as https://answers.example.org",
    lambda value: not value or SITE_ADDRESS.fullmatch(value),
)
mailbox = text_like(
    "empty, or a mail address such as answers@example.org",
    lambda value: not value or MAILBOX.fullmatch(value),
)
hosts = names("a list of different host names", HOST)
languages = names("a list of at least one language tag, such as ar, en", LANGUAGE, least=1)
