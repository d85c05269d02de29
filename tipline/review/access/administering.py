"""What an administrator does: sees the people of every desk, shuts out, lets in, ends sessions.

No key of a desk is given here: a place at a desk is its supervisors' to give. Names stand on cards,
which are sealed to the desks of administration too; one issued before that tells its name to its
own desk alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.configuration import DeskKind
from tipline.errors import CardRefusedError, NotFoundError
from tipline.keyring import card as cards
from tipline.keyring.card import Role
from tipline.sealing.audit import Action

if TYPE_CHECKING:
    from datetime import datetime

    from tipline.age import Recipient
    from tipline.keyring.desk import DeskIdentity
    from tipline.keyring.member import Member
    from tipline.review.house import House
    from tipline.store.casebook.staff import MembershipRow


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place at a desk. ``role`` is that of the card, where it opens; else what the row says."""

    desk: str
    role: Role | None
    ended: bool


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who may sign in, or could; ``name`` is empty where no card tells it."""

    id: bytes
    name: str
    places: tuple[Place, ...]
    disabled: bool
    sessions: int
    mine: bool


def readers(house: House) -> list[Recipient]:
    """Return who may read a card beside its own desk: recovery, and the desks of administration."""
    desks = house.deployment.desks
    return [house.deployment.recovery, *(desks[code].recipient for code in administrations(house))]


def administrations(house: House) -> list[str]:
    """Return the codes of the desks of administration that have keys."""
    kinds = {desk.code: desk.kind for desk in house.configuration.desks}
    known = house.deployment.desks
    return [code for code in known if kinds.get(code) is DeskKind.ADMINISTRATION]


def people(house: House, member: Member, now: datetime) -> tuple[Person, ...]:
    """Return everybody, those with names first, by their names."""
    seats: dict[bytes, list[MembershipRow]] = {}
    for row in house.staff.members_of(list(house.deployment.desks)):
        seats.setdefault(row.analyst_id, []).append(row)
    own = [member.desks[code] for code in administrations(house) if code in member.believed]
    sessions = house.sessions.counts(now)
    found = []
    for one in house.staff.analysts():
        read = [(row, _card(house, own, row)) for row in seats.get(one.id, [])]
        names = [card.name for _, card in read if card and card.analyst == one.id]
        places = (Place(desk=row.desk, role=_role(row, card), ended=row.ended is not None)
                  for row, card in read)  # fmt: skip
        found.append(Person(
            id=one.id, name=next(iter(names), ""), places=tuple(places), disabled=one.disabled,
            sessions=sessions.get(one.id, 0), mine=one.id == member.analyst,
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda each: (not each.name, each.name, each.id)))


def person(house: House, member: Member, now: datetime, analyst: bytes) -> Person:
    """Return one of them, or raise NotFoundError."""
    for each in people(house, member, now):
        if each.id == analyst:
            return each
    raise NotFoundError


def disable(house: House, member: Member, analyst: bytes) -> None:
    """Shut somebody out; their sessions end at once. NotFoundError for oneself."""
    if analyst == member.analyst or house.staff.analyst(analyst).disabled:
        raise NotFoundError
    trail.record_by(house, member, Action.DISABLE, whom=analyst)
    house.staff.disable(analyst)


def enable(house: House, member: Member, analyst: bytes) -> None:
    """Let somebody in again, at the desks that they had; NotFoundError for who is in."""
    if not house.staff.analyst(analyst).disabled:
        raise NotFoundError
    trail.record_by(house, member, Action.ENABLE, whom=analyst)
    house.staff.enable(analyst)


def end_sessions(house: House, member: Member, analyst: bytes) -> None:
    """Sign somebody out everywhere; NotFoundError for who is not there."""
    house.staff.analyst(analyst)
    trail.record_by(house, member, Action.SESSIONS_END, whom=analyst)
    house.sessions.end_all(analyst)


def _card(house: House, own: list[DeskIdentity], row: MembershipRow) -> cards.Card | None:
    """Return a card that one of our desks opens and that its own desk signed."""
    return next(_opened(house, own, row), None)


def _opened(house: House, own: list[DeskIdentity], row: MembershipRow) -> Iterator[cards.Card]:
    for desk in own:
        with suppress(CardRefusedError):
            yield cards.vouched(house.deployment.desks[row.desk], desk, row.card).card


def _role(row: MembershipRow, card: cards.Card | None) -> Role | None:
    if card is not None:
        return card.role
    return Role(row.role) if row.role in {*Role} else None
