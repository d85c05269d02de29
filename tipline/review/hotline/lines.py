"""The script beside the questions, in the language that the caller speaks where it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipline.review.reading import direction
from tipline.web.app import configuration_here
from tipline.web.languages import language, pick

if TYPE_CHECKING:
    from tipline.configuration import Line, Part


@dataclass(frozen=True)
class Say:
    """What is said, in one language; ``shown``: it is the one to say now."""

    code: str
    direction: str
    text: str
    shown: bool


@dataclass(frozen=True)
class Spoken:
    """A line of the script on the page."""

    part: Part
    label: str
    hint: str
    say: tuple[Say, ...]


def lines(spoken: str) -> list[Spoken]:
    """Return the script for a call in a language; in the page's own where it lacks that."""
    return [_line(line, spoken) for line in configuration_here().script.lines]


def lacks(spoken: str) -> bool:
    """Tell whether the script was not written in a language."""
    return any(spoken not in line.say for line in configuration_here().script.lines)


def _line(line: Line, spoken: str) -> Spoken:
    chosen = spoken if spoken in line.say else language()
    say = (Say(code, direction(code), text, code == chosen) for code, text in line.say.items())
    return Spoken(line.part, pick(line.label), pick(line.hint) if line.hint else "", tuple(say))
