"""Whether a camera of the register may have seen the place of a case.

By the rule by which cameras are listed (``places.cameras.seeing``), and for the place that the case
has, whatever somebody looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipline.casework.tip.placing import exact_of, point_of
from tipline.places.cameras.seeing import MARGINS, may_have_seen
from tipline.places.geodesic import metres as distance
from tipline.tips.report import Exactness

if TYPE_CHECKING:
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.places.cameras.camera import Camera
    from tipline.tips.report import Answers
    from tipline.tips.standing import CaseState

TENS = 10  # metres that a case notes: it is not to tell where a camera stands


@dataclass(frozen=True)
class Sight:
    """How a camera stands to the place of a case.

    ``metres``: how far from it, in tens; None where no place is known. ``there``: whether it may
    have seen it.
    """

    metres: int | None
    there: bool


def exactness(case: CaseState | None, answers: Answers | None) -> Exactness:
    """Return how exactly a case's place is taken to be known: to the street where nobody said."""
    told = exact_of(case, answers) if answers is not None else None
    return told or Exactness.STREET


def sight(visit: Visit, tip: OpenTip, camera: Camera) -> Sight:
    """Return how a camera stands to the place of a tip's case.

    That is an officer's word, or that of the reporter whose tip the case began with: a tip that
    joined it may tell of anywhere.
    """
    answers, case = tip.newest.answers, tip.case.state
    point = point_of(case, answers)
    joined = not case.placed_by and tip.id.hex() in case.guests
    if point is None or joined:
        return Sight(None, there=False)
    margin = MARGINS[exactness(case, answers)]
    there = may_have_seen([camera], point, visit.now, visit.now, margin)
    metres = round(distance(point, camera.point) / TENS) * TENS
    return Sight(metres, there=bool(there))
