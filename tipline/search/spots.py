"""Where the tips of an index are, for a map: those that have a point.

A map of a hundred thousand is made of rows as they lie: no value is made of each.
"""

from __future__ import annotations

from math import ceil, cos, floor, pi, radians
from typing import TYPE_CHECKING, NamedTuple

from tipline.places.geodesic import EQUATOR
from tipline.search.conditions import together
from tipline.search.listing import conditions
from tipline.tips.point import PARTS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from tipline.search.conditions import Condition
    from tipline.search.entry import Entry
    from tipline.search.index import Index
    from tipline.search.listing import Wanted
    from tipline.tips.point import Point

TABLES = """
CREATE TABLE spot (
    tip INTEGER PRIMARY KEY, longitude INTEGER NOT NULL, latitude INTEGER NOT NULL,
    level TEXT NOT NULL, exact TEXT NOT NULL
);
"""
ADD = "INSERT INTO spot VALUES (?, ?, ?, ?, ?)"
FORGET = "DELETE FROM spot WHERE tip = ?"
SPOTS = (
    "SELECT tip.id, tip.case_id, longitude, latitude, level, tip.state, tip.category, tip.arrived,"
    " tip.areas, spot.exact FROM (SELECT * FROM tip WHERE +{}) AS tip"
    " JOIN spot ON spot.tip = tip.number"
)
CLOSE = (
    "SELECT tip FROM spot WHERE tip BETWEEN ? AND ? AND latitude BETWEEN ? AND ?"
    " AND longitude BETWEEN ? AND ? ORDER BY tip DESC LIMIT ?"
)
CLOSE_MAX = 400  # tips close to a point that are looked at, the newest
HERE_METRES = 300  # what lies no farther apart may be one place (the domain guide, 5)
METRES = EQUATOR * pi / 180 / PARTS  # of a hundred-thousandth of a degree
SLACK = 1.02  # the earth is no sphere
Box = tuple[int, int, int, int]  # west, south, east, north, in hundred-thousandths of a degree


class Spot(NamedTuple):
    """A tip, or a case that a desk was given, where it is: in hundred-thousandths of a degree.

    ``priority``: an officer's, else what its report asks for, else empty; ``arrived``: seconds
    since 1970; ``areas``: codes, a space on either side of each; ``exact``: how exactly its
    reporter knew the point, empty where nobody said.
    """

    id: bytes
    case: bytes | None
    longitude: int
    latitude: int
    priority: str
    state: str
    category: str
    arrived: int
    areas: str
    exact: str = ""

    @property
    def is_case(self) -> bool:
        """Whether it is a case that a desk was given."""
        return self.id == self.case


def put(database: sqlite3.Connection, number: int, entry: Entry) -> None:
    """Note where a tip is, if anybody said so."""
    if entry.point is not None:
        point, level = entry.point, entry.priority or entry.measured.suggested
        exact = entry.exact or ""
        database.execute(ADD, (number, point.longitude, point.latitude, str(level), exact))


def take_out(database: sqlite3.Connection, number: int) -> None:
    """Forget it."""
    database.execute(FORGET, (number,))


def close(
    database: sqlite3.Connection, point: Point | None, first: int, last: int
) -> Iterable[int]:
    """Return which tips of these numbers lie about as close to a point as is one place, or more."""
    if point is None:
        return ()
    west, south, east, north = around(point, HERE_METRES)
    rows = database.execute(CLOSE, (first, last, south, north, west, east, CLOSE_MAX))
    return (number for (number,) in rows)


def around(point: Point, metres: float) -> Box:
    """Return a box that holds all that lies within so many metres of a point, and little more."""
    high = metres / METRES * SLACK
    wide = high / cos(radians(point.degrees[1]))
    west, south = floor(point.longitude - wide), floor(point.latitude - high)
    return west, south, ceil(point.longitude + wide), ceil(point.latitude + high)


def spots(
    index: Index,
    wanted: Wanted,
    box: Box | None = None,
    since: int | None = None,
    until: int | None = None,
) -> Iterable[Spot]:
    """Return the wanted that have a point, in a box.

    They arrived from a second on, or until one, both included.
    """
    what, values = together([*conditions(wanted), *_arrived(since, until)])
    statement = SPOTS.format(what)
    if box is not None:
        west, south, east, north = box
        statement += " WHERE longitude BETWEEN ? AND ? AND latitude BETWEEN ? AND ?"
        values = (*values, west, east, south, north)
    return map(Spot._make, index.ask(statement, values))


def _arrived(since: int | None, until: int | None) -> Iterable[Condition]:
    if since is not None:
        yield "arrived >= ?", (since,)
    if until is not None:
        yield "arrived <= ?", (until,)
