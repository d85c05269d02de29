"""Form fields whose text is clean: one Unicode form, no invisible commands, bounded."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import (
    BooleanField,
    Field,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from wtforms import Form
    from wtforms.form import BaseForm

NOT_A_CHOICE = _l("Choose one of the answers on the page.")

# C0 and C1 controls but tab and line feed; line and paragraph separators; bidi embeddings,
# overrides and isolates (UAX #9); interlinear marks; byte order mark; tag characters.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufff9-\ufffb\ufeff"
    "\U000e0000-\U000e007f]"
)
LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")
SURROGATES = re.compile("[\ud800-\udfff]")
MARKS_MAX = 30  # in a row; UAX #15, 13: no language writes more on one letter
JOINER = "\u034f"  # parts marks and is not seen


def clean(text: str) -> str:
    """Return ``text`` in NFC, with line feeds only, without invisible commands, trimmed.

    Lone surrogates become U+FFFD. Marks that change no order (LRM, RLM, ZWJ, ZWNJ) stay: words of
    Urdu and Persian need them.
    """
    if not text:
        return text
    whole = SURROGATES.sub("\ufffd", LINE_ENDS.sub("\n", text))
    composed = unicodedata.normalize("NFC", parted(INVISIBLE.sub("", whole)))
    return parted(composed).strip()


def parted(text: str) -> str:
    """Return ``text`` with a joiner after each 30 combining marks in a row (UAX #15, 13).

    Normalising sorts a row of marks, in a time that grows with the square of its length: two
    megabytes of them would hold a worker for a quarter of an hour.
    """
    if not any(map(unicodedata.combining, text[::MARKS_MAX])):  # each longer row is met once
        return text
    pieces: list[str] = []
    row = 0
    for character in text:
        row = row + 1 if unicodedata.combining(character) else 0
        if row > MARKS_MAX:
            pieces.append(JOINER)
            row = 1
        pieces.append(character)
    return "".join(pieces)


class Bounded:
    """Refuses a text over ``most`` code points with a sentence that tells how many to take out."""

    def __init__(self, most: int) -> None:
        """Set the bound, in code points after NFC."""
        self.most = most

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ``ValidationError`` when the field's text is too long."""
        over = len(field.data or "") - self.most
        if over > 0:
            raise ValidationError(
                ngettext(
                    "Make this shorter by %(num)d character.",
                    "Make this shorter by %(num)d characters.",
                    over,
                )
            )


class NotShorter:
    """Refuses a text under ``least`` code points with the sentence it was made with."""

    def __init__(self, least: int, told: object) -> None:
        """Set the bound and what the reader is told."""
        self.least, self.told = least, told

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ``ValidationError`` when the field's text is too short."""
        if len(field.data or "") < self.least:
            raise ValidationError(str(self.told))


class Needed(InputRequired):
    """Refuses a field that nothing was put in, with the sentence it was made with."""

    def __init__(self, told: object) -> None:
        """Set what the reader is told."""
        super().__init__(told)  # type: ignore[arg-type]  # WTForms takes what turns into text later


class Labelled(Field):
    """A field whose label turns into text when it is shown."""

    def __init__(self, label: object = "", **more: Any) -> None:  # noqa: ANN401 (the library's own signature takes anything)
        """Take the label and what WTForms takes."""
        super().__init__(label, **more)  # type: ignore[arg-type]  # WTForms takes what turns into text later


class MarkField(Labelled, BooleanField):
    """One mark: set or not."""


class MarksField(Labelled, SelectMultipleField):
    """Any of several; its form says which may be chosen."""

    def __init__(self, label: object = "", **more: Any) -> None:  # noqa: ANN401 (the library's own signature takes anything)
        """Take the label and what WTForms takes."""
        super().__init__(label, validate_choice=False, **more)


class Offered:
    """Refuses choices that a field of several did not offer."""

    def __call__(self, _form: Form, field: Field) -> None:
        """Raise ``ValidationError`` for any other."""
        known = {code for code, *_ in field.iter_choices()} if isinstance(field, MarksField) else ()
        if not set(field.data or ()) <= set(known):
            raise ValidationError(str(NOT_A_CHOICE))


class _Clean(Labelled):
    """What both text fields share: cleaning, and the bound."""

    data: str | None

    def __init__(self, label: object, most: int, **more: Any) -> None:  # noqa: ANN401 (the library's own signature takes anything)
        """Take the label, the bound and what WTForms takes."""
        more["validators"] = [Bounded(most), *more.get("validators", ())]
        super().__init__(label, **more)
        self.most = most

    def shown(self) -> str:
        """Return the text itself."""
        return self.data or ""

    def process_data(self, value: str | None) -> None:
        """Take what stands in it before anybody types, cleaned as what is posted."""
        self.data = clean(value) if value else value

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take the first posted value, cleaned."""
        self.data = clean(str(valuelist[0])) if valuelist else ""


class LineField(_Clean, StringField):
    """One line of text of at most ``most`` code points."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take the first posted value, cleaned, on one line."""
        super().process_formdata(valuelist)
        self.data = " ".join((self.data or "").split())


class TextField(_Clean, TextAreaField):
    """Several lines of text of at most ``most`` code points."""


class ChoiceField(Labelled):
    """One of a few answers, or none: its data is the chosen value, empty where nothing was."""

    choices: Sequence[tuple[str, object]]

    def __init__(
        self,
        label: object,
        choices: Iterable[tuple[str, object]] = (),
        **more: Any,  # noqa: ANN401 (the library's own signature takes anything)
    ) -> None:
        """Take the label and the choices: pairs of value and words."""
        super().__init__(label, **more)
        self.choices = list(choices)

    def iter_choices(self) -> Iterator[tuple[str, str, bool]]:
        """Yield (value, words, whether it is chosen)."""
        return ((value, str(words), value == self.data) for value, words in self.choices)

    def process_data(self, value: Any) -> None:  # noqa: ANN401 (WTForms' own signature)
        """Take what was answered before."""
        self.data = str(value or "")

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take the first posted value."""
        self.data = str(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 (WTForms' own signature)
        """Refuse a value that is none of the choices; nothing chosen is an answer."""
        if self.data and not self.shown():
            raise ValidationError(str(NOT_A_CHOICE))

    def shown(self) -> str:
        """Return the words of the chosen answer."""
        return next((words for _, words, chosen in self.iter_choices() if chosen), "")
