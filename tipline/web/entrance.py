"""Who may enter each route: said beside the view, refused at the start where it is not said."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from tipline.errors import EntranceMissingError

View = TypeVar("View", bound=Callable[..., Any])

MARK = "tipline_open_to"


class Who(StrEnum):
    """Who may enter a route."""

    ANYONE = "anyone"
    REPORTER = "reporter"  # whoever holds the receipt code
    AGENCY = "agency"  # whoever holds the link of a dispatch
    INVITED = "invited"
    SIGNED_IN = "signed-in"  # whoever has signed in, in whatever role, at a desk or at none
    MEMBER = "member"  # an analyst or a supervisor of a desk that holds tips
    OPERATOR = "operator"  # of a hotline's desk
    SUPERVISOR = "supervisor"  # of any desk: its people
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


def open_to(*who: Who) -> Callable[[View], View]:
    """Mark a view with who may enter. It marks only: the site's own guard reads the mark."""

    def mark(view: View) -> View:
        setattr(view, MARK, frozenset(who))
        return view

    return mark


def who_may(view: Callable[..., object]) -> frozenset[Who]:
    """Return who may enter a view; nobody, where it does not say."""
    found: frozenset[Who] = getattr(view, MARK, frozenset())
    return found


def refuse_unmarked(rule: str, view: Callable[..., object] | None) -> None:
    """Raise ``EntranceMissingError`` for a route whose view does not say who may enter."""
    if view is not None and not who_may(view):
        raise EntranceMissingError(rule=rule)
