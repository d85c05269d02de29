"""An operator with a real browser: by keyboard alone, without scripts, after a browser's death."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.journeys.browser import Tabs
from tests.journeys.reporter import CODE, Visitor, look
from tests.journeys.servers import Sites
from tests.journeys.test_axe import axe as axe
from tests.journeys.test_axe import faults, none_of
from tests.journeys.tour import Shape
from tests.journeys.walking import ANALYST, OPERATOR, Doorkeeper, code_on
from tipline.review.views.worklist import REFRESH_SECONDS

WORDS = {
    "en": "Men unload boxes at the pier each night.",
    "ar": "رجال ينزلون صناديق عند المرفأ كل ليلة.",
}
DANGER_TOLD = {"en": r"Danger told at \d", "ar": r"الخطر.*\d\d:\d\d:\d\d"}
AGAIN = {"en": "The boat came back.", "ar": "عاد القارب."}


def at(tab: Tab) -> str:
    """Return the name of the field that has the focus."""
    return str(tab.evaluate("document.activeElement.name || document.activeElement.value || ''"))


def stands(tab: Tab, name: str) -> None:
    """Wait until the focus is in a field."""
    expect(tab.locator(f"[name={name}]:focus")).to_have_count(1)


def begin(tab: Tab) -> None:
    """Press Enter where one begins: the button has the focus."""
    expect(tab.locator("button.main.large")).to_be_focused()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#call")


def finish(tab: Tab, note: str) -> None:
    """Say that the code was read back, write a note, and finish."""
    for _ in range(20):
        if at(tab) == "read_back":
            break
        tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    tab.keyboard.press("Tab")
    tab.keyboard.insert_text(note)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("p.done")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_call_by_keyboard_alone(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper, language: str
) -> None:
    tab = tabs.open(scripts=True, state=doorkeeper.cookies(OPERATOR))
    tab.goto(f"{sites.review}/{language}/")
    keys = tab.keyboard
    begin(tab)
    stands(tab, "now")
    keys.press("Space")  # yes: danger
    expect(tab.locator("#bar")).to_have_class(re.compile("alarmed"))
    keys.press("F4")
    expect(tab.locator("[name=stamps-0-note]")).not_to_be_empty()
    keys.press("F9")
    expect(tab.locator("#noted")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d .{5}"))  # it stays
    expect(tab.locator("#clock .since")).to_have_text(re.compile(DANGER_TOLD[language]))
    keys.press("F8")
    stands(tab, "spoken")
    keys.press("F8")
    stands(tab, "what")
    keys.insert_text(WORDS[language])
    keys.press("F8")
    stands(tab, "sort")
    keys.press("ArrowDown")
    expect(tab.locator("[name=sort]")).not_to_have_value("")
    keys.press("F8")
    keys.press("F8")
    stands(tab, "landmark")
    keys.insert_text("Old pier")
    keys.press("Shift+F8")
    stands(tab, "about_police")
    keys.press("F9")
    expect(tab.locator("#state")).to_contain_text(re.compile(r"\d\d:\d\d:\d\d"))
    keys.press("Control+Enter")
    tab.wait_for_selector(".receipt")
    code = code_on(tab)
    finish(tab, "Calm voice.")
    with Visitor(sites.public) as visitor:
        assert look(visitor, code).status == 200
    tab.goto(f"{sites.review}/{language}/hotline/return")
    tab.locator("[name=code]").focus()
    keys.insert_text(code)
    keys.press("Enter")
    tab.wait_for_selector("[name=text]")
    tab.locator("[name=text]").focus()
    keys.insert_text(AGAIN[language])
    keys.press("Tab")
    keys.press("Enter")
    tab.wait_for_selector("p.done")


def test_a_call_without_scripts(tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper) -> None:
    tab = tabs.open(state=doorkeeper.cookies(OPERATOR))
    tab.goto(f"{sites.review}/en/hotline")
    begin(tab)
    tab.fill("[name=what]", "A van waits by the school every noon.")
    tab.press("[name=landmark]", "Enter")  # saves, and does nothing else
    assert tab.input_value("[name=what]").startswith("A van")
    tab.click("[value='more:people']")
    expect(tab.locator("[name='people-1-name']")).to_have_count(1)
    tab.click("[value=handed]")
    assert tab.input_value("[name='stamps-0-note']")
    tab.click("[value=send]")
    assert CODE.search(" ".join(tab.inner_text(".receipt").split()))


def test_a_browser_that_died_goes_on_where_it_was(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    state = doorkeeper.cookies(OPERATOR)
    tab = tabs.open(scripts=True, state=state)
    tab.goto(f"{sites.review}/en/hotline")
    begin(tab)
    with tab.expect_response("**/save") as answer:  # by itself
        tab.fill("[name=what]", "Somebody cuts the fence at the depot.")
    assert answer.value.status == 200
    address = tab.url
    tab.context.close()
    again = tabs.open(scripts=True, state=state)
    again.goto(f"{sites.review}/en/hotline")
    again.click(f"a[href='{address.removeprefix(sites.review)}']")
    assert again.input_value("[name=what]") == "Somebody cuts the fence at the depot."
    again.click("[value=end]")
    again.wait_for_selector("p.done")


def test_the_script_follows_the_language_and_the_question(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    tab = tabs.open(scripts=True, state=doorkeeper.cookies(OPERATOR))
    tab.goto(f"{sites.review}/en/hotline")
    begin(tab)
    expect(tab.locator(".script .say[lang=en] >> nth=0")).to_be_visible()
    tab.select_option("[name=spoken]", "ar")
    expect(tab.locator(".script .say[lang=ar] >> nth=0")).to_be_visible()
    expect(tab.locator(".script .say[lang=en] >> nth=0")).to_be_hidden()
    tab.select_option("[name=spoken]", "ur")
    expect(tab.locator("#lacks")).to_be_visible()
    expect(tab.locator("#part-boats")).to_be_hidden()
    tab.select_option("[name=sort]", "SEAC")
    expect(tab.locator("#part-boats")).to_be_visible()
    tab.locator("[name=knows] >> nth=0").focus()
    expect(tab.locator(".script li[data-part=knowing]")).to_have_attribute("aria-current", "step")
    tab.click("[value=end]")


def test_a_supervisor_is_called_by_a_key_and_comes(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    desk = tabs.open(scripts=True, state=doorkeeper.cookies(ANALYST))
    desk.clock.install()
    desk.goto(f"{sites.review}/en/queue")
    tab = tabs.open(scripts=True, state=doorkeeper.cookies(OPERATOR))
    tab.goto(f"{sites.review}/en/hotline")
    begin(tab)
    tab.locator("[name=what]").focus()
    tab.keyboard.insert_text("He says")
    tab.keyboard.press("F6")
    expect(tab.locator("#hailed")).to_have_text(re.compile("Nobody has answered yet"))
    assert at(tab) == "what"
    tab.keyboard.insert_text(" that he will come back.")
    desk.clock.run_for(REFRESH_SECONDS * 1000 + 1)
    expect(desk.locator("#hails")).to_contain_text("Maryam asks for you at the phone")
    desk.click("#hails button")
    expect(desk.locator("#hails aside")).to_have_count(0)
    expect(tab.locator("#hailed")).to_have_text(re.compile("Noora is coming"), timeout=20_000)
    assert at(tab) == "what"
    assert tab.input_value("[name=what]") == "He says that he will come back."
    tab.click("[value=end]")
    tab.wait_for_selector("p.done")


@pytest.mark.parametrize("shape", [Shape("ar", 360), Shape("en", 1280, dark=True)], ids=str)
def test_axe_finds_nothing(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper, axe: str, shape: Shape
) -> None:
    tab = tabs.open(
        scripts=True, width=shape.width, dark=shape.dark, state=doorkeeper.cookies(OPERATOR)
    )
    home = f"{sites.review}/{shape.language}/hotline"
    tab.goto(home)
    found = faults(tab, axe, "list")
    tab.click("button.main.large")
    tab.wait_for_selector("#call")
    tab.check("[name=now][value=yes]")
    tab.keyboard.press("F2")
    found += faults(tab, axe, "call")
    tab.click("[value=send]")
    tab.wait_for_selector(".summary")
    found += faults(tab, axe, "errors")
    tab.fill("[name=what]", "Two men carry long boxes every night.")
    tab.click("[value=send]")
    tab.wait_for_selector(".receipt")
    found += faults(tab, axe, "code")
    code = code_on(tab)
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert tab.evaluate(wide) <= 0
    tab.click("main button.main")
    tab.goto(f"{home}/return")
    found += faults(tab, axe, "return")
    tab.fill("[name=code]", code)
    tab.press("[name=code]", "Enter")
    tab.wait_for_selector("[name=text]")
    found += faults(tab, axe, "mailbox")
    analyst = tabs.open(scripts=True, state=doorkeeper.cookies(ANALYST))
    analyst.goto(home)
    none_of([*found, *faults(analyst, axe, "left")])
