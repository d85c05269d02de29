"""Tips that join another's case: what their reporters are told, and what may follow what."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.test_assessing import events as officers
from tests.tips.test_dispatched import LEFT, said
from tipline.errors import (
    AgencyWaitsError,
    CalmedJoinError,
    CaseFinishedError,
    ConflictsDifferError,
    JoinOneselfError,
    LessUrgentError,
    NotLinkedError,
    OthersJoinedError,
    RecordMalformedError,
    TransitionRefusedError,
)
from tipline.tips.content import Classified
from tipline.tips.event import Event, Kind
from tipline.tips.fold import fold, follow
from tipline.tips.joining import check_joining
from tipline.tips.link import Sort
from tipline.tips.priority import Priority
from tipline.tips.shape import LAST_YEAR
from tipline.tips.standing import CaseState
from tipline.tips.state import State, Word
from tipline.tips.telling import GUEST_DAYS, Told, steps, told, until

BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
OWN, GUEST, THIRD = "aa" * 16, "bb" * 16, "ee" * 16
HERE, OTHER = "00" * 16, "dd" * 16
DAYS = 30
Acts = list[tuple[Kind, dict[str, Any]]]


def shown(minute: int) -> str:
    return (BEGAN + timedelta(minutes=minute)).isoformat().replace("+00:00", "Z")


def answer(tip: str, minute: int) -> dict[str, Any]:
    return {"tip": tip, "answer": "cc" * 16, "text": "Where?", "shown_from": shown(minute)}


def letter(minute: int, *tips: str) -> dict[str, Any]:
    to = [{"tip": tip, "answer": "cc" * 16, "language": "en"} for tip in tips]
    return {"to": to, "texts": {"en": "Where?"}, "shown_from": shown(minute)}


def events(acts: Acts) -> list[Event]:
    return [
        Event(
            case=bytes.fromhex(HERE),
            number=number,
            previous=bytes(32),
            kind=kind,
            at=BEGAN + timedelta(minutes=number),
            author=b"a" * 16,
            name="Noor",
            desk="TRIAGE",
            content=content,
        )
        for number, (kind, content) in enumerate(acts, 1)
    ]


def opened(tip: str, minute: int, **more: Any) -> tuple[Kind, dict[str, Any]]:
    return Kind.OPENED, {"tip": tip, "parts": {"p": "11"}, "shown_from": shown(minute), **more}


def told_of(written: Iterable[Event], tip: bytes, arrived: datetime) -> Told:
    return told(steps(written), tip, arrived)


BEGUN = opened(OWN, 20)
JOINED = opened(GUEST, 40, origin=OTHER, closes=DAYS)
WHAT_OTHERS_SEE = st.sampled_from(
    [
        (Kind.NOTE, {"text": "x"}),
        (Kind.QUESTION, answer(OWN, 50)),
        (Kind.REPLY, answer(OWN, 50)),
        (Kind.SEEN, {"tip": OWN, "parts": {"m": "22"}, "shown_from": shown(60)}),
        (Kind.SET_ASIDE, {"shown_from": shown(70)}),
        (Kind.CLOSED, {"outcome": "OUT_ARREST", "shown_from": shown(80)}),
        (Kind.REOPENED, {"shown_from": shown(90)}),
        opened(THIRD, 95),
        (Kind.LEFT, {"tip": THIRD}),
        (Kind.ASKED_ALL, letter(97, OWN, THIRD)),
        (Kind.LINKED, {"case": OTHER, "sort": "related"}),
    ]
)
WHAT_IT_SEES = st.sampled_from(
    [
        (Kind.REPLY, answer(GUEST, 110)),
        (Kind.SEEN, {"tip": GUEST, "parts": {"m": "33"}, "shown_from": shown(120)}),
        (Kind.REPLIED_ALL, letter(130, GUEST)),
    ]
)


@given(st.lists(WHAT_OTHERS_SEE | WHAT_IT_SEES, max_size=20))
def test_a_guest_is_told_nothing_but_of_itself(acts: Acts) -> None:
    mine = [(kind, content) for kind, content in acts if GUEST in str(content)]
    whole = told_of(events([BEGUN, JOINED, *acts]), bytes.fromhex(GUEST), BEGAN)
    alone = told_of(events([BEGUN, JOINED, *mine]), bytes.fromhex(GUEST), BEGAN)
    assert whole == alone
    assert not whole.hidden
    assert {word for word, _ in whole.words} <= {Word.RECEIVED, Word.PASSED, Word.CLOSED}


@given(st.lists(WHAT_OTHERS_SEE | WHAT_IT_SEES, max_size=20))
def test_nobody_is_told_of_a_guest(acts: Acts) -> None:
    """What the others are told is the same as if the guest had never been."""
    others = [(kind, content) for kind, content in acts if GUEST not in str(content)]
    with_it = told_of(without_what_it_did_to_the_case(acts), bytes.fromhex(OWN), BEGAN)
    without = told_of(events([BEGUN, *others]), bytes.fromhex(OWN), BEGAN)
    assert with_it == without


def without_what_it_did_to_the_case(acts: Acts) -> Iterable[Event]:
    """A message of the guest takes up a closed case, which is what it is for."""
    return events([BEGUN, JOINED, *(act for act in acts if not is_message(act))])


def is_message(act: tuple[Kind, dict[str, Any]]) -> bool:
    return act[0] is Kind.SEEN and act[1]["tip"] == GUEST


def test_a_guest_is_told_that_it_was_passed_on_and_after_a_time_that_it_is_closed() -> None:
    history = [["received", shown(0)], ["reading", shown(10)]]
    acts = [BEGUN, opened(GUEST, 40, origin=OTHER, closes=DAYS, words=history)]
    said = told_of(events(acts), bytes.fromhex(GUEST), BEGAN)
    passed = BEGAN + timedelta(minutes=40)
    assert said.words == (
        (Word.RECEIVED, BEGAN),
        (Word.READING, BEGAN + timedelta(minutes=10)),
        (Word.PASSED, passed),
        (Word.CLOSED, passed + timedelta(DAYS)),
    )
    assert said.ends == (passed + timedelta(GUEST_DAYS)).date()


def test_what_is_its_own_begins_its_time_anew() -> None:
    late = DAYS * 24 * 60 + 100  # minutes: it was told that it is closed before
    acts = [
        BEGUN,
        JOINED,
        (Kind.QUESTION, answer(GUEST, late)),
        (Kind.SEEN, {"tip": GUEST, "parts": {"m": "33"}, "shown_from": shown(late + 50)}),
    ]
    words = told_of(events(acts), bytes.fromhex(GUEST), BEGAN).words
    assert [word for word, _ in words] == [
        Word.RECEIVED,
        Word.PASSED,
        Word.CLOSED,
        Word.QUESTION,
        Word.PASSED,
        Word.CLOSED,
    ]
    assert words[-1][1] == BEGAN + timedelta(minutes=late + 50, days=DAYS)
    assert until(words, BEGAN + timedelta(minutes=41))[-1][0] is Word.PASSED


def test_a_tip_that_left_is_its_own_cases_again() -> None:
    away = [BEGUN, (Kind.JOINED, {"tip": OWN, "case": OTHER, "text": "The same."})]
    case = fold(events(away))
    assert (case.state, case.tips, case.elsewhere.hex()) == (State.DUP, (), OTHER)
    assert case.words == {}
    history = [["received", shown(0)], ["passed", shown(3)]]
    back = {"tip": OWN, "case": OTHER, "parts": {"m": "33"}, "words": history}
    acts = [*away, (Kind.RETURNED, {**back, "shown_from": shown(9)})]
    case = fold(events(acts))
    assert (case.state, case.tips, case.elsewhere) == (State.TRIAGE, (OWN,), b"")
    assert case.parts.keys() == {"p", "m"}
    words = told_of(events(acts), bytes.fromhex(OWN), BEGAN).words
    assert [word for word, _ in words] == [Word.RECEIVED, Word.PASSED, Word.READING]


def test_what_nobody_had_read_stays_unread_until_it_is() -> None:
    acts = [BEGUN, opened(GUEST, 40, unread=True)]
    assert fold(events(acts)).unread == {GUEST}
    read = (Kind.SEEN, {"tip": GUEST, "parts": {"p": "11"}})
    assert fold(events([*acts, read])).unread == frozenset()


CALMED = [
    (Kind.CLASSIFIED, {"category": "SITE", "priority": "P2"}),
    (Kind.CLASSIFIED, {"category": "SITE", "priority": "P4", "text": "Nothing is there."}),
]
REST = (Kind.JOINED, {"tip": OWN, "case": OTHER})


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ([BEGUN, JOINED, REST], OthersJoinedError),
        ([BEGUN, (Kind.JOINED, {"tip": OWN, "case": HERE})], JoinOneselfError),
        ([BEGUN, (Kind.JOINED, {"tip": GUEST, "case": OTHER})], RecordMalformedError),
        ([BEGUN, (Kind.QUESTION, answer(OWN, 50)), REST], TransitionRefusedError),
        ([BEGUN, *CALMED, REST], CalmedJoinError),
        ([BEGUN, REST, (Kind.REOPENED, {})], TransitionRefusedError),
        ([BEGUN, REST, JOINED], CaseFinishedError),
        ([BEGUN, REST, (Kind.REPLY, answer(OWN, 50))], RecordMalformedError),
        (
            [BEGUN, (Kind.RETURNED, {"tip": OWN, "case": OTHER, "parts": {}})],
            TransitionRefusedError,
        ),
        (
            [BEGUN, REST, (Kind.RETURNED, {"tip": OWN, "case": HERE, "parts": {}})],
            RecordMalformedError,
        ),
        ([BEGUN, (Kind.CLOSED, {"outcome": "OUT_TEST"}), JOINED], CaseFinishedError),
        ([BEGUN, (Kind.LEFT, {"tip": OWN})], RecordMalformedError),
        ([BEGUN, JOINED, (Kind.LEFT, {"tip": GUEST}), (Kind.LEFT, {"tip": GUEST})],
         RecordMalformedError),
        ([BEGUN, (Kind.LINKED, {"case": HERE, "sort": "related"})], JoinOneselfError),
        ([BEGUN, (Kind.UNLINKED, {"case": OTHER})], NotLinkedError),
        ([BEGUN, (Kind.REPLIED_ALL, letter(50, GUEST))], RecordMalformedError),
        ([BEGUN, (Kind.REPLIED_ALL, letter(50, OWN, OWN))], RecordMalformedError),
        ([BEGUN, (Kind.REPLIED_ALL, letter(50))], RecordMalformedError),
        ([BEGUN, (Kind.REPLIED_ALL, {**letter(50, OWN), "texts": {}})], RecordMalformedError),
        ([BEGUN, (Kind.SET_ASIDE, {}), (Kind.ASKED_ALL, letter(50, OWN))], TransitionRefusedError),
    ],
)  # fmt: skip
def test_what_may_not_follow_is_told(acts: Acts, error: type[Exception]) -> None:
    written = events(acts)
    with pytest.raises(error):
        follow(fold(written[:-1]), written[-1])
    assert fold(written).refused == (len(written),)


def test_links_stand_until_they_are_taken_away() -> None:
    link = (Kind.LINKED, {"case": OTHER, "sort": "same-subject"})
    assert fold(events([BEGUN, link])).links == {OTHER: Sort.SUBJECT}
    assert fold(events([BEGUN, link, (Kind.UNLINKED, {"case": OTHER})])).links == {}


def test_urgency_is_not_lost_in_a_case_that_rests() -> None:
    case = CaseState()
    urgent = replace(case, classified=Classified(category="SITE", priority=Priority.P2))
    calm = replace(case, classified=Classified(category="SITE", priority=Priority.P3))
    life = Classified(category="SITE", priority=Priority.P2, life=True)
    check_joining(case, calm)
    check_joining(calm, urgent)
    for own, other in ((urgent, calm), (urgent, case), (replace(case, classified=life), urgent)):
        with pytest.raises(LessUrgentError):
            check_joining(own, other)


def test_what_an_agency_asks_is_not_lost_by_joining() -> None:
    asked = fold(officers(*LEFT, said("asks", text="Which gate do you mean?")))
    with pytest.raises(AgencyWaitsError):
        check_joining(asked, asked)
    told = fold(officers(*LEFT, said("accepted")))
    check_joining(told, told)
    check_joining(told, asked)


def test_a_desk_that_the_tip_is_about_is_not_let_in_by_joining() -> None:
    about = CaseState(conflicts=("CG",))
    for other in (CaseState(), CaseState(conflicts=("OPS",))):
        with pytest.raises(ConflictsDifferError):
            check_joining(about, other)
    check_joining(about, CaseState(conflicts=("CG", "OPS")))
    check_joining(CaseState(), about)


SPREADS = st.binary(min_size=16, max_size=16).map(bytes.hex)


@given(SPREADS, st.integers(1, 80))
def test_a_guest_sees_what_others_see_at_times_that_nobody_can_reckon(
    spread: str, days: int
) -> None:
    joined = opened(GUEST, 40, origin=OTHER, closes=days, spread=spread)
    said = told_of(events([BEGUN, joined]), bytes.fromhex(GUEST), BEGAN)
    words, times = zip(*said.words, strict=True)
    assert words == (Word.RECEIVED, Word.PASSED, Word.WORKING, Word.FINISHING, Word.CLOSED)
    assert list(times) == sorted(times)
    whole = times[-1] - times[1]
    assert timedelta(days) * 0.75 <= whole <= timedelta(days)
    assert told_of(events([BEGUN, joined]), bytes.fromhex(GUEST), BEGAN) == said


def test_the_setting_does_not_give_away_that_a_tip_has_joined_another() -> None:
    closed = set[timedelta]()
    for at in range(1, 30):
        joined = opened(GUEST, 40, origin=OTHER, closes=DAYS, spread=f"{at:032x}")
        read = (Kind.SEEN, {"tip": GUEST, "parts": {"m": "33"}, "shown_from": shown(99_999)})
        said = told_of(events([BEGUN, joined, read]), bytes.fromhex(GUEST), BEGAN).words
        passed = [moment for word, moment in said if word is Word.PASSED]
        ended = [moment for word, moment in said if word is Word.CLOSED]
        closed |= {end - begun for begun, end in zip(passed, ended, strict=True)}
    assert len(closed) == 2 * 29  # also the two of one tip
    assert not any(each % timedelta(hours=1) == timedelta() for each in closed)


@pytest.mark.parametrize("closes", [2**53 - 1, 10**9, 4000])
@pytest.mark.parametrize("spread", ["", "ab" * 16])
@pytest.mark.parametrize("year", [2026, 9998])
def test_no_number_of_days_keeps_a_case_from_being_told(
    closes: int, spread: str, year: int
) -> None:
    more = {"spread": spread} if spread else {}
    joined = opened(GUEST, 0, origin=OTHER, closes=closes, **more)
    joined[1]["shown_from"] = f"{year}-12-01T00:00:00Z"
    said = told_of(events([BEGUN, joined]), bytes.fromhex(GUEST), BEGAN)
    assert said.words[1][0] is Word.PASSED
    assert max(moment.year for _, moment in said.words) <= LAST_YEAR


def test_a_desk_has_no_tip_that_has_left_the_case() -> None:
    why = "They must hear it."
    ready: Acts = [
        BEGUN,
        JOINED,
        (Kind.CLASSIFIED, {"category": "SEAC", "priority": "P1"}),
        (Kind.ASSIGNED, {"desk": "CG", "lead": True, "text": why}),
        (Kind.GIVEN, {"desk": "CG", "tip": GUEST, "text": why}),
    ]
    case = fold(events(ready))
    assert case.tips_given == (("CG", GUEST),)
    gone = fold(events([*ready, (Kind.LEFT, {"tip": GUEST})]))
    assert (gone.tips_given, gone.refused) == ((), ())
    (*_, again) = events([*ready, (Kind.LEFT, {"tip": GUEST}), ready[-1]])
    with pytest.raises(RecordMalformedError):
        follow(gone, again)
