"""What an analyst does with a tip: one verb each, one event each."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from tipline.errors import MailboxEndedError, NotFoundError, SecondOfficerError
from tipline.keyring import bundle
from tipline.keyring.bundle import Bundle, BundledCard, BundledTip
from tipline.review import schedule
from tipline.review.casework import Entry, append, shown_from
from tipline.review.delivery import deliver, new_answer, put_answer
from tipline.tips.event import Kind
from tipline.tips.shape import write_time

if TYPE_CHECKING:
    from tipline.keyring.member import Member
    from tipline.review.casefile import OpenCase
    from tipline.review.house import House
    from tipline.review.opening import OpenTip
    from tipline.tips.state import Outcome


def enter(  # noqa: PLR0913, PLR0917 (who does what to what, when, having seen what)
    house: House, member: Member, tip: OpenTip, entry: Entry, now: datetime, seen: int | None
) -> OpenTip:
    """Add one event to the tip's case, and let its reporter and the sweeper know what follows.

    Raises what ``casework.append`` does.
    """
    case = append(house, member, tip.case, lambda _: entry, now, seen=seen)
    if case.state.state is not tip.case.state.state:
        deliver(house, tip.row, tip.report, case.events)
    return replace(tip, case=case)


def write_text(  # noqa: PLR0913, PLR0917 (as above)
    house: House, member: Member, tip: OpenTip, kind: Kind, text: str, now: datetime, seen: int
) -> OpenTip:
    """Add a note or a summary."""
    return enter(house, member, tip, Entry(kind, {"text": text}), now, seen)


def answer(  # noqa: PLR0913, PLR0917 (as above)
    house: House, member: Member, tip: OpenTip, kind: Kind, text: str, now: datetime, seen: int
) -> OpenTip:
    """Reply to the reporter, after a random wait, or ask something, at once.

    1. The event is entered first: what reaches a reporter stands in the case.
    2. The answer goes into the mailbox, sealed to it; MailboxEndedError if that has ended.
    """
    question = kind is Kind.QUESTION
    new = new_answer(text, now if question else shown_from(house, now), question=question)
    content = {"answer": new.id.hex(), "text": text, "shown_from": write_time(new.shown_from)}
    tip = enter(house, member, tip, Entry(kind, content), now, seen)  # 1
    try:
        put_answer(house, tip.report, new)  # 2
    except NotFoundError:
        raise MailboxEndedError from None
    return tip


def set_aside(house: House, member: Member, tip: OpenTip, now: datetime, seen: int) -> OpenTip:
    """Set the tip aside as spam: its receipt code is answered like one that does not exist."""
    return enter(house, member, tip, Entry(Kind.SET_ASIDE), now, seen)


def reopen(house: House, member: Member, tip: OpenTip, now: datetime, seen: int) -> OpenTip:
    """Take up again what was closed or set aside."""
    return enter(house, member, tip, Entry(Kind.REOPENED), now, seen)


def close(  # noqa: PLR0913, PLR0917 (as above)
    house: House,
    member: Member,
    tip: OpenTip,
    outcome: Outcome,
    note: str,
    now: datetime,
    seen: int,
) -> OpenTip:
    """Close the case with its outcome. Raises SecondOfficerError where that asks for another."""
    if schedule.KEPT[outcome].second and not _noted_by_another(tip.case, member):
        raise SecondOfficerError
    content = {"outcome": outcome.value} | ({"text": note} if note else {})
    return enter(house, member, tip, Entry(Kind.CLOSED, content), now, seen)


def export(house: House, member: Member, tip: OpenTip, now: datetime, seen: int) -> bytes:
    """Return a zip of the tip and its case as they are stored; that it was made stands in it."""
    tip = enter(house, member, tip, Entry(Kind.EXPORTED), now, seen)
    case, desk = tip.case, tip.case.desk
    return bundle.write(
        Bundle(
            desk=desk,
            made=now,
            by=member.analyst,
            case=case.id,
            case_envelope=case.envelope,
            events=case.sealed,
            tips=[_bundled(tip)],
            desks=[house.deployment.desk(desk)],
            cards=[
                BundledCard(row.desk, row.analyst_id, row.card)
                for row in house.staff.members_of([desk])
            ],
        ),
        member.identity,
    )


def _bundled(tip: OpenTip) -> BundledTip:
    parts = {part.id: part.sealed for part in tip.row.parts}
    return BundledTip(tip.id, tip.row.envelope, parts)


def _noted_by_another(case: OpenCase, member: Member) -> bool:
    return any(
        event.kind is Kind.NOTE and event.author != member.analyst for event in case.events
    )
