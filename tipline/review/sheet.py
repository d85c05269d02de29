"""The sheet of paper on which a summary goes to an outside agency: one page, in two languages."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import g
from flask_babel import force_locale, gettext
from markupsafe import Markup

from tipline.dispatch.printed import lines, reference_code
from tipline.review import clock, words
from tipline.web.languages import direction, language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.dispatch.package import Package

SIDES = 2  # languages that stand beside each other
SIZES = ((10, "large"), (20, "middle"))  # up to so many lines of the smallest size


@dataclass(frozen=True)
class Side:
    """What stands on the sheet in one language; ``heads`` are those of what stands there once."""

    code: str
    direction: str
    title: str
    organisation: str
    desk: str
    exercise: str
    facts: tuple[tuple[str, str], ...]
    conditions: tuple[str, ...]
    conditions_head: str
    heads: tuple[tuple[str, str], ...]
    caution: str

    def head(self, name: str) -> str:
        """Return the heading of what stands there once."""
        return dict(self.heads)[name]


def shown(package: Package) -> dict[str, Any]:
    """Return what the template places: the sides, that of the page's language first."""
    spoken = sorted(package.languages[:SIDES], key=lambda code: code != language())
    return {
        "sides": [_side(package, code) for code in spoken],
        "code": Markup(reference_code(package.reference)),  # noqa: S704 (made from our reference)
        "size": next((size for most, size in SIZES if lines(package) <= most), "small"),
    }


@contextmanager
def _speaking(code: str) -> Iterator[None]:
    """Speak another language for a while, in words as in dates."""
    before = language()
    g.language = code
    try:
        with force_locale(code):
            yield
    finally:
        g.language = before


def _side(package: Package, code: str) -> Side:
    with _speaking(code):
        return Side(
            code=code,
            direction=direction(code),
            title=gettext("Dispatch to an agency"),
            organisation=package.sender.organisation[code],
            desk=package.sender.desk[code],
            exercise=gettext("Exercise: nothing of this is real.") if package.exercise else "",
            facts=tuple(_facts(package, code)),
            conditions=tuple(said[code] for _, said in package.marking.conditions),
            conditions_head=gettext("Conditions"),
            heads=(
                ("to", gettext("To")),
                ("purpose", gettext("What for")),
                ("theirs", gettext("Their reference")),
                ("summary", gettext("What may be known")),
                ("place", gettext("Where it is")),
                ("files", gettext("Attachments")),
            ),
            caution=gettext(
                "Unverified information. It is no evidence and no complaint. Nothing you do may"
                " point at whoever told it."
            ),
        )


def _facts(package: Package, code: str) -> Iterator[tuple[str, str]]:
    grade = package.marking.grade
    yield gettext("About"), package.about[code]
    urgent = f"{package.priority} {package.level[code]}"
    yield gettext("Priority"), f"{urgent} · {words.LIFE}" if package.life else urgent
    known = f"{words.SOURCES[grade.source]} · {words.INFORMATION[grade.information]}"
    yield gettext("Grade"), known if package.marking.evaluated else gettext("not evaluated")
    yield gettext("Handling"), str(words.HANDLING[grade.handling])
    yield gettext("Sent"), clock.full(package.sent)
    if package.reply_by:
        yield gettext("Reply by"), clock.full(package.reply_by)
    if package.where.points:
        yield gettext("How exact"), str(words.EXACT[package.where.exact])
