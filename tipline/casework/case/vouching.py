"""Who may have signed what in a case: members' cards, read by a desk or brought by events.

Source: docs/format.md, 6, "Checking a case", and 12. A desk reads its own members' cards. Of other
desks' members it learns from the events: once a case is given to desks, each event brings the cards
of all who signed before it, as far as no earlier event has brought them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from tipline.casework.visit import READERS
from tipline.errors import CardRefusedError
from tipline.keyring.card import brought as brought_by
from tipline.keyring.card import vouched
from tipline.tips.event import CARDS_MAX

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from tipline.casework.visit import Visit
    from tipline.keyring.card import Card, Vouched
    from tipline.store.casebook.staff import MembershipRow
    from tipline.tips.event import Event, SignedEvent


def cards(visit: Visit, desk: str, signed: Sequence[SignedEvent] = ()) -> tuple[Card, ...]:
    """Return the cards of a desk's members, present and past; one that is not signed is no card.

    So are those of other desks whose members signed these events: those that the events bring, and
    for the rest those that the desk may read.
    """
    brought = tuple(brought_by(signed, visit.office.deployment.desks))
    known = {(card.analyst, card.desk) for card in brought}
    others = (each.event for each in signed if each.event.desk != desk)
    unknown = {event.desk for event in others if (event.author, event.desk) not in known}
    read = _read(visit, desk, frozenset({desk, *unknown}))
    return (*brought, *(each.card for each in read))


def colleagues(visit: Visit, desk: str) -> Mapping[bytes, str]:
    """Return who works at a desk now and may sign in: names by ids, in the order of the names.

    By their signed cards: what the row says of a role is for listing only.
    """
    staff = visit.office.staff
    there = {row.analyst_id for row in staff.members_of([desk]) if row.ended is None}
    there -= {row.id for row in staff.analysts() if row.disabled}
    found = {
        card.analyst: card.name
        for card in (each.card for each in _read(visit, desk, frozenset({desk})))
        if card.analyst in there and card.role in READERS
    }
    return dict(sorted(found.items(), key=lambda each: each[1].casefold()))


def readable(visit: Visit, desk: str, codes: Collection[str]) -> list[MembershipRow]:
    """Return the rows with the cards of these desks' members, of other desks as far as they open.

    Those that do not are brought by the events that their members signed.
    """
    rows = visit.office.staff.members_of(codes)
    issuers = visit.office.deployment.desks
    found = []
    for row in rows:
        if row.desk != desk:
            try:
                vouched(issuers[row.desk], visit.member.desks[desk], row.card)
            except (CardRefusedError, KeyError):
                continue
        found.append(row)
    return found


def to_bring(
    visit: Visit, desk: str, signed: Sequence[SignedEvent], event: Event
) -> tuple[Mapping[str, Any], ...]:
    """Return the records of the cards that an event brings: its author's, and those before."""
    issuers = visit.office.deployment.desks
    brought = {(card.analyst, card.desk) for card in brought_by(signed, issuers)}
    events = [*(each.event for each in signed), event]
    wanted = {(each.author, each.desk) for each in events} - brought
    if not wanted:
        return ()
    found = _read(visit, desk, frozenset({desk, *(code for _, code in wanted)}))
    records = [each.record for each in found if (each.card.analyst, each.card.desk) in wanted]
    return tuple(records[:CARDS_MAX])


def _read(visit: Visit, desk: str, codes: frozenset[str]) -> tuple[Vouched, ...]:
    """Return the cards of these desks' members that a desk may read."""
    issuers = visit.office.deployment.desks
    codes = frozenset(codes & issuers.keys())
    if (desk, codes) in visit.cards:
        return visit.cards[desk, codes]
    found: list[Vouched] = []
    for row in visit.office.staff.members_of(codes):
        try:
            found.append(vouched(issuers[row.desk], visit.member.desks[desk], row.card))
        except CardRefusedError:
            continue
    return visit.cards.setdefault((desk, codes), tuple(found))
