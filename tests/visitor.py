# noqa: INP001 (tests/ itself is no package)
"""Clients of an application that look at every page they fetch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask.testing import FlaskClient

from tests.inspection import page_is_whole
from tests.pages import Page, read

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse


def look(response: TestResponse) -> Page:
    """Return the page of an answer that was found whole."""
    html = response.get_data(as_text=True)
    return _look(response.status_code, response.request.path, tuple(response.headers), html)


@lru_cache(maxsize=4)  # a test looks once more at what its client has looked at
def _look(status: int, path: str, lines: tuple[tuple[str, str], ...], html: str) -> Page:
    page = read(status, path, lines, html)
    page_is_whole(page)
    return page


class Watchful(FlaskClient):
    """A test client that looks at each page it is answered with."""

    def open(self, *args: Any, **given: Any) -> TestResponse:
        """Ask as any client does."""
        response = super().open(*args, **given)
        if response.mimetype == "text/html" and not response.location:
            look(response)
        return response


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
        return looked(self.client.get(path, **more), status)

    def post(self, path: str, fields: dict[str, str], status: int = 200, **more: Any) -> Page:
        """Post a form; the page must answer ``status``."""
        return looked(self.client.post(path, data=fields, **more), status)

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


def looked(response: TestResponse, status: int) -> Page:
    """Return the page of an answer, which must be ``status``."""
    assert response.status_code == status, response.get_data(as_text=True)[-3000:]
    return look(response)


def step_of(page: Page) -> str:
    """Return the step of the report that a page shows."""
    return dict(page.form("draft", "step").held)["step"]
