"""The summary: what may be known of a case. Its newest version counts; of some, once it was read.

Source: the domain guide, 4, "Sanitising"; docs/format.md, 6.
"""

from tipline.errors import OriginalClosedError, OwnSummaryError, SummaryChangedError
from tipline.tips.assessing import Changes
from tipline.tips.content import Read, Summary
from tipline.tips.event import Event
from tipline.tips.standing import CaseState


def written(case: CaseState, event: Event, content: Summary) -> Changes:
    """Take this text for the summary. That few know it, once said, stays said."""
    return {
        "summary": content.text,
        "summary_by": event.number,
        "summary_author": event.author,
        "summary_few": case.summary_few or content.few,
        "summary_read": 0,
    }


def read(case: CaseState, event: Event, content: Read) -> Changes:
    """Note that another officer read it, beside what the reporter wrote.

    Raises SummaryChangedError, OwnSummaryError, OriginalClosedError.
    """
    if not case.summary_by or content.of != case.summary_by or case.summary_read:
        raise SummaryChangedError
    if event.author == case.summary_author:
        raise OwnSummaryError
    if not case.may_read(event.author, event.at):
        raise OriginalClosedError
    return {"summary_read": event.number}
