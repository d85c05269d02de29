"""The feature beside a message: checked by a GeoJSON library, and drawn the right way around."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import geojson as library
import pytest
from hypothesis import given

from tests.dispatch.packages import CORNERS, PACKAGES, WHOLE, whole
from tipline.dispatch import geojson
from tipline.dispatch.package import Package, Where
from tipline.tips.report import Exactness


def read(package: Package) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(geojson.document(package))
    return found


@given(PACKAGES)
def test_whatever_is_sent_is_valid(package: Package) -> None:
    found = library.loads(geojson.document(package).decode())
    assert isinstance(found, library.Feature)
    assert found.is_valid, found.errors()
    assert found["id"] == package.reference
    assert (found["geometry"] is None) == (not package.where.points)


def test_the_library_refuses_what_is_wrong() -> None:
    found = read(whole(where=Where(points=CORNERS)))
    found["geometry"]["coordinates"][0].pop()
    assert not library.loads(json.dumps(found)).is_valid


def test_longitude_comes_first() -> None:
    found = read(WHOLE)
    assert found["geometry"] == {"type": "Point", "coordinates": [50.58, 26.22]}
    assert found["properties"]["radius_metres"] == 300


@pytest.mark.parametrize("corners", [CORNERS, tuple(reversed(CORNERS))])
def test_an_area_goes_against_the_clock(corners: Any) -> None:
    found = read(whole(where=Where(points=corners, exact=Exactness.AREA)))
    (ring,) = found["geometry"]["coordinates"]
    assert ring[0] == ring[-1]
    twice = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(ring))
    assert twice < 0
    assert "radius_metres" not in found["properties"]


def test_what_happened_is_not_in_it() -> None:
    assert WHOLE.summary not in geojson.document(WHOLE).decode()
    assert set(read(WHOLE)["properties"]) == {
        "incident", "sent", "category", "priority", "grade", "evaluated", "conditions", "place",
        "exact", "exercise", "radius_metres",
    }  # fmt: skip
