"""A page of the report's questions: its words and rules, and which answers it fills."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from wtforms import Form

if TYPE_CHECKING:
    from collections.abc import Hashable

    from tipline.sealing.draft import Draft
    from tipline.tips.report import Answers


class Holder(Protocol):
    """Whatever holds the answers so far: a draft, or a call."""

    @property
    def answers(self) -> Answers:
        """What has been answered so far."""
        ...


class StepForm(Form):
    """A page of the report: its words and rules; which answers it fills, and how they are shown."""

    class Meta:
        """No token of its own: the page that it stands on has one."""

        csrf = False
        locales = False  # our fields bring their own words

    title: Any = ""
    hint: Any = ""

    @property
    def answers(self) -> Answers:
        """What has been answered so far, here and on other pages."""
        holder: Holder = self.meta.carried
        return holder.answers

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:  # noqa: ARG003 (for the pages that ask)
        """Return what the page's fields hold for ``answers``."""
        return {}

    @classmethod
    def left_out(cls, answers: Answers) -> frozenset[str]:  # noqa: ARG003 (for the pages that do)
        """Return the names of fields that these answers make needless."""
        return frozenset()

    @classmethod
    def variant(cls, answers: Answers) -> Hashable:
        """Return what, of all answers, changes the page while its own answers are empty."""
        return cls.left_out(answers)

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with what this page holds; call after ``validate``."""
        return answers

    def kept(self, draft: Draft) -> Draft:
        """Return ``draft`` with what this page holds beside answers, whichever way one goes."""
        return draft

    def settled(self, answers: Answers) -> Answers:
        """Return the merged answers as they stand when the reporter goes on."""
        return answers

    def lacks(self) -> tuple[str, object] | None:
        """Return (field id, sentence) for what must be answered before going on, or None."""
        return None

    def make_room(self) -> None:
        """Show one more empty entry, where the page has entries."""
