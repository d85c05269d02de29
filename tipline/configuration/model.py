"""What the configuration says, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from tipline.tips.clocks import Limits, Times

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping
    from datetime import time, timedelta
    from zoneinfo import ZoneInfo

    from tipline.configuration.channels import Channels
    from tipline.tips.clocks import Ladder
    from tipline.tips.priority import Priority
    from tipline.tips.retention import Retention
    from tipline.tips.suspicious import Activity

Text: TypeAlias = "Mapping[str, str]"  # language → text, for every language that the sites speak
NOT_SURE = "OTHR"  # the category of what has no other, and of what nobody chose one for
DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")  # as ``datetime.weekday`` counts them


class Emergency(StrEnum):
    """When a category shows the page about danger before any other question."""

    ALWAYS = "always"
    IF_NOW = "if-now"
    NEVER = "never"


class Ask(StrEnum):
    """A question that is asked for some categories only (the domain guide, 2)."""

    NEXT = "next"
    VEHICLES_FIRST = "vehicles-first"
    BOATS = "boats"
    WEAPONS = "weapons"
    VULNERABLE = "vulnerable"
    ACCOUNTS = "accounts"
    MONEY = "money"
    WORK = "work"
    SAFE = "safe"


class DeskKind(StrEnum):
    """What a desk is for."""

    OPERATIONS = "operations"
    TRIAGE = "triage"
    POLICE = "police"
    SPECIALIST = "specialist"
    SUPPORT = "support"
    OVERSIGHT = "oversight"
    HOTLINE = "hotline"
    ADMINISTRATION = "administration"
    OUTSIDE = "outside"

    @property
    def holds_tips(self) -> bool:
        """Whether such a desk may open tips at all; the others have keys for their cards alone."""
        return self not in {DeskKind.HOTLINE, DeskKind.ADMINISTRATION}


class Hazard(StrEnum):
    """What sort of event an alert is about: the categories of CAP 1.2 (3.2.2)."""

    GEO = "Geo"
    MET = "Met"
    SAFETY = "Safety"
    SECURITY = "Security"
    RESCUE = "Rescue"
    FIRE = "Fire"
    HEALTH = "Health"
    ENV = "Env"
    TRANSPORT = "Transport"
    INFRA = "Infra"
    CBRNE = "CBRNE"
    OTHER = "Other"


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A telephone: ``number`` as ``tel:`` takes it, ``shown`` as people read it."""

    number: str
    shown: str


@dataclass(frozen=True, kw_only=True)
class Door:
    """Another body to turn to."""

    name: Text
    text: Text
    url: str
    phone: Phone | None


@dataclass(frozen=True, kw_only=True)
class Identifier:
    """A pattern of what may show who the reporter is; ``kind`` names the warning, for the form."""

    kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, kw_only=True)
class Site:
    """What the sites are called, and whom to turn to.

    ``title``: what a browser's tab and history show of the public site.
    ``answer_days``: after how many days, from and to, a reporter may look for an answer.
    ``published_areas``: the kinds of areas by which published figures may tell.
    ``leave_to``: the address that "leave this site" opens, on any other site.
    ``sender``: what the service is called among machines, in what it sends to others.
    """

    name: Text
    title: Text
    organisation: Text
    emergency: Phone
    hotline: Phone
    hotline_hours: Text
    oversight: Door
    false_reports: Text
    timezone: ZoneInfo
    answer_days: tuple[int, int]
    published_areas: frozenset[str]
    leave_to: str
    sender: str
    identifiers: tuple[Identifier, ...]


@dataclass(frozen=True, kw_only=True)
class Category:
    """One kind of report, or, with a ``parent``, one part of a kind.

    ``desks`` are codes of desks or of groups of desks. ``reporting`` are the activity codes of
    NIEM, ``hazards`` what an alert is said to be about. ``facts``: how many stated facts of
    behaviour an officer names before it is passed on.
    ``files``: whether files may be asked for. ``door``: whether the other body is shown.
    """

    code: str
    parent: str
    label: Text
    plain: Text
    caution: Text
    officer_check: Text
    facts: int
    priority: Priority
    emergency: Emergency
    desks: tuple[str, ...]
    asks: frozenset[Ask]
    reporting: tuple[Activity, ...]
    hazards: tuple[Hazard, ...]
    files: bool
    door: bool
    shown: bool
    children: tuple[Category, ...]


@dataclass(frozen=True, kw_only=True)
class DeskName:
    """A desk as people know it. ``group`` gathers desks that share a kind of work by area.

    ``areas`` are the codes of those of ``config/places`` that it answers for.
    """

    code: str
    name: Text
    kind: DeskKind
    group: str
    areas: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class ReplyTemplate:
    """A text that an analyst may begin a reply with; ``question`` if it asks for an answer."""

    code: str
    label: Text
    body: Text
    question: bool


@dataclass(frozen=True, kw_only=True)
class Level:
    """A priority: what makes it one, and by when what is done. No ``response``: none is expected.

    ``review``: how often somebody looks at it while it is open; the others count from its arrival.
    ``escalation``: who looks once so many percent of a time are used.
    """

    code: Priority
    label: Text
    criteria: Text
    acknowledged: timedelta
    assigned: timedelta
    response: timedelta | None
    review: timedelta
    escalation: Ladder

    @property
    def times(self) -> Times:
        """What the clocks take of it."""
        return Times(
            acknowledged=self.acknowledged,
            assigned=self.assigned,
            response=self.response,
            review=self.review,
        )


