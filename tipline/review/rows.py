"""Rows of the work list: tips, each opened as far as its row shows, and no further."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tipline.casework.case.head import CaseHead
from tipline.casework.lists.watch import rung_of
from tipline.casework.tip.bare import bare_answers
from tipline.errors import AgeError, RecordMalformedError, TiplineError, TipUnreadableError
from tipline.keyring.opening import open_part
from tipline.sealing.envelope import open_identity
from tipline.store.inbox.rows import Cursor
from tipline.tips.clocks import Moments
from tipline.tips.report import Channel, Now, Report
from tipline.tips.second import waits
from tipline.tips.state import FINISHED, State
from tipline.tips.urgency import rank_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tipline.age import Identity
    from tipline.casework.visit import Visit
    from tipline.search.listing import Facts
    from tipline.store.casebook.cases import CaseRow
    from tipline.store.inbox.rows import ShelfRow
    from tipline.tips.clocks import Rung
    from tipline.tips.priority import Priority
    from tipline.tips.report import Answers
    from tipline.tips.said import Said
    from tipline.tips.second import Allowed

UNREAD_MAX = 8  # parts of a tip that its row opens
MOST_URGENT = (Now.YES, Now.UNSURE, Now.NO)
# A cursor in an address: the hours since 1970, in decimal, and the tip's id, in hex.
CURSOR = re.compile(r"([0-9]{1,7})-([0-9a-f]{32})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Row:
    """A tip in the work list. Without ``answers`` its envelope or its report does not open.

    They are the report's, but for the kind, which is that of the newest report that nobody has
    read, and ``now``: the most urgent that any of them says. Where the original is ``closed``, the
    words are the beginning of the case's summary.
    """

    tip: bytes
    hour: datetime
    desk: str
    arrived: datetime
    language: str = ""
    phone: bool = False  # an operator of the hotline wrote it down
    answers: Answers | None = field(default=None, repr=False)
    state: State = State.NEW
    priority: Priority | None = None  # the official one
    life: bool = False  # somebody's life is threatened, by an officer's word
    second: bool = False  # something waits for a second officer
    wishes: int = 0  # questions that desks would have the reporter asked
    files: int = 0  # that came with the report
    waiting: int = 0  # parts that nobody has read; of a tip never opened, all of them
    case_readable: bool = True
    closed: bool = False
    rung: Rung | None = None  # who looks at it, since its time runs out
    facts: Facts | None = None  # what the index knows of it
    unsettled: frozenset[Said] = frozenset()  # what agencies ask or decline, and waits for us
    allowed: Allowed | None = None  # what was approved, and whoever looks at the list may do

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do with it."""
        return self.state in FINISHED

    @property
    def pressing(self) -> bool:
        """Whether somebody has to read that it is happening now, or perhaps is."""
        return bool(self.unread or self.waiting) and (self.urgent or self.perhaps)

    @property
    def unread(self) -> bool:
        """Whether nobody has opened the tip."""
        return self.state is State.NEW and self.answers is not None

    @property
    def urgent(self) -> bool:
        """Whether the reporter said that it is happening now."""
        return self.answers is not None and self.answers.now is Now.YES

    @property
    def perhaps(self) -> bool:
        """Whether the reporter was not sure whether it is happening now."""
        return self.answers is not None and self.answers.now is Now.UNSURE


@dataclass(frozen=True)
class ShelfPage:
    """Tips in the order in which they arrived, and the cursors of the pages beside, if any."""

    rows: tuple[Row, ...]
    older: str | None
    newer: str | None


def shelf_page(
    visit: Visit, *, older: str = "", newer: str = "", finished: bool = False
) -> ShelfPage:
    """Return a page of open or finished tips: the next older, or newer, than a cursor's.

    1. The shelf gives the rows that the analyst's desks have an envelope of, by the hour.
    2. They are opened, and take their exact places within their hours.
    3. Open tips of the page are put in the order of their priorities.
    A cursor that makes no sense is that of the first page.
    """
    most = visit.office.settings.queue_page
    before, after = read_cursor(older), read_cursor(newer)
    rows = visit.office.shelf.page(
        visit.desks, before=before, after=after, limit=most + 1, finished=finished
    )  # 1
    more = len(rows) > most
    rows = rows[-most:] if after and not before else rows[:most]
    opened = open_rows(visit, rows)  # 2
    return ShelfPage(
        rows=opened if finished else by_urgency(opened),  # 3
        older=write_cursor(rows[-1].cursor) if rows and (more or after) else None,
        newer=write_cursor(rows[0].cursor) if rows and (before or (after and more)) else None,
    )


