# noqa: INP001 (tests/ itself is no package)
"""Reads the pages of both sites as a text browser does: title, words, links, forms and tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml.etree import HTMLParser

SUBMITS = ("submit", "image")
SILENT = ("script", "style", "template")
PRESSED = ("checkbox", "radio")
CONTROLS = frozenset({"input", "textarea", "select"})
BLOCKS = frozenset(
    {"p", "li", "div", "dd", "dt", "td", "th", "h1", "h2", "h3", "option", "summary"}
)
Has = dict[str, str]  # a tag's attributes


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

    @property
    def values(self) -> dict[str, str]:
        """What would be sent as it stands."""
        return dict(self.held)

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
    """One answer of a site, read; ``lines`` are its headers as they came."""

    status: int
    address: str
    lines: list[tuple[str, str]]
    html: str
    title: str = ""
    words: str = ""
    links: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    tags: list[tuple[str, Has]] = field(default_factory=list)
    labelled: list[Has] = field(default_factory=list)  # controls that stand inside a label

    @property
    def headers(self) -> dict[str, str]:
        """The headers by their names, in lower case."""
        return {name.lower(): value for name, value in self.lines}

    @property
    def hidden(self) -> dict[str, str]:
        """What the page's forms carry unseen."""
        return {
            has["name"]: has.get("value", "")
            for tag, has in self.tags
            if tag == "input" and has.get("type") == "hidden"
        }

    def form(self, *names: str) -> Form:
        """Return the first form that may send all of ``names``."""
        found = [form for form in self.forms if set(names) <= form.names]
        assert found, f"{self.address} has no form with {names}: {self.title}"
        return found[0]

    def form_to(self, end: str) -> Form:
        """Return the only form whose address ends so."""
        found = [form for form in self.forms if form.action.split("#")[0].endswith(end)]
        assert len(found) == 1, [form.action for form in self.forms]
        return found[0]


class Reader:
    """Fills a page from its HTML, as it is parsed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._form: Form | None = None
        self._within: list[str] = []
        self._labels = 0
        self._text: list[str] = []
        self._select = ""
        self._area = ""
        self._typed: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a tag; one that is shown as text or hidden is not read."""
        has = dict(attributes)
        self.page.tags.append((tag, has))
        self._labels += tag == "label"
        if self._labels and tag in CONTROLS:
            self.page.labelled.append(has)
        if tag in BLOCKS:
            self._text.append(" ")
        if tag in ("title", *SILENT):
            self._within.append(tag)
        elif tag == "a" and "href" in has:
            self.page.links.append(has["href"])
        elif tag == "form":
            self._form = Form(has.get("action", ""), has.get("method", "get").lower())
            self.page.forms.append(self._form)
        elif self._form is not None:
            self._control(self._form, tag, has)

    def _control(self, form: Form, tag: str, has: Has) -> None:
        name, kind = has.get("name", ""), has.get("type", "")
        if tag == "textarea":
            self._area, self._typed = name, []
            form.texts.append(name)
        elif tag == "select":
            self._select = name
            form.choices.setdefault(name, [])
        elif tag == "option" and self._select:  # of a list that only offers, none is chosen
            form.choices[self._select].append(has.get("value", ""))
            if "selected" in has:
                form.held.append((self._select, has.get("value", "")))
        elif tag == "button" or (tag == "input" and kind in SUBMITS):
            if kind != "button":
                form.buttons.append((name, has.get("value", "")))
        elif tag == "input" and name:
            self._input(form, name, kind, has)

    def _input(self, form: Form, name: str, kind: str, has: Has) -> None:
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

    def end(self, tag: str) -> None:
        """Take the end of a tag, written or meant."""
        self._labels -= tag == "label"
        if self._within and tag == self._within[-1]:
            self._within.pop()
        elif tag == "form":
            self._form = None
        elif self._form is None:
            return
        elif tag == "textarea" and self._area:
            self._form.held.append((self._area, "".join(self._typed).removeprefix("\n")))
            self._area = ""
        elif tag == "select":
            self._first_of_none(self._form, self._select)
            self._select = ""

    def _first_of_none(self, form: Form, name: str) -> None:
        if name not in form.values and form.choices[name]:
            form.held.append((name, form.choices[name][0]))

    def data(self, data: str) -> None:
        """Take text."""
        if self._area:
            self._typed.append(data)
        elif "title" in self._within:
            self.page.title += data
        elif not self._within:
            self._text.append(data)

    def close(self) -> None:
        """Keep what was read of the whole."""
        self.page.words = " ".join("".join(self._text).split())
        self.page.title = " ".join(self.page.title.split())


def read(status: int, address: str, lines: Iterable[tuple[str, str]], html: str) -> Page:
    """Return the page of an answer."""
    page = Page(status, address, list(lines), html)
    parser = HTMLParser(target=Reader(page))
    parser.feed(html)
    parser.close()
    return page
