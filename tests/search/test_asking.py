"""What is found along the indexes is what looking at each tip would find."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.search.test_listing import ENTRIES, ME, NOW, OTHER, filled
from tipline.search.entry import Entry, Filed, Question

SAID = st.frozensets(st.sampled_from(["boat", "قارب", "نمل"]))
TIMES = st.integers(0, 4).map(lambda back: NOW - timedelta(minutes=back))
TOLD: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    arrived=TIMES, words=SAID, language=st.sampled_from(["", "ar", "en"]), broken=st.booleans(),
    files=st.sampled_from([(), (Filed(1, b"a" * 32),)]), granted=st.integers(0, 1),
)  # fmt: skip
EVERYTHING = st.builds(
    Question,
    words=SAID.map(tuple),
    states=st.lists(st.sampled_from(["NEW", "TRIAGE", "CLOSED"]), unique=True).map(tuple),
    priorities=st.lists(st.sampled_from(["", "P1"]), unique=True).map(tuple),
    category=st.sampled_from(["DRUG", "DRUG.SALE", "DRU"]),
    language=st.sampled_from(["", "ar"]),
    with_files=st.booleans(),
    desk=st.sampled_from(["", "DRUG", "CIVDEF"]),
    person=st.sampled_from([None, b"", ME, OTHER]),
    since=TIMES, until=TIMES,
)  # fmt: skip
FIELDS = [field.name for field in fields(Question)]


def some_of(asked: Question, names: set[str]) -> Question:
    return Question(**{name: getattr(asked, name) for name in names})


QUESTIONS = st.builds(some_of, EVERYTHING, st.sets(st.sampled_from(FIELDS), min_size=1, max_size=2))


def fits(entry: Entry, asked: Question) -> bool:
    return all((
        not entry.broken,
        entry.words.issuperset(asked.words),
        not asked.states or entry.state in asked.states,
        not asked.priorities or entry.priority in asked.priorities,
        not asked.category or f"{entry.category}.".startswith(f"{asked.category}."),
        not asked.language or entry.language == asked.language,
        not asked.with_files or entry.files or entry.granted,
        not asked.desk or asked.desk in entry.desks,
        asked.person is None or (entry.person or b"") == asked.person,
        asked.since is None or entry.arrived >= asked.since,
        asked.until is None or entry.arrived <= asked.until,
    ))  # fmt: skip


@given(ENTRIES, st.lists(TOLD, min_size=25, max_size=25), QUESTIONS, st.integers(1, 9))
def test_pages_and_their_number_are_those_of_looking_at_each_tip(
    entries: list[Entry], told: list[dict[str, Any]], asked: Question, most: int
) -> None:
    given_ones = [replace(each, **more) for each, more in zip(entries, told, strict=False)]
    index = filled(given_ones)
    if most % 2:
        index.image()  # which writes the words as one
    found: list[bytes] = []
    place = None
    while page := index.find(asked, most, place):
        found += [each.tip for each in page]
        place = page[-1].number
    wanted = {entry.tip for entry in given_ones if fits(entry, asked)}
    assert (len(found), set(found), index.count(asked)) == (len(wanted), wanted, len(wanted))
    arrivals = {entry.tip: entry.arrived for entry in given_ones}
    assert [arrivals[tip] for tip in found] == sorted(map(arrivals.__getitem__, found))[::-1]
