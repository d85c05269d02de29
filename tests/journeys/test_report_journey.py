"""A report from one person to another and back, with scripts off, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Error, expect
from playwright.sync_api import Page as Tab

from tests.journeys.authenticator import Authenticator
from tests.journeys.browser import Tabs
from tests.journeys.reporter import new_mark
from tests.journeys.servers import Sites
from tests.journeys.walking import (
    ANALYST,
    OVERSEER,
    Doorkeeper,
    code_on,
    enter,
    fill,
    look,
    press,
    send,
    sign_in,
    step,
    walk,
)
from tipline.sealing import receipt

ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
LANGUAGES = ("ar", "en")

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
    words, mark = WORDS[language], new_mark()
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
    enter(tab, f"{site}/{language}/", "report")
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


def test_sending_twice_gives_one_tip_and_the_same_code(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    tab = tabs.open()
    code, mark = report(tab, sites.public)
    tab.reload()  # the browser asks, and sends the form once more
    assert code_on(tab) == code
    back(tab)
    assert step(tab) == "check"
    assert send(tab) == code
    assert rows(tabs.open(state=doorkeeper.cookies(ANALYST)), sites.review, mark) == 1


def back(tab: Tab) -> None:
    """Press Back. The page came by a form: Chromium asks for a reload, which posts the form again.

    That is what a page that may not be stored costs; what counts is that nothing is lost.
    """
    with pytest.raises(Error, match="ERR_CACHE_MISS"):
        tab.go_back()
    tab.wait_for_url("chrome-error://**")
    tab.reload()


def test_back_and_reload_lose_no_text(tabs: Tabs, sites: Sites) -> None:
    answers, mark = told("en")
    tab = tabs.open()
    begin(tab, sites.public, "en")
    walk(tab, answers, until="when")
    tab.reload()
    assert step(tab) == "when"
    back(tab)
    assert step(tab) == "where"
    walk(tab, {}, until="check")
    press(tab, "change:what")
    assert mark in tab.input_value("[name=what]")
    tab.reload()
    assert mark in tab.input_value("[name=what]")


def test_days_are_asked_for_where_a_day_was_chosen(tabs: Tabs, sites: Sites) -> None:
    answers, _ = told("en")
    tab = tabs.open()
    begin(tab, sites.public, "en")
    walk(tab, answers, until="when")
    first, last = tab.locator("[name=date]"), tab.locator("[name=until]")
    for kind, shown in (("", (False, False)), ("date", (True, False)), ("range", (True, True)),
                        ("today", (False, False))):  # fmt: skip
        fill(tab, {"kind": kind} if kind else {})
        assert (first.is_visible(), last.is_visible()) == shown, kind
    fill(tab, {"kind": "range"})
    fill(tab, {"date": "31/2/2026"})
    fill(tab, {"kind": "today"})
    press(tab, "continue")
    assert first.is_visible()  # what is amiss is never hidden
    fill(tab, {"date": "28/2/2026"})
    press(tab, "continue")
    assert step(tab) == "people"


def test_the_forms_own_back_keeps_what_was_just_typed(tabs: Tabs, sites: Sites) -> None:
    answers, _ = told("en")
    tab = tabs.open()
    begin(tab, sites.public, "en")
    walk(tab, answers, until="where")
    fill(tab, {"road": "Road 12"})
    press(tab, "back")
    press(tab, "continue")
    assert tab.input_value("[name=road]") == "Road 12"


def test_changing_the_language_keeps_the_draft_and_what_is_being_typed(
    tabs: Tabs, sites: Sites
) -> None:
    answers, mark = told("ar")
    tab = tabs.open()
    begin(tab, sites.public, "ar")
    walk(tab, answers, until="where")
    fill(tab, {"road": "طريق 12"})
    tab.click("header button[lang=en]")
    assert (step(tab), tab.locator("html").get_attribute("dir")) == ("where", "ltr")
    assert tab.input_value("[name=road]") == "طريق 12"
    walk(tab, {})
    assert mark in tab.inner_text("dl.answers")
    tab.click("header button[lang=ar]")
    assert (step(tab), tab.locator("html").get_attribute("dir")) == ("check", "rtl")
    assert mark in tab.inner_text("dl.answers")
    send(tab)


def test_a_complaint_about_the_police_goes_to_another_desk(
    tabs: Tabs, sites: Sites, doorkeeper: Doorkeeper
) -> None:
    answers, mark = told("en")
    chosen = {**answers, "kind": {"category": "OTHR"}, "about-police": {"about_police": "yes"}}
    tab = tabs.open()
    begin(tab, sites.public, "en")
    walk(tab, chosen, until="police")
    expect(tab.locator("main a[href^=https]")).to_have_count(1)  # another body's door
    walk(tab, chosen)
    send(tab)
    assert rows(tabs.open(state=doorkeeper.cookies(ANALYST)), sites.review, mark) == 0
    assert rows(tabs.open(state=doorkeeper.cookies(OVERSEER)), sites.review, mark) == 1


@pytest.mark.parametrize("onward", ["continue", "over"])
def test_whoever_is_in_danger_is_told_to_call_and_may_go_on(
    tabs: Tabs, sites: Sites, onward: str
) -> None:
    tab = tabs.open()
    begin(tab, sites.public, "en")
    walk(tab, {"danger": {"now": "yes"}}, until="emergency")
    assert tab.get_attribute("main a.alarm", "href") == "tel:999"
    press(tab, onward)
    assert step(tab) == "what"


def test_what_may_show_who_writes_is_warned_of_and_may_be_sent(tabs: Tabs, sites: Sites) -> None:
    answers, _ = told("en")
    named = {**answers, "what": {"what": "My name is John and they stole my car, call 39001122"}}
    tab = tabs.open()
    begin(tab, sites.public, "en")
    walk(tab, named)
    press(tab, "send")
    assert (step(tab), tab.locator(".warning[role=alert]").count()) == ("check", 1)
    press(tab, "send-anyway")
    assert len(code_on(tab)) == 28


def test_a_mistyped_code_is_told_apart_from_one_that_opens_nothing(
    tabs: Tabs, sites: Sites
) -> None:
    known = str(sites.demo["receipt"])
    slip = known[:-1] + str((int(known[-1]) + 1) % 10)
    tab = tabs.open()
    told_of = []
    for code in (slip, known[:-2], receipt.draw().digits, receipt.draw().digits):
        look(tab, sites.public, "en", code)
        assert tab.input_value("[name=code]") == code
        told_of.append(tab.inner_text(".summary ul"))
    mistyped, short, unknown, another = told_of
    assert unknown == another
    assert len({mistyped, short, unknown}) == 3


def test_the_code_is_printed_without_a_word_about_what_it_opens(tabs: Tabs, sites: Sites) -> None:
    tab = tabs.open()
    code, _ = report(tab, sites.public, "ar")
    press(tab, "print")
    assert code_on(tab) == code
    tab.emulate_media(media="print")
    visible = re.sub(r"\s", "", tab.inner_text("body"))
    assert visible == code + code.translate(ARABIC_DIGITS)


def test_a_fault_of_a_page_would_be_noted(tabs: Tabs, sites: Sites) -> None:
    tab = tabs.open(scripts=True)
    policy = {"content-security-policy": "script-src 'none'"}
    page = "<title>Bad</title><script>1</script><img src='http://elsewhere.test/a.png'>"
    tab.context.route(
        "**/bad", lambda route: route.fulfill(body=page, headers=policy, content_type="text/html")
    )
    tab.goto(f"{sites.public}/bad")
    faults = " ".join(tabs.faults())
    tabs.watches.clear()
    assert "Content Security Policy" in faults
    assert "elsewhere.test" in faults
