"""The links by which outside agencies answer: their rows follow the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework.case.adding import newer
from tipline.dispatch.origin import Origin, seal_origin
from tipline.sealing.agency import Link, seal_shown
from tipline.store.inbox.hearing import NewLink
from tipline.tips import reference
from tipline.tips.content import Dispatched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.tips.standing import Given


def links(case: OpenCase) -> Mapping[int, Link]:
    """Return the links of what a case sent, by the numbers of the events that sent it."""
    return {given.number: Link.of(secret) for given, secret in _linked(case)}


def holding(visit: Visit, case: OpenCase) -> Mapping[int, datetime]:
    """Return until when each link of a case holds that does, by the number of its dispatch.

    A link holds for some days after what was sent, to the hour, until an officer ends it, and not
    while the case is finished. Where agencies get no links any more, none holds.
    """
    settings = visit.office.settings
    if case.state.finished or not settings.agencies_url:
        return {}
    days = timedelta(days=settings.agencies_days)
    ends = {
        given.number: (given.at + days).replace(minute=0, second=0, microsecond=0)
        for given, _ in _linked(case)
        if not given.link_ended
    }
    return {number: end for number, end in ends.items() if end > visit.now}


def settle(visit: Visit, case: OpenCase) -> None:
    """Bring the rows of a case's links in line with it: those hold that ``holding`` gives.

    What was said by the others waits on. Where a row was changed, and another event was entered
    meanwhile, it begins again with the newest: who is slower opens no link that was ended. Nothing
    follows from a case that is broken, nor from one that this desk has no more.
    """
    met = case if case.trouble is None else None
    while met is not None and _settled(visit, met):
        met = newer(visit, met)


def _linked(case: OpenCase) -> Iterator[tuple[Given, bytes]]:
    """Yield what left with a link, and the secret of that."""
    for given in case.state.given:
        if isinstance(given.content, Dispatched) and given.content.link:
            yield given, given.content.link


def _settled(visit: Visit, case: OpenCase) -> bool:
    """Bring the rows in line with a case as it was met; tell whether any had to be changed."""
    known, held, hearing = links(case), holding(visit, case), visit.office.hearing
    if not known:
        return False
    there = hearing.links([link.row for link in known.values()])
    over = [
        link.row
        for number, link in known.items()
        if number not in held and there.get(link.row, visit.now) > visit.now
    ]
    if over:
        hearing.end_links(over, visit.now)
    opened = [number for number, end in held.items() if there.get(known[number].row) != end]
    for number in opened:
        hearing.open_link(_row(visit, case, number, known[number], held[number]))
    return bool(over or opened)


def _row(visit: Visit, case: OpenCase, number: int, link: Link, end: datetime) -> NewLink:
    ours = reference.of_dispatch(case.state.own, number)
    desk = visit.office.deployment.desk(case.events[number - 1].desk)
    origin = Origin(tip=bytes.fromhex(case.state.own), number=number, reference=ours)
    return NewLink(
        id=link.row,
        until=end,
        recipient=link.identity.recipient.public,
        shown=seal_shown(ours, link),
        desk=desk.code,
        origin=seal_origin(origin, desk.recipient),
    )
