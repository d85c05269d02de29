"""A shift of each role in a real browser, Arabic and English, and what is shut to each.

The pages that no other walk brings axe and a small telephone to are met here, each by who works
on it: tests/journeys/census.py says which.
"""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.journeys import tour
from tests.journeys.browser import Tabs
from tests.journeys.census import BY_ROLE, BY_SCREEN, BY_TOUR, GETS, NO_PAGES, of
from tests.journeys.inside import Inside, served, wants
from tests.journeys.test_axe import none_of
from tests.journeys.test_hotline import WORDS
from tests.journeys.test_screenshots import PICTURES, SHAPES, take
from tests.journeys.tour import Shape
from tests.journeys.walking import code_on
from tests.review.test_actions import done
from tests.review.test_administration import known_to, newest
from tests.review.test_cameras import GATE, imported
from tests.review.test_desks import SUMMARY, given
from tests.review.test_evidence import PHOTO
from tests.review.test_hotline import Calling
from tests.review.test_shift import hand
from tests.review.world import Sent
from tests.visitor import look
from tipline.casework.audit import sampling
from tipline.keyring.card import Role
from tipline.tips.report import Now

SMALL = 360
VARIABLE = re.compile(r"/\{\w+\}")
LANGUAGES = pytest.mark.parametrize("shape", [Shape("ar", SMALL), Shape("en", 1280)], ids=str)
DOORS = (
    "account",
    "queue",
    "cases",
    "search",
    "map",
    "cameras",
    "cameras/{camera}",
    "tips/{tip}/cameras",
    "tips/{tip}/map",
    "cases/{case}/map",
    "cases/{case}/cameras",
    "shift",
    "wall",
    "due",
    "late",
    "broadcasts",
    "figures",
    "members",
    "hotline",
    "hotline/return",
    "administration",
    "administration/settings",
    "audit",
    "audit/people",
    "audit/sample",
    "audit/opened/{tip}",
    "tips/{tip}",
    "cases/{case}",
    "tips/{tip}/files/{file}",
    "cases/{case}/files/{file}",
)
CAMERAS = {"cameras", "cameras/{camera}", "cases/{case}/cameras"}
DESKS = {
    "account",
    "queue",
    "cases",
    "search",
    "map",
    "cases/{case}/map",
    "shift",
    "wall",
    "due",
    "hotline",
    *CAMERAS,
}
GIVEN = DESKS | {"cases/{case}", "cases/{case}/files/{file}"}
TRIAGE = DESKS | {
    "tips/{tip}", "tips/{tip}/map", "tips/{tip}/cameras", "tips/{tip}/files/{file}",
    "cases/{case}/files/{file}",
}  # fmt: skip
OPENS = {
    "maryam": {"account", "hotline", "hotline/return"},
    "noor": TRIAGE,
    "ali": GIVEN,
    "huda": TRIAGE | {"late", "broadcasts", "figures", "members"},
    "khalid": {"account", "administration", "administration/settings"},
    "yusuf": {"account", "audit", "audit/people", "audit/sample", "audit/opened/{tip}"},
}


