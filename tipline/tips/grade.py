"""How far to trust a piece of information, and how it may be handled: 3x5x2.

Source: the domain guide, 4. Handling conditions are codes of the configuration.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tipline.tips.report import Knows


class Source(StrEnum):
    """How reliable the source is. A receipt code makes nobody reliable."""

    RELIABLE = "1"
    UNTESTED = "2"
    UNRELIABLE = "3"


class Information(StrEnum):
    """How the source knows it."""

    DIRECT = "A"
    CORROBORATED = "B"
    INDIRECT = "C"
    UNKNOWN = "D"
    FALSE = "E"


class Handling(StrEnum):
    """Whether it may be passed on."""

    PERMITTED = "P"
    CONDITIONAL = "C"


@dataclass(frozen=True)
class Grade:
    """A grade without its conditions."""

    source: Source
    information: Information
    handling: Handling

    def __str__(self) -> str:
        """Return it as it is written: ``2/D/C``."""
        return f"{self.source.value}/{self.information.value}/{self.handling.value}"


DEFAULT = Grade(Source.UNTESTED, Information.UNKNOWN, Handling.CONDITIONAL)  # at intake
_HINTS: Mapping[Knows | None, Information] = {
    Knows.SAW: Information.DIRECT,
    Knows.TOLD: Information.INDIRECT,
    Knows.ONLINE: Information.INDIRECT,
}


def suggest(knows: Knows | None) -> Grade:
    """Return what the reporter's own word on how they know hints at. An evaluator confirms it."""
    information = _HINTS.get(knows, DEFAULT.information)
    return Grade(DEFAULT.source, information, DEFAULT.handling)
