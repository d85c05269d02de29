"""A time of day that is typed: in any script's digits."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.widgets import TextInput

from tipline.web.fields import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_AN_HOUR = _l("Write the hour as on a clock of 24 hours: 14:30.")
HOUR = re.compile(r"(\d{1,2})(?:\s*[:.]\s*(\d{2}))?", re.ASCII)


class HourField(Field):
    """A time of day, by a clock of 24 hours."""

    widget = TextInput()

    def __init__(self, label: object, **more: Any) -> None:  # noqa: ANN401 (the library's own signature takes anything)
        """Take the label and what WTForms takes."""
        super().__init__(label, **more)  # type: ignore[arg-type]  # the names are those of the fields

    def _value(self) -> str:
        if self.raw_data:
            return clean(str(self.raw_data[0]))
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take the first posted value; ``ValueError`` with a sentence for what is no hour."""
        typed = clean(str(valuelist[0])) if valuelist else ""
        self.data = parse_hour(typed) if typed else None


def parse_hour(typed: str) -> time:
    """Return the time that was typed: 14:30, 14.30 or 14. ``ValueError`` with a sentence."""
    digits = "".join(str(unicodedata.decimal(it)) if it.isdecimal() else it for it in typed)
    found = HOUR.fullmatch(digits.strip())
    if found is None:
        raise ValueError(str(NOT_AN_HOUR))
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise ValueError(str(NOT_AN_HOUR)) from None
