"""What the page of a file shows of it: which page or moment, what is before and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.casework.tip.attachments import UNSHOWN
from tipline.evidence.showing.bounds import CLIP_SECONDS, STRETCH_SECONDS
from tipline.evidence.showing.moments import moments
from tipline.evidence.showing.viewing import Extent
from tipline.tips.evidence import Family, Kind

if TYPE_CHECKING:
    from tipline.casework.tip.attachments import OpenFile
    from tipline.errors import TiplineError
    from tipline.evidence.showing.viewing import Words

MINUTE = 60  # seconds, and minutes of an hour
NOTHING = Extent()
TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,6}):)?(\d{1,6})", re.ASCII)


@dataclass(frozen=True)
class Look:
    """``at`` is a page, from 1, or the second at which a clip begins; ``step`` is to the next.

    ``marks`` are the seconds of the pictures in a video's strip. ``trouble``: why nothing shows,
    or, where there are ``words``, why no page does. ``missing``: packages that would have its pages
    shown.
    """

    extent: Extent = NOTHING
    at: int = 0
    first: int = 0
    last: int = 0
    step: int = 1
    marks: tuple[int, ...] = ()
    words: Words | None = field(default=None, repr=False)
    missing: tuple[str, ...] = ()
    trouble: TiplineError | None = None

    @property
    def before(self) -> int | None:
        """The page or the second before this one."""
        return max(self.first, self.at - self.step) if self.at > self.first else None

    @property
    def after(self) -> int | None:
        """The page or the second after this one."""
        return self.at + self.step if self.at + self.step <= self.last else None

    @property
    def until(self) -> int:
        """The second at which what is played ends."""
        return min(self.at + self.step, max(self.extent.seconds, self.at))


def look(opened: OpenFile, asked: str) -> Look:
    """Return what is shown of a file; ``asked`` is a page's number or a time, as it was typed.

    What is beyond the end is the end, and what cannot be read is the beginning.
    """
    kind = opened.file.evidence.kind
    try:
        if opened.in_words:
            return _in_words(opened, asked)
        extent = opened.extent()
    except UNSHOWN as trouble:
        return Look(trouble=trouble)
    if kind is Kind.PDF:
        return Look(extent, _within(asked, 1, extent.pages), first=1, last=extent.pages)
    if kind.family is Family.PICTURE:
        return Look(extent)
    last = max(0, extent.seconds - 1)
    at = _within(asked, 0, last)
    if kind.family is Family.SOUND:
        return Look(extent, at, last=last, step=STRETCH_SECONDS)
    marks = tuple(moments(extent.seconds))
    return Look(extent, at, last=last, step=CLIP_SECONDS, marks=marks)


def _in_words(opened: OpenFile, asked: str) -> Look:
    """Return the words, and of an office file a page, where it can be drawn here."""
    words = opened.words()
    if not opened.laid_out:
        return Look(words=words, missing=opened.missing)
    try:
        extent = opened.extent()
    except UNSHOWN as trouble:
        return Look(words=words, trouble=trouble)
    at = _within(asked, 1, extent.pages)
    return Look(extent, at, first=1, last=extent.pages, words=words)


def seconds(typed: str) -> int | None:
    """Return how many seconds "1:02:05", "62:05" or "3725" are; None for what is no time."""
    found = TIME.fullmatch(typed.strip())
    if found is None:
        return None
    hours, minutes, rest = (int(each or 0) for each in found.groups())
    return (hours * MINUTE + minutes) * MINUTE + rest


def clock(count: int) -> str:
    """Return seconds as one reads them beside a recording: 2:05, 1:02:05."""
    minutes, rest = divmod(count, MINUTE)
    hours, minutes = divmod(minutes, MINUTE)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _within(asked: str, first: int, last: int) -> int:
    wanted = seconds(asked)
    return first if wanted is None else max(first, min(last, wanted))
