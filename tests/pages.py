# noqa: INP001 (tests/ itself is no package)
"""A test client that looks at every page it fetches: what none may lack, and what none may have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from tests.journeys.pages import Page, read

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

ALWAYS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
DIRECTIONS = {"ar": "rtl", "en": "ltr", "hi": "ltr", "ur": "rtl"}
CONTROLS = {"input", "textarea", "select"}
LEFT_TO_RIGHT = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"


@dataclass
class Inspector(HTMLParser):
    """Reads a page's tags, and which controls stand inside a label."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    wrapped: list[dict[str, str]] = field(default_factory=list)
    inside: int = 0

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.tags.append((tag, has))
        self.inside += tag == "label"
        if self.inside and tag in CONTROLS:
            self.wrapped.append(has)

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "label"


def headers_are_right(response: TestResponse) -> None:
    """Fail where an answer lacks a header that every answer has, or sets a cookie."""
    for name, value in ALWAYS.items():
        assert response.headers.getlist(name) == [value], name
    policy = response.headers["Content-Security-Policy"]
    assert policy in {POLICY, f"{POLICY}; script-src 'self'; connect-src 'self'"}
    assert "Set-Cookie" not in response.headers
    assert "camera=()" in response.headers["Permissions-Policy"]
    if not response.request.path.startswith("/static/"):
        assert response.headers["Cache-Control"] == "no-store"


def page_is_whole(html: str, *, script: bool) -> None:
    """Fail with what is amiss in a page."""
    seen = Inspector()
    seen.feed(html)
    names = Counter(tag for tag, _ in seen.tags)
    assert (names["h1"], names["title"], names["main"]) == (1, 1, 1)
    root = dict(seen.tags)["html"]
    assert DIRECTIONS[root["lang"]] == root["dir"]
    ids = Counter(has["id"] for _, has in seen.tags if "id" in has)
    assert not [each for each, times in ids.items() if times > 1], ids
    labels = {has["for"] for tag, has in seen.tags if tag == "label" and "for" in has}
    for tag, has in seen.tags:
        assert tag != "style"
        assert not [name for name in has if name == "style" or name.startswith("on")], has
        if tag in {"script", "img"}:
            assert has["src"].startswith("/static/")
            assert tag != "script" or script
        if tag in CONTROLS and has.get("type") not in {"hidden", "submit"}:
            assert has in seen.wrapped or has["id"] in labels, has
            assert has.get("autocomplete") == "off" or has in seen.wrapped, has
        for name in ("aria-describedby", "aria-labelledby", "for"):
            assert set(has.get(name, "").split()) <= set(ids), (name, has)
        if tag == "a" and has["href"].startswith("#"):
            assert has["href"][1:] in ids, has
    assert not set(LEFT_TO_RIGHT) & set(html)


@dataclass(frozen=True)
class Visitor:
    """A browser without scripts or cookies, that inspects what it gets."""

    client: FlaskClient

    @classmethod
    def of(cls, app: Flask) -> Visitor:
        """Return a visitor of an application."""
        return cls(app.test_client(use_cookies=False))

    def get(self, path: str, status: int = 200, **more: Any) -> Page:
        """Fetch a page, which must answer ``status``."""
        return self.looked(self.client.get(path, **more), status)

    def post(self, path: str, fields: dict[str, str], status: int = 200, **more: Any) -> Page:
        """Post a form; the page must answer ``status``."""
        return self.looked(self.client.post(path, data=fields, **more), status)

    def enter(self, door: str, language: str = "en", status: int = 200, **more: Any) -> Page:
        """Come by one of the home page's two doors, "report" or "mailbox"."""
        return self.post(f"/{language}/", {"page": door}, status, **more)

    def press(
        self, page: Page, go: str, answers: dict[str, str] | None = None, status: int = 200
    ) -> Page:
        """Fill the page's main form and press the button that sends ``go``."""
        form = next(form for form in page.forms if {"draft", "ticket", "code"} & form.names)
        fields = dict(form.filled(answers or {}, ("go", go)))
        assert form.method == "post"
        return self.post(form.action, fields, status)

    def looked(self, response: TestResponse, status: int) -> Page:
        """Return the page of an answer that was found whole."""
        html = response.get_data(as_text=True)
        assert response.status_code == status, html[-3000:]
        headers_are_right(response)
        page_is_whole(html, script="script-src" in response.headers["Content-Security-Policy"])
        found = {name.lower(): value for name, value in response.headers}
        return read(response.status_code, response.request.path, found, html)


def step_of(page: Page) -> str:
    """Return the step of the report that a page shows."""
    return dict(page.form("draft", "step").held)["step"]
