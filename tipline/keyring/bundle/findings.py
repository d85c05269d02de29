"""What a check found: plain sentences, each with a verdict."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, TypeVar

T = TypeVar("T")


class Verdict(StrEnum):
    """Whether something is as it was made."""

    WHOLE = "whole"
    WRONG = "WRONG"
    UNCHECKED = "unchecked"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; the sentence holds no word of a reporter."""

    verdict: Verdict
    sentence: str


Findings: TypeAlias = Generator[Finding, None, T]  # one step of a check: it finds, and gives on


def whole(sentence: str) -> Finding:
    """Return that something is as it was made."""
    return Finding(Verdict.WHOLE, sentence)


def wrong(sentence: str) -> Finding:
    """Return that something was changed, forged, added or taken out."""
    return Finding(Verdict.WRONG, sentence)


def unchecked(sentence: str) -> Finding:
    """Return that something could not be told with what was given."""
    return Finding(Verdict.UNCHECKED, sentence)
