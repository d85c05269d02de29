"""Many reports of one matter: joined and answered without scripts, fine to axe, on a telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.journeys.inside import both_shapes, wants_in_both
from tests.journeys.test_assessing import Office, office
from tests.journeys.tour import Shape
from tipline.tips.report import Place, Vehicle

if TYPE_CHECKING:
    from tests.journeys.browser import Tabs
    from tests.review.world import Sent

__all__ = ["office"]
THERE = {"place": Place(block="346", road="4718"), "vehicles": (Vehicle(plate="471823"),)}


def reports(at: Office, count: int) -> list[Sent]:
    """Send reports of one vehicle at one place, in two languages."""
    return [
        at.world.send(
            f"A white lorry was unloaded at night, told by number {number}.",
            language="ar" if number % 2 else "en",
            **THERE,  # type: ignore[arg-type]  # answers of several types
        )
        for number in range(count)
    ]


def test_they_join_and_are_answered_without_scripts(tabs: Tabs, office: Office) -> None:
    sent = reports(office, 3)
    tab = office.open(tabs, office.noor, Shape("en", 1280), sent[0].path)
    for other in sent[1:]:
        tab.check(f"[name=links-tip][value='{other.id.hex()}']", force=True)
    tab.fill("[name=links-text]", "The same lorry.")
    tab.click("button[value=here]")
    assert "3 tips in this case" in tab.inner_text("#links")
    tab.click("text=All tips of this case")
    tab.click("button[name=template] >> nth=0")
    assert "شكرًا" in tab.input_value("[name=many-text_ar]")
    tab.click("button[name=kind][value=reply]")
    assert tab.inner_text("#written") == "All mailboxes are written."
    told = [[answer.text for answer in office.world.answers(each)] for each in sent]
    assert [len(texts) for texts in told] == [1, 1, 1]
    assert told[0] == told[2] != told[1]


@both_shapes
def test_the_pages_are_fine(tabs: Tabs, office: Office, shape: Shape) -> None:
    sent = reports(office, 9)
    tab = office.open(tabs, office.noor, shape, sent[0].path, scripts=True)
    found = wants_in_both(tab, "suggested", shape)
    tab.click("button[value=here]")
    found += wants_in_both(tab, "nothing-chosen", shape)
    tab.evaluate("document.querySelectorAll('#links details').forEach(it => it.open = true)")
    tab.check(f"[name=links-tip][value='{sent[1].id.hex()}']", force=True)
    tab.fill("[name=links-text]", "The same lorry.")
    tab.click("button[value=here]")
    found += wants_in_both(tab, "joined", shape)
    tab.click("a[href$='/together']")
    found += wants_in_both(tab, "together", shape)
    tab.click("button[name=kind][value=reply]")
    found += wants_in_both(tab, "nothing-written", shape)
    guest = office.open(tabs, office.noor, shape, sent[1].path, scripts=True)
    found += wants_in_both(guest, "guest", shape)
    guest.click("#act-part summary")
    guest.fill("[name=part-text]", "Another lorry.")
    guest.click("#act-part button.main")
    found += wants_in_both(guest, "apart", shape)
    expect(guest.locator("#act-part")).to_have_count(0)
    assert found == []
