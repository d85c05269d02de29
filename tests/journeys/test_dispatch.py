"""Sending the summary to an outside agency: the pages to axe, and the sheet as it is printed."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from playwright.sync_api import Page as Tab

from tests.journeys.browser import Tabs
from tests.journeys.inside import wants
from tests.journeys.test_assessing import Office, office
from tests.journeys.tour import Shape
from tests.review.test_actions import answered, done
from tests.review.test_dispatching import PLACE, SUSPICION, TO
from tests.review.test_leaving import GRADE
from tests.review.world import Sent
from tipline.dispatch.printed import LETTERS, LINES_MAX

__all__ = ["office"]

ARABIC = "سيارة بيضاء تقف كل ليلة عند البوابة الثالثة ويرسم سائقها السياج. "
LATIN = "A white car stands at the third gate every night, and its driver draws the fence. "
MOST = {  # that goes with it
    "to": "إدارة العمليات في قيادة خفر السواحل، الضابط المناوب · Night duty officer, desk 12",
    "purpose": "To look at the quay and the fence before the next ship comes in. " * 3,
    "place": "The third gate of the port, on the side of the sea, beside the blue warehouse. " * 3,
    "theirs": "CG/2026/000000077/NIGHT/" * 4,
    "when": "30d",
}
CORNERS = "\n".join(
    f"{26.2 + step / 1000:.4f}, {50.58 + step * step / 100_000:.5f}" for step in range(50)
)
TAKEN = 15  # lines that place and corners take of those for the summary
LEFT = LINES_MAX - TAKEN
A4 = (595, 842)  # points


def permitted(office: Office, text: str, **more: str) -> Sent:
    """Return a tip whose summary may be sent."""
    sent = office.world.send(category="WEAP")
    done(office.noor, sent, "assessment", **GRADE)
    done(office.noor, sent, "summary", text=text)
    done(office.noor, sent, "dispatch", **TO | PLACE | SUSPICION | more)
    answered(office.sami, sent)
    return sent


def sheet(tabs: Tabs, office: Office, shape: Shape, sent: Sent) -> Tab:
    """Take what was approved, by pressing, and open the sheet."""
    tab = office.open(tabs, office.noor, shape, sent.path)
    tab.click("form[action*='/permits/'] button")
    tab.click("a[href$='/sheet']")
    return tab


def pages(tab: Tab) -> list[tuple[int, int]]:
    """Return the size of each page that is printed, in points."""
    printed = pypdfium2.PdfDocument(io.BytesIO(tab.pdf(prefer_css_page_size=True)))
    try:
        return [(round(page.get_width()), round(page.get_height())) for page in printed]
    finally:
        printed.close()


@pytest.mark.parametrize("shape", [Shape("ar", 360), Shape("en", 1280, dark=True)], ids=str)
def test_the_pages_are_fine(tabs: Tabs, office: Office, shape: Shape) -> None:
    sent = permitted(office, LATIN + ARABIC)
    tab = office.open(tabs, office.noor, shape, sent.path, scripts=True)
    tab.click("#act-dispatch summary")
    tab.click("#act-dispatch details summary")
    found = wants(tab, "form")
    tab.click("form[action*='/permits/'] button")
    found += wants(tab, "ready")
    tab.click("a[href$='/sheet']")
    found += wants(tab, "sheet")
    assert found == []
    assert len(pages(tab)) == 1


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ((ARABIC * 99)[: LETTERS * LINES_MAX], {"place": "", "points": ""}),
        ("A car.\n" * LINES_MAX, {"place": "", "points": ""}),
        ((LATIN * 99)[: LETTERS * LEFT], {"points": CORNERS}),
    ],
)
def test_the_longest_sheet_is_one_page(
    tabs: Tabs, office: Office, text: str, more: dict[str, str]
) -> None:
    sent = permitted(office, text, **MOST | more)
    tab = sheet(tabs, office, Shape("ar", 1280), sent)
    assert "small" in (tab.get_attribute(".sheet", "class") or "")
    assert pages(tab) == [A4]