@dataclass(frozen=True)
class House(Inside):
    """With somebody of each role, and a case that the coast guard has, with a picture of it."""

    people: Mapping[str, FlaskClient]
    known: Mapping[str, str]

    def tab(self, tabs: Tabs, name: str, shape: Shape, path: str, *, scripts: bool = False) -> Tab:
        """Open a page as somebody."""
        return self.open(tabs, self.people[name], shape, f"/{path}", scripts=scripts)

    def address(self, shape: Shape, path: str) -> str:
        """Return the address of a page."""
        return f"{self.site}/{shape.language}/{path.format_map(self.known)}"

    def opened(self, tab: Tab, shape: Shape) -> set[str]:
        """Return the doors that open to a tab; the others lead elsewhere, or nowhere."""
        ask = partial(tab.request.get, max_redirects=0)
        status = {door: ask(self.address(shape, door)).status for door in DOORS}
        assert set(status.values()) <= {200, 302, 303, 404}, status
        return {door for door in DOORS if status[door] == 200}

    def keeps_to_their_own(self, tab: Tab, name: str, shape: Shape) -> None:
        """Fail where somebody comes in who may not, or where their own bar leads nowhere."""
        links = tab.locator("header nav a").evaluate_all("them => them.map(it => it.href)")
        assert {link: tab.request.get(link).status for link in links} == dict.fromkeys(links, 200)
        assert self.opened(tab, shape) == OPENS[name]

    def pages(self, tabs: Tabs, shape: Shape) -> Iterator[tour.Shown]:
        """Come to each page that is met here."""
        for name in self.people:
            tab = self.tab(tabs, name, shape, "account", scripts=True)
            for rule, (who, path) in BY_ROLE.items():
                if who == name:
                    answer = tab.goto(self.address(shape, path))
                    assert answer is not None
                    assert answer.status == 200, path
                    assert of(rule, urllib.parse.urlsplit(tab.url).path)
                    yield VARIABLE.sub("/one", path).replace("/", "-"), tab


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    with served(folder) as (site, world), pytest.MonkeyPatch.context() as drawn:
        drawn.setattr(sampling, "SHARE", 1.0)
        people = {
            "maryam": world.operator("مريم"),
            "noor": world.analyst("Noor"),
            "ali": world.analyst("علي", desks=("CG",)),
            "huda": world.analyst("Huda", role=Role.SUPERVISOR),
            "khalid": world.analyst("خالد", role=Role.ADMINISTRATOR, desks=("ADMIN",)),
            "yusuf": world.analyst("Yusuf", role=Role.AUDITOR, desks=("AUDIT",)),
        }
        sent = given(people["noor"], world, files=[PHOTO])
        (file,) = (each.blob.hex() for each in world.report(sent).evidence)
        done(people["noor"], sent, "grants", files=file)
        world.send(WORDS["ar"], language="ar", now=Now.YES)
        closed = world.send(category="SITE")
        done(people["noor"], closed, "closing", outcome="OUT_PROTECTED", text="An opinion.")
        hand(people["huda"], "هدوء في الليل. All is quiet, but for the warehouse.")
        call = Calling.begin(people["maryam"])
        call.press("save", what=WORDS["ar"])
        imported(world, GATE)
        known = {
            "camera": GATE.id.hex(),
            "tip": sent.id.hex(),
            "case": cases(people["ali"]).pop(),
            "file": file,
            "call": call.address.rpartition("/")[2],
            "person": newest(world, "HOTLINE").hex(),
        }
        yield House(site, world, people, known)


def cases(client: FlaskClient) -> set[str]:
    """Return the ids of the cases that somebody's desk has."""
    links = look(client.get("/en/cases")).links
    return {link.rpartition("/")[2].partition("?")[0] for link in links if "/cases/" in link}


def press(tab: Tab, selector: str) -> None:
    """Press what leads to another page."""
    with tab.expect_navigation():
        tab.click(selector)


def test_each_page_is_met_by_a_walk() -> None:
    assert set(BY_ROLE) | BY_SCREEN | BY_TOUR | NO_PAGES == GETS


@pytest.mark.parametrize("shape", [Shape("ar", SMALL), Shape("en", 1280, dark=True)], ids=str)
def test_the_pages_are_fine(tabs: Tabs, office: House, shape: Shape) -> None:
    found = []
    for name, tab in office.pages(tabs, shape):
        found += wants(tab, name)
        tab.set_viewport_size({"width": SMALL, "height": 900})
        found += tour.too_wide(tab, name)
        tab.set_viewport_size({"width": shape.width, "height": 900})
    none_of(found)


@pytest.mark.screenshots
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_pictures(tabs: Tabs, office: House, shape: Shape) -> None:
    take(PICTURES / f"roles-{shape.language}-{shape.width}", office.pages(tabs, shape))


