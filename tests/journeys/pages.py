"""Reads the pages of both sites as a text browser does: title, words, links and forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

SUBMITS = ("submit", "image")
SILENT = ("script", "style", "template")
PRESSED = ("checkbox", "radio")


@dataclass
class Form:
    """One form of a page: where it goes, what it holds, and what may be chosen or pressed."""

    action: str
    method: str
    held: list[tuple[str, str]] = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """Every name that may be sent."""
        return {name for name, _ in self.held} | set(self.choices) | set(self.texts)

    def filled(
        self, answers: dict[str, str], button: tuple[str, str] | None
    ) -> list[tuple[str, str]]:
        """Return what a browser would send once ``answers`` were given and a button pressed."""
        unknown = set(answers) - self.names
        assert not unknown, f"the form has no {unknown}, but {sorted(self.names)}"
        sent = [(name, value) for name, value in self.held if name not in answers]
        pressed = [button] if button and button[0] else []
        return [*sent, *answers.items(), *pressed]


@dataclass
class Page:
    """One answer of a site, read."""

    status: int
    address: str
    headers: dict[str, str]
    html: str
    title: str = ""
    words: str = ""
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)

    def form(self, *names: str) -> Form:
        """Return the first form that may send all of ``names``."""
        found = [form for form in self.forms if set(names) <= form.names]
        assert found, f"{self.address} has no form with {names}: {self.title}"
        return found[0]


class Reader(HTMLParser):
    """Fills a page from its HTML."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self._form: Form | None = None
        self._within: list[str] = []
        self._text: list[str] = []
        self._option: tuple[str, bool] | None = None
        self._select = ""
        self._area = ""
        self._typed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag in ("title", *SILENT):
            self._within.append(tag)
        elif tag == "a" and "href" in has:
            self.page.links.append(has["href"])
        elif tag == "form":
            self._form = Form(has.get("action", ""), has.get("method", "get").lower())
            self.page.forms.append(self._form)
        elif self._form is not None:
            self._control(self._form, tag, has)

    def _control(self, form: Form, tag: str, has: dict[str, str]) -> None:
        name, kind = has.get("name", ""), has.get("type", "")
        if tag == "textarea":
            self._area, self._typed = name, []
            form.texts.append(name)
        elif tag == "select":
            self._select = name
            form.choices.setdefault(name, [])
        elif tag == "option":
            form.choices[self._select].append(has.get("value", ""))
            if "selected" in has:
                form.held.append((self._select, has.get("value", "")))
        elif tag == "button" or (tag == "input" and kind in SUBMITS):
            if kind != "button":
                form.buttons.append((name, has.get("value", "")))
        elif tag == "input" and name:
            self._input(form, name, kind, has)

    def _input(self, form: Form, name: str, kind: str, has: dict[str, str]) -> None:
        value = has.get("value", "")
        if kind in PRESSED:
            form.choices.setdefault(name, []).append(value or "on")
            if "checked" in has:
                form.held.append((name, value or "on"))
            return
        if kind not in ("hidden", "file"):
            form.texts.append(name)
        if kind != "file":
            form.held.append((name, value))

    def handle_endtag(self, tag: str) -> None:
        if self._within and tag == self._within[-1]:
            self._within.pop()
        elif tag == "form":
            self._form = None
        elif tag == "textarea" and self._area and self._form is not None:
            self._form.held.append((self._area, "".join(self._typed).removeprefix("\n")))
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._typed.append(data)
        elif "title" in self._within:
            self.page.title += data
        elif not self._within:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self.page.words = " ".join("".join(self._text).split())


def read(status: int, address: str, headers: dict[str, str], html: str) -> Page:
    """Return the page of an answer."""
    page = Page(status, address, headers, html)
    reader = Reader(page)
    reader.feed(html)
    reader.close()
    page.title = " ".join(page.title.split())
    return page
