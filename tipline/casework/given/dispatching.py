"""Sending something to a body that is to answer: entered first, then given to channels."""

from __future__ import annotations

import hashlib
import secrets
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.casework.case import agency_links
from tipline.casework.tip.actions import enter
from tipline.configuration import DeskKind
from tipline.configuration.routing import may_be_given
from tipline.dispatch.origin import Origin, seal_origin
from tipline.errors import EventRefusedError, NotFoundError
from tipline.sealing.audit import Action
from tipline.store.casebook.outbox import Whose
from tipline.tips import reference
from tipline.tips.content import Dispatched, Sent
from tipline.tips.content.dispatched import LINK_BYTES
from tipline.tips.leaving import check_goes_yet, check_may_leave

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tipline.casework.tip.opening import OpenTip
    from tipline.casework.visit import Visit
    from tipline.configuration import ChannelName
    from tipline.store.casebook.outbox import State as Delivery
    from tipline.tips.standing import CaseState


ITEM_BYTES = 16


def send(visit: Visit, tip: OpenTip, content: Sent, seen: int | None) -> OpenTip:
    """Enter that something leaves for a body that is to answer.

    1. Nothing leaves a case that may be false, or that nobody graded.
    2. The trail gets its entry.
    3. The case gets its event, which needs a permit unless a life is at stake. Where agencies
    answer by links, the secret of one is drawn for a dispatch.
    4. The link holds from then on; what is cut short before that is made good at the next look.
    Raises what ``check_may_leave`` (1) and ``actions.enter`` (3) do.
    """
    check_may_leave(tip.case.state)  # 1
    trail.record(visit, Action.DISPATCH, tip=tip.id, desk=tip.case.desk)  # 2
    if isinstance(content, Dispatched) and visit.office.settings.agencies_url:
        content = replace(content, link=secrets.token_bytes(LINK_BYTES))
    tip = enter(visit, tip, content, seen)  # 3
    agency_links.settle(visit, tip.case)  # 4
    return tip


def channels(visit: Visit) -> tuple[ChannelName, ...]:
    """Return the channels by which something can be sent.

    Those of outside agencies, and those of desks to which it goes sealed: the others ring, no more.
    """
    post = visit.office.post
    known = post.configured.channels if post else ()
    return tuple(each for each in known if each.recipient or _is_outside(visit, each.desk))


def channels_for(visit: Visit, case: CaseState) -> tuple[ChannelName, ...]:
    """Return those of them by which a case may go.

    None of a body that it is about, nor of a desk of ours that would not be given it.
    """
    return tuple(each for each in channels(visit) if _may_go(visit, case, each.desk))


def channels_of(visit: Visit, tip: OpenTip, number: int) -> tuple[ChannelName, ...]:
    """Return those by which what was sent with an event may go now: both officers named them.

    None once it would not be asked for any more.
    """
    state = tip.case.state
    named = [it.content for it in state.given if it.number == number]
    for content in named:
        with suppress(EventRefusedError):
            if isinstance(content, Sent):
                check_goes_yet(state, content)
                return tuple(it for it in channels_for(visit, state) if it.code in content.channels)
    return ()


def hand_in(visit: Visit, tip: OpenTip, number: int, code: str, content: bytes) -> None:
    """Give what was sent with an event to a channel; however often, it is delivered once.

    1. The channel is one of ``channels_of``; ``content`` was made of what the event sent.
    2. The trail gets its entry. 3. The outbox gets the item, sealed to the channel's recipient,
    and of which case it is, sealed to the desk.
    Raises NotFoundError (1), PackageTooLargeError (3), StoreError.
    """
    post = visit.office.post
    known = {channel.code for channel in channels_of(visit, tip, number)}
    if post is None or code not in known:  # 1
        raise NotFoundError
    trail.record(visit, Action.DISPATCH, tip=tip.id, desk=tip.case.desk, channel=code)  # 2
    item = item_of(tip, number, code)
    desk = visit.office.deployment.desk(tip.case.desk)
    named = reference.of_dispatch(tip.case.state.own, number)
    origin = Origin(tip=tip.id, number=number, reference=named)
    whose = Whose(desk.code, seal_origin(origin, desk.recipient))
    post.dispatch(item, code, named, content, visit.now, whose=whose)  # 3


def deliveries(
    visit: Visit, tip: OpenTip, numbers: Iterable[int]
) -> Mapping[int, Mapping[str, Delivery]]:
    """Return how far the deliveries of what was sent with these events are, by channels' codes.

    What arrived some days ago is not known any more.
    """
    post = visit.office.post
    codes = [each.code for each in channels(visit)]
    items = {item_of(tip, number, code): (number, code) for number in numbers for code in codes}
    if post is None or not items:
        return {}
    known: dict[int, dict[str, Delivery]] = {}
    states = post.outbox.states(items.keys())
    for item, (number, code) in items.items():
        if item in states:
            known.setdefault(number, {})[code] = states[item]
    return known


def item_of(tip: OpenTip, number: int, code: str) -> bytes:
    """Return the item's id: of the sealed event, so that the outbox does not tell whose it is."""
    digest = tip.case.signed[number - 1].digest
    return hashlib.sha256(b"tipline dispatch v1\0" + digest + code.encode()).digest()[:ITEM_BYTES]


def _may_go(visit: Visit, case: CaseState, desk: str) -> bool:
    texts = visit.office.configuration
    if desk in case.conflicts or _is_outside(visit, desk):
        return desk not in case.conflicts
    category = case.classified.category if case.classified else ""
    return case.home != texts.oversight and may_be_given(texts, desk, category, {desk})


def _is_outside(visit: Visit, desk: str) -> bool:
    return visit.office.configuration.desk(desk).kind is DeskKind.OUTSIDE
