"""A desk that was given a case sends it on itself: its own two officers, its own answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.tips.test_assigning import ACCEPTED, FILE, GRANT, WHY, Act, does, events, gives, takes
from tipline.errors import EventRefusedError, NotThisDeskError, RequestsTooManyError
from tipline.tips.clocks import Moments
from tipline.tips.event import Event, Kind
from tipline.tips.fold import CaseState, fold, follow
from tipline.tips.outlook import NEVER_LAPSES, asked_at, moments_at
from tipline.tips.second import WAITING_MAX

OTHER = b"o" * 16  # another officer than the one of ``events``
LIFE: Act = (
    "TRIAGE",
    Kind.CLASSIFIED,
    {"category": "SEAC", "priority": "P1", "text": "A shot was heard."},
)
TO = {"to": "Port authority", "purpose": "To close the gate"}
SENDING = {**TO, "summary": 4}


def asks(desk: str, deed: str = "dispatch", **would: Any) -> Act:
    return does(desk, Kind.ASKED, deed=deed, would={**SENDING, **would}, text=WHY)


def approves(desk: str, request: int) -> Act:
    return does(desk, Kind.APPROVED, request=request)


def sends(desk: str, request: int = 0, **more: Any) -> Act:
    given = {"request": request} if request else {}
    return does(desk, Kind.DISPATCHED, **SENDING, text=WHY, **given, **more)


def says(desk: str, of: int, said: str = "accepted") -> Act:
    told = {"of": of, "said": said, "way": "call", "told_at": "2026-03-01T09:09:30Z", "who": "K"}
    return does(desk, Kind.AGENCY_SAID, **told)


def written(*acts: Act) -> list[Event]:
    """Return the events; whoever approves is another officer."""
    second = {Kind.APPROVED, Kind.REVIEWED}
    return [
        replace(each, author=OTHER) if each.kind in second else each for each in events([*acts])
    ]


def refused(error: type[EventRefusedError], *acts: Act) -> None:
    *before, last = written(*acts)
    case = fold(before)
    assert case.refused == ()
    with pytest.raises(error):
        follow(case, last)


def folded(*acts: Act) -> CaseState:
    case = fold(written(*acts))
    assert case.refused == ()
    return case


SENT = [*ACCEPTED, asks("CG"), approves("CG", 7), sends("CG", 7)]  # with event 9


def test_its_own_two_officers_send_and_hear() -> None:
    case = folded(*SENT, says("CG", 9))
    (given,) = case.given
    assert (given.desk, given.acknowledged, len(given.said)) == ("CG", 10, 1)


def test_the_desk_at_home_may_answer_and_follow_what_a_desk_asks_for() -> None:
    acts = [*ACCEPTED, asks("CG"), approves("TRIAGE", 7), sends("CG", 7), says("TRIAGE", 9)]
    assert len(folded(*acts).given[0].said) == 1


@pytest.mark.parametrize(
    "acts",
    [
        [*ACCEPTED, does("CG", Kind.ASKED, deed="export", would=TO, text=WHY)],
        [*ACCEPTED, does("CG", Kind.ASKED, deed="close", would={"outcome": "OUT_SAFE"}, text=WHY)],
        [*ACCEPTED, asks("TRIAGE"), approves("CG", 7)],
        [*ACCEPTED, asks("TRIAGE"), does("CG", Kind.DECLINED, request=7, text=WHY)],
        [*ACCEPTED, asks("TRIAGE"), approves("TRIAGE", 7), sends("TRIAGE", 7), says("CG", 9)],
        [*ACCEPTED, gives("OPS"), *[asks("CG"), approves("OPS", 8)]],
        [*SENT, gives("OPS"), says("OPS", 9)],
        [*SENT, gives("OPS"), does("OPS", Kind.ACKNOWLEDGED, of=9, text=WHY)],
        [*SENT, takes("CG"), says("CG", 9)],
        [*ACCEPTED, asks("CG"), approves("CG", 7), takes("CG"), sends("CG", 7)],
        [*ACCEPTED, LIFE, sends("CG", files=[FILE.blob.hex()])],
    ],
)
def test_what_is_anothers_is_refused(acts: list[Act]) -> None:
    refused(NotThisDeskError, *acts)


def test_to_save_a_life_it_sends_at_once_and_its_own_look_after() -> None:
    acts = [*ACCEPTED, LIFE, sends("CG")]
    case = folded(*acts)
    assert asked_at(case, case.desks["CG"]) == NEVER_LAPSES
    case = folded(*acts, does("CG", Kind.REVIEWED, of=8))
    assert asked_at(case, case.desks["CG"]) is None
    refused(NotThisDeskError, *acts, gives("OPS"), does("OPS", Kind.REVIEWED, of=8))


def test_it_names_the_files_that_it_was_granted() -> None:
    granted = ("TRIAGE", Kind.GRANTED, GRANT)
    case = folded(*ACCEPTED, LIFE, granted, sends("CG", files=[FILE.blob.hex()]))
    assert len(case.given) == 1


def test_what_is_awaited_is_a_task_of_the_desk_that_sent_it() -> None:
    by = "2026-03-01T12:00:00Z"
    acts = [*ACCEPTED, gives("OPS"), LIFE, sends("CG", reply_by=by)]
    case = folded(*acts)
    assert Moments.of(case).task is not None
    assert moments_at(case, case.desks["CG"]).task is not None
    assert moments_at(case, case.desks["OPS"]).task is None


def test_one_desk_does_not_push_out_what_another_asks_for() -> None:
    acts = [*ACCEPTED, asks("TRIAGE"), *[asks("CG", place=str(n)) for n in range(WAITING_MAX)]]
    case = folded(*acts)
    assert [each.desk for each in case.requests].count("TRIAGE") == 1
    assert len(case.requests) == WAITING_MAX + 1
    refused(RequestsTooManyError, *acts, asks("CG", place="one more"))
    folded(*acts, approves("TRIAGE", 7))
