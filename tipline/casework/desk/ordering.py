"""Asking a camera's keeper for recordings: what the keeper is sent, and which cameras are chosen.

It is entered, and goes by its channels, as a dispatch does (``given.dispatching``).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework.desk import cameras
from tipline.casework.given.packing import local, sender
from tipline.dispatch.order import Order, OrderedCamera
from tipline.errors import NotFoundError
from tipline.places.cameras.seeing import left
from tipline.tips import reference
from tipline.tips.content import Footage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.places.cameras.camera import Camera


def order(visit: Visit, case: OpenCase, number: int) -> Order:
    """Return what a keeper was asked for with an event, by its number: the same each time.

    What a camera sees is told as the register has it now. Raises NotFoundError for another event.
    """
    found = [each for each in case.state.given if each.number == number]
    if not found or not isinstance(found[0].content, Footage):
        raise NotFoundError
    (given,), content = found, found[0].content
    settings, zone = visit.office.settings, visit.office.configuration.site.timezone
    return Order(
        reference=reference.of_dispatch(case.state.own, number),
        to=content.to,
        contact=content.contact,
        purpose=content.purpose,
        sender=sender(visit, case.events[number - 1].desk),
        sent=local(given.at, zone),
        wanted=content.wanted,
        cameras=tuple(_told(visit, content.cameras)),
        since=local(content.since, zone),
        until=local(content.until, zone),
        place=content.place,
        reply_by=local(content.reply_by, zone) if content.reply_by else None,
        overwritten=local(content.overwritten, zone) if content.overwritten else None,
        languages=tuple(settings.languages),
        exercise=settings.demo,
    )


def first_overwritten(chosen: Iterable[Camera], at: datetime, now: datetime) -> datetime | None:
    """Return when the first recording of a time that is still there will be gone; None for none."""
    kept = [left(camera, at, now) for camera in chosen]
    return min(
        (now + each for each in kept if each is not None and each > timedelta()), default=None
    )


def contacts(chosen: Iterable[Camera]) -> str:
    """Return whom to ask about some cameras, each once."""
    return "; ".join(dict.fromkeys(each.contact for each in chosen))


def _told(visit: Visit, codes: Iterable[str]) -> Iterator[OrderedCamera]:
    """Yield the cameras of an order, with what they see where this visit may see that."""
    here = cameras.opened(visit)[1] if cameras.may_see(visit) else None
    known = {each.code: each for each in here.register.cameras} if here else {}
    for code in codes:
        yield OrderedCamera(code=code, sees=known[code].sees if code in known else {})
