"""A place is chosen on the map in a real browser: by a tap, by name, by finger, by device."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route
from werkzeug.serving import make_server

from tests.journeys.browser import Tabs
from tests.journeys.deployment import Deployment, establish
from tests.journeys.inside import wants
from tests.journeys.test_axe import none_of
from tests.journeys.tour import WIDTHS
from tests.journeys.walking import enter, fill, press, send, step
from tests.places.island import EAST, NORTH
from tests.public.island import COUNTRY
from tests.public.walk import SHORT, tips
from tipline.public import create_app
from tipline.public.mapping import atlas
from tipline.public.mapping.looking import Looking
from tipline.tips.point import Point
from tipline.tips.report import Exactness, Place, Report

HOME = Looking.at_first(COUNTRY.layers_on(datetime.now(UTC).date()).land)
AT = {"x": 200.0, "y": 120.0}
TAPPED = HOME.tapped(200, 120)
TWICE = "font: 225%"  # as of a reader whose words are at 200 %


@dataclass(frozen=True)
class Island:
    """A public site whose map is the tests' island."""

    site: str
    deployment: Deployment

    def arrived(self, before: set[bytes]) -> Place:
        """Return the place of the report that came since."""
        (tip,) = set(tips(self.deployment)) - before
        (report,) = self.deployment.parts(tip)
        assert isinstance(report, Report)
        return report.answers.place


@pytest.fixture(scope="module")
def island(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Island]:
    deployment = establish(tmp_path_factory.mktemp("island"))
    app = create_app(deployment.settings)
    atlas.set_up(app, COUNTRY)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield Island(f"http://127.0.0.1:{server.port}", deployment)
    server.shutdown()
    thread.join()
    server.server_close()


def to_map(tab: Tab, site: str, language: str) -> None:
    """Walk to the map's page."""
    enter(tab, f"{site}/{language}/", "report")
    while step(tab) != "where":
        fill(tab, SHORT.get(step(tab), {}))
        press(tab, "continue")
    press(tab, "change:map")


def after(tab: Tab, act: str) -> None:
    """Tap the picture, press a key on it, or drag it; wait for the next page."""
    tab.evaluate("document.querySelector('main').setAttribute('data-left', '')")
    picture = tab.locator("#at")
    if act == "tap":
        picture.click(position={"x": AT["x"], "y": AT["y"]})
    elif act == "drag":
        box = picture.bounding_box()
        assert box
        tab.mouse.move(box["x"] + 200, box["y"] + 120)
        tab.mouse.down()
        tab.mouse.move(box["x"] + 170, box["y"] + 160, steps=3)
        assert "translate(-30px, 40px)" in (picture.get_attribute("style") or "")
        tab.mouse.up()
    else:
        picture.press(act)
    tab.wait_for_selector("main:not([data-left])", state="attached")


def seen(tab: Tab) -> str | None:
    return tab.get_attribute("input[name=view]", "value")


@pytest.mark.parametrize(("language", "width", "scripts"), [("ar", 360, False), ("en", 1280, True)])
def test_a_place_is_chosen_and_arrives(
    tabs: Tabs, island: Island, language: str, width: int, *, scripts: bool
) -> None:
    before = set(tips(island.deployment))
    tab = tabs.open(scripts=scripts, width=width)
    to_map(tab, island.site, language)
    assert tab.locator("#device").is_visible() is scripts
    found = wants(tab, "the whole map") if scripts else []
    after(tab, "Enter")
    assert tab.locator(".summary").is_visible()  # the corner 0,0 is no place
    after(tab, "tap")
    assert seen(tab) == HOME.written
    assert tab.evaluate("document.activeElement.id") == "at"
    press(tab, "nearer")
    assert seen(tab) == HOME.nearer(TAPPED).written
    assert tab.evaluate("document.activeElement.value") == "nearer"
    fill(tab, {"exact": "street", "sought": "السوق" if language == "ar" else "market"})
    tab.evaluate("document.querySelector('main').setAttribute('data-left', '')")
    tab.press("#sought", "Enter")
    tab.wait_for_selector("main:not([data-left]) .found", state="attached")
    none_of([*found, *(wants(tab, "the results") if scripts else [])])
    press(tab, "to-sending")
    shown = tab.inner_text("dl.answers")
    assert ("السوق" if language == "ar" else "Market") in shown
    assert tab.url == f"{island.site}/{language}/"
    send(tab)
    place = island.arrived(before)
    assert (place.point, place.exact) == (TAPPED, Exactness.STREET)
    assert place.said in shown


def test_the_picture_moves_under_the_finger_and_leaves_nothing(tabs: Tabs, island: Island) -> None:
    tab = tabs.open(scripts=True, width=360)
    tab.context.grant_permissions(["geolocation"])
    tab.context.set_geolocation({"latitude": NORTH + 0.05, "longitude": EAST - 0.06})
    to_map(tab, island.site, "ar")
    after(tab, "drag")
    moved = HOME.moved(30, -40)
    assert seen(tab) == moved.written
    after(tab, "tap")
    press(tab, "continue")
    tab.go_back()
    tab.wait_for_selector("#at")
    tab.click("#device summary")
    assert tab.locator("#ask-device").is_visible()
    tab.click("#ask-device")
    around = HOME.around(Point.of_degrees(EAST - 0.06, NORTH + 0.05))
    tab.wait_for_selector(f"input[name=view][value='{around.written}']", state="attached")
    state = json.dumps(tab.evaluate("history.state"))
    assert "draft=" in state
    assert str(around.view.centre.latitude) not in state
    assert tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    asked = [request.url for request in tabs.watches[-1].requests]
    assert not [url for url in asked if "?" in url or "#" in url]


def test_a_tap_is_the_same_point_where_words_are_twice_as_large(tabs: Tabs, island: Island) -> None:
    def larger(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("font: 112.5%", TWICE))

    before = set(tips(island.deployment))
    tab = tabs.open(width=360)
    tab.route("**/*.css", larger)
    to_map(tab, island.site, "ar")
    tab.wait_for_function("parseInt(getComputedStyle(document.documentElement).fontSize) === 36")
    box = tab.locator("#at").bounding_box()
    assert box
    assert (box["x"], box["width"], box["height"]) == (20, 320, 320)
    press(tab, "large")
    wanted, there = tab.evaluate(WIDTHS)
    assert wanted <= there
    after(tab, "tap")
    press(tab, "to-sending")
    send(tab)
    assert island.arrived(before).point == TAPPED
