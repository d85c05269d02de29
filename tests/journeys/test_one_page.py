"""With scripts a report is one page to the browser: back, reload and a bad line lose nothing."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route

from tests.journeys.browser import Tabs
from tests.journeys.servers import Sites
from tests.journeys.walking import code_on, enter, fill, press, step

WORDS = "Two men cut the lock of the pump house"


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
    assert tab.locator(".doors").count() == 1


def test_a_reload_shows_the_same_page(tab: Tab) -> None:
    tab.reload()
    shown(tab, "kind")
    tab.go_back()
    shown(tab, "what")
    assert tab.input_value("[name=what]") == WORDS


def test_a_link_home_leads_home(tab: Tab) -> None:
    tab.click(".top .name")
    tab.wait_for_selector(".doors")
    tab.wait_for_load_state("networkidle")
    assert tab.locator(".doors").count() == 1


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
    assert tab.locator("#unreached:visible").count() == 0


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
