"""A whole report by a text browser: no script, no style, no mouse, a terminal."""

from __future__ import annotations

from pathlib import Path

from tests.journeys import reporter
from tests.journeys.reporter import CODE, PAGES_MAX, Visitor
from tests.journeys.servers import Sites
from tests.journeys.text_browser import BEFORE, ENTER, NEXT, w3m

WORDS = "Two men cut the lock of the pump house at night"
PLACE = "Behind the fish market"


def test_a_report_is_sent_from_a_terminal(sites: Sites, tmp_path: Path) -> None:
    with w3m(f"{sites.public}/en/", tmp_path, WORDS) as browser:
        browser.to("Start a report", ENTER)
        browser.to("Is it happening now", NEXT, NEXT, ENTER)  # the second choice: no
        browser.to("Continue", ENTER)
        browser.to("What did you see", NEXT, ENTER)
        browser.to("Continue", ENTER)
        browser.to("Drugs", BEFORE, ENTER)
        browser.to("Continue", ENTER)
        for _ in range(PAGES_MAX):
            assert "could not be reached" not in browser.shown  # what is hidden is shown to nobody
            if "Check your answers" in browser.shown:
                break
            if "A place that people know" in browser.shown:
                browser.to("A place that people know", NEXT, ENTER, PLACE, ENTER)
            browser.to("Continue", ENTER)
        assert WORDS in browser.shown
        assert PLACE in browser.shown
        browser.to("Send the report", ENTER)
        found = CODE.search(browser.shown)
        assert found, browser.shown
    with Visitor(sites.public) as visitor:
        mailbox = reporter.look(visitor, found.group().replace(" ", ""), "en")
    assert "Received" in mailbox.words
