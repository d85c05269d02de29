"""What leaves the house: by two, or to save a life and then looked at; and what a hold holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.refusing import changes_nothing
from tests.tips.test_assessing import (
    DOWNLOADED,
    EXPORTED,
    LEAVING,
    NOOR,
    SAMI,
    WHY,
    Act,
    approved,
    asked,
    declined,
    events,
    graded,
)
from tests.tips.test_ending import ANYTHING, LIFE, P1, P2, closed, steps
from tests.tips.test_fold import OTHER, TIP
from tipline.casework.case import schedule
from tipline.errors import (
    GivenAnsweredError,
    HoldDayError,
    LeavingTwoError,
    NotGradedError,
    NotToLeaveError,
    OwnRequestError,
    PermitEndedError,
    ReasonMissingError,
    RecordMalformedError,
    RequestEndedError,
    RequestsTooManyError,
)
from tipline.tips.event import Kind
from tipline.tips.fold import fold
from tipline.tips.priority import Priority
from tipline.tips.retention import Retention, Span
from tipline.tips.second import LASTS, WAITING_MAX
from tipline.tips.standing import CaseState
from tipline.tips.state import Outcome, State

TO = {"to": "The court", "purpose": "Hearing 12"}
FILE = {"tip": TIP, "file": OTHER, "sealed": True}
REASON = LEAVING["text"]
PLAIN = graded("2/D/C")
FALSE = graded("2/E/C", "It contradicts itself.")


def exporting(author: bytes = NOOR, hours: float = 0, **would: Any) -> Act:
    return asked(author, hours, deed="export", would=TO | would, text=REASON)


def downloading(author: bytes = NOOR, **would: Any) -> Act:
    return asked(author, deed="download", would=TO | FILE | would, text=REASON)


def exported(request: int = 0, author: bytes = NOOR, hours: float = 0, **more: Any) -> Act:
    given = {"request": request} if request else {}
    return Act(Kind.EXPORTED, LEAVING | given | more, author, hours)


def downloaded(request: int, author: bytes = NOOR, **more: Any) -> Act:
    return Act(Kind.DOWNLOADED, LEAVING | FILE | {"request": request} | more, author)


def holding(until: str = "2026-08-28", hours: float = 0) -> Act:
    would = {"order": "12/2026", "until": until}
    return asked(hours=hours, deed="hold", would=would, text=REASON)


def arrived(of: int, text: str = "Clerk 3 has it.") -> Act:
    return Act(Kind.ACKNOWLEDGED, {"of": of, "text": text})


def reviewed(of: int, author: bytes = SAMI, **more: Any) -> Act:
    return Act(Kind.REVIEWED, {"of": of, **more}, author)


LIKELY = st.sampled_from(
    [PLAIN, FALSE, P1, P2, LIFE, exporting(), exporting(SAMI), downloading(), exported(),
     exported(3), exported(3, SAMI), exported(4), downloaded(3), downloaded(4), approved(3),
     approved(4), approved(4, NOOR), declined(3), arrived(5), reviewed(5), reviewed(6, NOOR),
     closed()]
)  # fmt: skip
ACTS = st.lists(st.one_of(LIKELY, ANYTHING), max_size=12).map(
    lambda acts: [PLAIN, *sorted(acts, key=lambda act: act.hours)]
)


@given(ACTS)
def test_nothing_leaves_but_by_two_or_to_save_a_life(acts: list[Act]) -> None:
    written = events(*acts)
    used = set[int]()
    for before, after, event in steps(written):
        if len(after.given) == len(before.given):
            assert (
                event.kind not in {Kind.EXPORTED, Kind.DOWNLOADED} or event.number in after.refused
            )
            continue
        assert not before.stopped
        one = after.given[-1]
        assert (one.number, one.author) == (event.number, event.author)
        if one.urgent:
            assert before.classified is not None
            assert before.classified.life or before.priority is Priority.P1
            continue
        request = event.content["request"]
        assert request not in used
        used.add(request)
        asked_for = written[request - 1]
        (answer,) = [
            each for each in written[: event.number]
            if each.kind is Kind.APPROVED and each.content["request"] == request
            and each.number not in after.refused
        ]  # fmt: skip
        assert asked_for.author == event.author != answer.author
        assert answer.at - asked_for.at <= LASTS
        assert event.at - answer.at <= LASTS
        assert before.graded is not None


@given(ACTS)
def test_what_left_at_once_waits_until_another_looked(acts: list[Act]) -> None:
    written = events(*acts)
    for one in fold(written).given:
        if one.reviewed:
            assert one.urgent
            assert written[one.reviewed - 1].author != one.author
        assert one.unreviewed == (one.urgent and not one.reviewed)


@pytest.mark.parametrize(
    ("acts", "count"),
    [
        ([PLAIN, exporting(), approved(3), exported(3)], 1),
        ([PLAIN, exporting(), approved(3, hours=24), exported(3, hours=48)], 1),
        ([PLAIN, downloading(), approved(3), downloaded(3)], 1),
        (
            [
                PLAIN,
                exporting(),
                downloading(),
                approved(4),
                approved(3),
                downloaded(4),
                exported(3),
            ],
            2,
        ),
        ([P1, EXPORTED, DOWNLOADED], 2),
        ([LIFE, EXPORTED, reviewed(3), arrived(3)], 1),
        ([LIFE, EXPORTED, reviewed(3, objection=True, text=WHY), arrived(3)], 1),
        ([closed(), P1], 0),
    ],
)
def test_what_leaves_is_logged(acts: Sequence[Act], count: int) -> None:
    case = fold(events(*acts))
    assert len(case.given) == count
    assert case.permits == ()
    assert all(one.content.to == "The court" for one in case.given)
    assert all(one.graded == case.graded for one in case.given)


MANY = [
    Act(Kind.OPENED, {"tip": f"{number:032x}", "parts": {f"p{number}": "11"}})
    for number in range(21)
]
REFUSED: list[tuple[Sequence[Act], type[Exception]]] = [
    ([PLAIN, EXPORTED], LeavingTwoError),
    ([P2, PLAIN, EXPORTED], LeavingTwoError),
    ([*MANY, PLAIN, EXPORTED], LeavingTwoError),
    ([*MANY, PLAIN, exporting(), approved(24, NOOR)], OwnRequestError),
    ([EXPORTED], NotGradedError),
    ([exporting()], NotGradedError),
    ([P1, FALSE, EXPORTED], NotToLeaveError),
    ([PLAIN, exporting(), FALSE, approved(3)], NotToLeaveError),
    ([PLAIN, exporting(), approved(3), FALSE, exported(3)], NotToLeaveError),
    ([P1, exported(to="")], RecordMalformedError),
    ([P1, exported(purpose=" ")], RecordMalformedError),
    ([P1, exported(text="short")], ReasonMissingError),
    ([P1, Act(Kind.EXPORTED, {})], RecordMalformedError),
    ([P1, Act(Kind.DOWNLOADED, {**LEAVING, **FILE, "tip": OTHER})], RecordMalformedError),
    ([PLAIN, exporting(request=2)], RecordMalformedError),
    ([PLAIN, exporting(), exported(3)], PermitEndedError),
    ([PLAIN, exporting(), approved(3), exported(3, SAMI)], PermitEndedError),
    ([PLAIN, exporting(), approved(3), exported(3, hours=24.1)], PermitEndedError),
    ([PLAIN, exporting(), approved(3), exported(3), exported(3)], PermitEndedError),
    ([PLAIN, exporting(), approved(3), exported(3, to="The press")], PermitEndedError),
    ([PLAIN, exporting(), approved(3), downloaded(3)], PermitEndedError),
    ([PLAIN, downloading(), approved(3), downloaded(3, sealed=False)], PermitEndedError),
    ([PLAIN, exporting(), declined(3), exported(3)], PermitEndedError),
    ([PLAIN, exporting(), approved(3, NOOR)], OwnRequestError),
    ([PLAIN, exporting(), approved(3, hours=24.1)], RequestEndedError),
    ([P1, EXPORTED, reviewed(3, NOOR)], OwnRequestError),
    ([P1, EXPORTED, reviewed(3, objection=True)], ReasonMissingError),
    ([P1, EXPORTED, reviewed(2)], GivenAnsweredError),
    ([P1, EXPORTED, reviewed(3), reviewed(3)], GivenAnsweredError),
    ([PLAIN, exporting(), approved(3), exported(3), reviewed(5)], GivenAnsweredError),
    ([P1, EXPORTED, arrived(2)], GivenAnsweredError),
    ([P1, EXPORTED, arrived(3, " ")], RecordMalformedError),
    ([P1, EXPORTED, arrived(3), arrived(3)], GivenAnsweredError),
    ([holding("2026-03-01")], HoldDayError),
    ([holding("2026-08-29")], HoldDayError),
    ([holding("2026-03-02"), approved(2, hours=24)], HoldDayError),
    ([asked(deed="hold", would={"order": " ", "until": "2026-04-01"})], RecordMalformedError),
]


@pytest.mark.parametrize(("acts", "error"), REFUSED)
def test_what_may_not_leave_stands_in_the_case_and_changes_nothing(
    acts: Sequence[Act], error: type[Exception]
) -> None:
    changes_nothing(events(*acts), error)


def test_a_permit_ends_a_day_after_it_was_given() -> None:
    (permit,) = fold(events(PLAIN, exporting(), approved(3, hours=3))).permits
    assert permit.holds_at(permit.at + LASTS)
    assert not permit.holds_at(permit.at + LASTS + timedelta(seconds=1))


def test_a_hold_is_renewed_and_keeps_the_tip_and_not_its_mailbox() -> None:
    held = [holding("2026-04-01"), approved(2)]
    assert fold(events(*held)).held_until == date(2026, 4, 1)
    renewed = fold(events(*held, holding(), approved(4)))
    assert (renewed.held_until, renewed.refused) == (date(2026, 8, 28), ())
    finished, held_until = date(2026, 3, 1), renewed.held_until
    short, long = (
        Retention(outcomes=dict.fromkeys(Outcome, span), spam=span, original=span, categories={})
        for span in (Span(keep=timedelta(days), limit=timedelta(days)) for days in (90, 1825))
    )
    closed_so = CaseState(state=State.CLOSED, outcome=Outcome.NOTRACE)
    plain = schedule.due(short, finished, closed_so)
    longer = schedule.due(short, finished, replace(closed_so, held_until=held_until))
    assert (longer.tip, longer.mailbox) == (held_until, plain.mailbox)
    much = schedule.due(long, finished, replace(closed_so, held_until=held_until))
    assert much.tip == finished + timedelta(1825)


def test_so_many_requests_wait_at_a_time_and_no_more() -> None:
    waiting = [exporting(purpose=f"Hearing {number}") for number in range(WAITING_MAX)]
    written = events(PLAIN, *waiting, exporting(purpose="One more"))
    changes_nothing(written, RequestsTooManyError)
    a_day_on = [replace(each, hours=25) for each in waiting]
    case = fold(events(PLAIN, *waiting, *a_day_on))
    assert case.refused == ()
    assert (
        len(case.requests) == len(case.waiting(written[0].at + timedelta(hours=25))) == WAITING_MAX
    )


def test_permits_that_nobody_used_do_not_pile_up() -> None:
    acts: list[Act] = [PLAIN]
    for turn in range(WAITING_MAX + 5):
        asked_in = len(acts) + 2
        acts += [exporting(hours=turn), replace(approved(asked_in, SAMI), hours=turn)]
    case = fold(events(*acts))
    assert (case.refused, len(case.permits)) == ((), WAITING_MAX)
    assert case.permits[-1].number == len(acts)
