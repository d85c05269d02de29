"""The analysts' map in a browser: marks, the list beside it, an area that is drawn, the slider."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Request, expect

from tests.journeys.browser import Tabs
from tests.journeys.inside import Inside, served, wants
from tests.journeys.test_axe import none_of
from tests.journeys.tour import Shape
from tests.review.test_placing import MUHARRAQ, SITRA
from tests.review.world import Sent
from tipline.tips.point import Point
from tipline.tips.report import Place

ARABIC, ENGLISH = Shape("ar", 360), Shape("en", 1280, dark=True)
MARK = ".leaflet-marker-pane .mark"
SEVERAL, ONE = f"{MARK}.several", f"{MARK}:not(.several)"
CLICKS_MAX = 8  # from the first view to the nearest


class Charted(Inside):
    """A site where two tips lie at one place, an hour's drive from a third, some days older."""

    def told(self) -> dict[str, Sent]:
        """Send them."""
        self.world.moment -= timedelta(days=9)
        beach = self.world.send("A car on the beach.", place=Place(point=SITRA))
        self.world.moment += timedelta(days=8)
        boats = [self.world.send("A boat.", place=Place(point=MUHARRAQ)) for _ in range(2)]
        return {"beach": beach, "boat": boats[0]}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Charted]:
    with served(tmp_path_factory.mktemp("map")) as (address, world):
        yield Charted(address, world)


@pytest.fixture(scope="module")
def told(site: Charted) -> dict[str, Sent]:
    return site.told()


def ready(tab: Tab) -> None:
    """Wait until the map shows its marks."""
    expect(tab.locator("#map[data-shown]")).to_be_attached()
    expect(tab.locator(MARK).first).to_be_visible()


def spot(tab: Tab, point: Point) -> tuple[float, float]:
    """Return where a point is in the window, as the map's two marks tell."""
    marks = {tab.locator(SEVERAL): MUHARRAQ, tab.locator(ONE): SITRA}
    found = []
    for mark, at in marks.items():
        box = mark.bounding_box()
        assert box is not None
        found.append((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, at))
    (x1, y1, one), (x2, y2, two) = found
    across = (x2 - x1) / (two.longitude - one.longitude)
    along = (y2 - y1) / (two.latitude - one.latitude)
    return (
        x1 + (point.longitude - one.longitude) * across,
        y1 + (point.latitude - one.latitude) * along,
    )


@pytest.mark.parametrize("shape", [ARABIC, ENGLISH], ids=str)
def test_the_map(tabs: Tabs, site: Charted, told: dict[str, Sent], shape: Shape) -> None:
    asked: list[Request] = []
    noor = site.world.analyst("Noor")
    tab = site.open(tabs, noor, shape, "/account", scripts=True)
    tab.on("request", lambda request: asked.append(request))  # noqa: PLW0108 (Playwright marks what it calls)
    tab.goto(f"{site.site}/{shape.language}/map")
    ready(tab)
    expect(tab.locator("#found li")).to_have_count(3)
    expect(tab.locator(".land")).to_be_attached()
    names = {"ar": "المحرق", "en": "Muharraq"}
    expect(tab.locator(".label", has_text=names[shape.language]).first).to_be_attached()
    found = wants(tab, "map")
    corner = partial(spot, tab)
    corners = ((-600, -2000), (2000, -2000), (2000, 2000), (-600, 2000))
    near = [
        Point(latitude=SITRA.latitude + up, longitude=SITRA.longitude + right)
        for up, right in corners
    ]
    tab.click("#draw")
    tab.locator("#map").scroll_into_view_if_needed()
    at = [corner(point) for point in near]
    for number, (x, y) in enumerate(at, 1):
        tab.mouse.click(x, y)
        expect(tab.locator("path.drawn")).to_have_count(number + (number > 1))
    tab.click("#draw")
    expect(tab.locator("#found li")).to_have_count(1)
    expect(tab.locator("#found li a")).to_have_attribute(
        "href", f"/{shape.language}{told['beach'].path.removeprefix('/en')}"
    )
    expect(tab.locator(MARK)).to_have_count(1)
    tab.click("#undraw")
    expect(tab.locator("#found li")).to_have_count(3)
    tab.locator("#first-day").fill("5")
    expect(tab.locator("#found li")).to_have_count(2)
    expect(tab.locator(MARK)).to_have_count(1)
    tab.check("#dense")
    expect(tab.locator("path.square")).to_have_count(1)
    found += wants(tab, "map, narrowed down")
    tab.uncheck("#dense")
    tab.locator("#first-day").fill("0")
    tab.locator(ONE).click()
    expect(tab.locator(".leaflet-popup a[href*='/tips/']")).to_be_visible()
    found += wants(tab, "map, with a tip")
    expect(tab.locator("#map-bare")).to_be_hidden()
    for _ in range(CLICKS_MAX):
        if tab.locator("#map-bare").is_visible():
            break
        tab.click(".leaflet-control-zoom-in")
        tab.wait_for_timeout(400)  # it is animated
    expect(tab.locator("#map-bare")).to_be_visible()
    none_of([*found, *wants(tab, "map, where no streets are drawn")])
    here = {request.url for request in asked}
    assert all(url.startswith(site.site) for url in here)
    assert not [url for url in here if "26." in url or "50." in url or "?" in url]


def test_without_scripts_the_list_does_it_all(
    tabs: Tabs, site: Charted, told: dict[str, Sent]
) -> None:
    noor = site.world.analyst("Noor")
    tab = site.open(tabs, noor, ENGLISH, "/map")
    expect(tab.locator("#map-side")).to_be_hidden()
    expect(tab.locator("#map-tools")).to_be_hidden()
    expect(tab.locator("#found li")).to_have_count(3)
    tab.click("details.narrowing > summary")
    tab.fill("#near", "Sitra")
    tab.click("#asked button.main")
    expect(tab.locator("#found li")).to_have_count(1)
    assert "Sitra" not in tab.url
    tab.locator("#found li a").click()
    assert tab.url.endswith(told["beach"].path)
