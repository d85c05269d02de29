"""What can be done with several tips of the work list at once.

Each is done tip by tip, with the checks of the tip's own page: what cannot be done with one leaves
it as it is, and is counted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tipline.casework.tip import actions
from tipline.review.forms.base import NOT_WHOLE, TIP_ID
from tipline.review.posted import PostedForm
from tipline.web.fields import ChoiceField, MarksField, Needed

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from tipline.casework.visit import Visit
    from tipline.review.rows import Row


@dataclass(frozen=True, kw_only=True)
class Act:
    """A thing to do: what its button says and what stands beside it, and which rows it takes.

    ``verb`` does it with one tip and returns whether it was done; ``done`` says with how many.
    """

    label: LazyString
    hint: LazyString
    fits: Callable[[Row], bool]
    verb: Callable[[Visit, bytes], bool]
    done: Callable[[int], str]


def _told_aside(count: int) -> str:
    return ngettext("The tip is set aside as spam.", "%(num)d tips are set aside as spam.", count)


ACTS = {
    "aside": Act(
        label=_l("Set the chosen tips aside as spam"),
        hint=_l("Only tips that nobody has opened. Each can be taken back for 30 days."),
        fits=lambda row: row.unread,
        verb=actions.set_aside_unopened,
        done=_told_aside,
    ),
}


class ChosenForm(PostedForm):
    """The tips that were chosen, and what is to be done with them."""

    tip = MarksField(validators=[Needed(_l("Choose the tips first."))])
    act = ChoiceField(
        "", [(code, act.label) for code, act in ACTS.items()], validators=[Needed(NOT_WHOLE)]
    )

    @property
    def told(self) -> object:
        """What is amiss, if anything is."""
        return next((error for field in (self.tip, self.act) for error in field.errors), "")

    def chosen(self) -> list[bytes]:
        """Return the ids of the chosen tips; what is no id is passed over."""
        return [bytes.fromhex(each) for each in self.tip.data or () if TIP_ID.fullmatch(each)]


def acts_for(row: Row) -> list[str]:
    """Return the codes of what can be done with a row; empty: it cannot be chosen."""
    return [code for code, act in ACTS.items() if row.answers is not None and act.fits(row)]


def do(visit: Visit, code: str, tips: list[bytes]) -> list[bytes]:
    """Do one of the ACTS with each of these tips; return those with which it was done."""
    return [tip for tip in tips if ACTS[code].verb(visit, tip)]
