"""Both sites by keyboard alone: every control is reached, seen, and does its work."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.journeys import tour, walking
from tests.journeys.authenticator import Authenticator
from tests.journeys.browser import Tabs
from tests.journeys.servers import Sites
from tests.journeys.walking import ANALYST, Doorkeeper, code_on, step
from tipline.public.still import ADVICE

STOPS_MAX = 250
FOCUSED = "name => document.activeElement.getAttribute(name)"
PAGES_MAX = 25
# The controls of a page, as a keyboard should come by them: a group of radio buttons is one stop.
CONTROLS = """() => {
  const seen = new Set();
  const all = 'a[href], button, input:not([type=hidden]), textarea, select, summary, '
    + '[tabindex="0"]';
  return [...document.querySelectorAll(all)].filter(it => {
    if (it.disabled || it.tabIndex < 0 || !it.checkVisibility()) return false;
    if (it.type !== 'radio') return true;
    const group = it.form.id + it.name;
    return !seen.has(group) && seen.add(group);
  }).length;
}"""
# What has the focus: its place in the page, whether it is seen to have it, and its words.
FOCUS = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return null;
  const box = it.closest('.choice') || it;
  const style = getComputedStyle(box), own = getComputedStyle(it);
  const place = box.getBoundingClientRect();
  const marked = [style, own].some(one =>
    (one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2) || one.boxShadow !== 'none');
  const within = place.bottom > 0 && place.top < innerHeight && place.right > 0
    && place.left < innerWidth && place.width >= 10 && place.height >= 10;
  const words = (it.innerText || it.name || it.id).trim().split('\\n')[0];
  return {place: [...document.querySelectorAll('*')].indexOf(it), seen: marked && within, words};
}"""


def stops(tab: Tab) -> tuple[int, list[str]]:
    """Press Tab through a page once; return how many stops there are, and those not seen."""
    tab.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0) }")
    places: list[int] = []
    unseen: list[str] = []
    for _ in range(STOPS_MAX):
        tab.keyboard.press("Tab")
        focus = tab.evaluate(FOCUS)
        if focus is None:  # past the last: the page comes round again
            continue
        if focus["place"] in places:
            return len(places), unseen
        places.append(focus["place"])
        if not focus["seen"]:
            unseen.append(focus["words"])
    raise AssertionError(places)


def faults(tab: Tab, name: str) -> list[str]:
    """Return what keeps a page from being used by keyboard."""
    tab.wait_for_load_state()
    there = tab.evaluate(CONTROLS)
    reached, unseen = stops(tab)
    found = [f"{name}: the focus on “{words}” is not seen" for words in unseen]
    if reached != there:
        found.append(f"{name}: {reached} of {there} controls are reached")
    return found


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_control_of_the_public_site_is_reached_and_seen_on_a_small_telephone(
    tabs: Tabs, sites: Sites, language: str
) -> None:
    tab, known = tabs.open(width=min(tour.BOTH_WIDTHS)), str(sites.demo["receipt"])
    seen: set[str] = set()
    found = []
    for name in tour.public(tab, sites.public, language, known):
        found += tour.too_wide(tab, name)
        found += [] if name in seen else faults(tab, name)
        seen.add(name)
    assert found == []


