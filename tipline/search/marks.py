"""What tells of the same thing in two reports, however it was typed: a plate, a number, a place.

Digits count whatever their script, letters have one spelling, and what only separates is dropped.
Of people there is nothing here: a name is no mark (the domain guide, 7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import blake2b

from tipline.search.words import tokens
from tipline.spelling import spelled

NUMBER_BYTES = 7  # of a mark in the index: in 2^56, no two that are different meet by chance
PLATE_MIN, PLATE_MAX, BOAT_MIN = 3, 12, 3  # letters and digits; fewer are many vehicles' and boats'
PHONE_MIN, PHONE_MAX, PHONE_OWN = 7, 15, 8  # digits; with or without a country's code, the last 8
ACCOUNT_MIN, ACCOUNT_MAX = 3, 64
ADDRESS_MAX = 200

GROUPED = re.compile(r"(?<![\w+])(\+|00)?(\d(?:[ \-./()]{0,2}\d){6,16})(?!\w)")
ADDRESS = re.compile(
    r"(?<![\w@.])(?:https?://)?(?:www\.)?((?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,24})(?::\d+)?"
    r"(/[^\s<>\"'،؛]*)?(?![\w@])"
)
HANDLE = re.compile(r"(?<![\w@./])@([\w.\-]{3,64})")
MAIL = re.compile(r"(?<![\w.@])([\w.+\-]{1,64}@(?:[\w-]+\.)+[^\W\d_]{2,24})(?![\w@])")
PROFILES = frozenset({  # sites where the first part of the way is an account
    "instagram.com", "facebook.com", "fb.com", "x.com", "twitter.com", "tiktok.com", "t.me",
    "snapchat.com", "youtube.com", "telegram.me", "wa.me", "threads.net",
})  # fmt: skip
BEFORE_ACCOUNT = frozenset({"add", "user", "c", "profile"})


class Sort(StrEnum):
    """What a mark is of."""

    PLATE = "plate"
    PHONE = "phone"
    ADDRESS = "address"
    ACCOUNT = "account"
    BOAT = "boat"
    BLOCK = "block"
    ROAD = "road"
    BUILDING = "building"
    LANDMARK = "landmark"


SUBJECTS = frozenset({Sort.PLATE, Sort.PHONE, Sort.ADDRESS, Sort.ACCOUNT, Sort.BOAT})
PLACES = frozenset(Sort) - SUBJECTS


@dataclass(frozen=True)
class Mark:
    """One mark; ``value`` is in one spelling."""

    sort: Sort
    value: str = field(repr=False)

    @property
    def number(self) -> int:
        """The number that stands for it in an index."""
        said = f"{self.sort.value}\0{self.value}".encode()
        return int.from_bytes(blake2b(said, digest_size=NUMBER_BYTES).digest(), "big")


def plate(text: str) -> Iterator[Mark]:
    """Yield the mark of a number plate: letters and digits, at least one of these."""
    value = bare(text)
    if PLATE_MIN <= len(value) <= PLATE_MAX and any(map(str.isdigit, value)):
        yield Mark(Sort.PLATE, value)


def boat(text: str) -> Iterator[Mark]:
    """Yield the mark of a boat's name or number."""
    value = bare(text)
    if len(value) >= BOAT_MIN:
        yield Mark(Sort.BOAT, value)


def place(block: str, road: str, building: str, landmark: str) -> Iterator[Mark]:
    """Yield the marks of a place: its block, its road, its building, a landmark.

    A road and a building have numbers of their own in each block.
    """
    known = ""
    for sort, text in ((Sort.BLOCK, block), (Sort.ROAD, road), (Sort.BUILDING, building)):
        value = _numbered(text)
        if not value or (sort is not Sort.BLOCK and not known):
            break
        known = f"{known}/{value}"
        yield Mark(sort, known)
    value = " ".join(sorted(tokens([landmark])))
    if len(value) >= BOAT_MIN:
        yield Mark(Sort.LANDMARK, value)


def typed(text: str) -> Iterator[Mark]:
    """Yield the marks of what was typed where a name, a number or an address was asked for."""
    found = list(mentioned(text, least=PHONE_MIN))
    yield from found
    value = bare(text)
    if not found and ACCOUNT_MIN <= len(value) <= ACCOUNT_MAX:
        yield Mark(Sort.ACCOUNT, value)


def mentioned(text: str, least: int = PHONE_OWN) -> Iterator[Mark]:
    """Yield the marks that stand out in any text: telephone numbers, addresses, accounts.

    A number without a plus has ``least`` digits; what may be a day is none, nor are nine digits, as
    an identity card has.
    """
    plain = spelled(text)
    for found in GROUPED.finditer(plain):
        yield from _phone(found, least)
    for found in MAIL.finditer(plain):
        yield Mark(Sort.ACCOUNT, found.group(1))
    for found in HANDLE.finditer(plain):
        yield from _account(found.group(1))
    for found in ADDRESS.finditer(plain):
        yield from _address(found.group(1), found.group(2) or "")


def bare(text: str) -> str:
    """Return the letters and digits of a text, in one spelling."""
    return "".join(filter(str.isalnum, spelled(text)))


def _numbered(text: str) -> str:
    """Return the numbers of a text, "346" of "Block 346"; of one without numbers, all of it."""
    plain = spelled(text)
    return " ".join(number.lstrip("0") for number in re.findall(r"\d+", plain)) or bare(text)


def _phone(found: re.Match[str], least: int) -> Iterator[Mark]:
    digits = re.sub(r"\D", "", found.group(2))
    if found.group(1) is None and (len(digits) < least or _may_be_other(digits)):
        return
    if PHONE_MIN <= len(digits) <= PHONE_MAX:
        yield Mark(Sort.PHONE, digits[-PHONE_OWN:])


def _may_be_other(digits: str) -> bool:
    if len(digits) == PHONE_OWN + 1:
        return True
    return any(_is_day(day) for day in (digits, digits[4:] + digits[2:4] + digits[:2]))


def _is_day(digits: str) -> bool:
    try:
        return date.fromisoformat(digits).year in range(1900, 2101)
    except ValueError:
        return False


def _account(name: str) -> Iterator[Mark]:
    value = bare(name)
    if ACCOUNT_MIN <= len(value) <= ACCOUNT_MAX:
        yield Mark(Sort.ACCOUNT, value)


def _address(host: str, way: str) -> Iterator[Mark]:
    path = way.partition("?")[0].partition("#")[0].rstrip("/.,:;!)")
    if host in PROFILES:
        parts = [each for each in path.split("/") if each and each not in BEFORE_ACCOUNT]
        if parts:
            yield from _account(parts[0])
        return
    yield Mark(Sort.ADDRESS, f"{host}{path}"[:ADDRESS_MAX])
