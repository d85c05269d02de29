"""What is left of a tip whose original is closed: no word that its reporter wrote, and no file.

Whoever shows a tip gets it with nothing in it that must not be seen; no page leaves anything out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tipline.tips.call import NO_CALL
from tipline.tips.report import Answers

if TYPE_CHECKING:
    from tipline.keyring.opening import OpenedParts
    from tipline.tips.report import Report


def bare_answers(answers: Answers, instead: str = "") -> Answers:
    """Return the subject and the urgency that were chosen, and ``instead`` of all words."""
    return Answers(
        now=answers.now,
        category=answers.category,
        subcategory=answers.subcategory,
        what=instead,
    )


def bare_report(report: Report) -> Report:
    """Return a report with its mailbox and its time, which work goes on with."""
    return replace(report, answers=bare_answers(report.answers), evidence=(), call=NO_CALL)


def bare_parts(parts: OpenedParts) -> OpenedParts:
    """Return the parts of a tip: which there are, and what nobody may have changed in them."""
    reports = {name: bare_report(report) for name, report in parts.reports.items()}
    return replace(parts, reports=reports, messages={})
