"""What a reporter wrote, made harmless and honest: no markup, no hidden command."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

# Characters that move, hide or reorder their neighbours, or show nothing: C0 and C1 controls but
# tab and line feed; soft hyphen; Arabic letter mark; Hangul and Khmer fillers; Mongolian
# separators; zero width space, LRM and RLM; line and paragraph separators; embeddings, overrides
# and isolates (UAX #9); invisible operators; byte order mark; interlinear marks; tag characters.
# ZWJ and ZWNJ stay as they are: Urdu, Persian, Hindi and emoji are written with them.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b"
    "\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
FOUND = Markup("<mark>{}</mark>")
MARK = Markup('<bdi class="mark" dir="ltr" title="{name}">{code}</bdi>')


def shown(text: str) -> Markup:
    """Return text as HTML in which nothing acts.

    Markup is escaped, nothing becomes a link, and each character of ``HIDDEN`` is replaced by its
    labelled number, so that its effect is gone and its presence is seen.
    """
    pieces: list[Markup] = []
    end = 0
    for found in HIDDEN.finditer(text):
        pieces += (escape(text[end : found.start()]), _mark(found.group()))
        end = found.end()
    return Markup("").join([*pieces, escape(text[end:])])


def without_hidden(text: str) -> str:
    """Return text without the characters of ``HIDDEN``, for where no markup can stand: a field."""
    return HIDDEN.sub("", text)


def marked(text: str, spans: Iterable[tuple[int, int]]) -> Markup:
    """Return text as ``shown`` does, with these parts of it marked; they may overlap."""
    pieces: list[Markup] = []
    end = 0
    for start, stop in sorted(spans):
        if stop > end:
            pieces += (shown(text[end:start]), FOUND.format(shown(text[max(start, end) : stop])))
            end = stop
    return Markup("").join([*pieces, shown(text[end:])])


def around(text: str, most: int, at: int) -> str:
    """Return the words of a text around a place in it, on one line, "…" where it is cut."""
    if at <= most // 2:
        return beginning(text, most)
    start = text.find(" ", at - most // 3, at)
    return "… " + beginning(text[max(start, at - most // 3) :], most)


def beginning(text: str, most: int) -> str:
    """Return the first words of a text on one line: at most ``most`` code points, "…" if cut."""
    line = " ".join(text[: most * 4].split())
    if len(line) <= most:
        return line
    cut = line[:most]
    return (cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut) + "…"


def set_up(app: Flask) -> None:
    """Give the templates the filter ``shown``."""
    app.jinja_env.filters["shown"] = shown


def _mark(character: str) -> Markup:
    name = unicodedata.name(character, "CONTROL CHARACTER").lower()
    return MARK.format(name=name, code=f"U+{ord(character):04X}")