@LANGUAGES
def test_an_operator(tabs: Tabs, office: House, shape: Shape) -> None:
    """Write a call down, read its code out, find the caller by it who comes back."""
    tab = office.tab(tabs, "maryam", shape, "hotline")
    press(tab, "button.main.large")
    tab.check("[name=now][value=no]")
    tab.fill("[name=what]", WORDS[shape.language])
    press(tab, "[value=send]")
    code = code_on(tab)
    tab.check("[name=read_back]")
    press(tab, "main button.main")
    expect(tab.locator("p.done")).to_have_count(1)
    tab.goto(office.address(shape, "hotline/return"))
    tab.fill("[name=code]", code)
    press(tab, "main button.main")
    tab.fill("[name=text]", WORDS[shape.language])
    press(tab, "main button.main")
    expect(tab.locator("p.done")).to_have_count(1)
    office.keeps_to_their_own(tab, "maryam", shape)


@LANGUAGES
def test_an_analyst_of_triage(tabs: Tabs, office: House, shape: Shape) -> None:
    """Take the shift over, assess, sum up, give and ask, and hand the shift over."""
    hand(office.people["huda"], f"The van of {shape} is back.")
    sent = office.world.send(WORDS[shape.language], language=shape.language, category="SEAC")
    tab = office.tab(tabs, "noor", shape, "shift")
    press(tab, ".handover >> nth=0 >> button.main")
    assert "Noor" in tab.inner_text(".handover .read >> nth=0")
    tab.goto(office.address(shape, "queue"))
    press(tab, f"#queue a.open[href*='{sent.id.hex()}']")
    press(tab, "#next button")
    assert "2/D/C" in tab.inner_text(".standing")
    tab.click("#act-summary summary")
    tab.fill("[name=summary-text]", SUMMARY)
    press(tab, "#act-summary button.main")
    press(tab, "#next button")
    expect(tab.locator("#desk-of-CG")).to_have_count(1)
    tab.click("#act-question summary")
    tab.fill("[name=question-text]", WORDS[shape.language])
    press(tab, "#act-question button.main")
    assert [each.text for each in office.world.answers(sent)] == [WORDS[shape.language]]
    tab.goto(office.address(shape, "shift"))
    tab.fill("[name=text] >> nth=0", WORDS[shape.language])
    press(tab, "form[action$='/shift'] button.main")
    assert WORDS[shape.language] in tab.inner_text(".handover >> nth=0")
    office.keeps_to_their_own(tab, "noor", shape)


@LANGUAGES
def test_an_analyst_of_a_desk(tabs: Tabs, office: House, shape: Shape) -> None:
    """Accept a case, have a task, act, and be done; the reporter's words stay with triage."""
    before = cases(office.people["ali"])
    sent = given(office.people["noor"], office.world)
    (case,) = cases(office.people["ali"]) - before
    tab = office.tab(tabs, "ali", shape, "cases")
    press(tab, f"a.open[href*='{case}']")
    press(tab, "#act-accept")
    tab.click("#act-task summary")
    tab.fill("[name=task-text]", WORDS[shape.language])
    tab.select_option("[name=task-when]", "4h")
    press(tab, "#act-task button.main")
    press(tab, ".tasks form button >> nth=0")
    tab.click("#act-start summary")
    tab.fill("[name=start-text]", WORDS[shape.language])
    press(tab, "#act-start button")
    tab.click("#act-done summary")
    tab.select_option("[name=done-outcome]", "OUT_SAFE")
    tab.fill("[name=done-text]", WORDS[shape.language])
    press(tab, "#act-done button")
    assert "blue warehouse" not in tab.inner_text("main")
    assert tab.request.get(office.address(shape, f"tips/{sent.id.hex()}")).status == 404
    tab.goto(office.address(shape, "cases?view=finished"))
    expect(tab.locator(f"a.open[href*='{case}']")).to_have_count(1)
    office.keeps_to_their_own(tab, "ali", shape)


