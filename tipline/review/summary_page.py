"""The page on which the summary is written, and read, beside the report with its hints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import Response, make_response, render_template

from tipline.review import names, official, reading, words
from tipline.review.forms.writing import ReadForm, SummaryForm
from tipline.review.hinting import CLUES, counted
from tipline.review.visit import visit
from tipline.tips.content import Summary
from tipline.tips.event import Kind
from tipline.tips.pointing import FEW
from tipline.tips.shape import from_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tipline.casework.tip.opening import OpenTip


@dataclass(frozen=True)
class Version:
    """The summary as it was at a time; its number is that of its event."""

    number: int
    who: str
    at: datetime
    text: str = field(repr=False)


def versions(tip: OpenTip) -> tuple[Version, ...]:
    """Return what the summary was, the newest first."""
    case = tip.case
    return tuple(
        Version(event.number, event.name, event.at, from_json(Summary, event.content).text)
        for event in reversed(case.events)
        if event.kind is Kind.SUMMARY and event.number not in case.state.refused
    )


def render(tip: OpenTip) -> Response:
    """Return the page."""
    state, answers = tip.case.state, tip.newest.answers
    begun = {**SummaryForm.begins(tip), "seen": tip.case.number}
    page = render_template(
        "review/summary.html",
        tip=tip,
        case=tip.case,
        kind=names.about(answers),
        reports=reading.of_tip(tip),
        gone=official.gone(tip),
        report_direction=reading.direction(tip.report.language),
        found=counted(_texts(tip)),
        found_still=counted([state.summary]),
        clues=CLUES.values(),
        few=state.summary_few or answers.circle in FEW,
        versions=versions(tip),
        form=None if tip.case.trouble else SummaryForm(formdata=None, data=begun),
        reads=_reads(tip),
        words=words,
    )
    return make_response(page)


def _texts(tip: OpenTip) -> Iterator[str]:
    for report in tip.parts.reports.values():
        yield report.answers.what
        for group in reading.groups(report.answers):
            yield from (said.text for said in group.said if said.own)
    for message in tip.parts.messages.values():
        yield message.text


def _reads(tip: OpenTip) -> ReadForm | None:
    """Return the form for another officer who has read it, while one is wanted."""
    state = tip.case.state
    mine = state.summary_author == visit().member.analyst
    if tip.case.trouble or tip.closed or mine or not state.summary or state.summary_read:
        return None
    return ReadForm(state.summary_by, formdata=None, data={"seen": tip.case.number})
