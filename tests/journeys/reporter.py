"""A reporter without a browser: plain HTTP, forms filled as a text browser fills them.

For load and for residue, where a browser would be too slow or would leave traces of its own.
"""

from __future__ import annotations

import http.client
import re
import secrets
import time
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.cookies import SimpleCookie
from typing import Self

from tests.files import MULTI, Posted, body
from tests.inspection import page_is_whole
from tests.pages import Form, Page, read

PAGES_MAX = 30
REDIRECTS_MAX = 5
SECONDS = 20.0
IDLE_SECONDS = 3.0
Answered = Mapping[str, Mapping[str, str]]  # step of the form: field: what is typed or chosen
TYPED = "application/x-www-form-urlencoded"
CONSONANTS = "bcdfghjkmnpqrstvwxz"
CODE = re.compile(r"(?<![0-9])[0-9]{4}(?: ?[0-9]{4}){6}(?![0-9])")


def new_mark() -> str:
    """Return letters by which words are found again: no word, and never a number of anybody's."""
    return "".join(secrets.choice(CONSONANTS) for _ in range(12))


class Visitor:
    """A client of one site, with its own cookies and, if wanted, its own loopback address."""

    def __init__(self, base: str, client: str = "127.0.0.1", *, looks: bool = True) -> None:
        """Take the site's address and the address to come from.

        It looks at each page, unless the time that pages take is measured.
        """
        place = urllib.parse.urlsplit(base)
        assert place.hostname == "127.0.0.1", "these clients talk to this machine only"
        assert client.startswith("127.")
        self._wire = http.client.HTTPConnection(
            place.hostname, place.port, timeout=SECONDS, source_address=(client, 0)
        )
        self.cookies: dict[str, str] = {}
        self._used = 0.0
        self._looks = looks

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def get(self, path: str) -> Page:
        """Ask for a page, following redirects."""
        return self._follow("GET", path, None)

    def post(self, path: str, fields: list[tuple[str, str]]) -> Page:
        """Post a form, following redirects."""
        return self.post_body(path, urllib.parse.urlencode(fields))

    def post_body(self, path: str, body: str) -> Page:
        """Post a form that is encoded already, following redirects."""
        return self._follow("POST", path, body.encode("ascii"))

    def post_once(self, path: str, fields: list[tuple[str, str]]) -> Page:
        """Post a form; a redirect is returned as it is."""
        return self._ask("POST", path, urllib.parse.urlencode(fields).encode("ascii"), TYPED)

    def close(self) -> None:
        """Let go of the connection; the next request makes another."""
        self._wire.close()

    def enter(self, door: str, language: str = "en") -> Page:
        """Come by one of the home page's two doors, "report" or "mailbox"."""
        return self.post(f"/{language}/", [("page", door)])

    def submit(
        self, page: Page, form: Form, answers: dict[str, str], button: tuple[str, str] | None = None
    ) -> Page:
        """Fill a form of a page and press a button of it, by default the first."""
        pressed = button or next(iter(form.buttons), None)
        fields = form.filled(answers, pressed)
        path = urllib.parse.urljoin(page.address, form.action)
        if form.method == "post":
            return self.post(path, fields)
        return self.get(f"{path.partition('?')[0]}?{urllib.parse.urlencode(fields)}")

    def attach(
        self, page: Page, form: Form, files: Mapping[str, bytes], button: tuple[str, str]
    ) -> Page:
        """Choose files on a page that asks for them, by name, and press a button below them."""
        held = form.filled({}, None)
        sent = [Posted(name, value.encode()) for name, value in held if name != "file"]
        sent += [Posted("file", content, name) for name, content in files.items()]
        sent.append(Posted(button[0], button[1].encode()))
        path = urllib.parse.urljoin(page.address, form.action)
        return self._follow("POST", path, body(sent), MULTI)

    def _follow(self, method: str, path: str, body: bytes | None, kind: str = TYPED) -> Page:
        for _ in range(REDIRECTS_MAX):
            page = self._ask(method, path, body, kind)
            if page.status not in (301, 302, 303, 307, 308):
                return page
            path = urllib.parse.urljoin(path, page.headers["location"])
            if page.status not in (307, 308):
                method, body = "GET", None
        message = f"{path} redirects without end"
        raise AssertionError(message)

    def _ask(self, method: str, path: str, body: bytes | None, kind: str) -> Page:
        target = urllib.parse.urlunsplit(("", "", *urllib.parse.urlsplit(path)[2:4], ""))
        headers = {"Content-Type": kind} if body is not None else {}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if time.monotonic() - self._used > IDLE_SECONDS:
            self._wire.close()  # the server drops a connection that is silent for long
        self._used = time.monotonic()
        self._wire.request(method, target, body, headers)
        answer = self._wire.getresponse()
        content = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if not morsel.value:
                    del self.cookies[name]
        page = read(answer.status, target, answer.getheaders(), content.decode())
        if self._looks and "location" not in page.headers:
            page_is_whole(page)
        return page

    def take(self, path: str) -> str:
        """Return a text that is saved as a file, and is neither kept on the way nor shown."""
        looks, self._looks = self._looks, False
        try:
            file = self.get(path)
        finally:
            self._looks = looks
        assert file.headers["cache-control"] == "no-store"
        assert file.headers["x-content-type-options"] == "nosniff"
        assert file.headers["content-disposition"].startswith("attachment")
        return file.html


