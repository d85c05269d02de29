"""Pictures of every page, and that none of them is wider than a small telephone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page as Tab

from tests.journeys import tour
from tests.journeys.browser import Tabs
from tests.journeys.servers import ROOT, Sites
from tests.journeys.tour import Review, Shape
from tests.journeys.walking import ANALYST, Doorkeeper

PICTURES = ROOT / "var" / "screens"
SHOWN = ROOT / "docs" / "screens"  # in the README
SHOWN_MAX = 200_000  # bytes of a picture that the repository keeps
SHOWN_HEIGHT = {"public": 800, "review": 556}
LANGUAGES = ("ar", "en")
PHONES = [Shape(language, 360) for language in LANGUAGES]
SHAPES = [*PHONES, *(Shape(language, 1280) for language in LANGUAGES)]


def public_pages(tab: Tab, sites: Sites, shape: Shape) -> Iterator[tour.Shown]:
    """Come to each page of the public site."""
    known = str(sites.demo["receipt"])
    return ((name, tab) for name in tour.public(tab, sites.public, shape.language, known))


@pytest.mark.parametrize("shape", PHONES, ids=str)
def test_no_public_page_scrolls_sideways(tabs: Tabs, sites: Sites, shape: Shape) -> None:
    tab = tabs.open(width=shape.width)
    assert tour.too_wide(public_pages(tab, sites, shape)) == []


@pytest.mark.parametrize("shape", PHONES, ids=str)
def test_no_review_page_scrolls_sideways(tabs: Tabs, doorkeeper: Doorkeeper, shape: Shape) -> None:
    review = Review.open(tabs, doorkeeper, shape, scripts=False)
    assert tour.too_wide(review.pages()) == []


def take(folder: Path, shown: Iterator[tour.Shown]) -> None:
    """Take a picture of each page, as long as the page is."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, tab in shown:
        tab.screenshot(path=folder / f"{name}.png", full_page=True, animations="disabled")


def show(tab: Tab, name: str) -> None:
    """Take one of the README's pictures: what a person sees first."""
    width = (tab.viewport_size or {"width": 0})["width"]
    tab.set_viewport_size({"width": width, "height": SHOWN_HEIGHT[name]})
    SHOWN.mkdir(exist_ok=True)
    assert len(tab.screenshot(path=SHOWN / f"{name}.png")) <= SHOWN_MAX


@pytest.mark.screenshots
def test_the_pictures_of_the_readme(tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper) -> None:
    home = tabs.open(width=360)
    home.goto(f"{sites.public}/ar/")
    show(home, "public")
    queue = tabs.open(state=doorkeeper.cookies(ANALYST))
    queue.goto(f"{sites.review}/en/queue")
    show(queue, "review")


@pytest.mark.screenshots
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_pictures(tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper, shape: Shape) -> None:
    form = f"{shape.language}-{shape.width}"
    tab = tabs.open(width=shape.width)
    take(PICTURES / f"public-{form}", public_pages(tab, sites, shape))
    review = Review.open(tabs, doorkeeper, shape, scripts=False)
    take(PICTURES / f"review-{form}", review.pages())
