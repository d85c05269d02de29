"""Assessing a tip by keys, without scripts, and what it looks like to axe and on a telephone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page as Tab
from werkzeug.serving import make_server

from tests.journeys.browser import Tabs
from tests.journeys.test_axe import AXE, faults
from tests.journeys.test_keyboard import FOCUSED, to
from tests.journeys.tour import WIDTHS, Shape
from tests.journeys.walking import state_of
from tests.review.test_actions import done
from tests.review.world import Sent, World, build
from tipline.tips.report import Knows, Now

PRESSES_MAX = 8
WHY = "The men carried water pipes into the warehouse."
every_shape = pytest.mark.parametrize(
    "shape",
    [Shape("ar", 360), Shape("en", 360, dark=True), Shape("ar", 1280, dark=True),
     Shape("en", 1280)],
    ids=str,
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    """A review site in this process, and two officers."""

    site: str
    world: World
    noor: FlaskClient
    sami: FlaskClient

    def open(
        self, tabs: Tabs, who: FlaskClient, shape: Shape, path: str, *, scripts: bool = False
    ) -> Tab:
        """Open a page as one of them."""
        cookie = who.get_cookie("session")
        assert cookie is not None
        state = state_of(self.site, {"session": cookie.value})
        tab = tabs.open(scripts=scripts, width=shape.width, dark=shape.dark, state=state)
        tab.goto(f"{self.site}/{shape.language}{path.removeprefix('/en')}")
        return tab

    def lowering(self) -> Sent:
        """Return a tip whose P1 Noor asks to lower."""
        sent = self.world.send(now=Now.YES, knows=Knows.SAW)
        done(self.noor, sent, "assessment", life="y", conditions="REDACT")
        done(self.noor, sent, "assessment", priority="P3", text=WHY)
        return sent


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    world = build(tmp_path_factory.mktemp("office"))
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    site = f"http://127.0.0.1:{server.port}"
    yield Office(site, world, world.analyst("Noor"), world.analyst("سامي"))
    server.shutdown()
    thread.join()
    server.server_close()
    world.house.viewer.jail.close()


def wants(tab: Tab, name: str) -> list[str]:
    """Return what is to be mended on a page: what axe finds, and a width beyond the window."""
    tab.wait_for_load_state()
    wanted, there = tab.evaluate(WIDTHS)
    wide = [f"{name}: {wanted} px on {there} px"] if wanted > there else []
    return [*faults(tab, AXE.read_text("utf-8"), name), *wide]


@every_shape
def test_the_pages_are_fine(tabs: Tabs, office: Office, shape: Shape) -> None:
    sent, plain = office.lowering(), office.world.send(category="SITE", subcategory="SITE.DRONE")
    tab = office.open(tabs, office.noor, shape, plain.path, scripts=True)
    tab.click("#act-assess summary")
    found = wants(tab, "assess")
    tab.select_option("[name=assess-information]", "E")
    tab.click("#act-assess button.main")
    assert tab.locator("#act-assess .error").count() == 1
    found += wants(tab, "assess-missing")
    found += wants(office.open(tabs, office.noor, shape, sent.path, scripts=True), "asked")
    second = office.open(tabs, office.sami, shape, sent.path, scripts=True)
    found += wants(second, "asked-of-another")
    second.click("button[value=decline]")
    found += wants(second, "decline-missing")
    second.click("button[value=approve]")
    assert second.locator(".standing").count() == 1
    found += wants(second, "approved")
    found += wants(office.open(tabs, office.sami, shape, "/queue", scripts=True), "queue")
    assert found == []


def test_who_agrees_needs_few_keys(tabs: Tabs, office: Office) -> None:
    sent = office.world.send(now=Now.YES, knows=Knows.SAW)
    tab = office.open(tabs, office.noor, Shape("en", 1280), sent.path, scripts=True)
    presses = ["a", "Enter"]
    tab.keyboard.press(presses[0])
    assert tab.evaluate(FOCUSED, "value") == "P1"
    with tab.expect_navigation():
        tab.keyboard.press(presses[1])
    assert "P1 Emergency" in tab.inner_text(".standing")
    assert "2/A/C" in tab.inner_text(".standing")
    assert len(presses) < PRESSES_MAX


def test_it_goes_by_keys_without_scripts(tabs: Tabs, office: Office) -> None:
    sent = office.world.send(now=Now.YES)
    tab = office.open(tabs, office.noor, Shape("en", 1280), sent.path)
    to(tab, "#act-assess summary")
    tab.keyboard.press("Space")
    to(tab, "[name=assess-priority]")
    tab.keyboard.press("ArrowDown")
    to(tab, "[name=assess-text]")
    tab.keyboard.type(WHY)
    to(tab, "#act-assess button.main")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".standing")
    assert "P2 Urgent" in tab.inner_text(".standing")
