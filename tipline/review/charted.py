"""What the analysts' map is made of: its ground, its marks, and the list beside it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import cos, radians
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext, ngettext

from tipline.casework.lists.charting import point_of
from tipline.casework.tip import placing
from tipline.dispatch.package import RADIUS_METRES
from tipline.places import geojson
from tipline.places.cameras.seeing import outline
from tipline.places.geodesic import metres
from tipline.review import camera_words, clock, desk_words, names, whereabouts, words
from tipline.search.cells import cells
from tipline.tips.point import PARTS
from tipline.tips.priority import Priority
from tipline.tips.report import Exactness
from tipline.tips.state import FINISHED, State
from tipline.web.app import configuration_here
from tipline.web.languages import language, pick
from tipline.web.place_words import distance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tipline.casework.lists.charting import Charted
    from tipline.casework.visit import Visit
    from tipline.places.areas import Area
    from tipline.places.cameras.camera import Camera
    from tipline.places.cameras.seeing import Candidate
    from tipline.search.cells import Cell
    from tipline.search.spots import Box, Spot
    from tipline.tips.point import Point

TILE, ROUND = 256, 360  # pixels that are the whole earth at zoom 0; degrees
MARK, SQUARE = 64, 24  # pixels: of a cell of marks, of a square of density
ZOOM_MAX = 18
PIXELS_MAX = 8192  # of a side: more than any screen has
SIDES = ("west", "south", "east", "north")
CLOSE = 16  # zoom from which on the tips of a mark are told one by one
BARS = 48  # of the slider's picture, at most
DAY = 86_400  # seconds
WHOLE = 100  # per cent
URGENT = frozenset({Priority.P1, Priority.P2})
EXPORTED = 1000  # hundred-thousandths of a degree: of a square of an export, some kilometre
FRESH = frozenset({State.NEW, State.ASSIGNED})


@dataclass(frozen=True)
class Window:
    """What part of the earth a browser shows, in degrees, and how near. ValueError for none."""

    west: float
    south: float
    east: float
    north: float
    zoom: float

    def __post_init__(self) -> None:
        """Refuse what is no window."""
        if not (
            -ROUND <= self.west <= self.east <= ROUND
            and -ROUND / 4 <= self.south <= self.north <= ROUND / 4
            and 0 <= self.zoom <= ZOOM_MAX
            and max(self.pixels) <= PIXELS_MAX
        ):
            raise ValueError

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Window:
        """Return what was posted. ValueError."""
        west, south, east, north = (float(given.get(side, "nan")) for side in SIDES)
        return cls(west, south, east, north, float(given.get("zoom", "nan")))

    @property
    def pixels(self) -> tuple[float, float]:
        """How wide and high it is shown: what is told one by one is of one screen."""
        middle = max(cos(radians((self.south + self.north) / 2)), 1 / ROUND)
        scale = TILE * 2**self.zoom / ROUND
        return (self.east - self.west) * scale, (self.north - self.south) / middle * scale

    @property
    def box(self) -> Box:
        """It, in hundred-thousandths of a degree."""
        west, south, east, north = (
            round(side * PARTS) for side in (self.west, self.south, self.east, self.north)
        )
        return west, south, east, north

    def cell(self, pixels: int) -> tuple[int, int]:
        """Return how wide and high so many pixels are, in hundred-thousandths of a degree."""
        wide = pixels * ROUND * PARTS / (TILE * 2**self.zoom)
        high = wide * cos(radians((self.south + self.north) / 2))
        return max(1, round(wide)), max(1, round(high))


@dataclass(frozen=True)
class Line:
    """A line of the list: a spot, and how far it is from where was asked for."""

    spot: Spot = field(repr=False)
    metres: float | None

    @property
    def address(self) -> str:
        """Where it is read."""
        return address(self.spot)

    @property
    def level(self) -> str:
        """Its priority, in words."""
        return level(self.spot)

    @property
    def state(self) -> str:
        """How far it is, in words."""
        return state(self.spot)

    @property
    def kind(self) -> str:
        """What it is about."""
        return names.of_category(self.spot.category)

    @property
    def arrived(self) -> datetime:
        """When it arrived, or was given."""
        return datetime.fromtimestamp(self.spot.arrived, UTC)

    @property
    def place(self) -> str:
        """Where it is, in words."""
        return whereabouts.said(point_of(self.spot))

    @property
    def exact(self) -> str:
        """How exactly its place is known, where that is not to the house."""
        return _exact(self.spot)

    @property
    def away(self) -> str:
        """How far it is from where was asked for; empty where nowhere was."""
        return "" if self.metres is None else distance(self.metres)


@dataclass(frozen=True)
class OfArea:
    """How many of what is shown lie in an area, and how many of them are urgent; whose it is."""

    area: Area
    count: int
    urgent: int
    desks: Sequence[str]

    @property
    def name(self) -> str:
        """What it is called."""
        return pick(self.area.names)


def lines(spots: Iterable[Spot], near: Point | None) -> list[Line]:
    """Return the lines of spots, with how far they are from a point."""
    return [Line(each, metres(near, point_of(each)) if near else None) for each in spots]


def by_area(visit: Visit, spots: Iterable[Spot]) -> list[OfArea]:
    """Return the areas that spots lie in, those with the most first."""
    every, urgent = Counter[str](), Counter[str]()
    for spot in spots:
        every[spot.areas] += 1
        urgent[spot.areas] += spot.priority in URGENT
    found = [
        OfArea(
            area,
            sum(count for codes, count in every.items() if f" {area.code} " in codes),
            sum(count for codes, count in urgent.items() if f" {area.code} " in codes),
            [pick(desk.name) for desk in configuration_here().desks if area.code in desk.areas],
        )
        for area in placing.areas(visit)
    ]
    return sorted((each for each in found if each.count), key=lambda each: -each.count)


def fit(spots: Sequence[Spot]) -> str:
    """Return what all spots lie in, in degrees: west, south, east and north; empty for none."""
    if not spots:
        return ""
    east, north = [spot.longitude for spot in spots], [spot.latitude for spot in spots]
    sides = min(east), min(north), max(east), max(north)
    return ",".join(f"{side / PARTS:.5f}" for side in sides)


def ground(visit: Visit) -> dict[str, Any]:
    """Return land, areas and named places as the map draws them: nothing of any tip."""
    places = visit.office.places
    return {
        "land": geojson.written(places.land),
        "areas": [
            {"name": pick(area.names), "ground": geojson.written(area.polygons)}
            for area in placing.areas(visit)
            if area.shown
        ],
        "places": [
            {"name": pick(place.names), "at": _at(place.point), "rank": place.rank}
            for place in sorted(places.gazetteer.places, key=lambda place: place.rank)
        ],
        "thanks": places.attribution,
    }


def marks(found: Charted, window: Window) -> dict[str, Any]:
    """Return the marks of what is shown in a window."""
    close = window.zoom >= CLOSE
    return {
        **_counted(found),
        "marks": [_mark(cell, close=close) for cell in cells(found.spots, *window.cell(MARK))],
    }


def squares(found: Charted, window: Window) -> dict[str, Any]:
    """Return how dense it is: squares as west, south, east, north, and how many lie in each."""
    wide, high = window.cell(SQUARE)
    counted = Counter((spot.longitude // wide, spot.latitude // high) for spot in found.spots)
    return {
        **_counted(found),
        "squares": [
            [column * wide / PARTS, row * high / PARTS,
             (column + 1) * wide / PARTS, (row + 1) * high / PARTS, count]
            for (column, row), count in counted.items()
        ],
    }  # fmt: skip


def bars(times: Sequence[int]) -> dict[str, Any]:
    """Return how many arrived when, from the first day to the last, as a slider shows it.

    ``step`` is how many days a bar stands for.
    """
    if not times:
        return {}
    zone = configuration_here().site.timezone
    first, last = (datetime.fromtimestamp(at, zone).date() for at in (min(times), max(times)))
    days = (last - first).days + 1
    step = -(-days // BARS)
    begins = int(datetime.combine(first, datetime.min.time(), zone).timestamp())
    counted = Counter((at - begins) // (DAY * step) for at in times)
    last_bar = max(counted)
    return {
        "first": first.isoformat(),
        "days": days,
        "step": step,
        "bars": [counted[at] for at in range(last_bar + 1)],
    }


def exported(spots: Sequence[Spot], *, singly: bool) -> dict[str, Any]:
    """Return what is shown as GeoJSON (RFC 7946): where and what, and not a word of it.

    One by one, or how many lie in each square.
    """
    features = map(_point, spots) if singly else _squares(spots)
    return {"type": "FeatureCollection", "features": list(features)}


def _point(spot: Spot) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": spot.id.hex(),
        "geometry": {"type": "Point", "coordinates": list(point_of(spot).degrees)},
        "properties": {
            "of": "case" if spot.is_case else "tip",
            "priority": spot.priority or None,
            "category": spot.category,
            "kind": names.of_category(spot.category),
            "state": spot.state,
            "arrived": datetime.fromtimestamp(spot.arrived, UTC).isoformat(),
            "areas": spot.areas.split(),
            "exact": spot.exact or None,
        },
    }


def _squares(spots: Iterable[Spot]) -> Iterator[dict[str, Any]]:
    every, urgent = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for spot in spots:
        square = spot.longitude // EXPORTED, spot.latitude // EXPORTED
        every[square] += 1
        urgent[square] += spot.priority in URGENT
    for (column, row), count in every.items():
        west, south, east, north = (
            side * EXPORTED / PARTS for side in (column, row, column + 1, row + 1)
        )
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        yield {
            "type": "Feature",
            "geometry": {"type": "Polygon", "coordinates": [ring]},
            "properties": {"count": count, "urgent": urgent[column, row]},
        }


def cameras(found: Iterable[Camera]) -> list[dict[str, Any]]:
    """Return cameras as the map draws them: where they are, and what they may see."""
    return [
        {
            "at": _at(camera.point),
            "cone": [_at(corner) for corner in outline(camera)],
            "code": camera.code,
            "sees": camera.words(language()),
            "href": url_for("review.camera", camera_id=camera.id),
        }
        for camera in found
    ]


def candidates(found: Iterable[Candidate]) -> list[dict[str, Any]]:
    """Return cameras that may have seen a place, with how far it is and what is left of it."""
    return [
        {**drawn, "told": " · ".join((camera_words.metres(each.distance), camera_words.left(each)))}
        for each in found
        for drawn in cameras([each.camera])
    ]


def address(spot: Spot) -> str:
    """Return where a spot is read."""
    if spot.is_case:
        return url_for("review.case", case_id=spot.id)
    return url_for("review.tip", tip_id=spot.id)


def level(spot: Spot) -> str:
    """Return the priority of a spot in words."""
    return names.of_level(Priority(spot.priority)) if spot.priority else ""


def state(spot: Spot) -> str:
    """Return how far a spot is, in words."""
    told = {**words.STATES, **desk_words.BY_STATE} if spot.is_case else words.STATES
    return str(told[State(spot.state)])


def look(spot: Spot) -> str:
    """Return how a spot is drawn: fresh, in work, or over."""
    if State(spot.state) in FINISHED:
        return "over"
    return "fresh" if State(spot.state) in FRESH else "work"


def _counted(found: Charted) -> dict[str, Any]:
    count, percent = len(found.spots), int(found.share * 100)
    told = ngettext("%(num)d in this part of the map", "%(num)d in this part of the map", count)
    if percent < WHOLE:
        known = gettext("The index is being made: %(percent)s%% is known.", percent=percent)
        told = f"{told}. {known}"
    return {"count": count, "told": told}


def _mark(cell: Cell, *, close: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "at": [round(cell.latitude / PARTS, 5), round(cell.longitude / PARTS, 5)],
        "count": cell.count,
        "priority": cell.priority,
    }
    if cell.count == 1 or close:
        told["spots"] = [_told(spot) for spot in cell.first]
    return told


def _told(spot: Spot) -> dict[str, str | int]:
    return {
        "href": address(spot),
        "priority": spot.priority,
        "level": level(spot),
        "kind": names.of_category(spot.category),
        "state": state(spot),
        "look": look(spot),
        "exact": _exact(spot),
        "radius": RADIUS_METRES[Exactness(spot.exact)] if _exact(spot) else 0,
        "arrived": clock.ago(datetime.fromtimestamp(spot.arrived, UTC)),
    }


def _exact(spot: Spot) -> str:
    rough = spot.exact not in {"", Exactness.EXACT}
    return str(words.EXACT[Exactness(spot.exact)]) if rough else ""


def _at(point: Point) -> list[float]:
    east, north = point.degrees
    return [north, east]
