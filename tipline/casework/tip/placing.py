"""Where a case happens: by an officer's word, else by the reporter's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tipline.casework.visit import Visit
    from tipline.places import Here
    from tipline.places.areas import Area
    from tipline.tips.point import Point
    from tipline.tips.report import Answers, Exactness
    from tipline.tips.standing import CaseState


def point_of(case: CaseState | None, answers: Answers | None = None) -> Point | None:
    """Return the point of a case, or of a tip that nobody opened; None where nobody named one.

    An officer's word stands for the reporter's.
    """
    if case is not None and case.placed is not None:
        return case.placed.point
    return answers.place.point if answers is not None else None


def exact_of(case: CaseState | None, answers: Answers) -> Exactness | None:
    """Return how exactly that point is known; None where nobody said, or an officer placed it."""
    placed = case is not None and case.placed is not None
    return None if placed else answers.place.exact


def areas_of(visit: Visit, point: Point | None) -> tuple[str, ...] | None:
    """Return the codes of the areas that a point lies in today; None where that is not known.

    Without areas of the deployment's own nobody knows in which one a point lies.
    """
    if point is None or not visit.office.places.areas.areas:
        return None
    found = visit.office.places.areas.containing(point, _today(visit))
    return tuple(area.code for area in found)


def about(visit: Visit, point: Point) -> Here:
    """Return what is said of a point today."""
    return visit.office.places.about(point, _today(visit))


def areas(visit: Visit) -> tuple[Area, ...]:
    """Return the areas that there are today."""
    return visit.office.places.areas.on(_today(visit))


def codes(visit: Visit) -> frozenset[str]:
    """Return the codes of the areas that there are today."""
    return frozenset(area.code for area in areas(visit))


def _today(visit: Visit) -> date:
    return visit.now.astimezone(visit.office.configuration.site.timezone).date()
