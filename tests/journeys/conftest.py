"""Both sites as a demonstration, and a browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.authenticator import Authenticator
from tests.journeys.browser import Tabs, chromium
from tests.journeys.servers import Sites, running
from tests.journeys.walking import Doorkeeper

PICTURED = 40  # reports of the invented world that pictures show: as many as `make run` makes


@pytest.fixture(scope="session")
def sites(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Sites]:
    """Run both sites, once for all tests that take them as they are; for pictures, lived in."""
    pictures = "screenshots" in request.config.option.markexpr.split()
    with running(tmp_path_factory.mktemp("sites"), tips=PICTURED if pictures else 0) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run Chromium, for one module: tests that start a browser of their own run between these."""
    with chromium() as found:
        yield found


@pytest.fixture
def tabs(browser: Browser) -> Iterator[Tabs]:
    """Open tabs; at the end, fail for what their pages did wrong."""
    found = Tabs(browser)
    yield found
    found.close()
    assert found.faults() == []


@pytest.fixture(scope="session")
def authenticator(sites: Sites) -> Authenticator:
    """Show the codes of the demonstration's people, each once."""
    return Authenticator.of(sites.demo)


@pytest.fixture(scope="session")
def doorkeeper(sites: Sites, authenticator: Authenticator) -> Doorkeeper:
    """Give the cookies of somebody who is signed in."""
    return Doorkeeper(sites.review, authenticator)