@dataclass(frozen=True)
class Sent:
    """What the reporter has at the end: the receipt code, 28 digits, and the last page."""

    code: str = field(repr=False)
    page: Page = field(repr=False)


def code_on(page: Page) -> str | None:
    """Return the receipt code that a page shows, if it shows one, in Western digits."""
    found = CODE.search(page.words)
    return found.group().replace(" ", "") if found else None


def to_check(visitor: Visitor, answers: Answered, language: str = "ar") -> Page:
    """Walk a report from its first question to the page where one checks the answers."""
    return walk(visitor, answers, until="check", language=language)


def walk(visitor: Visitor, answers: Answered, *, until: str, language: str = "ar") -> Page:
    """Walk a report from its first question to the page of the step ``until``."""
    return onward(visitor, visitor.enter("report", language), answers, until=until)


def onward(visitor: Visitor, page: Page, answers: Answered, *, until: str) -> Page:
    """Walk on from a page of a report to the page of the step ``until``."""
    for _ in range(PAGES_MAX):
        assert page.status == HTTPStatus.OK, page.words
        form = page.form("draft", "step")
        step = dict(form.held)["step"]
        if step == until:
            return page
        page = visitor.submit(page, form, dict(answers.get(step, {})), ("go", "continue"))
    message = f"no end after {PAGES_MAX} pages: {page.title}"
    raise AssertionError(message)


def send(visitor: Visitor, check: Page) -> Page:
    """Press the button that sends, and once more if the page warns of words that tell."""
    page = visitor.submit(check, check.form("draft", "step"), {}, ("go", "send"))
    if code_on(page) is None and page.status == HTTPStatus.OK:
        page = visitor.submit(page, page.form("draft", "step"), {}, ("go", "send-anyway"))
    return page


def report(visitor: Visitor, answers: Answered, language: str = "ar") -> Sent:
    """Send a report and return what the reporter has then."""
    return sent_from(send(visitor, to_check(visitor, answers, language)))


def sent_from(page: Page) -> Sent:
    """Return what the last page of a report gives the reporter."""
    code = code_on(page)
    assert code, f"{page.status}: {page.words}"
    return Sent(code, page)


def look(visitor: Visitor, code: str, language: str = "ar") -> Page:
    """Open the mailbox with its code."""
    door = visitor.enter("mailbox", language)
    return visitor.submit(door, door.form("code"), {"code": code})


def add(visitor: Visitor, mailbox: Page, text: str) -> Page:
    """Add something to the report, from the mailbox's page."""
    return visitor.submit(mailbox, mailbox.form("text", "ticket"), {"text": text}, ("go", "add"))
