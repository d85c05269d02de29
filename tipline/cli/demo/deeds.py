"""What is done with the invented reports, by the verbs that the review site's pages call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from tipline.casework.given import giving, handing_off, responding
from tipline.casework.given.giving import Chosen
from tipline.casework.matter import joining, linking
from tipline.casework.tip import actions, assessing
from tipline.casework.tip.opening import OpenTip, open_tip
from tipline.tips.content import (
    Accepted,
    Approved,
    Classified,
    Content,
    DeskDone,
    Graded,
    HandOffStep,
    Named,
    Note,
    Placed,
    Question,
    Read,
    Reply,
    Started,
    Summary,
    TaskSet,
)
from tipline.tips.event import Kind
from tipline.tips.handoff import Step
from tipline.tips.link import Sort
from tipline.tips.shape import from_json
from tipline.tips.state import Outcome

if TYPE_CHECKING:
    from tipline.casework.visit import Visit

Deed = Mapping[str, Any]
Tips = Mapping[str, bytes]  # the ids of the tips that have a name in reports.toml


def do(visit: Visit, tip_id: bytes, deed: Deed, named: Tips) -> None:
    """Do one deed with a tip, or at the desk that was given its case. ``named``: other tips."""
    if deed["what"] in AT_DESK:
        _at_desk(visit, tip_id, deed)
        return
    tip = open_tip(visit, tip_id)
    if deed["what"] in BESIDE:
        BESIDE[deed["what"]](visit, tip, named[deed["other"]], deed)
    elif deed["what"] != "open":
        DEEDS[deed["what"]](visit, tip, deed)


def _at_desk(visit: Visit, tip_id: bytes, deed: Deed) -> None:
    configured = visit.office.configuration
    row = visit.office.cases.for_tips([tip_id], [configured.intake])[tip_id]
    case = responding.look(visit, row.id, deed["desk"])
    responding.step(visit, case, AT_DESK[deed["what"]](visit, deed), case.number)


def _write(kind: actions.Text, visit: Visit, tip: OpenTip, deed: Deed) -> None:
    actions.write_text(visit, tip, kind, deed["text"], tip.case.number)


def _answer(kind: actions.ToReporter, visit: Visit, tip: OpenTip, deed: Deed) -> None:
    actions.answer(visit, tip, kind, deed["text"], tip.case.number)


def _read(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    read = Read(of=tip.case.state.summary_by, text=deed["text"])
    actions.enter(visit, tip, read, tip.case.number)


def _set_aside(visit: Visit, tip: OpenTip, _deed: Deed) -> None:
    actions.set_aside(visit, tip, tip.case.number)


def _close(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    actions.close(visit, tip, Outcome(deed["outcome"]), deed["text"], tip.case.number)


def _approve(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    (asked,) = tip.case.state.waiting(visit.now)
    actions.enter(visit, tip, Approved(request=asked.number, text=deed["text"]), tip.case.number)


def _assess(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    classified = from_json(Classified, deed["classified"])
    graded = from_json(Graded, deed["graded"])
    assessing.assess(visit, tip, classified, graded, tip.case.number)


def _place(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    actions.enter(visit, tip, from_json(Placed, deed["placed"]), tip.case.number)


def _give(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    giving.give(visit, tip, Chosen([deed["desk"]], deed["desk"], deed["text"]), tip.case.number)


def _task(visit: Visit, deed: Deed) -> TaskSet:
    return TaskSet(text=deed["text"], due=visit.now + timedelta(minutes=deed["minutes"]))


def _set_task(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    actions.enter(visit, tip, _task(visit, deed), tip.case.number)


def _hand_off(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    handing_off.hand_off(visit, tip, deed["text"], tip.case.number)


def _tick(visit: Visit, tip: OpenTip, deed: Deed) -> None:
    step = HandOffStep(step=Step(deed["step"]), text=deed.get("text", ""))
    actions.enter(visit, tip, step, tip.case.number)


def _join(visit: Visit, tip: OpenTip, other: bytes, deed: Deed) -> None:
    joining.join(visit, tip, other, deed["text"], tip.case.number)


def _link(visit: Visit, tip: OpenTip, other: bytes, deed: Deed) -> None:
    linking.link(visit, tip, other, Sort(deed["sort"]), deed["text"], tip.case.number)


DEEDS: Mapping[str, Callable[[Visit, OpenTip, Deed], None]] = {
    Kind.NOTE: partial(_write, Note),
    Kind.SUMMARY: partial(_write, Summary),
    Kind.REPLY: partial(_answer, Reply),
    Kind.QUESTION: partial(_answer, Question),
    Kind.SET_ASIDE: _set_aside,
    Kind.CLOSED: _close,
    "read": _read,
    "approve": _approve,
    "assess": _assess,
    "place": _place,
    "give": _give,
    "task": _set_task,
    "hand-off": _hand_off,
    "tick": _tick,
}
BESIDE: Mapping[str, Callable[[Visit, OpenTip, bytes, Deed], None]] = {
    "join": _join,
    "link": _link,
}
AT_DESK: Mapping[str, Callable[[Visit, Deed], Content]] = {
    "accept": lambda _visit, _deed: Accepted(),
    "begin": lambda _visit, _deed: Started(),
    "done": lambda _visit, deed: DeskDone(outcome=Outcome(deed["outcome"]), text=deed["text"]),
    "take": lambda visit, _deed: Named(analyst=visit.member.analyst, name=visit.member.name),
    "task-at-desk": _task,
}
