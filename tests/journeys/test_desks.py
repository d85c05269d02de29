"""A case from triage to the coast guard and back, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.journeys.browser import Tabs
from tests.journeys.inside import Inside, both_shapes, served, wants_in_both
from tests.journeys.tour import Shape
from tests.review.test_desks import given, ready

PRESSES_MAX = 3


@dataclass(frozen=True)
class House(Inside):
    """With an officer of triage and one of the coast guard."""

    noor: FlaskClient
    ali: FlaskClient


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("house")) as (site, world):
        yield House(site, world, world.analyst("Noor"), world.analyst("علي", desks=("CG",)))


def press(tab: Tab, selector: str) -> None:
    with tab.expect_navigation():
        tab.click(selector)


def test_triage_gives_the_coast_guard_acts_and_triage_closes(tabs: Tabs, office: House) -> None:
    shape, sent = Shape("en", 1280), ready(office.noor, office.world)
    triage = office.open(tabs, office.noor, shape, sent.path, scripts=True)
    presses = ["g", "Enter"]
    triage.keyboard.press(presses[0])
    with triage.expect_navigation():
        triage.keyboard.press(presses[1])
    assert len(presses) < PRESSES_MAX
    assert "Not accepted yet" in triage.inner_text("#desks")

    guard = office.open(tabs, office.ali, shape, "/cases")
    press(guard, "a.open")
    assert "blue warehouse" not in guard.inner_text("main")
    press(guard, "#act-accept")
    guard.click("#act-start summary")
    guard.fill("[name=start-text]", "A boat is out.")
    press(guard, "#act-start button")
    guard.click("#act-done summary")
    guard.select_option("[name=done-outcome]", "OUT_SAFE")
    guard.fill("[name=done-text]", "Two were brought in.")
    press(guard, "#act-done button")
    assert "A person protected" in guard.inner_text(".parts")

    triage.reload()
    assert "Done" in triage.inner_text("#desks")
    triage.click("#act-close summary")
    triage.select_option("[name=close-outcome]", "OUT_SAFE")
    press(triage, "#act-close button")
    assert "Closed" in triage.inner_text(".head")


def test_a_desk_goes_through_its_cases_by_keyboard(tabs: Tabs, office: House) -> None:
    for _ in range(2):
        given(office.noor, office.world)
    guard = office.open(tabs, office.ali, Shape("en", 1280), "/cases?sort=newest", scripts=True)
    shown = guard.locator("#queue a.open")
    addresses = [shown.nth(at).get_attribute("href") for at in range(2)]
    for keys, comes in (
        (["j", "Enter"], addresses[0]),
        (["j"], addresses[1]),
        (["k"], addresses[0]),
    ):
        for key in keys[:-1]:
            guard.keyboard.press(key)
        with guard.expect_navigation():
            guard.keyboard.press(keys[-1])
        assert guard.url.endswith(str(comes))
    with guard.expect_navigation():
        guard.keyboard.press("u")
    with guard.expect_navigation():
        guard.keyboard.press("3")
    assert guard.url.endswith("/en/cases?view=unassigned")


@both_shapes
def test_the_pages_are_fine(tabs: Tabs, office: House, shape: Shape) -> None:
    plain, sent = ready(office.noor, office.world), given(office.noor, office.world)
    tab = office.open(tabs, office.noor, shape, plain.path, scripts=True)
    tab.click("#act-give summary")
    found = wants_in_both(tab, "give", shape)
    tab = office.open(tabs, office.noor, shape, sent.path, scripts=True)
    tab.click("#act-desk-CG summary")
    press(tab, "#act-desk-CG button[value=take-back]")
    expect(tab.locator("#act-desk-CG .error")).to_have_count(1)
    found += wants_in_both(tab, "take-back-missing", shape)
    guard = office.open(tabs, office.ali, shape, "/cases", scripts=True)
    found += wants_in_both(guard, "cases", shape)
    press(guard, "a.open")
    guard.click("#act-decline summary")
    press(guard, "#act-decline button")
    expect(guard.locator("#act-decline .error")).to_have_count(1)
    found += wants_in_both(guard, "decline-missing", shape)
    press(guard, "#act-accept")
    found += wants_in_both(guard, "accepted", shape)
    guard.click("#act-task summary")
    press(guard, "#act-task button.main")
    expect(guard.locator("#act-task .error")).not_to_have_count(0)
    found += wants_in_both(guard, "task-missing", shape)
    guard.fill("[name=task-text]", "Ring the harbour.")
    guard.select_option("[name=task-when]", "4h")
    press(guard, "#act-task button.main")
    found += wants_in_both(guard, "task", shape)
    assert found == []
