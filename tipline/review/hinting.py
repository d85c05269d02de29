"""What may point at the reporter, marked in what they wrote: hints, and which rules gave them."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from tipline.review.marks import shown
from tipline.tips.pointing import Clue, hints

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask import Flask

    from tipline.review.words import Words

HINT = Markup('<mark class="points" title="{rule}">{text}</mark>')
CLUES: Words = {
    Clue.FIRST: _l("Words in the first person, and the reporter's own people and places"),
    Clue.KNOWN: _l("Who could know it"),
    Clue.HIDING: _l("A hiding place: say no more of it than is needed"),
    Clue.PHONE: _l("A phone number"),
    Clue.MAIL: _l("An e-mail address, or an account"),
    Clue.NUMBER: _l("A number of an identity, a passport or an account"),
}


def hinted(text: str) -> Markup:
    """Return text as ``shown`` does, with what may point at its writer marked and said why."""
    pieces: list[Markup] = []
    end = 0
    for hint in hints(text):
        passage = shown(text[hint.start : hint.end])
        pieces += (shown(text[end : hint.start]), HINT.format(rule=CLUES[hint.clue], text=passage))
        end = hint.end
    return Markup("").join([*pieces, shown(text[end:])])


def counted(texts: Iterable[str]) -> list[tuple[str, int]]:
    """Return the rules that found something in these texts, in words, and how often."""
    found: Counter[StrEnum] = Counter(hint.clue for text in texts for hint in hints(text))
    return [(str(words), found[clue]) for clue, words in CLUES.items() if clue in found]


def set_up(app: Flask) -> None:
    """Give the templates the filter ``hinted``."""
    app.jinja_env.filters["hinted"] = hinted
