"""From an open report to a desk by keyboard alone, with every key that is pressed counted.

Counted is each press from the page of the report on, which the work list led to, until the case is
with its desk: classified, graded, with a priority. The suggestion is right. Its summary, which
nothing leaves without, is somebody else's; where the analyst writes it, its words come on top.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.journeys.browser import Tabs
from tests.journeys.inside import Inside, both_shapes, served, wants_in_both
from tests.journeys.tour import Shape
from tests.review.test_actions import done
from tests.review.test_desks import SUMMARY
from tests.review.world import Sent

FEWER_THAN = 12
LANGUAGES = pytest.mark.parametrize("language", ["ar", "en"])
FOCUS = "selector => !!document.activeElement.closest(selector)"


@dataclass(frozen=True)
class House(Inside):
    """With two officers of triage."""

    noor: FlaskClient
    sami: FlaskClient

    def summed_up(self) -> Sent:
        """Return a report that Sami opened and summed up, for Noor to go on with."""
        sent = self.world.send(category="SEAC")
        done(self.sami, sent, "summary", text=SUMMARY)
        return sent


@dataclass
class Keys:
    """The keyboard of a tab; ``pressed`` is every key."""

    tab: Tab
    pressed: int = 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.tab.keyboard.press(key)

    def enter(self, key: str = "Enter") -> None:
        """Press a key that leads to another page."""
        with self.tab.expect_navigation():
            self.press(key)

    def to(self, selector: str) -> None:
        """Press Tab until something of this kind has the focus."""
        while not self.tab.evaluate(FOCUS, selector):
            assert self.pressed < FEWER_THAN, selector
            self.press("Tab")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("house")) as (site, world):
        yield House(site, world, world.analyst("Noor"), world.analyst("سامي"))


def is_with_the_coast_guard(tab: Tab) -> None:
    standing = tab.inner_text(".standing")
    assert "P2" in standing
    assert "2/D/C" in standing
    expect(tab.locator("#desk-of-CG")).to_have_count(1)
    expect(tab.locator("#next")).to_have_count(0)


@LANGUAGES
def test_with_scripts(tabs: Tabs, office: House, language: str) -> None:
    sent = office.summed_up()
    tab = office.open(tabs, office.noor, Shape(language, 1280), "/queue", scripts=True)
    tab.locator(f"#queue a.open[href*='{sent.id.hex()}']").focus()
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    keys = Keys(tab)
    for key in ("a", "g"):
        keys.press(key)
        keys.enter()
    is_with_the_coast_guard(tab)
    assert keys.pressed == 4


@LANGUAGES
def test_without_scripts(tabs: Tabs, office: House, language: str) -> None:
    sent = office.summed_up()
    tab = office.open(tabs, office.noor, Shape(language, 1280), sent.path)
    keys = Keys(tab)
    keys.press("Tab")
    keys.press("Enter")  # skips to the content
    for _ in ("assess", "give"):
        keys.to("#next button")
        keys.enter()
    is_with_the_coast_guard(tab)
    assert keys.pressed < FEWER_THAN


def test_with_the_summary_written_meanwhile(tabs: Tabs, office: House) -> None:
    sent = office.world.send(category="SEAC")
    tab = office.open(tabs, office.noor, Shape("en", 1280), sent.path, scripts=True)
    keys = Keys(tab)
    keys.press("a")
    keys.enter()
    keys.press("s")
    tab.keyboard.type(SUMMARY)  # the words alone
    keys.to("#act-summary button")
    keys.enter()
    keys.press("g")
    keys.enter()
    is_with_the_coast_guard(tab)
    assert keys.pressed < FEWER_THAN


@both_shapes
def test_the_pages_are_fine(tabs: Tabs, office: House, shape: Shape) -> None:
    sent = office.world.send(category="SEAC")
    tab = office.open(tabs, office.noor, shape, sent.path, scripts=True)
    found = wants_in_both(tab, "to be assessed", shape)
    with tab.expect_navigation():
        tab.click("#next button")
    found += wants_in_both(tab, "to be summed up", shape)
    done(office.sami, sent, "summary", text=SUMMARY)
    tab.reload()
    found += wants_in_both(tab, "to be given", shape)
    assert found == []
