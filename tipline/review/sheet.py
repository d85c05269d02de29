"""The sheet of paper on which a summary goes to an outside agency: one page, in two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext
from markupsafe import Markup

from tipline.dispatch.printed import lines, reference_code
from tipline.review import clock, words
from tipline.review.paper import Side, letterhead, sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.dispatch.package import Package

SIZES = ((10, "large"), (20, "middle"))  # up to so many lines of the smallest size


def shown(package: Package) -> dict[str, Any]:
    """Return what the template places."""
    return {
        "sides": sides(package.languages, lambda code: _side(package, code)),
        "code": Markup(reference_code(package.reference)),  # noqa: S704 (made from our reference)
        "size": next((size for most, size in SIZES if lines(package) <= most), "small"),
    }


def _side(package: Package, code: str) -> Side:
    return Side(
        **letterhead(package.sender, code, exercise=package.exercise),
        title=gettext("Dispatch to an agency"),
        facts=tuple(_facts(package, code)),
        conditions=tuple(said[code] for _, said in package.marking.conditions),
        conditions_head=gettext("Conditions"),
        heads={
            "to": gettext("To"),
            "purpose": gettext("What for"),
            "theirs": gettext("Their reference"),
            "summary": gettext("What may be known"),
            "place": gettext("Where it is"),
            "files": gettext("Attachments"),
        },
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
