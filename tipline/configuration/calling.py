"""Reading what the hotline's operators say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from tipline.configuration.model import Interpreter, Line, Part, Script
from tipline.configuration.shifts import shift

if TYPE_CHECKING:
    from tipline.configuration.table import Table

CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,15}", re.ASCII)  # no name: nothing else tells who it was


def script(table: Table) -> Script:
    """Return the script; every part of a call has one line, in order. Raises ConfigurationError."""
    languages = table.lines("languages")
    if not languages or not all(_is_known(code) for code in languages):
        raise table.refuse("languages", 'a list of language tags, like ["ar", "en", "ur"]')
    never = table.text("never")
    interpreters = tuple(_interpreter(it, languages) for it in table.tables("interpreter"))
    lines = tuple(_line(it) for it in table.tables("line"))
    if tuple(line.part for line in lines) != tuple(Part):
        raise table.refuse("line", f"each once and in order: {', '.join(Part)}")
    table.end()
    return Script(languages=languages, never=never, lines=lines, interpreters=interpreters)


def _is_known(code: str) -> bool:
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _interpreter(table: Table, spoken: tuple[str, ...]) -> Interpreter:
    languages = table.lines("languages")
    if not languages or not set(languages) <= set(spoken):
        raise table.refuse("languages", "some of the languages that callers speak, above")
    interpreter = Interpreter(
        code=table.code(CODE),
        languages=languages,
        rings=table.line("rings"),
        shift=shift(table),
    )
    table.end()
    return interpreter


def _line(table: Table) -> Line:
    line = Line(
        part=table.choice("code", Part),
        label=table.text("label"),
        say=table.text("say"),
        hint=table.text("hint") if table.has("hint") else None,
    )
    table.end()
    return line
