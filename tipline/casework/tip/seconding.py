"""Asking a second officer for what one may not do alone."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from tipline.casework.case.vouching import colleagues
from tipline.tips.content import Asked
from tipline.tips.shape import to_json

if TYPE_CHECKING:
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.tips.content import Content
    from tipline.tips.second import Deed


def request(
    visit: Visit, case: OpenCase, deed: Deed, content: Content, why: str = ""
) -> Asked | None:
    """Return the event that asks for a deed; None where this officer has asked for the same.

    ``content`` is the record of what it would do. If that has a text, it is the reason.
    """
    record: Any = content
    if any(each.name == "text" for each in fields(record)):
        why, record = record.text, replace(record, text="")
    would = to_json(record)
    asked = Asked(deed=deed, would={k: v for k, v in would.items() if k != "text"}, text=why)
    return None if asked in _asked_before(visit, case) else asked


def others(visit: Visit, desk: str) -> int:
    """Return how many other members of a desk may answer: without one, nothing is approved."""
    return len(colleagues(visit, desk).keys() - {visit.member.analyst})


def _asked_before(visit: Visit, case: OpenCase) -> list[Asked]:
    return [
        Asked(deed=each.deed, would=each.would, text=each.text)
        for each in case.state.waiting(visit.now)
        if each.author == visit.member.analyst
    ]
