"""What a desk's index learns of a tip and its case."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING

from tipline.casework.index.likenesses import opened, read
from tipline.casework.index.traits import trace
from tipline.casework.tip.assessing import suggested_of
from tipline.casework.tip.attachments import attachments
from tipline.casework.tip.placing import areas_of, exact_of, point_of
from tipline.errors import RecordMalformedError, TipUnreadableError
from tipline.keyring.opening import OpenedParts, open_key, open_parts
from tipline.search.entry import Entry, Filed, Measured
from tipline.search.words import tokens
from tipline.tips import reference
from tipline.tips.content import Sent, content_of
from tipline.tips.outlook import (
    allowed_of,
    asked_of,
    desks_of,
    due_of,
    person_of,
    unsettled_of,
    until_of,
)
from tipline.tips.standing import CaseState
from tipline.tips.urgency import rank_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.store.inbox.rows import TipRow
    from tipline.tips.content import Content
    from tipline.tips.priority import Priority
    from tipline.tips.report import Answers

STAMP_BYTES = 7


def entry(visit: Visit, row: TipRow, case: OpenCase | None, looks: bytes | None) -> Entry:
    """Return what is known of a tip; without a case, nobody has opened it.

    ``looks`` are what its pictures look like, sealed. Raises TipKeyRefusedError and
    TipUnreadableError.
    """
    tip_id, parts = row.tip_id, _parts(visit, row)
    if not parts.reports:
        raise TipUnreadableError
    likenesses = opened(looks, tip_id, open_key(row, visit.member.desks)) if looks else {}
    first, newest = (list(parts.reports.values())[at] for at in (0, -1))
    official = case.state.classified if case else None
    gone = case.state.gone.get(tip_id.hex()) if case else None
    suggested = suggested_of(visit.office.configuration, newest, official, gone).priority
    told = official or newest.answers
    named = case is not None and case.state.people_searchable
    closed = case is not None and case.state.original_closed
    state = case.state if case else None
    known = Entry(
        tip=tip_id,
        case=case.id if case else None,
        arrived=first.arrived,
        category=told.subcategory or told.category,
        rank=rank_of(
            official.priority if official else None,
            newest.answers.now,
            unread=case is None,
            suggested=suggested,
        ),
        finished=row.due is not None,
        language=first.language,
        words=frozenset(tokens([*_of_parts(parts, named=named), *_of_case(case, row.tip_id)])),
        files=tuple(
            Filed(each.number, each.evidence.received, read(likenesses.get(each.id.hex(), "")))
            for each in attachments(parts)
        ),
        point=point_of(state, None if closed else newest.answers),
        exact=exact_of(state, newest.answers),
        areas=areas_of(visit, point_of(state, newest.answers)) or (),
        trace=trace(parts),
        stamp=stamp(row, case, looks),
        measured=_measured(visit, tip_id, parts, case),
    )
    known = replace(known, due=_due(visit, known, suggested, case))
    return _standing(known, case.state) if case else known


def _due(visit: Visit, known: Entry, suggested: Priority, case: OpenCase | None) -> datetime | None:
    """Return when something of a tip's case is due; a guest's case is watched by its own tip."""
    state = case.state if case else CaseState()
    if known.tip.hex() in state.guests:
        return None
    return due_of(
        state,
        arrived=known.arrived,
        priority=state.priority or suggested,
        limits=visit.office.limits,
    )


def _parts(visit: Visit, row: TipRow) -> OpenedParts:
    """Open the parts of a tip, once while the desk's index is in memory."""

    def opening() -> OpenedParts:
        sealed = {part.id: part.sealed for part in row.parts}
        return open_parts(sealed, open_key(row, visit.member.desks), row.tip_id)

    of = (each for part in row.parts for each in (part.id, part.sealed))
    made_of = (row.tip_id, row.recipient, row.envelope, *of)
    return visit.office.indexes.beside(row.desk).opened(OpenedParts, made_of, opening)


def broken(row: TipRow, case: OpenCase | None) -> Entry:
    """Return what stands for a tip that does not open: it is told all the same."""
    rank = rank_of(case.state.priority if case else None, None, unread=False)
    known = Entry(
        tip=row.tip_id, case=case.id if case else None, arrived=row.hour, category="", rank=rank,
        finished=row.due is not None, broken=True,
    )  # fmt: skip
    return _standing(known, case.state) if case else known


