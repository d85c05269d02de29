"""The hotline: calls written down and saved every few seconds, sent as reports, and taken up.

A save is sealed to whoever writes it and to the desk that the report will go to, and to nobody
else: an operator has no key of any tip.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from tipline.casework import trail
from tipline.errors import (
    AgeError,
    CallElsewhereError,
    CallGoingOnError,
    DraftError,
    NotFoundError,
    RecordMalformedError,
)
from tipline.sealing.audit import Action
from tipline.sealing.body import open_body, seal_body
from tipline.store.casebook.calls import CallRow
from tipline.store.casebook.hails import Hails
from tipline.tips.call import ID_BYTES
from tipline.tips.report import Channel
from tipline.tips.shape import from_json, to_json
from tipline.tips.unsent import Unsent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tipline.age import Identity
    from tipline.casework.visit import Visit
    from tipline.intake.counter import Intake
    from tipline.sealing.draft import Draft
    from tipline.tips.call import Stamp
    from tipline.tips.report import Answers

log = logging.getLogger("tipline.review")


@dataclass(frozen=True, kw_only=True)
class OpenCall:
    """A call as it was saved last, opened."""

    row: CallRow
    unsent: Unsent = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What a page says of a call: the answers, the language that was spoken, times noted.

    ``page`` are the page's own random letters; ``revision`` is that of the save that it knows.
    """

    page: str
    revision: int
    answers: Answers = field(repr=False)
    spoken: str
    interpreter: str
    stamps: tuple[Stamp, ...] = field(repr=False)


def counter(visit: Visit) -> Intake:
    """Return what seals reports and opens mailboxes; NotFoundError where there is no hotline."""
    if visit.office.counter is None:
        raise NotFoundError
    return visit.office.counter


def begin(visit: Visit, spoken: str) -> bytes:
    """Begin a call and return its id; CallsOpenError if too many of the operator's are open.

    The tip that it becomes, and its receipt code, are drawn now: sending it twice is one tip.
    """
    box = counter(visit).box
    call_id, draft = secrets.token_bytes(ID_BYTES), box.begin(_language(visit, spoken))
    unsent = Unsent(
        call=call_id,
        operator=visit.member.analyst,
        name=visit.member.name,
        began=visit.now,
        saved=visit.now,
        spoken=spoken,
        draft=box.seal(draft, visit.now),
    )
    trail.record(visit, Action.CALL_BEGUN, call=call_id)
    visit.office.calls.begin(_sealed(visit, unsent, revision=1))
    return call_id


def opened(visit: Visit, call_id: bytes) -> OpenCall:
    """Return a call of this member's own, as it was saved last; NotFoundError for any other."""
    row = visit.office.calls.one(call_id, visit.member.analyst, ())
    found = _open(row, visit.member.identity.identity)
    if found is None:
        raise NotFoundError
    return found


def own(visit: Visit) -> list[OpenCall]:
    """Return the calls that this member has not finished, the newest first."""
    rows = visit.office.calls.of(visit.member.analyst)
    return _newest_first(_open(row, visit.member.identity.identity) for row in rows)


def left(visit: Visit) -> list[OpenCall]:
    """Return the calls of others that this member's desks may take up, the newest first."""
    rows = visit.office.calls.at(visit.desks)
    found = (
        _open(row, visit.member.desks[row.desk].identity)
        for row in rows
        if row.analyst_id != visit.member.analyst
    )
    return [call for call in _newest_first(found) if _is_left(visit, call)]


def save(visit: Visit, call: OpenCall, written: Written) -> OpenCall:
    """Put what a page says in the place of what was saved before.

    CallElsewhereError where another page has saved it since this one was shown. What the page
    itself has saved since is no obstacle: the answer to that may have been lost on its way.
    """
    if written.revision != call.row.revision and written.page != call.unsent.page:
        raise CallElsewhereError
    unsent = with_written(visit, call.unsent, written)
    row = _sealed(visit, unsent, revision=call.row.revision + 1)
    visit.office.calls.save(row, call.row)
    return OpenCall(row=row, unsent=unsent)


def with_written(visit: Visit, unsent: Unsent, written: Written) -> Unsent:
    """Return a call with what a page says of it, and when danger was first told."""
    now = replace(
        unsent,
        answers=written.answers,
        spoken=written.spoken,
        interpreter=written.interpreter,
        stamps=written.stamps,
        page=written.page,
        saved=visit.now,
    )
    return replace(now, danger=(now.danger or visit.now) if now.pressing else None)