@LANGUAGES
def test_a_supervisor(tabs: Tabs, office: House, shape: Shape) -> None:
    """See what is late, agree to what another asks, count, invite, leave the wall on a screen."""
    sent = lowering(office)
    tab = office.tab(tabs, "huda", shape, "late")
    press(tab, f"a.open[href*='{sent.id.hex()}']")
    press(tab, "button[value=approve]")
    assert "P3" in tab.inner_text(".standing")
    tab.goto(office.address(shape, "broadcasts"))
    tab.fill("[name=text]", WORDS[shape.language])
    press(tab, "main button.main")
    assert WORDS[shape.language] in tab.inner_text(".handover >> nth=0")
    tab.goto(office.address(shape, "figures"))
    assert tab.locator("main svg").count() > 0
    tab.goto(office.address(shape, "members/invite"))
    tab.fill("[name=name]", f"Mariam {shape.language}")
    press(tab, "main button.main")
    assert tab.inner_text(".offered").strip()
    office.keeps_to_their_own(tab, "huda", shape)
    salma = office.world.analyst("Salma", role=Role.SUPERVISOR)
    wall = office.open(tabs, salma, shape, "/wall", scripts=True)
    wall.click(".wall-foot .act summary")
    press(wall, ".wall-foot .act button")
    assert wall.url == office.address(shape, "screen")
    assert wants(wall, "screen") == []
    assert office.opened(wall, shape) == set()


def lowering(office: House) -> Sent:
    """Return a tip that is late, whose P1 Noor asks to lower."""
    sent = office.world.send(now=Now.YES)
    done(office.people["noor"], sent, "assessment", life="y")
    done(office.people["noor"], sent, "assessment", priority="P3", text="They carried water pipes.")
    return sent


@LANGUAGES
def test_an_administrator(tabs: Tabs, office: House, shape: Shape) -> None:
    """Shut somebody out, whose page is gone at once, and let them in again."""
    name, desk = f"Leaver {shape.language}", {"ar": "OPS", "en": "OVS"}[shape.language]
    leaver = office.open(tabs, office.world.analyst(name, desks=(desk,)), shape, "/queue")
    known_to(office.world, desk, name)
    tab = office.tab(tabs, "khalid", shape, "administration")
    tab.locator("tr", has_text=name).locator("a.button").click()
    press(tab, "button[value=disable]")
    leaver.reload()
    assert "/sign-in" in leaver.url
    press(tab, "button[value=enable]")
    expect(tab.locator("button[value=disable]")).to_have_count(1)
    press(tab, "header nav a[href$='/settings']")
    press(tab, "header nav a[href$='/health']")
    office.keeps_to_their_own(tab, "khalid", shape)


@LANGUAGES
def test_an_auditor(tabs: Tabs, office: House, shape: Shape) -> None:
    """Read the trail, find who opened a tip, judge an entry, reach no tip, and sign out."""
    auditor = office.world.analyst("Yusuf", role=Role.AUDITOR, desks=("AUDIT",))
    office.people["noor"].get(f"/en/tips/{office.known['tip']}")
    tab = office.open(tabs, auditor, shape, "/audit")
    expect(tab.locator("code.note")).to_have_count(1)
    tab.select_option("[name=action]", "open")
    tab.fill("[name=about]", office.known["tip"])
    press(tab, "main form button.main")
    assert "Noor" in tab.inner_text("table")
    press(tab, "table .fact a")
    assert "Noor" in tab.inner_text("table")
    press(tab, "main nav a[href$='/audit/people']")
    assert "Noor" in tab.inner_text("table")
    press(tab, "table th a:has-text('Noor')")
    assert "Noor" in tab.inner_text("h1")
    press(tab, f"table a[title='{office.known['tip']}']")
    press(tab, "main nav a[href$='/audit/sample']")
    first = tab.locator("form.judge").first
    with tab.expect_navigation():
        first.locator("[value=concern]").click()
    expect(tab.locator("[role=alert] a")).to_have_count(1)
    first.locator("[name=note]").fill(WORDS[shape.language][:100])
    with tab.expect_navigation():
        first.locator("[value=concern]").click()
    assert WORDS[shape.language][:20] in tab.inner_text("table")
    office.keeps_to_their_own(tab, "yusuf", shape)
    tab.goto(office.address(shape, "account"))
    press(tab, "form[action$='/sign-out-everywhere'] button")
    assert "/sign-in" in tab.url
