"""What the work list asks for: each tip once, in the order that was asked, whatever the pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.search import listing
from tipline.search.board import board
from tipline.search.entry import Entry, Question
from tipline.search.index import Index
from tipline.search.listing import Listed, Marked, Order, Start, Wanted
from tipline.tips.said import Said
from tipline.tips.second import Allowed, Deed

NOW = datetime(2026, 10, 12, 14, 5, tzinfo=UTC)
ME, OTHER = b"m" * 16, b"o" * 16
HOURS = st.integers(-50, 50).map(lambda hours: NOW + timedelta(hours=hours))
MAYBE = st.one_of(st.none(), HOURS)
PEOPLE = st.sampled_from([None, ME, OTHER])
DESKS = st.lists(st.sampled_from(["TRIAGE", "DRUG", "CIVDEF"]), unique=True, max_size=3).map(tuple)
ALLOWED = st.lists(
    st.builds(
        Allowed, person=st.sampled_from([ME, OTHER]), deed=st.sampled_from(Deed), until=HOURS
    ),
    max_size=2,
).map(tuple)
ENTRIES = st.lists(
    st.builds(
        Entry,
        tip=st.binary(min_size=16, max_size=16),
        case=st.none(),
        arrived=st.integers(0, 90).map(lambda minutes: NOW - timedelta(minutes=minutes)),
        category=st.sampled_from(["DRUG", "DRUG.SALE", "SITE"]),
        state=st.sampled_from(["NEW", "TRIAGE", "INFO"]),
        priority=st.sampled_from(["", "P1", "P4"]),
        finished=st.booleans(), rank=st.integers(0, 7), person=PEOPLE, desks=DESKS,
        due=MAYBE, until=MAYBE, asked=MAYBE, changed=MAYBE,
        unsettled=st.frozensets(st.sampled_from([Said.ASKS, Said.DECLINED])), allowed=ALLOWED,
    ),
    max_size=25, unique_by=lambda entry: entry.tip,
)  # fmt: skip
WANTED = st.builds(
    Wanted,
    now=st.just(NOW),
    finished=st.booleans(),
    person=st.sampled_from([None, ME]),
    ours=st.sampled_from([frozenset(), frozenset({"TRIAGE"}), frozenset({"TRIAGE", "DRUG"})]),
    nobody=st.booleans(), late=st.booleans(), waiting=st.booleans(),
    asked_since=st.just(NOW - timedelta(days=1)),
    since=st.sampled_from([None, NOW - timedelta(minutes=40)]),
    me=st.just(ME), marked=st.sampled_from([None, *Marked]),
    narrowed=st.sampled_from([
        Question(), Question(category="DRUG"), Question(priorities=("",)), Question(desk="DRUG"),
        Question(person=b""), Question(person=ME),
    ]),
)  # fmt: skip
ORDERS = st.sampled_from(Order)


def filled(entries: list[Entry]) -> Index:
    index = Index()
    for each in entries:
        index.add(each)
    return index


def is_wanted(entry: Entry, wanted: Wanted) -> bool:
    """Say in Python what the statements say in SQL."""
    unread = entry.tip in wanted.unread
    allowed = any(each.person == ME and each.until > NOW for each in entry.allowed)
    waits = (
        entry.state == "INFO"
        or (entry.until is not None and entry.until > NOW)
        or (entry.asked is not None and entry.asked >= NOW - timedelta(days=1))
        or entry.unsettled
        or allowed
        or unread
    )
    asked, person = wanted.narrowed, wanted.narrowed.person
    return all((
        entry.finished is wanted.finished,
        wanted.person is None or entry.person == wanted.person,
        not wanted.ours or not entry.desks or not wanted.ours.isdisjoint(entry.desks),
        not wanted.nobody or entry.person is None,
        not wanted.late or (entry.due is not None and entry.due < NOW),
        not wanted.waiting or bool(waits),
        wanted.marked is not Marked.AGENCY or bool(entry.unsettled),
        wanted.marked is not Marked.APPROVED or allowed,
        wanted.since is None or entry.arrived >= wanted.since or unread,
        not asked.category or entry.category.split(".")[0] == asked.category,
        not asked.priorities or entry.priority in asked.priorities,
        not asked.desk or asked.desk in entry.desks,
        person is None or entry.person == (person or None),
    ))  # fmt: skip


def place(entry: Entry, order: Order) -> tuple[Any, ...]:
    """Return by what a tip is sorted."""
    arrived, late = entry.arrived.timestamp(), entry.due is not None and entry.due < NOW
    first = {
        Order.URGENT: (entry.rank, not late, -arrived),
        Order.NEWEST: (-arrived,),
        Order.OLDEST: (arrived,),
        Order.CHANGED: (-(entry.changed or entry.arrived).timestamp(), -arrived),
        Order.DUE: (entry.due.timestamp() if entry.due else 1e12, -arrived),
    }[order]
    tie = bytes(255 - each for each in entry.tip) if order is Order.OLDEST else entry.tip
    return (*first, tie)


@given(ENTRIES, WANTED, st.sampled_from([0, 3]), ORDERS, st.integers(1, 7))
def test_pages_give_what_is_wanted_in_order_forth_and_back(
    entries: list[Entry], wanted: Wanted, again: int, order: Order, most: int
) -> None:
    if again:
        wanted = replace(wanted, unread=frozenset(entry.tip for entry in entries[::again]))
    fitting = [entry for entry in entries if is_wanted(entry, wanted)]
    expected = [entry.tip for entry in sorted(fitting, key=lambda each: place(each, order))]
    index = filled(entries)
    assert index.how_many(wanted) == len(expected)
    assert index.all_of(wanted) == set(expected)
    found: list[Listed] = []
    while page := index.listed(wanted, order, most, Start(found[-1] if found else None)):
        found += page
    assert [each.tip for each in found] == expected
    assert index.listed(wanted, order, 99, Start(), few=True) == found
    for at, each in enumerate(found):
        assert index.listed(wanted, order, 99, Start(each), few=True) == found[at + 1 :]
        before = index.listed(wanted, order, most, Start(each, back=True))
        assert before == found[max(0, at - most) : at]


def test_what_becomes_late_rises_within_its_rank_by_itself() -> None:
    arrived = NOW - timedelta(minutes=5)
    index = filled([
        Entry(tip=b"a" * 16, case=None, arrived=arrived, category="", rank=5, due=NOW),
        Entry(tip=b"b" * 16, case=None, arrived=NOW, category="", rank=5),
        Entry(tip=b"c" * 16, case=None, arrived=arrived, category="", rank=4),
    ])  # fmt: skip

    def order(now: datetime) -> bytes:
        found = index.listed(Wanted(now=now), Order.URGENT, 9, Start())
        return b"".join(each.tip[:1] for each in found)

    assert order(NOW) == b"cba"
    assert index.how_many(Wanted(now=NOW, late=True)) == 0
    assert order(NOW + timedelta(seconds=1)) == b"cab"
    assert index.how_many(Wanted(now=NOW, late=True)) == 1


@pytest.mark.parametrize("order", Order)
def test_a_page_is_read_along_an_index_and_not_sorted(order: Order) -> None:
    index = Index()
    start = Start(Listed(1, 2, b"t" * 16))
    for ours in (frozenset[str](), frozenset({"TRIAGE"})):
        asked, values = listing.listed(Wanted(now=NOW, ours=ours), order, start)
        plan = index._database.execute(f"EXPLAIN QUERY PLAN {asked}", values).fetchall()
        steps = [step for *_, step in plan]
        assert any("USING INDEX tip_" in step for step in steps), steps
        assert not any("TEMP B-TREE FOR ORDER BY" in step for step in steps), steps


@given(ENTRIES, st.sampled_from([NOW, NOW - timedelta(hours=1), NOW - timedelta(days=2)]))
def test_finished_tips_that_wait_for_a_second_officer_are_found_the_newest_first(
    entries: list[Entry], since: datetime
) -> None:
    index = filled(entries)
    waiting = [each for each in entries if each.finished and each.asked and each.asked >= since]
    expected = sorted((each.asked for each in waiting if each.asked), reverse=True)
    found = index.asked_of_finished(since, 99)
    asked = {each.tip: each.asked for each in waiting}
    assert [asked[tip] for tip in found] == expected
    assert index.asked_of_finished(since, 1) == found[:1]
    plan = index.ask(f"EXPLAIN QUERY PLAN {listing.OF_FINISHED}", (0, 9))
    assert [step for *_, step in plan if "USING INDEX tip_asked" in step], plan


def test_what_does_not_open_is_listed_and_not_found() -> None:
    index = filled([Entry(tip=b"a" * 16, case=None, arrived=NOW, category="", broken=True)])
    assert index.find(Question(), 9) == []
    assert index.all_of(Wanted(now=NOW)) == {b"a" * 16}


def test_a_search_is_narrowed_by_desk_and_person() -> None:
    index = filled([
        Entry(tip=b"a" * 16, case=None, arrived=NOW, category="", person=ME, desks=("D", "E")),
        Entry(tip=b"b" * 16, case=None, arrived=NOW, category="", words=frozenset({"x"})),
    ])  # fmt: skip
    for question, found in (
        (Question(person=ME), b"a"), (Question(person=b""), b"b"), (Question(desk="E"), b"a"),
        (Question(desk="F"), b""), (Question(words=("x",), person=b""), b"b"),
        (Question(priorities=("",)), b"ba"),
    ):  # fmt: skip
        assert b"".join(each.tip[:1] for each in index.find(question, 9)) == found


@given(ENTRIES, ENTRIES, WANTED)
def test_numbers_that_are_kept_are_those_that_would_be_counted(
    entries: list[Entry], others: list[Entry], wanted: Wanted
) -> None:
    """Tips come, are put again as something else, become late, and go."""
    index = filled(entries)
    index.how_many(replace(wanted, now=NOW - timedelta(days=1)))
    for old, new in zip(entries, others, strict=False):
        index.add(replace(new, tip=old.tip))
    index.remove([each.tip for each in entries[2::3]])
    assert index.how_many(wanted) == len(index.all_of(wanted))
    index.remove(index.tips())
    assert index.ask("SELECT * FROM tally") == []


@given(ENTRIES)
def test_a_row_tells_what_waits_for_us_and_what_of_it_is_mine(entries: list[Entry]) -> None:
    index = filled(entries)
    index.remove([entry.tip for entry in entries[1::2]])
    entries = entries[::2]
    facts = index.facts(entry.tip for entry in entries)
    assert {tip: each.unsettled for tip, each in facts.items()} == {
        entry.tip: entry.unsettled for entry in entries
    }
    mine = {
        entry.tip: [each for each in entry.allowed if each.person == ME and each.until > NOW]
        for entry in entries
    }
    found = index.allowed(ME, NOW)
    assert found.keys() == {tip for tip, some in mine.items() if some}
    for tip, each in found.items():
        assert each in mine[tip]
        assert each.until == min(other.until for other in mine[tip])
    finished = {entry.tip for entry in entries if entry.finished}
    assert set(index.allowed_of_finished(ME, NOW, 99)) == found.keys() & finished
    assert board(index, NOW).asked_back == sum(
        bool(entry.unsettled) and not entry.finished for entry in entries
    )


@pytest.mark.parametrize(
    ("person", "hours", "is_mine"), [(ME, 1, True), (ME, -1, False), (OTHER, 1, False)]
)
def test_what_has_lapsed_or_is_anothers_does_not_wait_for_me(
    person: bytes, hours: int, *, is_mine: bool
) -> None:
    until = NOW + timedelta(hours=hours)
    allowed = (Allowed(person=person, deed=Deed.EXPORT, until=until),)
    tip = Entry(tip=ME, case=None, arrived=NOW, category="DRUG", allowed=allowed)
    index = filled([tip])
    for wanted in (
        Wanted(now=NOW, me=ME, marked=Marked.APPROVED),
        Wanted(now=NOW, me=ME, waiting=True, asked_since=NOW),
    ):
        assert (index.how_many(wanted), index.all_of(wanted)) == (
            is_mine,
            {ME} if is_mine else set(),
        )
    assert (ME in index.allowed(ME, NOW)) is is_mine
