"""Destroying what the reporters of a finished case wrote, while the case and its summary live on.

The casebook decides, the inbox follows: what is cut short between the two is gone on with by
whoever looks next. A tip whose original goes keeps its mailbox: it gets a fresh key, which later
messages are sealed to, and one part, a report without words.
"""

from __future__ import annotations

import secrets
import time
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from tipline.age import HybridIdentity
from tipline.casework import trail
from tipline.casework.case.adding import append
from tipline.casework.case.casefile import open_case
from tipline.casework.case.delivery import UNOPENED, set_days
from tipline.casework.case.letterbox import box_of, due_after, due_of, letterbox
from tipline.casework.case.rekeying import staying
from tipline.casework.tip.assessing import suggested_of
from tipline.casework.tip.bare import bare_answers, bare_report
from tipline.errors import EventRefusedError, StoreError, TipUnreadableError
from tipline.keyring.opening import digest, open_key, open_parts
from tipline.sealing.audit import Action
from tipline.sealing.body import seal_body
from tipline.sealing.envelope import seal_identity
from tipline.store.inbox.rows import NewTip
from tipline.tips.content import ID_BYTES, GoneTip, OriginalEnded, OriginalGone
from tipline.tips.powers import responds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.keyring.opening import OpenedParts
    from tipline.store.inbox.rows import TipRow
    from tipline.tips.report import Report

AT_ONCE = 10  # tips between two looks at the clock: each is opened, and overwritten on the disk
LOOK_SECONDS = 0.3  # that a page spends on it
PRESS_SECONDS = 4  # that somebody waits who approved it
PASSED_OVER = (*UNOPENED, TipUnreadableError, EventRefusedError)


def end_due(visit: Visit, seconds: float = LOOK_SECONDS) -> None:
    """End the originals whose day has come, and destroy some seconds' worth of them.

    Those of cases that began at this member's desks. A tip with a message that nobody has read
    waits: who reads that takes the case up. Raises StoreError.
    """
    end = time.monotonic() + seconds
    found = visit.office.shelf.originals_by(visit.desks, visit.now.date(), limit=AT_ONCE)
    tips = [tip for tip, _, _ in found]
    if not tips:
        return
    unread = visit.office.shelf.unread(tips, 1)
    rows = visit.office.cases.for_tips([tip for tip in tips if tip not in unread], visit.desks)
    for row in {row.id: row for row in rows.values()}.values():
        with suppress(*PASSED_OVER):
            _end(visit, open_case(visit, row), max(0, end - time.monotonic()))


def _end(visit: Visit, case: OpenCase, seconds: float) -> None:
    if case.trouble is not None or responds(case.state, case.desk):
        return
    case = append(visit, case, lambda case: _by_schedule(visit, case))
    case = shred(visit, case, seconds)
    ids = [bytes.fromhex(tip) for tip in case.state.tips]
    rows = visit.office.shelf.tips(ids, visit.desks).values()
    late = [it.tip_id for it in rows if (it.due, it.original) != due_of(case, it.tip_id)]
    set_days(visit, late, case)


def _by_schedule(visit: Visit, case: OpenCase) -> OriginalEnded | None:
    day = due_after(case).original
    if case.state.original_ended or day is None or day > visit.now.date():
        return None
    return OriginalEnded()


def shred(visit: Visit, case: OpenCase, seconds: float = LOOK_SECONDS) -> OpenCase:
    """Destroy what is left of an original that was ended, as far as some seconds' work goes.

    1. Each tip goes in one transaction of the inbox, with what goes on in its place.
    2. That it went is entered, with the digest of what lies there now. If that is cut short, the
       next look at the tip enters it.
    A tip that does not open for this analyst, or has a message that nobody has read, stays.
    Raises StoreError.
    """
    end, waiting = time.monotonic() + seconds, list(case.state.to_shred)
    if responds(case.state, case.desk):
        return case
    while waiting and case.trouble is None:
        chosen, waiting = waiting[:AT_ONCE], waiting[AT_ONCE:]
        ids = [bytes.fromhex(tip) for tip in chosen if tip in case.state.to_shred]
        rows = visit.office.shelf.tips(ids, visit.desks).values()
        gone = [each for row in rows for each in _shred(visit, row, case)]  # 1
        case = _noted(visit, case, gone)  # 2
        if time.monotonic() > end:
            break
    return case