def take_up(visit: Visit, call_id: bytes) -> OpenCall:
    """Make a call that was left this member's own; it stays the words of who wrote it down.

    1. It is of a desk of the member's, or NotFoundError; and it was left, or CallGoingOnError.
    2. The trail gets its entry.
    3. It is sealed to the member in the place of who had it: CallElsewhereError if they go on.
    4. Whom they called to the phone, and who answered them, is no word to the member.
    """
    call = _left_one(visit, call_id)  # 1
    trail.record(visit, Action.CALL_TAKEN, call=call_id, whom=call.row.analyst_id)  # 2
    row = _sealed(visit, call.unsent, revision=call.row.revision + 1)
    visit.office.calls.save(row, call.row)  # 3
    Hails(visit.office.cases.engine).forget(call_id)  # 4
    return OpenCall(row=row, unsent=call.unsent)


def send_left(visit: Visit, call_id: bytes) -> None:
    """Send a call that was left, as it was saved last; its receipt code is told to nobody."""
    send(visit, _left_one(visit, call_id))


def send(visit: Visit, call: OpenCall) -> Draft:
    """Make a call a tip, as the public site makes one; return its draft, with the receipt code.

    1. The draft of the call gives tip and code: however often it is sent, they are the same.
    2. The trail gets its entry.
    3. Report, envelope and mailbox are sealed and on disk.
    4. What was saved is deleted. A crash before that leaves a call that gives the same tip.
    """
    draft = _draft(visit, call.unsent)  # 1
    lane = counter(visit).lane(draft.answers)
    trail.record(visit, Action.CALL_SENT, call=call.row.id, tip=draft.tip_id, desk=lane)  # 2
    counter(visit).send(draft, visit.now, channel=Channel.PHONE, call=call.unsent.told)  # 3
    visit.office.calls.end(call.row.id, call.row.analyst_id, ())  # 4
    return draft


def sent_before(visit: Visit, call_id: bytes, draft: str) -> OpenCall:
    """Return a call whose save is gone, for a page that is sent once more.

    The page's own draft gives the same tip and code again; DraftError for one that is none of ours.
    """
    counter(visit).box.open(draft, visit.now)
    unsent = Unsent(
        call=call_id,
        operator=visit.member.analyst,
        name=visit.member.name,
        began=visit.now,
        saved=visit.now,
        draft=draft,
    )
    return OpenCall(row=_sealed(visit, unsent, revision=1), unsent=unsent)


def end(visit: Visit, call: OpenCall) -> None:
    """End a call without a report: nobody was there, or it was a wrong number."""
    trail.record(visit, Action.CALL_ENDED, call=call.row.id)
    visit.office.calls.end(call.row.id, visit.member.analyst, ())


def _left_one(visit: Visit, call_id: bytes) -> OpenCall:
    row = visit.office.calls.one(call_id, b"", visit.desks)
    call = _open(row, visit.member.desks[row.desk].identity)
    if call is None:
        raise NotFoundError
    if not _is_left(visit, call):
        raise CallGoingOnError
    return call


def _is_left(visit: Visit, call: OpenCall) -> bool:
    waited = timedelta(minutes=visit.office.settings.call_minutes)
    return call.unsent.saved <= visit.now - waited


def _draft(visit: Visit, unsent: Unsent) -> Draft:
    """Return the draft of a call with what was written down, as it is sent.

    One that rested too long was never sent, so another stands in for it.
    """
    box = counter(visit).box
    language = _language(visit, unsent.spoken)
    try:
        draft = box.open(unsent.draft, visit.now)
    except DraftError:
        draft = box.begin(language)
    return replace(draft, language=language, answers=unsent.answers).for_its_desk()


def _language(visit: Visit, spoken: str) -> str:
    """Return the language for replies: that which was spoken, if the sites speak it."""
    known = visit.office.settings.languages
    return spoken if spoken in known else known[0]


def _sealed(visit: Visit, unsent: Unsent, *, revision: int) -> CallRow:
    lane = counter(visit).lane(unsent.answers)
    desk = visit.office.deployment.desk(lane)
    recipients = [visit.member.identity.recipient, desk.recipient]
    return CallRow(
        id=unsent.call,
        analyst_id=visit.member.analyst,
        desk=lane,
        revision=revision,
        sealed=seal_body(to_json(unsent), recipients),
    )


def _open(row: CallRow, identity: Identity) -> OpenCall | None:
    """Return a call; None for one that does not open or is another's, which the log tells."""
    try:
        unsent = from_json(Unsent, open_body(row.sealed, [identity]))
    except (AgeError, RecordMalformedError):
        log.warning("a saved call does not open")
        return None
    return OpenCall(row=row, unsent=unsent) if unsent.call == row.id else None


def _newest_first(calls: Iterable[OpenCall | None]) -> list[OpenCall]:
    found = [call for call in calls if call is not None]
    return sorted(found, key=lambda call: call.unsent.began, reverse=True)
