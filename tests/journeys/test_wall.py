"""The wall in a browser: it renews itself, sounds for a new P1, and fits the screen of a room."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.journeys.browser import Tabs
from tests.journeys.reporter import Answered
from tests.journeys.servers import Sites
from tests.journeys.test_queue import send, told
from tests.journeys.walking import ANALYST, Doorkeeper
from tipline.review.views.wall import REFRESH_SECONDS

BOAT = "A boat with four people goes down near the bridge"
URGENT: Answered = {**told(BOAT), "danger": {"now": "yes"}}
PLAYED = """() => {
  window.played = 0;
  document.querySelector('audio').addEventListener('play', () => window.played++);
}"""
FITS = """() => [...document.querySelectorAll('#wall *')].filter(it => it.checkVisibility()
  && !it.closest('.hidden') && it.getBoundingClientRect().bottom > innerHeight).length"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('#wall :is(h2, p, th, td, .ends)')]
  .filter(it => it.checkVisibility() && !it.closest('.hidden') && it.innerText.trim())
  .map(it => parseFloat(getComputedStyle(it).fontSize)))"""
SMALL = 26  # px of letters on a screen of 1920: seen from five metres on one of 55 inches


def count(tab: Tab) -> int:
    return int(tab.inner_text(".level-card.P1 .big").split()[0])


def comes(tab: Tab, wanted: str) -> None:
    """Wait until something holds on the page: its own clock, which stands still, does not tell."""
    for _ in range(200):
        if tab.evaluate(wanted):
            return
        time.sleep(0.1)
    raise AssertionError(wanted)


def test_a_new_p1_appears_and_sounds_for_who_asked_for_it(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    tab = tabs.open(scripts=True, state=doorkeeper.cookies(ANALYST))
    tab.clock.install()
    tab.goto(f"{sites.review}/en/wall")
    tab.evaluate(PLAYED)
    before = count(tab)
    send(sites.public, URGENT)
    tab.clock.run_for(REFRESH_SECONDS * 1000 + 1)
    expect(tab.locator(".level-card.P1 .big")).to_have_text(re.compile(rf"^{before + 1}\b"))
    assert tab.evaluate("played") == 0
    tab.click("#sound button")
    expect(tab.locator("#sound button")).to_have_attribute("aria-pressed", "true")
    comes(tab, "played === 1")  # once, to hear that it does
    comes(tab, "document.querySelector('audio').paused")
    send(sites.public, told("Somebody sells boxes"))
    tab.clock.run_for(REFRESH_SECONDS * 1000 + 1)
    send(sites.public, URGENT)
    tab.clock.run_for(REFRESH_SECONDS * 1000 + 1)
    expect(tab.locator(".level-card.P1 .big")).to_have_text(re.compile(rf"^{before + 2}\b"))
    expect(tab.locator("#wall")).to_have_attribute("data-alarms", re.compile(r"\d+ \d+"))
    comes(tab, "played === 2")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_it_fits_a_screen_and_is_dark_and_large(
    tabs: Tabs, doorkeeper: Doorkeeper, language: str
) -> None:
    tab = tabs.open(scripts=True, width=1920, dark=False, state=doorkeeper.cookies(ANALYST))
    tab.set_viewport_size({"width": 1920, "height": 1080})
    tab.goto(f"{doorkeeper.site}/{language}/wall")
    assert tab.evaluate(FITS) == 0
    assert tab.evaluate(SMALLEST) >= SMALL
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(7, 16, 20)"
    )
