"""Officers of the desks that respond: they accept or decline, begin, and are done."""

from __future__ import annotations

import re
from http import HTTPStatus

from tests.journeys.day.people import Clerk
from tests.journeys.day.plan import Day, Fate, Tip
from tests.journeys.day.triage import pages
from tests.pages import Page

STEPS_MAX = 8
CASE = re.compile(r"^/en/cases/[0-9a-f]{32}")


def respond(clerk: Clerk, day: Day) -> None:
    """Do with every case of the desk what comes next, until nothing does."""
    cases = [link for page in pages(clerk, "/en/cases") for link in page.links if CASE.match(link)]
    for address in cases:
        for _ in range(STEPS_MAX):
            page = clerk.get(address, may_be_gone=True)
            if page.status == HTTPStatus.NOT_FOUND:
                break  # a colleague has declined it
            number = re.search(rf"{day.word}-(\d+)-summary", page.words)
            assert number, page.words
            if not step(clerk, day.tips[int(number[1])], page):
                break


def step(clerk: Clerk, tip: Tip, page: Page) -> bool:
    """Take the next step with a case; return whether there was one."""
    open_to = {form.action.split("#")[0].rpartition("/")[2]: form for form in page.forms}
    desk = clerk.officer.desk if clerk.officer else ""
    if tip.fate is Fate.DECLINED and "decline" in open_to:
        mark = tip.mark(f"declined-{desk}")
        clerk.press(open_to["decline"], {"decline-text": f"Not ours: {mark}"}, of=tip, mark=mark)
        tip.declined = True
        return False  # it is not the desk's any more
    for name in ("accept", "start", "done"):
        if name not in open_to or (tip.fate is Fate.SLOW and name == "done"):
            continue
        mark = tip.mark(f"{name}-{desk}")
        typed = {f"{name}-text": f"{clerk.day.arabic} {mark}"} if name != "accept" else {}
        if name == "done":
            typed["done-outcome"] = "OUT_NOTRACE"
        clerk.press(open_to[name], typed, of=tip, mark=mark if typed else "")
        return True
    return False