def _standing(known: Entry, state: CaseState) -> Entry:
    """Return an entry with where its case stands.

    What waits for somebody here stands with the case's own tip alone, where it can be done.
    """
    official, guest = state.classified, known.tip.hex() in state.guests
    return replace(
        known,
        state=state.state,
        finished=state.finished,
        priority=official.priority if official else "",
        life=official is not None and official.life,
        person=person_of(state),
        desks=desks_of(state),
        until=until_of(state),
        asked=asked_of(state),
        changed=state.changed_at,
        unsettled=frozenset() if guest else unsettled_of(state),
        allowed=() if guest else allowed_of(state),
    )


def stamp(row: TipRow, case: OpenCase | None, looks: bytes | None) -> int:
    """Return a number that is another one once the entry of a tip would be.

    That of a guest does not hold the words of its case: in a case of hundreds of tips, an entry
    changes one of them. What else of the case is in it must be among what is counted here.
    """
    made = (
        [part.id.hex() for part in row.parts],
        len(looks or b""),
        _made_of(row, case) if case else (),
    )
    return int.from_bytes(blake2b(repr(made).encode(), digest_size=STAMP_BYTES).digest(), "big")


def _made_of(row: TipRow, case: OpenCase) -> tuple[object, ...]:
    state = case.state
    return (
        state.state,
        state.outcome,
        repr(state.classified),
        repr((person_of(state), desks_of(state), until_of(state))),
        asked_of(state),
        state.people_searchable,
        state.placed_by,
        state.original_closed,
        repr(case.course.reached(row.tip_id, row.hour)),
        len(case.signed) if row.tip_id.hex() not in state.guests else 0,
    )


def _measured(visit: Visit, tip: bytes, parts: OpenedParts, case: OpenCase | None) -> Measured:
    first, newest = (list(parts.reports.values())[at] for at in (0, -1))
    official = case.state.classified if case else None
    gone = case.state.gone.get(tip.hex()) if case else None
    known = Measured(
        suggested=suggested_of(visit.office.configuration, newest, official, gone).priority,
        channel=first.channel,
        messages=parts.sent + (gone.told.messages if gone else 0),
    )
    if case is None:
        return known
    return replace(
        known,
        outcome=case.state.outcome or "",
        desk=next(iter(desks_of(case.state)), ""),
        reached=case.course.reached(tip, first.arrived),
    )


def _of_parts(parts: OpenedParts, *, named: bool) -> Iterator[str]:
    for report in parts.reports.values():
        yield from _of_answers(report.answers)
        if named:
            yield from (person.name for person in report.answers.people)
    for message in parts.messages.values():
        yield message.text


def _of_answers(answers: Answers) -> Iterator[str]:
    """Yield what may be searched for: everything that was written but people's names.

    A person is found by name only while two officers have stated what makes them more than named
    (the domain guide, 7: reasonable indication).
    """
    place, when = answers.place, answers.when
    yield from (answers.what, answers.next, answers.money, answers.work.note)
    yield from (place.landmark, place.block, place.road, place.building, place.said)
    yield from (when.note, answers.weapons_note, answers.vulnerable_note, *answers.accounts)
    for person in answers.people:
        yield from (person.looks, person.clothes, person.whereabouts)
    for vehicle in answers.vehicles:
        yield from (vehicle.plate, vehicle.make, vehicle.colour, vehicle.marks)
    for boat in answers.boats:
        yield from (boat.name, boat.colour, boat.direction)


def _of_case(case: OpenCase | None, tip: bytes) -> Iterator[str]:
    """Yield what was written in the case; it is found by the tip that it began with."""
    if case is None or tip.hex() in case.state.guests:
        return
    for content in contents(case):
        yield from texts(content)
    yield from references(case.state)


def references(state: CaseState) -> Iterator[str]:
    """Yield our references of what left for bodies outside: they ring up and name them."""
    for given in state.given:
        if isinstance(given.content, Sent):
            yield reference.of_dispatch(state.own, given.number)


def contents(case: OpenCase) -> Iterator[Content]:
    """Yield what the events of a case say, as far as this version knows their kinds."""
    read = {step.after.number: step.content for step in case.steps}
    for event in case.events:
        with suppress(RecordMalformedError):
            yield read.get(event.number) or content_of(event)


def texts(content: Content) -> Iterator[str]:
    """Yield what somebody wrote in an event."""
    yield getattr(content, "text", "")
    yield from getattr(content, "texts", {}).values()