@pytest.mark.parametrize("page", ["", *ADVICE])
def test_the_first_stop_skips_to_the_content(tabs: Tabs, sites: Sites, page: str) -> None:
    tab = tabs.open()
    tab.goto(f"{sites.public}/en/{page}")
    tab.keyboard.press("Tab")
    assert tab.evaluate("() => document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("() => !!document.activeElement.closest('main, footer')")


def to(tab: Tab, selector: str) -> None:
    """Press Tab until a control has the focus."""
    for _ in range(STOPS_MAX):
        tab.keyboard.press("Tab")
        if tab.evaluate("it => document.activeElement.matches(it)", selector):
            return
    raise AssertionError(selector)


def enter(tab: Tab, key: str = "Enter") -> None:
    """Press a key that leads to another page."""
    with tab.expect_navigation():
        tab.keyboard.press(key)


def test_a_report_is_sent_with_keys_only(tabs: Tabs, sites: Sites) -> None:
    tab = tabs.open()
    tab.goto(f"{sites.public}/en/")
    to(tab, ".doors [value=report]")
    enter(tab)
    to(tab, "[name=now]")
    for key in ("ArrowDown", "Space"):  # the second choice
        tab.keyboard.press(key)
    assert tab.locator("[name=now]:checked").get_attribute("value") == "no"
    enter(tab)  # in a form: on to the next page, never another language
    assert "/en/" in tab.url
    to(tab, "[name=what]")
    tab.keyboard.type("Two men cut the lock of the pump house")
    for _ in range(PAGES_MAX):
        if step(tab) == "check":
            break
        to(tab, "main button[value=continue]")
        enter(tab)
    assert "cut the lock" in tab.inner_text("dl.answers")
    to(tab, "main button[value=send]")
    enter(tab, "Space")
    assert len(code_on(tab)) == 28


def test_enter_in_a_line_goes_on_in_the_same_language(tabs: Tabs, sites: Sites) -> None:
    tab = tabs.open()
    walking.enter(tab, f"{sites.public}/ar/", "mailbox")
    to(tab, "[name=code]")
    tab.keyboard.type(str(sites.demo["receipt"]))
    enter(tab)
    expect(tab.locator("ul.talk")).to_have_count(1)
    assert tab.url.endswith("/ar/")


def test_signing_in_and_the_queue_by_keys(
    tabs: Tabs, sites: Sites, authenticator: Authenticator
) -> None:
    noora = authenticator.people[ANALYST]
    tab = tabs.open(scripts=True)
    tab.goto(f"{sites.review}/en/sign-in")
    for selector, typed in (
        ("[name=name]", noora.name),
        ("[name=passphrase]", noora.passphrase),
        ("[name=code]", authenticator.code(ANALYST)),
    ):
        to(tab, selector)
        tab.keyboard.type(typed)
        if selector != "[name=name]":
            enter(tab)
    tab.wait_for_selector("#queue a.open")
    addresses = [link.get_attribute("href") for link in tab.locator("#queue a.open").all()]
    visited = []
    for key in ("j", "ArrowDown", "j", "ArrowUp"):
        tab.keyboard.press(key)
        visited.append(tab.evaluate("() => document.activeElement.getAttribute('href')"))
    assert visited == [addresses[0], addresses[1], addresses[2], addresses[1]]
    expect(tab.locator("#keys[open]")).to_have_count(1)
    tab.keyboard.press("?")
    expect(tab.locator("#keys[open]")).to_have_count(0)
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"**{addresses[1]}")


def test_views_search_and_choosing_by_keys(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    tab = tabs.open(state=doorkeeper.cookies(ANALYST), scripts=True)
    tab.goto(f"{sites.review}/en/queue")
    for key, view in (("2", "mine"), ("7", "new"), ("8", "finished"), ("Numpad1", "")):
        enter(tab, key)
        assert tab.url.partition("view=")[2] == view
    tab.keyboard.press("k")
    chosen = tab.locator("#queue .choose input:checked")
    for count in (1, 0):
        while chosen.count() != count:
            tab.keyboard.press("x")
            if chosen.count() != count:
                tab.keyboard.press("k")
    enter(tab, "/")
    assert tab.evaluate(FOCUSED, "name") == "words"
    tab.keyboard.type("2/j?")
    assert tab.input_value("[name=words]") == "2/j?"


def test_from_tip_to_tip_by_keys(tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper) -> None:
    tab = tabs.open(state=doorkeeper.cookies(ANALYST), scripts=True)
    tab.goto(f"{sites.review}/en/queue")
    addresses = [link.get_attribute("href") for link in tab.locator("#queue a.open").all()]
    tab.keyboard.press("j")
    visited = []
    for key in ("Enter", "j", "j", "k"):
        enter(tab, key)
        visited.append(tab.url.removeprefix(sites.review))
    assert visited == [addresses[0], addresses[1], addresses[2], addresses[1]]
    for key, name in (("n", "note"), ("s", "summary"), ("q", "question"), ("r", "reply")):
        tab.keyboard.press(key)
        assert tab.evaluate(FOCUSED, "name") == f"{name}-text"
        tab.keyboard.type("ujk")
        assert "ujk" in tab.input_value(f"[name={name}-text]")
        tab.evaluate("document.activeElement.blur()")
    enter(tab, "u")
    assert tab.evaluate(FOCUSED, "href") == addresses[1]
    assert tab.evaluate("Object.keys(sessionStorage)") == ["order"]
    kept = tab.evaluate("JSON.parse(sessionStorage.order)")
    listed = [link.get_attribute("href") for link in tab.locator("#queue a.open").all()]
    assert [f"/en/tips/{tip}" for tip in kept] == listed
    assert set(listed) == set(addresses)  # what was read may stand lower now


def test_keys_mean_their_place_where_another_alphabet_is_switched_on(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    tab = tabs.open(state=doorkeeper.cookies(ANALYST), scripts=True)
    tab.goto(f"{sites.review}/ar/queue")
    tab.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ت', code: 'KeyJ'}))")
    first = tab.locator("#queue a.open").first.get_attribute("href")
    assert tab.evaluate(FOCUSED, "href") == first


def test_the_queue_by_keys_without_scripts(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    tab = tabs.open(state=doorkeeper.cookies(ANALYST))
    tab.goto(f"{sites.review}/en/queue")
    to(tab, "#queue a.open")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#case")
    to(tab, "#act-note summary")
    tab.keyboard.press("Space")
    to(tab, "[name=note-text]")
    tab.keyboard.type("Written without a mouse")
    to(tab, "#act-note button.main")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("ol.events >> text=Written without a mouse")
