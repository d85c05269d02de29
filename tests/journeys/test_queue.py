"""The work list in a browser: it keeps itself fresh, and no word of a reporter stretches it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.journeys import tour
from tests.journeys.browser import Tabs
from tests.journeys.reporter import Answered, Visitor, add, look, new_mark, report
from tests.journeys.servers import Sites
from tests.journeys.walking import ANALYST, Doorkeeper, fill
from tipline.review.views.worklist import REFRESH_SECONDS

ROWS = 40  # more than the work list has here
TEXTS = ".what, .queue .open bdi, .facts dd, .sub, h1, .events li"
# Texts that are wider than their place, by more than the three dots at the end of a row's.
CUT = """texts => [...document.querySelectorAll(texts)]
  .filter(it => it.checkVisibility() && it.clientWidth && it.scrollWidth > it.clientWidth + 20)
  .map(it => it.className + ' ' + it.tagName)"""
FOCUS = "() => document.activeElement.getAttribute('href')"
HELD = "() => document.activeElement.innerText"
TOP = "() => document.activeElement.getBoundingClientRect().top"
ROOMS = """[...document.querySelectorAll(".queue .open bdi")].map(it => getComputedStyle(it))
    .filter(style => style.direction != document.documentElement.dir)
    .map(style => parseFloat(style.paddingInlineEnd) / parseFloat(style.fontSize))"""


def send(site: str, answers: Answered) -> str:
    """Send a report in English; return its receipt code."""
    with Visitor(site) as visitor:
        return report(visitor, answers, "en").code


def told(what: str) -> Answered:
    return {"danger": {"now": "no"}, "what": {"what": what}, "kind": {"category": "DRUG"}}


def test_a_tip_appears_by_itself_and_the_row_in_hand_stays(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    for number in range(3):
        send(sites.public, told(f"Number {number} of some boxes behind the mill"))
    tab, mark = tabs.open(scripts=True, state=doorkeeper.cookies(ANALYST)), new_mark()
    tab.clock.install()
    tab.goto(f"{sites.review}/en/queue")
    while tab.locator("#known").count():  # the index is being made; what tells it goes by itself
        tab.reload()
    for key in ("j", "j"):
        tab.keyboard.press(key)
    row, top, title = tab.evaluate(FOCUS), tab.evaluate(TOP), tab.title()
    assert "/tips/" in row
    send(sites.public, told(f"{mark} was painted on the wall of the school"))
    assert tab.locator("#queue tr", has_text=mark).count() == 0
    tab.clock.run_for(REFRESH_SECONDS * 1000 + 1)
    expect(tab.locator("#queue tr", has_text=mark)).to_be_visible()
    assert (tab.evaluate(FOCUS), round(tab.evaluate(TOP) - top)) == (row, 0)
    assert tab.title() != title  # it tells how many were not opened yet
    for key in "k" * ROWS + "j" * ROWS:  # it stands among the others by what is urgent
        if mark not in tab.evaluate(HELD):
            tab.keyboard.press(key)
    assert mark in tab.evaluate(HELD)


def test_what_is_being_marked_is_not_taken_away(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    tab = tabs.open(scripts=True, state=doorkeeper.cookies(ANALYST))
    tab.clock.install()
    tab.goto(f"{sites.review}/en/queue")
    asked = tabs.watches[-1].requests
    before = len(asked)
    tab.evaluate("() => getSelection().selectAllChildren(document.querySelector('#queue a'))")
    tab.clock.run_for(REFRESH_SECONDS * 1000 + 1)
    assert len(asked) == before


def long_words() -> Answered:
    """Return a report whose texts have no place to break."""
    address = f"https://example.test/{'a' * 1000}?{'b' * 978}"
    assert len(address) == 2000
    return {
        "danger": {"now": "no"},
        "what": {"what": f"{'W' * 500} {address} {'ض' * 500}"},
        "kind": {"category": "THRT"},
        "where": {"landmark": "M" * 300, "block": "W" * 300},
        "people": {"people-0-name": "N" * 100, "people-0-looks": "W" * 1000},
        "vehicles": {"vehicles-0-marks": "ش" * 300},
        "online": {"accounts-0-account": address[:500]},
    }


@pytest.fixture(scope="module")
def stretched(sites: Sites) -> Sites:
    """Send a report of long words, and add to it."""
    with Visitor(sites.public) as visitor:
        code = report(visitor, long_words(), "en").code
        add(visitor, look(visitor, code), f"{'W' * 2000} {'ع' * 2000}")
    return sites


def pages(tab: Tab, site: str, language: str) -> Iterator[tour.Shown]:
    """Come to the work list and to the tip, as it is and with a note as long."""
    tab.goto(f"{site}/{language}/queue")
    yield "queue", tab
    tab.click("table.queue a.open:has-text('WWWWWWWW') >> nth=0")
    yield "tip", tab
    tab.click("#act-note summary")
    fill(tab, {"note-text": f"{'W' * 2000} {'ع' * 2000}"})
    yield "note", tab
    tab.click("#act-note button.main")
    yield "event", tab


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_word_without_end_is_broken(
    tabs: Tabs, stretched: Sites, doorkeeper: Doorkeeper, width: int, language: str
) -> None:
    tab = tabs.open(width=width, state=doorkeeper.cookies(ANALYST))
    for name, shown in pages(tab, stretched.review, language):
        assert tour.too_wide(shown, name) == []
        assert shown.evaluate(CUT, TEXTS) == [], name


@pytest.mark.parametrize("language", ["ar", "en"])
def test_words_of_the_other_direction_leave_room_for_the_dots_where_they_are_cut(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper, language: str
) -> None:
    tab = tabs.open(width=360, state=doorkeeper.cookies(ANALYST))
    tab.goto(f"{sites.review}/{language}/queue")
    rooms = tab.evaluate(ROOMS)
    assert rooms
    assert min(rooms) >= 1
