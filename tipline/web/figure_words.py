"""Numbers, shares and times in words for people, and what published figures are called."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit
from flask import current_app
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tipline.tips.moments import Step
from tipline.tips.state import Outcome
from tipline.web.app import configuration_here
from tipline.web.languages import language, pick

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

MINUTE, HOUR, DAY = 60, 3600, 86_400
FINE = 10  # of a unit; below, a digit after the point is shown
AREAS = "tipline.areas"
UNKNOWN = "\N{EN DASH}"
OUTCOMES = {
    Outcome.PREVENTED: _l("Harm was prevented"),
    Outcome.ARREST: _l("Somebody was arrested"),
    Outcome.SEIZED: _l("Something was seized"),
    Outcome.SAFE: _l("A person was protected"),
    Outcome.HAZARD: _l("A hazard was removed"),
    Outcome.INTEL: _l("Kept as information"),
    Outcome.ADVICE: _l("Advice was given"),
    Outcome.REFERRED: _l("Passed to the responsible body"),
    Outcome.NOTRACE: _l("Checked, and nothing was found"),
    Outcome.INSUFF: _l("There was too little detail"),
    Outcome.UNFOUNDED: _l("Well meant, but not so"),
    Outcome.MALICIOUS: _l("Made up in order to harm"),
    Outcome.PROTECTED: _l("Told of protected activity only"),
    Outcome.SCOPE: _l("A matter for others"),
    Outcome.DUP: _l("Known already from another report"),
    Outcome.TEST: _l("A test"),
}
STEPS = {
    Step.OPENED: _l("Until somebody read it"),
    Step.ASSIGNED: _l("Until a team had it"),
    Step.ACCEPTED: _l("Until the team took it on"),
    Step.ACTED: _l("Until the team began to act"),
    Step.ANSWERED: _l("Until the first answer to the reporter"),
    Step.FINISHED: _l("Until it was finished"),
}


def number(value: int) -> str:
    """Return a number as the page's language writes it."""
    return str(format_decimal(value, locale=language()))


def share(percent: int | None) -> str:
    """Return a share in percent; a dash where it is not known."""
    if percent is None:
        return UNKNOWN
    return str(format_percent(percent / 100, locale=language()))


def share_or_few(percent: int | None) -> str:
    """Return a share in percent, or that there are too few to tell."""
    return gettext("Too few to tell.") if percent is None else share(percent)


def lasted(seconds: int) -> str:
    """Return a time in its largest unit: "40 min", "3.5 h", "12 days"; minutes round upwards."""
    for unit, size, most in (("minute", MINUTE, 2 * HOUR), ("hour", HOUR, 2 * DAY)):
        if seconds < most:
            return _unit(seconds, unit, size)
    return _unit(seconds, "day", DAY)


def month(code: str) -> str:
    """Return what a month is called, from its first day: "October 2026"."""
    return format_date(date.fromisoformat(code), "MMMM y", locale=language())


def named() -> Mapping[str, Callable[[str], str]]:
    """Return what the codes of each table of published figures are called."""
    return {
        "month": month,
        "category": category,
        "language": tongue,
        "area": area,
        "outcome": lambda code: str(OUTCOMES[Outcome(code)]),
        "step": lambda code: str(STEPS[Step(code)]),
    }


def category(code: str) -> str:
    """Return what a category is called; a code that is not known any more, as it is."""
    kind = configuration_here().kinds.get(code)
    return pick(kind.label) if kind else code


def area(code: str) -> str:
    """Return what an area is called; a code that is not known any more, as it is."""
    names = current_app.extensions[AREAS].get(code)
    return pick(names) if names else code


def tongue(code: str) -> str:
    """Return a language's name in the page's language; the code, where it has none."""
    try:
        return Locale.parse(code, sep="-").get_language_name(language()) or code
    except (UnknownLocaleError, ValueError):
        return code


def set_up(app: Flask, areas: Mapping[str, Mapping[str, str]]) -> None:
    """Give the templates the filters of figures, and ``figures_named``.

    ``areas``: what the areas are called, by code and language.
    """
    app.extensions[AREAS] = areas
    app.jinja_env.filters.update(
        number=number, share=share, share_or_few=share_or_few, lasted=lasted, month=month
    )
    app.jinja_env.globals["figures_named"] = named


def _unit(seconds: int, unit: str, size: int) -> str:
    if unit == "minute":
        count: float = -(-seconds // size)
    else:
        count = round(seconds / size, 1 if seconds < FINE * size else None)
    return format_unit(count, f"duration-{unit}", "short", locale=language())
