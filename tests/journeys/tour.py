"""Comes to every page of both sites, each once, by the way that a person comes to it."""

from __future__ import annotations

import base64
import secrets
import time
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Self

from playwright.sync_api import Page as Tab

from tests.journeys.browser import HEIGHT, Tabs
from tests.journeys.reporter import Answered
from tests.journeys.walking import ANALYST, Doorkeeper, enter, fill, look, press, step
from tipline.keyring import totp
from tipline.public.still import ADVICE
from tipline.sealing import receipt

Shown = tuple[str, Tab]

WORDS = {
    "ar": "رأيت سيارة بيضاء تقف كل ليلة أمام المخزن، اسمي أحمد ورقمي 39001122",
    "en": "A white car stands before the warehouse every night. My name is Ahmed, call 39001122",
}
URGENT: Answered = {
    "danger": {"now": "yes"},
    "kind": {"category": "VIOL"},
    "where": {"landmark": "سوق السمك", "block": "225"},
    "people": {"people-0-clothes": "قميص أزرق"},
    "safety": {"safe": "no"},
}
KINDS = {"OTHR": "police", "SEAC": "boats", "ROAD": "vehicles-first", "FRAU": "money"}
IN_TRIAGE = "Somebody sent this picture"  # the beginning of one on which all acts can be done
ACTS = ("assess", "note", "summary", "question", "reply", "close", "aside", "export", "hold")
WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
PASSPHRASE = "seventeen lanterns under a patient harbour"
BOTH_WIDTHS = (360, 1280)
# What a page does when it is loaded on a wide screen, and not when its window grows.
LOADED_ANEW = """wide => {
  const keys = document.getElementById("keys");
  if (keys) keys.open = wide;
  return [innerWidth, matchMedia("(prefers-color-scheme: dark)").matches];
}"""


@dataclass(frozen=True)
class Shape:
    """How pages are looked at: in which language, on how wide a screen, light or dark."""

    language: str
    width: int
    dark: bool = False

    @property
    def opposite(self) -> Shape:
        """The shape of the other width and the other colours, in the same language."""
        return Shape(self.language, sum(BOTH_WIDTHS) - self.width, not self.dark)


@contextmanager
def seen_as(tab: Tab, shape: Shape, usual: Shape) -> Iterator[None]:
    """Show a page that was loaded in the shape ``usual`` in another one, in the same language."""
    _shown_as(tab, shape)
    yield
    _shown_as(tab, usual)


def _shown_as(tab: Tab, shape: Shape) -> None:
    tab.set_viewport_size({"width": shape.width, "height": HEIGHT})
    tab.emulate_media(color_scheme="dark" if shape.dark else "light")
    shown = tab.evaluate(LOADED_ANEW, shape.width == max(BOTH_WIDTHS))
    assert shown == [shape.width, shape.dark]


def public(tab: Tab, site: str, language: str, known: str) -> Iterator[str]:
    """Come to each page of the public site; ``known`` is the code of a report with answers."""
    yield from still(tab, f"{site}/{language}")
    yield from urgent(tab, f"{site}/{language}/", language)
    for kind, until in KINDS.items():
        yield from of_kind(tab, f"{site}/{language}/", {"category": kind}, until, language)
    yield from sending(tab, f"{site}/{language}/", language)
    yield from mailbox(tab, site, language, known)


def still(tab: Tab, home: str) -> Iterator[str]:
    """Come to the pages that ask nothing, and to one that is not there."""
    for name in ("", *ADVICE, "figures", "nothing-is-here"):
        tab.goto(f"{home}/{name}")
        yield name or "home"
    enter(tab, f"{home}/", "mailbox")
    yield "mailbox"


def urgent(tab: Tab, home: str, language: str) -> Iterator[str]:
    """Walk through a report of danger, with slips on the way."""
    enter(tab, home, "report")
    answers = {**URGENT, "what": {"what": WORDS[language]}}
    while (name := step(tab)) != "check":
        yield name
        yield from slip(tab, name, language)
        fill(tab, answers.get(name, {}))
        press(tab, "continue")
    yield "check"


def slip(tab: Tab, name: str, language: str) -> Iterator[str]:
    """Leave a page as it may not be left, or ask for more room on it."""
    if name == "what":
        press(tab, "continue")
        yield "what-missing"
    elif name == "kind":
        press(tab, "more")
        yield "kind-all"
    elif name == "where":
        yield from on_the_map(tab, language)
    elif name == "people":
        press(tab, "more")
        yield "people-more"
    elif name == "when":
        fill(tab, {"kind": "range", "date": "32/13/2026", "until": "x"})
        press(tab, "continue")
        yield "when-wrong"
        fill(tab, {"date": "", "until": ""})


def on_the_map(tab: Tab, language: str) -> Iterator[str]:
    """Choose a place on the map, look for one by its name, and go back to the words."""
    press(tab, "change:map")
    yield "map"
    press(tab, "middle")
    yield "map-chosen"
    fill(tab, {"sought": "سترة" if language == "ar" else "Sitra"})
    press(tab, "find")
    yield "map-found"
    press(tab, "back")


