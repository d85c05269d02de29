"""A review site in this process, whose world a test arranges, and what its pages are asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page as Tab
from werkzeug.serving import make_server

from tests.journeys.browser import Tabs
from tests.journeys.test_axe import AXE, faults
from tests.journeys.tour import Shape, seen_as, too_wide
from tests.journeys.walking import state_of
from tests.review.world import World, build

both_shapes = pytest.mark.parametrize("shape", [Shape("ar", 360), Shape("en", 1280)], ids=str)


@dataclass(frozen=True)
class Inside:
    """The site's address, and its world."""

    site: str
    world: World

    def open(
        self, tabs: Tabs, who: FlaskClient, shape: Shape, path: str, *, scripts: bool = False
    ) -> Tab:
        """Open a page as somebody."""
        cookie = who.get_cookie("session")
        assert cookie is not None
        state = state_of(self.site, {"session": cookie.value})
        tab = tabs.open(scripts=scripts, width=shape.width, dark=shape.dark, state=state)
        tab.goto(f"{self.site}/{shape.language}{path.removeprefix('/en')}")
        return tab


@contextmanager
def served(folder: Path, **settings: Any) -> Iterator[tuple[str, World]]:
    """Serve a review site of its own; give its address and its world."""
    world = build(folder, **settings)
    server = make_server("127.0.0.1", 0, world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}", world
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        world.house.viewer.jail.close()


def wants(tab: Tab, name: str) -> list[str]:
    """Return what is to be mended on a page: what axe finds, and a width beyond the window."""
    tab.wait_for_load_state()
    return [*faults(tab, AXE.read_text("utf-8"), name), *too_wide(tab, name)]


def wants_in_both(tab: Tab, name: str, shape: Shape) -> list[str]:
    """Return what is to be mended on a page in the shape that it has, and in its opposite."""
    found = wants(tab, name)
    with seen_as(tab, shape.opposite, shape):
        return found + wants(tab, f"{name} as {shape.opposite}")
