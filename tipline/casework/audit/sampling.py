"""What an auditor looks at each month: a sample of what was read, and all that left or was opened.

Source: the domain guide, 7: two in a hundred reads, drawn at random, and every use of what breaks
the glass.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.casework.audit.auditing import auditor_key
from tipline.errors import NotFoundError
from tipline.keyring.sampling import lots
from tipline.sealing.audit import Action

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from tipline.casework.audit.opened_trail import Entry
    from tipline.casework.visit import Visit

SHARE = 0.02  # of what was read
READS = frozenset({Action.OPEN, Action.OPEN_CASE, Action.LOOK})
ALWAYS = frozenset({
    Action.DOWNLOAD, Action.EXPORT, Action.DISPATCH, Action.ORIGINAL, Action.DESTROY,
    Action.SHRED,
    Action.DESK_IDENTITY, Action.RECOVER,
})  # fmt: skip
NIGHT = (22, 6)  # from the first hour until the second
OPENED = frozenset({Action.OPEN, Action.OPEN_CASE})
OUT = frozenset({Action.DOWNLOAD, Action.EXPORT, Action.DISPATCH})


class Verdict(StrEnum):
    """What an auditor found of an entry that was looked at."""

    EXPLAINED = "explained"
    CONCERN = "concern"


@dataclass(frozen=True)
class Sampled:
    """An entry of the sample, and what an auditor found last: what, by whom, when, with a note."""

    entry: Entry
    verdict: Verdict | None = None
    by: str = ""
    at: datetime | None = None
    note: str = ""


@dataclass
class Person:
    """What one person did in a time, in numbers; ``tips`` are those that they opened."""

    analyst: str
    name: str
    opened: int = 0
    tips: set[str] = field(default_factory=set, repr=False)
    searches: int = 0
    out: int = 0
    refused: int = 0
    at_night: int = 0
    last: datetime | None = None


def sample(
    visit: Visit, entries: Sequence[Entry], since: datetime, until: datetime
) -> list[Sampled]:
    """Return the sample of a time, the newest first. Raises NotFoundError for who is no auditor."""
    lot, found = lots(auditor_key(visit)), audited(entries)
    return [
        found.get(entry.number, Sampled(entry))
        for entry in reversed(entries)
        if within(entry, since, until)
        and (entry.action in ALWAYS
             or (entry.action in READS and lot(entry.number) < SHARE))
    ]  # fmt: skip


def audited(entries: Sequence[Entry]) -> dict[int, Sampled]:
    """Return what auditors found last of entries, by their numbers."""
    found: dict[int, Sampled] = {}
    first = entries[0].number if entries else 1
    for each in entries:
        if each.action == Action.AUDITED:
            number, verdict = each.facts.get("entry"), each.facts.get("found")
            if (
                isinstance(number, int)
                and first <= number < each.number
                and verdict in set(Verdict)
            ):
                judged = entries[number - first]
                note = str(each.facts.get("note") or "")
                found[number] = Sampled(judged, Verdict(verdict), each.name, each.at, note)
    return found


def judge(
    visit: Visit, entries: Sequence[Entry], number: int, verdict: Verdict, note: str = ""
) -> None:
    """Enter what the auditor found of an entry, with who was asked and what they said.

    Raises NotFoundError for an entry that is not there.
    """
    auditor_key(visit)
    if not entries or not entries[0].number <= number <= entries[-1].number:
        raise NotFoundError
    noted = {"note": note} if note else {}
    trail.record(visit, Action.AUDITED, entry=number, found=verdict.value, **noted)


def people(
    entries: Iterable[Entry], since: datetime, until: datetime, zone: tzinfo
) -> list[Person]:
    """Return what each person did in a time, who opened most first; nights are those of a zone."""
    found: dict[str, Person] = {}
    for each in entries:
        if within(each, since, until):
            who = each.analyst or each.name
            _count(found.setdefault(who, Person(each.analyst, each.name)), each, zone)
    return sorted(found.values(), key=lambda person: (-person.opened, person.name))


def _count(person: Person, entry: Entry, zone: tzinfo) -> None:
    person.last = entry.at
    person.searches += entry.action == Action.SEARCH
    person.refused += entry.action == Action.SIGN_IN_REFUSED
    person.out += entry.action in OUT
    if entry.action in OPENED:
        person.opened += 1
        person.tips.add(matter(entry))
        person.at_night += entry.at is not None and by_night(entry.at.astimezone(zone))


def matter(entry: Entry) -> str:
    """Return the id of the tip or case that an entry names, in hex; empty where it names none."""
    return str(entry.facts.get("tip") or entry.facts.get("case") or "")


def by_night(moment: datetime) -> bool:
    """Tell whether a local time is in the night."""
    return moment.hour >= NIGHT[0] or moment.hour < NIGHT[1]


def within(entry: Entry, since: datetime, until: datetime) -> bool:
    """Tell whether an entry is of a time; ``until`` is no more in it."""
    return entry.at is not None and since <= entry.at < until
