"""Asking a camera's keeper: the pages to axe, and the order as it is printed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.browser import Tabs
from tests.journeys.inside import wants
from tests.journeys.test_assessing import Office, office
from tests.journeys.test_dispatch import A4, pages
from tests.journeys.tour import Shape
from tests.places.test_seeing import camera
from tests.review.test_actions import answered, done
from tests.review.test_cameras import HERE, imported
from tests.review.test_leaving import GRADE
from tipline.places.cameras.camera import Camera
from tipline.tips.content.footage import CAMERAS_MAX

__all__ = ["office"]

SEES = {
    "en": "The second gate of the long quay, and the road from there to the warehouses",
    "ar": "البوابة الثانية للرصيف الطويل والطريق من هناك إلى المستودعات",
}


def cameras(number: int) -> list[Camera]:
    return [camera(f"QUAY-{each:02}", sees=SEES, kept=720) for each in range(number)]


@pytest.mark.parametrize("shape", [Shape("ar", 360), Shape("en", 1280, dark=True)], ids=str)
@pytest.mark.parametrize(("number", "sheets"), [(5, 1), (CAMERAS_MAX, 2)])
def test_a_keeper_is_asked(
    tabs: Tabs, office: Office, shape: Shape, number: int, sheets: int
) -> None:
    imported(office.world, *cameras(number))
    sent = office.world.send()
    done(office.noor, sent, "assessment", **GRADE)
    tab = office.open(tabs, office.noor, shape, f"{sent.path}/cameras", scripts=True)
    tab.fill("[name=place]", HERE)
    tab.fill("[name=day]", f"{datetime.now(UTC) - timedelta(days=1):%d/%m/%Y}")
    tab.fill("[name=hour]", "12:30")
    tab.click("form.searching button")
    found = wants(tab, "near")
    tab.click("button[name=owner]")
    tab.click("form[action$='/footage'] button")
    found += wants(tab, "refused")
    boxes = tab.locator("[name=footage-cameras]")
    assert boxes.evaluate_all("all => all.every(each => each.offsetWidth === each.offsetHeight)")
    tab.fill("[name=footage-purpose]", "To see who came to the quay before the ship left it")
    tab.fill("[name=footage-place]", "The place where the road meets the quay")
    tab.fill("[name=footage-text]", "The report names this gate and this hour.")
    tab.click("form[action$='/footage'] button")
    answered(office.sami, sent)
    tab.reload()
    take = tab.locator("form[action*='/permits/'] button")
    assert take.evaluate("it => it.offsetWidth < it.parentElement.offsetWidth / 2")
    take.click()
    found += wants(tab, "ready")
    tab.click("a[href$='/sheet']")
    found += wants(tab, "order")
    assert found == []
    assert pages(tab) == [A4] * sheets
