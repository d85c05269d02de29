"""The directories of a TIFF structure (TIFF 6.0, 2), as EXIF uses it: a bounded look, and no more.

A general reader may be made to hold each of thousands of fields over the same bytes; this one
holds what a few fields need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ENTRIES_MAX = 1_000  # of one directory
ENTRY = 12  # bytes
TEXT_MAX = 100  # bytes of a text that are looked at
VALUES_MAX = 8  # numbers of a field that are looked at
SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8}  # bytes of each type
BYTES_MAX, TEXT, SHORT, LONG = 4, 2, 3, 4
SIGNED = 10  # which some telephones write where the standard has 5
FRACTIONS = frozenset({5, SIGNED})


@dataclass(frozen=True)
class Field:
    """A field as it stands: its type, how many of it there are, and the place of its content."""

    kind: int
    count: int
    at: int


@dataclass(frozen=True)
class Directory:
    """The fields of one directory by tag, and where the next stands (0: nowhere)."""

    fields: Mapping[int, Field]
    following: int


class Tiff:
    """Reads directories and values from bytes. Raises ValueError where there are none."""

    def __init__(self, raw: bytes) -> None:
        """Take a TIFF structure, perhaps behind ``Exif`` and two nulls."""
        self._raw = raw.removeprefix(b"Exif\0\0")
        orders = {b"MM\0*": "big", b"II*\0": "little"}
        if self._raw[:4] not in orders:
            raise ValueError
        self._little = orders[self._raw[:4]] == "little"
        self.first = self.directory(self._number(4, 4))

    def _number(self, at: int, length: int) -> int:
        taken = self._raw[at : at + length]
        if len(taken) < length:
            raise ValueError
        return int.from_bytes(taken, "little" if self._little else "big")

    def directory(self, at: int) -> Directory:
        """Return the directory at an offset; one that is cut short has the fields before."""
        count, fields = self._number(at, 2), {}
        end = at + 2 + ENTRY * count
        for place in range(at + 2, min(end, at + 2 + ENTRY * ENTRIES_MAX), ENTRY):
            if place + ENTRY > len(self._raw):
                break
            field = self._field(place)
            fields[self._number(place, 2)] = field
        return Directory(fields, self._number(end, 4) if end + 4 <= len(self._raw) else 0)

    def _field(self, place: int) -> Field:
        kind, count = self._number(place + 2, 2), self._number(place + 4, 4)
        inside = SIZES.get(kind, BYTES_MAX + 1) * count <= BYTES_MAX
        return Field(kind, count, place + 8 if inside else self._number(place + 8, 4))

    def inner(self, tag: int) -> Mapping[int, Field]:
        """Return the fields of the directory that a field of the first one points to, or none."""
        field = self.first.fields.get(tag)
        return self.directory(self._number(field.at, 4)).fields if field else {}

    def following(self) -> Mapping[int, Field]:
        """Return the fields of the directory behind the first, or none."""
        at = self.first.following
        return self.directory(at).fields if at else {}

    def text(self, field: Field | None) -> str:
        """Return the text of a field up to its first null, or nothing."""
        if field is None or field.kind != TEXT:
            return ""
        raw = self._raw[field.at : field.at + min(field.count, TEXT_MAX)]
        return raw.partition(b"\0")[0].decode("latin-1")

    def numbers(self, field: Field | None) -> tuple[float, ...]:
        """Return the first numbers of a field: whole ones, or fractions (ZeroDivisionError)."""
        if field is None or field.kind not in {SHORT, LONG, *FRACTIONS}:
            return ()
        size = SIZES[field.kind]
        places = range(field.at, field.at + size * min(field.count, VALUES_MAX), size)
        if field.kind in FRACTIONS:
            return tuple(self._fraction(at, signed=field.kind == SIGNED) for at in places)
        return tuple(self._number(at, size) for at in places)

    def _fraction(self, at: int, *, signed: bool) -> float:
        above, below = self._number(at, 4), self._number(at + 4, 4)
        if signed:
            above, below = (each - (each >> 31 << 32) for each in (above, below))
        return above / below
