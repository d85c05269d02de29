"""Two officers, a summary and an indication: to axe and on a telephone, and without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.browser import Tabs
from tests.journeys.inside import both_shapes, wants_in_both
from tests.journeys.test_assessing import Office, office
from tests.journeys.tour import Shape
from tests.review.test_actions import LEAVING, answered, done, press
from tests.review.test_indication import STATED
from tests.review.world import Sent
from tipline.tips.report import Circle, Person

__all__ = ["office"]

WHAT = "رأيت السلاح تحت السرير. I saw it under the bed; call me on 3900 1122."


def busy(office: Office) -> Sent:
    """Return a tip of which something left, something waits, and something may be taken."""
    sent = office.world.send(
        WHAT, category="SITE", circle=Circle.FEW, people=(Person(name="Ali", looks="My brother"),)
    )
    done(office.noor, sent, "assessment", priority="P2", text="He wants to use it.")
    done(office.noor, sent, "indication", **STATED)
    answered(office.sami, sent)
    done(office.noor, sent, "summary", text="I know of a gun.")
    done(office.noor, sent, "summary", text="A gun in the property.")
    done(office.noor, sent, "assessment", priority="P1")
    assert press(office.noor, sent, "export", None, **LEAVING).status_code == 200
    done(office.noor, sent, "closing", outcome="OUT_SEIZED", text="It was found and seized.")
    return sent


def permitted(office: Office) -> Sent:
    """Return a tip that may be exported, and whose facts are yet to be agreed on."""
    sent = office.world.send(category="WEAP")
    done(office.noor, sent, "assessment", priority="P3", text="It can wait a day.")
    done(office.noor, sent, "export", **LEAVING)
    answered(office.sami, sent)
    done(office.noor, sent, "assessment", category="SITE")
    done(office.noor, sent, "indication", **STATED)
    return sent


@pytest.mark.timeout(600)  # thirty-six looks of axe
@both_shapes
def test_the_pages_are_fine(tabs: Tabs, office: Office, shape: Shape) -> None:
    sent, taken = busy(office), permitted(office)
    found: list[str] = []
    for name, who in (("mine", office.noor), ("another's", office.sami)):
        for which, path in (("busy", sent.path), ("permit", taken.path)):
            tab = office.open(tabs, who, shape, path, scripts=True)
            for act in ("indication", "close", "export", "hold"):
                tab.click(f"#act-{act} summary")
                found += wants_in_both(tab, f"{name} {which} {act}", shape)
        beside = office.open(tabs, who, shape, f"{sent.path}/summary", scripts=True)
        found += wants_in_both(beside, f"{name} summary", shape)
    assert found == []


def test_what_leaves_goes_without_scripts(tabs: Tabs, office: Office) -> None:
    shape = Shape("ar", 1280)
    sent = office.world.send(category="WEAP")
    done(office.noor, sent, "assessment", priority="P3", text="It can wait a day.")
    tab = office.open(tabs, office.noor, shape, sent.path)
    tab.click("#act-export summary")
    for field, words in LEAVING.items():
        tab.fill(f"[name=export-{field}]", words)
    tab.click("#act-export button")
    expect(tab.locator(".waits")).to_have_count(1)
    second = office.open(tabs, office.sami, shape, sent.path)
    second.click("button[value=approve]")
    tab.reload()
    with tab.expect_download() as saved:
        tab.click(".waits form button")
    assert saved.value.suggested_filename == f"tipline-{sent.id.hex()[:8]}.zip"
    tab.reload()
    expect(tab.locator("#given")).to_be_visible()
    expect(tab.locator(".waits")).to_have_count(0)


def test_the_summary_is_read_without_scripts(tabs: Tabs, office: Office) -> None:
    sent, shape = office.world.send(WHAT, circle=Circle.ONLY_ME), Shape("en", 360)
    tab = office.open(tabs, office.noor, shape, f"{sent.path}/summary")
    assert tab.locator("mark.points").count() >= 4
    tab.fill("[name=summary-text]", "A gun in the property.")
    tab.click("form button.main")
    second = office.open(tabs, office.sami, shape, f"{sent.path}/summary")
    second.click("form[action$='/summary/2'] button")
    assert "read the summary beside the report" in second.inner_text(".events")
