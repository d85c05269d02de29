"""The forms that bring tips together: joining, linking, and answering many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from tipline.review import names, words
from tipline.review.forms.base import NOT_WHOLE, TIP_ID, CaseForm
from tipline.tips.event import REASON_MAX
from tipline.tips.link import Sort
from tipline.tips.mailbox import ANSWER_MAX
from tipline.web.fields import (
    NOT_A_CHOICE,
    ChoiceField,
    LineField,
    MarksField,
    Needed,
    NotShorter,
    TextField,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sized

    from tipline.casework.tip.opening import OpenTip

REFERENCE = re.compile("[0-9a-f]{8}")
SEVERAL = 2
OTHER_MAX = 300  # code points: an address, with the tip's id in it


class LinksForm(CaseForm):
    """What is done with the chosen suggestions, or with a tip that is named."""

    name = "links"
    standing = False
    tip = MarksField()
    other = LineField(
        _l("Another tip"),
        OTHER_MAX,
        description=_l("Its reference, or the address of its page."),
    )
    sort = ChoiceField(
        _l("What they are to each other"),
        choices=[(each.value, words.SORTS[each]) for each in Sort],
        default=Sort.RELATED.value,
        validators=[Needed(NOT_A_CHOICE)],
    )
    text = LineField(
        _l("Why"),
        REASON_MAX,
        description=_l("It stands in both cases, and is read by whoever is given either."),
        validators=[NotShorter(1, _l("Say why."))],
    )

    def stand_beside(self, suggestions: Sized) -> None:
        """Word what is asked as what may be chosen beside these, where there are any."""
        if suggestions:
            self.other.label.text = gettext("Or another tip")

    @property
    def do(self) -> str:
        """The button that was pressed: ``here``, ``there`` or ``link``."""
        return request.form.get("do", "")

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether it may be done: what was chosen must be something, and one for some."""
        fits = super().fits(tip)
        if not self.named():
            self._say(gettext("Choose a tip first, or name one."))
        elif self.do == "there" and len(self.named()) >= SEVERAL:
            self._say(gettext("A tip joins one case: choose one."))
        return fits and not self.other.errors

    def named(self) -> list[str]:
        """Return the ids, or the beginnings of ids, of the tips that were chosen or named."""
        chosen = [each for each in self.tip.data or () if TIP_ID.fullmatch(each)]
        typed = (self.other.data or "").lower()
        found = TIP_ID.findall(typed) or REFERENCE.findall(typed)
        return list(dict.fromkeys([*chosen, *found]))

    def not_there(self) -> None:
        """Say that there is no such tip."""
        self._say(gettext("There is no such tip, or more than one. Copy its page's address."))

    def _say(self, sentence: str) -> None:
        self.other.errors = [*self.other.errors, sentence]


class UnlinkForm(CaseForm):
    """Taking a link away."""

    name = "unlink"
    case = HiddenField(validators=[Needed(NOT_WHOLE)])

    def other(self) -> bytes | None:
        """Return the id of the other case; None for what is no id."""
        found = TIP_ID.fullmatch(self.case.data or "")
        return bytes.fromhex(found.group()) if found else None


class PartForm(CaseForm):
    """Letting a tip go back to its own case."""

    name = "part"
    text = LineField(_l("Why"), REASON_MAX, validators=[NotShorter(1, _l("Say why."))])


class MailboxesForm(CaseForm):
    """Going on with mailboxes that are still to be written."""

    name = "mailboxes"


class ManyForm(CaseForm):
    """One answer to many reporters; ``many_form`` adds a text for each language."""

    name = "many"
    tip = MarksField()

    def fits(self, tip: OpenTip) -> bool:
        """Tell whether somebody is chosen, and something is written."""
        fits = super().fits(tip)
        if not self.chosen(tip):
            self.form_errors.append(gettext("Choose the reporters first."))
        if not self.texts():
            self.form_errors.append(gettext("Write something first."))
        return fits and not self.form_errors

    @property
    def languages(self) -> list[str]:
        """The languages that it has a text for."""
        return [name.removeprefix("text_") for name in self._fields if name.startswith("text_")]

    def text_of(self, language: str) -> TextField:
        """Return the field of a language."""
        found: TextField = self._fields[f"text_{language}"]  # type: ignore[assignment]  # made below
        return found

    def texts(self) -> Mapping[str, str]:
        """Return what was written, by language."""
        return {
            language: text
            for language in self.languages
            if (text := self.text_of(language).data or "")
        }

    def chosen(self, tip: OpenTip) -> Collection[bytes]:
        """Return the tips that are chosen: all of the case, or those that are marked."""
        if request.form.get("who", "all") == "all":
            return [bytes.fromhex(each) for each in tip.case.state.tips]
        return [bytes.fromhex(each) for each in self.tip.data or () if TIP_ID.fullmatch(each)]


def many_form(languages: Collection[str]) -> type[ManyForm]:
    """Return the form with a text for each of these languages."""
    fields = {
        f"text_{language}": TextField(names.of_language(language), ANSWER_MAX)
        for language in languages
    }
    return type("ManyForm", (ManyForm,), fields)
