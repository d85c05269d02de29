"""Those who report: they send, come back with their codes, read and add."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus

from tests.journeys.day.house import House
from tests.journeys.day.people import persisting
from tests.journeys.day.plan import Day, Fate, Tip
from tests.journeys.drafts import ANSWERS, another
from tests.journeys.reporter import Visitor, add, code_on, look, to_check
from tests.pages import Page
from tipline.sealing.draft import Draft, DraftBox

HOME = "/ar/"


@dataclass(frozen=True)
class Walked:
    """A report that was walked to its last page: others are sent from there with other answers."""

    draft: Draft
    held: dict[str, str]


def walked(house: House) -> Walked:
    """Walk a report to its last page."""

    def walk() -> Page:
        with Visitor(house.site("public"), looks=False) as visitor:
            return to_check(visitor, ANSWERS)

    held = dict(persisting(walk).form("draft", "step").held)
    box = DraftBox(house.deployment.pepper)
    return Walked(box.open(held["draft"], house.now), held)


def send(house: House, day: Day, first: Walked, tip: Tip) -> None:
    """Send a report, and the same once more until its code is shown."""
    draft = replace(another(first.draft), answers=tip.answers, language=tip.language)
    sealed = DraftBox(house.deployment.pepper).seal(draft, house.now)
    fields = {**first.held, "draft": sealed, "go": "send"}

    def press() -> Page:
        day.tick()
        with Visitor(house.site("public"), looks=False) as visitor:
            return visitor.post_body(HOME, urllib.parse.urlencode(fields))

    page = persisting(press)
    if code_on(page) is None and page.status == HTTPStatus.OK:
        fields["go"] = "send-anyway"
        page = persisting(press)
    assert code_on(page) == draft.receipt.digits, f"{tip}: {page.status} {page.words[:500]}"
    tip.id, tip.code = draft.tip_id, draft.receipt.digits


def send_all(house: House, day: Day, tips: Sequence[Tip]) -> Iterator[Tip]:
    """Send reports, one after the other."""
    first = walked(house)
    for tip in tips:
        send(house, day, first, tip)
        yield tip


def mailbox(house: House, tip: Tip) -> Page:
    """Open a report's mailbox with its code."""

    def ask() -> Page:
        with Visitor(house.site("public"), looks=False) as visitor:
            return look(visitor, tip.code, "en")

    return persisting(ask)


def come_back(house: House, day: Day, tip: Tip) -> None:
    """Look into the mailbox and add a word; once more, as reporters do, if no answer comes."""
    text = f"{day.arabic} {tip.mark('added')}"

    def write() -> Page:
        day.tick()
        with Visitor(house.site("public"), looks=False) as visitor:
            page = look(visitor, tip.code, "en")
            if tip.fate is Fate.SPAM or text in page.words:
                return page
            return add(visitor, page, text)

    page = persisting(write)
    assert page.status in {HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY}, page.words[:500]
    if tip.fate is not Fate.SPAM:
        tip.added.append(text)
