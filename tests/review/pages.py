"""Looks at every page it is given: what no page may lack, and what none may have."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})
BLOCKS = frozenset(
    {"p", "li", "div", "dd", "dt", "td", "th", "h1", "h2", "h3", "option", "summary"}
)
FIELDS = frozenset({"input", "textarea", "select"})
WANTED = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}


@dataclass
class Form:
    """A form: its address, its hidden and typed values by name."""

    action: str
    values: dict[str, str] = field(default_factory=dict)


@dataclass
class Page(HTMLParser):
    """One answer, read and found whole."""

    status: int
    html: str
    words: str = ""
    title: str = ""
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    _open: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.words = " ".join(self.words.split())

    def form(self, end: str) -> Form:
        """Return the form whose address ends so."""
        found = [form for form in self.forms if form.action.split("#")[0].endswith(end)]
        assert len(found) == 1, [form.action for form in self.forms]
        return found[0]

    def links(self) -> list[str]:
        """Return where the page's links lead."""
        return [has["href"] for tag, has in self.tags if tag == "a"]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.tags.append((tag, has))
        self.words += " " if tag in BLOCKS else ""
        if tag not in VOID:
            self._open.append((tag, has))
        if tag == "form":
            self.forms.append(Form(has.get("action", "")))
        elif tag in FIELDS and self.forms and "name" in has:
            self.forms[-1].values[has["name"]] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        within, has = self._open[-1] if self._open else ("", {})
        if within == "title":
            self.title += data
        elif within == "textarea":
            self.forms[-1].values[has["name"]] = data.removeprefix("\n")
        else:
            self.words += data
        if has.get("class") == "mark":
            self.marks.append(data)


def look(response: TestResponse) -> Page:
    """Return the page of an answer, or fail with what is amiss in it."""
    page = Page(response.status_code, response.get_data(as_text=True))
    names = [tag for tag, _ in page.tags]
    attributes = [has for _, has in page.tags]
    assert names.count("h1") == 1
    assert page.title.strip()
    root = dict(page.tags)["html"]
    assert (root["lang"], root["dir"]) in {("ar", "rtl"), ("en", "ltr")}
    ids = Counter(has["id"] for has in attributes if "id" in has)
    assert not [each for each, times in ids.items() if times > 1], ids
    labels = {has.get("for") for tag, has in page.tags if tag == "label"}
    for tag, has in page.tags:
        assert tag != "style"
        assert tag != "script" or has.get("src", "").startswith("/static/")
        assert not [name for name in has if name.startswith("on") or name == "style"], has
        if tag in FIELDS and has.get("type") != "hidden":
            assert has["id"] in labels, has
    for name, value in WANTED.items():
        assert response.headers[name] == value
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    return page
