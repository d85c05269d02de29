"""What a camera's keeper is asked for: by two or to save a life, and awaited until answered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.tips.refusing import changes_nothing
from tests.tips.test_assessing import LEAVING, NOOR, SAMI, Act, approved, asked, events, graded
from tests.tips.test_dispatched import said
from tests.tips.test_ending import LIFE, P1, P2, P3
from tests.tips.test_fold import BEGAN
from tipline.errors import (
    LeavingTwoError,
    NotGradedError,
    NotToLeaveError,
    PermitEndedError,
    ProtectedError,
    RecordMalformedError,
    TimePastError,
    TiplineError,
    WindowError,
)
from tipline.tips.clocks import Moments
from tipline.tips.event import Kind
from tipline.tips.fold import fold
from tipline.tips.shape import write_time

PLAIN, FALSE = graded("2/D/C"), graded("2/E/C", "It contradicts itself.")
READY = [P2, PLAIN]  # events 2 and 3
TO = {"to": "Dome City", "purpose": "To see who came"}


def at(hours: float) -> str:
    return write_time(BEGAN + timedelta(hours=hours))


WINDOW = {"wanted": "keep", "cameras": ["GATE/1", "YARD-2"], "since": at(-2), "until": at(-1)}


def asking(author: bytes = NOOR, hours: float = 0, **would: Any) -> Act:
    record = {**TO, **WINDOW, **would}
    return asked(author, hours, deed="footage", would=record, text=LEAVING["text"])


def sent(request: int = 0, author: bytes = NOOR, hours: float = 0, **more: Any) -> Act:
    given = {"request": request} if request else {}
    return Act(
        Kind.FOOTAGE, {**TO, **WINDOW, "text": LEAVING["text"], **given, **more}, author, hours
    )


@pytest.mark.parametrize(
    "acts",
    [
        [*READY, asking(), approved(4), sent(4)],
        [*READY, asking(until=at(-1.5)), approved(4), sent(4, until=at(-1.5))],
        [P1, PLAIN, sent()],
        [LIFE, sent()],
    ],
)
def test_a_keeper_is_asked(acts: list[Act]) -> None:
    (one,) = fold(events(*acts)).given
    assert one.urgent == (acts[-1].content.get("request") is None)


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ([*READY, sent()], LeavingTwoError),
        ([*READY, asking(), sent(4)], PermitEndedError),
        ([*READY, asking(), approved(4), sent(4, SAMI)], PermitEndedError),
        ([*READY, asking(), approved(4), sent(4, cameras=["GATE/1"])], PermitEndedError),
        ([*READY, asking(), approved(4), sent(4, wanted="hand-over")], PermitEndedError),
        ([*READY, FALSE, asking()], NotToLeaveError),
        ([P2, asking()], NotGradedError),
        ([*READY, asking(cameras=[])], RecordMalformedError),
        ([*READY, asking(cameras=["GATE/1", "GATE/1"])], RecordMalformedError),
        ([*READY, asking(cameras=[""])], RecordMalformedError),
        ([*READY, asking(channels=["A", "A"])], RecordMalformedError),
        ([*READY, asking(wanted="watch")], RecordMalformedError),
        ([*READY, asking(to=" ")], RecordMalformedError),
        ([*READY, asking(until=at(-0.9))], WindowError),
        ([*READY, asking(until=at(-2))], WindowError),
        ([*READY, asking(since=at(1), until=at(2))], WindowError),
        ([*READY, asking(reply_by=at(-1))], TimePastError),
    ],
)
def test_what_may_not_be_asked_is_refused(acts: list[Act], error: type[TiplineError]) -> None:
    changes_nothing(events(*acts), error)


def test_nobody_is_watched_for_what_is_protected() -> None:
    closed = Act(Kind.CLOSED, {"outcome": "OUT_PROTECTED", "text": "It is no crime."}, NOOR)
    changes_nothing(events(P3, PLAIN, closed, asking()), ProtectedError)


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ({}, None),
        ({"reply_by": at(20)}, 20),
        ({"overwritten": at(30)}, 18),
        ({"overwritten": at(8)}, 4),
        ({"overwritten": at(30), "reply_by": at(3)}, 3),
        ({"overwritten": at(-1)}, -0.5),
    ],
)
def test_somebody_looks_before_it_is_overwritten(more: dict[str, Any], due: float | None) -> None:
    case = fold(events(P1, PLAIN, sent(**more)))
    assert Moments.of(case).task == (due if due is None else BEGAN + timedelta(hours=due))


@pytest.mark.parametrize(
    ("wanted", "word", "awaited"),
    [
        ("keep", "accepted", False),
        ("keep", "declined", False),
        ("keep", "asks", True),
        ("keep", "done", False),
        ("hand-over", "accepted", True),
        ("hand-over", "declined", False),
        ("hand-over", "asks", True),
        ("hand-over", "done", False),
    ],
)
def test_it_is_awaited_until_they_have_it_in_hand(wanted: str, word: str, awaited: bool) -> None:  # noqa: FBT001 (a row of the table)
    acts = [P1, PLAIN, sent(wanted=wanted, overwritten=at(30))]
    case = fold(events(*acts, said(word, of=4, text="As they told it.")))
    assert case.given[0].acknowledged == 5
    assert (Moments.of(case).task is not None) is awaited


def test_a_keeper_does_not_set_out_and_ends_no_clock() -> None:
    acts = [P1, PLAIN, sent()]
    changes_nothing(events(*acts, said("en-route", of=4)), RecordMalformedError)
    assert Kind.AGENCY_SAID not in fold(events(*acts, said("done", of=4))).reached
