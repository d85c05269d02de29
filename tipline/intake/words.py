"""What is told of a page of questions: what is wrong on it, and what its words may give away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.lists import format_list
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField

from tipline.intake import telltale
from tipline.web import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wtforms import Field, Form

TOLD = {
    "identity-number": _l("a number like that of an identity card"),
    "phone": _l("a telephone number"),
    telltale.MAIL: _l("an e-mail address"),
    telltale.NAME: _l("words such as “my name is”"),
}
OTHER = _l("something that may show who you are")


def named(kinds: Iterable[str]) -> str:
    """Return what such kinds of telltales are called, as one list in words."""
    words = sorted({str(TOLD.get(kind, OTHER)) for kind in kinds})
    return format_list(words, locale=language())


def errors(form: Form) -> Iterator[tuple[str, str]]:
    """Yield (field id, sentence) for all that is wrong on a page, in the order of its fields.

    What concerns none of them comes first.
    """
    for told in form.form_errors:
        yield "", str(told)
    for field in form:
        yield from _errors(field)


def _errors(field: Field) -> Iterator[tuple[str, str]]:
    if isinstance(field, FormField):
        yield from errors(field.form)
    elif isinstance(field, FieldList):
        for each in field:
            yield from _errors(each)
    else:
        for told in field.errors[:1]:
            yield field.id, str(told)
