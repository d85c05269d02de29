"""Cases: who may open them, and events that nobody overwrites."""

import multiprocessing
from multiprocessing.synchronize import Barrier

import pytest
from sqlalchemy import Engine

from tests.store.samples import an_id
from tipline.errors import CaseExistsError, EventConflictError, NotFoundError
from tipline.store.casebook.cases import Cases
from tipline.store.casebook.sweeper import CaseSweeper
from tipline.store.engine import open_casebook

FORK = multiprocessing.get_context("fork")
EVENTS = 20


def begin(cases: Cases, desks: tuple[str, ...] = ("TRIAGE",)) -> tuple[bytes, bytes]:
    case_id, tip_id = an_id(), an_id()
    envelopes = {desk: f"to {desk}".encode() for desk in desks}
    cases.begin(case_id, b"age1pq1case", tip_id, envelopes, b"opened", b"head")
    return case_id, tip_id


def test_a_case_is_found_by_its_tip_and_its_id(cases: Cases) -> None:
    case_id, tip_id = begin(cases)
    found = cases.case(case_id, ["TRIAGE"])
    assert (found.recipient, found.desk, found.envelope, found.head) == (
        b"age1pq1case",
        "TRIAGE",
        b"to TRIAGE",
        b"head",
    )
    assert cases.for_tips([tip_id, an_id()], ["TRIAGE"]) == {tip_id: found}
    assert cases.begun([tip_id, an_id()], ["TRIAGE"]) == {tip_id}
    assert cases.tips(case_id) == [tip_id]
    assert cases.events(case_id) == [b"opened"]


def test_of_two_envelopes_both_questions_take_the_same(cases: Cases) -> None:
    case_id, tip_id = begin(cases, ("TRIAGE", "OPS"))
    desks = ["TRIAGE", "OPS"]
    assert cases.for_tips([tip_id], desks)[tip_id] == cases.case(case_id, desks)


def test_another_desks_case_is_as_if_it_were_not(cases: Cases) -> None:
    case_id, tip_id = begin(cases, ("OVS",))
    assert cases.for_tips([tip_id], ["TRIAGE"]) == {}
    assert cases.begun([tip_id], ["TRIAGE"]) == set()
    for asked, desks in ((case_id, ["TRIAGE"]), (case_id, []), (an_id(), ["OVS"])):
        with pytest.raises(NotFoundError):
            cases.case(asked, desks)


def test_a_tip_has_one_case(cases: Cases) -> None:
    case_id, tip_id = begin(cases)
    for other_case, other_tip in ((an_id(), tip_id), (case_id, an_id())):
        with pytest.raises(CaseExistsError):
            cases.begin(other_case, b"", other_tip, {"TRIAGE": b"other"}, b"other", b"other")
    assert cases.events(case_id) == [b"opened"]
    assert len(list(cases.envelopes())) == 1, "the refused case left something behind"


def test_events_are_numbered_without_a_gap(cases: Cases) -> None:
    case_id, _ = begin(cases)
    cases.append(case_id, 2, b"second", b"head 2")
    for number in (0, 1, 2, 4):
        with pytest.raises(EventConflictError):
            cases.append(case_id, number, b"other", b"other head")
    assert cases.events(case_id) == [b"opened", b"second"]
    assert cases.case(case_id, ["TRIAGE"]).head == b"head 2"
    with pytest.raises(NotFoundError):
        cases.append(an_id(), 1, b"other", b"other head")


def test_of_two_processes_with_one_number_one_is_told(cases: Cases, casebook_url: str) -> None:
    case_id, _ = begin(cases)
    barrier, told = FORK.Barrier(2), FORK.Value("i", 0)

    def race(name: bytes, start: Barrier) -> None:
        own = Cases(open_casebook(casebook_url))
        for number in range(2, 2 + EVENTS):
            start.wait(timeout=30)
            try:
                own.append(case_id, number, name, name)
            except EventConflictError:
                with told.get_lock():
                    told.value += 1

    racers = [FORK.Process(target=race, args=(name, barrier)) for name in (b"one", b"other")]
    for each in racers:
        each.start()
    for each in racers:
        each.join()
    assert [each.exitcode for each in racers] == [0, 0]
    assert told.value == EVENTS
    events = cases.events(case_id)
    assert len(events) == 1 + EVENTS
    assert cases.case(case_id, ["TRIAGE"]).head == events[-1]


def test_a_desk_gets_the_key_of_a_case(cases: Cases, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipline.store.casebook.cases.ENVELOPES_AT_ONCE", 2)
    begun = [begin(cases)[0] for _ in range(3)]
    cases.add_envelope(begun[0], "OPS", b"to OPS")
    cases.add_envelope(begun[0], "OPS", b"to OPS anew")
    assert cases.case(begun[0], ["OPS"]).envelope == b"to OPS anew"
    expected = sorted([(each, "TRIAGE") for each in begun] + [(begun[0], "OPS")])
    assert [(row.case_id, row.desk) for row in cases.envelopes()] == expected
    with pytest.raises(NotFoundError):
        cases.add_envelope(an_id(), "OPS", b"of nothing")


def test_a_case_goes_with_its_last_tip(cases: Cases, casebook: Engine) -> None:
    (gone, tip_id), (kept, _) = begin(cases), begin(cases)
    sweeper = CaseSweeper(casebook)
    assert [sweeper.end_tip(tip_id), sweeper.end_tip(tip_id)] == [True, False]
    assert cases.events(gone) == []
    assert cases.events(kept) == [b"opened"]
    assert [row.case_id for row in cases.envelopes()] == [kept]
