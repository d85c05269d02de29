"""Where it is, as GeoJSON: one feature, beside the message, for the map of whoever gets it.

Source: RFC 7946. Degrees east first, then north; a ring against the clock. What happened is not in
it: a map is copied more easily than a message.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tipline.dispatch.package import in_english
from tipline.tips.area import ring

if TYPE_CHECKING:
    from tipline.dispatch.package import Package, Where

MIMETYPE = "application/geo+json"  # RFC 7946, 12


def document(package: Package) -> bytes:
    """Return the feature of a package, in UTF-8; without a point, it has no place (3.2)."""
    return json.dumps(feature(package), ensure_ascii=False, indent=1).encode() + b"\n"


def feature(package: Package) -> dict[str, Any]:
    """Return the feature as JSON values."""
    where, marking = package.where, package.marking
    properties: dict[str, Any] = {
        "incident": package.incident,
        "sent": package.sent.isoformat(timespec="seconds"),
        "category": in_english(package.about),
        "priority": package.priority.value,
        "grade": str(marking.grade),
        "evaluated": marking.evaluated,
        "conditions": [code for code, _ in marking.conditions],
        "place": whole(where.words),
        "exact": where.exact.value,
        "exercise": package.exercise,
    }
    if where.radius_metres:
        properties["radius_metres"] = where.radius_metres
    return {
        "type": "Feature",
        "id": package.reference,
        "geometry": _geometry(where),
        "properties": properties,
    }


def whole(text: str) -> str:
    """Return a text that UTF-8 can hold."""
    return text.encode(errors="replace").decode()


def _geometry(where: Where) -> dict[str, Any] | None:
    if not where.points:
        return None
    if len(where.points) == 1:
        return {"type": "Point", "coordinates": list(where.points[0].degrees)}
    return {
        "type": "Polygon",
        "coordinates": [[list(each.degrees) for each in ring(where.points)]],
    }
