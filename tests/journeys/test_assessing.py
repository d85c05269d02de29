"""Assessing a tip by keys, without scripts, and what it looks like to axe and on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from tests.journeys.browser import Tabs
from tests.journeys.inside import Inside, both_shapes, served, wants_in_both
from tests.journeys.test_keyboard import FOCUSED, to
from tests.journeys.tour import Shape
from tests.review.test_actions import done
from tests.review.world import Sent
from tipline.tips.report import Knows, Now

PRESSES_MAX = 8
WHY = "The men carried water pipes into the warehouse."


@dataclass(frozen=True)
class Office(Inside):
    """With two officers."""

    noor: FlaskClient
    sami: FlaskClient

    def lowering(self) -> Sent:
        """Return a tip whose P1 Noor asks to lower."""
        sent = self.world.send(now=Now.YES, knows=Knows.SAW)
        done(self.noor, sent, "assessment", life="y", conditions="REDACT")
        done(self.noor, sent, "assessment", priority="P3", text=WHY)
        return sent


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with served(tmp_path_factory.mktemp("office")) as (site, world):
        yield Office(site, world, world.analyst("Noor"), world.analyst("سامي"))


@both_shapes
def test_the_pages_are_fine(tabs: Tabs, office: Office, shape: Shape) -> None:
    sent, plain = office.lowering(), office.world.send(category="SITE", subcategory="SITE.DRONE")
    tab = office.open(tabs, office.noor, shape, plain.path, scripts=True)
    tab.click("#act-assess summary")
    found = wants_in_both(tab, "assess", shape)
    tab.select_option("#act-assess [name=assess-information]", "E")
    tab.click("#act-assess button.main")
    expect(tab.locator("#act-assess .error")).to_have_count(1)
    found += wants_in_both(tab, "assess-missing", shape)
    found += wants_in_both(
        office.open(tabs, office.noor, shape, sent.path, scripts=True), "asked", shape
    )
    second = office.open(tabs, office.sami, shape, sent.path, scripts=True)
    found += wants_in_both(second, "asked-of-another", shape)
    second.click("button[value=decline]")
    found += wants_in_both(second, "decline-missing", shape)
    second.click("button[value=approve]")
    expect(second.locator(".standing")).to_have_count(1)
    found += wants_in_both(second, "approved", shape)
    found += wants_in_both(
        office.open(tabs, office.sami, shape, "/queue", scripts=True), "queue", shape
    )
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
    to(tab, "#act-assess [name=assess-priority]")
    tab.keyboard.press("ArrowDown")
    to(tab, "#act-assess [name=assess-text]")
    tab.keyboard.type(WHY)
    to(tab, "#act-assess button.main")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".standing")
    assert "P2 Urgent" in tab.inner_text(".standing")
