"""An agency answers by its link in a browser, with and without scripts, and by a real process."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.agencies.conftest import Agency, established, sent_to
from tests.journeys.browser import Tabs
from tests.journeys.inside import Inside, both_shapes, wants, wants_in_both
from tests.journeys.servers import environment, free_port, start, stop, wait_until_up
from tests.journeys.tour import Shape, too_wide
from tests.visitor import Watchful, look
from tipline.agencies import create_app

WORDS = {"ar": "زورقان من جهة الشرق", "en": "Two boats, from the east"}


@contextmanager
def answering(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def agency(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agency]:
    world = established(tmp_path_factory.mktemp("agency"), limit_agencies="1000 per minute")
    app = create_app(world.settings)
    app.test_client_class = Watchful
    yield sent_to(world, app)
    world.house.viewer.close()


def ready(tab: Tab) -> list[str]:
    """Return what is to be mended on the page that shows an officer the link."""
    expect(tab.locator("#answering")).to_have_count(1)
    return too_wide(tab, "ready")


def opened(tabs: Tabs, site: str, agency: Agency, shape: Shape, *, scripts: bool) -> Tab:
    tab = tabs.open(scripts=scripts, width=shape.width, dark=shape.dark)
    tab.goto(f"{site}/{shape.language}/{agency.token}")
    return tab


@both_shapes
def test_its_pages_are_fine(tabs: Tabs, agency: Agency, shape: Shape) -> None:
    with answering(agency.app) as site:
        tab = opened(tabs, site, agency, shape, scripts=True)
        found = wants_in_both(tab, "link", shape)
        tab.click("button[type=submit]")
        expect(tab.locator(".error")).to_have_count(2)
        found += wants_in_both(tab, "link-missing", shape)
        tab.check("[value=on-scene]")
        tab.fill("#who", "CG-4")
        tab.click("button[type=submit]")
        expect(tab.locator("#said")).to_have_count(0)
        found += wants(tab, "link-taken")
        tab.goto(f"{site}/{shape.language}/{'0' * 32}")
        found += wants(tab, "link-ended")
        tab.goto(f"{site}/")
        found += wants(tab, "agencies-home")
    assert found == []


@pytest.mark.parametrize("scripts", [False, True])
@both_shapes
def test_it_answers_by_pressing_and_the_desk_reads_it(
    tabs: Tabs,
    agency: Agency,
    shape: Shape,
    scripts: bool,  # noqa: FBT001 (pytest gives it)
) -> None:
    text = f"{WORDS[shape.language]} {scripts}"
    with answering(agency.app) as site:
        tab = opened(tabs, site, agency, shape, scripts=scripts)
        tab.check("[value=en-route]")
        tab.fill("#who", "CG-4")
        tab.fill("#text", text)
        tab.click("button[type=submit]")
        expect(tab.locator("#said")).to_have_count(0)
        tab.go_back()  # and pressed once more: it is one answer
        tab.locator("#said").wait_for()
    with answering(agency.world.app) as site:
        inside = Inside(site, agency.world)
        queue = inside.open(tabs, agency.noor, shape, "/en/queue", scripts=scripts)
        found = wants(queue, "queue-answered") if scripts else []
        queue.click("#agencies-said ~ ul a")
        assert text in queue.inner_text("#given + .given")
        found += ready(inside.open(tabs, agency.noor, shape, agency.page.address, scripts=scripts))
        found += wants(queue, "tip-answered") if scripts else []
    assert found == []


@both_shapes
def test_an_officer_ends_the_link_by_keyboard_and_reads_what_was_said(
    tabs: Tabs, tmp_path: Path, shape: Shape
) -> None:
    world = established(tmp_path, limit_agencies="1000 per minute")
    app = create_app(world.settings)
    app.test_client_class = Watchful
    agency = sent_to(world, app)
    agency.answer(said="on-scene", text="All is quiet, go home.")
    with answering(world.app) as site:
        inside = Inside(site, world)
        tab = inside.open(tabs, agency.noor, shape, agency.sent.path, scripts=True)
        ending = tab.locator(".given details:has([name$=-text]):has([name=which])")
        ending.locator("summary").press("Enter")
        ending.locator("button").press("Enter")  # without a reason
        expect(tab.locator("[role=alert]")).to_have_count(1)
        ending.locator("textarea").fill("The sheet with it lay in the printer.")
        found = wants_in_both(tab, "link-ending", shape)
        ending.locator("button").press("Enter")
        expect(ending).to_have_count(0)
        assert "All is quiet, go home." in tab.inner_text(".given .says")
        expect(tab.locator(".given .says .late")).to_have_count(1)
        found += wants_in_both(tab, "link-over", shape)
    assert found == []
    agency.visitor.get(f"/{shape.language}/{agency.token}", 404)
    world.house.viewer.close()


@both_shapes
def test_what_it_asks_stands_in_its_row_and_on_the_wall(
    tabs: Tabs, agency: Agency, shape: Shape
) -> None:
    wall = "#wall .wall-answers p"
    agency.answer(said="asks", text="Which of the gates is it?")
    with answering(agency.world.app) as site:
        inside = Inside(site, agency.world)
        tab = inside.open(tabs, agency.noor, shape, "/en/wall", scripts=True)
        expect(tab.locator(wall)).to_have_count(1)
        inside.open(tabs, agency.noor, shape, agency.sent.path)  # that reads it
        tab.reload()
        expect(tab.locator(wall)).to_have_count(1)
        found = wants_in_both(tab, "wall-asked", shape)
        queue = inside.open(tabs, agency.noor, shape, "/en/queue", scripts=True)
        expect(queue.locator(".queue .state .tag.message")).to_have_count(1)
        queue.click("a[href*='mark=agency']")
        expect(queue.locator(".queue .state .tag.message")).to_have_count(1)
        found += wants_in_both(queue, "queue-asked", shape)
        tip = inside.open(tabs, agency.noor, shape, agency.sent.path, scripts=True)
        tip.click("form[action*='/settled'] >> xpath=ancestor::details/summary")
        tip.fill("form[action*='/settled'] textarea", WORDS[shape.language])
        found += wants_in_both(tip, "tip-asked", shape)
        tip.click("form[action*='/settled'] button")
        expect(tip.locator("form[action*='/settled']")).to_have_count(0)
        queue.reload()
        expect(queue.locator(".queue .state .tag.message")).to_have_count(0)
    assert found == []


def test_a_real_process_takes_it_and_logs_no_link(agency: Agency, tmp_path: Path) -> None:
    settings, port = agency.world.settings, free_port()
    more = {
        "TIPLINE_DEMO": "0",
        "TIPLINE_VAR": str(settings.var),
        "TIPLINE_KEYS": str(settings.keys),
        "TIPLINE_CONFIG": str(settings.config),
        "TIPLINE_AGENCIES_PORT": str(port),
    }
    log = tmp_path / "log"
    process = start("agencies", environment(tmp_path, **more), log)
    try:
        wait_until_up(f"http://127.0.0.1:{port}/", process)
        page = look(agency.noor.get(agency.sent.path))
        before = page.words.count("By its link")
        wire = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        body = "said=done&who=CG-9&text=All+is+quiet"
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        with closing(wire):
            wire.request("POST", f"/en/{agency.token}", body, headers)
            answer = wire.getresponse()
            answer.read()
        assert answer.status == 200
        assert answer.getheader("Set-Cookie") is None
        assert answer.getheader("Cache-Control") == "no-store"
        assert answer.getheader("Referrer-Policy") == "no-referrer"
    finally:
        stop(process)
    page = look(agency.noor.get(agency.sent.path))
    assert page.words.count("By its link") > before
    assert "All is quiet" in page.words
    assert agency.token not in log.read_text("utf-8")