def note_shredded(visit: Visit, row: TipRow, case: OpenCase) -> OpenCase:
    """Enter that the original of a tip went, where that was cut short. Raises StoreError."""
    if responds(case.state, case.desk) or row.tip_id.hex() not in case.state.to_shred:
        return case
    return _noted(visit, case, _unnoted(row, case))


def _unnoted(row: TipRow, case: OpenCase) -> Iterator[GoneTip]:
    """Yield what lies in a tip's place, if no part is there that somebody has seen."""
    seen = case.state.seen[row.tip_id.hex()].keys()
    if row.parts and not seen & {part.id.hex() for part in row.parts}:
        yield GoneTip(
            tip=row.tip_id,
            recipient=row.recipient,
            part=row.parts[0].id,
            digest=bytes.fromhex(digest(row.parts[0].sealed)),
        )


def _noted(visit: Visit, case: OpenCase, gone: Iterable[GoneTip]) -> OpenCase:
    told = tuple(gone)
    if not told:
        return case
    for each in told:
        visit.office.changes.forget_likeness(each.tip)
    visit.office.indexes.beside(case.desk).forget()
    return append(visit, case, lambda case: OriginalGone(of=case.state.original_over, tips=told))


def _shred(visit: Visit, row: TipRow, case: OpenCase) -> Iterable[GoneTip]:
    """Destroy the original of one tip; return what lies in its place, or nothing."""
    if cut_short := tuple(_unnoted(row, case)):
        return cut_short
    with suppress(*UNOPENED, TipUnreadableError):
        sealed = {part.id: part.sealed for part in row.parts}
        parts = open_parts(sealed, open_key(row, visit.member.desks), row.tip_id)
        unread = parts.digests.keys() - case.state.seen[row.tip_id.hex()].keys()
        if parts.reports and not unread:
            return tuple(_replaced(visit, row, parts, case))
    return ()


def _replaced(visit: Visit, row: TipRow, parts: OpenedParts, case: OpenCase) -> Iterator[GoneTip]:
    """Do so: first the trail, then all in one transaction, then the files, whose key is gone."""
    first, newest = (list(parts.reports.values())[at] for at in (0, -1))
    office, identity = visit.office, HybridIdentity.generate()
    bare = replace(first, answers=newest.answers)
    new = _new_tip(visit, row, bare, identity, _keeping(visit, row, case))
    box = replace(box_of(row, first), recipient=new.recipient)
    trail.record(visit, Action.SHRED, tip=row.tip_id, desk=row.desk)
    of = {part.id for part in row.parts}
    blobs = office.shelf.shred(new, of, letterbox(row.tip_id, box, case))
    if blobs is None:
        return
    for blob in blobs:
        with suppress(StoreError):  # the sweeper finds it
            office.viewer.blobs.remove(blob)
    gone = case.state.gone.get(row.tip_id.hex())
    asked = suggested_of(office.configuration, newest, case.state.classified, gone)
    yield GoneTip(
        tip=row.tip_id,
        recipient=new.recipient,
        part=new.part_id,
        digest=bytes.fromhex(digest(new.part)),
        messages=parts.sent + (gone.told.messages if gone else 0),
        suggested=asked.priority,
    )


def _keeping(visit: Visit, row: TipRow, case: OpenCase) -> frozenset[str]:
    """Return the desks that a tip's fresh key is sealed to: those that have it and may.

    Which may follows from the events, which are signed: a row that somebody put into the database
    gives no desk the key that later messages are sealed to.
    """
    given = {desk for desk, tip in case.state.tips_given if tip == row.tip_id.hex()}
    responding = case.state.desks.keys() - {case.state.home}
    may = {
        desk for desk in staying(visit, case, case.state) if desk in given or desk not in responding
    }
    return visit.office.shelf.desks_of(row.tip_id) & may


def _new_tip(
    visit: Visit, row: TipRow, report: Report, identity: HybridIdentity, desks: Iterable[str]
) -> NewTip:
    office = visit.office
    bare = replace(bare_report(report), answers=bare_answers(report.answers))
    recovery = office.deployment.recovery
    return NewTip(
        tip_id=row.tip_id,
        recipient=identity.recipient.public,
        envelopes={
            desk: seal_identity(identity, [office.deployment.desk(desk).recipient, recovery])
            for desk in sorted(desks)
        },
        part_id=secrets.token_bytes(ID_BYTES),
        part=seal_body(bare.to_json(), [identity.recipient]),
    )
