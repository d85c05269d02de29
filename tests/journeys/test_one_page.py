"""With scripts a report is one page to the browser: back, reload and a bad line lose nothing."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, expect

from tests.journeys.browser import Tabs
from tests.journeys.servers import Sites
from tests.journeys.walking import code_on, enter, fill, press, step

SOON = 500  # milliseconds; by then a press would have been answered
WORDS = "Two men cut the lock of the pump house"
# What of the emergency line and the way out is out of view, by its place in the window.
HIDDEN = """() => ['.danger a', '#leave']
  .map(name => [name, document.querySelector(name).getBoundingClientRect()])
  .filter(([, box]) => box.top < 0 || box.bottom > innerHeight || box.left < 0
    || box.right > innerWidth)"""


def shown(tab: Tab, name: str) -> None:
    """Wait until a page of the report is shown; an empty name is any page that is none."""
    if name:
        tab.wait_for_selector(f"#main-form input[name=step][value='{name}']", state="attached")
    else:
        tab.wait_for_selector("#main-form", state="detached")


def onward(tab: Tab, name: str) -> None:
    press(tab, "continue")
    shown(tab, name)


@pytest.fixture
def tab(tabs: Tabs, sites: Sites) -> Tab:
    """A tab on the report's third page: what happened is told."""
    tab = tabs.open(scripts=True)
    enter(tab, f"{sites.public}/en/", "report")
    shown(tab, "danger")
    fill(tab, {"now": "no"})
    onward(tab, "what")
    fill(tab, {"what": WORDS})
    onward(tab, "kind")
    return tab


def test_the_browsers_back_does_what_the_pages_does(tab: Tab) -> None:
    fill(tab, {"category": "DRUG"})
    tab.go_back()
    shown(tab, "what")
    assert tab.input_value("[name=what]") == WORDS
    onward(tab, "kind")
    assert tab.locator("[name=category]:checked").get_attribute("value") == "DRUG"
    for name in ("what", "danger", ""):
        tab.go_back()
        shown(tab, name)
    expect(tab.locator(".doors")).to_have_count(1)


def test_a_reload_shows_the_same_page(tab: Tab) -> None:
    tab.reload()
    shown(tab, "kind")
    tab.go_back()
    shown(tab, "what")
    assert tab.input_value("[name=what]") == WORDS


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_emergency_line_and_the_way_out_stay_in_view(
    tabs: Tabs, sites: Sites, language: str
) -> None:
    tab = tabs.open(scripts=True, width=360)
    enter(tab, f"{sites.public}/{language}/", "report")
    press(tab, "continue")
    assert tab.evaluate(HIDDEN) == []
    press(tab, "continue")  # nothing was told: an error
    assert tab.evaluate("document.activeElement.className") == "summary"
    fill(tab, {"what": f"{WORDS}, my name is Nobody"})
    while step(tab) != "check":
        to_the_end(tab)
        press(tab, "continue")
        assert tab.evaluate(HIDDEN) == [], step(tab)
    to_the_end(tab)
    press(tab, "send")
    assert tab.evaluate("document.activeElement.className") == "warning"
    assert tab.evaluate(HIDDEN) == []
    tab.route(f"**/{language}/", lambda route: route.abort())
    to_the_end(tab)
    press(tab, "send-anyway")
    assert tab.evaluate("document.activeElement.id") == "unreached"
    assert tab.evaluate(HIDDEN) == []


def to_the_end(tab: Tab) -> None:
    """Scroll to the end of the page."""
    tab.evaluate("scrollTo(0, document.body.scrollHeight)")


def test_a_link_within_the_page_leads_no_further(tab: Tab) -> None:
    tab.go_back()
    shown(tab, "what")
    fill(tab, {"what": ""})
    press(tab, "continue")
    tab.click(".summary a")
    tab.wait_for_timeout(SOON)
    assert step(tab) == "what"
    expect(tab.locator(".summary")).to_have_count(1)
    assert tab.evaluate("document.activeElement.id") == "what"


def test_a_link_home_leads_home(tab: Tab) -> None:
    tab.click(".top .name")
    tab.wait_for_selector(".doors")
    tab.wait_for_load_state("networkidle")
    expect(tab.locator(".doors")).to_have_count(1)


def test_the_tab_remembers_nothing_that_was_typed(tab: Tab) -> None:
    state = json.dumps(tab.evaluate("history.state"))
    assert "draft=" in state
    assert "lock" not in state
    assert tab.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_without_a_connection_the_page_says_so_and_keeps_what_was_typed(tab: Tab) -> None:
    tab.go_back()
    shown(tab, "what")
    fill(tab, {"what": f"{WORDS} at night"})
    tab.route("**/en/", lambda route: route.abort())
    press(tab, "continue")
    tab.wait_for_selector("#unreached:visible")
    assert tab.input_value("[name=what]") == f"{WORDS} at night"
    tab.unroute("**/en/")
    onward(tab, "kind")
    expect(tab.locator("#unreached:visible")).to_have_count(0)


def test_what_refuses_without_a_form_keeps_the_page(tabs: Tabs, tab: Tab) -> None:
    def refused(route: Route) -> None:
        body = "<main><p class=lede>Not today.</p></main>"
        route.fulfill(status=403, body=body, content_type="text/html")

    tab.route("**/en/", refused)
    press(tab, "continue")
    tab.wait_for_selector("#unreached:visible")
    assert tab.inner_text("#unreached") == "Not today."
    assert step(tab) == "kind"
    tabs.watches[-1].faults.clear()  # the refusal was ours


def test_the_language_changes_in_place(tab: Tab) -> None:
    tab.click("button.other")
    tab.wait_for_selector("html[dir=rtl]")
    assert tab.url.endswith("/ar/")
    tab.go_back()
    shown(tab, "what")
    assert tab.input_value("[name=what]") == WORDS
    assert tab.url.endswith("/ar/")


def test_back_from_the_code_does_not_send_again(tab: Tab) -> None:
    tab.reload()
    for _ in range(20):
        shown(tab, step(tab))
        if step(tab) == "check":
            break
        before = step(tab)
        press(tab, "continue")
        tab.wait_for_selector(
            f"#main-form input[name=step]:not([value='{before}'])", state="attached"
        )
    press(tab, "send")
    tab.wait_for_selector(".code")
    code = code_on(tab)
    tab.reload()
    tab.wait_for_selector(".code")
    assert code_on(tab) == code
    tab.go_back()
    tab.wait_for_selector(".doors")
