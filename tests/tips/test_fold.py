"""What the events of a case amount to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tips.refusing import changes_nothing
from tipline.errors import EventRefusedError, RecordMalformedError, TransitionRefusedError
from tipline.tips.content.footage import Wanted
from tipline.tips.event import Event, Kind
from tipline.tips.evidence import Evidence
from tipline.tips.evidence import Kind as FileKind
from tipline.tips.fold import CaseState, fold, follow
from tipline.tips.priority import Priority
from tipline.tips.said import Said
from tipline.tips.shape import to_json
from tipline.tips.state import ALLOWED, Outcome, State, Word, word_of

BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TIP, OTHER = "aa" * 16, "bb" * 16
TIPS = st.sampled_from([TIP, OTHER])
PARTS = st.dictionaries(
    st.sampled_from(["p1", "p2", "p3"]), st.sampled_from(["11", "22"]), max_size=3
)
ANSWER = {"tip": TIP, "answer": "cc" * 16, "text": "Where?", "shown_from": "2026-03-01T10:00:00Z"}
LETTER = {
    "to": [{"tip": TIP, "answer": "cc" * 16, "language": "en"}],
    "texts": {"en": "Where?"},
    "shown_from": "2026-03-01T10:00:00Z",
}
CASES = st.sampled_from(["00" * 16, "dd" * 16])  # the case itself, another
REASONS = st.sampled_from(["", "short", "Because it is over."])
LATER = st.sampled_from(["2026-03-01T08:00:00Z", "2026-03-01T09:12:00Z", "2026-03-04T09:00:00Z"])
CLASSES = {"category": st.just("SITE"), "priority": st.sampled_from(list(map(str, Priority)))}
OUTCOMES = st.sampled_from(list(map(str, Outcome)))
STATED = {
    "facts": st.lists(st.just("He cut the fence."), max_size=3),
    "innocent": st.just("He mends it."),
    "harm": st.just("He loses his work."),
    "reasonable": st.sampled_from([True]),
}
WINDOW = {
    "cameras": ["GATE/1"],
    "since": "2026-03-01T08:00:00Z",
    "until": "2026-03-01T08:30:00Z",
}
DEEDS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "lower-priority": st.fixed_dictionaries(CLASSES),
    "close": st.fixed_dictionaries({"outcome": OUTCOMES}),
    "set-aside": st.just({}),
    "export": st.just({"to": "The court", "purpose": "Hearing 12"}),
    "download": st.just(
        {"to": "The court", "purpose": "Hearing 12", "tip": TIP, "file": OTHER, "sealed": True}
    ),
    "indicate": st.fixed_dictionaries(
        {"behaviour": st.sampled_from(["SITE", "SITE.DRONE", "FIRE"]), **STATED},
        optional={"identity": st.sampled_from([True])},
    ),
    "original": st.just({}),
    "dispatch": st.fixed_dictionaries(
        {"to": st.just("The court"), "purpose": st.just("Hearing 12"), "summary": st.integers(1, 9)}
    ),
    "destroy-original": st.just({}),
    "footage": st.sampled_from(Wanted).map(
        lambda wanted: {"to": "Dome City", "purpose": "Hearing 12", "wanted": wanted, **WINDOW}
    ),
    "still": st.just({"camera": "GATE/1"}),
    "hold": st.sampled_from([{"order": "12/2026", "until": "2026-04-01"}]),
}
PICTURE = Evidence(
    blob=bytes(16), kind=FileKind.JPEG, size=9, sealed_size=200, kept=bytes(32),
    received_size=9, received=bytes(32),
)  # fmt: skip
LEAVING = {"to": "The court", "purpose": "Hearing 12", "text": "Because it is over."}
CONTENTS: dict[Kind, st.SearchStrategy[dict[str, Any]]] = {
    Kind.OPENED: st.fixed_dictionaries({"tip": TIPS, "parts": PARTS}),
    Kind.SEEN: st.fixed_dictionaries({"tip": TIPS, "parts": PARTS}),
    Kind.NOTE: st.fixed_dictionaries({"text": st.text(max_size=5)}),
    Kind.REPLY: st.just(ANSWER),
    Kind.QUESTION: st.just(ANSWER),
    Kind.SUMMARY: st.fixed_dictionaries(
        {"text": st.text(max_size=5)}, optional={"few": st.booleans()}
    ),
    Kind.READ: st.fixed_dictionaries({"of": st.integers(1, 25)}),
    Kind.CLOSED: st.fixed_dictionaries({"outcome": OUTCOMES}),
    Kind.CLASSIFIED: st.fixed_dictionaries(
        {**CLASSES, "life": st.booleans(), "text": REASONS},
        optional={"facts": st.integers(0, 2)},
    ),
    Kind.INDICATION: st.fixed_dictionaries({"behaviour": st.just("SITE"), **STATED}).map(
        lambda stated: {name: stated[name] for name in stated if name != "reasonable"}
    ),
    Kind.GRADED: st.fixed_dictionaries(
        {
            "source": st.sampled_from("123"),
            "information": st.sampled_from("ABCDE"),
            "handling": st.sampled_from("PC"),
            "conditions": st.sampled_from([[], ["COURT"], ["COURT", "REDACT"], ["B", "A"]]),
            "text": REASONS,
        },
        optional={"beside": TIPS},
    ),
    Kind.PLACED: st.fixed_dictionaries(
        {},
        optional={
            "point": st.fixed_dictionaries(
                {"latitude": st.integers(-9, 9), "longitude": st.integers(-9, 9)}
            ),
            "text": REASONS,
        },
    ),
    Kind.ASKED: st.sampled_from(list(DEEDS)).flatmap(
        lambda deed: st.fixed_dictionaries(
            {"deed": st.just(deed), "would": DEEDS[deed], "text": REASONS}
        )
    ),
    Kind.EXPORTED: st.integers(0, 25).map(lambda asked: {**LEAVING, "request": asked}),
    Kind.DOWNLOADED: st.integers(0, 25).map(
        lambda asked: {**LEAVING, "request": asked, "tip": TIP, "file": OTHER, "sealed": True}
    ),
    Kind.DISPATCHED: st.fixed_dictionaries(
        {"summary": st.integers(1, 9), "request": st.integers(0, 25)}
    ).map(lambda said: {**LEAVING, **said}),
    Kind.FOOTAGE: st.fixed_dictionaries(
        {"wanted": st.sampled_from(Wanted), "request": st.integers(0, 25)}
    ).map(lambda said: {**LEAVING, **WINDOW, **said}),
    Kind.STILL: st.integers(0, 25).map(
        lambda asked: {"camera": "GATE/1", "text": "Because it is over.", "request": asked}
    ),
    Kind.PICTURED: st.fixed_dictionaries({"of": st.integers(1, 25)}).map(
        lambda said: {
            "taken": "2026-03-01T09:00:00Z",
            "until": "2026-03-31",
            "file": to_json(PICTURE),
            "key": b"k".hex() * 16,
            **said,
        }
    ),
    Kind.ORIGINAL: st.fixed_dictionaries({"request": st.integers(0, 25), "text": REASONS}),
    Kind.ACKNOWLEDGED: st.fixed_dictionaries({"of": st.integers(1, 25), "text": REASONS}),
    Kind.AGENCY_SAID: st.fixed_dictionaries(
        {"of": st.integers(1, 25), "said": st.sampled_from(Said), "text": REASONS}
    ).map(lambda said: {"way": "call", "told_at": "2026-03-01T10:00:00Z", "who": "K", **said}),
    Kind.LINK_ENDED: st.fixed_dictionaries({"of": st.integers(1, 25), "text": REASONS}),
    Kind.SETTLED: st.fixed_dictionaries({"of": st.integers(1, 25), "text": REASONS}),
    Kind.REVIEWED: st.fixed_dictionaries(
        {"of": st.integers(1, 25), "objection": st.booleans(), "text": REASONS}
    ),
    Kind.APPROVED: st.fixed_dictionaries({"request": st.integers(1, 25)}),
    Kind.DECLINED: st.fixed_dictionaries({"request": st.integers(1, 25)}),
    Kind.TASK: st.fixed_dictionaries(
        {
            "text": st.sampled_from(["", "Ring the owner."]),
            "due": LATER,
            "every": st.integers(-1, 2),
        }
    ),
    Kind.TASK_DONE: st.fixed_dictionaries({"task": st.integers(1, 25)}),
    Kind.TASK_MOVED: st.fixed_dictionaries(
        {"task": st.integers(1, 25), "due": LATER, "text": REASONS}
    ),
    Kind.TASK_DROPPED: st.fixed_dictionaries({"task": st.integers(1, 25), "text": REASONS}),
    Kind.KEPT: st.fixed_dictionaries(
        {"until": st.sampled_from(["2026-02-28", "2026-09-01", "2056-01-01"]), "text": REASONS}
    ),
    Kind.HANDED_OFF: st.just({"desk": "OPS"}),
    Kind.HAND_OFF_STEP: st.fixed_dictionaries(
        {"step": st.sampled_from(["reached", "decided", "returned"]), "text": REASONS}
    ),
    Kind.WAITING: st.fixed_dictionaries({"until": LATER, "text": REASONS}),
    Kind.JOINED: st.fixed_dictionaries({"tip": TIPS, "case": CASES}),
    Kind.LEFT: st.fixed_dictionaries({"tip": TIPS}),
    Kind.RETURNED: st.fixed_dictionaries({"tip": TIPS, "case": CASES, "parts": PARTS}),
    Kind.LINKED: st.fixed_dictionaries({"case": CASES, "sort": st.just("related")}),
    Kind.UNLINKED: st.fixed_dictionaries({"case": CASES}),
    Kind.REPLIED_ALL: st.just(LETTER),
    Kind.ASKED_ALL: st.just(LETTER),
}
ACTS = st.lists(
    st.sampled_from(Kind).flatmap(
        lambda kind: st.tuples(st.just(kind), CONTENTS.get(kind, st.just({})))
    ),
    max_size=25,
)


def event(number: int, kind: Kind, **content: Any) -> Event:
    return Event(
        case=bytes(16),
        number=number,
        previous=bytes(32),
        kind=kind,
        at=BEGAN + timedelta(minutes=number),
        author=bytes([number % 2]) * 16,
        name="Noor",
        desk="TRIAGE",
        content=content,
    )


def events(*acts: tuple[Kind, dict[str, Any]]) -> list[Event]:
    return [event(number, kind, **content) for number, (kind, content) in enumerate(acts, 1)]


OPENED = (Kind.OPENED, {"tip": TIP, "parts": {"p1": "11"}})


@given(ACTS)
def test_folding_never_fails_and_counts_every_event(acts: list[tuple[Kind, Any]]) -> None:
    case = fold(events(*acts))
    assert case.number == len(acts)
    assert set(case.refused) <= set(range(1, len(acts) + 1))


@given(ACTS, st.integers(0, 25))
def test_folding_goes_on_from_where_it_was(acts: list[tuple[Kind, Any]], cut: int) -> None:
    case = fold(events(*acts[:cut]))
    for one in events(*acts)[cut:]:
        case = _followed(case, one)
    assert case == fold(events(*acts))


def _followed(case: CaseState, one: Event) -> CaseState:
    try:
        return follow(case, one)
    except (EventRefusedError, RecordMalformedError):
        return CaseState(
            **{name: getattr(case, name) for name in case.__dataclass_fields__}
            | {"number": one.number, "refused": (*case.refused, one.number)}
        )


@given(ACTS)
def test_the_state_only_moves_along_the_table(acts: list[tuple[Kind, Any]]) -> None:
    state = State.NEW
    for count in range(len(acts) + 1):
        new = fold(events(*acts[:count])).state
        assert new is state or new in ALLOWED[state]
        state = new


@given(ACTS)
def test_a_refused_event_changes_nothing_but_the_count(acts: list[tuple[Kind, Any]]) -> None:
    written = events(*acts)
    case = fold(written)
    kept = fold(one for one in written if one.number not in case.refused)
    for name in set(case.__dataclass_fields__) - {"number", "refused"}:
        assert getattr(kept, name) == getattr(case, name)


@given(ACTS)
def test_only_a_closed_case_has_an_outcome(acts: list[tuple[Kind, Any]]) -> None:
    case = fold(events(*acts))
    assert (case.outcome is not None) == (case.state is State.CLOSED)


@given(ACTS)
def test_what_was_seen_stays_seen(acts: list[tuple[Kind, Any]]) -> None:
    written = events(*acts)
    seen = [fold(written[:count]).parts.keys() for count in range(len(written) + 1)]
    assert all(before <= after for before, after in pairwise(seen))


def test_no_event_is_a_new_case() -> None:
    assert fold([]) == CaseState()
    assert fold([]).state is State.NEW


def test_a_case_from_opening_to_closing() -> None:
    case = fold(
        events(
            OPENED,
            (Kind.VIEWED, {}),
            (Kind.NOTE, {"text": "called"}),
            (Kind.SUMMARY, {"text": "A gun in the property."}),
            (Kind.REPLY, ANSWER),
            (Kind.CLOSED, {"outcome": "OUT_SEIZED", "text": "Seized."}),
        )
    )
    assert case == CaseState(
        state=State.CLOSED,
        outcome=Outcome.SEIZED,
        summary="A gun in the property.",
        summary_by=4,
        home="TRIAGE",
        summary_author=bytes(16),
        seen={TIP: {"p1": "11"}},
        words={TIP: Word.CLOSED},
        ended_by=6,
        original_closed=True,
        original_since=BEGAN.date(),
        number=6,
        opened_at=BEGAN + timedelta(minutes=1),
        reached={
            Kind.OPENED: BEGAN + timedelta(minutes=1),
            Kind.REPLY: BEGAN + timedelta(minutes=5),
        },
        changed_at=BEGAN + timedelta(minutes=6),
    )
    assert case.finished
    assert not case.hidden


def test_spam_is_hidden_until_it_is_taken_up_again() -> None:
    assert fold(events(OPENED, (Kind.SET_ASIDE, {}))).hidden
    assert not fold(events(OPENED, (Kind.SET_ASIDE, {}), (Kind.REOPENED, {}))).hidden


def test_reading_a_new_message_ends_the_wait_and_takes_up_a_closed_case() -> None:
    read = (Kind.SEEN, {"tip": TIP, "parts": {"p2": "22"}})
    asked = fold(events(OPENED, (Kind.QUESTION, ANSWER)))
    assert asked.state is State.INFO
    assert fold(events(OPENED, (Kind.QUESTION, ANSWER), read)).state is State.TRIAGE
    taken_up = fold(events(OPENED, (Kind.CLOSED, {"outcome": "OUT_INSUFF"}), read))
    assert (taken_up.state, taken_up.outcome) == (State.TRIAGE, None)
    assert fold(events(OPENED, (Kind.SET_ASIDE, {}), read)).state is State.SPAM


def test_a_second_question_may_follow_the_first() -> None:
    case = fold(events(OPENED, (Kind.QUESTION, ANSWER), (Kind.QUESTION, ANSWER)))
    assert (case.state, case.refused) == (State.INFO, ())


def test_a_second_tip_joins_the_case() -> None:
    case = fold(events(OPENED, (Kind.OPENED, {"tip": OTHER, "parts": {"p2": "22"}})))
    assert case.tips == (TIP, OTHER)
    assert case.seen == {TIP: {"p1": "11"}, OTHER: {"p2": "22"}}
    assert case.parts.keys() == {"p1", "p2"}


@given(ACTS)
def test_the_only_tip_of_a_case_has_the_word_of_its_state(acts: list[tuple[Kind, Any]]) -> None:
    case = fold(events(*acts))
    if len(case.tips) == 1:
        assert case.words == {case.tips[0]: word_of(case.state)}


def test_no_reporter_is_told_what_concerns_another() -> None:
    joined = (Kind.OPENED, {"tip": OTHER, "parts": {"p2": "22"}})
    asked = (Kind.QUESTION, ANSWER)
    message = (Kind.SEEN, {"tip": OTHER, "parts": {"p3": "11"}})
    closed = (Kind.CLOSED, {"outcome": "OUT_INTEL"})
    told: list[tuple[list[tuple[Kind, dict[str, Any]]], tuple[Word, Word]]] = [
        ([OPENED, joined, asked], (Word.QUESTION, Word.PASSED)),
        ([OPENED, asked, joined], (Word.QUESTION, Word.PASSED)),
        ([OPENED, asked, joined, message], (Word.QUESTION, Word.PASSED)),
        ([OPENED, joined, closed], (Word.CLOSED, Word.PASSED)),
        ([OPENED, joined, closed, message], (Word.CLOSED, Word.PASSED)),
        ([OPENED, joined, (Kind.SET_ASIDE, {})], (Word.CLOSED, Word.PASSED)),
        (
            [OPENED, joined, (Kind.QUESTION, {**ANSWER, "tip": OTHER})],
            (Word.READING, Word.QUESTION),
        ),
        ([OPENED, joined, (Kind.ASKED_ALL, LETTER)], (Word.QUESTION, Word.PASSED)),
    ]
    for acts, words in told:
        assert fold(events(*acts)).words == dict(zip((TIP, OTHER), words, strict=True))


@pytest.mark.parametrize(
    ("acts", "error"),
    [
        ([(Kind.CLOSED, {"outcome": "OUT_TEST"})], TransitionRefusedError),
        ([OPENED, (Kind.REOPENED, {})], TransitionRefusedError),
        ([OPENED, (Kind.SET_ASIDE, {}), (Kind.QUESTION, ANSWER)], TransitionRefusedError),
        ([OPENED, (Kind.CLOSED, {"outcome": "OUT_MAYBE"})], RecordMalformedError),
        ([OPENED, (Kind.CLOSED, {})], RecordMalformedError),
        ([OPENED, (Kind.SUMMARY, {"text": 5})], RecordMalformedError),
        ([OPENED, (Kind.SEEN, {"tip": TIP, "parts": ["p1"]})], RecordMalformedError),
        ([(Kind.OPENED, {"tip": TIP, "parts": {"p1": 5}})], RecordMalformedError),
        ([(Kind.OPENED, {"tip": "aa", "parts": {}})], RecordMalformedError),
        ([OPENED, (Kind.SEEN, {"tip": OTHER, "parts": {}})], RecordMalformedError),
        ([OPENED, (Kind.NOTE, {})], RecordMalformedError),
        ([OPENED, (Kind.VIEWED, {"text": "more"})], RecordMalformedError),
        ([OPENED, (Kind.QUESTION, {"text": "Where?"})], RecordMalformedError),
        ([OPENED, (Kind.REPLY, {**ANSWER, "tip": OTHER})], RecordMalformedError),
        ([OPENED, (Kind.QUESTION, {**ANSWER, "tip": OTHER})], RecordMalformedError),
        ([OPENED, (Kind.GRANTED, {})], RecordMalformedError),
    ],
)
def test_an_event_that_cannot_follow_is_told_before_it_is_signed(
    acts: list[tuple[Kind, Any]], error: type[Exception]
) -> None:
    written = events(*acts)
    before = fold(written[:-1])
    with pytest.raises(error):
        follow(before, written[-1])
    assert fold(written).refused == (len(written),)


@pytest.mark.parametrize("at", [BEGAN - timedelta(seconds=1), datetime(8999, 1, 1, tzinfo=UTC)])
def test_an_event_of_an_impossible_time_stands_and_changes_nothing(at: datetime) -> None:
    first = Event(
        case=bytes(16), number=1, previous=bytes(32), kind=Kind.OPENED, at=BEGAN,
        author=b"a" * 16, name="Noor", desk="TRIAGE", content={"tip": TIP, "parts": {}},
    )  # fmt: skip
    closed = replace(
        first, number=2, kind=Kind.CLOSED, at=at, content={"outcome": "OUT_TEST", "text": ""}
    )
    changes_nothing([first, closed], RecordMalformedError)


def test_a_second_officer_who_dates_back_approves_nothing() -> None:
    would = {"order": "12/2026", "until": "2026-04-01"}
    asked = {"deed": "hold", "would": would, "text": "Because it is over."}
    acts: list[tuple[Kind, dict[str, Any], timedelta, bytes]] = [
        (Kind.OPENED, {"tip": TIP, "parts": {}}, timedelta(0), b"a"),
        (Kind.ASKED, asked, timedelta(hours=1), b"a"),
        (Kind.NOTE, {"text": "Nobody came."}, timedelta(days=2), b"a"),
        (Kind.APPROVED, {"request": 2}, timedelta(hours=2), b"b"),
    ]
    written = [
        Event(
            case=bytes(16), number=number, previous=bytes(32), kind=kind, at=BEGAN + after,
            author=who * 16, name="Noor", desk="TRIAGE", content=content,
        )
        for number, (kind, content, after, who) in enumerate(acts, 1)
    ]  # fmt: skip
    changes_nothing(written, RecordMalformedError)
    assert fold([*written[:2], replace(written[3], number=3)]).held_until is not None


def test_a_task_that_was_done_until_the_end_of_time_fells_nothing() -> None:
    late = datetime(8998, 12, 1, tzinfo=UTC)
    first = Event(
        case=bytes(16), number=1, previous=bytes(32), kind=Kind.OPENED, at=late,
        author=b"a" * 16, name="Noor", desk="TRIAGE", content={"tip": TIP, "parts": {}},
    )  # fmt: skip
    task = {"text": "Call.", "due": "8999-12-01T00:00:00Z", "every": 366}
    written = [first, replace(first, number=2, kind=Kind.TASK, content=task)]
    written += [
        replace(first, number=number, kind=Kind.TASK_DONE, content={"task": 2})
        for number in range(3, 1100)
    ]
    case = fold(written)
    assert case.number == len(written)
    assert case.refused
    assert len(case.tasks) == 1
