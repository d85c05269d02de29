"""What a desk's index asks for: what changed since, what has gone, and what pictures look like."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete

from tests.store.samples import an_id
from tests.store.test_cases import begin
from tipline.store.casebook.changes import Changes
from tipline.store.casebook.index_files import IndexFiles
from tipline.store.casebook.sweeper import CaseSweeper
from tipline.store.casebook.tables import tally
from tipline.store.transactions import writing

if TYPE_CHECKING:
    from pathlib import Path

    from tipline.store.casebook.cases import Cases


@pytest.fixture
def changes(cases: Cases) -> Changes:
    return Changes(cases.engine)


def ids(found: list[tuple[int, bytes]]) -> list[bytes]:
    return [case_id for _, case_id in found]


def test_every_change_of_a_case_is_asked_for_once(cases: Cases, changes: Changes) -> None:
    (first, _), (second, _) = begin(cases), begin(cases)
    seen = changes.since(0, "TRIAGE", 10)
    assert ids(seen) == [first, second]
    last = seen[-1][0]
    assert last == changes.tally().changes
    assert changes.since(last, "TRIAGE", 10) == []
    cases.append(first, 2, b"event", b"head 2")
    cases.append(second, 2, b"event", b"head 2")
    cases.append(first, 3, b"event", b"head 3")
    assert ids(changes.since(last, "TRIAGE", 10)) == [second, first]
    assert ids(changes.since(last, "TRIAGE", 1)) == [second]


def test_another_desks_cases_are_not_told(cases: Cases, changes: Changes) -> None:
    case_id, _ = begin(cases, ("OVS",))
    assert changes.since(0, "TRIAGE", 10) == []
    cases.add_envelope(case_id, "TRIAGE", b"sealed")
    assert ids(changes.since(0, "TRIAGE", 10)) == [case_id], "it is told of what it was given"


def test_at_once_no_number_is_taken_twice(cases: Cases, changes: Changes) -> None:
    begun = [begin(cases)[0] for _ in range(4)]

    def work(case_id: bytes) -> None:
        for number in range(2, 12):
            cases.append(case_id, number, b"event", b"head")

    threads = [Thread(target=work, args=(case_id,)) for case_id in begun]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = [number for number, _ in changes.since(0, "TRIAGE", 10)]
    assert len(set(numbers)) == len(begun)
    assert changes.tally().changes == max(numbers) == 44


def test_a_tip_that_goes_is_counted_and_its_likeness_goes_with_it(
    cases: Cases, changes: Changes
) -> None:
    _, tip_id = begin(cases)
    changes.set_likeness(tip_id, b"sealed")
    before = changes.tally()
    assert changes.likenesses([tip_id, an_id()]) == {tip_id: b"sealed"}
    CaseSweeper(cases.engine).end_tip(tip_id)
    after = changes.tally()
    assert after.removals == before.removals + 1
    assert after.removed is not None
    assert changes.likenesses([tip_id]) == {}
    changes.set_likeness(tip_id, b"sealed again")
    assert changes.likenesses([tip_id]) == {}, "what was destroyed comes back"


def test_a_likeness_is_replaced_and_its_case_has_changed(cases: Cases, changes: Changes) -> None:
    case_id, tip_id = begin(cases)
    last = changes.tally().changes
    changes.set_likeness(tip_id, b"one")
    changes.set_likeness(tip_id, b"two")
    assert changes.likenesses([tip_id]) == {tip_id: b"two"}
    assert ids(changes.since(last, "TRIAGE", 10)) == [case_id]


def test_an_indexs_file_is_its_users_alone_and_goes_when_it_is_old(tmp_path: Path) -> None:
    files = IndexFiles.of(tmp_path)
    assert files.read("TRIAGE") is None
    assert files.remove_before(datetime.now(UTC)) == 0
    files.write("TRIAGE", b"one")
    files.write("TRIAGE", b"two")
    files.write("OPS", b"other")
    assert files.read("TRIAGE") == b"two"
    assert files.folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in files.folder.iterdir()} == {0o600}
    old = (datetime.now(UTC) - timedelta(days=2)).timestamp()
    os.utime(files.folder / "OPS.age", (old, old))
    assert files.remove_before(datetime.now(UTC) - timedelta(days=1)) == 1
    assert files.read("OPS") is None
    assert files.read("TRIAGE") == b"two"


def test_a_tally_that_was_lost_begins_behind_every_change(cases: Cases, changes: Changes) -> None:
    (first, _), (second, _) = begin(cases), begin(cases)
    known = changes.tally()
    with writing(cases.engine) as connection:
        connection.execute(delete(tally))
    assert changes.tally().changes == known.changes
    assert changes.tally().removals != known.removals
    with writing(cases.engine) as connection:
        connection.execute(delete(tally))
    cases.append(first, 2, b"event", b"head 2")
    assert ids(changes.since(known.changes, "TRIAGE", 10)) == [first]
    with writing(cases.engine) as connection:
        connection.execute(delete(tally))
    changes.note_removal()
    assert ids(changes.since(0, "TRIAGE", 10)) == [second, first]