def of_kind(
    tab: Tab, home: str, chosen: Mapping[str, str], until: str, language: str
) -> Iterator[str]:
    """Walk through what only one kind of report asks."""
    begin(tab, home, chosen, language)
    for _ in range(20):
        name = step(tab)
        if name not in {"where", "when", "people"}:
            yield name
        if name == until:
            return
        fill(tab, {"about_police": "yes"} if name == "about-police" else {})
        press(tab, "continue")
    raise AssertionError(until)


def begin(tab: Tab, home: str, chosen: Mapping[str, str], language: str) -> None:
    """Walk to the page after the kind."""
    enter(tab, home, "report")
    fill(tab, {"now": "no"})
    press(tab, "continue")
    fill(tab, {"what": WORDS[language]})
    press(tab, "continue")
    press(tab, "more")
    fill(tab, chosen)
    press(tab, "continue")


def sending(tab: Tab, home: str, language: str) -> Iterator[str]:
    """Walk a report to its code, by the warning, and to the empty mailbox."""
    yield from of_kind(tab, home, {"category": "EXPL"}, "check", language)
    press(tab, "send")
    yield "check-warned"
    press(tab, "send-anyway")
    yield "sent"
    press(tab, "print")
    yield "print"
    press(tab, "look")
    yield "mailbox-empty"
    press(tab, "add")
    yield "mailbox-missing"
    fill(tab, {"text": WORDS[language]})
    press(tab, "add")
    yield "mailbox-warned"
    press(tab, "add-anyway")
    yield "mailbox-added"


def mailbox(tab: Tab, site: str, language: str, known: str) -> Iterator[str]:
    """Come to a mailbox with answers, and to what a code that opens nothing gets."""
    look(tab, site, language, receipt.draw().digits)
    yield "mailbox-unknown"
    look(tab, site, language, known)
    yield "mailbox-answers"
    press(tab, tab.locator("main button[value^='ask:']").first.get_attribute("value") or "")
    yield "mailbox-ask"


