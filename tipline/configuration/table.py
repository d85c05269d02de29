"""Reading a TOML table, with the place of every trouble."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from tipline.errors import ConfigurationError, ConfigurationFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from enum import StrEnum
    from pathlib import Path

    from tipline.configuration.model import Text

E = TypeVar("E", bound="StrEnum")
PERCENT_MAX = 1000
UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
FALLBACK = "en"  # what a text without the wanted language is shown in, if it has that


@dataclass(frozen=True)
class Languages:
    """The languages that the sites speak, and which text lacks which: language, file's name, place.

    A text that lacks one is taken from English, else from the first of ``codes`` that it has.
    """

    codes: Sequence[str]
    lacking: list[tuple[str, str, str]] = field(default_factory=list)

    def filled(self, given: Mapping[str, str], file: str, place: str) -> dict[str, str]:
        """Return a text in every language; ValueError if it has none to fall back to."""
        base = next((given[code] for code in (FALLBACK, *self.codes) if code in given), None)
        if base is None:
            raise ValueError
        missing = [code for code in self.codes if code not in given]
        self.lacking.extend((code, file, place) for code in missing)
        return {**given, **dict.fromkeys(missing, base)}


class Table:
    """One table of a file. Each value is asked for once; ``end`` refuses what nobody asked for."""

    def __init__(
        self, file: Path, place: str, values: dict[str, Any], languages: Languages
    ) -> None:
        """Take the table, where it stands, and the languages that every text should have."""
        self.file = file
        self.place = place
        self._values = dict(values)
        self._languages = languages

    @classmethod
    def of_file(cls, file: Path, languages: Languages) -> Table:
        """Read a whole file; ConfigurationFileError if it is none."""
        try:
            return cls(file, "", tomllib.loads(file.read_text(encoding="utf-8")), languages)
        except OSError as error:
            raise ConfigurationFileError(file=file, reason=error.strerror) from None
        except (ValueError, RecursionError) as error:
            raise ConfigurationFileError(file=file, reason=error) from None

    def refuse(self, name: str, wanted: str) -> ConfigurationError:
        """Return the error that tells what a value of this table must be."""
        return ConfigurationError(file=self.file, place=f"{self.place}{name}", wanted=wanted)

    def line(self, name: str, default: str | None = None) -> str:
        """Return a text that is not translated; without a default it must be there."""
        found = self._values.pop(name, default)
        if not isinstance(found, str) or not (found or default is not None):
            raise self.refuse(name, "a text")
        return found

    def lines(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; it may be left out."""
        found = self._values.pop(name, [])
        if not isinstance(found, list) or not all(isinstance(it, str) and it for it in found):
            raise self.refuse(name, "a list of texts")
        return tuple(found)

    def text(self, name: str) -> Text:
        """Return a text in every language, with the white space of its lines made one space.

        A language may be left out (``Languages``), but not given without words.
        """
        found = self._values.pop(name, {})
        wanted = f"a text in each language: {', '.join(self._languages.codes)}"
        if not isinstance(found, dict) or not all(isinstance(it, str) for it in found.values()):
            raise self.refuse(name, wanted)
        tidied = {language: _tidied(text) for language, text in found.items()}
        for language in self._languages.codes:
            if not tidied.get(language, "given"):
                raise self.refuse(f"{name}.{language}", wanted)
        try:
            filled = self._languages.filled(tidied, self.file.name, f"{self.place}{name}")
        except ValueError:
            raise self.refuse(name, wanted) from None
        return MappingProxyType(filled)

    def flag(self, name: str, *, default: bool) -> bool:
        """Return yes or no."""
        found = self._values.pop(name, default)
        if not isinstance(found, bool):
            raise self.refuse(name, "true or false")
        return found

    def count(self, name: str, default: int, most: int) -> int:
        """Return a whole number from 0 to ``most``; it may be left out."""
        found = self._values.pop(name, default)
        if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found <= most:
            raise self.refuse(name, f"a whole number from 0 to {most}")
        return found

    def days(self, name: str) -> tuple[int, int]:
        """Return two whole numbers, the lesser first."""
        match self._values.pop(name, None):
            case [int(first), int(last)] if 0 < first <= last:
                return first, last
        raise self.refuse(name, "two numbers of days, the lesser first")

    def duration(self, name: str) -> timedelta:
        """Return a time: a whole number and its unit."""
        match re.fullmatch(r"([1-9][0-9]{0,3}) (min|h|d)", self.line(name), re.ASCII):
            case re.Match() as found:
                return int(found[1]) * UNITS[found[2]]
        raise self.refuse(name, 'a whole number and min, h or d, like "30 min"')

    def percent(self, name: str) -> int:
        """Return a share: a whole number from 1 to 1000, of hundred."""
        value = self._values.pop(name, None)
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= PERCENT_MAX:
            raise self.refuse(name, f"a whole number from 1 to {PERCENT_MAX}")
        return value

    def code(self, form: re.Pattern[str]) -> str:
        """Return the code of this table."""
        code = self.line("code")
        if not form.fullmatch(code):
            raise self.refuse("code", "a code in capitals, like DRUG")
        return code

    def once_each(self, name: str, codes: Iterable[str]) -> None:
        """Refuse a code that is given twice in the list of a name."""
        seen: set[str] = set()
        for code in codes:
            if code in seen:
                raise self.refuse(f"{name}[{code}]", "given once")
            seen.add(code)

    def choice(self, name: str, kind: type[E], default: E | None = None) -> E:
        """Return one of a closed set; without a default it must be there."""
        found = self._values.pop(name, default)
        try:
            return kind(found)
        except ValueError:
            raise self.refuse(name, _one_of(kind)) from None

    def choices(self, name: str, kind: type[E]) -> frozenset[E]:
        """Return some of a closed set; none if it is left out."""
        try:
            return frozenset(kind(it) for it in self.lines(name))
        except ValueError:
            raise self.refuse(name, f"a list of {_one_of(kind)}") from None

    def chosen(self, name: str, kind: type[E], default: tuple[E, ...] = ()) -> tuple[E, ...]:
        """Return some of a closed set in their order, each once; they may be left out."""
        if not self.has(name):
            return default
        try:
            found = tuple(kind(it) for it in self.lines(name))
        except ValueError:
            raise self.refuse(name, f"a list of {_one_of(kind)}") from None
        if len(set(found)) != len(found):
            raise self.refuse(name, "a list in which none is given twice")
        return found

    def table(self, name: str) -> Table:
        """Return the table of a name; it must be there."""
        found = self._values.pop(name, None)
        if not isinstance(found, dict):
            raise self.refuse(name, "a table")
        return Table(self.file, f"{self.place}{name}.", found, self._languages)

    def has(self, name: str) -> bool:
        """Tell whether a value of this name is given and was not yet asked for."""
        return name in self._values

    def tables(self, name: str) -> list[Table]:
        """Return the list of tables of a name; none if it is left out."""
        found = self._values.pop(name, [])
        if not isinstance(found, list) or not all(isinstance(it, dict) for it in found):
            raise self.refuse(name, f"a list of tables, [[{name}]]")
        return [
            Table(self.file, f"{self.place}{name}[{it.get('code', at)}].", it, self._languages)
            for at, it in enumerate(found, 1)
        ]

    def end(self) -> None:
        """Refuse a value that nobody asked for: it is a slip of the pen."""
        for name in self._values:
            raise self.refuse(name, "left out: there is no such value")


def _one_of(kind: type[StrEnum]) -> str:
    return f"one of {', '.join(it.value for it in kind)}"


def _tidied(text: str) -> str:
    """Make each paragraph one line: lines of a file end where its editor's window does."""
    paragraphs = text.strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
