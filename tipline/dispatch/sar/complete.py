"""What a package lacks for a report of suspicious activity: all reasons, not the first alone.

Source: the domain guide, 8, "minimum for our validator".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tipline.errors import (
    ReportActivityError,
    ReportDaysError,
    ReportFactsError,
    ReportGradeError,
    ReportNarrativeError,
    ReportNexusError,
    ReportObserverError,
    ReportPlaceError,
    ReportProtectedError,
    ReportSectorError,
    ReportShortError,
    ReportSubmitterError,
    ReportTaxonomyError,
    ReportVettingError,
)
from tipline.tips.pointing import Clue, hints
from tipline.tips.suspicious import FACTS_LEAST, NEED_FACTS, Suspicion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.dispatch.package import Package


def check(package: Package) -> None:
    """Refuse a package that lacks something, with the first ReportShortError."""
    for lack in _lacking(package):
        raise lack


def lacking(package: Package) -> tuple[ReportShortError, ...]:
    """Return each reason for which no report can be made of a package."""
    return tuple(_lacking(package))


def _lacking(package: Package) -> Iterator[ReportShortError]:
    yield from _of_text(package)
    sender = package.sender
    if not all(any(text.values()) for text in (sender.organisation, sender.desk)):
        yield ReportSubmitterError()
    yield from _of_suspicion(package.suspicion or Suspicion())
    yield from _of_vetting(package)
    if not package.where.words.strip() and not package.where.points:
        yield ReportPlaceError()
    if not package.marking.evaluated:
        yield ReportGradeError()


def _of_text(package: Package) -> Iterator[ReportShortError]:
    if not package.summary.strip():
        yield ReportNarrativeError()
    if any(hint.clue is Clue.FIRST for hint in hints(package.summary)):
        yield ReportObserverError()


def _of_suspicion(told: Suspicion) -> Iterator[ReportShortError]:
    if not told.activities:
        yield ReportActivityError()
    if told.domain is None or told.kind is None:
        yield ReportTaxonomyError()
    if told.sector is None:
        yield ReportSectorError()
    if not told.nexus.strip():
        yield ReportNexusError()
    if told.ended is not None and (told.began is None or told.ended < told.began):
        yield ReportDaysError()


def _of_vetting(package: Package) -> Iterator[ReportShortError]:
    vetting, told = package.vetting, package.suspicion or Suspicion()
    if package.protected:
        yield ReportProtectedError()
    if vetting is None:
        yield ReportVettingError()
    stated = vetting.facts if vetting else 0
    if NEED_FACTS.intersection(told.activities) and stated < FACTS_LEAST:
        yield ReportFactsError(least=FACTS_LEAST)
