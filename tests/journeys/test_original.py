"""The closed original of a finished case: what its pages look like to axe and on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import expect

from tests.journeys.browser import Tabs
from tests.journeys.inside import Inside, both_shapes, served, wants_in_both
from tests.journeys.test_keyboard import to
from tests.journeys.tour import Shape
from tests.review.test_original import SUMMARY, WHY, finished
from tests.review.world import WHAT


@dataclass(frozen=True)
class Office(Inside):
    """With two officers."""

    noor: FlaskClient
    sami: FlaskClient


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with served(tmp_path_factory.mktemp("closed")) as (site, world):
        yield Office(site, world, world.analyst("Noor"), world.analyst("سامي"))


@both_shapes
def test_the_pages_are_fine(tabs: Tabs, office: Office, shape: Shape) -> None:
    sent = finished(office.world, office.noor)
    tab = office.open(tabs, office.noor, shape, sent.path, scripts=True)
    found = wants_in_both(tab, "closed", shape)
    tab.click("#act-original button")
    expect(tab.locator("#act-original .error")).to_have_count(1)
    found += wants_in_both(tab, "closed-missing", shape)
    tab.fill("#act-original textarea", WHY)
    tab.click("#act-original button")
    found += wants_in_both(tab, "closed-asked", shape)
    second = office.open(tabs, office.sami, shape, "/queue", scripts=True)
    assert SUMMARY in second.inner_text("main")
    found += wants_in_both(second, "second-of-finished", shape)
    second = office.open(tabs, office.sami, shape, sent.path, scripts=True)
    second.click("button[value=approve]")
    found += wants_in_both(second, "permitted-to-another", shape)
    tab.reload()
    found += wants_in_both(tab, "permitted", shape)
    tab.click("form[action*='/permits/'] button")
    assert WHAT in tab.inner_text("#report")
    found += wants_in_both(tab, "opened", shape)
    second = office.open(tabs, office.sami, shape, f"{sent.path}/summary", scripts=True)
    found += wants_in_both(second, "closed-summary", shape)
    tab.click("#act-shred summary")
    tab.fill("#act-shred textarea", WHY)
    found += wants_in_both(tab, "destroying", shape)
    tab.click("#act-shred button")
    second = office.open(tabs, office.sami, shape, sent.path, scripts=True)
    second.click("button[value=approve]")
    assert SUMMARY in second.inner_text("#case")
    found += wants_in_both(second, "destroyed", shape)
    second = office.open(tabs, office.sami, shape, f"{sent.path}/summary", scripts=True)
    found += wants_in_both(second, "destroyed-summary", shape)
    assert found == []


def test_it_is_asked_by_keys_without_scripts(tabs: Tabs, office: Office) -> None:
    sent = finished(office.world, office.noor)
    tab = office.open(tabs, office.noor, Shape("en", 1280), sent.path)
    to(tab, "#act-original textarea")
    tab.keyboard.type(WHY)
    to(tab, "#act-original button")
    with tab.expect_navigation():
        tab.keyboard.press("Enter")
    assert "You asked for this." in tab.inner_text("main")
    assert WHAT not in tab.content()
