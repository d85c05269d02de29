"""What is sent to an outside agency: the newest summary that was read, by two or to save a life."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.refusing import changes_nothing
from tests.tips.test_assessing import (
    LEAVING,
    NOOR,
    SAMI,
    Act,
    approved,
    asked,
    events,
    graded,
)
from tests.tips.test_ending import ANYTHING, LIFE, P1, P2, closing, steps
from tests.tips.test_fold import BEGAN, OTHER
from tests.tips.test_leaving import exported
from tests.tips.test_summary import read, written
from tipline.errors import (
    AreaRefusedError,
    GivenAnsweredError,
    LeavingTwoError,
    LinkOverError,
    NotGradedError,
    NotReadyError,
    NotToLeaveError,
    PermitEndedError,
    ReasonMissingError,
    RecordMalformedError,
    SaidTimeError,
    SettledError,
    SummaryChangedError,
    TimePastError,
    TiplineError,
)
from tipline.tips.clocks import Moments
from tipline.tips.content import Dispatched, content_of
from tipline.tips.event import Kind
from tipline.tips.fold import fold
from tipline.tips.outlook import allowed_of
from tipline.tips.shape import write_time

TO = {"to": "Coast Guard", "purpose": "To look at the quay"}
PLAIN, FALSE = graded("2/D/C"), graded("2/E/C", "It contradicts itself.")
READY = [P2, PLAIN, written(few=False)]  # events 2, 3 and 4
NORTH = [{"latitude": 2_622_000 + n, "longitude": 5_058_000} for n in range(3)]  # in a line


def sending(author: bytes = NOOR, hours: float = 0, **would: Any) -> Act:
    record = TO | {"summary": 4} | would
    return asked(author, hours, deed="dispatch", would=record, text=LEAVING["text"])


def sent(request: int = 0, author: bytes = NOOR, hours: float = 0, **more: Any) -> Act:
    given = {"request": request} if request else {}
    record = {**TO, "summary": 4, "text": LEAVING["text"], **given, **more}
    return Act(Kind.DISPATCHED, record, author, hours)


LIKELY = st.sampled_from(
    [PLAIN, FALSE, P1, P2, LIFE, written(few=False), written(), read(4), read(5), sending(),
     sending(SAMI), sending(summary=5), sent(), sent(5), sent(6), sent(summary=5), approved(5),
     approved(6), approved(6, NOOR)]
)  # fmt: skip


@given(st.lists(st.one_of(LIKELY, ANYTHING), max_size=10))
def test_the_newest_summary_leaves_and_nothing_else(acts: list[Act]) -> None:
    ordered = [*READY, *sorted(acts, key=lambda act: act.hours)]
    for before, after, event in steps(events(*ordered)):
        if event.kind is not Kind.DISPATCHED or event.number in after.refused:
            continue
        content = content_of(event)
        assert isinstance(content, Dispatched)
        assert not before.stopped
        assert content.summary == before.summary_by
        assert before.summary.strip()
        assert before.summary_ready or before.life_saving
        assert before.classified is not None
        assert content.request or before.life_saving
        assert after.given[-1].number == event.number


@pytest.mark.parametrize(
    "acts",
    [
        [*READY, sending(), approved(5), sent(5)],
        [*READY, sending(points=NORTH[:1]), approved(5), sent(5, points=NORTH[:1])],
        [P1, PLAIN, written(few=False), sent()],
        [LIFE, PLAIN, written(), sent()],
        [P2, PLAIN, written(), read(4), sending(), approved(6), sent(6)],
    ],
)
def test_it_leaves(acts: list[Act]) -> None:
    assert len(fold(events(*acts)).given) == 1


REFUSED: list[tuple[list[Act], type[TiplineError]]] = [
    ([*READY, sent()], LeavingTwoError),
    ([*READY, sending(), sent(5)], PermitEndedError),
    ([*READY, sending(), approved(5), sent(5, place="Elsewhere")], PermitEndedError),
    ([*READY, sending(), approved(5), sent(5, SAMI)], PermitEndedError),
    ([*READY, sending(), approved(5), written(few=False), sent(5)], SummaryChangedError),
    ([*READY, sending(summary=3)], SummaryChangedError),
    ([*READY, FALSE, sending()], NotToLeaveError),
    ([P2, written(few=False), sending(summary=3)], NotGradedError),
    ([PLAIN, written(few=False), sending(summary=3)], NotReadyError),
    ([P2, PLAIN, sending(summary=0)], NotReadyError),
    ([P2, PLAIN, written(), sending()], NotReadyError),
    ([LIFE, PLAIN, sent(summary=0)], NotReadyError),
    ([*READY, sending(reply_by="2026-03-01T09:00:00Z")], TimePastError),
    ([*READY, sending(points=NORTH)], AreaRefusedError),
    ([*READY, sending(files=[OTHER, OTHER])], RecordMalformedError),
    ([*READY, sending(to=" ")], RecordMalformedError),
    ([*READY, sending(suspicion={"activities": ["NOTHING"]})], RecordMalformedError),
]


@pytest.mark.parametrize(("acts", "error"), REFUSED)
def test_what_may_not_leave_is_refused(acts: list[Act], error: type[TiplineError]) -> None:
    changes_nothing(events(*acts), error)


LEFT = [*READY, sending(), approved(5), sent(5)]  # with event 7


def said(what: str, hours: float = 1, of: int = 7, told: float = 1, **more: str) -> Act:
    at = write_time(BEGAN + timedelta(hours=told))
    record = {"of": of, "said": what, "way": "call", "told_at": at, "who": "Watch keeper"}
    return Act(Kind.AGENCY_SAID, record | more, NOOR, hours)


def by_link(what: str, hours: float = 1, told: float = 1, text: str = "") -> Act:
    return said(what, hours, told=told, way="link", heard=OTHER, text=text)


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ([*LEFT, said("accepted", of=6)], GivenAnsweredError),
        ([*LEFT, said("accepted", told=-1)], SaidTimeError),
        ([*LEFT, said("accepted", told=2)], SaidTimeError),
        ([*LEFT, said("declined")], ReasonMissingError),
        ([*LEFT, said("asks", text="Where?")], ReasonMissingError),
        ([*LEFT, said("accepted", who=" ")], RecordMalformedError),
        ([*LEFT, said("perhaps")], RecordMalformedError),
        ([P1, PLAIN, exported(), said("accepted", of=4)], GivenAnsweredError),
        ([*LEFT, said("accepted", text="x" * 501)], RecordMalformedError),
        ([*LEFT, said("accepted", heard=OTHER)], RecordMalformedError),
        ([*LEFT, said("accepted", way="link")], RecordMalformedError),
        ([*LEFT, by_link("done"), by_link("done", 2)], GivenAnsweredError),
        ([*LEFT, by_link("done", told=2)], SaidTimeError),
    ],
)
def test_what_an_agency_cannot_have_said_is_refused(
    acts: list[Act], error: type[TiplineError]
) -> None:
    changes_nothing(events(*acts), error)


def test_what_an_agency_says_stands_and_ends_the_waiting() -> None:
    reply_by = write_time(BEGAN + timedelta(hours=2))
    before = [*READY, sending(reply_by=reply_by), approved(5), sent(5, reply_by=reply_by)]
    assert Moments.of(fold(events(*before))).task == BEGAN + timedelta(hours=2)
    acts = [*before, said("accepted"), said("en-route", 2, told=1.5)]
    case = fold(events(*acts))
    (one,) = case.given
    assert one.acknowledged == 8
    assert [each.said.value for each in one.said] == ["accepted", "en-route"]
    assert Moments.of(case).task is None
    assert case.reached[Kind.AGENCY_SAID] == BEGAN + timedelta(hours=1.5)  # when it was said
    assert Kind.AGENCY_SAID not in fold(events(*acts[:-1])).reached


def test_what_came_by_its_link_stands_as_it_came() -> None:
    (one,) = fold(events(*LEFT, by_link("declined"))).given  # a mail of one word
    assert [each.said.value for each in one.said] == ["declined"]
    (one,) = fold(events(*LEFT, by_link("asks", text="x" * 5000))).given
    assert len(one.said[0].text) == 5000


def test_the_secret_of_a_link_is_drawn_as_it_leaves() -> None:
    acts = [*READY, sending(), approved(5)]
    (one,) = fold(events(*acts, sent(5, link="ab" * 32))).given
    assert isinstance(one.content, Dispatched)
    assert one.content.link == b"\xab" * 32
    asked_with_one = [*READY, sending(link="ab" * 32), approved(5), sent(5, link="ab" * 32)]
    changes_nothing(events(*asked_with_one), PermitEndedError)


LINKED = [*LEFT[:-1], sent(5, link="ab" * 32)]  # with event 7
LEAKED = "It lay in the printer."


def ended(of: int = 7, hours: float = 1.5, text: str = LEAKED) -> Act:
    return Act(Kind.LINK_ENDED, {"of": of, "text": text}, NOOR, hours)


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ([*LEFT, ended()], GivenAnsweredError),
        ([*LINKED, ended(of=6)], GivenAnsweredError),
        ([*LINKED, ended(), ended()], GivenAnsweredError),
        ([*LINKED, ended(text="Leaked.")], ReasonMissingError),
        ([*LINKED, ended(), by_link("done", 3, told=2)], LinkOverError),
    ],
)
def test_the_end_of_a_link_that_is_refused(acts: list[Act], error: type[TiplineError]) -> None:
    changes_nothing(events(*acts), error)


def test_what_came_by_a_link_that_was_ended_stands_and_ends_nothing() -> None:
    reply_by = write_time(BEGAN + timedelta(hours=5))
    asked_for = [*READY, sending(reply_by=reply_by), approved(5)]
    before = [*asked_for, sent(5, link="ab" * 32, reply_by=reply_by), by_link("on-scene")]
    case = fold(events(*before))
    assert Kind.AGENCY_SAID in case.reached
    assert Moments.of(case).task is None
    after = fold(events(*before, ended()))
    assert Kind.AGENCY_SAID not in after.reached
    assert Moments.of(after).task == BEGAN + timedelta(hours=5)
    assert [each.said.value for each in after.given[0].said] == ["on-scene"]
    again = fold(events(*before, ended(), said("on-scene", 2, told=1)))
    assert again.reached[Kind.AGENCY_SAID] == BEGAN + timedelta(hours=1)
    assert Moments.of(again).task is None


ANSWERS = st.tuples(
    st.booleans(), st.sampled_from(["accepted", "en-route", "done"]), st.floats(1, 3)
)


@given(st.lists(ANSWERS, max_size=6), st.floats(1, 3), st.booleans())
def test_an_ended_link_leaves_a_case_as_if_nothing_had_come_by_it(
    answers: list[tuple[bool, str, float]],
    over: float,
    by_call: bool,  # noqa: FBT001 (drawn)
) -> None:
    told = [
        said(what, hours, told=0.5, way="link", heard=f"{number:032x}")
        if linked
        else said(what, hours, told=0.5)
        for number, (linked, what, hours) in enumerate(answers)
    ]
    called = [said("done", 4, told=0.5)] if by_call else []
    whole = sorted([*told, ended(hours=over)], key=lambda act: act.hours)
    without = [act for act in sorted(told, key=lambda act: act.hours) if "heard" not in act.content]
    reply_by = write_time(BEGAN + timedelta(hours=5))
    linked = [*READY, sending(reply_by=reply_by), approved(5),
              sent(5, link="ab" * 32, reply_by=reply_by)]  # fmt: skip
    case = fold(events(*linked, *whole, *called))
    other = fold(events(*linked, *without, *called))
    assert case.refused == ()
    assert case.reached.keys() == other.reached.keys()
    assert case.awaited == other.awaited
    assert bool(case.given[0].acknowledged) == bool(other.given[0].acknowledged)
    assert len(case.given[0].said) == len(told) + len(called)


@pytest.mark.parametrize(
    ("acts", "arrived"),
    [
        ([by_link("accepted")], 8),
        ([by_link("accepted"), ended()], 0),
        ([ended(hours=1), by_link("accepted")], 0),  # it had been said before
        ([by_link("accepted"), said("asks", text="Which gate is it?"), ended()], 9),
        ([by_link("accepted"), ended(), said("accepted", 2, told=2)], 10),
        ([Act(Kind.ACKNOWLEDGED, {"of": 7, "text": "Keeper 4."}), by_link("done"), ended()], 8),
    ],
)
def test_what_came_by_a_link_that_was_ended_does_not_tell_that_it_arrived(
    acts: list[Act], arrived: int
) -> None:
    case = fold(events(*LINKED, *acts))
    assert (case.refused, case.given[0].acknowledged) == ((), arrived)


def test_once_its_link_was_ended_somebody_enters_that_it_arrived() -> None:
    receipt = Act(Kind.ACKNOWLEDGED, {"of": 7, "text": "Keeper 4."}, NOOR, 2)
    case = fold(events(*LINKED, by_link("accepted"), ended(), receipt))
    assert (case.refused, case.given[0].acknowledged) == ((), 10)


AT_QUAY = "At the north quay, by the crane."


def asks(hours: float = 1, told: float = 1) -> Act:
    return by_link("asks", hours, told, "Which gate do you mean?")


def settled(of: int, hours: float = 2, text: str = AT_QUAY) -> Act:
    return Act(Kind.SETTLED, {"of": of, "text": text}, NOOR, hours)


def again(hours: float = 3, **more: Any) -> list[Act]:
    """Return a second dispatch to the same body: asked for, approved and sent with its events."""
    return [sending(hours=hours, **more), approved(9, hours=hours), sent(9, hours=hours, **more)]


def waits(*acts: Act) -> list[tuple[int, str]]:
    case = fold(events(*acts))
    assert case.refused == ()
    return [(each.number, each.said.value) for each in case.unsettled]


def declines(hours: float = 1) -> Act:
    return by_link("declined", hours, text="No boat is free tonight.")


ASKED_DECLINED = [said("asks", text=AT_QUAY), said("declined", text=AT_QUAY)]
ENDING = [closing(hours=2), approved(9, hours=2)]


@pytest.mark.parametrize(
    ("after", "left"),
    [
        ([asks()], [(8, "asks")]),
        ([declines()], [(8, "declined")]),
        ([said("accepted")], []),
        ([asks(), said("asks", 2, told=2, text="And by which way?")], [(9, "asks")]),
        # What an officer has heard since ends it; what was said before does not.
        ([asks(), said("accepted", 2, told=2)], []),
        ([asks(), said("accepted", 2, told=0.5)], [(8, "asks")]),
        # Who sets out by themselves takes back that they decline, and still has no answer.
        ([said("asks", text=AT_QUAY), by_link("en-route", 2, told=2)], [(8, "asks")]),
        ([said("declined", text=AT_QUAY), by_link("accepted", 2, told=2)], []),
        # What they had asked before they declined waits on, once they take that back.
        ([*ASKED_DECLINED, by_link("accepted", 2, told=2)], [(8, "asks")]),
        ([*ASKED_DECLINED, ASKED_DECLINED[1], by_link("accepted", 2, told=2)], [(8, "asks")]),
        ([*ASKED_DECLINED, settled(9, 1), by_link("accepted", 2, told=2)], []),
        ([*ASKED_DECLINED, by_link("done", 2, told=2)], []),
        ([said("asks", text=AT_QUAY), by_link("done", 2, told=2)], []),
        # It was dealt with, in words or by sending to them once more.
        ([asks(), settled(8)], []),
        ([asks(), *again()], []),
        ([asks(), *again(to="COAST GUARD")], []),
        ([asks(), *again(to="Civil Defence")], [(8, "asks")]),
        ([asks(), *ENDING], []),
        ([asks(), *ENDING, Act(Kind.REOPENED, {}, hours=3)], [(8, "asks")]),
    ],
)  # fmt: skip
def test_what_they_ask_or_decline_waits_until_somebody_deals_with_it(
    after: list[Act], left: list[tuple[int, str]]
) -> None:
    assert waits(*LEFT, *after) == left


def test_what_was_asked_for_before_they_asked_is_no_answer() -> None:
    acts = [*LEFT, sending(), asks(), approved(8, hours=2), sent(8, hours=3)]
    assert waits(*acts) == [(9, "asks")]


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ([*LEFT, settled(7)], SettledError),
        ([*LEFT, said("accepted"), settled(8)], SettledError),
        ([*LEFT, asks(), settled(8), settled(8)], SettledError),
        ([*LEFT, asks(), said("declined", text=AT_QUAY), settled(8)], SettledError),
        ([*LEFT, asks(), settled(8, text="Yes.")], ReasonMissingError),
        ([*LEFT, asks(), *ENDING, settled(8)], SettledError),
    ],
)
def test_what_does_not_wait_is_not_dealt_with(acts: list[Act], error: type[TiplineError]) -> None:
    changes_nothing(events(*acts), error)


def allowed(*acts: Act) -> list[tuple[bytes, str, float]]:
    """Return who may do what, until how many hours after the case began."""
    return [
        (each.person, each.deed.value, (each.until - BEGAN) / timedelta(hours=1))
        for each in allowed_of(fold(events(*acts)))
    ]


def test_what_was_approved_is_allowed_until_it_is_done_or_can_be_no_more() -> None:
    asking = [*READY, sending()]
    assert allowed(*asking) == []
    approving = [*asking, approved(5, hours=2)]
    assert allowed(*approving) == [(NOOR, "dispatch", 26)]
    assert allowed(*approving, sent(5, hours=3)) == []
    assert allowed(*approving, replace(written(few=False), hours=3)) == []  # of other words
    assert allowed(*approving, replace(FALSE, hours=3)) == []
    by_then = write_time(BEGAN + timedelta(hours=9))
    timed = [*READY, sending(reply_by=by_then), approved(5, hours=2)]
    assert allowed(*timed) == [(NOOR, "dispatch", 9)]


@pytest.mark.parametrize(
    ("acts", "left"),
    [
        ([asks(), ended()], []),
        ([said("asks", text=AT_QUAY), asks(), ended()], [(8, "asks")]),
        ([said("declined", text=AT_QUAY), by_link("accepted"), ended()], [(8, "declined")]),
        ([ended(hours=1), asks()], []),  # it had been said before
        ([ended(hours=1), said("asks", 2, text=AT_QUAY)], [(9, "asks")]),
        ([asks(), settled(8, hours=1), ended()], []),
        ([said("declined", text=AT_QUAY), asks(), settled(9, hours=1), ended()], [(8, "declined")]),
    ],
)
def test_what_came_by_a_link_that_was_ended_waits_for_nobody(
    acts: list[Act], left: list[tuple[int, str]]
) -> None:
    assert waits(*LINKED, *acts) == left
