"""Walks the report as a person does, and looks at what was stored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from tests.journeys.reporter import code_on
from tests.visitor import step_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.journeys.deployment import Deployment
    from tests.pages import Page
    from tests.visitor import Visitor
    from tipline.tips.report import Message, Report

Answered = "Mapping[str, dict[str, str]]"
SHORT = {
    "danger": {"now": "no"},
    "what": {"what": "A white van brings long boxes to the blue store each night."},
    "kind": {"category": "DRUG"},
}
PAGES_MAX = 30


def to_check(
    visitor: Visitor, answers: Mapping[str, dict[str, str]], language: str = "en"
) -> tuple[Page, list[str]]:
    """Walk to the page where one checks the answers; return it, and the steps that were shown."""
    page, seen = visitor.enter("report", language), list[str]()
    while step_of(page) != "check":
        assert len(seen) < PAGES_MAX, seen
        seen.append(step_of(page))
        page = visitor.press(page, "continue", answers.get(seen[-1], {}))
    return page, seen


def send(
    visitor: Visitor, answers: Mapping[str, dict[str, str]], language: str = "en"
) -> tuple[str, Page]:
    """Send a report; return its receipt code (28 digits) and the page that shows it."""
    check, _ = to_check(visitor, answers, language)
    page = visitor.press(check, "send")
    code = code_on(page)
    assert code, page.words
    return code, page


def tips(deployment: Deployment) -> list[bytes]:
    """Return the ids of all tips in the inbox, as nobody but a test may ask."""
    path = deployment.settings.inbox_database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT id FROM tip")]


def parts(deployment: Deployment) -> list[Report | Message]:
    """Return what a desk reads of the only tip."""
    (tip,) = tips(deployment)
    return deployment.parts(tip)
