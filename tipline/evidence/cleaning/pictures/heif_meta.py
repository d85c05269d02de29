"""The ``meta`` box of a picture (ISO/IEC 14496-12, 8.11; 23008-12, 9): items, what joins them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from tipline.errors import FileDamagedError, FileTooComplexError
from tipline.evidence.cleaning.pictures.heif_boxes import Box, Fields, boxes
from tipline.evidence.cleaning.pictures.heif_properties import Property
from tipline.evidence.cleaning.pictures.pieces import Window

ITEMS_MAX = 20_000
EXTENTS_MAX = 64  # of one item
TOLD_MAX = 200_000  # properties and references of all items
META_MAX = 16 * 1024 * 1024  # bytes
IN_FILE, IN_META = 0, 1  # construction methods of iloc

Reference: TypeAlias = tuple[int, tuple[int, ...]]


@dataclass(frozen=True)
class Item:
    """``extents``: offsets in the file, each with a length in bytes."""

    number: int
    kind: bytes
    hidden: bool
    extents: tuple[tuple[int, int], ...]


class Meta:
    """What a picture's ``meta`` box says, read at once."""

    def __init__(self, window: Window, box: Box) -> None:
        """Read it, or raise FileDamagedError or FileTooComplexError."""
        if box.end - box.start > META_MAX:
            raise FileTooComplexError
        self._window = window
        inner = {each.name: each for each in boxes(window, box.start + 4, box.end)}
        if not {b"pitm", b"iinf", b"iloc", b"iprp"} <= inner.keys():
            raise FileDamagedError
        fields = Fields(window, inner[b"pitm"])
        self.primary = fields.number(4 if fields.version else 2)
        stored = inner.get(b"idat")
        places = dict(_places(Fields(window, inner[b"iloc"]), stored))
        self._items = {item.number: item for item in _items(window, inner[b"iinf"], places)}
        self._references = list(_references(window, inner[b"iref"])) if b"iref" in inner else []
        self._properties = dict(_properties(window, inner[b"iprp"]))

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in the file's order."""
        return tuple(self._items.values())

    def item(self, number: int) -> Item:
        """Return an item, or FileDamagedError if there is none of that number."""
        if number not in self._items:
            raise FileDamagedError
        return self._items[number]

    def references(self, kind: bytes) -> list[Reference]:
        """Return the references of a kind, each from one item to others."""
        return [reference for own, reference in self._references if own == kind]

    def properties_of(self, number: int) -> list[Property]:
        """Return what is said of an item, in the order in which it is to be done."""
        return self._properties.get(number, [])


def _places(
    fields: Fields, stored: Box | None
) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
    """Read ``iloc`` (8.11.3): item numbers with their extents."""
    sizes, more = fields.number(1), fields.number(1)
    index = more & 15 if fields.version else 0
    wide = 4 if fields.version > 1 else 2
    for _ in range(_counted(fields.number(wide))):
        number = fields.number(wide)
        method = fields.number(2) & 15 if fields.version else IN_FILE
        elsewhere, base = fields.number(2), fields.number(more >> 4)
        extents = []
        for _ in range(_counted(fields.number(2), EXTENTS_MAX)):
            fields.number(index)
            extents.append((base + fields.number(sizes >> 4), fields.number(sizes & 15)))
        if not elsewhere and method in {IN_FILE, IN_META}:
            yield number, tuple(_extents(extents, stored if method == IN_META else None))


def _extents(extents: list[tuple[int, int]], stored: Box | None) -> Iterator[tuple[int, int]]:
    for offset, length in extents:
        if stored and stored.start + offset + length > stored.end:
            raise FileDamagedError
        yield offset + (stored.start if stored else 0), length


def _counted(count: int, most: int = ITEMS_MAX) -> int:
    if count > most:
        raise FileTooComplexError
    return count


def _items(
    window: Window, box: Box, places: dict[int, tuple[tuple[int, int], ...]]
) -> Iterator[Item]:
    """Read ``iinf`` (8.11.6), entries of version 2 and 3."""
    start = box.start + (6 if window.at(box.start, 1) == b"\0" else 8)
    for entry in boxes(window, start, box.end):
        if entry.name != b"infe":
            continue
        fields = Fields(window, entry)
        if fields.version in {2, 3}:
            number = fields.number(2 if fields.version == 2 else 4)
            fields.number(2)
            yield Item(number, fields.take(4), bool(fields.flags & 1), places.get(number, ()))


def _references(window: Window, box: Box) -> Iterator[tuple[bytes, Reference]]:
    """Read ``iref`` (8.11.12)."""
    wide = 4 if window.at(box.start, 1) != b"\0" else 2
    told = 0
    for entry in boxes(window, box.start + 4, box.end):
        numbers = window.at(entry.start, entry.end - entry.start)
        one, count = int.from_bytes(numbers[:wide]), int.from_bytes(numbers[wide : wide + 2])
        told = _counted(told + count, TOLD_MAX)
        others = numbers[wide + 2 : wide + 2 + wide * count]
        each = (int.from_bytes(others[at : at + wide]) for at in range(0, len(others), wide))
        yield entry.name, (one, tuple(each))


def _properties(window: Window, box: Box) -> Iterator[tuple[int, list[Property]]]:
    """Read ``iprp`` (23008-12, 9.3): item numbers with their properties."""
    inner = {each.name: each for each in boxes(window, box.start, box.end)}
    if not {b"ipco", b"ipma"} <= inner.keys():
        raise FileDamagedError
    # Each content is held once, however many items it is said of.
    shelf = [
        (each.name, window.at(each.start, each.end - each.start))
        for each in boxes(window, inner[b"ipco"].start, inner[b"ipco"].end)
    ]
    fields, told = Fields(window, inner[b"ipma"]), 0
    wide = 2 if fields.flags & 1 else 1
    for _ in range(_counted(fields.number(4))):
        number = fields.number(4 if fields.version else 2)
        marks = [fields.number(wide) for _ in range(fields.number(1))]
        told = _counted(told + len(marks), TOLD_MAX)
        yield number, [each for mark in marks for each in _property(shelf, mark, wide)]


def _property(shelf: list[tuple[bytes, bytes]], mark: int, wide: int) -> Iterator[Property]:
    """Yield the property that a mark of ``wide`` bytes means: its first bit, then its place."""
    bit = 1 << 8 * wide - 1
    place = mark & bit - 1
    if place > len(shelf):
        raise FileDamagedError
    if place:
        yield Property(*shelf[place - 1], essential=bool(mark & bit))
