"""Pictures of every page."""

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
from tests.journeys.walking import ANALYST, Doorkeeper, enter, press, walk

PICTURES = ROOT / "var" / "screens"
SHOWN = ROOT / "docs" / "screens"  # in the README
SHOWN_MAX = 200_000  # bytes of a picture that the repository keeps
SHOWN_HEIGHT = {"public": 800, "review": 556}
LANGUAGES = ("ar", "en")
SHAPES = [Shape(language, width) for width in tour.BOTH_WIDTHS for language in LANGUAGES]


def public_pages(tab: Tab, sites: Sites, shape: Shape) -> Iterator[tour.Shown]:
    """Come to each page of the public site."""
    known = str(sites.demo["receipt"])
    return ((name, tab) for name in tour.public(tab, sites.public, shape.language, known))


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
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_of_the_map(tabs: Tabs, sites: Sites, language: str) -> None:
    tab = tabs.open(width=360)
    enter(tab, f"{sites.public}/{language}/", "report")
    walk(tab, {"what": {"what": tour.WORDS[language]}}, until="where")
    press(tab, "change:map")
    for number, nearer in enumerate((0, 2, 2), 1):
        for _ in range(nearer):
            press(tab, "nearer")
        picture = tab.locator(".map").screenshot(path=SHOWN / f"map-{language}-{number}.png")
        assert len(picture) <= SHOWN_MAX
        tab.locator("#at").click(position={"x": 166, "y": 90})


@pytest.mark.screenshots
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_pictures(tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper, shape: Shape) -> None:
    form = f"{shape.language}-{shape.width}"
    tab = tabs.open(width=shape.width)
    take(PICTURES / f"public-{form}", public_pages(tab, sites, shape))
    review = Review.open(tabs, doorkeeper, shape, scripts=False)
    take(PICTURES / f"review-{form}", review.pages())
