"""A real browser: Debian's Chromium, driven so that whatever a page must never do is noted."""

from __future__ import annotations

import shutil
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Request,
    Response,
    StorageState,
    WebError,
    sync_playwright,
)
from playwright.sync_api import Page as Tab

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
WITH_WINDOWS = "chromium"
PROGRAMS = ("chromium-headless-shell", WITH_WINDOWS)  # the first has none, and is lighter
HERE = "127.0.0.1"
HEIGHT = 900
ANSWER_SECONDS = 60
READS = ("inner_text", "content", "evaluate")  # what is asked of a page as it is just then
NOT_LOADED = "Failed to load resource"


@contextmanager
def chromium(*programs: str) -> Iterator[Browser]:
    """Run the first of some programs that is there; without one, fail with a sentence."""
    program = next(filter(None, map(shutil.which, programs or PROGRAMS)), None)
    if program is None:
        pytest.fail("Chromium is missing. `make test` installs it where apt is at hand.")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()


@dataclass
class Watch:
    """Notes errors, breaches of the policy, and requests to other hosts, of all pages it is given.

    An answer that is no 200 is fine for a page (a test looks at it), never for a part of a page.
    """

    elsewhere: frozenset[str] = frozenset()
    faults: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Begin to watch a context."""
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not message.text.startswith(NOT_LOADED):
            self.faults.append(f"console: {message.text}")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"script: {error.error}")

    def _request(self, request: Request) -> None:
        self.requests.append(request)
        host = urllib.parse.urlsplit(request.url).hostname
        if host not in {HERE, *self.elsewhere}:
            self.faults.append(f"request to {request.url}")

    def _response(self, response: Response) -> None:
        if response.request.resource_type != "document" and not response.ok:
            self.faults.append(f"{response.status} for {response.url}")


def patient(tab: Tab) -> Tab:
    """Have a tab read an answer once all of it is there: a click waits for its beginning alone."""

    def reading(read: Callable[..., Any]) -> Callable[..., Any]:
        def waiting(*args: object, **given: object) -> object:
            tab.wait_for_load_state("domcontentloaded")
            return read(*args, **given)

        return waiting

    for name in READS:
        setattr(tab, name, reading(getattr(tab, name)))
    return tab


@dataclass
class Tabs:
    """Opens tabs, each in a context of its own, and at the end tells what they did wrong."""

    browser: Browser
    watches: list[Watch] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self,
        *,
        scripts: bool = False,
        width: int = 1280,
        dark: bool = False,
        state: StorageState | None = None,
        elsewhere: frozenset[str] = frozenset(),
    ) -> Tab:
        """Open a tab ``width`` pixels wide; ``state`` holds the cookies to begin with."""
        context = self.browser.new_context(
            java_script_enabled=scripts,
            viewport={"width": width, "height": HEIGHT},
            color_scheme="dark" if dark else "light",
            storage_state=state,
        )
        context.set_default_timeout(ANSWER_SECONDS * 1000)
        self.contexts.append(context)
        self.watches.append(Watch(elsewhere))
        self.watches[-1].over(context)
        return patient(context.new_page())

    def faults(self) -> list[str]:
        """Return what was noted."""
        return [fault for watch in self.watches for fault in watch.faults]

    def close(self) -> None:
        """Close all tabs."""
        for context in self.contexts:
            context.close()
