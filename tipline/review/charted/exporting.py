"""The map as GeoJSON, for who takes it along: where and what, and not a word of any tip."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tipline.casework.lists.charting import point_of
from tipline.review import names
from tipline.review.charted.spot_words import URGENT
from tipline.tips.point import PARTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tipline.search.spots import Spot

EXPORTED = 1000  # hundred-thousandths of a degree: of a square of an export, some kilometre


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
