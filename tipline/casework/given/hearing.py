"""What agencies said by their links: known to wait, taken in at a look, told where unreadable."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.casework.case.agency_links import links
from tipline.casework.tip.actions import enter_chosen
from tipline.dispatch.origin import open_origin
from tipline.errors import EventRefusedError, NotFoundError, RecordMalformedError
from tipline.sealing.audit import Action
from tipline.tips.answering import SAID_MAX
from tipline.tips.content import AgencySaid, Dispatched
from tipline.tips.powers import responds
from tipline.tips.said import BY_LINK, Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.store.inbox.hearing import SaidRow
    from tipline.tips.heard import Heard
    from tipline.tips.standing import Given


@dataclass(frozen=True)
class Waits:
    """A dispatch of which an agency said something that nobody has looked at."""

    tip: bytes
    reference: str


@dataclass(frozen=True)
class _Found:
    row: SaidRow
    given: Given
    heard: Heard


def waiting(visit: Visit) -> Sequence[Waits]:
    """Return the dispatches of the visit's desks of which something was said. StoreError."""
    found = []
    for each in visit.office.hearing.waiting(visit.desks):
        with suppress(RecordMalformedError):
            origin = open_origin(each.origin, visit.member.desks[each.desk].identity)
            if visit.office.shelf.desks_of(origin.tip):  # it may have been destroyed meanwhile
                found.append(Waits(origin.tip, origin.reference))
    return found


def hear(visit: Visit, tip: OpenTip) -> OpenTip:
    """Take in what agencies said of what this case sent, each once, in the order in which it came.

    1. What waits is opened with the links that the case holds.
    2. Each is entered in the case unless it stands there: by whoever looks, as of when it came.
    3. What was entered is deleted; what is cut short before that is found entered, and deleted, at
       the next look. What does not open, or may not follow, stays, and is told (``unheard``).
    A desk that the case was given to leaves it to the one that sent it. Raises what
    ``actions.enter_chosen`` does but for EventRefusedError.
    """
    if tip.case.trouble is not None or responds(tip.case.state, tip.case.desk):
        return tip
    rows = _rows(visit, tip.case)
    entered: list[SaidRow] = []
    for found in sorted(_opened(tip.case, rows), key=attrgetter("heard.at", "row.id")):  # 1
        with suppress(EventRefusedError):
            tip = enter_chosen(visit, tip, partial(_event, visit, found), None)  # 2
            entered.append(found.row)
    if entered:
        visit.office.hearing.take_out(entered)  # 3
    return tip


def unheard(visit: Visit, tip: OpenTip) -> int:
    """Return how much waits that no look takes in."""
    if responds(tip.case.state, tip.case.desk):
        return 0
    return len(_stuck(visit, tip.case))


def drop_unheard(visit: Visit, tip: OpenTip) -> None:
    """Delete what no look takes in. Raises NotFoundError for a desk that responds, StoreError."""
    if responds(tip.case.state, tip.case.desk):
        raise NotFoundError
    rows = _stuck(visit, tip.case)
    trail.record(visit, Action.UNHEARD, tip=tip.id, desk=tip.case.desk, dropped=len(rows))
    visit.office.hearing.take_out(rows)


def _rows(visit: Visit, case: OpenCase) -> list[SaidRow]:
    ids = [link.row for link in links(case).values()]
    return visit.office.hearing.said(ids) if ids else []


def _stuck(visit: Visit, case: OpenCase) -> list[SaidRow]:
    """Return what waits and does not open, or is more than one dispatch may have."""
    rows = _rows(visit, case)
    taken = {
        it.row
        for it in _opened(case, rows)
        if sum(bool(each.heard) for each in it.given.said) < SAID_MAX
    }
    return [row for row in rows if row not in taken]


def _opened(case: OpenCase, rows: Sequence[SaidRow]) -> Iterator[_Found]:
    """Yield what opens and was said by a way that this dispatch has."""
    sent, known = {each.number: each for each in case.state.given}, links(case)
    by_row = {link.row: (sent[number], link) for number, link in known.items()}
    for row in rows:
        given, link = by_row[row.link]
        with suppress(RecordMalformedError):
            heard = link.open(row.sealed)
            if _fits(given, heard):
                yield _Found(row, given, heard)


def _fits(given: Given, heard: Heard) -> bool:
    """Tell whether it is whole and came by a link, before an officer ended that.

    A webhook's came by a channel of what was sent.
    """
    late = given.link_ended_at is not None and heard.at > given.link_ended_at
    if late or not heard.who.strip():
        return False
    if heard.way is Way.WEBHOOK:
        return isinstance(given.content, Dispatched) and heard.channel in given.content.channels
    return heard.way in BY_LINK


def _event(visit: Visit, found: _Found, case: OpenCase) -> AgencySaid | None:
    """Return what is entered: as of when it came, as far as the clocks of both machines agree."""
    there = (said.heard for given in case.state.given for said in given.said)
    if found.row.id in there:
        return None
    heard = found.heard
    return AgencySaid(
        of=found.given.number,
        said=heard.said,
        way=heard.way,
        told_at=max(min(heard.at, visit.now), found.given.at),
        who=heard.who,
        text=heard.text,
        heard=found.row.id,
    )
