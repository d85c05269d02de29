"""A report from one person to another and back, with scripts off, in both languages."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.journeys.authenticator import Authenticator
from tests.journeys.browser import Tabs
from tests.journeys.servers import Sites
from tests.journeys.walking import (
    ANALYST,
    fill,
    look,
    press,
    send,
    sign_in,
    step,
    walk,
)

ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
LANGUAGES = ("ar", "en")
ELSEWHERE = frozenset({"www.wikipedia.org"})

WORDS = {
    "ar": {
        "what": "رأيت رجلين يدفنان صندوقًا خلف المخزن",
        "landmark": "قرب المسجد الكبير",
        "changed": "خلف محطة الوقود القديمة",
        "note": "تذكير للزملاء: لا صور",
        "question": "هل رأيتهما من قبل؟",
        "added": "نعم، يوم الخميس الماضي",
    },
    "en": {
        "what": "I saw two men bury a box behind the warehouse",
        "landmark": "Near the big mosque",
        "changed": "Behind the old petrol station",
        "note": "For colleagues: no pictures",
        "question": "Have you seen them before?",
        "added": "Yes, last Thursday",
    },
}


def told(language: str) -> tuple[Mapping[str, Mapping[str, str]], str]:
    """Return answers to several pages, and the mark by which this report is found again."""
    words, mark = WORDS[language], secrets.token_hex(4)
    answers = {
        "danger": {"now": "no"},
        "what": {"what": f"{mark} {words['what']}"},
        "kind": {"category": "DRUG"},
        "where": {"landmark": words["landmark"], "block": "225"},
        "when": {"kind": "repeats"},
        "people": {"people-0-clothes": words["changed"]},
        "vehicles": {"vehicles-0-plate": "482 913"},
        "knowing": {"knows": "saw"},
    }
    return answers, mark


def begin(tab: Tab, site: str, language: str) -> None:
    """Come to the report from the home page."""
    tab.goto(f"{site}/{language}/")
    tab.click(f"main a[href='/{language}/report']")
    assert step(tab) == "danger"


def report(tab: Tab, site: str, language: str = "en") -> tuple[str, str]:
    """Send a report; return its receipt code and its mark."""
    answers, mark = told(language)
    begin(tab, site, language)
    walk(tab, answers)
    return send(tab), mark


def rows(tab: Tab, site: str, mark: str, language: str = "en") -> int:
    """Return how many tips of the queue have this mark."""
    tab.goto(f"{site}/{language}/queue")
    return tab.locator("table.queue tr", has_text=mark).count()


def write(tab: Tab, form: str, text: str) -> None:
    """Open one of the things to do with a tip, write, and press its button."""
    tab.click(f"#act-{form} summary")
    tab.fill(f"[name={form}-text]", text)
    tab.click(f"#act-{form} button.main")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_comes_to_an_analyst_and_the_answer_back(
    tabs: Tabs, sites: Sites, authenticator: Authenticator, language: str
) -> None:
    words, (answers, mark) = WORDS[language], told(language)
    reporter, analyst = tabs.open(width=360), tabs.open()

    begin(reporter, sites.public, language)
    walk(reporter, answers)
    for shown in ("what", "landmark", "changed"):
        expect(reporter.locator("dl.answers")).to_contain_text(words[shown])
    press(reporter, "change:where")
    assert reporter.input_value("[name=block]") == "225"
    fill(reporter, {"landmark": words["changed"]})
    press(reporter, "continue")
    assert step(reporter) == "check"
    assert words["landmark"] not in reporter.inner_text("main")
    code = send(reporter)

    sign_in(
        analyst,
        sites.review,
        language,
        authenticator.people[ANALYST],
        authenticator.code(ANALYST),
    )
    assert rows(analyst, sites.review, mark, language) == 1
    analyst.click(f"a.open:has-text('{mark}')")
    for shown in ("what", "changed"):
        expect(analyst.locator("main")).to_contain_text(words[shown])
    for form in ("note", "question"):
        write(analyst, form, words[form])
        expect(analyst.locator("ol.events")).to_contain_text(words[form])
    tip = analyst.url

    look(reporter, sites.public, language, code.translate(ARABIC_DIGITS))
    expect(reporter.locator("ul.talk")).to_contain_text(words["question"])
    assert words["note"] not in reporter.inner_text("main")
    fill(reporter, {"text": words["added"]})
    press(reporter, "add")
    expect(reporter.locator("[role=status]")).to_be_visible()

    analyst.goto(f"{sites.review}/{language}/queue")
    expect(analyst.locator("tr", has_text=mark).locator(".tag.message")).to_be_visible()
    analyst.goto(tip)
    expect(analyst.locator("ol.messages")).to_contain_text(words["added"])

    press_first(reporter, "ask:")
    press_first(reporter, "delete:")
    assert words["question"] not in reporter.inner_text("main")
    look(reporter, sites.public, language, code)
    assert words["question"] not in reporter.inner_text("main")


def press_first(tab: Tab, beginning: str) -> None:
    """Press the first button whose value begins so."""
    tab.locator(f"button[name=go][value^='{beginning}']").first.click()
