"""What a reporter sent: a report, and later messages to it.

Source: docs/format.md, 5. Every answer but what happened may be left out. Nothing here asks who the
reporter is, and no field may be added that does. Texts are NFC and bounded in code points.
"""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 (a field is called date)
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from tipline.errors import RecordMalformedError
from tipline.tips.call import NO_CALL, Call
from tipline.tips.evidence import FILES_MAX, Evidence
from tipline.tips.point import Point
from tipline.tips.shape import bounded, from_json, several, to_json

# Bounds: the domain guide, 2. Texts in code points, after NFC.
CATEGORY_MAX, SUBCATEGORY_MAX = 16, 32  # Q3: codes of the configuration
WHAT_MIN, WHAT_MAX = 10, 5000  # Q2
PLACE_MAX = 300  # Q4: each of its lines, and what the map said
WHEN_NOTE_MAX = 200  # Q5
NEXT_MAX = 300  # Q5b
PEOPLE_MAX, PERSON_NAME_MAX, PERSON_TEXT_MAX = 5, 100, 1000  # Q6
VEHICLES_MAX, PLATE_MAX, MAKE_MAX, COLOUR_MAX, MARKS_MAX = 3, 20, 60, 30, 300  # Q7
BOATS_MAX, BOAT_NAME_MAX, DIRECTION_MAX = 3, 60, 200  # Q7b; more than one as with vehicles
WEAPONS_NOTE_MAX = 500  # Q8
VULNERABLE_NOTE_MAX = 300  # Q9
ACCOUNTS_MAX, ACCOUNT_MAX = 5, 500  # Q10
MONEY_MAX = 500  # Q10b
WORK_NOTE_MAX = 500  # Q10c
MESSAGE_MIN, MESSAGE_MAX = 2, 5000  # as Q2; "no" is an answer to a question


class Now(StrEnum):
    """Q1: whether it is happening now, or someone is in danger."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class YesNo(StrEnum):
    """An answer to a plain question."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Exactness(StrEnum):
    """Q4b: how sure the reporter is of the place."""

    EXACT = "exact"
    STREET = "street"
    AREA = "area"


class WhenKind(StrEnum):
    """Q5: when it happens or happened."""

    NOW = "now"
    TODAY = "today"
    DATE = "date"
    RANGE = "range"
    REPEATS = "repeats"


class Knows(StrEnum):
    """Q11: how the reporter knows; a hint for grading, never a grade."""

    SAW = "saw"
    TOLD = "told"
    ONLINE = "online"
    OTHER = "other"
    UNSAID = "unsaid"


class Circle(StrEnum):
    """Q12: how many people know what the report says; the fewer, the more it points back."""

    ONLY_ME = "only-me"
    FEW = "few"
    MANY = "many"


class Keeper(StrEnum):
    """Q10c: who keeps the worker's passport."""

    PERSON = "person"
    SOMEONE_ELSE = "someone-else"
    UNKNOWN = "unknown"