def by_urgency(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return rows in the order of their priorities; among equals they stay as they are."""
    return tuple(sorted(rows, key=lambda row: rank_of(row.priority, None, unread=False)))


def returned(visit: Visit) -> tuple[Row, ...]:
    """Return the finished tips whose reporters wrote again: they wait as open ones do."""
    rows = visit.office.shelf.returned(visit.desks, limit=visit.office.settings.queue_page)
    return tuple(row for row in open_rows(visit, rows) if row.waiting)


def open_rows(visit: Visit, rows: Sequence[ShelfRow]) -> tuple[Row, ...]:
    """Open rows of the shelf, with the heads of their cases; the newest first."""
    if not rows:
        return ()
    cases = visit.office.cases.for_tips([row.tip_id for row in rows], visit.desks)
    unread = visit.office.shelf.unread([row.tip_id for row in rows], UNREAD_MAX)
    opened = [
        _open_row(visit, row, cases.get(row.tip_id), unread.get(row.tip_id, [])) for row in rows
    ]
    return tuple(sorted(opened, key=lambda row: (row.hour, row.arrived), reverse=True))


def rows_of(visit: Visit, tips: Sequence[bytes]) -> tuple[Row, ...]:
    """Return the rows of these tips, as far as the analyst's desks have them."""
    return open_rows(visit, visit.office.shelf.rows(tips, visit.desks))


def read_cursor(text: str) -> Cursor | None:
    """Read what ``write_cursor`` wrote; None for anything else."""
    found = CURSOR.fullmatch(text)
    if found is None:
        return None
    hour, tip_id = found.groups()
    return Cursor(datetime.fromtimestamp(int(hour) * 3600, UTC), bytes.fromhex(tip_id))


def write_cursor(cursor: Cursor) -> str:
    """Return a cursor as an address may hold it: an hour and a random id, no more."""
    return f"{int(cursor.hour.timestamp()) // 3600}-{cursor.tip_id.hex()}"


def _open_row(visit: Visit, row: ShelfRow, case: CaseRow | None, unread: Sequence[bytes]) -> Row:
    try:
        reports = _reports(visit, row, unread)
    except TiplineError:
        return Row(tip=row.tip_id, hour=row.hour, desk=row.desk, arrived=row.hour)
    report = reports[0]
    answers = _answers(reports)
    shown = Row(
        tip=row.tip_id,
        hour=row.hour,
        desk=row.desk,
        arrived=report.arrived,
        language=report.language,
        phone=report.channel is Channel.PHONE,
        answers=answers,
        rung=rung_of(visit, Moments(), report.arrived, answers, None),
        files=max(len(each.evidence) for each in reports),
        waiting=row.part_count,
    )
    return shown if case is None else _with_case(shown, visit, case)


def _reports(visit: Visit, row: ShelfRow, unread: Sequence[bytes]) -> tuple[Report, ...]:
    """Open a tip's report, and the changed ones among what nobody has read."""

    def opened() -> tuple[Report, ...]:
        identity = open_identity(row.envelope, [visit.member.desks[row.desk].identity])
        return (_report(row, identity), *_later(row, identity, unread))

    sealed = (row.tip_id, row.envelope, row.first_part, *unread)
    return visit.office.indexes.beside(row.desk).opened(tuple, sealed, opened)


def _report(row: ShelfRow, identity: Identity) -> Report:
    part = open_part(row.first_part, identity, row.tip_id)
    if not isinstance(part, Report):
        raise TipUnreadableError
    return part


def _later(row: ShelfRow, identity: Identity, unread: Sequence[bytes]) -> Iterator[Report]:
    """Yield the changed reports among what nobody has read; what does not open is passed over."""
    for sealed in unread:
        with suppress(AgeError, RecordMalformedError):
            part = open_part(sealed, identity, row.tip_id)
            if isinstance(part, Report):
                yield part


def _answers(reports: Sequence[Report]) -> Answers:
    newest = max(reports, key=lambda report: report.arrived).answers
    said = {report.answers.now for report in reports}
    return replace(
        reports[0].answers,
        category=newest.category,
        subcategory=newest.subcategory,
        now=next((now for now in MOST_URGENT if now in said), None),
    )


def _rung(row: Row, visit: Visit, head: CaseHead) -> Rung | None:
    if row.answers is None:
        return None
    return rung_of(visit, head.moments, row.arrived, row.answers, head.priority)


def _with_case(row: Row, visit: Visit, case: CaseRow) -> Row:
    def opened() -> CaseHead:
        return CaseHead.of_row(case, visit.member.desks)

    beside = visit.office.indexes.beside(case.desk)
    try:
        head = beside.opened(CaseHead, (case.recipient, case.envelope, case.head), opened)
    except TiplineError:
        return replace(row, case_readable=False)
    if row.tip.hex() not in head.seen:  # another tip's case
        return replace(row, case_readable=False)
    waiting = max(0, row.waiting - int(head.seen[row.tip.hex()]))
    if head.instead and row.answers is not None:
        row = replace(row, answers=bare_answers(row.answers, head.instead), closed=True)
    return replace(
        row,
        state=head.state,
        priority=head.priority,
        life=head.life,
        second=head.review is not None or (head.asked is not None and waits(head.asked, visit.now)),
        wishes=0 if head.state in FINISHED else head.wishes,
        rung=_rung(row, visit, head),
        waiting=waiting,
    )
