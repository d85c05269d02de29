"""What the analysts' map shows: where the tips and cases of the analyst's desks are.

All of it is asked of the desks' indexes: none of them is opened for it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tipline.casework.index.listing_cases import case_desks
from tipline.casework.lists.looking import last_look
from tipline.casework.lists.views import VIEWS, View, case_list, work_list
from tipline.places.geodesic import metres
from tipline.search.entry import Holds, Question
from tipline.search.spots import around, spots
from tipline.search.tables import seconds
from tipline.tips.point import Point

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tipline.casework.lists.views import WorkList
    from tipline.casework.visit import Visit
    from tipline.places.areas import Polygon
    from tipline.search.spots import Box, Spot

TAKEN_MAX = 20  # that one person takes off the map in a shift, one by one


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What the map is asked for; what is empty is not asked.

    They arrived from ``since`` to ``until``; they lie in what was ``drawn``, and within so many
    ``metres`` of the point ``near``.
    """

    view: View = View.OPEN
    narrowed: Question = field(default_factory=Question)
    since: datetime | None = None
    until: datetime | None = None
    drawn: Polygon | None = field(default=None, repr=False)
    near: Point | None = field(default=None, repr=False)
    metres: int = 0

    @property
    def bounded(self) -> bool:
        """Whether a place or a time is asked for."""
        return any((self.since, self.until, self.drawn, self.near))


@dataclass(frozen=True)
class Charted:
    """The spots that fit, in no order; ``unplaced``: how many fit and have no point.

    None where that is not known; ``share``: how much the indexes know, from 0 to 1.
    """

    spots: list[Spot] = field(repr=False)
    unplaced: int | None
    share: float


def chart(visit: Visit, sought: Sought, box: Box | None = None) -> Charted:
    """Return what the map shows, in a box. Raises StoreError.

    1. The desks' indexes are brought up to date, as far as half a second does.
    2. A tip that two desks have counts once; a case whose tips are there is not told beside them.
    """
    lists = [work_list(visit, last_look(visit))]  # 1
    if case_desks(visit) and sought.view in VIEWS[Holds.CASES]:
        lists.append(case_list(visit, last_look(visit, Holds.CASES)))
    found = _once([_fitting(known, sought, box) for known in lists])  # 2
    whole = box is None and not sought.bounded
    return Charted(
        spots=found,
        unplaced=_counted(lists, sought) - len(found) if whole else None,
        share=min(known.share for known in lists),
    )


def _fitting(known: WorkList, sought: Sought, box: Box | None) -> list[Spot]:
    """Return the spots of the indexes of a list, each once."""
    wanted = known.wanted(sought.view, sought.narrowed)
    within = _meet(box, _around(sought))
    since, until = seconds(sought.since), seconds(sought.until)
    some = [spots(each.index, wanted, within, since, until) for each in known.indexes]
    if len(some) == 1:
        return list(_inside(some[0], sought))
    return list({spot.id: spot for each in some for spot in _inside(each, sought)}.values())


def _once(lists: list[list[Spot]]) -> list[Spot]:
    tips, *cases = lists
    if not cases:
        return tips
    known = {spot.case for spot in tips}
    return tips + [spot for spot in cases[0] if spot.case not in known]


def _inside(found: Iterable[Spot], sought: Sought) -> Iterable[Spot]:
    drawn, near = sought.drawn, sought.near
    if drawn is not None:
        found = (spot for spot in found if drawn.contains(point_of(spot)))
    if near is not None:
        found = (spot for spot in found if metres(near, point_of(spot)) <= sought.metres)
    return found


def point_of(spot: Spot) -> Point:
    """Return the point of a spot."""
    return Point(longitude=spot.longitude, latitude=spot.latitude)


def _around(sought: Sought) -> Box | None:
    """Return a box that holds all of the place that is asked for."""
    drawn = sought.drawn.box if sought.drawn else None
    if sought.near is None:
        return drawn
    return _meet(drawn, around(sought.near, sought.metres))


def _meet(one: Box | None, other: Box | None) -> Box | None:
    """Return what two boxes have in common; it may be none, with its west beyond its east."""
    if one is None or other is None:
        return one or other
    low, high = map(max, one[:2], other[:2]), map(min, one[2:], other[2:])
    (west, south), (east, north) = low, high
    return west, south, east, north


def _counted(lists: list[WorkList], sought: Sought) -> int:
    return sum(known.how_many(known.wanted(sought.view, sought.narrowed)) for known in lists)


def times(visit: Visit, sought: Sought, found: list[Spot]) -> list[int]:
    """Return when all arrived that would fit at any time, in seconds since 1970.

    ``found`` are those that fit as it is.
    """
    if sought.since or sought.until:
        found = chart(visit, replace(sought, since=None, until=None)).spots
    return [spot.arrived for spot in found]


def takes(visit: Visit, found: Sequence[Spot]) -> bool:
    """Tell whether the member takes these away one by one: few, with what they took in this shift.

    The domain guide, 7, asks two officers for more than 20. Each worker remembers for itself.
    """
    taken, me = visit.office.taken, visit.member.analyst
    ids = [spot.id for spot in found]
    few = taken.count(me, visit.now) + len(taken.new(me, ids, visit.now)) <= TAKEN_MAX
    if few:
        taken.note(me, ids, visit.now)
    return few
