"""Form fields whose text is clean: one Unicode form, no invisible commands, bounded."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import StringField, TextAreaField, ValidationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import Form
    from wtforms.fields import Field

# C0 and C1 controls but tab and line feed; line and paragraph separators; bidi embeddings,
# overrides and isolates (UAX #9); interlinear marks; byte order mark; tag characters.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2060-\u206f\ufff9-\ufffb\ufeff"
    "\U000e0000-\U000e007f]"
)
LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")
SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return ``text`` in NFC, with line feeds only, without invisible commands, trimmed.

    Lone surrogates become U+FFFD. Marks that change no order (LRM, RLM, ZWJ, ZWNJ) stay: words of
    Urdu and Persian need them.
    """
    whole = SURROGATES.sub("\ufffd", LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", INVISIBLE.sub("", whole)).strip()


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


class _Clean:
    """What both text fields share: cleaning, and the bound as a property."""

    data: str | None
    most: int

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take the first posted value, cleaned."""
        self.data = clean(str(valuelist[0])) if valuelist else ""


class LineField(_Clean, StringField):
    """One line of text of at most ``most`` code points."""

    def __init__(self, label: object, most: int, **more: Any) -> None:  # noqa: ANN401
        """Take the label, the bound and what WTForms takes."""
        more["validators"] = [Bounded(most), *more.get("validators", ())]
        super().__init__(label, **more)  # type: ignore[arg-type]
        self.most = most

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take the first posted value, cleaned, on one line."""
        super().process_formdata(valuelist)
        self.data = " ".join((self.data or "").split())


class TextField(_Clean, TextAreaField):
    """Several lines of text of at most ``most`` code points."""

    def __init__(self, label: object, most: int, **more: Any) -> None:  # noqa: ANN401
        """Take the label, the bound and what WTForms takes."""
        more["validators"] = [Bounded(most), *more.get("validators", ())]
        super().__init__(label, **more)  # type: ignore[arg-type]
        self.most = most


NOT_A_CHOICE = _l("Choose one of the answers on the page.")
