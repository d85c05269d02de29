"""What the report's forms carry from page to page: the draft, which is also their CSRF token.

Nobody without the pepper can make a draft that opens, so a posted draft proves that the form was
ours: the public site needs no other token, and sets no cookie.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from flask_babel import lazy_gettext as _l

from tipline.errors import DraftError
from tipline.web import language

if TYPE_CHECKING:
    from tipline.sealing.draft import Draft, DraftBox
    from tipline.tips.report import Answers

ANOTHER_DESK = _l(
    "This report now goes to another desk, which cannot open the files that were added before."
    " Please add them again."
)
OF_A_KIND = {"finer": "subcategory", "about-police": "about_police"}  # step: its answer


@dataclass
class Carried:
    """The draft of one request: opened once, sealed into each form that goes out."""

    box: DraftBox
    now: datetime
    draft: Draft = field(repr=False)
    trouble: DraftError | None = None
    notices: list[str] = field(default_factory=list)  # for the page that comes next

    @classmethod
    def begin(cls, box: DraftBox) -> Self:
        """Begin a report."""
        return cls(box, datetime.now(UTC), box.begin(language()))

    @classmethod
    def open(cls, box: DraftBox, text: str) -> Self:
        """Open what was posted; where it does not open, begin anew and remember the trouble."""
        now = datetime.now(UTC)
        try:
            return cls(box, now, box.open(text, now))
        except DraftError as trouble:
            return cls(box, now, box.begin(language()), trouble)

    @property
    def answers(self) -> Answers:
        """What has been answered so far."""
        return self.draft.answers

    def answered(self, answers: Answers, step: str) -> None:
        """Take new answers, and note that the reporter has come past ``step``.

        What another kind forgets is asked again. So are files, when the report turns out to be one
        for another desk: they are sealed to a tip that this desk does not open.
        """
        if answers is self.answers and step in self.draft.steps:
            return
        again = unanswered(answers) if answers.category != self.answers.category else frozenset()
        steps = tuple(name for name in self.draft.steps if name not in again | {step})
        desk = self.draft.for_its_desk().tip_id
        self.draft = replace(self.draft, answers=answers, steps=(*steps, step))
        if self.draft.files and self.draft.for_its_desk().tip_id != desk:
            left = tuple(name for name in self.draft.steps if name != "files")
            self.draft = replace(self.draft, files=(), steps=left)
            self.notices.append(str(ANOTHER_DESK))

    def seal(self) -> str:
        """Return the draft as text, in the language that the reporter reads now."""
        if self.draft.language != language():
            self.draft = replace(self.draft, language=language())
        return self.box.seal(self.draft, self.now)


def unanswered(answers: Answers) -> frozenset[str]:
    """Return the steps that belong to a kind and have no answer."""
    return frozenset(step for step, name in OF_A_KIND.items() if not getattr(answers, name))
