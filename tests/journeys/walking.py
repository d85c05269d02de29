"""Uses both sites as people do: walks through a report, signs in, presses buttons."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Page as Tab
from playwright.sync_api import StorageState

from tests.journeys.analyst import Analyst
from tests.journeys.authenticator import Authenticator
from tests.journeys.reporter import CODE, Answered, Visitor

PAGES_MAX = 30
ANALYST, OVERSEER = "Noora", "Yusuf"  # of the demonstration
OPERATOR, ADMINISTRATOR = "Maryam", "Khalid"
GROUPS = re.compile(r"\s+")


def enter(tab: Tab, home: str, door: str) -> None:
    """Come by one of the home page's two doors, "report" or "mailbox"."""
    tab.goto(home)
    tab.click(f".doors button[value={door}]")
    tab.wait_for_selector("#main-form", state="attached")


def step(tab: Tab) -> str:
    """Return the name of the report's page that is shown; empty on any other page."""
    found = tab.locator("#main-form input[name=step]")
    return found.get_attribute("value") or "" if found.count() else ""


def fill(tab: Tab, answers: Mapping[str, str]) -> None:
    """Fill fields of the page's main form, by their names."""
    for name, value in answers.items():
        control = tab.locator(f"main [name='{name}']").first
        if control.get_attribute("type") in {"radio", "checkbox"}:
            tab.check(f"main [name='{name}'][value='{value}']")
        elif control.evaluate("it => it.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)


def press(tab: Tab, value: str) -> None:
    """Press the button of the page that says this to the site, and wait for what it answers."""
    tab.evaluate("document.querySelector('main').setAttribute('data-left', '')")
    tab.locator(f"main button[name=go][value='{value}']").first.click()
    tab.wait_for_selector("main:not([data-left]), #unreached", state="attached")


def walk(tab: Tab, answers: Answered, until: str = "check") -> list[str]:
    """Answer page after page up to the page ``until``; return the pages that were shown."""
    shown = [step(tab)]
    for _ in range(PAGES_MAX):
        if shown[-1] == until:
            return shown
        fill(tab, answers.get(shown[-1], {}))
        press(tab, "continue")
        shown.append(step(tab))
    raise AssertionError(shown)


def code_on(tab: Tab) -> str:
    """Return the 28 digits of the receipt code that the page shows in Western digits."""
    shown = GROUPS.sub(" ", tab.inner_text("main"))
    found = CODE.search(shown)
    assert found, shown
    return found.group().replace(" ", "")


def send(tab: Tab) -> str:
    """Send the report that is being checked; return its receipt code."""
    press(tab, "send")
    return code_on(tab)


def look(tab: Tab, site: str, language: str, code: str) -> None:
    """Open the mailbox with a receipt code as it is typed."""
    enter(tab, f"{site}/{language}/", "mailbox")
    tab.fill("[name=code]", code)
    press(tab, "look")


def sign_in(tab: Tab, site: str, language: str, analyst: Analyst, code: str) -> None:
    """Sign in with name, passphrase and a code of the authenticator."""
    tab.goto(f"{site}/{language}/sign-in")
    tab.fill("[name=name]", analyst.name)
    tab.fill("[name=passphrase]", analyst.passphrase)
    tab.click("main button.main")
    tab.fill("[name=code]", code)
    tab.click("main button.main")


@dataclass
class Doorkeeper:
    """Signs each person in once, over plain HTTP, and gives the cookies of that."""

    site: str
    authenticator: Authenticator
    known: dict[str, StorageState] = field(default_factory=dict)

    def cookies(self, name: str) -> StorageState:
        """Return the cookies of a person who is signed in."""
        if name not in self.known:
            self.known[name] = self._let_in(name)
        return self.known[name]

    def _let_in(self, name: str) -> StorageState:
        analyst = self.authenticator.people[name]
        with Visitor(self.site) as visitor:
            first = visitor.get("/en/sign-in")
            typed = {"name": analyst.name, "passphrase": analyst.passphrase}
            second = visitor.submit(first, first.form("passphrase"), typed)
            code = {"code": self.authenticator.code(name)}
            first = visitor.submit(second, second.form("code"), code)
            assert "/sign-in" not in first.address, first.words
            return state_of(self.site, visitor.cookies)


def state_of(site: str, cookies: Mapping[str, str]) -> StorageState:
    """Return cookies as a browser's context takes them."""
    host = urllib.parse.urlsplit(site).hostname or ""
    return {
        "cookies": [
            {
                "name": name,
                "value": value,
                "domain": host,
                "path": "/",
                "expires": -1,
                "httpOnly": True,
                "secure": False,
                "sameSite": "Strict",
            }
            for name, value in cookies.items()
        ],
        "origins": [],
    }
