"""What an index counts is what one counts by hand."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.test_index import ARRIVED, entry, filled, tip
from tipline.search import figures
from tipline.search.board import CLOCKS, HOURS, board
from tipline.search.entry import Entry, Measured
from tipline.search.figures import LINES, Span
from tipline.search.index import Index
from tipline.tips.moments import Step
from tipline.tips.priority import Priority
from tipline.tips.state import FINISHED, State

NOW = ARRIVED + timedelta(hours=30)
SPAN = Span(ARRIVED, ARRIVED + timedelta(hours=24))
FINISHED_STATES = {str(state) for state in FINISHED}


def due_in(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


MEASURED = st.builds(
    Measured,
    suggested=st.sampled_from(list(Priority)),
    outcome=st.sampled_from(["", "OUT_ADVICE"]),
    desk=st.sampled_from(["", "CID"]),
    channel=st.sampled_from(["web", "phone"]),
    messages=st.integers(0, 2),
)
TIPS = st.lists(
    st.fixed_dictionaries(
        {
            "arrived": st.integers(-3000, 3000).map(lambda at: ARRIVED + timedelta(minutes=at)),
            "category": st.sampled_from(["DRUG", "DRUG.SALE", "SITE"]),
            "state": st.sampled_from(list(map(str, State))),
            "priority": st.sampled_from(["", *map(str, Priority)]),
            "language": st.sampled_from(["ar", "en", "ur"]),
            "measured": MEASURED,
            "due": st.one_of(st.none(), st.integers(-90, 90).map(due_in)),
        }
    ),
    max_size=30,
)


def made(tips: list[dict[str, Any]]) -> tuple[Index, list[Entry]]:
    entries = [
        entry(tip(at), finished=each["state"] in FINISHED_STATES, **each)
        for at, each in enumerate(tips, 1)
    ]
    return filled(*entries), entries


def level(each: Entry) -> str:
    return each.priority or each.measured.suggested


@given(TIPS)
def test_the_lines_are_what_one_counts(tips: list[dict[str, Any]]) -> None:
    index, entries = made(tips)
    inside = [each for each in entries if SPAN.since <= each.arrived < SPAN.until]
    wanted = {
        "category": Counter(each.category.partition(".")[0] for each in inside),
        "priority": Counter(level(each) for each in inside),
        "outcome": Counter(each.measured.outcome for each in inside),
        "desk": Counter(each.measured.desk for each in inside),
        "language": Counter(each.language for each in inside),
        "channel": Counter(each.measured.channel for each in inside),
        "state": Counter(each.state for each in inside),
    }
    seen = figures.seen(index, SPAN)
    assert {line: seen.counted(line) for line in LINES} == wanted
    totals = seen.totals
    again = sum(each.measured.messages > 0 for each in inside)
    assert (totals.tips, totals.answered, totals.again) == (len(inside), 0, again)
    assert sum(seen.arrivals().values()) == len(inside)


def test_arrivals_are_told_by_quarters_of_an_hour() -> None:
    at = datetime(2026, 10, 12, 14, tzinfo=UTC)
    index = filled(*(entry(tip(minute + 1), arrived=at + timedelta(minutes=minute))
                     for minute in (0, 14, 15, 59)))  # fmt: skip
    found = figures.seen(index, Span(at, at + timedelta(hours=1))).arrivals()
    assert found == {at: 2, at + timedelta(minutes=15): 1, at + timedelta(minutes=45): 1}


def test_steps_are_in_seconds_and_what_is_not_finished_has_an_age() -> None:
    arrived = ARRIVED + timedelta(seconds=20)
    steps = {Step.OPENED: arrived + timedelta(seconds=90)}
    done = steps | {Step.FINISHED: arrived + timedelta(hours=1)}
    index = filled(
        entry(tip(1), arrived=arrived, priority="P2", measured=Measured(reached=steps)),
        entry(tip(2), arrived=arrived, measured=Measured(suggested="P4", reached=done)),
    )
    found = figures.seen(index, SPAN)
    assert found.columns["priority"] == ("P2", "P4")
    assert found.columns["opened"] == (90, 90)
    assert found.columns["assigned"] == (None, None)
    assert found.columns["finished"] == (None, 3600)
    assert found.ages(ARRIVED + timedelta(minutes=5)) == [300, None]


@given(TIPS)
def test_the_board_is_what_one_counts(tips: list[dict[str, Any]]) -> None:
    index, entries = made(tips)
    found = board(index, NOW)
    opens = [each for each in entries if each.state not in FINISHED_STATES]
    new = [each for each in entries if each.state == State.NEW]
    assert [each.priority for each in found.levels] == list(Priority)
    for told in found.levels:
        mine = [each for each in opens if level(each) == told.priority]
        assert told.count == len(mine)
        assert told.unopened == sum(each.state == State.NEW for each in mine)
        assert told.oldest == min((each.arrived for each in mine), default=None)
    assert found.unopened == len(new)
    assert found.oldest == min((each.arrived for each in new), default=None)
    assert {load.desk: load.count for load in found.loads} == Counter(
        each.measured.desk for each in opens if each.measured.desk
    )
    assert len(found.arrivals) == HOURS
    begin = NOW.replace(minute=0) - timedelta(hours=HOURS - 1)
    assert sum(found.arrivals) == sum(begin <= each.arrived <= NOW for each in entries) + sum(
        NOW < each.arrived < begin + timedelta(hours=HOURS) for each in entries
    )
    late = sorted((level(each), each.due) for each in opens if each.due and each.due <= NOW)
    rest = sorted(each.due for each in opens if each.due and each.due > NOW)
    assert [each.at for each in found.due] == [*(at for _, at in late), *rest][:CLOCKS]
    assert len(found.alarms) == sum(level(each) == Priority.P1 for each in opens)


def test_what_is_taken_out_is_not_counted_and_a_change_counts_once() -> None:
    index = filled(entry(tip(1)), entry(tip(2)))
    index.add(entry(tip(2), state="TRIAGE"))
    assert figures.seen(index, SPAN).totals.tips == 2
    index.remove([tip(1)])
    assert figures.seen(index, SPAN).totals.tips == 1
    assert index.ask("SELECT count(*) FROM moment") == [(1,)]
