"""The audit trail: numbered without a gap, each entry chained to the one before."""

import hashlib
import multiprocessing
import threading

import pytest
from sqlalchemy import Engine

from tipline.store.casebook.audit import BEFORE_FIRST, AuditTrail
from tipline.store.engine import open_casebook

FORK = multiprocessing.get_context("fork")
EACH = 15


def entry(number: int, previous: bytes) -> tuple[bytes, bytes]:
    sealed = f"entry {number}".encode()
    return sealed, hashlib.sha256(previous + sealed).digest()


def is_chained(trail: AuditTrail) -> bool:
    previous = BEFORE_FIRST
    for number, row in enumerate(trail.entries(), start=1):
        if (row.number, (row.sealed, row.chain)) != (number, entry(number, previous)):
            return False
        previous = row.chain
    return True


def test_entries_are_chained(casebook: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tipline.store.casebook.audit.ENTRIES_AT_ONCE", 4)
    trail = AuditTrail(casebook)
    assert [trail.append(entry) for _ in range(9)] == list(range(1, 10))
    assert len(list(trail.entries())) == 9
    assert list(trail.entries_back(9)) == list(trail.entries())[-2::-1]
    assert is_chained(trail)


def test_an_entry_that_cannot_be_made_is_not_there(casebook: Engine) -> None:
    trail = AuditTrail(casebook)

    def broken(number: int, previous: bytes) -> tuple[bytes, bytes]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        trail.append(broken)
    assert trail.append(entry) == 1


def test_processes_and_threads_append_to_one_chain(casebook: Engine, casebook_url: str) -> None:
    def append_some(url: str) -> None:
        own = AuditTrail(open_casebook(url))
        threads = [threading.Thread(target=_append, args=(own,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    writers = [FORK.Process(target=append_some, args=(casebook_url,)) for _ in range(2)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    trail = AuditTrail(casebook)
    assert len(list(trail.entries())) == 4 * EACH
    assert is_chained(trail)


def _append(trail: AuditTrail) -> None:
    for _ in range(EACH):
        trail.append(entry)
