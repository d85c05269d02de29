"""A case's chain: whatever is taken out, swapped, altered, forged or cut off is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tipline.errors import ChainBrokenError
from tipline.keyring.analyst import AnalystIdentity
from tipline.keyring.card import Card, Role
from tipline.keyring.signing import check_chain, sign
from tipline.tips.event import NOTHING_BEFORE, Event, Kind, SignedEvent

CASE = bytes(range(16))
BEGAN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
KEYS = (AnalystIdentity.generate(), AnalystIdentity.generate())
STRANGER = AnalystIdentity.generate()


def card_of(number: int, keys: AnalystIdentity) -> Card:
    return Card(
        analyst=bytes([number]) * 16,
        name=f"Analyst {number}",
        role=Role.ANALYST,
        desk="TRIAGE",
        recipient="age1pq1",
        verifier=keys.verifier,
    )


CARDS = tuple(card_of(number, keys) for number, keys in enumerate(KEYS))


def event(author: int, number: int, previous: bytes, text: str) -> Event:
    return Event(
        case=CASE,
        number=number,
        previous=previous,
        kind=Kind.NOTE,
        at=BEGAN + timedelta(minutes=number),
        author=CARDS[author].analyst,
        name=CARDS[author].name,
        desk="TRIAGE",
        content={"text": text},
    )


def chain(
    said: list[tuple[int, str]], before: list[SignedEvent] | None = None
) -> list[SignedEvent]:
    """Return a case in which these analysts said these things."""
    events = list(before or [])
    for author, text in said:
        previous = events[-1].digest if events else NOTHING_BEFORE
        events.append(sign(event(author, len(events) + 1, previous, text), KEYS[author]))
    return events


SAID = some.lists(some.tuples(some.integers(0, 1), some.text(max_size=8)), min_size=2, max_size=6)
PLACE = some.integers(0, 100)


@given(SAID)
def test_what_was_written_is_believed(said: list[tuple[int, str]]) -> None:
    events = chain(said)
    checked = check_chain(events, CARDS, case=CASE, reaches=(len(events), events[-1].digest))
    assert [one.content["text"] for one in checked] == [text for _, text in said]


def test_a_case_without_events_is_whole() -> None:
    assert check_chain([], CARDS, case=CASE) == ()


@given(SAID, PLACE)
def test_taking_one_out_is_found(said: list[tuple[int, str]], place: int) -> None:
    events = chain(said)
    reaches = (len(events), events[-1].digest)
    del events[place % len(events)]
    with pytest.raises(ChainBrokenError):
        check_chain(events, CARDS, case=CASE, reaches=reaches)


@given(SAID, PLACE)
def test_cutting_off_the_end_is_found_by_who_knows_how_far_it_went(
    said: list[tuple[int, str]], place: int
) -> None:
    events = chain(said)
    reaches = (len(events), events[-1].digest)
    cut = events[: place % len(events)]
    assert len(check_chain(cut, CARDS, case=CASE)) == len(cut), "by itself it looks whole"
    with pytest.raises(ChainBrokenError):
        check_chain(cut, CARDS, case=CASE, reaches=reaches)


@given(SAID, PLACE, PLACE)
def test_swapping_two_is_found(said: list[tuple[int, str]], one: int, other: int) -> None:
    events = chain(said)
    one, other = one % len(events), other % len(events)
    if one == other:
        other = (one + 1) % len(events)
    events[one], events[other] = events[other], events[one]
    with pytest.raises(ChainBrokenError):
        check_chain(events, CARDS, case=CASE)


ALTERATIONS: list[Callable[[Event], Event]] = [
    lambda one: replace(one, content={"text": "something else"}),
    lambda one: replace(one, content={**one.content, "more": 1}),
    lambda one: replace(one, at=one.at + timedelta(seconds=1)),
    lambda one: replace(one, kind=Kind.SUMMARY),
    lambda one: replace(one, name="Analyst 9"),
    lambda one: replace(one, desk="OVS"),
    lambda one: replace(one, author=b"x" * 16),
    lambda one: replace(one, number=one.number + 1),
    lambda one: replace(one, previous=bytes(31) + b"x"),
    lambda one: replace(one, case=bytes(16)),
]


@pytest.mark.parametrize("alter", ALTERATIONS)
@given(SAID, PLACE)
def test_altering_one_is_found(
    alter: Callable[[Event], Event], said: list[tuple[int, str]], place: int
) -> None:
    events = chain(said)
    place %= len(events)
    altered = replace(events[place], event=alter(events[place].event))
    if altered != events[place]:
        events[place] = altered
        with pytest.raises(ChainBrokenError) as caught:
            check_chain(events, CARDS, case=CASE)
        assert caught.value.values["number"] == place + 1


@given(SAID, PLACE, some.integers(0, 511))
def test_altering_a_signature_is_found(said: list[tuple[int, str]], place: int, bit: int) -> None:
    events = chain(said)
    place %= len(events)
    signature = bytearray(events[place].signature)
    signature[bit // 8] ^= 1 << bit % 8
    events[place] = replace(events[place], signature=bytes(signature))
    with pytest.raises(ChainBrokenError):
        check_chain(events, CARDS, case=CASE)


@pytest.mark.parametrize("forger", [STRANGER, KEYS[1]])
@given(said=SAID)
def test_forging_one_is_found(forger: AnalystIdentity, said: list[tuple[int, str]]) -> None:
    events = chain(said)
    forged = event(0, len(events) + 1, events[-1].digest, "forged")
    with pytest.raises(ChainBrokenError):
        check_chain([*events, sign(forged, forger)], CARDS, case=CASE)


@given(SAID, SAID)
def test_a_history_written_anew_by_a_member_is_found_by_who_knows_the_old_one(
    said: list[tuple[int, str]], instead: list[tuple[int, str]]
) -> None:
    events, other = chain(said), chain(instead)
    if instead[: len(said)] != said:
        with pytest.raises(ChainBrokenError):
            check_chain(other, CARDS, case=CASE, reaches=(len(events), events[-1].digest))


@given(SAID)
def test_another_case_put_in_this_ones_place_is_found(said: list[tuple[int, str]]) -> None:
    with pytest.raises(ChainBrokenError):
        check_chain(chain(said), CARDS, case=b"another case's id"[:16])


def test_without_the_authors_card_nothing_is_believed() -> None:
    events = chain([(0, "one"), (1, "two")])
    with pytest.raises(ChainBrokenError):
        check_chain(events, CARDS[:1], case=CASE)


def test_a_card_for_another_desk_does_not_count() -> None:
    elsewhere = [replace(each, desk="OVS") for each in CARDS]
    with pytest.raises(ChainBrokenError):
        check_chain(chain([(0, "one")]), elsewhere, case=CASE)


def test_a_signature_of_another_kind_of_thing_is_no_signature() -> None:
    first = event(0, 1, NOTHING_BEFORE, "one")
    bare = SignedEvent(first, KEYS[0].sign(first.body()))
    with pytest.raises(ChainBrokenError):
        check_chain([bare], CARDS, case=CASE)
