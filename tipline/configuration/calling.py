"""Reading what the hotline's operators say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from tipline.configuration.model import Line, Part, Script

if TYPE_CHECKING:
    from tipline.configuration.table import Table


def script(table: Table) -> Script:
    """Return the script; every part of a call has one line, in order. Raises ConfigurationError."""
    languages = table.lines("languages")
    if not languages or not all(_is_known(code) for code in languages):
        raise table.refuse("languages", 'a list of language tags, like ["ar", "en", "ur"]')
    never = table.text("never")
    lines = tuple(_line(it) for it in table.tables("line"))
    if tuple(line.part for line in lines) != tuple(Part):
        raise table.refuse("line", f"each once and in order: {', '.join(Part)}")
    table.end()
    return Script(languages=languages, never=never, lines=lines)


def _is_known(code: str) -> bool:
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def _line(table: Table) -> Line:
    line = Line(
        part=table.choice("code", Part),
        label=table.text("label"),
        say=table.text("say"),
        hint=table.text("hint") if table.has("hint") else None,
    )
    table.end()
    return line
