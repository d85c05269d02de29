"""The forms of what is written in a case: for colleagues, for who has it, and to the reporter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from tipline.review.forms.base import WRITE_SOMETHING, CaseForm, OfForm
from tipline.tips.event import TEXT_MAX
from tipline.tips.mailbox import ANSWER_MAX
from tipline.web.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tipline.casework.tip.opening import OpenTip


class ReadForm(OfForm):
    """Having read the summary beside the report, as another officer."""

    about = "read"


class NoteForm(CaseForm):
    """A note for colleagues."""

    name = "note"
    text = TextField(
        _l("Note for colleagues"),
        TEXT_MAX,
        description=_l("It cannot be changed afterwards. The reporter never sees it."),
        validators=[WRITE_SOMETHING],
    )


class SummaryForm(CaseForm):
    """The sanitised text of the case."""

    name = "summary"
    text = TextField(
        _l("What may be known"),
        TEXT_MAX,
        description=_l(
            "The case in words that do not point at the reporter: leave out who could know it, the"
            " exact hiding place, and words in the first person."
        ),
        validators=[WRITE_SOMETHING],
    )

    @classmethod
    def begins(cls, tip: OpenTip) -> Mapping[str, Any]:
        """Return the summary so far."""
        return {"text": tip.case.state.summary}


class ReplyForm(CaseForm):
    """A reply that asks for nothing."""

    name = "reply"
    text = TextField(
        _l("Reply to the reporter"),
        ANSWER_MAX,
        description=_l(
            "The reporter reads this after a while. Name no unit, no person and no action. Say"
            " nothing of what the police know. Promise nothing."
        ),
        validators=[WRITE_SOMETHING],
    )


class QuestionForm(CaseForm):
    """A question to the reporter."""

    name = "question"
    text = TextField(
        _l("Question to the reporter"),
        ANSWER_MAX,
        description=_l(
            "The reporter sees this at once. Never ask who they are or how they can be reached, and"
            " never send them anywhere."
        ),
        validators=[WRITE_SOMETHING],
    )
