"""What a desk does with a case that it was given: it is opened without any tip of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tipline.age import FileKey
from tipline.casework import trail
from tipline.casework.case.adding import append
from tipline.casework.case.casefile import open_case
from tipline.casework.case.delivery import deliver_to_all
from tipline.casework.case.letterbox import told
from tipline.casework.case.vouching import colleagues
from tipline.casework.glances import LOOK
from tipline.casework.tip.attachments import OpenFile
from tipline.errors import NotFoundError, NotThisDeskError, OriginalClosedError
from tipline.sealing.audit import Action
from tipline.tips.content import Content, Granted, Named, Viewed, content_of
from tipline.tips.event import Kind
from tipline.tips.powers import lost, responds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tipline.casework.case.casefile import OpenCase
    from tipline.casework.visit import Visit
    from tipline.tips.evidence import Evidence


@dataclass(frozen=True)
class GrantedFile:
    """A file that all who have the case may see. ``number``: its place among those of its tip."""

    tip: bytes
    number: int
    evidence: Evidence = field(repr=False)
    key: bytes = field(repr=False)
    text: str = field(repr=False)

    @property
    def id(self) -> bytes:
        """The id of its blob, 16 bytes."""
        return self.evidence.blob


def case_of(visit: Visit, case_id: bytes, desk: str, *, form: bool) -> OpenCase:
    """Open a case for a member of a desk that has it, and enter that in the trail first.

    ``form`` says that one was sent from its page. Raises NotFoundError for what is not this desk's,
    also by the events alone: an envelope that was left or put there does not make it so. Raises
    TipKeyRefusedError.
    """
    if desk not in visit.desks:
        raise NotFoundError
    row = visit.office.cases.case(case_id, [desk])
    if form:
        trail.record_once(visit, Action.OPEN_CASE, case_id, case=case_id, desk=desk)
    else:
        trail.record(visit, Action.OPEN_CASE, case=case_id, desk=desk)
        visit.office.looks.note(visit.member.analyst, [case_id], visit.now)
    case = open_case(visit, row)
    if lost(case.state, desk):
        raise NotFoundError
    return case


def look(visit: Visit, case_id: bytes, desk: str) -> OpenCase:
    """Open a case to read it, and enter that in it, unless it is one look with the last.

    So the reporters' words are brought in line too, if an action was cut short.
    """
    case = case_of(visit, case_id, desk, form=False)
    if case.trouble is not None:
        return case
    looked = append(visit, case, lambda case: _look(visit, case))
    if looked.number != case.number:
        deliver_to_all(visit, looked)
    return looked


def step(visit: Visit, case: OpenCase, content: Content, seen: int) -> OpenCase:
    """Add one event to a case, and let its reporters know what follows.

    It is given to somebody of the desk, or to nobody. Raises NotThisDeskError, and what
    ``adding.append`` does.
    """
    if (
        isinstance(content, Named)
        and content.analyst
        and colleagues(visit, case.desk).get(content.analyst) != content.name
    ):
        raise NotThisDeskError
    after = append(visit, case, lambda _: content, seen=seen)
    if told(after.state) != told(case.state):
        deliver_to_all(visit, after)
    return after


def files_of(case: OpenCase) -> tuple[GrantedFile, ...]:
    """Return the files that were granted to all who have a case, in that order."""
    return tuple(_granted(case))


def open_file(visit: Visit, case_id: bytes, desk: str, file_id: bytes, *, shown: bool) -> OpenFile:
    """Open a file that was granted to all who have a case.

    The desk that the case began at opens none while the original is closed to its member: those
    that respond keep what they were granted. ``shown`` enters it in the trail as a look at it.
    Raises OriginalClosedError, NotFoundError, and what ``case_of`` does.
    """
    case = case_of(visit, case_id, desk, form=True)
    if not responds(case.state, desk) and not case.state.may_read(visit.member.analyst, visit.now):
        raise OriginalClosedError
    for file in files_of(case):
        if file.id == file_id:
            if shown:
                trail.record_once(visit, Action.LOOK, file_id, case=case_id, file=file_id)
            return OpenFile(file, visit, FileKey(file.key))
    raise NotFoundError


def _granted(case: OpenCase) -> Iterator[GrantedFile]:
    for number in case.state.files.values():
        content = content_of(case.events[number - 1])
        if isinstance(content, Granted) and not _destroyed(case, content.tip, number):
            yield GrantedFile(content.tip, content.number, content.file, content.key, content.text)


def _destroyed(case: OpenCase, tip: bytes, number: int) -> bool:
    """Tell whether a file that an event granted went with the original of its tip."""
    gone = case.state.gone.get(tip.hex())
    return gone is not None and number < gone.number


def _look(visit: Visit, case: OpenCase) -> Viewed | None:
    mine = [
        event.at
        for event in case.events
        if event.kind is Kind.VIEWED and event.author == visit.member.analyst
    ]
    return None if mine and visit.now - mine[-1] < LOOK else Viewed()
