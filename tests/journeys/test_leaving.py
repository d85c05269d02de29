"""The way out of the public site, in a browser with windows: without them it waits for ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Route

from tests.journeys.browser import WITH_WINDOWS, Tabs, chromium
from tests.journeys.servers import Sites
from tests.journeys.walking import enter

ELSEWHERE = frozenset({"www.wikipedia.org"})


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run the Chromium that does as Clear-Site-Data asks; the one without windows never answers."""
    with chromium(WITH_WINDOWS) as found:
        yield found


@pytest.mark.parametrize("scripts", [False, True])
def test_leaving_empties_the_browser_and_goes_elsewhere(
    tabs: Tabs, sites: Sites, *, scripts: bool
) -> None:
    tab = tabs.open(scripts=scripts, elsewhere=ELSEWHERE)
    tab.context.route("https://www.wikipedia.org/**", elsewhere)
    enter(tab, f"{sites.public}/en/", "mailbox")
    with tab.expect_response("**/en/next") as left:
        tab.click("#leave")
    tab.wait_for_url("https://www.wikipedia.org/")
    assert left.value.header_value("clear-site-data") == '"cache", "cookies", "storage"'
    tab.go_back()
    left_behind = tab.locator("[name=code]").count()  # or the page before it, home
    assert left_behind == (0 if scripts else 1)


def elsewhere(route: Route) -> None:
    """Answer for the page that leaving leads to."""
    route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")
