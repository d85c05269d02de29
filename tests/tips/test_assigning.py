"""A case at its desks: who may do what, and where that brings it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.errors import (
    CaseFinishedError,
    DeskConflictedError,
    DeskHasItError,
    DeskStepError,
    EventRefusedError,
    NotReadyError,
    NotThisDeskError,
    PassingStoppedError,
    ReasonMissingError,
    RecordMalformedError,
    TransitionRefusedError,
    WishEndedError,
    WishesTooManyError,
)
from tipline.tips import handing_off
from tipline.tips.assigning import Lacking, lacking
from tipline.tips.desks import WISHES_MAX, Stand, state_of
from tipline.tips.event import Event, Kind
from tipline.tips.evidence import Evidence
from tipline.tips.evidence import Kind as FileKind
from tipline.tips.fold import REFUSED, CaseState, fold, follow
from tipline.tips.powers import OF_EVERY_DESK, check_desk
from tipline.tips.shape import to_json
from tipline.tips.state import ALLOWED, AT_DESKS, Outcome, State, Word

BEGAN = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
TIP = "aa" * 16
WHY = "Because of the boat."
ANSWER = {"tip": TIP, "answer": "cc" * 16, "text": "Where?", "shown_from": "2026-03-01T10:00:00Z"}
FILE = Evidence(
    blob=b"b" * 16, kind=FileKind.PDF, size=9, sealed_size=200, kept=bytes(32),
    received_size=9, received=bytes(32),
)  # fmt: skip
GRANT = {"tip": TIP, "number": 1, "file": to_json(FILE), "key": "ee" * 16}
Act = tuple[str, Kind, dict[str, Any]]

OPENED: Act = ("TRIAGE", Kind.OPENED, {"tip": TIP, "parts": {"p1": "11"}})
READY: list[Act] = [
    OPENED,
    ("TRIAGE", Kind.CLASSIFIED, {"category": "SEAC", "priority": "P3"}),
    ("TRIAGE", Kind.GRADED, {"source": "2", "information": "D", "handling": "C"}),
    ("TRIAGE", Kind.SUMMARY, {"text": "A boat without lights."}),
]


def gives(desk: str, *, lead: bool = False, summary: int = 4) -> Act:
    return "TRIAGE", Kind.ASSIGNED, {"desk": desk, "lead": lead, "rests_on": summary, "text": WHY}


def does(desk: str, kind: Kind, **content: Any) -> Act:
    return desk, kind, content


def done(desk: str) -> Act:
    return does(desk, Kind.DESK_DONE, outcome="OUT_SAFE")


def takes(desk: str) -> Act:
    return "TRIAGE", Kind.TAKEN_BACK, {"desk": desk, "text": WHY}


AT_CG = [*READY, gives("CG", lead=True)]
ACCEPTED = [*AT_CG, does("CG", Kind.ACCEPTED)]


def events(acts: list[Act]) -> list[Event]:
    return [
        Event(
            case=bytes(16),
            number=number,
            previous=bytes(32),
            kind=kind,
            at=BEGAN + timedelta(minutes=number),
            author=b"a" * 16,
            name="Noor",
            desk=desk,
            content=content,
        )
        for number, (desk, kind, content) in enumerate(acts, 1)
    ]


def folded(*acts: Act) -> CaseState:
    return fold(events(list(acts)))


DESKS = st.sampled_from(["TRIAGE", "CG", "OPS"])
REASONS = st.sampled_from(["short", WHY])
CONTENTS: dict[Kind, st.SearchStrategy[dict[str, Any]]] = {
    Kind.ASSIGNED: st.fixed_dictionaries(
        {"desk": DESKS, "lead": st.booleans(), "rests_on": st.sampled_from([0, 4])}
    ),
    Kind.REFERRED: st.just({"body": "Harbour"}),
    Kind.DESK_DONE: st.fixed_dictionaries({"outcome": st.sampled_from(list(map(str, Outcome)))}),
    Kind.TURNED_DOWN: st.fixed_dictionaries({"text": REASONS}),
    Kind.GAVE_BACK: st.fixed_dictionaries({"text": REASONS}),
    Kind.SENT_BACK: st.fixed_dictionaries({"desk": DESKS, "text": REASONS}),
    Kind.TAKEN_BACK: st.fixed_dictionaries({"desk": DESKS, "text": REASONS}),
    Kind.GRANTED: st.just(GRANT),
    Kind.GIVEN: st.fixed_dictionaries({"desk": DESKS, "tip": st.just(TIP), "text": REASONS}),
    Kind.WISHED: st.just({"text": "Which berth?"}),
    Kind.WISH_DECLINED: st.fixed_dictionaries({"wish": st.integers(5, 20), "text": REASONS}),
    Kind.CONFLICT: st.fixed_dictionaries(
        {"desks": st.sampled_from([[], ["CG"], ["CG", "OPS"]]), "text": st.just(WHY)}
    ),
    Kind.QUESTION: st.just(ANSWER),
    Kind.SEEN: st.just({"tip": TIP, "parts": {"p2": "22"}}),
    Kind.CLOSED: st.just({"outcome": "OUT_SAFE"}),
    Kind.NOTE: st.just({"text": "x"}),
}
KINDS = [*CONTENTS, Kind.ACCEPTED, Kind.STARTED, Kind.CAME_BACK, Kind.PERSON, Kind.REOPENED]
ACT = st.sampled_from(KINDS).flatmap(
    lambda kind: st.tuples(DESKS, st.just(kind), CONTENTS.get(kind, st.just({})))
)
ACTS = st.lists(ACT, max_size=30)


@given(ACTS)
def test_the_state_is_what_the_desks_make_of_it_and_moves_along_the_table(acts: list[Act]) -> None:
    before = folded(*READY)
    for one in events([*READY, *acts])[len(READY) :]:
        try:
            case = follow(before, one)
        except REFUSED:
            continue
        assert case.state is before.state or case.state in ALLOWED[before.state]
        if case.state in AT_DESKS:
            assert case.state is state_of(case.desks)
        assert case.words[TIP] in Word
        leading = [work for work in case.desks.values() if work.lead]
        assert len(leading) <= 1
        assert bool(leading) == bool(case.holders)
        assert all(work.has_it for work in leading)
        assert not {pair[0] for pair in case.tips_given} - set(case.holders)
        assert not set(case.conflicts) & set(case.holders)
        before = case


@given(ACTS)
def test_a_desk_that_has_lost_the_case_enters_nothing(acts: list[Act]) -> None:
    case = CaseState()
    for one in events([*READY, *acts]):
        work = case.desks.get(one.desk)
        gone = work is not None and not work.has_it and one.desk != case.home
        try:
            case = follow(case, one)
        except REFUSED:
            continue
        assert not gone


@given(ACTS)
def test_a_hand_off_gives_the_emergency_desk_the_case_unless_it_must_not_have_it(
    acts: list[Act],
) -> None:
    urgent: Act = ("TRIAGE", Kind.CLASSIFIED, {"category": "SEAC", "priority": "P1"})
    case = folded(*READY, *acts, urgent)
    given = handing_off.gives(case, "OPS")
    if given is None or case.finished:
        has = case.desks.get("OPS")
        at_it = has is not None and has.has_it and has.stand is not Stand.DONE
        assert case.finished or at_it or "OPS" in case.conflicts
        return
    led = [work for work in case.desks.values() if work.lead and work.stand is not Stand.DONE]
    act: Act = ("TRIAGE", Kind.ASSIGNED, to_json(given))
    (one,) = events([*READY, *acts, urgent, act])[-1:]
    after = follow(case, one)
    assert after.desks["OPS"].stand is Stand.OFFERED
    assert after.desks["OPS"].lead is not bool(led)


@pytest.mark.parametrize(
    "lacks",
    [
        READY[:1],
        READY[:3],
        [*READY[:3], ("TRIAGE", Kind.SUMMARY, {"text": "x", "few": True})],
    ],
)
def test_a_hand_off_gives_the_case_whatever_is_lacking(lacks: list[Act]) -> None:
    urgent: Act = ("TRIAGE", Kind.CLASSIFIED, {"category": "SEAC", "priority": "P1"})
    case = folded(*lacks, urgent)
    given = handing_off.gives(case, "OPS")
    assert given is not None
    after = folded(*lacks, urgent, ("TRIAGE", Kind.ASSIGNED, to_json(given)))
    assert (after.refused, after.desks["OPS"].evaluated) == ((), False)


def test_a_hand_off_of_what_is_suspected_to_be_false_gives_nothing() -> None:
    false: Act = (
        "TRIAGE",
        Kind.GRADED,
        {"source": "2", "information": "E", "handling": "C", "text": WHY},
    )
    assert handing_off.gives(folded(*READY, false), "OPS") is None


@given(st.lists(ACT, max_size=12), st.lists(ACT, max_size=12), st.randoms())
def test_two_at_work_in_any_order_make_one_state(
    first: list[Act], second: list[Act], chance: Any
) -> None:
    """Whoever reads the chain, from wherever they read on, comes to the same; nothing is lost."""
    turns = [0] * len(first) + [1] * len(second)
    chance.shuffle(turns)
    queues = [list(first), list(second)]
    mixed = events([*READY, *(queues[turn].pop(0) for turn in turns)])
    case = fold(mixed)
    assert case.number == len(mixed)
    kept = fold(one for one in mixed if one.number not in case.refused)
    for name in set(case.__dataclass_fields__) - {"number", "refused"}:
        assert getattr(kept, name) == getattr(case, name)


def test_a_case_is_given_accepted_acted_on_done_and_closed() -> None:
    steps: list[tuple[Act, State, Word]] = [
        (gives("CG", lead=True), State.ASSIGNED, Word.PASSED),
        (does("CG", Kind.ACCEPTED), State.ACCEPTED, Word.WORKING),
        (does("CG", Kind.STARTED), State.ACTION, Word.WORKING),
        (does("CG", Kind.REFERRED, body="Harbour"), State.REFERRED, Word.REFERRED),
        (does("CG", Kind.CAME_BACK), State.ACCEPTED, Word.WORKING),
        (done("CG"), State.DONE, Word.FINISHING),
        (("TRIAGE", Kind.SENT_BACK, {"desk": "CG", "text": WHY}), State.ACCEPTED, Word.WORKING),
        (done("CG"), State.DONE, Word.FINISHING),
        (("TRIAGE", Kind.CLOSED, {"outcome": "OUT_SAFE"}), State.CLOSED, Word.CLOSED),
    ]
    acts = list(READY)
    for act, state, word in steps:
        acts.append(act)
        case = folded(*acts)
        assert (case.refused, case.state, case.words[TIP]) == ((), state, word)
    work = case.desks["CG"]
    assert (work.outcome, work.accepted_at) == (Outcome.SAFE, BEGAN + timedelta(minutes=6))
    assert work.started_at == BEGAN + timedelta(minutes=7)


def test_nothing_is_closed_while_a_desk_is_at_work() -> None:
    both = [*ACCEPTED, gives("OPS"), done("CG")]
    assert folded(*both).state is State.ASSIGNED
    refused(TransitionRefusedError, *both, ("TRIAGE", Kind.CLOSED, {"outcome": "OUT_SAFE"}))
    assert folded(*both, does("OPS", Kind.TURNED_DOWN, text=WHY)).state is State.DONE


def test_one_desk_leads_and_another_takes_its_place() -> None:
    case = folded(*AT_CG, gives("OPS", lead=True))
    assert {desk: work.lead for desk, work in case.desks.items()} == {"CG": False, "OPS": True}
    case = folded(*AT_CG, gives("OPS"), takes("CG"))
    assert case.holders == ("OPS",)
    assert case.desks["OPS"].lead
    changed = folded(*ACCEPTED, gives("OPS"), gives("OPS", lead=True))
    assert (changed.desks["OPS"].number, changed.desks["CG"].stand) == (7, Stand.ACCEPTED)


def test_who_declines_or_loses_the_case_leaves_nothing_behind() -> None:
    wish = does("CG", Kind.WISHED, text="Which berth?")
    given = ("TRIAGE", Kind.GIVEN, {"desk": "CG", "tip": TIP, "text": WHY})
    person = does("CG", Kind.PERSON, analyst="dd" * 16, name="Ali")
    had = [*AT_CG, wish, given, person]
    before = folded(*had)
    assert (len(before.wishes), before.tips_given, len(before.persons)) == (1, (("CG", TIP),), 1)
    for leaves in (takes("CG"), does("CG", Kind.TURNED_DOWN, text=WHY)):
        case = folded(*had, leaves)
        assert (case.refused, case.state) == ((), State.TRIAGE)
        assert (case.wishes, case.tips_given, case.persons, case.holders) == ((), (), {}, ())
        assert folded(*had, leaves, gives("CG")).state is State.ASSIGNED


def test_a_wish_is_answered_once_and_asking_does_not_stop_the_desk() -> None:
    wish = [*ACCEPTED, does("CG", Kind.WISHED, text="Which berth?")]
    asks = ("TRIAGE", Kind.QUESTION, {**ANSWER, "wish": 7})
    case = folded(*wish, asks)
    assert (case.state, case.words[TIP], case.wishes) == (State.ACCEPTED, Word.QUESTION, ())
    read = ("TRIAGE", Kind.SEEN, {"tip": TIP, "parts": {"p2": "22"}})
    assert folded(*wish, asks, read).words[TIP] is Word.WORKING
    refused(WishEndedError, *wish, asks, asks)
    declines = ("TRIAGE", Kind.WISH_DECLINED, {"wish": 7, "text": WHY})
    assert folded(*wish, declines).wishes == ()
    refused(WishEndedError, *wish, declines, declines)


def test_what_must_stand_before_a_case_leaves_triage() -> None:
    assert lacking(folded(OPENED)) == (Lacking.CLASSIFIED, Lacking.GRADED, Lacking.SUMMARY)
    few = [*READY[:3], ("TRIAGE", Kind.SUMMARY, {"text": "A boat.", "few": True})]
    assert lacking(folded(*few)) == (Lacking.READ,)
    refused(NotReadyError, *few, gives("CG"))
    asks = ("TRIAGE", Kind.CLASSIFIED, {"category": "SITE", "priority": "P3", "facts": 2})
    assert lacking(folded(*READY, asks)) == (Lacking.FACTS,)
    for without in range(1, len(READY)):
        acts = [act for at, act in enumerate(READY) if at != without]
        newest = folded(*acts).summary_by
        refused(NotReadyError, *acts, gives("CG", summary=newest))
    refused(NotReadyError, *READY, ("TRIAGE", Kind.SUMMARY, {"text": "Newer."}), gives("CG"))


def test_life_comes_first_and_the_desk_is_told_that_nothing_was_evaluated() -> None:
    danger = ("TRIAGE", Kind.CLASSIFIED, {"category": "SEAC", "priority": "P1"})
    case = folded(OPENED, danger, gives("OPS", summary=0))
    assert (case.state, case.desks["OPS"].evaluated) == (State.ASSIGNED, False)
    assert folded(*AT_CG).desks["CG"].evaluated


def test_what_is_suspected_to_be_false_is_passed_to_nobody() -> None:
    false = (
        "TRIAGE",
        Kind.GRADED,
        {"source": "2", "information": "E", "handling": "C", "text": WHY},
    )
    refused(PassingStoppedError, *READY, false, gives("CG"))
    refused(PassingStoppedError, *ACCEPTED, false, ("TRIAGE", Kind.GRANTED, GRANT))
    refused(PassingStoppedError, *ACCEPTED, false, does("CG", Kind.REFERRED, body="Harbour"))


def test_a_desk_that_the_case_is_about_is_not_given_it() -> None:
    about = ("TRIAGE", Kind.CONFLICT, {"desks": ["CG"], "text": WHY})
    refused(DeskConflictedError, *READY, about, gives("CG"))
    refused(DeskHasItError, *AT_CG, about)
    over = ("TRIAGE", Kind.CONFLICT, {"text": WHY})
    assert folded(*READY, about, over, gives("CG")).holders == ("CG",)
    refused(
        RecordMalformedError, *READY, ("TRIAGE", Kind.CONFLICT, {"desks": ["TRIAGE"], "text": WHY})
    )


REFUSALS: list[tuple[type[Exception], list[Act]]] = [
    (NotThisDeskError, [*READY, does("CG", Kind.ACCEPTED)]),
    (NotThisDeskError, [*AT_CG, does("OPS", Kind.ACCEPTED)]),
    (NotThisDeskError, [*AT_CG, does("TRIAGE", Kind.ACCEPTED)]),
    (NotThisDeskError, [*AT_CG, does("CG", Kind.SUMMARY, text="Theirs.")]),
    (NotThisDeskError, [*AT_CG, ("CG", *gives("OPS")[1:])]),
    (NotThisDeskError, [*AT_CG, ("CG", Kind.QUESTION, ANSWER)]),
    (NotThisDeskError, [*ACCEPTED, done("CG"), does("CG", Kind.CLOSED, outcome="OUT_SAFE")]),
    (NotThisDeskError, [*AT_CG, takes("CG"), does("CG", Kind.NOTE, text="x")]),
    (NotThisDeskError, [*AT_CG, takes("OPS")]),
    (NotThisDeskError, [*AT_CG, takes("CG"), takes("CG")]),
    (NotThisDeskError, [*READY, ("TRIAGE", Kind.GIVEN, {"desk": "CG", "tip": TIP, "text": WHY})]),
    (DeskHasItError, [*AT_CG, gives("CG", lead=True)]),
    (DeskStepError, [*AT_CG, does("CG", Kind.STARTED)]),
    (DeskStepError, [*ACCEPTED, does("CG", Kind.ACCEPTED)]),
    (DeskStepError, [*ACCEPTED, does("CG", Kind.TURNED_DOWN, text=WHY)]),
    (DeskStepError, [*AT_CG, done("CG")]),
    (ReasonMissingError, [*AT_CG, does("CG", Kind.TURNED_DOWN, text="no")]),
    (ReasonMissingError, [*AT_CG, ("TRIAGE", Kind.TAKEN_BACK, {"desk": "CG"})]),
    (RecordMalformedError, [*READY, gives("")]),
    (RecordMalformedError, [*ACCEPTED, does("CG", Kind.REFERRED, body=" ")]),
    (RecordMalformedError, [*READY, does("TRIAGE", Kind.PERSON, analyst="dd" * 16)]),
    (RecordMalformedError, [*READY, does("TRIAGE", Kind.PERSON, analyst="dd", name="Ali")]),
    (RecordMalformedError, [*READY, ("TRIAGE", Kind.GRANTED, {**GRANT, "tip": "bb" * 16})]),
    (RecordMalformedError, [*READY, ("TRIAGE", Kind.GRANTED, {**GRANT, "number": 0})]),
    (RecordMalformedError, [*READY, *[("TRIAGE", Kind.GRANTED, GRANT)] * 2]),
    (CaseFinishedError, [*READY, ("TRIAGE", Kind.CLOSED, {"outcome": "OUT_TEST"}), gives("CG")]),
    (TransitionRefusedError, [*ACCEPTED, ("TRIAGE", Kind.REOPENED, {})]),
    (TransitionRefusedError, [*ACCEPTED, ("TRIAGE", Kind.SET_ASIDE, {})]),
]  # fmt: skip


@pytest.mark.parametrize(("error", "acts"), REFUSALS)
def test_what_may_not_follow_is_refused(error: type[Exception], acts: list[Act]) -> None:
    refused(error, *acts)


@pytest.mark.parametrize("kind", sorted(set(Kind) - OF_EVERY_DESK))
def test_a_desk_that_was_given_a_case_enters_what_is_every_desks_and_no_more(kind: Kind) -> None:
    case = folded(*ACCEPTED)
    (*_, theirs) = events([*ACCEPTED, does("CG", kind)])
    with pytest.raises(NotThisDeskError):
        check_desk(case, theirs)
    check_desk(case, replace(theirs, desk="TRIAGE"))


@pytest.mark.parametrize(
    "kind",
    ["accepted", "started", "note", "person", "viewed", "downloaded", "asked-through-triage"],
)
def test_what_is_every_desks(kind: str) -> None:
    (*_, theirs) = events([*ACCEPTED, does("CG", Kind(kind))])
    check_desk(folded(*ACCEPTED), theirs)


def test_a_desk_that_the_case_is_about_enters_nothing() -> None:
    about = ("TRIAGE", Kind.CONFLICT, {"desks": ["CG"], "text": WHY})
    refused(NotThisDeskError, *READY, about, does("CG", Kind.NOTE, text="Ours."))
    refused(NotThisDeskError, *READY, about, does("CG", Kind.CLOSED, outcome="OUT_SAFE"))


def test_so_many_wishes_of_a_desk_wait_and_no_more() -> None:
    wishes = [does("CG", Kind.WISHED, text="Which berth?")] * WISHES_MAX
    refused(WishesTooManyError, *AT_CG, *wishes, wishes[0])
    declined = ("TRIAGE", Kind.WISH_DECLINED, {"wish": len(AT_CG) + 1, "text": WHY})
    assert folded(*AT_CG, *wishes, declined, wishes[0]).refused == ()


def refused(error: type[Exception], *acts: Act) -> None:
    written = events(list(acts))
    before = fold(written[:-1])
    assert before.refused == ()
    with pytest.raises(error):
        follow(before, written[-1])


def test_a_desk_at_home_may_have_the_case_as_well() -> None:
    own = [*READY, gives("TRIAGE", lead=True), does("TRIAGE", Kind.ACCEPTED), done("TRIAGE")]
    case = folded(*own, ("TRIAGE", Kind.CLOSED, {"outcome": "OUT_SAFE"}))
    assert (case.refused, case.state) == ((), State.CLOSED)


def test_a_desk_may_lose_a_finished_case() -> None:
    closed = [*ACCEPTED, done("CG"), ("TRIAGE", Kind.CLOSED, {"outcome": "OUT_SAFE"})]
    case = folded(*closed, takes("CG"))
    assert (case.state, case.holders, case.refused) == (State.CLOSED, (), ())
    assert issubclass(CaseFinishedError, EventRefusedError)
