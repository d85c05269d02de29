"""A page of paper for a body outside: two languages side by side, and what is said once."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from flask import g
from flask_babel import force_locale, gettext

from tipline.web.languages import direction, language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tipline.dispatch.package import Sender

SIDES = 2  # languages that stand beside each other


@dataclass(frozen=True, kw_only=True)
class Side:
    """What stands on the paper in one language; ``heads`` are those of what stands there once."""

    code: str
    direction: str
    organisation: str
    desk: str
    exercise: str
    title: str
    facts: tuple[tuple[str, str], ...]
    heads: Mapping[str, str]
    caution: str
    conditions: tuple[str, ...] = ()
    conditions_head: str = field(default="")


class Letterhead(TypedDict):
    """What each side begins with: who sends, and whether it is real."""

    code: str
    direction: str
    organisation: str
    desk: str
    exercise: str


def sides(languages: Iterable[str], make: Callable[[str], Side]) -> list[Side]:
    """Return the sides, each made while its language is spoken, that of the page first."""
    spoken = sorted(list(languages)[:SIDES], key=lambda code: code != language())
    made = []
    for code in spoken:
        with _speaking(code):
            made.append(make(code))
    return made


def letterhead(sender: Sender, code: str, *, exercise: bool) -> Letterhead:
    """Return what a side begins with, in the language that is spoken."""
    return {
        "code": code,
        "direction": direction(code),
        "organisation": sender.organisation[code],
        "desk": sender.desk[code],
        "exercise": gettext("Exercise: nothing of this is real.") if exercise else "",
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