@dataclass(frozen=True)
class Review:
    """The review site in one language: a tab of somebody signed in, and one of nobody."""

    site: str
    language: str
    inside: Tab
    outside: Tab

    @classmethod
    def open(cls, tabs: Tabs, doorkeeper: Doorkeeper, shape: Shape, *, scripts: bool) -> Self:
        """Open the two tabs."""
        tab = partial(tabs.open, scripts=scripts, width=shape.width, dark=shape.dark)
        inside = tab(state=doorkeeper.cookies(ANALYST))
        return cls(doorkeeper.site, shape.language, inside, tab())

    def pages(self) -> Iterator[Shown]:
        """Come to each page."""
        yield from self.queue()
        yield from self.tip()
        yield from self.search()
        yield from self.figures()
        yield from self.own()
        code = yield from self.invitation()
        yield from self.joining(code)

    def to(self, tab: Tab, path: str) -> None:
        """Open an address of the site."""
        tab.goto(f"{self.site}/{self.language}/{path}")

    def queue(self) -> Iterator[Shown]:
        """Come to the work list's pages, and to a finished tip."""
        self.to(self.inside, "queue")
        yield "queue", self.inside
        for view in ("new", "overdue&category=DRUG&sort=due"):
            self.to(self.inside, f"queue?view={view}")
            yield f"queue-{view.partition('&')[0]}", self.inside
        self.to(self.inside, "queue?view=finished")
        yield "queue-finished", self.inside
        self.inside.click("table.queue a.open >> nth=0")
        yield "tip-finished", self.inside
        self.inside.click("#act-reopen summary")
        yield "tip-reopen", self.inside
        self.to(self.inside, "nothing-is-here")
        yield "nothing-is-here", self.inside

    def search(self) -> Iterator[Shown]:
        """Come to the search, with what it finds and with what cannot be asked."""
        tab = self.inside
        self.to(tab, "search")
        yield "search", tab
        tab.fill("#words", "سيارة بيضاء" if self.language == "ar" else "white car")
        tab.click(".searching button.main")
        yield "search-found", tab
        tab.click(".searching summary >> nth=1")
        tab.click("[formaction]")
        yield "search-nameless", tab
        tab.fill("#keep-name", WORDS[self.language][:40])
        tab.click("[formaction]")
        yield "search-kept", tab
        tab.click(".searching summary >> nth=0")
        tab.fill("#since", "31/2/2026")
        tab.click(".searching button.main")
        yield "search-missing", tab

    def figures(self) -> Iterator[Shown]:
        """Come to the wall, the figures, and what is published of them."""
        tab = self.inside
        self.to(tab, "wall")
        yield "wall", tab
        tab.click(".wall-foot .act summary")
        yield "wall-screens", tab
        self.to(tab, "figures")
        yield "figures", tab
        tab.click("main details summary")
        yield "figures-table", tab
        tab.fill("#since", "31/2/2026")
        tab.click(".asking button.main")
        yield "figures-wrong", tab
        self.to(tab, "figures/published")
        yield "publications", tab
        tab.click(".choose-months button")
        yield "publications-few", tab

    def tip(self) -> Iterator[Shown]:
        """Come to a tip that an urgent report made, and do to it what can be done."""
        tab = self.inside
        for place, name in ((0, "tip"), (1, "tip-second"), (-1, "tip-last")):
            self.to(tab, "queue")
            tab.click(f"table.queue a.open >> nth={place}")
            yield name, tab
        self.to(tab, "queue")
        tab.click(f"table.queue a.open:has-text('{IN_TRIAGE}')")
        yield "tip-triage", tab
        for act in ACTS:
            tab.click(f"#act-{act} summary")
            yield f"tip-{act}", tab
        tab.click("#case a[href$='/summary']")
        yield "tip-summary-beside", tab
        tab.go_back()
        tab.click("#act-note summary")
        tab.click("#act-note button.main")
        yield "tip-missing", tab
        tab.click("#act-question summary")
        tab.click("#act-question .templates button >> nth=0")
        yield "tip-template", tab
        yield from self.two_at_once()

    def two_at_once(self) -> Iterator[Shown]:
        """Write a note while another tab writes one; then one after the session has ended."""
        tab = self.inside
        other = tab.context.new_page()
        other.goto(tab.url.partition("/questions")[0])
        tab.goto(other.url)
        for each in (other, tab):
            each.click("#act-note summary")
            each.fill("[name=note-text]", WORDS[self.language])
            each.click("#act-note button.main")
        yield "tip-changed", tab
        other.click("#act-note summary")
        other.fill("[name=note-text]", WORDS[self.language])
        for each in (other, tab):  # the pictures that it shows are there
            each.wait_for_load_state("networkidle")
        kept = [one for one in other.context.cookies() if one["name"] == "session"]
        other.context.clear_cookies(name="session")
        other.click("#act-note button.main")
        yield "ended", other
        other.close()
        tab.context.add_cookies([dict(one) for one in kept])  # type: ignore[misc]  # a cookie as the browser gave it

    def own(self) -> Iterator[Shown]:
        """Come to one's account and the members' pages."""
        for path in ("account", "members", "members/invite", "members/add"):
            self.to(self.inside, path)
            yield path.replace("/", "-"), self.inside
        self.inside.click("main button.main")
        yield "members-add-wrong", self.inside

    def invitation(self) -> Generator[Shown, None, str]:
        """Invite somebody; give the invitation's code."""
        tab = self.inside
        self.to(tab, "members/invite")
        tab.click("main button.main")
        yield "members-invite-wrong", tab
        fill(tab, {"name": self.newcomer, "language": self.language})
        tab.click("main button.main")
        yield "invited", tab
        return tab.inner_text(".offered")

    @property
    def newcomer(self) -> str:
        """The name of somebody who joins, of this tour alone."""
        return f"Mariam {id(self):x}"

    def joining(self, code: str) -> Iterator[Shown]:
        """Join by an invitation, with slips, and sign in as far as the code."""
        tab = self.outside
        self.to(tab, "join")
        yield "join", tab
        tab.fill("[name=invitation]", "none")
        tab.click("main button.main")
        yield "join-wrong", tab
        tab.fill("[name=invitation]", code)
        tab.click("main button.main")
        yield "join-passphrase", tab
        fill(tab, {"passphrase": "password", "again": "other"})
        tab.click("main button.main")
        yield "join-passphrase-wrong", tab
        fill(tab, {"passphrase": PASSPHRASE, "again": PASSPHRASE})
        tab.click("main button.main")
        yield "join-authenticator", tab
        secret = secret_of(tab.inner_text(".offered"))
        tab.fill("[name=code]", "12")
        tab.click("main button.main")
        yield "join-authenticator-wrong", tab
        tab.fill("[name=code]", totp.code_at(secret, int(time.time()) // totp.STEP_SECONDS))
        tab.click("main button.main")
        yield "joined", tab
        yield from self.sign_in()

    def sign_in(self) -> Iterator[Shown]:
        """Sign in as the one who joined, as far as a wrong code; then see the newcomer's page."""
        tab = self.outside
        self.to(tab, "sign-in")
        yield "sign-in", tab
        fill(tab, {"name": f"Nobody {secrets.token_hex(4)}", "passphrase": "wrong"})
        tab.click("main button.main")
        yield "sign-in-wrong", tab
        fill(tab, {"name": self.newcomer, "passphrase": PASSPHRASE})
        tab.click("main button.main")
        yield "sign-in-code", tab
        tab.fill("[name=code]", "12")
        tab.click("main button.main")
        yield "sign-in-code-wrong", tab
        self.to(self.inside, "members")
        row = self.inside.locator("tr", has_text=self.newcomer)
        row.locator("a.button").click()
        yield "members-disable", self.inside


def too_wide(tab: Tab, name: str) -> list[str]:
    """Return whether a page scrolls sideways: its name, and the width that it wants."""
    tab.wait_for_load_state()
    wanted, there = tab.evaluate(WIDTHS)
    return [f"{name}: {wanted} px on {there} px"] if wanted > there else []


def secret_of(groups: str) -> bytes:
    """Return an authenticator's secret that is shown in groups of base 32."""
    text = "".join(groups.split())
    return base64.b32decode(text + "=" * (-len(text) % 8))
