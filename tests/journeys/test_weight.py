"""What a visit costs a telephone on a slow network, and what a text browser makes of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Request

from tests.journeys.browser import Tabs
from tests.journeys.servers import Sites

FIRST_VISIT = 30_000  # bytes over the wire: all that is asked for, with its headers
FIRST_REQUESTS = 3
REPORT_MORE = 15_000  # bytes, once home was visited
SECONDS = 20
LANGUAGES = ("ar", "en")
NOTHING_AMISS = {"ar": "تعذّر", "en": "could not be reached"}


def weight(request: Request) -> int:
    """Return the bytes that an answer took over the wire; none where the browser had it."""
    response = request.response()
    assert response is not None
    assert response.ok, request.url
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def visit(tabs: Tabs, tab: Tab, act: Callable[[], object]) -> tuple[int, list[str]]:
    """Go to a page by ``act``; return the bytes that came, and what was asked for."""
    asked = tabs.watches[-1].requests
    before = len(asked)
    act()
    tab.wait_for_load_state("networkidle")
    new = asked[before:]
    return sum(weight(request) for request in new), [request.url for request in new]


@pytest.mark.parametrize("scripts", [False, True], ids=["no scripts", "scripts"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_visit_is_light(tabs: Tabs, sites: Sites, language: str, *, scripts: bool) -> None:
    tab = tabs.open(scripts=scripts)
    home, asked = visit(tabs, tab, lambda: tab.goto(f"{sites.public}/{language}/"))
    icon = tab.get_attribute("link[rel=icon]", "href")
    assert icon == "data:,"  # so that no browser asks for one; one without a window never does
    assert len(asked) <= FIRST_REQUESTS, asked
    assert 2_000 < home <= FIRST_VISIT
    report, _ = visit(tabs, tab, lambda: tab.click(".doors button[value=report]"))
    assert 1_000 < report <= REPORT_MORE
    assert all(url.startswith(sites.public) for url in asked)


def text_browser(address: str, door: str = "") -> str:
    """Return a page as w3m shows it on a terminal of 80 columns; that behind a door, if named."""
    if shutil.which("w3m") is None:
        pytest.fail("w3m is missing. `make test` installs it where apt is at hand.")
    program = ["w3m", "-dump", "-cols", "80", "-O", "UTF-8"]
    program += ["-post", "-", address] if door else [address]
    typed = f"page={door}".encode()
    shown = subprocess.run(program, check=True, input=typed, capture_output=True, timeout=SECONDS)
    return re.sub(r"[ \t]+", " ", shown.stdout.decode())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ["اتصل على 999", "الخروج من الموقع", "بدء بلاغ", "العودة برمز المتابعة"]),
        (
            "en",
            ["Call 999", "Leave this site", "Start a report", "Come back with your receipt code"],
        ),
    ],
)
def test_a_text_browser_shows_the_home_page_in_order(
    sites: Sites, language: str, words: list[str]
) -> None:
    shown = text_browser(f"{sites.public}/{language}/")
    places = [shown.find(word) for word in words]
    assert -1 not in places, shown
    call, leave, start, come_back = places
    assert call < leave < start < come_back
    assert NOTHING_AMISS[language] not in shown
    assert all(f"{word}\n" in shown or f"{word} " in shown for word in words), shown


def test_a_text_browser_shows_the_form(sites: Sites) -> None:
    shown = text_browser(f"{sites.public}/en/", "report")
    question = shown.index("Is it happening now, or is someone in danger?")
    assert "( )Yes ( )No ( )I am not sure\nContinue" in shown[question:]


def test_a_text_browser_shows_where_the_code_goes(sites: Sites) -> None:
    shown = text_browser(f"{sites.public}/en/", "mailbox")
    assert re.search(r"Your receipt code.*\[ +\]\nOpen", shown, re.DOTALL), shown
