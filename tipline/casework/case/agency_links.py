"""The links by which outside agencies answer: their rows follow the case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.dispatch.origin import Origin, seal_origin
from tipline.sealing.agency import Link, seal_shown
from tipline.store.inbox.hearing import NewLink
from tipline.tips import reference
from tipline.tips.content import Dispatched

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.tips.standing import Given


def links(case: OpenCase) -> Mapping[int, Link]:
    """Return the links of what a case sent, by the numbers of the events that sent it."""
    return {
        each.number: Link.of(each.content.link)
        for each in case.state.given
        if isinstance(each.content, Dispatched) and each.content.link
    }


def until(visit: Visit, given: Given) -> datetime:
    """Return until when a link holds, at most: to the hour."""
    days = timedelta(days=visit.office.settings.agencies_days)
    return (given.at + days).replace(minute=0, second=0, microsecond=0)


def settle(visit: Visit, case: OpenCase) -> None:
    """Bring the rows of a case's links in line with it.

    A link holds for some days after what was sent, and not while the case is finished. Where
    agencies get no links any more, none holds.
    """
    found = links(case)
    if not found:
        return
    hearing = visit.office.hearing
    there = hearing.links([link.row for link in found.values()])
    if case.state.finished or not visit.office.settings.agencies_url:
        open_still = [row for row, end in there.items() if end > visit.now]
        if open_still:
            hearing.end_links(open_still, visit.now)
        return
    for given in case.state.given:
        if given.number in found and (end := until(visit, given)) > visit.now:
            link = found[given.number]
            if there.get(link.row) != end:
                hearing.open_link(_row(visit, case, given, link, end))


def _row(visit: Visit, case: OpenCase, given: Given, link: Link, end: datetime) -> NewLink:
    ours = reference.of_dispatch(case.state.own, given.number)
    desk = visit.office.deployment.desk(case.events[given.number - 1].desk)
    origin = Origin(tip=bytes.fromhex(case.state.own), number=given.number, reference=ours)
    return NewLink(
        id=link.row,
        until=end,
        recipient=link.identity.recipient.public,
        shown=seal_shown(ours, link),
        desk=desk.code,
        origin=seal_origin(origin, desk.recipient),
    )
