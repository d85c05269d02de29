"""Analysts of triage: they take what the work list shows and do with each what comes next."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tests.journeys.day.people import Clerk
from tests.journeys.day.plan import Day, Fate, Tip
from tests.pages import Form, Page

STEPS_MAX = 25
TIP = re.compile(r"^/en/tips/([0-9a-f]{32})$")
ALARM = re.compile(r'class="alarm-bar"[^>]*><a href="([^"]+)"')
Acts: TypeAlias = Sequence[Callable[[], bool | None]]
ASKED_BY_ME = "Another officer must approve it by"


def pages(clerk: Clerk, path: str) -> Iterator[Page]:
    """Yield the pages of a list."""
    while path:
        page = clerk.get(path)
        yield page
        onward = [has["href"] for tag, has in page.tags if tag == "a" and has.get("rel") == "next"]
        path = onward[0] if onward else ""


def rows(page: Page) -> list[bytes]:
    """Return the tips that a list leads to; one that rings above every page is no row of it."""
    links = list(page.links)
    for ringing in ALARM.findall(page.html):
        links.remove(ringing)
    return [bytes.fromhex(found[1]) for found in map(TIP.match, links) if found]


def listed(clerk: Clerk, view: str = "open") -> Iterator[tuple[Page, list[bytes]]]:
    """Yield the pages of a view of the work list, each with the tips that it leads to."""
    for page in pages(clerk, f"/en/queue?view={view}"):
        yield page, list(dict.fromkeys(rows(page)))


def view_of(clerk: Clerk, view: str) -> set[bytes]:
    """Return all tips of a view."""
    return {tip for _, tips in listed(clerk, view) for tip in tips}


def set_aside(clerk: Clerk, day: Day) -> None:
    """Set aside what is spam, from each page of the work list in one press."""
    spam = {tip.id: tip for tip in day.of([Fate.SPAM])}
    for page, tips in listed(clerk):
        there = [spam[tip] for tip in tips if tip in spam]
        forms = [form for form in page.forms if "/queue/chosen" in form.action]
        if there and forms:
            fields = [(name, value) for name, value in forms[0].held if name != "tip"]
            fields += [("tip", tip.id.hex()) for tip in there]
            clerk.post(forms[0].action, [*fields, ("act", "aside")], of=there[0])


@dataclass(frozen=True)
class Desk:
    """A tip's page as an analyst reads it, with the reports of the day at hand."""

    clerk: Clerk
    tip: Tip
    page: Page
    last: bool  # the end of the shift: what is still open is to wait for a date

    def there(self, kind: str) -> bool:
        """Tell whether something that was written stands on the page."""
        return self.tip.mark(kind) in self.page.words.split()

    def form(self, end: str) -> Form | None:
        """Return the form to an address that ends so, if the page has it."""
        found = [form for form in self.page.forms if form.action.split("#")[0].endswith(end)]
        return found[0] if found else None

    def write(
        self, end: str, kind: str, button: tuple[str, str] | None = None, **more: str
    ) -> bool | None:
        """Fill a form with words of one's own, unless they stand there; None: not to be done."""
        form = self.form(end)
        if form is None or self.there(kind):
            return None
        prefix = min(form.names - {"csrf_token"}, key=len).partition("-")[0]
        typed = {f"{prefix}-{name}": value for name, value in more.items()}
        mark = self.tip.mark(kind)
        typed[f"{prefix}-text"] = f"{self.clerk.day.arabic} {mark}"
        held = Form(form.action, form.method, form.held, form.choices, form.texts)
        return self.clerk.press(held, typed, button, of=self.tip, mark=mark)

    # What is done, each with None where it is not to be done now.

    def approve(self) -> bool | None:
        """Approve, as second officer, what another one asked for."""
        found = [form for form in self.page.forms if "/requests/" in form.action]
        if not found:
            return None
        return self.clerk.press(found[0], {}, ("answer", "approve"), of=self.tip)

    def assess(self) -> bool | None:
        """Classify and grade, as suggested."""
        return self.write("/assessment", "assessed")

    def summarise(self) -> bool | None:
        return self.write("/summary", "summary")

    def give(self) -> bool | None:
        """Give the case to the desks that are proposed."""
        return self.write("/desks", "given")

    def reply(self) -> bool | None:
        return self.write("/replies", "reply") if self.tip.replied else None

    def ask(self) -> bool | None:
        return self.write("/questions", "question")

    def note(self) -> bool | None:
        return self.write("/notes", "note")

    def set_task(self) -> bool | None:
        return self.write("/tasks", "task", when="4h")

    def end_task(self) -> bool | None:
        found = [form for form in self.page.forms if "/tasks/" in form.action]
        if not found:
            return None
        return self.clerk.press(found[0], {}, ("becomes", "done"), of=self.tip)

    def wait(self) -> bool | None:
        """Let the case wait for a date, unless it does."""
        if self.form("/resuming") is not None:
            return None
        return self.write("/waiting", f"wait{self.count('wait')}", when="7d")

    def close(self) -> bool | None:
        """Close the case, or ask for it; who asked waits for another officer."""
        if ASKED_BY_ME in self.page.words:
            return None
        return self.write("/closing", f"closed{self.count('closed')}", outcome="OUT_NOTRACE")

    def join(self) -> bool | None:
        """Let the report join the other one's case, unless it has."""
        host = self.clerk.day.tips[self.tip.host or 0]
        if self.form("/parting") is not None or not host.id:
            return None
        form = self.form("/links")
        if form is None:
            return None
        mark = self.tip.mark("joined")
        typed = {"links-other": host.id.hex(), "links-text": mark}
        return self.clerk.press(form, typed, ("do", "there"), of=self.tip, mark=mark)

    def count(self, kind: str) -> int:
        """Return how many of a kind stand on the page."""
        return len(re.findall(rf"{self.tip.mark(kind)}\d+", self.page.words))

    @property
    def finished(self) -> bool:
        """Whether it is over, as the page says it: it may be reopened."""
        return self.form("/reopening") is not None

    @property
    def with_desks(self) -> bool:
        """Whether a desk has it that is not done."""
        held = 'value="take-back"' in self.page.html
        return held and 'value="send-back"' not in self.page.html

    @property
    def was_given(self) -> bool:
        """Whether it was given to a desk, which may have declined."""
        return 'id="desks"' in self.page.html

    def next(self) -> bool | None:
        """Do what comes next; None: nothing more for now."""
        for act in self.acts():
            done = act()
            if done is not None:
                return done
        return None

    def acts(self) -> Acts:
        """Return what is to be done, in its order."""
        fate = self.tip.fate
        if self.finished:
            return ()
        if fate is Fate.JOINED:
            return (self.join,)
        answered = (self.note, self.close) if self.there("added") else ()
        rest: Mapping[Fate, Acts] = {
            Fate.HELD: (),
            Fate.CLOSED: (self.close,),
            Fate.ASKED: (self.ask, *answered),
            Fate.TASKED: (self.note, self.set_task, self.end_task, self.wait),
            Fate.WAITS: (self.note, self.wait),
        }
        return (self.approve, self.assess, self.reply, *rest.get(fate, self.of_desks()))

    def of_desks(self) -> Acts:
        """Return what is done with a case that goes to desks."""
        if not self.was_given:
            return (self.summarise, self.give)
        if self.with_desks:
            return (self.wait,) if self.last else ()
        if self.tip.fate is Fate.GIVEN and 'value="send-back"' in self.page.html:
            return (self.close,)
        return (self.wait,)


def work(clerk: Clerk, tip: Tip, *, last: bool = False) -> None:
    """Do with a tip whatever can be done now."""
    if tip.fate in {Fate.LEFT, Fate.SPAM}:
        return
    for _ in range(STEPS_MAX):
        if Desk(clerk, tip, clerk.get(tip.path), last).next() is None:
            return
    raise AssertionError((tip, clerk.day.refused[-3:]))
