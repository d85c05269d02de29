"""The audit trail as it is opened: each entry found in its place, and what is looked for in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, tzinfo
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any, Self

from tipline.errors import (
    AgeError,
    AuditBrokenError,
    RecordMalformedError,
)
from tipline.sealing.audit import NOTHING_BEFORE, chain, open_entry
from tipline.tips.shape import read_time

if TYPE_CHECKING:
    from tipline.age import Identity
    from tipline.store.casebook.audit import AuditRow, AuditTrail

LINKED_AT_ONCE = 1000  # entries, before the clock is looked at


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the trail, opened and found in its place; ``record`` as docs/format.md, 10.

    Beside it stands what a search asks of each: ``at``, None where it does not say when it was;
    ``action``, a code; ``name`` of who did it, ``tipline`` for the command line; ``analyst``, an id
    in hex, empty for nobody who had signed in; ``ids``: who did it and to what, spaces between.
    """

    number: int
    chain: bytes
    record: Mapping[str, Any] = field(repr=False)
    at: datetime | None
    action: str
    name: str
    analyst: str
    ids: str

    @classmethod
    def of(cls, number: int, value: bytes, record: Mapping[str, Any]) -> Self:
        """Return the entry of a record; ``value`` is that of the chain."""
        action, name, analyst = (
            sys.intern(str(record.get(key) or "")) for key in ("action", "name", "analyst")
        )
        ids = " ".join([analyst, *_told(_facts(record))])
        return cls(number, value, record, _time(record), action, name, analyst, ids)

    @property
    def facts(self) -> Mapping[str, Any]:
        """To what it was done."""
        return _facts(self.record)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which entries are looked for; what is empty is not asked.

    ``name`` and ``about`` may be parts: of a name, of an id in hex. ``since`` and ``until`` bound
    the time, the second is no more in it; ``hours`` bound the time of the day in ``zone``, over
    midnight where the first is the later.
    """

    action: str = ""
    name: str = ""
    about: str = ""
    since: datetime | None = None
    until: datetime | None = None
    hours: tuple[time, time] | None = None
    zone: tzinfo = UTC

    def fits(self, entry: Entry) -> bool:
        """Tell whether an entry is such."""
        return (
            (not self.action or entry.action == self.action)
            and (not self.about or self.about in entry.ids)
            and (not self._name or self._name in entry.name.casefold())
            and (not self._timed or (entry.at is not None and self._in_time(entry.at)))
        )

    @cached_property
    def _name(self) -> str:
        return self.name.casefold()

    @cached_property
    def _timed(self) -> bool:
        return bool(self.since or self.until or self.hours)

    def _in_time(self, at: datetime) -> bool:
        since, until = self.since or at, self.until
        if not since <= at or (until is not None and at >= until):
            return False
        return self.hours is None or between(at.astimezone(self.zone).time(), *self.hours)


def between(moment: time, first: time, last: time) -> bool:
    """Tell whether a time of the day is from one until another, which may be after midnight."""
    if first < last:
        return first <= moment < last
    return moment >= first or moment < last


@dataclass
class Trail:
    """What was read of the trail: the chain from its first entry on, the entries from the newest.

    ``links`` are the chain values that were found right, ``entries`` those that were opened: the
    last of what is linked, in order. ``count`` is how many there are; ``broken`` the number of the
    first that is not what it was. What comes before that can be believed, and what comes after is
    not kept.
    """

    links: list[bytes] = field(default_factory=list, repr=False)
    entries: list[Entry] = field(default_factory=list, repr=False)
    count: int = 0
    broken: int | None = None

    @property
    def whole(self) -> bool:
        """Whether all of it was read, and is as it was written."""
        return self.broken is None and len(self.entries) == self.count

    @property
    def note(self) -> str:
        """What an auditor notes down, NUMBER:CHAIN; empty before anything was read."""
        return f"{len(self.links)}:{self.links[-1].hex()}" if self.links else ""

    def read_on(self, rows: AuditTrail, key: Identity, until: float) -> None:
        """Read on until a moment of ``time.monotonic``; at least one entry, if there is any.

        1. What was linked before must still end as it did: else the newest entries were cut off,
           or the trail was written anew.
        2. Each entry is linked to the one before. What is new is opened at once, once the newest
           that there was is.
        3. The others are opened from the newest to the first.
        """
        self.count = rows.count()
        try:
            if not self.broken:
                self._ends_as_it_did(rows)  # 1
                self._link_on(rows, key, until)  # 2
        except AuditBrokenError as error:
            self._break(error)
        if self.broken or len(self.links) == self.count:
            self._open_back(rows, key, until)  # 3

    def differs_from(self, noted: tuple[int, bytes]) -> int | None:
        """Return at which entry the trail is not what an auditor noted: (number, chain).

        None where it is, or as long as that entry was not linked.
        """
        number, value = noted
        if 0 < number <= len(self.links):
            return None if self.links[number - 1] == value else number
        return len(self.links) + 1 if self.whole or not number else None

    def _ends_as_it_did(self, rows: AuditTrail) -> None:
        linked = len(self.links)
        if linked and rows.chain_of(linked) != self.links[-1]:
            raise AuditBrokenError(number=min(linked, self.count + 1))

    def _link_on(self, rows: AuditTrail, key: Identity, until: float) -> None:
        opening = bool(self.entries)
        for row in rows.entries(len(self.links)):
            number = len(self.links) + 1
            before = self._before(number)
            linked(row, number, before)
            if opening:
                self.entries.append(Entry.of(number, row.chain, _record(row, number, before, key)))
            self.links.append(row.chain)
            if number % LINKED_AT_ONCE == 0 and monotonic() > until:
                return
        self.count = max(self.count, len(self.links))

    def _open_back(self, rows: AuditTrail, key: Identity, until: float) -> None:
        ends, found = self._opened_from, list[Entry]()
        while ends > 1:
            try:
                for entry in self._back(rows, key, ends):
                    found.append(entry)
                    if monotonic() > until:
                        break
            except AuditBrokenError as error:
                self._break(error)
                ends, found = self._opened_from, []
            else:
                break
        self.entries[:0] = reversed(found)

    def _back(self, rows: AuditTrail, key: Identity, ends: int) -> Iterator[Entry]:
        """Yield the entries before a number, the newest first, as they were linked."""
        back = rows.entries_back(ends)
        for number in range(ends - 1, 0, -1):
            row, before = next(back, None), self._before(number)
            if row is None or row.chain != self.links[number - 1]:
                raise AuditBrokenError(number=number)
            yield Entry.of(number, row.chain, _record(row, number, before, key))

    @property
    def _opened_from(self) -> int:
        return self.entries[0].number if self.entries else len(self.links) + 1

    def _before(self, number: int) -> bytes:
        return self.links[number - 2] if number > 1 else NOTHING_BEFORE

    def _break(self, error: AuditBrokenError) -> None:
        """Keep what comes before a break."""
        self.broken = int(str(error.values["number"]))
        del self.links[self.broken - 1 :]
        self.entries = [each for each in self.entries if each.number < self.broken]


def opened(
    rows: Iterator[AuditRow], key: Identity, number: int = 0, before: bytes = NOTHING_BEFORE
) -> Iterator[Entry]:
    """Yield entries that follow one of a number and a chain, each as soon as it is in its place.

    1. Numbers go on without a gap.
    2. The chain value is that of this entry after the one before.
    3. The entry opens, and names its number and the chain value before it.

    Raises AuditBrokenError with the number of the first entry that is not so.
    """
    for at, row in enumerate(rows, start=number + 1):
        yield Entry.of(at, row.chain, _record(row, at, before, key))
        before = row.chain


def checked(
    rows: Iterator[AuditRow], key: Identity, noted: tuple[int, bytes] | None = None
) -> Iterator[Entry]:
    """Yield all entries as ``opened`` does; the one that was noted must have the noted chain value.

    Raises AuditBrokenError.
    """
    number = 0
    for entry in opened(rows, key):
        number = entry.number
        if noted and noted[0] == number and noted[1] != entry.chain:
            raise AuditBrokenError(number=number)
        yield entry
    if noted and noted[0] > number:
        raise AuditBrokenError(number=number + 1)


def linked(row: AuditRow, number: int, before: bytes) -> None:
    """Find an entry in its place, without opening it: steps 1 and 2 of ``opened``."""
    if row.number != number or row.chain != chain(number, before, row.sealed):
        raise AuditBrokenError(number=number)


def _record(row: AuditRow, number: int, before: bytes, key: Identity) -> Mapping[str, Any]:
    linked(row, number, before)  # 1, 2
    try:
        record = open_entry(row.sealed, key)  # 3
    except (AgeError, RecordMalformedError):
        raise AuditBrokenError(number=number) from None
    entry = record.get("entry")
    in_place = (record.get("number"), record.get("previous")) == (number, before.hex())
    if not in_place or not isinstance(entry, dict):
        raise AuditBrokenError(number=number)
    return entry


def _facts(record: Mapping[str, Any]) -> Mapping[str, Any]:
    found = record.get("facts")
    return found if isinstance(found, dict) else {}


def _told(facts: Mapping[str, Any]) -> Iterator[str]:
    for fact in facts.values():
        yield from map(str, fact if isinstance(fact, list) else [fact])


def _time(record: Mapping[str, Any]) -> datetime | None:
    try:
        return read_time(record.get("at"))
    except ValueError:
        return None
