"""What the reporter of a finished case wrote: closed, and opened by two or to save a life."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.refusing import changes_nothing
from tests.tips.test_assessing import NOOR, SAMI, WHY, Act, approved, asked, declined, events
from tests.tips.test_ending import ANYTHING, LIFE, MESSAGE, P1, P2, closed, steps
from tests.tips.test_leaving import exporting, reviewed
from tests.tips.test_summary import read, written
from tipline.errors import (
    GivenAnsweredError,
    OriginalClosedError,
    OriginalOpenError,
    OriginalTwoError,
    OwnRequestError,
    PermitEndedError,
    ReasonMissingError,
    RecordMalformedError,
    RequestEndedError,
)
from tipline.tips.event import Kind
from tipline.tips.fold import fold
from tipline.tips.priority import Priority
from tipline.tips.second import LASTS
from tipline.tips.state import State

PLAIN, REOPENED = written(few=False), Act(Kind.REOPENED, {})
FINISHED = [PLAIN, closed()]  # events 2 and 3
HUDA = b"h" * 16


def asking(author: bytes = NOOR, hours: float = 0, **would: Any) -> Act:
    return asked(author, hours, deed="original", would=would, text=WHY)


def opened(request: int = 0, author: bytes = NOOR, hours: float = 0, text: str = WHY) -> Act:
    given = {"request": request} if request else {}
    return Act(Kind.ORIGINAL, {"text": text, **given}, author, hours)


LIKELY = st.sampled_from(
    [PLAIN, written(), read(2), read(4), closed(), REOPENED, MESSAGE, P1, P2, LIFE,
     asking(), asking(SAMI), opened(), opened(4), opened(4, SAMI), opened(5),
     approved(4), approved(4, NOOR), approved(5), declined(4), reviewed(5), reviewed(6, NOOR),
     replace(asking(), hours=10), replace(approved(4), hours=20), replace(opened(4), hours=30)]
)  # fmt: skip
ACTS = st.lists(st.one_of(LIKELY, LIKELY, ANYTHING), max_size=12).map(
    lambda acts: [*FINISHED, *sorted(acts, key=lambda act: act.hours)]
)


@given(ACTS)
def test_it_is_closed_once_a_summary_stood_when_the_case_was_finished(acts: list[Act]) -> None:
    for before, after, _ in steps(events(*acts)):
        if not after.finished:
            assert not after.original_closed
        elif after.summary_ready:
            assert after.original_closed
        else:
            assert after.original_closed == before.original_closed


@given(ACTS)
def test_nobody_reads_it_but_by_two_or_to_save_a_life(acts: list[Act]) -> None:
    written_events = events(*acts)
    used = set[int]()
    for before, after, event in steps(written_events):
        for author in (NOOR, SAMI, HUDA):
            if after.may_read(author, event.at) and not before.may_read(author, event.at):
                assert not after.original_closed or event.author == author
        if len(after.openings) == len(before.openings):
            assert event.kind is not Kind.ORIGINAL or event.number in after.refused
            continue
        assert before.original_closed
        one = after.openings[-1]
        assert (one.number, one.author) == (event.number, event.author)
        assert event.at <= one.until <= event.at + LASTS
        if one.urgent:
            assert before.classified is not None
            assert before.classified.life or before.priority is Priority.P1
            assert one.until == event.at + LASTS
            continue
        request = event.content["request"]
        assert request not in used
        used.add(request)
        asked_for = written_events[request - 1]
        (answer,) = [
            each for each in written_events[: event.number]
            if each.kind is Kind.APPROVED and each.content["request"] == request
            and each.number not in after.refused
        ]  # fmt: skip
        assert asked_for.content["deed"] == "original"
        assert asked_for.author == event.author != answer.author
        assert answer.at - asked_for.at <= LASTS
        assert one.until == answer.at + LASTS


@given(ACTS)
def test_what_was_opened_at_once_waits_until_another_looked(acts: list[Act]) -> None:
    case = fold(events(*acts))
    assert case.to_look_at == (
        case.summary_unread or any(each.urgent and not each.reviewed for each in case.taken)
    )
    for one in case.openings:
        if one.reviewed:
            assert one.urgent
            assert events(*acts)[one.reviewed - 1].author != one.author


@pytest.mark.parametrize(
    ("acts", "is_closed"),
    [
        (FINISHED, True),
        ([closed()], False),
        ([closed(), PLAIN], True),
        ([written(text="  "), closed()], False),
        ([written(), closed()], False),
        ([written(), closed(), read(2)], True),
        ([written(), read(2), closed()], True),
        ([written(), read(2), closed(), written(SAMI)], True),  # a new version opens nothing
        ([*FINISHED, REOPENED], False),
        ([*FINISHED, REOPENED, closed()], True),
        ([*FINISHED, MESSAGE], False),  # new words are read without asking
        ([PLAIN, Act(Kind.SET_ASIDE, {})], True),
    ],
)
def test_what_closes_it_and_what_opens_it_to_all(acts: Sequence[Act], *, is_closed: bool) -> None:
    case = fold(events(*acts))
    assert not case.refused
    assert case.original_closed == is_closed
    assert case.may_read(NOOR, events(*acts)[-1].at) != is_closed


def test_it_is_open_to_who_asked_alone_for_a_day_from_the_approval() -> None:
    acts = [*FINISHED, asking(), approved(4, hours=1), opened(4, hours=20)]
    case = fold(events(*acts))
    approval = events(*acts)[4].at
    assert case.permits == ()
    assert case.may_read(NOOR, approval + LASTS)
    assert not case.may_read(NOOR, approval + LASTS + timedelta(seconds=1))
    assert not case.may_read(SAMI, approval)
    assert not case.to_look_at


@pytest.mark.parametrize("urgent", [P1, LIFE])
def test_to_save_a_life_it_opens_at_once_and_another_looks(urgent: Act) -> None:
    done = [
        urgent, PLAIN, asked(deed="close", would={"outcome": "OUT_INTEL"}, text=WHY), approved(4),
    ]  # fmt: skip
    acts = [*done, opened()]
    case = fold(events(*acts))
    assert case.state is State.CLOSED
    assert case.may_read(NOOR, events(*acts)[-1].at + LASTS)
    assert case.to_look_at
    assert not fold(events(*acts, reviewed(6))).to_look_at
    changes_nothing(events(*acts, reviewed(6, NOOR)), OwnRequestError)
    changes_nothing(events(*acts, reviewed(6), reviewed(6, HUDA)), GivenAnsweredError)
    changes_nothing(events(*acts, reviewed(6, objection=True, text="no")), ReasonMissingError)


REFUSED: list[tuple[Sequence[Act], type[Exception]]] = [
    ([*FINISHED, opened()], OriginalTwoError),
    ([PLAIN, opened()], OriginalOpenError),
    ([P1, PLAIN, opened()], OriginalOpenError),
    ([PLAIN, asking()], OriginalOpenError),
    ([closed(), asking()], OriginalOpenError),
    ([*FINISHED, asking(request=2)], RecordMalformedError),
    ([*FINISHED, Act(Kind.ORIGINAL, {})], ReasonMissingError),
    ([*FINISHED, asking(), opened(4)], PermitEndedError),
    ([*FINISHED, asking(), approved(4, NOOR)], OwnRequestError),
    ([*FINISHED, asking(), approved(4, hours=24.1)], RequestEndedError),
    ([*FINISHED, asking(), declined(4), opened(4)], PermitEndedError),
    ([*FINISHED, asking(), approved(4), opened(4, SAMI)], PermitEndedError),
    ([*FINISHED, asking(), approved(4), opened(4, hours=24.1)], PermitEndedError),
    ([*FINISHED, asking(), approved(4), opened(4), opened(4)], OriginalOpenError),
    ([*FINISHED, asking(), approved(4), opened(4, text="For another end.")], PermitEndedError),
    ([*FINISHED, asking(), REOPENED, approved(4)], RequestEndedError),
    ([*FINISHED, asking(), approved(4), REOPENED, opened(4)], OriginalOpenError),
    ([written(), read(2), closed(), written(), read(5)], OriginalClosedError),
    (
        [Act(Kind.GRADED, {"source": "2", "information": "D", "handling": "C"}), *FINISHED,
         exporting(), approved(5), opened(5)],
        PermitEndedError,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("acts", "error"), REFUSED)
def test_what_is_refused(acts: Sequence[Act], error: type[Exception]) -> None:
    changes_nothing(events(*acts), error)


def test_who_read_it_beside_a_new_summary_says_so() -> None:
    acts = [written(), read(2), closed(), written(), asking(SAMI), approved(6, NOOR)]
    case = fold(events(*acts, opened(6, SAMI), read(5)))
    assert not case.refused
    assert case.summary_ready
