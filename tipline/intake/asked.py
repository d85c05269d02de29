"""Which questions are asked of whom: conditions over what was answered so far.

Source: the domain guide, 2.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tipline.configuration import Ask, Emergency
from tipline.intake import kinds
from tipline.tips.report import Now, YesNo

if TYPE_CHECKING:
    from tipline.tips.report import Answers

Asked = Callable[["Answers"], bool]


def with_kind(question: Ask) -> Asked:
    """Ask for the kinds that this question belongs to."""
    return lambda answers: kinds.asks(answers, question)


def happening(answers: Answers) -> bool:
    """Tell whether it may be happening now."""
    return answers.now in {Now.YES, Now.UNSURE}


def always_an_emergency(answers: Answers) -> bool:
    """Tell whether the kind chosen is an emergency, and the page that says so was not shown yet."""
    urgent = any(kind.emergency is Emergency.ALWAYS for kind in kinds.chosen(answers))
    return urgent and not happening(answers)


def has_finer_kinds(answers: Answers) -> bool:
    """Tell whether the kind chosen has finer kinds."""
    return bool(kinds.finer(answers.category))


def has_a_door(answers: Answers) -> bool:
    """Tell whether the kind chosen may be another body's matter."""
    return any(kind.door for kind in kinds.chosen(answers))


def about_the_police(answers: Answers) -> bool:
    """Tell whether it is a complaint about the police themselves."""
    return answers.about_police is YesNo.YES


def not_safe(answers: Answers) -> bool:
    """Tell whether the reporter says that they are not safe."""
    return answers.safe is YesNo.NO


def otherwise(asked: Asked) -> Asked:
    """Ask where ``asked`` would not."""
    return lambda answers: not asked(answers)
