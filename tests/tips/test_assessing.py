"""Classifying, grading, and deeds of two officers: what stands, and what changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.refusing import changes_nothing
from tests.tips.test_fold import BEGAN, CONTENTS, OPENED, OTHER, TIP
from tipline.errors import (
    CaseFinishedError,
    CorroborationMissingError,
    LoweringTwoError,
    NotToLeaveError,
    OwnRequestError,
    ReasonMissingError,
    RecordMalformedError,
    RequestEndedError,
)
from tipline.tips.event import Event, Kind
from tipline.tips.fold import fold
from tipline.tips.priority import Priority
from tipline.tips.second import LASTS

NOOR, SAMI = b"n" * 16, b"s" * 16
WHY = "Everybody has left."
LOWER = {"deed": "lower-priority", "would": {"category": "SITE", "priority": "P3"}, "text": WHY}
LEAVING = {"to": "The court", "purpose": "Hearing 12", "text": "The judge asked for it."}
DOWNLOADED_FILE = {"tip": TIP, "file": OTHER, "sealed": True, **LEAVING}
Content = dict[str, Any]


@dataclass(frozen=True)
class Act:
    """What somebody does, ``hours`` after the case began."""

    kind: Kind
    content: Content
    author: bytes = NOOR
    hours: float = 0


def classified(priority: str, text: str = "", author: bytes = NOOR, **more: Any) -> Act:
    content = {"category": "SITE", "priority": priority, **({"text": text} if text else {})}
    return Act(Kind.CLASSIFIED, content | more, author)


def graded(grade: str, text: str = "", **more: Any) -> Act:
    source, information, handling = grade.split("/")
    told = {"source": source, "information": information, "handling": handling}
    return Act(Kind.GRADED, told | ({"text": text} if text else {}) | more)


def asked(author: bytes = NOOR, hours: float = 0, **changed: Any) -> Act:
    return Act(Kind.ASKED, LOWER | changed, author, hours)


def approved(request: int, author: bytes = SAMI, hours: float = 0) -> Act:
    return Act(Kind.APPROVED, {"request": request}, author, hours)


def declined(request: int, author: bytes = SAMI, hours: float = 0) -> Act:
    return Act(Kind.DECLINED, {"request": request}, author, hours)


def events(*acts: Act) -> list[Event]:
    """Return a case that was opened and then saw these acts, from its event 2 on."""
    return [
        Event(
            case=bytes(16),
            number=number,
            previous=bytes(32),
            kind=act.kind,
            at=BEGAN + timedelta(hours=act.hours),
            author=act.author,
            name="Noor",
            desk="TRIAGE",
            content=act.content,
        )
        for number, act in enumerate((Act(OPENED[0], OPENED[1]), *acts), 1)
    ]


DEEDS = st.sampled_from([Kind.CLASSIFIED, Kind.GRADED, Kind.ASKED, Kind.APPROVED, Kind.DECLINED])
ACTS = st.lists(
    DEEDS.flatmap(
        lambda kind: st.builds(
            Act,
            st.just(kind),
            CONTENTS[kind] if kind is not Kind.APPROVED else st.just({"request": 3}),
            st.sampled_from([NOOR, SAMI]),
            st.floats(0, 40),
        )
    ),
    max_size=12,
).map(lambda acts: sorted(acts, key=lambda act: act.hours))
# A P1, and somebody who asks to lower it: then whatever may come.
BEGUN = ACTS.map(lambda acts: [classified("P1"), asked(), *acts])


@given(BEGUN)
def test_nobody_lowers_a_p1_alone(acts: list[Act]) -> None:
    written = events(*acts)
    for before, after in pairwise(fold(written[:count]) for count in range(len(written) + 1)):
        if before.priority is not Priority.P1 or after.priority is Priority.P1:
            continue
        last = written[after.number - 1]
        assert last.kind is Kind.APPROVED
        request = written[last.content["request"] - 1]
        assert request.kind is Kind.ASKED
        assert request.author != last.author
        assert timedelta(0) <= last.at - request.at <= LASTS
        assert after.priority == request.content["would"]["priority"]
        assert after.classified is not None
        assert after.classified.text == request.content["text"]


@given(ACTS.map(lambda acts: [classified("P2"), *acts]))
def test_a_p2_is_lowered_only_with_a_reason(acts: list[Act]) -> None:
    written = events(*acts)
    for before, after in pairwise(fold(written[:count]) for count in range(len(written) + 1)):
        if before.priority is Priority.P2 and after.priority is not Priority.P2:
            assert after.priority is Priority.P1 or len(after.classified.text) >= 10  # type: ignore[union-attr]  # there is one


@given(BEGUN)
def test_a_request_is_answered_once(acts: list[Act]) -> None:
    written = events(*acts)
    case = fold(written)
    answers = [
        one.content["request"]
        for one in written
        if one.kind in {Kind.APPROVED, Kind.DECLINED} and one.number not in case.refused
    ]
    assert len(answers) == len(set(answers))
    assert not set(answers) & {request.number for request in case.requests}


@given(BEGUN)
def test_the_newest_that_stands_is_the_state(acts: list[Act]) -> None:
    written = events(*acts)
    case = fold(written)
    standing = [one for one in written if one.number not in case.refused]
    last = max(
        (one.number for one in standing if one.kind in {Kind.CLASSIFIED, Kind.APPROVED}), default=0
    )
    assert case.classified_by == last
    last = max((one.number for one in standing if one.kind is Kind.GRADED), default=0)
    assert case.graded_by == last


def test_a_case_is_classified_graded_and_lowered_by_two() -> None:
    acts = [
        classified("P1", life=True),
        graded("2/A/C", "The reporter saw it.", conditions=["COURT", "REDACT"]),
        asked(hours=1),
        approved(4, hours=25),
    ]
    before, after = fold(events(*acts[:3])), fold(events(*acts))
    assert before.priority is Priority.P1
    assert [request.number for request in before.requests] == [4]
    assert (after.priority, after.classified_by, after.refused) == (Priority.P3, 5, ())
    assert after.classified is not None
    assert (after.classified.text, after.classified.life) == (WHY, False)
    assert after.graded is not None
    assert (str(after.graded.grade), after.graded_by) == ("2/A/C", 3)
    assert after.requests == ()


def test_a_request_waits_for_a_day() -> None:
    case = fold(events(classified("P1"), asked()))
    assert case.waiting(BEGAN + LASTS) == case.requests
    assert case.waiting(BEGAN + LASTS + timedelta(seconds=1)) == ()


def test_what_is_suspected_to_be_false_is_not_passed_on() -> None:
    assert fold(events(graded("2/E/C", "It contradicts itself."))).stopped
    assert not fold(events(graded("2/E/C", "It contradicts itself."), graded("2/D/C"))).stopped
    assert not fold(events()).stopped


def test_what_is_no_longer_suspected_may_leave_again() -> None:
    acts = [
        classified("P1"),
        graded("2/E/C", "It contradicts itself."),
        graded("2/B/C", WHY, beside=OTHER),
    ]
    case = fold(events(*acts, EXPORTED, DOWNLOADED))
    assert case.refused == ()
    assert case.graded is not None
    assert case.graded.beside.hex() == OTHER


def test_a_p1_is_raised_to_freely_and_kept_freely() -> None:
    case = fold(events(classified("P3"), classified("P1"), classified("P1", category="FIRE")))
    assert (case.priority, case.refused) == (Priority.P1, ())
    assert case.classified is not None
    assert case.classified.category == "FIRE"


EXPORTED = Act(Kind.EXPORTED, LEAVING)
DOWNLOADED = Act(Kind.DOWNLOADED, DOWNLOADED_FILE)
REFUSED: list[tuple[Sequence[Act], type[Exception]]] = [
    ([classified("P1"), classified("P2", WHY)], LoweringTwoError),
    ([classified("P2"), classified("P3", "too short")], ReasonMissingError),
    ([classified("P2"), classified("P3", "short    ")], ReasonMissingError),
    ([classified("P3", category="")], RecordMalformedError),
    ([classified("P3", subcategory="FIRE.GAS")], RecordMalformedError),
    ([classified("P9")], RecordMalformedError),
    ([graded("2/A/C")], ReasonMissingError),
    ([graded("2/D/P")], ReasonMissingError),
    ([graded("2/B/C", WHY)], CorroborationMissingError),
    ([graded("2/B/C", WHY, beside=TIP)], CorroborationMissingError),
    ([graded("2/A/C", WHY, beside=OTHER)], CorroborationMissingError),
    ([graded("2/B/C", beside=OTHER)], ReasonMissingError),
    ([graded("2/B/C", WHY, beside="aa")], RecordMalformedError),
    ([graded("2/E/C", WHY), EXPORTED], NotToLeaveError),
    ([graded("2/E/C", WHY), DOWNLOADED], NotToLeaveError),
    ([graded("2/A/P", WHY, conditions=["COURT"])], RecordMalformedError),
    ([graded("2/D/C", conditions=["REDACT", "COURT"])], RecordMalformedError),
    ([graded("2/D/C", conditions=["COURT", "COURT"])], RecordMalformedError),
    ([graded("2/D/C", conditions=[""])], RecordMalformedError),
    ([graded("4/D/C", WHY)], RecordMalformedError),
    ([asked()], RecordMalformedError),
    ([classified("P2"), asked()], RecordMalformedError),
    ([classified("P1"), asked(text="short")], ReasonMissingError),
    ([classified("P1"), asked(deed="destroy")], RecordMalformedError),
    (
        [classified("P1"), asked(would={"category": "SITE", "priority": "P1"})],
        RecordMalformedError,
    ),
    (
        [classified("P1"), asked(would={"category": "SITE", "priority": "P3", "text": WHY})],
        RecordMalformedError,
    ),
    ([classified("P1"), asked(would={"priority": "P3"})], RecordMalformedError),
    ([classified("P1"), asked(), approved(3, NOOR)], OwnRequestError),
    ([classified("P1"), asked(), declined(3, NOOR)], OwnRequestError),
    ([classified("P1"), asked(), approved(3, hours=24.1)], RequestEndedError),
    ([classified("P1"), asked(), declined(3, hours=24.1)], RequestEndedError),
    ([classified("P1"), asked(), approved(2)], RequestEndedError),
    ([classified("P1"), asked(), approved(3), approved(3)], RequestEndedError),
    ([classified("P1"), asked(), declined(3), approved(3)], RequestEndedError),
    ([classified("P1"), asked(), classified("P1", life=True), approved(3)], RequestEndedError),
    ([Act(Kind.CLOSED, {"outcome": "OUT_TEST"}), classified("P3")], CaseFinishedError),
    ([Act(Kind.CLOSED, {"outcome": "OUT_TEST"}), graded("2/D/C")], CaseFinishedError),
    ([Act(Kind.GRANTED, {"request": 1})], RecordMalformedError),
]


@pytest.mark.parametrize(("acts", "error"), REFUSED)
def test_what_may_not_follow_stands_in_the_case_and_changes_nothing(
    acts: Sequence[Act], error: type[Exception]
) -> None:
    changes_nothing(events(*acts), error)


def test_the_other_request_is_overtaken() -> None:
    acts = [classified("P1"), asked(), asked(SAMI), approved(3), approved(4, NOOR)]
    assert fold(events(*acts)).refused == (6,)


def test_a_request_that_was_declined_may_be_made_again() -> None:
    acts = [classified("P1"), asked(), declined(3), asked(), approved(5)]
    assert (fold(events(*acts)).priority, fold(events(*acts)).refused) == (Priority.P3, ())
