"""Q3: what kind of thing it is: eight tiles, more, not sure; then the finer kinds, where there are.

The kinds are configuration; how they are asked is here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from tipline.configuration import NOT_SURE, Ask
from tipline.intake.form import StepForm
from tipline.tips.report import Answers, YesNo
from tipline.web.app import configuration_here
from tipline.web.fields import ChoiceField
from tipline.web.languages import pick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tipline.configuration import Category

NONE_OF_THESE = "none"


class Kind(StepForm):
    """Q3."""

    title = _l("What is it about?")
    category = ChoiceField(
        title, description=_l("Choose the nearest. You can change it before you send.")
    )
    all_shown = False

    def __init__(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 (WTForms' own signature)
        """Offer the first kinds; ``show_all`` offers the rest."""
        super().__init__(*given, **more)
        self.offer(everything=not self._is_first(self.category.data))

    def offer(self, *, everything: bool) -> None:
        """Offer the first kinds, or all of them; "not sure" and the police stand last."""
        kinds = [kind for kind in tops() if kind.code != NOT_SURE]
        self.all_shown = everything
        shown = [kind for kind in kinds if everything or kind.shown]
        last = [kind for kind in tops() if kind.code == NOT_SURE]
        self.category.choices = [(kind.code, pick(kind.label)) for kind in (*shown, *last)]

    def make_room(self) -> None:
        """Show all kinds."""
        self.offer(everything=True)

    @property
    def small(self) -> dict[str, Markup]:
        """Return what stands under each choice: a plain line, and its caution."""
        return {kind.code: told_of(kind) for kind in tops()}

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the kind."""
        return {"category": answers.category}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with this kind; another kind forgets the finer one.

        It keeps whether this is about the police, unless that is none of its questions.
        """
        chosen = self.category.data or ""
        if chosen == answers.category:
            return answers
        asked = any(kind.door for kind in known((chosen,)))
        police = answers.about_police if asked else None
        return replace(answers, category=chosen, subcategory="", about_police=police)

    def settled(self, answers: Answers) -> Answers:
        """Take nothing chosen for "not sure"."""
        return answers if answers.category else replace(answers, category=NOT_SURE)

    def _is_first(self, code: str) -> bool:
        return not code or any(
            kind.code == code and (kind.shown or code == NOT_SURE) for kind in tops()
        )


class FinerKind(StepForm):
    """The finer kinds of the kind that was chosen, or none of these."""

    title = _l("Which of these is the nearest?")
    subcategory = ChoiceField(title)

    def __init__(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 (WTForms' own signature)
        """Offer the finer kinds of the draft's kind."""
        super().__init__(*given, **more)
        kinds = [(kind.code, pick(kind.label)) for kind in finer(self.answers.category)]
        self.subcategory.choices = [*kinds, (NONE_OF_THESE, _l("None of these, or not sure"))]

    @property
    def small(self) -> dict[str, Markup]:
        """Return what stands under the choices that say something of their own."""
        return {
            part.code: told_of(part)
            for kind in known((self.answers.category,))
            for part in kind.children
            if (part.plain, part.caution) != (kind.plain, kind.caution)
        }

    @classmethod
    def variant(cls, answers: Answers) -> str:
        """Tell the kinds' pages apart."""
        return answers.category

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the finer kind."""
        return {"subcategory": answers.subcategory}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with this kind."""
        chosen = self.subcategory.data
        fine = "" if chosen == NONE_OF_THESE else chosen
        return replace(answers, subcategory=fine)


class AboutPolice(StepForm):
    """Whether it is a complaint about the police: that has its own door, and its own lane."""

    title = _l("Is it about the police themselves?")
    about_police = ChoiceField(
        title,
        ((YesNo.YES.value, _l("Yes")), (YesNo.NO.value, _l("No"))),
        description=_l(
            "That is, about what a police officer or somebody at a police station did. If it is"
            " not, or you do not know, just go on."
        ),
    )

    @classmethod
    def data_of(cls, answers: Answers) -> dict[str, Any]:
        """Return the answer."""
        return {"about_police": answers.about_police}

    def merged(self, answers: Answers) -> Answers:
        """Return ``answers`` with this one."""
        chosen = self.about_police.data
        return replace(answers, about_police=YesNo(chosen) if chosen else None)


def tops() -> list[Category]:
    """Return the kinds of the first level, in the configuration's order."""
    return list(configuration_here().categories)


def finer(code: str) -> list[Category]:
    """Return the finer kinds of a kind, in the configuration's order."""
    return [child for kind in known((code,)) for child in kind.children]


def chosen(answers: Answers) -> list[Category]:
    """Return the kind and the finer kind that were chosen, as far as they were."""
    return known((answers.category, answers.subcategory))


def known(codes: Iterable[str]) -> list[Category]:
    """Return the kinds of these codes; a draft may name one that the configuration has dropped."""
    known_here = configuration_here().kinds
    return [known_here[code] for code in codes if code in known_here]


def asks(answers: Answers, question: Ask) -> bool:
    """Tell whether a question belongs to the kind that was chosen."""
    return any(question in kind.asks for kind in chosen(answers))


def told_of(kind: Category) -> Markup:
    """Return a kind's plain line and its caution, which shows once it is chosen."""
    caution = Markup('<span class="caution">{}</span>').format(pick(kind.caution))
    return Markup("{} {}").format(pick(kind.plain), caution)
