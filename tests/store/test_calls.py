"""Calls that are written down: whose they are, one save in the place of another, and none after."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.store.samples import an_id
from tests.store.test_staff import an_analyst
from tipline.errors import CallElsewhereError, CallsOpenError, NotFoundError
from tipline.store.casebook.calls import OPEN_MAX, CallRow, Calls
from tipline.store.casebook.staff import Staff
from tipline.store.engine import scrub

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def calls(casebook: Engine) -> Calls:
    return Calls(casebook)


@pytest.fixture
def operator(casebook: Engine) -> bytes:
    row = an_analyst()
    Staff(casebook).add(row)
    return row.id


def a_call(analyst: bytes, desk: str = "TRIAGE") -> CallRow:
    sealed = secrets.token_bytes(5000)
    return CallRow(id=an_id(), analyst_id=analyst, desk=desk, revision=1, sealed=sealed)


def later(row: CallRow, **changed: str | bytes) -> CallRow:
    sealed = secrets.token_bytes(5000)
    return replace(row, revision=row.revision + 1, sealed=sealed, **changed)  # type: ignore[arg-type]  # fields of a row


def found(folder: Path, what: bytes) -> bool:
    return any(what[:24] in path.read_bytes() for path in (folder / "casebook").iterdir())


def test_a_later_save_stands_in_the_place_of_the_earlier(calls: Calls, operator: bytes) -> None:
    first = a_call(operator)
    calls.begin(first)
    second = later(first)
    calls.save(second, first)
    assert calls.of(operator) == [second]


def test_of_two_saves_at_once_one_is_refused(calls: Calls, operator: bytes) -> None:
    first = a_call(operator)
    calls.begin(first)
    calls.save(later(first), first)
    with pytest.raises(CallElsewhereError):
        calls.save(later(first), first)


def test_what_was_taken_up_is_not_saved_by_who_had_it(
    calls: Calls, operator: bytes, casebook: Engine
) -> None:
    taker = an_analyst()
    Staff(casebook).add(taker)
    first = a_call(operator)
    calls.begin(first)
    taken = later(first, analyst_id=taker.id)
    calls.save(taken, first)
    with pytest.raises(CallElsewhereError):
        calls.save(later(first), replace(first, revision=taken.revision))


def test_a_call_is_found_by_its_analyst_and_its_desk_alone(calls: Calls, operator: bytes) -> None:
    row = a_call(operator)
    calls.begin(row)
    assert calls.one(row.id, operator, ()) == calls.one(row.id, b"", ["TRIAGE", "OVS"]) == row
    for analyst, desks in ((an_id(), ()), (an_id(), ["OVS", "HOTLINE"])):
        with pytest.raises(NotFoundError):
            calls.one(row.id, analyst, desks)
        assert not calls.end(row.id, analyst, desks)
    assert (calls.at(["TRIAGE"]), calls.at(["OVS"]), calls.at([])) == ([row], [], [])


def test_an_analyst_has_few_that_are_open(calls: Calls, operator: bytes) -> None:
    for _ in range(OPEN_MAX):
        calls.begin(a_call(operator))
    with pytest.raises(CallsOpenError):
        calls.begin(a_call(operator))


def test_what_is_over_leaves_no_byte(calls: Calls, operator: bytes, tmp_path: Path) -> None:
    row = a_call(operator)
    calls.begin(row)
    assert found(tmp_path, row.sealed)
    assert calls.end(row.id, operator, ())
    assert not calls.end(row.id, operator, ())
    assert not found(tmp_path, row.sealed)


def test_what_another_desk_could_open_goes_at_once(
    calls: Calls, operator: bytes, tmp_path: Path
) -> None:
    first = a_call(operator)
    calls.begin(first)
    second = later(first, desk="OVS")
    calls.save(second, first)
    assert not found(tmp_path, first.sealed)
    assert scrub(calls.engine)
    assert found(tmp_path, second.sealed)
