"""What the reporter of a finished case wrote goes before the case: kept longer, ended, and gone."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.tips.test_assessing import NOOR, SAMI, WHY, Act, approved, asked, events
from tests.tips.test_ending import ANYTHING, JOINED, MESSAGE, closed
from tests.tips.test_fold import OTHER, TIP
from tests.tips.test_keeping import case, refused
from tests.tips.test_leaving import holding
from tests.tips.test_original import FINISHED, PLAIN, REOPENED, asking, opened
from tipline.errors import (
    GoneStaysError,
    HeldError,
    OriginalGoneError,
    OriginalInUseError,
    OwnRequestError,
    ReasonMissingError,
    RecordMalformedError,
    ShredTwoError,
    TimePastError,
)
from tipline.tips.event import Kind
from tipline.tips.fold import CaseState, fold
from tipline.tips.retention import Retention, Span
from tipline.tips.second import Deed
from tipline.tips.state import State

MONTH, DAY = 30 * 24, 24
ENDED = Act(Kind.ORIGINAL_ENDED, {}, hours=MONTH)
PART, DIGEST, KEY = "ab" * 16, "cd" * 32, "ef" * 1216


def shredding(author: bytes = NOOR, hours: float = 0) -> Act:
    return asked(author, hours, deed="destroy-original", would={}, text=WHY)


def kept(until: str = "2026-06-01", text: str = WHY, hours: float = 0) -> Act:
    return Act(Kind.ORIGINAL_KEPT, {"until": until, "text": text}, hours=hours)


def gone(of: int, *tips: str, hours: float = MONTH) -> Act:
    told = [
        {"tip": tip, "recipient": KEY, "part": PART, "digest": DIGEST} for tip in tips or (TIP,)
    ]
    return Act(Kind.ORIGINAL_GONE, {"of": of, "tips": told}, hours=hours)


BY_TWO = [*FINISHED, shredding(), approved(4)]


def test_its_span_begins_when_it_is_closed() -> None:
    assert case(PLAIN).original_since is None
    assert case(closed()).original_since is None
    assert case(*FINISHED).original_since == date(2026, 3, 1)
    later = Act(Kind.SUMMARY, {"text": "Boxes.", "few": False}, hours=5 * DAY)
    assert case(closed(), later).original_since == date(2026, 3, 6)
    assert case(*FINISHED, later).original_since == date(2026, 3, 1)
    assert case(*FINISHED, kept(), REOPENED).original_since is None
    assert case(*FINISHED, kept(), REOPENED).original_until is None


def test_it_is_kept_longer_for_a_reason() -> None:
    assert case(*FINISHED, kept()).original_until == date(2026, 6, 1)
    refused(OriginalInUseError, PLAIN, kept())
    refused(OriginalInUseError, closed(), kept())
    refused(ReasonMissingError, *FINISHED, kept(text="so"))
    refused(TimePastError, *FINISHED, kept("2026-03-01"))
    refused(RecordMalformedError, *FINISHED, kept("2056-01-01"))
    refused(OriginalGoneError, *BY_TWO, kept())


def test_two_end_it_at_any_time() -> None:
    refused(OriginalInUseError, PLAIN, shredding())
    refused(OwnRequestError, *FINISHED, shredding(), approved(4, NOOR))
    ended = case(*BY_TWO)
    assert (ended.state, ended.original_ended, ended.original_over) == (State.CLOSED, True, 5)
    assert ended.to_shred == (TIP,)
    refused(OriginalGoneError, *BY_TWO, shredding())
    refused(OriginalGoneError, *BY_TWO, asking())
    refused(OriginalGoneError, *BY_TWO, opened())


def test_it_overtakes_what_was_asked_of_the_original() -> None:
    waits = case(*FINISHED, asking(), shredding(SAMI), approved(5, NOOR))
    assert waits.requests == ()
    open_again = case(*FINISHED, shredding(), REOPENED)
    assert Deed.DESTROY_ORIGINAL not in {each.deed for each in open_again.requests}


def test_the_schedule_ends_it_no_sooner_than_any_schedule_may() -> None:
    soon = Act(Kind.ORIGINAL_ENDED, {}, hours=MONTH - DAY)
    refused(ShredTwoError, *FINISHED, soon)
    refused(ShredTwoError, *FINISHED, kept("2026-06-01"), ENDED)
    refused(OriginalInUseError, PLAIN, ENDED)
    assert case(*FINISHED, ENDED).original_ended
    assert case(*FINISHED, kept("2026-03-20"), ENDED).original_ended


def test_a_hold_keeps_it() -> None:
    held = [*FINISHED, holding("2026-08-01"), approved(4)]
    refused(HeldError, *held, shredding())
    refused(HeldError, *held, Act(Kind.ORIGINAL_ENDED, {}, hours=MONTH))


def test_what_is_gone_is_gone_though_the_case_goes_on() -> None:
    state = case(*BY_TWO, gone(5))
    assert state.to_shred == ()
    assert state.seen == {TIP: {PART: DIGEST}}
    assert state.gone[TIP].told.recipient.hex() == KEY
    assert state.gone[TIP].of == 5
    again = case(*BY_TWO, gone(5), Act(MESSAGE.kind, MESSAGE.content, hours=MONTH))
    assert (again.state, again.original_closed) == (State.TRIAGE, False)
    assert not again.original_ended
    assert again.seen[TIP] == {PART: DIGEST, "p2": "22"}
    assert TIP in again.gone
    closed_again = case(
        *BY_TWO, gone(5), Act(MESSAGE.kind, MESSAGE.content, hours=MONTH),
        Act(Kind.CLOSED, {"outcome": "OUT_INTEL"}, hours=MONTH),
    )  # fmt: skip
    assert closed_again.original_closed
    assert (closed_again.original_ended, closed_again.to_shred) == (False, ())


def test_nothing_goes_that_nobody_decided() -> None:
    refused(RecordMalformedError, *FINISHED, gone(0))
    refused(RecordMalformedError, *FINISHED, gone(3))
    refused(RecordMalformedError, *BY_TWO, gone(4))
    refused(RecordMalformedError, *BY_TWO, gone(5, OTHER))
    refused(RecordMalformedError, *BY_TWO, gone(5, TIP, TIP))


def test_each_tip_of_a_case_goes_by_itself_and_stays_there() -> None:
    both = [JOINED, *FINISHED, shredding(), approved(5)]
    half = case(*both, gone(6, OTHER))
    assert half.to_shred == (TIP,)
    assert case(*both, gone(6, OTHER), gone(6)).to_shred == ()
    back = Act(Kind.REOPENED, {}, hours=MONTH)
    left = Act(Kind.LEFT, {"tip": OTHER}, hours=MONTH)
    refused(GoneStaysError, *both, gone(6, OTHER), back, left)
    joined = Act(Kind.JOINED, {"tip": TIP, "case": "99" * 16}, hours=MONTH)
    refused(GoneStaysError, *BY_TWO, gone(5), back, joined)


LIKELY = st.sampled_from(
    [PLAIN, closed(), REOPENED, MESSAGE, shredding(), shredding(SAMI), approved(4), approved(5),
     approved(6, NOOR), kept(), ENDED, gone(5), gone(6), gone(4)]
)  # fmt: skip


@given(st.lists(st.one_of(LIKELY, LIKELY, ANYTHING), max_size=12))
def test_it_goes_only_by_a_decision_while_it_was_closed(acts: Sequence[Act]) -> None:
    ordered = events(*FINISHED, *sorted(acts, key=lambda act: act.hours))
    before = CaseState()
    for at, event in enumerate(ordered, 1):
        after = fold(ordered[:at])
        assert after.original_closed or not after.original_ended
        if after.original_over != before.original_over:
            assert event.kind in {Kind.ORIGINAL_ENDED, Kind.APPROVED}
            assert before.original_closed
        if after.gone != before.gone:
            assert (event.kind, after.original_over) == (Kind.ORIGINAL_GONE, before.original_over)
        before = after


@given(
    st.none() | st.dates(date(2026, 1, 1), date(2046, 1, 1)),
    st.integers(30, 400).map(timedelta),
)
def test_its_limit_holds_whatever_is_decided(until: date | None, keep: timedelta) -> None:
    span = Span(keep=min(keep, timedelta(180)), limit=timedelta(180))
    schedule = Retention(outcomes={}, spam=span, original=span, categories={})
    closed_on = date(2026, 3, 1)
    day = schedule.original_due(closed_on, until)
    assert closed_on + span.keep <= day <= closed_on + timedelta(180)
    assert schedule.original_due(closed_on) <= day
