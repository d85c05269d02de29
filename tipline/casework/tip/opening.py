"""Opening a tip: who may, what is seen, and what that leaves behind."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tipline.age import HybridIdentity
from tipline.casework import trail
from tipline.casework.case import agency_links
from tipline.casework.case.adding import append, first_event
from tipline.casework.case.casefile import OpenCase, open_case
from tipline.casework.case.delivery import deliver, deliver_to_others, put_answers
from tipline.casework.case.head import CaseHead
from tipline.casework.case.letterbox import box_of, due_of, told
from tipline.casework.case.owing import go_on, settle
from tipline.casework.case.pictures import settle as settle_pictures
from tipline.casework.case.tip_keys import mend
from tipline.casework.glances import LOOK
from tipline.casework.tip.bare import bare_parts, bare_report
from tipline.casework.tip.shredding import note_shredded, shred
from tipline.errors import (
    CaseExistsError,
    MailboxEndedError,
    NotFoundError,
    TipChangedError,
    TipUnreadableError,
)
from tipline.keyring.opening import OpenedParts, changed_parts, open_key, open_parts, seal_event
from tipline.sealing.audit import Action
from tipline.sealing.envelope import seal_identity
from tipline.store.casebook.sweeper import CaseSweeper
from tipline.tips.content import Opened, Seen, Viewed
from tipline.tips.event import Kind
from tipline.tips.powers import lost, responds

if TYPE_CHECKING:
    from tipline.casework.visit import Visit
    from tipline.store.casebook.cases import CaseRow
    from tipline.store.inbox.rows import TipRow
    from tipline.tips.report import Report

LOOKS = frozenset({Kind.OPENED, Kind.VIEWED, Kind.SEEN})


@dataclass(frozen=True, kw_only=True)
class OpenTip:
    """A tip, opened for one request: what was sent, and its case.

    ``closed``: the original is, to this officer, so no word of it is in here, and no file.
    """

    row: TipRow = field(repr=False)
    report: Report = field(repr=False)
    parts: OpenedParts = field(repr=False)
    case: OpenCase = field(repr=False)
    closed: bool = False

    @property
    def id(self) -> bytes:
        """The tip's id, 16 bytes."""
        return self.row.tip_id

    @property
    def newest(self) -> Report:
        """The report as its reporter sent it last."""
        return list(self.parts.reports.values())[-1]


def open_tip(visit: Visit, tip_id: bytes) -> OpenTip:
    """Open a tip and its case for an analyst, and enter that it was opened.

    1. Find the tip among those that the analyst's desks have an envelope of. Any other id, whether
       it exists or not, ends here with NotFoundError.
    2. The audit trail gets its entry before anything is opened.
    3. The envelope gives the tip's identity, which opens the report and the messages.
    4. A tip without a case gets one. If somebody else made it in the same moment, theirs is it.
    5. The case is opened and its events are checked; they must name the tip, and the parts that
       they name must be as they were.
    6. An answer to this tip that stands in the case and may not have reached the mailbox is put
       there.
    7. The opening is entered in the case: messages read for the first time, a look by somebody who
       did not look in the last ten minutes, or nothing.
    8. If it was, or if the tip is not due when the case says, the mailbox and the due day are
       brought in line with the case: this also makes good what an action that was cut short between
       the two databases left undone, or what another tip of the case could not reach. A case that
       is taken up again tells its other tips so. What it owes to the mailboxes of others is gone
       on with for a moment, and so is the destroying of an original that was ended.
       The links by which agencies answer are brought in line.
    9. Where the case is finished and its summary stands, and this officer has not been let in,
       nothing that the reporter wrote is returned. A message that nobody had read has taken the
       case up again by then (7).
    Raises NotFoundError (1), TipUnreadableError (3), StoreError.
    """
    tip = _opened(visit, tip_id, Action.OPEN, form=False)
    if tip.case.trouble is not None:
        return _let_in(visit, tip)
    mend(visit, tip.case)
    case = append(visit, tip.case, lambda case: _look(visit, tip, case))  # 7
    if case.state.parts != tip.case.state.parts:
        visit.office.shelf.set_read(tip_id, [part.id for part in tip.row.parts])
    days = (tip.row.due, tip.row.original)
    if case.number != tip.case.number or days != due_of(case, tip_id):  # 8
        deliver(visit, tip.row, tip.report, case)
    if told(case.state) != told(tip.case.state):
        deliver_to_others(visit, tip_id, case)
    agency_links.settle(visit, case)
    settle_pictures(visit.office, case)
    after = shred(visit, go_on(visit, case))
    if after.state.gone != case.state.gone:
        return unentered(visit, tip_id)
    return _let_in(visit, replace(tip, case=after))  # 9


def unentered(visit: Visit, tip_id: bytes, act: Action = Action.OPEN) -> OpenTip:
    """Do the steps 1 to 6 and 9 of ``open_tip``: what an action needs before it is entered.

    ``act`` names it in the audit trail.
    """
    return _let_in(visit, _opened(visit, tip_id, act, form=True))


