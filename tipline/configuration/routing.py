"""Which desks a case is proposed to: category, urgency, area and hours, each with its reason.

Source: the domain guide, 6. A visible rule and no more: an officer decides. Where a category names
a group of desks, one for each area, the place of the case says which; they are offered as a choice
while no place is known.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from tipline.configuration.model import DeskKind, Hours, Never, Routing
from tipline.configuration.shifts import shift
from tipline.tips.priority import Priority

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tipline.configuration.model import Configuration, DeskName
    from tipline.configuration.table import Table
    from tipline.tips.content import Classified

NEVER_GIVEN = frozenset(
    {DeskKind.OUTSIDE, DeskKind.OVERSIGHT, DeskKind.HOTLINE, DeskKind.ADMINISTRATION}
)


class Why(StrEnum):
    """Why a desk is proposed, or is not."""

    CATEGORY = "category"
    EMERGENCY = "emergency"
    INFORMATION = "information"
    AREA = "area"
    THERE = "there"
    NOWHERE = "nowhere"
    CLOSED = "closed"
    CONFLICT = "conflict"
    NO_KEYS = "no-keys"
    NEVER = "never"
    FALLBACK = "fallback"


@dataclass(frozen=True)
class Reason:
    """One reason: ``desk`` is proposed or left out because of it, ``instead`` another one is."""

    why: Why
    desk: str
    instead: str = ""


@dataclass(frozen=True)
class Proposal:
    """Which desk is to lead, which are to support, and which one might be chosen among.

    ``lead`` is empty where no desk is left. ``choices`` are those of an area that is not known.
    """

    lead: str
    supporting: tuple[str, ...]
    choices: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def desks(self) -> tuple[str, ...]:
        """The desks that are proposed, the leading one first."""
        return (self.lead, *self.supporting) if self.lead else ()


def propose(  # noqa: PLR0913, PLR0917 (what a case is, when and where)
    configuration: Configuration,
    classified: Classified,
    moment: datetime,
    known: Collection[str],
    conflicts: Collection[str] = (),
    areas: Collection[str] | None = None,
) -> Proposal:
    """Return the desks for a case that was classified so, at a time.

    ``areas`` are the codes of those that its place lies in, None where no place is known.

    1. An emergency, or a threat to somebody's life, is led by the desk for those; a P5 is for the
       desk of information; anything else is led by the first desk of its category.
    2. A group stands for the desk of the area that the place lies in; on a border, for those of
       both; where it lies in none of theirs, for the fallback. While no place is known its desks
       may be chosen, and the next one leads. A desk of an area without a group supports there.
    3. A desk that the case is about, that has no keys (is not among ``known``), or that is never
       given such a case is left out. One that is not at work now is replaced.
    4. Where nothing is left, there is the fallback, if that is not left out itself.
    """
    rules = _Rules(
        configuration, classified, moment, frozenset(known), frozenset(conflicts),
        None if areas is None else frozenset(areas),
    )  # fmt: skip
    reasons: list[Reason] = []
    found = dict.fromkeys(rules.chosen(reasons))
    choices = [desk for desk in rules.choices(reasons) if desk not in found]
    if not found:
        fallback = configuration.routing.fallback
        if rules.lets(fallback, reasons):
            reasons.append(Reason(Why.FALLBACK, fallback))
            found = {fallback: None}
    lead, *supporting = found or {"": None}
    return Proposal(lead, tuple(supporting), tuple(choices), tuple(dict.fromkeys(reasons)))


def may_be_given(
    configuration: Configuration, desk: str, category: str, known: Collection[str]
) -> bool:
    """Tell whether a desk may be given a case of a category at all."""
    names = [each for each in configuration.desks if each.code == desk]
    barred = _barred(configuration, desk, category)
    return bool(names) and names[0].kind not in NEVER_GIVEN and desk in known and not barred


def _barred(configuration: Configuration, desk: str, category: str) -> bool:
    never = configuration.routing.never
    return any(each.desk == desk and category in each.categories for each in never)


@dataclass(frozen=True)
class _Rules:
    configuration: Configuration
    classified: Classified
    moment: datetime
    known: frozenset[str]
    conflicts: frozenset[str]
    areas: frozenset[str] | None

    def wanted(self) -> Iterator[Reason]:
        routing, classified = self.configuration.routing, self.classified
        if classified.priority is Priority.P1 or classified.life:
            yield Reason(Why.EMERGENCY, routing.emergencies)
        if classified.priority is Priority.P5 and not classified.life:
            yield Reason(Why.INFORMATION, routing.information)
            return
        kinds = self.configuration.kinds
        kind = kinds.get(classified.subcategory) or kinds.get(classified.category)
        for code in kind.desks if kind else ():
            yield from self._of_group(code) or (Reason(Why.CATEGORY, code),)
        yield from (Reason(Why.THERE, desk.code) for desk in self._there() if not desk.group)

    def _of_group(self, code: str) -> tuple[Reason, ...]:
        """Return who stands for a group where a place is known; nobody, for what is none."""
        group = self._group(code)
        if not group or self.areas is None:
            return ()
        there = tuple(Reason(Why.THERE, desk.code) for desk in self._there() if desk in group)
        return there or (Reason(Why.NOWHERE, self.configuration.routing.fallback),)

    def _there(self) -> list[DeskName]:
        return [desk for desk in self.configuration.desks if self.areas and self.areas & desk.areas]

    def chosen(self, reasons: list[Reason]) -> Iterator[str]:
        triage = {each.code for each in self.configuration.desks if each.kind is DeskKind.TRIAGE}
        for reason in self.wanted():
            if reason.desk in triage or self._group(reason.desk):
                continue
            desk = self._at_work(reason.desk, reasons)
            if self.lets(desk, reasons):
                reasons.append(reason)
                yield desk

    def choices(self, reasons: list[Reason]) -> Iterator[str]:
        for reason in self.wanted():
            group = [each.code for each in self._group(reason.desk)]
            there = [desk for desk in group if self.lets(desk, [])]
            if there:
                reasons.append(Reason(Why.AREA, reason.desk))
            yield from there

    def lets(self, desk: str, reasons: list[Reason]) -> bool:
        """Tell whether a desk may have it; if not, add why."""
        barred = _barred(self.configuration, desk, self.classified.category)
        for why, is_so in (
            (Why.CONFLICT, desk in self.conflicts),
            (Why.NEVER, barred),
            (Why.NO_KEYS, desk not in self.known),
        ):
            if is_so:
                reasons.append(Reason(why, desk))
                return False
        return True

    def _at_work(self, desk: str, reasons: list[Reason]) -> str:
        local = self.moment.astimezone(self.configuration.site.timezone)
        for hours in self.configuration.routing.hours:
            if hours.desk == desk and not hours.shift.holds(local):
                reasons.append(Reason(Why.CLOSED, desk, hours.instead))
                return hours.instead
        return desk

    def _group(self, code: str) -> list[DeskName]:
        return [each for each in self.configuration.desks if each.group == code]


def routing(table: Table, desks: Sequence[DeskName], categories: Collection[str]) -> Routing:
    """Read ``routing.toml``. Raises ConfigurationError."""
    known = {desk.code for desk in desks}
    found = Routing(
        fallback=_desk(table, "fallback", known),
        emergencies=_desk(table, "emergencies", known),
        information=_desk(table, "information", known),
        hours=tuple(_hours(it, known) for it in table.tables("hours")),
        never=tuple(_never(it, known, categories) for it in table.tables("never")),
    )
    table.end()
    return found


def _desk(table: Table, name: str, known: Collection[str]) -> str:
    code = table.line(name)
    if code not in known:
        raise table.refuse(name, "the code of a desk of desks.toml")
    return code


def _hours(table: Table, known: Collection[str]) -> Hours:
    hours = Hours(
        desk=_desk(table, "desk", known),
        shift=shift(table),
        instead=_desk(table, "instead", known),
    )
    table.end()
    return hours


def _never(table: Table, known: Collection[str], categories: Collection[str]) -> Never:
    never = Never(desk=_desk(table, "desk", known), categories=frozenset(table.lines("categories")))
    if not never.categories or not never.categories <= set(categories):
        raise table.refuse("categories", "codes of categories.toml")
    table.end()
    return never
