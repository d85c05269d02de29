"""Cases that have to do with each other: a link stands in both, confirmed by a person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from tipline.casework.case.casefile import open_case
from tipline.casework.case.head import CaseHead
from tipline.casework.case.together import append_two
from tipline.casework.tip.opening import unentered
from tipline.errors import (
    AgeError,
    DesksDifferError,
    JoinOneselfError,
    NotFoundError,
    NotLinkedError,
    RecordMalformedError,
    TipKeyRefusedError,
)
from tipline.tips.content import Linked, Unlinked

if TYPE_CHECKING:
    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.tips.content import Content
    from tipline.tips.link import Sort
    from tipline.tips.state import State

STEPS = 8  # from a case that rests to the one that its tip has joined


@dataclass(frozen=True)
class Link:
    """A case that this one is linked to, and that the analyst may open.

    ``case`` is its id as the link names it, ``tip`` one of its tips, or of the case that its own
    tip has joined since.
    """

    case: bytes
    sort: Sort
    tip: bytes
    state: State


def link(  # noqa: PLR0913, PLR0917 (what to what, how, why, and what was known)
    visit: Visit, tip: OpenTip, other: bytes, sort: Sort, text: str, seen: int
) -> OpenTip:
    """Link the case of a tip to that of another, in both. Raises what ``append_two`` does."""
    target = unentered(visit, other).case
    if target.id == tip.case.id:
        raise JoinOneselfError
    if target.desk != tip.case.desk:
        raise DesksDifferError

    def choose(one: OpenCase, two: OpenCase) -> tuple[Content, Content]:
        return (
            Linked(case=two.id, sort=sort, text=text),
            Linked(case=one.id, sort=sort, text=text),
        )

    case, _ = append_two(visit, (tip.case, target), choose, seen=seen)
    return replace(tip, case=case)


def unlink(visit: Visit, tip: OpenTip, other: bytes, text: str, seen: int) -> OpenTip:
    """Take a link to another case away, in both.

    Raises what ``append_two`` does, NotLinkedError, and NotFoundError for what is not there.
    """
    if other.hex() not in tip.case.state.links:
        raise NotLinkedError
    target = open_case(visit, visit.office.cases.case(other, visit.desks))

    def choose(one: OpenCase, two: OpenCase) -> tuple[Content, Content]:
        return Unlinked(case=two.id, text=text), Unlinked(case=one.id, text=text)

    case, _ = append_two(visit, (tip.case, target), choose, seen=seen)
    return replace(tip, case=case)


def links(visit: Visit, case: OpenCase, most: int | None = None) -> tuple[Link, ...]:
    """Return the cases that this one is linked to and that the analyst may open, the newest first.

    At most so many: each is opened.
    """
    newest = reversed(tuple(case.state.links.items()))
    found = (_found(visit, bytes.fromhex(other), sort) for other, sort in newest)
    return tuple(islice(filter(None, found), most))


def _found(visit: Visit, case_id: bytes, sort: Sort) -> Link | None:
    at = case_id
    for _ in range(STEPS):
        try:
            row = visit.office.cases.case(at, visit.desks)
            head = CaseHead.of_row(row, visit.member.desks)
        except (NotFoundError, TipKeyRefusedError, AgeError, RecordMalformedError):
            return None
        if not head.elsewhere:
            return _link(visit, head, case_id, sort)
        at = head.elsewhere
    return None


def _link(visit: Visit, head: CaseHead, case_id: bytes, sort: Sort) -> Link | None:
    tips = [bytes.fromhex(tip) for tip in head.seen]
    there = visit.office.shelf.rows(tips[:1], visit.desks)
    return Link(case_id, sort, there[0].tip_id, head.state) if there else None
