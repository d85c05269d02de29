"""Figures as tables: what a page shows, draws and gives out, cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tipline.review import names, words
from tipline.review.counted.slots import Slot
from tipline.search.entry import Holds
from tipline.tips.figures import percent
from tipline.tips.moments import Channel, Step
from tipline.tips.priority import Priority
from tipline.tips.state import Outcome, State
from tipline.web import figure_words

if TYPE_CHECKING:
    from flask import Flask

    from tipline.casework.desk.figures import Figures
    from tipline.tips.figures import Waited

ROOM = 200  # percent of a target that a bar has room for

TITLES = {
    "arrivals": _l("Arrivals"),
    "hours": _l("Arrivals, last 24 hours"),
    "given": _l("Cases given"),
    "given-hours": _l("Cases given, last 24 hours"),
    "opened-hours": _l("Tips and cases opened, by the hour of the day"),
    "category": _l("By kind"),
    "priority": _l("By priority"),
    "outcome": _l("By outcome"),
    "state": _l("By state"),
    "desk": _l("By leading desk"),
    "language": _l("By language"),
    "channel": _l("By channel"),
    "opened": _l("Until opened"),
    "assigned": _l("Until assigned"),
    "accepted": _l("Until accepted"),
    "acted": _l("Until the first response of a desk"),
    "answered": _l("Until the first answer to the reporter"),
    "finished": _l("Until finished"),
    "languages": _l("Nine in ten, by language"),
}
CHANNELS = {Channel.WEB: _l("Public site"), Channel.PHONE: _l("Hotline")}


@dataclass(frozen=True)
class Seconds:
    """A time that was waited; None where nothing is known."""

    value: int | None


@dataclass(frozen=True)
class Percent:
    """A share; None of nothing."""

    value: int | None


Cell: TypeAlias = "str | int | Seconds | Percent"


@dataclass(frozen=True)
class Bar:
    """What a line's bar shows, in percent of its room: how long, a mark, and where the bound is."""

    long: int
    mark: int | None = None
    bound: int | None = None


@dataclass(frozen=True)
class Line:
    """A line of a table, its name first, and its bar, if it has one."""

    cells: tuple[Cell, ...]
    bar: Bar | None = None


@dataclass(frozen=True)
class Sheet:
    """A table: its name in addresses, the heads of its columns, its lines.

    ``said`` is under which of TITLES it stands, if not under its name.
    """

    name: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    said: str = ""

    @property
    def title(self) -> str:
        """What it is called, in the page's language."""
        return str(TITLES[self.said or self.name])


def arrivals(found: Figures, slots: Sequence[Slot]) -> Sheet:
    """Return how many came in each hour, day or month."""
    lines = tuple(Line((each.shown, each.count)) for each in slots)
    said = "given" if found.holds is Holds.CASES else ""
    return Sheet("arrivals", (gettext("When"), _things(found)), lines, said)


def counts(found: Figures, line: str) -> Sheet:
    """Return how many tips there were along a line: of each kind, of each priority."""
    told = found.lines[line]
    ordered = sorted(told) if line == "priority" else list(told)
    most, whole = max(told.values(), default=0), sum(told.values())
    lines = tuple(
        Line(
            (name_of(line, code), told[code], Percent(percent(told[code], whole))),
            Bar(percent(told[code], most) or 0),
        )
        for code in ordered
    )
    return Sheet(line, (gettext("What"), _things(found), gettext("Share")), lines)


def waits(found: Figures, step: Step) -> Sheet:
    """Return how long tips waited for a step, by priority, and all of them at the end."""
    times = found.times[step]
    levels = dict(times.by_priority)
    longest = max((each.most or 0 for each in [*levels.values(), times.all]), default=0)
    lines = [Line(_waited(names.of_level(level), each), _bar(each, longest))
             for level, each in levels.items()]  # fmt: skip
    lines.append(Line(_waited(gettext("All"), times.all), _bar(times.all, longest)))
    heads = (gettext("Priority"), _things(found), gettext("Reached"), gettext("Half within"),
             gettext("Nine in ten within"), gettext("Target"), gettext("In time"))  # fmt: skip
    return Sheet(step.value, heads, tuple(lines))


def tongues(found: Figures) -> Sheet:
    """Return the 90th percentile of each step, by language."""
    spoken = sorted({code for times in found.times.values() for code in times.by_language})
    lines = tuple(
        Line((names.of_language(code), *(_most(found, step, code) for step in found.times)))
        for code in spoken
    )
    heads = (gettext("Language"), *(str(TITLES[step.value]) for step in found.times))
    return Sheet("languages", heads, lines)


def name_of(line: str, code: str) -> str:
    """Return what a code of a line is called."""
    if not code:
        return _missing(line)
    if line == "category":
        return names.of_category(code)
    if line == "priority":
        return names.of_level(Priority(code))
    if line == "desk":
        return names.of_desk(code)
    if line == "language":
        return names.of_language(code)
    known: Mapping[str, Mapping[str, object]] = {
        "outcome": {each.value: words.OUTCOMES[each] for each in Outcome},
        "state": {each.value: words.STATES[each] for each in State},
        "channel": {each.value: said for each, said in CHANNELS.items()},
    }
    return str(known[line].get(code, code))


def shown(cell: Cell) -> str:
    """Return a cell as it is read; a dash for what is not known."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return figure_words.number(cell)
    if isinstance(cell, Percent):
        return figure_words.share(cell.value)
    return figure_words.UNKNOWN if cell.value is None else figure_words.lasted(cell.value)


def _things(found: Figures) -> str:
    return gettext("Cases") if found.holds is Holds.CASES else gettext("Tips")


def _waited(name: str, each: Waited) -> tuple[Cell, ...]:
    return (name, each.count, each.reached, Seconds(each.median), Seconds(each.most),
            Seconds(each.target), Percent(each.share))  # fmt: skip


def _bar(each: Waited, longest: int) -> Bar | None:
    """Return the bar of a wait: against its target where it has one, else against the longest."""
    if each.most is None:
        return None
    whole, bound = (each.target * ROOM // 100, 10_000 // ROOM) if each.target else (longest, None)
    return Bar(_part(each.most, whole), _part(each.median or 0, whole), bound)


def _part(value: int, whole: int) -> int:
    return min(percent(value, whole) or 0, 100)


def _most(found: Figures, step: Step, code: str) -> Seconds:
    known = found.times[step].by_language.get(code)
    return Seconds(known.most if known else None)


def _missing(line: str) -> str:
    return gettext("Not finished") if line == "outcome" else gettext("None yet")


def set_up(app: Flask, areas: Mapping[str, Mapping[str, str]]) -> None:
    """Give the templates the filter ``cell``, and those of all figures, with names of areas."""
    figure_words.set_up(app, areas)
    app.jinja_env.filters["cell"] = shown