def _let_in(visit: Visit, tip: OpenTip) -> OpenTip:
    """Return a tip as this officer may read it."""
    if tip.case.state.may_read(visit.member.analyst, visit.now):
        return tip
    return replace(tip, report=bare_report(tip.report), parts=bare_parts(tip.parts), closed=True)


def _opened(visit: Visit, tip_id: bytes, act: Action, *, form: bool) -> OpenTip:
    """Do the steps 1 to 6; ``form`` says that it was sent from the tip's page."""
    row = visit.office.shelf.tip(tip_id, visit.desks)  # 1
    if act is Action.OPEN:
        trail.record_opening(visit, tip_id, row.desk, form=form)  # 2
    else:
        trail.record(visit, act, tip=tip_id, desk=row.desk)
    parts = open_parts({part.id: part.sealed for part in row.parts},
                       open_key(row, visit.member.desks), tip_id)  # 3  # fmt: skip
    report = _report(row, parts)
    case = _case(visit, row, report, parts)  # 4, 5
    if case.trouble is None:
        case = note_shredded(visit, row, case)
    if case.trouble is None and not _fits(tip_id, case, parts):
        case = replace(case, trouble=TipChangedError())
    if case.trouble is None:
        with suppress(MailboxEndedError):  # 6
            case = put_answers(visit, report, case)
        case = settle(visit, row, report, case)
    return OpenTip(row=row, report=report, parts=parts, case=case)


def _report(row: TipRow, parts: OpenedParts) -> Report:
    first = row.parts[0].id.hex() if row.parts else ""
    if first not in parts.reports:
        raise TipUnreadableError
    return parts.reports[first]


def _case(visit: Visit, row: TipRow, report: Report, parts: OpenedParts) -> OpenCase:
    found = _of_tip(visit, row)
    if found is None:
        with suppress(CaseExistsError):
            _begin(visit, row, report, parts)
        found = _of_tip(visit, row)
    if found is None:
        raise NotFoundError  # its case is another desk's: what this desk may not see is not there
    case = open_case(visit, found)
    if lost(case.state, case.desk):
        raise NotFoundError
    return case


def _of_tip(visit: Visit, row: TipRow) -> CaseRow | None:
    """Return a tip's case, by the envelope of the desk that opened the tip where there is one."""
    for desks in ([row.desk], visit.desks):
        found = visit.office.cases.for_tips([row.tip_id], desks)
        if found:
            return found[row.tip_id]
    return None


def _begin(visit: Visit, row: TipRow, report: Report, parts: OpenedParts) -> None:
    """Make the case of a tip that nobody has opened before.

    1. Draw its id and its identity, and seal that to the desk and to recovery.
    2. The first event names the tip and the digest of each part as it was found, and says where the
       reporter is told.
    3. Store all of it at once.
    4. If the tip was destroyed meanwhile, the case goes too, and NotFoundError is raised.
    5. The reporter is told, after a while, that the report is being read.
    """
    case, identity = secrets.token_bytes(16), HybridIdentity.generate()  # 1
    recipients = [
        visit.office.deployment.desk(row.desk).recipient,
        visit.office.deployment.recovery,
    ]
    envelope = seal_identity(identity, recipients)
    content = Opened(tip=row.tip_id, parts=parts.digests, box=box_of(row, report))
    signed = first_event(visit, case, row.desk, content)  # 2
    head = CaseHead.of([signed]).seal(identity)
    recipient = identity.recipient.public
    event = seal_event(signed, identity.recipient)
    visit.office.cases.begin(case, recipient, row.tip_id, {row.desk: envelope}, event, head)  # 3
    if not visit.office.shelf.desks_of(row.tip_id):  # 4
        CaseSweeper(visit.office.cases.engine).end_tip(row.tip_id)
        raise NotFoundError
    begun = open_case(visit, visit.office.cases.case(case, [row.desk]))
    deliver(visit, row, report, begun)  # 5


def _look(visit: Visit, tip: OpenTip, case: OpenCase) -> Seen | Viewed | None:
    if responds(case.state, case.desk):  # whoever asked the reporter reads the answer first
        return _viewed(visit, case)
    never = tip.id.hex() in case.state.unread  # joined by somebody who had not read it
    unread = {
        part: digest
        for part, digest in tip.parts.digests.items()
        if never or part not in case.state.parts
    }
    if unread:
        return Seen(tip=tip.id, parts=unread)
    return _viewed(visit, case)


def _viewed(visit: Visit, case: OpenCase) -> Viewed | None:
    looks = [event for event in case.events if event.kind in LOOKS]
    mine = [event.at for event in looks if event.author == visit.member.analyst]
    return None if mine and visit.now - mine[-1] < LOOK else Viewed()


def _fits(tip_id: bytes, case: OpenCase, parts: OpenedParts) -> bool:
    """Tell whether a case is this tip's: the row that says so is in the clear, and unsigned."""
    seen = case.state.seen.get(tip_id.hex(), {})
    return tip_id.hex() in case.state.tips and not changed_parts(seen, parts.digests)
