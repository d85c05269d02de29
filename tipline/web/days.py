"""Days, and hours of a day, as they are typed: in any script's digits."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time
from typing import TYPE_CHECKING, Any

from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from wtforms.widgets import TextInput

from tipline.tips.shape import LAST_YEAR
from tipline.web.fields import Labelled, clean

if TYPE_CHECKING:
    from collections.abc import Sequence

NOT_A_DAY = _l("Write the day as day, month and year: 30/11/2026.")
NO_SUCH_DAY = _l("There is no such day. Write day, month and year, for example 30/11/2026.")
NOT_AN_HOUR = _l("Write the hour as on a clock of 24 hours: 14:30.")
DATE_NUMBERS = 3
LONGEST_MONTH = 31
HOUR = re.compile(r"(\d{1,2})(?:\s*[:.]\s*(\d{2}))?", re.ASCII)


class _Typed(Labelled):
    """What is typed on a plain line, and read by rule; ``shape``: how it stands there.

    A browser's own control would show the order of its own language, not ours.
    """

    widget = TextInput()
    shape = ""

    def read(self, typed: str) -> date | time:
        """Return what was typed. ``ValueError`` with a sentence for what is none."""
        raise NotImplementedError

    def _value(self) -> str:
        if self.raw_data:
            return clean(str(self.raw_data[0]))
        return format(self.data, self.shape) if self.data is not None else ""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Take the first posted value; raises as ``read`` does."""
        typed = clean(str(valuelist[0])) if valuelist else ""
        self.data = self.read(typed) if typed else None


class DayField(_Typed):
    """A day of the calendar, typed in any script's digits."""

    shape = "%d/%m/%Y"

    def read(self, typed: str) -> date:
        """Return the day."""
        return parse_day(typed)

    def shown(self) -> str:
        """Return the day in words."""
        return format_date(self.data, "d MMMM y") if self.data else ""


class HourField(_Typed):
    """A time of day, by a clock of 24 hours."""

    shape = "%H:%M"

    def read(self, typed: str) -> time:
        """Return the time."""
        return parse_hour(typed)


def parse_day(typed: str) -> date:
    """Return the day that was typed: 2026-11-30, 30/11/2026 or 30.11.26, in any script's digits.

    Raises ``ValueError`` with a sentence for what is no date, for a date that no month has, and for
    one after which no day can be counted.
    """
    numbers = re.findall(r"\d{1,4}", in_our_digits(typed))
    if len(numbers) != DATE_NUMBERS:
        raise ValueError(str(NOT_A_DAY))
    first, month, last = map(int, numbers)
    year, day = (first, last) if first > LONGEST_MONTH else (last, first)
    try:
        found = date(year + (2000 if year < 100 else 0), month, day)  # noqa: PLR2004 (two digits)
    except ValueError:
        raise ValueError(str(NO_SUCH_DAY)) from None
    if found.year > LAST_YEAR:
        raise ValueError(str(NO_SUCH_DAY))
    return found


def parse_hour(typed: str) -> time:
    """Return the time that was typed: 14:30, 14.30 or 14. ``ValueError`` with a sentence."""
    found = HOUR.fullmatch(in_our_digits(typed).strip())
    if found is None:
        raise ValueError(str(NOT_AN_HOUR))
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise ValueError(str(NOT_AN_HOUR)) from None


def in_our_digits(typed: str) -> str:
    """Return a text with each digit of any script as a Western one."""
    return "".join(str(unicodedata.decimal(it)) if it.isdecimal() else it for it in typed)
