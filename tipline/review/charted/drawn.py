"""What a browser draws: the ground, marks or squares of what is in its window, and cameras."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from flask import url_for
from flask_babel import gettext, ngettext

from tipline.casework.tip import placing
from tipline.dispatch.package import RADIUS_METRES
from tipline.places import geojson
from tipline.places.cameras.seeing import outline
from tipline.review import camera_words, clock, names
from tipline.review.charted.spot_words import address, exact, level, look, state
from tipline.search.cells import cells
from tipline.tips.point import PARTS
from tipline.tips.report import Exactness
from tipline.web.languages import language, pick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tipline.casework.lists.charting import Charted
    from tipline.casework.visit import Visit
    from tipline.places.cameras.camera import Camera
    from tipline.places.cameras.seeing import Candidate
    from tipline.review.charted.window import Window
    from tipline.search.cells import Cell
    from tipline.search.spots import Spot
    from tipline.tips.point import Point

MARK, SQUARE = 64, 24  # pixels: of a cell of marks, of a square of density
CLOSE = 16  # zoom from which on the tips of a mark are told one by one
WHOLE = 100  # per cent


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
        "exact": exact(spot),
        "radius": RADIUS_METRES[Exactness(spot.exact)] if exact(spot) else 0,
        "arrived": clock.ago(datetime.fromtimestamp(spot.arrived, UTC)),
    }


def _at(point: Point) -> list[float]:
    east, north = point.degrees
    return [north, east]