@dataclass(frozen=True, kw_only=True)
class Condition:
    """A condition under which information may be passed on."""

    code: str
    label: Text


class Part(StrEnum):
    """A part of a call, in the order in which it goes; the form's questions stand under some."""

    GREETING = "greeting"
    DANGER = "danger"
    LANGUAGE = "language"
    WHAT = "what"
    WHERE = "where"
    WHO = "who"
    KNOWING = "knowing"
    BACK = "back"
    CODE = "code"
    AGAIN = "again"
    SAFETY = "safety"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class Line:
    """What an operator says at a part of a call: in each language in which it was written.

    ``hint``: what the operator does there, in the languages of the sites.
    """

    part: Part
    label: Text
    say: Text
    hint: Text | None


@dataclass(frozen=True, kw_only=True)
class Shift:
    """When somebody is at work, by the clock of the place; days as ``weekday`` counts them.

    An ``end`` that is not after the ``start`` is on the next day.
    """

    days: frozenset[int]
    start: time
    end: time

    def holds(self, local: datetime) -> bool:
        """Tell whether a time of the place lies in it."""
        return any(start <= local < end for start, end in self._around(local))

    def until(self, local: datetime) -> datetime | None:
        """Return when it ends, of a time that lies in it; None of any other."""
        return next((end for start, end in self._around(local) if start <= local < end), None)

    def following(self, local: datetime) -> datetime:
        """Return when it begins next after a time of the place."""
        days = (local.date() + timedelta(ahead) for ahead in range(len(DAYS) + 1))
        starts = (datetime.combine(day, self.start, local.tzinfo) for day in days)
        return next(each for each in starts if each.weekday() in self.days and each > local)

    def _around(self, local: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the beginning and the end of those that begin on the day before, and on the day."""
        overnight = timedelta(days=self.end <= self.start)
        for day in (local.date() - timedelta(days=1), local.date()):
            if day.weekday() in self.days:
                start = datetime.combine(day, self.start, local.tzinfo)
                yield start, datetime.combine(day + overnight, self.end, local.tzinfo)


@dataclass(frozen=True, kw_only=True)
class Interpreter:
    """Somebody who interprets calls: by a code and never a name, in languages, at a number.

    Who works in several shifts stands there once for each.
    """

    code: str
    languages: tuple[str, ...]
    rings: str
    shift: Shift


@dataclass(frozen=True, kw_only=True)
class Script:
    """The hotline's script, in the order of a call.

    ``languages``: codes of those that callers speak, as they are offered. ``interpreters``: who
    interprets and when, in the order of the file.
    """

    languages: tuple[str, ...]
    never: Text
    lines: tuple[Line, ...]
    interpreters: tuple[Interpreter, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When a desk is at work; ``instead`` of it, who is."""

    desk: str
    shift: Shift
    instead: str


@dataclass(frozen=True, kw_only=True)
class Never:
    """A desk that is never given a case of these categories."""

    desk: str
    categories: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Routing:
    """Which desks a case is proposed to, beside those of its category: codes of desks."""

    fallback: str
    emergencies: str
    information: str
    hours: tuple[Hours, ...]
    never: tuple[Never, ...]


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """The deployment. ``intake`` and ``oversight`` are codes of desks, the lanes of a report.

    ``cameras``: codes of the desks that see the register of cameras.
    ``levels``: the five priorities, the most urgent first. ``conditions``: those of handling.
    ``lacking``: texts that are shown in another language: language, file's name, place in it.
    """

    site: Site
    intake: str
    oversight: str
    categories: tuple[Category, ...]
    desks: tuple[DeskName, ...]
    cameras: tuple[str, ...]
    replies: tuple[ReplyTemplate, ...]
    levels: tuple[Level, ...]
    retention: Retention
    conditions: tuple[Condition, ...]
    routing: Routing
    script: Script
    channels: Channels
    lacking: tuple[tuple[str, str, str], ...] = ()

    def category(self, code: str) -> Category:
        """Return the category, or the part of one, of a code; KeyError if there is none."""
        return self.kinds[code]

    def desk(self, code: str) -> DeskName:
        """Return the desk of a code; KeyError if there is none."""
        for desk in self.desks:
            if desk.code == code:
                return desk
        raise KeyError(code)

    def holds_tips(self, code: str) -> bool:
        """Tell whether a desk may open tips; one that has no name yet may."""
        return all(desk.kind.holds_tips for desk in self.desks if desk.code == code)

    def kind_of(self, code: str) -> DeskKind | None:
        """Return what a desk is for; None for one that has no name yet."""
        return next((desk.kind for desk in self.desks if desk.code == code), None)

    def level(self, priority: Priority) -> Level:
        """Return what a priority means."""
        return self.levels[priority.place]

    def limits(self, answer_days: int) -> Limits:
        """Return what the clocks of a case are read by; a reporter has so many days to answer."""
        times = {level.code: level.times for level in self.levels}
        return Limits(times, timedelta(days=answer_days))

    @cached_property
    def kinds(self) -> Mapping[str, Category]:
        """The categories and their parts, by their codes."""
        return {each.code: each for top in self.categories for each in (top, *top.children)}
