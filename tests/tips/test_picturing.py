"""Stills: who may have one, how often, and what is kept of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.refusing import changes_nothing
from tests.tips.test_assessing import NOOR, SAMI, WHY, Act, approved, asked, events, graded
from tests.tips.test_ending import ANYTHING, LIFE, P1, P2, closed, steps
from tests.tips.test_fold import PICTURE
from tests.tips.test_leaving import reviewed
from tipline.errors import (
    CaseFinishedError,
    OwnRequestError,
    PermitEndedError,
    ReasonMissingError,
    RecordMalformedError,
    StillDoubtedError,
    StillFirstError,
    StillLapsedError,
    StillsUnseenError,
    StillTwoError,
)
from tipline.tips.event import Kind
from tipline.tips.evidence import Kind as FileKind
from tipline.tips.fold import fold
from tipline.tips.picturing import UNSEEN_MAX
from tipline.tips.shape import to_json
from tipline.tips.still import AGAIN

CAMERA = {"camera": "GATE/1", "metres": 30}
WHERE = "The car goes there next."
WHO = Act(Kind.CLASSIFIED, {"category": "SITE", "priority": "P3", "facts": 1})


def asking(author: bytes = NOOR, hours: float = 0, **would: Any) -> Act:
    return asked(author, hours, deed="still", would=CAMERA | would, text=WHY)


def taken(request: int = 0, author: bytes = NOOR, hours: float = 0, text: str = WHY) -> Act:
    given = {"request": request} if request else {}
    return Act(Kind.STILL, {"text": text, **CAMERA, **given}, author, hours)


def away(request: int = 0) -> Act:
    act = taken(request)
    return replace(act, content=act.content | {"elsewhere": WHERE})


def pictured(of: int, author: bytes = NOOR, hours: float = 0, **changed: Any) -> Act:
    told = {
        "of": of, "taken": "2026-03-01T09:00:00Z", "until": "2026-03-31",
        "file": to_json(PICTURE), "key": b"k".hex() * 16,
    }  # fmt: skip
    return Act(Kind.PICTURED, told | changed, author, hours)


LIKELY = st.sampled_from(
    [P1, P2, LIFE, asking(), asking(SAMI), asking(elsewhere=WHERE), taken(), taken(2), away(),
     away(2), away(3), taken(3), taken(3, SAMI), approved(2),
     approved(2, NOOR), approved(3), pictured(2), pictured(3), pictured(4), pictured(4, SAMI),
     reviewed(3), reviewed(3, NOOR), closed(), replace(taken(), hours=2),
     replace(pictured(3), hours=2)]
)  # fmt: skip
ACTS = st.lists(st.one_of(LIKELY, LIKELY, ANYTHING), max_size=12).map(
    lambda acts: sorted(acts, key=lambda act: act.hours)
)


@given(ACTS)
def test_nobody_has_one_but_by_two_or_to_save_a_life(acts: list[Act]) -> None:
    written, used = events(*acts), set[int]()
    for before, after, event in steps(written):
        if len(after.stills) == len(before.stills):
            assert event.kind is not Kind.STILL or event.number in after.refused
            continue
        one = after.stills[-1]
        assert (one.number, one.author, one.at) == (event.number, event.author, event.at)
        assert not before.finished
        request = event.content.get("request", 0)
        assert one.urgent == (not request)
        assert one.elsewhere == ("elsewhere" in event.content)
        if one.urgent:
            assert before.life_saving
            assert not one.elsewhere
            continue
        (permit,) = [each for each in before.permits if each.number == request]
        assert permit.request.author == event.author
        assert request not in used
        used.add(request)


@given(ACTS)
def test_each_has_one_picture_at_most_by_whoever_took_it_within_the_hour(acts: list[Act]) -> None:
    for before, after, event in steps(events(*acts)):
        had = {each.number: each.pictured for each in before.stills}
        for one in after.stills:
            if one.pictured == had.get(one.number, 0):
                continue
            assert event.kind is Kind.PICTURED
            assert had[one.number] == 0
            assert one.author == event.author
            assert event.at - one.at <= AGAIN


def test_one_is_asked_for_approved_and_taken_once() -> None:
    case = fold(events(asking(), approved(2), taken(2), pictured(4)))
    (one,) = case.stills
    assert case.refused == ()
    assert (one.camera, one.urgent, one.pictured) == ("GATE/1", False, 5)
    assert not case.permits
    assert not case.to_look_at


def test_at_once_it_waits_for_another_officer_s_look() -> None:
    urgent = [P1, taken(), pictured(3)]
    assert fold(events(*urgent)).to_look_at
    assert not fold(events(*urgent, reviewed(3))).to_look_at
    changes_nothing(events(*urgent, reviewed(3, NOOR)), OwnRequestError)


PDF = to_json(replace(PICTURE, kind=FileKind.PDF))
HOUR = AGAIN / timedelta(hours=1)


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ([taken()], StillTwoError),
        ([P2, taken()], StillTwoError),
        ([taken(2)], PermitEndedError),
        ([asking(), taken(2)], PermitEndedError),
        ([asking(), approved(2), taken(2, SAMI)], PermitEndedError),
        ([asking(), approved(2), taken(2, hours=25)], PermitEndedError),
        ([asking(), approved(2), taken(2), taken(2)], PermitEndedError),
        ([asking(), approved(2), taken(2, text="Another reason.")], PermitEndedError),
        ([asking(camera="YARD")], None),
        ([asking(camera="YARD"), approved(2), taken(2)], PermitEndedError),
        ([P1, taken(text="short")], ReasonMissingError),
        ([P1, away()], StillTwoError),
        ([P1, asking(elsewhere=WHERE), approved(3), away(3)], None),
        ([P1, asking(elsewhere=WHERE), approved(3), taken(3)], PermitEndedError),
        ([P1, asking(), approved(3), away(3)], PermitEndedError),
        ([asking(elsewhere="short")], ReasonMissingError),
        ([asking(metres=-10)], RecordMalformedError),
        ([closed(), taken()], CaseFinishedError),
        ([WHO, asking()], StillFirstError),
        ([Act(Kind.ASKED, {"deed": "still", "would": {"camera": " "}, "text": WHY})],
         RecordMalformedError),
        ([asking(request=4)], RecordMalformedError),
        ([P1, taken(), pictured(2)], StillLapsedError),
        ([P1, taken(), pictured(3, SAMI)], StillLapsedError),
        ([P1, taken(), pictured(3, hours=HOUR + 0.01)], StillLapsedError),
        ([P1, taken(), pictured(3), pictured(3)], StillLapsedError),
        ([P1, taken(), pictured(3, file=PDF)], RecordMalformedError),
        ([P1, taken(), pictured(3, until="2026-02-28")], RecordMalformedError),
    ],
)  # fmt: skip
def test_what_may_not_be_stands_in_the_case_and_changes_nothing(
    acts: Sequence[Act], error: type[Exception] | None
) -> None:
    if error is None:
        assert fold(events(*acts)).refused == ()
    else:
        changes_nothing(events(*acts), error)


def test_a_request_is_overtaken_by_the_end_of_the_case() -> None:
    assert fold(events(asking())).requests
    assert not fold(events(asking(), closed())).requests


def test_a_picture_that_comes_when_the_case_has_ended_is_kept() -> None:
    calmed = Act(Kind.CLASSIFIED, {"category": "SITE", "priority": "P5", "text": WHY}, SAMI)
    case = fold(events(LIFE, taken(), calmed, closed(), pictured(3)))
    assert case.finished
    assert case.stills[0].pictured == 6


def test_what_may_be_false_gets_no_picture() -> None:
    changes_nothing(
        events(P1, graded("2/E/C", "It contradicts itself."), taken()), StillDoubtedError
    )


def test_one_officer_has_a_few_at_once_until_another_looks() -> None:
    acts = [P1, *[taken() for _ in range(UNSEEN_MAX)]]
    changes_nothing(events(*acts, taken()), StillsUnseenError)
    assert len(fold(events(*acts, reviewed(3), taken())).stills) == UNSEEN_MAX + 1
    assert len(fold(events(*acts, taken(author=SAMI))).stills) == UNSEEN_MAX + 1
