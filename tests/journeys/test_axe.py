"""axe finds nothing to mend on any page of either site, in both languages, light and dark.

Of the review site, each page is also gone through by keyboard, and seen on a small telephone: one
walk of it makes a tip's every page.
"""

from __future__ import annotations

import urllib.parse
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error
from playwright.sync_api import Page as Tab

from tests.journeys import test_keyboard as keyboard
from tests.journeys import tour
from tests.journeys.browser import Tabs
from tests.journeys.census import BY_TOUR, unmet
from tests.journeys.servers import ROOT, Sites
from tests.journeys.tour import Shape
from tests.journeys.walking import Doorkeeper
from tipline.public import steps

AXE = ROOT / "tests" / "node" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"


@pytest.fixture(scope="module")
def axe() -> str:
    if not Path(AXE).exists():
        pytest.fail("axe-core is missing. `make test` installs it with npm.")
    return AXE.read_text("utf-8")


def faults(tab: Tab, axe: str, name: str) -> list[str]:
    """Return what axe would mend on a page: where, what, and how."""
    try:
        found = _looked_at(tab, axe)
    except Error:  # a page that renews itself did so in the middle of the look
        tab.wait_for_load_state()
        found = _looked_at(tab, axe)
    return [
        f"{name}: {one['id']} ({one['help']}) at {' '.join(map(str, node['target']))}"
        f"\n    {node['html'][:160]}\n    {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def _looked_at(tab: Tab, axe: str) -> dict[str, Any]:
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(axe)
    found: dict[str, Any] = tab.evaluate(RUN, TAGS)
    return found


def none_of(found: list[str]) -> None:
    """Fail with a list that one can read."""
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.mark.parametrize("shape", [Shape("ar", 360), Shape("en", 1280, dark=True)], ids=str)
def test_the_public_site(tabs: Tabs, sites: Sites, axe: str, shape: Shape) -> None:
    tab = tabs.open(scripts=True, width=shape.width, dark=shape.dark)
    known = str(sites.demo["receipt"])
    found, seen = [], set()
    for name in tour.public(tab, sites.public, shape.language, known):
        if name not in seen:
            found += faults(tab, axe, name)
        seen.add(name)
    none_of(found)
    assert set(steps.BY_NAME) <= seen


@pytest.mark.timeout(900)
@pytest.mark.parametrize("shape", [Shape("ar", 360), Shape("en", 1280, dark=True)], ids=str)
def test_the_review_site(tabs: Tabs, doorkeeper: Doorkeeper, axe: str, shape: Shape) -> None:
    review = tour.Review.open(tabs, doorkeeper, shape, scripts=True)
    phone = replace(shape, width=min(tour.BOTH_WIDTHS))
    found, met = [], set()
    for name, tab in review.pages():
        found += faults(tab, axe, name)
        found += keyboard.faults(tab, name)
        with tour.seen_as(tab, phone, shape):
            found += tour.too_wide(tab, name)
        met.add(urllib.parse.urlsplit(tab.url).path)
    none_of(found)
    assert unmet(BY_TOUR, met) == set()
