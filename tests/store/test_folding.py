"""The journal is folded beside the requests: it neither grows without end, nor loses anything."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

from tests.store.samples import ATip
from tipline.store import folding
from tipline.store.inbox.drop import Drop
from tipline.store.inbox.shelf import Shelf
from tipline.store.turns import line_of

PATIENCE_SECONDS = 10


def journal(drop: Drop) -> Path:
    """Return the journal's file."""
    return drop.reserve.path.with_name("inbox.sqlite3-wal")


def comes(true: Callable[[], bool]) -> bool:
    """Tell whether something comes true in a while."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


def folders() -> int:
    """Return how many threads fold now."""
    return sum(thread.name == folding.NAME for thread in threading.enumerate())


def test_the_journal_is_begun_anew_after_some_reports(drop: Drop) -> None:
    sizes = []
    for _ in range(3):
        for _ in range(folding.COMMITS):
            drop.put(ATip())
        assert comes(lambda: not folders())
        sizes.append(journal(drop).stat().st_size)
    assert sizes[0]
    assert sizes[-1] <= 1.2 * sizes[0]


def test_what_was_put_while_it_is_folded_is_there(drop: Drop, shelf: Shelf) -> None:
    sent = [ATip() for _ in range(3 * folding.COMMITS)]

    def put(own: list[ATip]) -> None:
        for one in own:
            drop.put(one)

    threads = [
        threading.Thread(target=put, args=(own,)) for own in (sent[::3], sent[1::3], sent[2::3])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert comes(lambda: not folders())
    assert all(shelf.tip(one.tip_id, ["TRIAGE"]).parts for one in sent)


def test_it_is_given_up_quietly_while_somebody_writes_for_long(drop: Drop) -> None:
    drop.put(ATip())
    with line_of(drop.engine).turn(1):
        started = time.monotonic()
        folding.fold(drop.engine, patience=0.05)
        assert time.monotonic() - started < 1
    drop.put(ATip())