class Channel(StrEnum):
    """How the tip came in."""

    WEB = "web"
    PHONE = "phone"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Q4: where it happens, never where the reporter is.

    ``point`` was chosen on the map, which then said in words where it lies: ``said``.
    """

    landmark: str = bounded(PLACE_MAX)
    block: str = bounded(PLACE_MAX)
    road: str = bounded(PLACE_MAX)
    building: str = bounded(PLACE_MAX)
    exact: Exactness | None = None
    point: Point | None = None
    said: str = bounded(PLACE_MAX)


@dataclass(frozen=True, kw_only=True)
class When:
    """Q5: ``date`` with DATE; ``date`` and ``until`` with RANGE and, where given, with REPEATS.

    They are days of the place's calendar. A reader shows them whatever the kind is.
    """

    kind: WhenKind | None = None
    date: Day | None = None
    until: Day | None = None
    note: str = bounded(WHEN_NOTE_MAX)


@dataclass(frozen=True, kw_only=True)
class Person:
    """Q6: somebody involved."""

    name: str = bounded(PERSON_NAME_MAX)
    looks: str = bounded(PERSON_TEXT_MAX)
    clothes: str = bounded(PERSON_TEXT_MAX)
    whereabouts: str = bounded(PERSON_TEXT_MAX)


@dataclass(frozen=True, kw_only=True)
class Vehicle:
    """Q7: a vehicle involved."""

    plate: str = bounded(PLATE_MAX)
    make: str = bounded(MAKE_MAX)
    colour: str = bounded(COLOUR_MAX)
    marks: str = bounded(MARKS_MAX)


@dataclass(frozen=True, kw_only=True)
class Boat:
    """Q7b: a boat involved."""

    name: str = bounded(BOAT_NAME_MAX)
    colour: str = bounded(COLOUR_MAX)
    direction: str = bounded(DIRECTION_MAX)


@dataclass(frozen=True, kw_only=True)
class Work:
    """Q10c: forced work, in three choices and a note."""

    can_leave: YesNo | None = None
    passport: Keeper | None = None
    paid: YesNo | None = None
    note: str = bounded(WORK_NOTE_MAX)


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What the reporter answered, all of it optional here: the form says what it must have."""

    now: Now | None = None
    category: str = bounded(CATEGORY_MAX)
    subcategory: str = bounded(SUBCATEGORY_MAX)
    what: str = bounded(WHAT_MAX)
    place: Place = Place()
    when: When = When()
    next: str = bounded(NEXT_MAX)
    people: tuple[Person, ...] = several(PEOPLE_MAX)
    vehicles: tuple[Vehicle, ...] = several(VEHICLES_MAX)
    boats: tuple[Boat, ...] = several(BOATS_MAX)
    weapons: YesNo | None = None
    weapons_note: str = bounded(WEAPONS_NOTE_MAX)
    vulnerable: YesNo | None = None
    vulnerable_note: str = bounded(VULNERABLE_NOTE_MAX)
    accounts: tuple[str, ...] = several(ACCOUNTS_MAX, each=ACCOUNT_MAX)
    money: str = bounded(MONEY_MAX)
    work: Work = Work()
    knows: Knows | None = None
    guess: YesNo | None = None
    circle: Circle | None = None
    safe: YesNo | None = None
    told_police: YesNo | None = None
    about_police: YesNo | None = None


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report as it arrived. ``lane`` is the code of the desk that it was sealed to."""

    tip: bytes
    arrived: datetime
    language: str
    channel: Channel
    lane: str
    mailbox: bytes
    mailbox_recipient: bytes
    answers: Answers
    evidence: tuple[Evidence, ...] = several(FILES_MAX)
    call: Call = NO_CALL

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of this part, marked as a report."""
        return {"part": "report", **to_json(self)}

    @classmethod
    def from_json(cls, record: object) -> Self:
        """Read what ``to_json`` wrote; RecordMalformedError for anything else."""
        return from_json(cls, _unmarked(record, "report"))


@dataclass(frozen=True, kw_only=True)
class Message:
    """What the reporter added later: words, files, or both; ``call.own``: what the operator did."""

    tip: bytes
    arrived: datetime
    text: str = bounded(MESSAGE_MAX)
    evidence: tuple[Evidence, ...] = several(FILES_MAX)
    call: Call = NO_CALL

    @property
    def by_phone(self) -> bool:
        """Whether an operator wrote it down."""
        return self.call != NO_CALL

    def to_json(self) -> dict[str, Any]:
        """Return the JSON object of this part, marked as a message."""
        return {"part": "message", **to_json(self)}

    @classmethod
    def from_json(cls, record: object) -> Self:
        """Read what ``to_json`` wrote; RecordMalformedError for anything else."""
        return from_json(cls, _unmarked(record, "message"))


def part_from_json(record: object) -> Report | Message:
    """Read a part of a tip; RecordMalformedError for anything else."""
    if isinstance(record, dict) and record.get("part") == "message":
        return Message.from_json(record)
    return Report.from_json(record)


def _unmarked(record: object, part: str) -> dict[str, Any]:
    if not isinstance(record, dict) or record.get("part") != part:
        raise RecordMalformedError
    return {name: value for name, value in record.items() if name != "part"}
